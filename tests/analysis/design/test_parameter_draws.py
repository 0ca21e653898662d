"""Draws of parameters: which run takes which, the same bits on every engine, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from support.batches import contents
from support.drawn_cases import FILE, drawn, written
from support.runs import scenario
from support.scripts import done
from support.sweeps import ACCESS, BARRIER, STRATEGIES, equals_single_runs, short, wanted

from hedgesim.analysis import Draws, load, plan_batch, run_batch
from hedgesim.analysis.cli.parts import options
from hedgesim.analysis.compare.paired import compute_means, list_finished_runs
from hedgesim.analysis.compare.point_values import join_finished_runs
from hedgesim.analysis.design.batch import Batch, cut_blocks
from hedgesim.analysis.design.parameter_draws import BATCH_RUNS, describe_assignment, read_draws
from hedgesim.analysis.design.quiet import remove_shocks
from hedgesim.analysis.design.sweep import build_points, plan_sweep
from hedgesim.analysis.ensembles.default import find_draws_for
from hedgesim.analysis.explore.sensitivity import sensitivity
from hedgesim.analysis.results import manifest, point_table
from hedgesim.analysis.results.folder import Results
from hedgesim.model import InputError, Scenario


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def batch(draws: Draws | None, engine: str = "plain", runs: int = 7, **how: object) -> Batch:
    """Two scenarios without moods, whose chance is larger than what the draws say; more runs than draws."""
    scenarios = [short(name, 4).vary({"mechanisms.moods": False}) for name in ("baseline", "eeu_barriers")]
    return plan_batch(scenarios, STRATEGIES, runs=runs, engine=engine, draws=draws, **how)  # type: ignore[arg-type]


# ---- which run takes which draw --------------------------------------------------------------
@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_batch(batch(drawn()), tmp_path_factory.mktemp("draws") / "made")


def test_run_k_takes_draw_k_in_every_scenario_and_strategy(made: Results) -> None:
    design = made.design
    assert list(design) == ["run_id", "scenario", "strategy", "run", "seed", "draw"]
    assert design["draw"].tolist() == [0, 1, 2, 3, 4, 0, 1] * 6
    columns = made.manifest["tables"]["design"]["columns"]
    assert list(columns) == list(design)


def test_a_block_holds_the_draws_of_its_runs_and_no_others() -> None:
    """Blocks of 20 runs and one of 10; where all draws occur, the blocks of a scenario share them."""
    draws, path = drawn(30), "patrons.eu.agreement"
    for block in cut_blocks(batch(draws, runs=50, first_run=7)):
        numbers = block.runs % 30
        assert {len(values) for values in block.drawn.values()} == {len(numbers)}
        assert block.columns[path].tolist() == draws.columns[path][numbers].tolist()
    several = [block.drawn for block in cut_blocks(batch(drawn(5), runs=40))]
    assert len({id(values) for values in several}) == 2


def test_every_row_is_a_run_of_its_scenario_with_its_draw(made: Results) -> None:
    runs = made.design.merge(made.outcomes, on="run_id")
    for name in ("baseline", "eeu_barriers"):
        ids = runs.loc[runs["scenario"] == f"belarus/{name}", "run_id"]
        part = Part(made, ids)
        spec = short(name, 4).vary({"mechanisms.moods": False})
        equals_single_runs(part, spec, [])  # type: ignore[arg-type]


class Part:
    """Some rows of a result folder."""

    def __init__(self, made: Results, ids: "pd.Series[int]") -> None:
        self.folder, self.manifest = made.folder, made.manifest
        self.design = made.design[made.design["run_id"].isin(ids)]
        self.outcomes = made.outcomes[made.outcomes["run_id"].isin(ids)]


@pytest.mark.parametrize("engine", ["mesa", "compiled"])
def test_all_engines_give_the_same_bytes(tmp_path: Path, made: Results, engine: str) -> None:
    run_batch(batch(drawn(), engine), tmp_path / engine)
    assert contents(tmp_path / engine) == contents(made.folder)


EVERYTHING: dict[str, tuple[Callable[[], Scenario], dict[str, object]]] = {
    "effort and weights": (
        lambda: short(hedger__effort__self_reliance=1.0),
        {"hedger__effort__self_reliance": [0.2, 0.7], "hedger__weights__security": [0.3, 0.9]},
    ),
    "an event's value and the start": (
        lambda: short("war_2022", 20),
        {"events__strain_2020__value": [0.2, 0.8], "start__patrons__russia__debt": [0.1, 0.2]},
    ),
    "a switch": (short, {"mechanisms__veto": [0.0, 1.0]}),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_whatever_can_be_drawn_has_the_same_bytes(tmp_path: Path, name: str) -> None:
    make, columns = EVERYTHING[name]
    draws, spec = drawn(2, **columns), make()
    strategies = ("hedge", "fixed") if "effort" in name else ("hedge",)
    for engine in ("plain", "compiled"):
        planned = plan_batch([spec], strategies, runs=3, engine=engine, draws=draws)
        run_batch(planned, tmp_path / engine)
    assert contents(tmp_path / "plain") == contents(tmp_path / "compiled")
    equals_single_runs(load(tmp_path / "plain"), spec, [])


def test_a_sweep_crosses_its_points_with_the_draws(tmp_path: Path) -> None:
    spec = short(quarters=4)
    points = build_points(wanted(f"{ACCESS}=0.1:0.9:6"), spec)
    for engine in ("plain", "compiled"):
        planned = plan_sweep(spec, points, ("hedge",), runs=7, seed=1, engine=engine, draws=drawn())
        run_batch(planned, tmp_path / engine)
    assert contents(tmp_path / "plain") == contents(tmp_path / "compiled")
    found = load(tmp_path / "plain")
    assert found.design["draw"].tolist() == [0, 1, 2, 3, 4, 0, 1] * 6
    equals_single_runs(found, spec, [ACCESS])
    rows = sensitivity(found.design, found.outcomes, found.manifest["design"], ["utility_mean"], ["hedge"])
    assert len(rows)
    assert len(join_finished_runs(found.design, found.outcomes, found.manifest["design"])) == 42


def test_intervals_carry_what_is_not_known_of_the_parameters(tmp_path: Path, made: Results) -> None:
    """Without shocks they carry nothing else; with shocks they are wider for it."""
    calm = [remove_shocks(short("baseline", 4))]
    width = {
        name: utility_widths(run_batch(plan_batch(calm, STRATEGIES, runs=7, draws=draws), tmp_path / name))
        for name, draws in (("drawn", drawn()), ("alone", None))
    }
    assert (width["alone"] < 1e-12).all()
    assert (width["drawn"] > 0.001).all()
    alone = run_batch(batch(None), tmp_path / "shocks")
    assert (utility_widths(made) > utility_widths(alone)).all()
    assert "draw" not in alone.design
    assert alone.manifest["draws"] == {}
    assert not (alone.folder / point_table.DRAWS).exists()


def utility_widths(results: Results) -> NDArray[np.float64]:
    """Widths of the intervals of mean utility, by scenario and strategy."""
    means = compute_means(list_finished_runs(results), ["utility_mean"])
    return means.eval("high - low").to_numpy(float)


@pytest.mark.parametrize(
    ("runs", "first", "said"),
    [
        (5, 0, "run k takes row k mod 5 of posterior.csv, counted from 0"),
        (9, 2, "run k takes row k mod 5 of posterior.csv, counted from 0"),
        (3, 0, "of posterior.csv, counted from 0; with 3 runs only the first 3 rows are used"),
        (1, 0, "; with 1 run only the first row is used"),
        (2, 1, "; with 2 runs only 2 rows are used"),
        (1, 1, "; with 1 run only one row is used"),
    ],
)
def test_the_sentence(runs: int, first: int, said: str) -> None:
    assert describe_assignment(drawn(), runs, first).endswith(said)
    assert "k mod 1,000 of" in describe_assignment(drawn(1000), runs)


# ---- what-if beats draw ----------------------------------------------------------------------
STARTED = "start.patrons.russia.barrier"


def test_a_scenario_keeps_what_it_sets_apart_and_its_opening_follows_the_draw() -> None:
    """In eeu_barriers the barrier is .45 whatever the draws; trade at the start grew under the drawn one."""
    draws = Draws(FILE, {BARRIER: np.array([0.1, 0.3]), ACCESS: np.array([0.2, 0.6])})
    names = ("baseline", "eeu_barriers", "arms_denied")
    batch = plan_batch([scenario(name) for name in names], ["hedge"], runs=4, draws=draws)
    blocks = {block.scenario.name.partition("/")[2]: block.columns for block in cut_blocks(batch)}
    assert blocks["baseline"][BARRIER].tolist() == [0.1, 0.3, 0.1, 0.3]
    assert scenario("eeu_barriers").values[BARRIER] == 0.45
    assert BARRIER not in blocks["eeu_barriers"]
    assert ACCESS in blocks["eeu_barriers"]
    assert ACCESS not in blocks["arms_denied"]
    for columns in blocks.values():
        assert columns[STARTED].tolist() == [0.1, 0.3, 0.1, 0.3]
        assert columns["hedger.income_base"].tolist() == blocks["baseline"]["hedger.income_base"].tolist()
    assert manifest.describe_draws(batch)["left_out"] == {
        "belarus/eeu_barriers": [BARRIER], "belarus/arms_denied": [ACCESS]
    }  # fmt: skip


def test_a_framework_counts_as_its_agreement() -> None:
    draws = Draws(FILE, {"patrons.eu.agreement": np.array([1.0, 2.0])})
    assert draws.for_scenario(scenario("baseline")) == draws.columns
    assert draws.for_scenario(scenario("eu_enhanced")) == {}
    assert draws.for_scenario(scenario("baseline").vary({"patrons.eu.framework": 0.1})) == {}


def test_the_scenario_that_draws_were_made_for_says_what_is_apart() -> None:
    """A number of the case that was changed since beats the draw, in the opening too."""
    base = dict(scenario("baseline").values) | {BARRIER: 0.2}
    draws = Draws(FILE, {BARRIER: np.array([0.1, 0.3]), ACCESS: np.array([0.2, 0.6])}, base=base)
    for found in (draws.for_scenario(scenario("baseline")), draws.for_root(scenario("baseline"))):
        assert list(found) == [ACCESS]


@pytest.mark.parametrize("find", [find_draws_for, lambda _: read_draws("belarus/ensemble.csv.gz")])
def test_a_history_keeps_the_start_and_the_terms_that_it_sets_apart_from_the_case_of_the_draws(
    find: Callable[[Scenario], Draws],
) -> None:
    """The ensemble is of mid-2017: of a history that begins in 2005 it knows no share of trade."""
    past = scenario("history")
    taken = find(past).for_scenario(past)
    assert "trade.speed" in taken
    assert not any(past.root[p] != scenario("baseline").root[p] for p in taken if p in past.root)
    assert "start.patrons.russia.exports" not in taken
    assert "start.patrons.russia.exports" in find(scenario("baseline")).columns


def test_what_is_set_or_varied_beats_its_draw_and_leaves_the_opening() -> None:
    draws = Draws(FILE, {BARRIER: np.array([0.1, 0.3])})
    settings = ({"changes": {BARRIER: 0.15}}, {"points": {BARRIER: [0.15, 0.4]}})
    for how in settings:
        batch = plan_batch([scenario("baseline")], ["hedge"], runs=2, draws=draws, **how)  # type: ignore[arg-type]
        (block,) = cut_blocks(batch)
        assert block.columns.get(BARRIER, np.array([0.15])).tolist() in ([0.15], [0.15, 0.15, 0.4, 0.4])
        assert block.columns[STARTED].tolist()[:2] == [0.1, 0.3]


# ---- relative changes ------------------------------------------------------------------------
FUND = "patrons.china.fund"


def test_a_relative_change_applies_to_every_draw() -> None:
    draws = Draws(FILE, {FUND: np.array([0.02, 0.08])})
    boom = scenario("china_boom")
    times = boom.values[FUND] / scenario("baseline").values[FUND]
    assert draws.for_scenario(boom)[FUND] == pytest.approx([0.02 * times, 0.08 * times])
    more = plan_batch([scenario("baseline")], ["hedge"], runs=2, draws=draws, changes={FUND: "+0.01"})
    (block,) = cut_blocks(more)
    assert block.columns[FUND] == pytest.approx([0.03, 0.09])
    both = boom.vary({FUND: "+0.01"})
    assert draws.for_scenario(both)[FUND] == pytest.approx([0.02 * times + 0.01, 0.08 * times + 0.01])
    assert draws.for_scenario(boom.vary({FUND: 0.05})) == {}


def test_a_relative_change_that_a_draw_takes_out_of_its_range_names_the_row() -> None:
    draws = Draws(FILE, {FUND: np.array([0.02, 0.3])})
    with pytest.raises(InputError) as caught:
        plan_batch([scenario("baseline")], ["hedge"], draws=draws, changes={FUND: "x5"})
    assert caught.value.faults == (
        f"{FILE}: row 1: belarus/baseline: {FUND}: x5 of the draw is 1.5; allowed is 0 to 1",
    )


# ---- commands --------------------------------------------------------------------------------
QUICK = ("--quarters", "4", "--strategies", "hedge,myopic")


def test_a_batch_says_which_run_takes_which_row_and_a_run_is_one_of_it() -> None:
    file = written()
    said = done("batch", "belarus/baseline", *QUICK, "--runs", "3", "--parameters-from", file, "--out", "b")
    assert (
        "run k takes row k mod 5 of posterior.csv, counted from 0; with 3 runs only the first" in said.output
    )
    whole = load(Path("b")).outcomes["utility_mean"]
    for words in (("--run", "2"), ("--run", "2", "--draw", "2"), ("--run", "2", "--draw", "1")):
        out = "-".join(words)
        one = done(
            "run", "belarus/baseline", "--quarters", "4", *words, "--parameters-from", file, "--out", out
        )
        assert f"run 2 takes row {words[-1]} of posterior.csv" in one.output
        same = load(Path(out)).outcomes["utility_mean"][0] == whole[2]
        assert same == (words[-1] == "2")
    assert "reproduced bit for bit" in done("rerun", "b", "--check").output


@pytest.mark.slow
def test_what_people_do_with_a_folder_goes_on_working() -> None:
    file = written()
    words = ("--runs", "3", "--parameters-from", file, *QUICK, "--engine", "plain")
    done("batch", "belarus/baseline", "belarus/eeu_open", *words, "--out", "b")
    done("sweep", "belarus/baseline", "--vary", f"{ACCESS}=0.1:0.9:6", *words, "--out", "s")
    done("compare", "b")
    for command in (("sensitivity", "s"), ("robustness", "s"), ("compare", "s")):
        done(*command)
    for folder in ("b", "s"):
        done("report", folder, "--workers", "1", "-o", f"{folder}.html")
        assert "run k takes row k mod 5 of posterior.csv" in Path(f"{folder}.html").read_text()
        done("plot", folder, "--kind", "premium", "-o", f"{folder}.png")


def test_commands_play_as_many_runs_by_default_as_a_batch() -> None:
    """The module of options names the number again, so that help does not import numpy."""
    assert options.RUNS == BATCH_RUNS

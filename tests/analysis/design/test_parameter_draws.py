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
from hedgesim.analysis.compare.paired import compute_means, list_finished_runs
from hedgesim.analysis.compare.point_values import join_finished_runs
from hedgesim.analysis.design.batch import Batch
from hedgesim.analysis.design.parameter_draws import describe_assignment, overwritten_values
from hedgesim.analysis.design.sweep import build_points, plan_sweep
from hedgesim.analysis.explore.sensitivity import sensitivity
from hedgesim.analysis.results import point_table
from hedgesim.analysis.results.folder import Results
from hedgesim.analysis.validation.patterns.scenes import remove_shocks
from hedgesim.model import Scenario


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every command runs where nothing else is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def batch(draws: Draws | None, engine: str = "plain", runs: int = 7, **how: object) -> Batch:
    """Two scenarios; more runs than draws."""
    scenarios = [short("baseline", 4), short("eeu_barriers", 4)]
    return plan_batch(scenarios, STRATEGIES, runs=runs, engine=engine, draws=draws, **how)  # type: ignore[arg-type]


# ---- which run takes which draw --------------------------------------------------------------
@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run_batch(batch(drawn()), tmp_path_factory.mktemp("draws") / "made")


def test_run_k_takes_draw_k_in_every_scenario_and_strategy(made: Results) -> None:
    design = made.design
    assert list(design) == [
        "run_id", "scenario", "strategy", "run", "seed", "draw",
        BARRIER, "rivalry.russia-eu", "patrons.eu.agreement",
    ]  # fmt: skip
    assert design["draw"].tolist() == [0, 1, 2, 3, 4, 0, 1] * 6
    values = list(drawn().columns.values())
    for place, path in enumerate(list(design)[-3:]):
        assert (design[path] == values[place][design["draw"]]).all()
    columns = made.manifest["tables"]["design"]["columns"]
    assert list(columns) == list(design)


def test_every_row_is_a_run_of_its_scenario_with_its_draw(made: Results) -> None:
    runs = made.design.merge(made.outcomes, on="run_id")
    for name in ("baseline", "eeu_barriers"):
        ids = runs.loc[runs["scenario"] == f"belarus/{name}", "run_id"]
        part = Part(
            made.design[made.design["run_id"].isin(ids)], made.outcomes[made.outcomes["run_id"].isin(ids)]
        )
        equals_single_runs(part, short(name, 4), [], list(made.design)[-3:])  # type: ignore[arg-type]


class Part:
    """Some rows of a result folder."""

    def __init__(self, design: pd.DataFrame, outcomes: pd.DataFrame) -> None:
        self.design, self.outcomes = design, outcomes


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
    paths = [c for c in load(tmp_path / "plain").design if "." in c]
    equals_single_runs(load(tmp_path / "plain"), spec, [], paths)


def test_a_sweep_crosses_its_points_with_the_draws(tmp_path: Path) -> None:
    spec = short(quarters=4)
    points = build_points(wanted(f"{ACCESS}=0.1:0.9:6"), spec)
    for engine in ("plain", "compiled"):
        planned = plan_sweep(spec, points, ("hedge",), runs=7, seed=1, engine=engine, draws=drawn())
        run_batch(planned, tmp_path / engine)
    assert contents(tmp_path / "plain") == contents(tmp_path / "compiled")
    found = load(tmp_path / "plain")
    assert found.design["draw"].tolist() == [0, 1, 2, 3, 4, 0, 1] * 6
    equals_single_runs(found, spec, [ACCESS], [BARRIER, "rivalry.russia-eu", "patrons.eu.agreement"])
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


def test_a_scenario_that_draws_undo_is_told() -> None:
    draws = Draws(FILE, {ACCESS: np.array([0.2, 0.3])})
    assert overwritten_values(draws, [scenario("baseline"), scenario("arms_denied")]) == [
        f"{FILE}: {ACCESS} takes the place of what belarus/arms_denied sets apart from belarus/baseline"
    ]
    assert overwritten_values(draws, [scenario("baseline"), scenario("eeu_barriers")]) == []
    assert overwritten_values(draws, [scenario("baseline")]) == []


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


def test_what_people_do_with_a_folder_goes_on_working() -> None:
    file = written()
    words = ("--runs", "3", "--parameters-from", file, *QUICK, "--engine", "plain")
    done("batch", "belarus/baseline", "belarus/eeu_open", *words, "--out", "b")
    done("sweep", "belarus/baseline", "--vary", f"{ACCESS}=0.1:0.9:6", *words, "--out", "s")
    done("compare", "b")
    for command in (("sensitivity", "s"), ("robustness", "s"), ("compare", "s")):
        done(*command)
    for folder in ("b", "s"):
        done("report", folder, "-o", f"{folder}.html")
        assert "run k takes row k mod 5 of posterior.csv" in Path(f"{folder}.html").read_text()
        done("plot", folder, "--kind", "premium", "-o", f"{folder}.png")

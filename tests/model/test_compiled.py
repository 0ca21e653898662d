"""The compiled engine: every number of every quarter equals plain Python's and Mesa's, to the bit."""

import ast
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from operator import index
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from golden.refresh import PLACE, RUNS, hashed, name
from hypothesis import given, settings
from hypothesis import strategies as st
from support.runs import scenario

import hedgesim.model
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.design.columns import engine_columns
from hedgesim.analysis.execution.single_run import play_single_run
from hedgesim.model import HedgingModel, InputError, Scenario, simulate_run
from hedgesim.model.engines.compiled import Ensemble, simulate
from hedgesim.model.engines.histogram import spread_of
from hedgesim.model.engines.reference import Run, play_run
from hedgesim.model.outcomes import band_series, path_columns, path_row
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.scenario.files import builtin_scenarios
from hedgesim.model.scenario.scenario import Event
from hedgesim.model.state import flatten
from hedgesim.model.state.layout import case_paths
from hedgesim.model.strategies import compared_strategies, plan_for

NAMES = [n.removeprefix("belarus/") for n in builtin_scenarios() if n.startswith("belarus/")]
PATRONS = scenario("baseline").patrons
RANGES = {
    path: (row.low, row.high)
    for path, row in parameters(PATRONS).items()
    if row.unit not in {"switch", "step"} and path.partition(".")[0] not in {"start", "regimes"}
}
WHOLE = (int, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.array)
"""Types that whole numbers come in."""


@st.composite
def whole_numbers(draw: st.DrawFn) -> object:
    """A seed or a run number of any type."""
    kind: Any = draw(st.sampled_from(WHOLE))
    most = 2**62 if kind in {int, np.array} else min(2**62, int(np.iinfo(kind).max))
    return kind(draw(st.integers(0, most)))


EFFORT = {
    "hedger.effort.russia.security": 0.3,
    "hedger.effort.china.economy": 0.5,
    "hedger.effort.self_reliance": 0.2,
}


def random_case(number: int) -> tuple[Scenario, str, int, int]:
    """Scenario with random values and events, strategy, seed and run."""
    draw = random.Random(number)
    spec = scenario(draw.choice(NAMES))
    chosen = draw.sample(sorted(RANGES), draw.randint(0, 25))
    changes: dict[str, object] = {p: draw.uniform(*RANGES[p]) for p in chosen if fits(spec, p)}
    changes |= {f"mechanisms.{m}": draw.random() < 0.5 for m in draw.sample(MECHANISMS, 3)}
    strategy = draw.choice([*compared_strategies(PATRONS), "fixed"])
    changes |= {"horizon": draw.randint(1, 40)} | (EFFORT if strategy == "fixed" else {})
    spec = with_events(draw, spec.vary(changes))
    return spec, strategy, draw.getrandbits(63), draw.choice([draw.randint(0, 50), draw.getrandbits(63)])


MECHANISMS = sorted(p.partition(".")[2] for p in parameters(PATRONS) if p.startswith("mechanisms."))


def fits(spec: Scenario, path: str) -> bool:
    """Whether a patron with an agreement keeps it: a framework would take its place."""
    return not (path.endswith(".framework") and spec.values.get(f"{path[:-9]}agreement", -1.0) >= 0.0)


def with_events(draw: random.Random, spec: Scenario) -> Scenario:
    """The scenario with up to six random events on random numbers within their ranges."""
    events = [e for e in spec.events if e.first < spec.horizon]
    for k in range(draw.randint(0, 6)):
        path = draw.choice([p for p in sorted(RANGES) if p in case_paths(PATRONS)])
        first = draw.randint(0, spec.horizon)
        operation = draw.choice(["set", "scale", "ramp"])
        until = first + draw.randint(1, 9) if operation == "ramp" or draw.random() < 0.5 else None
        value = draw.uniform(0.5, 1.2) if operation == "scale" else draw.uniform(*RANGES[path])
        events.append(Event(f"random_{k}", first, until, operation, path, value, "test", "test"))
    return replace(spec, events=tuple(events))


def equal(run: Run, made: Ensemble, place: int = 0) -> bool:
    """Whether every reported number of every quarter has the same bits, its sign when it is 0 among them."""
    rows = np.array([path_row(record) for record in run.records])
    said = np.array(flatten(run.outcome))
    return (
        made.outcomes[:, place].tobytes() == said.tobytes() and made.paths[place].tobytes() == rows.tobytes()
    )


@pytest.mark.parametrize("seed", [-1, 2**63, 2**64 - 1, 2**70 + 3])
@pytest.mark.parametrize("run", [-1, -(2**63), 2**31 - 1])
def test_the_last_64_bits_of_seed_and_run_count(seed: int, run: int) -> None:
    spec = scenario("baseline").vary({"horizon": 3})
    kind = np.int32 if run == 2**31 - 1 else np.int64
    made = simulate(spec, "hedge", seed, np.array([run], kind), paths=True)
    records, outcome = play_run(spec.timeline(), spec.start(), plan_for(spec, "hedge"), seed, run)
    assert equal(Run(records, outcome, spec.patrons), made)


@settings(max_examples=40, deadline=None)
@given(seed=whole_numbers(), run=whole_numbers())
def test_whole_numbers_of_every_type_give_equal_bits(seed: object, run: object) -> None:
    spec = scenario("baseline").vary({"horizon": np.int8(2), "patrons.russia.barrier": np.float32(0.25)})
    asked: Any = {"seed": seed, "run": run}
    plain = simulate_run(spec, "hedge", **asked)
    assert plain == simulate_run(spec, "hedge", index(seed), index(run))  # type: ignore[arg-type]
    model = HedgingModel(spec, "hedge", asked["run"], asked["seed"])
    while model.running:
        model.step()
    assert model.finished_run() == plain
    numbers: Any = {"runs": np.uint8(1), "first_run": run, "seed": seed}
    for engine in ("plain", "mesa", "compiled"):
        batch = plan_batch([spec], "hedge", engine=engine, paths=np.bool_(True), **numbers)
        assert play_single_run(batch).outcomes == plain.outcomes


def test_a_seed_that_is_no_whole_number_is_refused() -> None:
    with pytest.raises(TypeError, match="integer"):
        simulate(scenario("baseline"), "hedge", 1.5, np.arange(2))  # type: ignore[arg-type]


@pytest.mark.parametrize("part", range(10))
def test_mesa_plain_and_compiled_give_equal_bits(part: int) -> None:
    for number in range(20 * part, 20 * part + 20):
        spec, strategy, seed, run = random_case(number)
        plain = simulate_run(spec, strategy, seed, run)
        made = simulate(spec, strategy, seed, np.array([run]), paths=True)
        own = {"hedger.budget": np.array([spec.values["hedger.budget"]])}  # as if runs differed
        made_singly = simulate(spec, strategy, seed, np.array([run]), own, paths=True)
        model = HedgingModel(spec, strategy, run, seed)
        while model.running:
            model.step()
        assert made.sound.all(), number
        assert made_singly.sound.all(), number
        assert equal(plain, made), number
        assert equal(plain, made_singly), number
        assert model.finished_run() == plain, number


@pytest.mark.parametrize("run", RUNS, ids=lambda run: name(*run))
def test_compiled_runs_have_the_stored_hash(run: tuple[str, str, int, int]) -> None:
    made = simulate(Scenario.load(run[0]), run[1], run[2], np.array([run[3]]), paths=True)
    stored = json.loads(PLACE.read_text(encoding="utf-8"))[name(*run)]
    assert hashed(made.paths[0].ravel()) == stored["records"]
    assert " ".join(float(x).hex() for x in made.outcomes[:, 0]) == stored["outcome"]


@pytest.fixture(scope="module")
def whole() -> Ensemble:
    return simulate(scenario("war_2022"), "hedge", 5, np.arange(100), bands=True, paths=True)


@pytest.mark.parametrize("runs", [range(33, 34), range(30, 100), range(99, -1, -7), [7, 7, 3, 7]])
def test_slices_and_order_do_not_matter(whole: Ensemble, runs: list[int]) -> None:
    places = np.array(runs)
    part = simulate(scenario("war_2022"), "hedge", 5, places)
    assert (part.outcomes == whole.outcomes[:, places]).all()


def test_threads_do_not_matter(whole: Ensemble) -> None:
    def one(first: int) -> Ensemble:
        return simulate(scenario("war_2022"), "hedge", 5, np.arange(first, first + 25), bands=True)

    with ThreadPoolExecutor(4) as threads:
        parts = list(threads.map(one, range(0, 100, 25)))
    assert (np.concatenate([p.outcomes for p in parts], axis=1) == whole.outcomes).all()
    assert (sum(p.spread.counts for p in parts) == whole.spread.counts).all()
    assert (sum(p.spread.sums for p in parts) == whole.spread.sums).all()


def test_bands_are_those_of_the_paths(whole: Ensemble) -> None:
    columns = list(path_columns(PATRONS))
    series = [columns.index(column) for _, _, column in band_series(PATRONS)]
    spread = spread_of(whole.paths[:, :, series])
    assert (spread.counts == whole.spread.counts).all()
    assert (spread.sums == whole.spread.sums).all()


def test_columns_asked_for_by_name_are_those_of_the_whole_record(whole: Ensemble) -> None:
    names = ["debt_eu", "security", "omega_china"]
    some = simulate(scenario("war_2022"), "hedge", 5, np.arange(100), paths=names)
    places = [list(path_columns(PATRONS)).index(name) for name in names]
    assert some.paths.tobytes() == whole.paths[:, :, places].tobytes()
    assert some.outcomes.tobytes() == whole.outcomes.tobytes()


def test_without_paths_there_are_columns_of_no_runs(whole: Ensemble) -> None:
    none = simulate(scenario("war_2022"), "hedge", 5, np.arange(2))
    assert none.paths.shape == (0, *whole.paths.shape[1:])


def test_a_column_that_no_record_has_is_refused() -> None:
    with pytest.raises(InputError, match=r"depts_eu: no path column of .*debt_eu"):
        simulate(scenario("war_2022"), "hedge", 5, np.arange(2), paths=["security", "depts_eu"])


VARIED: list[dict[str, list[float]]] = [
    {"patrons.russia.arms_access": [0.1, 0.5, 0.9], "rivalry.russia-eu": [0.2, 0.9, 0.5]},
    {"patrons.eu.agreement": [0.0, 2.0, 4.0]},
    {"patrons.russia.framework": [0.1, 0.5, 1.0], "hedger.weights.autonomy": [0.1, 0.4, 0.7]},
    {"start.patrons.china.security": [0.05, 0.2, 0.3], "mechanisms.veto": [0.0, 1.0, 1.0]},
    {"events.rivalry_2022.value": [0.4, 0.7, 1.0], "hedger.pivot_quarter": [2.0, 8.0, 20.0]},
    {"hedger.effort.china.economy": [0.1, 0.5, 0.9], "hedger.effort.self_reliance": [0.5, 0.2, 0.0]},
]


@pytest.mark.parametrize("columns", VARIED, ids="+".join)
@pytest.mark.parametrize("strategy", ["hedge", "pivot:china", "fixed"])
def test_columns_are_what_varying_the_scenario_gives(columns: dict[str, list[float]], strategy: str) -> None:
    spec = scenario("war_2022").vary({"horizon": 30} | EFFORT)
    arrays = engine_columns(spec, strategy, {path: np.array(values) for path, values in columns.items()})
    made = simulate(spec, strategy, 3, np.array([4, 5, 6]), arrays, paths=True)
    for k in range(3):
        point = spec.vary({path: values[k] for path, values in columns.items()})
        assert equal(simulate_run(point, strategy, 3, 4 + k), made, k)


def test_a_run_that_is_not_finite_is_told_and_left_out() -> None:
    spec, bad = scenario("baseline"), np.array([0.1, np.nan, 0.1])
    made = simulate(spec, "hedge", 1, np.arange(3), {"patrons.russia.rent": bad}, bands=True)
    assert made.sound.tolist() == [True, False, True]
    good = simulate(spec.vary({"patrons.russia.rent": 0.1}), "hedge", 1, np.array([0, 2]), bands=True)
    assert (made.outcomes[:, [0, 2]] == good.outcomes).all()
    assert (made.spread.counts == good.spread.counts).all()
    assert (made.spread.sums == good.spread.sums).all()


def test_what_runs_share_is_computed_anew_after_every_change() -> None:
    """Runs without paths share results of their inputs; those with paths compute all of them each quarter."""
    spec, runs = scenario("war_2022"), np.arange(9)
    assert len({tuple(case) for case in spec.timeline()}) > 1
    shared, full = (
        simulate(spec, "hedge", 1, runs, bands=True),
        simulate(spec, "hedge", 1, runs, bands=True, paths=True),
    )
    assert shared.outcomes.tobytes() == full.outcomes.tobytes()
    assert (shared.spread.counts == full.spread.counts).all()


def test_an_unknown_path_names_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"patrons\.russia\.barier: no number of a run has this path; did you mean"
    ):
        simulate(scenario("baseline"), "hedge", 1, np.arange(2), {"patrons.russia.barier": np.zeros(2)})


def test_a_plan_of_ones_own_and_no_runs_at_all() -> None:
    spec = scenario("baseline").vary({"horizon": 3})
    plan = plan_for(spec, "myopic")._replace(choice=1.0)
    assert (
        simulate(spec, plan, 1, np.arange(2)).outcomes == simulate(spec, "myopic", 1, np.arange(2)).outcomes
    ).all()
    assert simulate(spec, plan, 1, np.arange(0)).outcomes.shape[1] == 0


def trees(folder: Path) -> list[tuple[Path, list[ast.AST]]]:
    """Files below a folder with the nodes of their syntax trees."""
    return [(f, list(ast.walk(ast.parse(f.read_text(encoding="utf-8"))))) for f in folder.rglob("*.py")]


def test_only_the_compiled_engines_import_llvmlite_and_only_the_compiler_numba() -> None:
    root = Path(hedgesim.model.__file__).parents[1]
    for file, nodes in trees(root):
        modules = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
        modules |= {str(n.module) for n in nodes if isinstance(n, ast.ImportFrom)}
        packages = {m.partition(".")[0] for m in modules}
        if "llvmlite" in packages:
            assert file.parent.name in {"compiled", "webassembly"}, file
        if "numba" in packages:
            assert file.name in {"compiler.py", "loop.py", "stages.py"}, file


def test_rules_use_only_what_rounds_the_same_everywhere() -> None:
    for file, nodes in trees(Path(hedgesim.model.__file__).parent / "rules"):
        names = [n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
        assert not {"sum", "pow", "abs", "min", "max", "round"} & set(names), file
        assert not any(isinstance(n, ast.Pow | ast.FloorDiv | ast.Mod) for n in nodes), file

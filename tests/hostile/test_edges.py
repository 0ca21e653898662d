"""Numbers hold at the edges: finite, shares and indices within 0 and 1, the same bits from both engines."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.hostile.checks import check_number, check_run, message
from support.runs import scenario

from hedgesim.analysis.design.columns import engine_columns as columns_for
from hedgesim.model import HedgingModel, InputError, RunError, Scenario, simulate_run
from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns, path_columns, path_row
from hedgesim.model.parameters.lookup import parameters
from hedgesim.model.state import flatten

PATRONS = ("russia", "china", "eu")
ROWS = parameters(PATRONS)
SHORT = 8
RUNS = np.array([0, 3], np.int64)


def both(spec: Scenario, strategy: str = "hedge") -> None:
    """Play two runs with both engines: sound numbers in range, and the same bits."""
    fast = simulate(spec, strategy, 5, RUNS, paths=True)
    assert fast.sound.all()
    for place, number in enumerate(RUNS):
        run = simulate_run(spec, strategy, 5, int(number))
        check_run(run)
        assert flatten(run.outcome) == tuple(fast.outcomes[:, place])
        assert [path_row(r) for r in run.records] == [tuple(q) for q in fast.paths[place]]


def ends() -> list[tuple[str, float]]:
    """Every parameter at both ends of its plausible range and of what is allowed."""
    found = []
    for path, row in ROWS.items():
        values = {row.low, row.high, *row.allowed}
        if path.endswith(".agreement"):
            values = {0.0, 4.0}
        found += [(path, value) for value in sorted(values)]
    return found


def at(path: str, value: float) -> Scenario:
    """The baseline with one parameter at an end; a patron that negotiates has an agreement."""
    changes: dict[str, object] = {"horizon": SHORT, path: value}
    if path.endswith(".negotiable") and value > 0.0:
        changes[path.replace("negotiable", "agreement")] = "signed"
    if path.startswith("start.patrons.") and path.endswith((".exports", ".imports")):
        flow = path.rpartition(".")[2]
        changes = {f"start.patrons.{p}.{flow}": 0.0 for p in PATRONS} | changes
    if path.startswith("hedger.weights."):
        changes = {"hedger.weights.security": 0.3, "hedger.weights.economy": 0.3} | changes
    return scenario("baseline").vary(changes)


@pytest.mark.slow
@pytest.mark.parametrize("path", ROWS)
def test_both_ends_of_every_parameter(path: str) -> None:
    for value in [v for p, v in ends() if p == path]:
        both(at(path, value))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(ends()), min_size=2, max_size=40, unique_by=lambda end: end[0]),
    st.sampled_from(["hedge", "self_reliance", "equidistance", "pivot:china", "bandwagon:eu"]),
)
def test_many_parameters_at_their_ends_at_once(chosen: list[tuple[str, float]], strategy: str) -> None:
    try:
        spec = scenario("baseline").vary({"horizon": SHORT, **dict(chosen)})
    except InputError as error:
        message(error)
    else:
        both(spec, strategy)


MOST = (
    "hedger.income_base", "hedger.gain_rest", "hedger.income_scale", "response.influence_floor",
    "hedger.gain_inducement", "patrons.russia.red_line", "hedger.elasticity", "patrons.russia.decay",
    "patrons.russia.coercion_max", "hedger.weights.economy",
)  # fmt: skip
"""The ten that moved mean utility most: mu* of 24 Morris trajectories over 196 numbers of the baseline."""


@pytest.mark.parametrize("allowed", [False, True], ids=["plausible", "allowed"])
def test_all_corners_of_the_ten_most_influential(allowed: bool) -> None:
    spec = scenario("baseline")
    bounds = [ROWS[path].allowed if allowed else (ROWS[path].low, ROWS[path].high) for path in MOST]
    corners = np.array(list(product(*bounds)))
    assert len(corners) == 2**10
    columns = {path: corners[:, k] for k, path in enumerate(MOST)}
    found = simulate(
        spec, "hedge", 1, np.zeros(2**10, np.int64), columns_for(spec, "hedge", columns), paths=True
    )
    assert found.sound.all()
    for (name, column), values in zip(outcome_columns(PATRONS).items(), found.outcomes, strict=True):
        check_number(name, float(values.min()), column)
        check_number(name, float(values.max()), column)
    for k, (name, column) in enumerate(path_columns(PATRONS).items()):
        check_number(name, float(found.paths[:, :, k].min()), column)
        check_number(name, float(found.paths[:, :, k].max()), column)
    for corner in range(0, 2**10, 101):  # and some of them in plain Python
        run = simulate_run(spec.vary(dict(zip(MOST, corners[corner], strict=True))), "hedge", 1, 0)
        assert flatten(run.outcome) == tuple(found.outcomes[:, corner])


SHOCKS = [path for path in ROWS if path.endswith(("_sd", ".uncertainty", ".crisis_size"))]


def test_shocks_of_next_to_nothing() -> None:
    both(scenario("baseline").vary(dict.fromkeys(SHOCKS, 1e-12) | {"horizon": 20}))


def test_shocks_as_large_as_they_may_be() -> None:
    both(scenario("baseline").vary({path: ROWS[path].allowed[1] for path in SHOCKS} | {"horizon": 60}))


@pytest.mark.parametrize("path", SHOCKS)
def test_shocks_beyond_are_refused(path: str) -> None:
    with pytest.raises(InputError, match=r"found 1000000000000\.0; allowed is \S+ or less"):
        scenario("baseline").vary({path: 1e12})


EVENT = """title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\nhorizon = 12
[[events]]\nname = "e"\ndate = "2018"\nuntil = "2020"\nsource = "s"\nvalue = {}\n{} = "world.strain"\n"""


@pytest.mark.parametrize("operation", ["set", "add", "scale", "ramp"])
@pytest.mark.parametrize("value", ["1e-12", "1e12", "-1e12", "1e308", "-1e-12"])
def test_events_of_any_size_are_played_or_refused(operation: str, value: str, tmp_path: Path) -> None:
    path = str(tmp_path / "case.toml")
    Path(path).write_text(EVENT.format(value, operation), encoding="utf-8")
    if value == "1e-12":
        assert refused_or_played(path) is None
    elif operation in {"add", "scale"} and value == "-1e-12":
        told = refused_or_played(path)
        assert told is None or "allowed is 0 to 1" in told
    else:
        assert "allowed is 0 to 1" in str(refused_or_played(path))


def refused_or_played(path: str) -> str | None:
    """What is said of a file; None if it is played."""
    try:
        spec = Scenario.load(path)
    except InputError as error:
        return message(error)
    both(spec)
    return None


def lowest(of: str) -> dict[str, float]:
    """Every number of the patrons whose path ends so, at its least."""
    paths = [p for p in ROWS if p.startswith("patrons.") and p.endswith(of) and not p.endswith("agreement")]
    return {p: max(ROWS[p].allowed[0], 0.0) for p in paths}


@pytest.mark.parametrize("strategy", ["hedge", "bandwagon:russia", "myopic", "self_reliance"])
@pytest.mark.parametrize("what", [".market", "", "everything"])
def test_patrons_without_a_market_or_without_anything(what: str, strategy: str) -> None:
    changes = lowest("" if what == "everything" else what) | {"horizon": 20}
    if what == "everything":
        starts = [p for p in ROWS if p.startswith("start.")]
        changes |= {p: max(ROWS[p].allowed[0], 0.0) for p in starts}
        changes |= {
            p: max(ROWS[p].allowed[0], 0.0) for p in ROWS if p.startswith(("world.", "rivalry.", "trade."))
        }
    both(scenario("baseline").vary(changes), strategy)


@pytest.mark.parametrize("strategy", ["hedge", "pivot:eu"])
@pytest.mark.parametrize("horizon", [1, 2, pytest.param(2000, marks=pytest.mark.slow)])
def test_the_shortest_and_the_longest_run(horizon: int, strategy: str) -> None:
    spec = scenario("baseline").vary({"horizon": horizon})
    both(spec, strategy)


NOTHING = (
    "hedger.weights: all that the strategy looks at have the weight 0, so nothing is better than anything"
)


def test_a_strategy_for_which_nothing_counts_says_so() -> None:
    spec = scenario("baseline").vary({"hedger.weights.economy": 0.0, "horizon": 4})
    with pytest.raises(RunError, match=f"quarter 0: {NOTHING}"):
        simulate_run(spec, "myopic", 1, 0)
    model = HedgingModel(spec, strategy="myopic")
    with pytest.raises(RunError, match=f"quarter 0: {NOTHING}"):
        model.step()
    both(spec, "hedge")


def test_events_that_leave_nothing_to_count_say_so(tmp_path: Path) -> None:
    event = (
        """[[events]]\nname = "{0}"\ndate = "{1}"\nset = "hedger.weights.{0}"\nvalue = 0\nsource = "s"\n"""
    )
    for date, quarter in (("2017", 0), ("2018", 2)):
        told = "".join(event.format(name, date) for name in ("security", "economy", "autonomy"))
        (tmp_path / "case.toml").write_text(
            f'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\n{told}'
        )
        spec = Scenario.load(str(tmp_path / "case.toml"))
        for play in (lambda s: simulate_run(s, "hedge", 1, 0), lambda s: played(HedgingModel(s))):
            with pytest.raises(RunError, match=f"quarter {quarter}: {NOTHING}"):
                play(spec)


def played(model: HedgingModel) -> None:
    """Play a model to its end."""
    while model.running:
        model.step()


@pytest.mark.parametrize("horizon", [0, -1, 2001, 10**30])
def test_runs_that_are_too_short_or_too_long_are_refused(horizon: int) -> None:
    with pytest.raises(InputError, match=r"horizon: found .*; allowed is"):
        scenario("baseline").vary({"horizon": horizon})

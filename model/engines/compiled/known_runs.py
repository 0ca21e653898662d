"""Two runs whose numbers plain Python gives, to compare compiled code with before it is used.

Code that is as it was written may still be wrong: a compiler or a processor can be at fault.
"""

from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...outcomes import band_series, path_columns, path_row
from ...parameters.lookup import parameters
from ...parameters.row import Row
from ...scenario.scenario import Event, Scenario
from ...state import Plan, Signs, Step, flatten
from ...state.layout import build_tuple
from ...strategies import HEDGE, plan_for
from ..histogram import spread_of
from ..reference import simulate_run
from .ensemble import Ensemble, Loop, play_ensemble
from .kind import MOODS, RUPTURE, LoopKind
from .vectors import LANES

QUARTERS = 8
SEED = 1
RUNS = np.resize(np.array((0, 2**40 + 1), np.int64), LANES + 1)
"""The two run numbers, one of more than 32 bits: in every lane of a block, and in a block of one run."""
VARIED = "hedger.budget"
EVENTS = (
    Event("set", 0, 4, "set", VARIED, 0.9, "", ""),
    Event("scale", 1, 3, "scale", "patrons.p1.market", 0.7, "", ""),
    Event("add", 2, None, "add", "patrons.p2.market", 0.1, "", ""),
    Event("ramp", 3, 7, "ramp", "rivalry.p1-p2", 0.4, "", ""),
)


def describe_difference(play_runs: Loop, kind: LoopKind) -> str | None:
    """Play the runs with compiled code, and describe the first number that plain Python does not give."""
    known = build_scenario(kind.patrons, hazards=kind.hazards)
    plan = build_plan(known, kind.steps)
    expected = arrays_of(simulate_plain(kind.patrons, hazards=kind.hazards, steps=kind.steps))
    columns: dict[str, NDArray[np.float64]] = {}
    if not kind.shared:  # the number comes from the column alone
        columns = {VARIED: np.full(len(RUNS), known.values[VARIED])}
        known = replace(known, values=MappingProxyType({**known.values, VARIED: 0.0}))
    found = play_ensemble(play_runs, known, plan, SEED, RUNS, columns, bands=True, paths=not kind.shared)
    for name, numbers in arrays_of(found).items():
        if len(numbers) and (difference := first_difference(numbers, expected[name])):
            return f"{name}{difference}"
    return None


def first_difference(numbers: NDArray[Any], expected: NDArray[Any]) -> str | None:
    """Describe the first place at which two arrays of equal shape have other bits; None if there is none."""
    unequal = np.argwhere(numbers.view(np.int64) != expected.view(np.int64))
    if not len(unequal):
        return None
    place = tuple(unequal[0].tolist())
    return f"{list(place)}: {numbers[place]!s} compiled, {expected[place]!s} in plain Python"


def arrays_of(runs: Ensemble) -> dict[str, NDArray[Any]]:
    """Return all numbers of runs, those of the quarters first, as floats or 64-bit integers."""
    counts, sums = runs.spread
    sound = runs.sound.astype(np.int64)
    return {
        "paths": runs.paths, "outcomes": runs.outcomes, "sound": sound,
        "counts": counts.astype(np.int64), "sums": sums,
    }  # fmt: skip


@cache
def simulate_plain(patrons: int, *, hazards: bool, steps: int) -> Ensemble:
    """Play the two runs in plain Python, and repeat them as in :data:`RUNS`."""
    known = build_scenario(patrons, hazards=hazards)
    plan = build_plan(known, steps)
    runs = [simulate_run(known, plan, SEED, run) for run in RUNS[:2].tolist()] * len(RUNS)
    paths = np.array([[path_row(record) for record in run.records] for run in runs[: len(RUNS)]])
    outcomes = np.array([flatten(run.outcome) for run in runs[: len(RUNS)]]).T
    columns = list(path_columns(known.patrons))
    series = [columns.index(column) for _, _, column in band_series(known.patrons)]
    return Ensemble(outcomes, np.ones(len(RUNS), np.bool_), spread_of(paths[:, :, series]), paths)


def build_plan(known: Scenario, steps: int) -> Plan:
    """Build the plan ``hedge`` with steps to equidistance, each of which fires at once and is taken back."""
    every: Signs = build_tuple(Signs, len(known.patrons), lambda: 1.0)
    after = Step(every, 0.0, 10.0, 1.0, plan_for(known, "equidistance"))
    return plan_for(known, HEDGE)._replace(steps=(after,) * steps)


@cache
def build_scenario(count: int, *, hazards: bool = True) -> Scenario:
    """Build a scenario with every mechanism and every kind of event, without reading a file.

    Without ``hazards`` moods are off, and no rupture comes.
    """
    patrons = tuple(f"p{k + 1}" for k in range(count))
    values = {path: value_of(row, k) for k, (path, row) in enumerate(parameters(patrons).items())}
    values |= {} if hazards else dict.fromkeys((RUPTURE, MOODS), 0.0)
    nothing: MappingProxyType[str, Any] = MappingProxyType({})
    return Scenario(
        "known runs", "", "", "", patrons, nothing, 0, QUARTERS, (HEDGE,), MappingProxyType(values), EVENTS,
        nothing, nothing, (), nothing,
    )  # fmt: skip


def value_of(row: Row, place: int) -> float:
    """Choose a number in the middle half of a parameter's range, unlike those of the other patrons."""
    if row.unit in {"switch", "step"}:
        return 1.0
    return row.low + (row.high - row.low) * (0.25 + 0.5 * (place * 0.618 % 1.0))

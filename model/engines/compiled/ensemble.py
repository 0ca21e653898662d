"""Results of many runs, and the call of the compiled loop that plays them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...outcomes import band_series, outcome_columns, path_columns
from ...parameters.lookup import advise
from ...scenario.scenario import Scenario
from ...state import Plan, Record, Start, flatten
from ...state.layout import case_paths
from ..histogram import BINS, Spread
from .buffer import BUFFERED_RUNS, INPUTS, find_decile, first_rows, last_row
from .kind import Floats
from .vectors import LANES

LINE = 8
"""Floats in a line of a processor's cache."""
Loop = Callable[..., None]
"""The compiled function of :func:`.loop.build_loop`."""


@dataclass(frozen=True)
class Ensemble:
    """Results of n runs.

    Attributes
    ----------
    outcomes : array, shape (outcomes, n)
        Outcomes in the order of :class:`~hedgesim.model.state.Outcome`, regimes as codes.
    sound : array of bool, shape (n,)
        Whether every recorded number of the run was finite; if not, its outcomes are meaningless.
    spread : Spread
        Histograms and sums of the band series over sound runs; of length 0 without ``bands``.
    paths : array, shape (n, quarters, path columns)
        Record of every quarter, of the columns that were asked for; of length 0 without ``paths``.
    """

    outcomes: Floats
    sound: NDArray[np.bool_]
    spread: Spread
    paths: Floats


def play_ensemble(
    play_runs: Loop,
    scenario: Scenario,
    plan: Plan,
    seed: int,
    runs: NDArray[np.int64],
    columns: Mapping[str, Floats],
    *,
    bands: bool,
    paths: bool | Sequence[str],
) -> Ensemble:
    """Play runs with the compiled loop; the other arguments are those of :func:`~.simulate.simulate`.

    Raises
    ------
    InputError
        If a path of ``columns`` is unknown, or a path column.
    """
    recorded = find_record_rows(scenario, paths, len(plan.steps))
    places = [find_buffer_row(scenario, path, len(plan.steps)) for path in columns]
    numbers, changes = numbers_of(scenario, plan)
    n, quarters = len(runs), scenario.horizon
    outcomes, series = count_results(scenario.patrons)
    ensemble = Ensemble(
        np.empty((outcomes, n)),
        np.empty(n, np.bool_),
        Spread(
            np.zeros((quarters if bands else 0, series, BINS), np.int32),
            np.zeros((quarters if bands else 0, series), np.int64),
        ),
        np.empty((n if paths else 0, quarters, len(recorded))),
    )
    varied = np.array([columns[path] for path in columns], float).reshape(len(places), n)
    # the buffer holds floats only: each half of 32 bits is exact in a float, 64 bits would not be
    words = np.asarray(runs).astype(np.uint64)
    low, high = (words & np.uint64(0xFFFFFFFF)).astype(float), (words >> np.uint64(32)).astype(float)
    play_runs(
        to_signed(seed), quarters, numbers, np.array(places, np.int64), varied, low, high, *changes,
        ensemble.outcomes, ensemble.sound, ensemble.spread.counts, ensemble.spread.sums,
        recorded, ensemble.paths, *make_room(numbers, len(changes[0]), quarters, *ensemble.spread.sums.shape),
    )  # fmt: skip
    return ensemble


def make_room(
    numbers: Floats, events: int, quarters: int, counted: int, series: int
) -> tuple[Floats, Floats, NDArray[np.uint32]]:
    """Make the arrays that the loop works in, the last for band series of ``counted`` quarters."""
    rows = len(numbers) + events + 4 * find_decile(quarters)[2]
    room = np.empty(rows * LANES + LINE)
    first = -(room.ctypes.data // room.itemsize) % LINE  # a row begins where a line of the cache does
    bins = np.empty((counted, series, BUFFERED_RUNS), np.uint32)
    return room[first : first + rows * LANES], np.empty(len(numbers)), bins


def to_signed(seed: int) -> int:
    """Convert the last 64 bits of a whole number to a signed 64-bit integer (two's complement)."""
    return (index(seed) + (1 << 63)) % (1 << 64) - (1 << 63)


def numbers_of(scenario: Scenario, plan: Plan) -> tuple[Floats, tuple[NDArray[Any], ...]]:
    """Build the inputs shared by all runs, and the arrays of events, as the loop takes them."""
    events = scenario.changes()
    numbers = [*flatten(scenario.case()), *flatten(scenario.start()), *flatten(plan)]
    vector = np.zeros(last_row(len(scenario.patrons), len(plan.steps)) + len(events))
    vector[INPUTS : INPUTS + len(numbers)] = numbers
    vector[len(vector) - len(events) :] = [e.value for e in events]
    rows = [INPUTS + e.row for e in events]
    return vector, (
        np.array(rows, np.int64),
        np.array([row not in rows[:k] for k, row in enumerate(rows)], np.bool_),
        np.array([e.first for e in events], float),
        np.array([e.until for e in events], float),
        np.array([e.operation for e in events], float),
    )


def find_buffer_row(scenario: Scenario, path: str, steps: int) -> int:
    """Return the buffer row of a parameter path, where the plan has a number of steps.

    Raises
    ------
    InputError
        If the path is unknown; the message names the most similar one.
    """
    known = input_rows(scenario.patrons, steps)
    if path in known:
        return known[path]
    sizes = [f"events.{e.name}.value" for e in scenario.events]
    if path not in sizes:
        msg = f"{scenario.name}: {path}: no number of a run has this path{advise(path, [*known, *sizes])}"
        raise InputError(msg)
    return last_row(len(scenario.patrons), steps) + sizes.index(path)


def find_record_rows(scenario: Scenario, paths: bool | Sequence[str], steps: int) -> NDArray[np.int64]:
    """Return the buffer rows of the path columns that are named, else of all.

    Raises
    ------
    InputError
        If a name is no path column; names the most similar one.
    """
    known = record_rows(scenario.patrons, steps)
    names = list(known) if isinstance(paths, bool) else paths
    if unknown := [name for name in names if name not in known]:
        there = list(known)
        raise InputError(*(f"{n}: no path column of {scenario.name}{advise(n, there)}" for n in unknown))
    return np.array([known[name] for name in names], np.int64)


# what follows is asked at every step of a calibration's chain
@cache
def count_results(patrons: tuple[str, ...]) -> tuple[int, int]:
    """Return the numbers of outcomes and of band series."""
    return len(outcome_columns(patrons)), len(band_series(patrons))


@cache
def record_rows(patrons: tuple[str, ...], steps: int) -> dict[str, int]:
    """Map every path column to its buffer row."""
    first = first_rows(len(patrons), steps)[Record]
    return {name: row for row, name in enumerate(path_columns(patrons), first)}


@cache
def input_rows(patrons: tuple[str, ...], steps: int) -> dict[str, int]:
    """Map the path of every input of a run to its buffer row."""
    paths = [*case_paths(patrons), *case_paths(patrons, Start), *case_paths(patrons, Plan, steps)]
    return {path: row for row, path in enumerate(paths, INPUTS)}

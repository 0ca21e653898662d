"""Simulation of many runs of one scenario and strategy, whose parameters may vary from run to run."""

import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...outcomes import band_series, path_columns
from ...parameters.lookup import hint
from ...scenario.scenario import Scenario
from ...scenario.timeline import case_paths, flatten
from ...state import Plan, Start
from ...strategies import plan_for
from ..histogram import BINS, Spread
from . import code_cache as cached

Floats = NDArray[np.float64]


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
        Record of every quarter; of length 0 without ``paths``.
    """

    outcomes: Floats
    sound: NDArray[np.bool_]
    spread: Spread
    paths: Floats


LOCK = threading.Lock()
"""Held while the loop is loaded: two threads that both find it missing would compile it twice."""


def build_kernel() -> Any:  # noqa: ANN401 - compiled code has no type
    """Return the module of the compiled loop; compile it first, with a notice, if the cache lacks it."""
    with LOCK:
        return load_kernel()


@cache
def load_kernel() -> Any:  # noqa: ANN401 - as above
    """Import the module of the compiled loop once per process."""
    folder = cached.usable_folder(cached.cache_folder())
    if not cached.holds_code(folder):
        sys.stderr.write("compiling the model for this machine, once: about 10 seconds ...\n")
    # numba reads its cache folder when a function is decorated, that is during this import
    with cached.use_for_numba(folder):
        from . import loop as compiled
    cached.remove_old_versions(folder)
    return compiled


def simulate(
    scenario: Scenario,
    strategy: str | Plan,
    seed: int,
    runs: NDArray[np.int64],
    columns: Mapping[str, Floats] | None = None,
    *,
    bands: bool = False,
    paths: bool = False,
) -> Ensemble:
    """Simulate runs in compiled code, bit-identical to ``hedgesim.model.engines.reference.simulate_run``.

    This holds for parameters in the range that a scenario allows; ``columns`` are not checked for it.

    Parameters
    ----------
    scenario : Scenario
        Parameters, start values and events.
    strategy : str or Plan
        Name of a strategy, or a plan.
    seed : int
        Seed of the random numbers; its last 64 bits are used.
    runs : array of int, shape (n,)
        Run numbers, in any order; they may repeat. Their last 64 bits are used.
    columns : mapping, optional
        Parameters that vary from run to run: path of a number of the case, the start (``start.``), the plan
        (``plan.``) or an event (``events.NAME.value``) to its values, shape (n,). An agreement and its
        framework are two independent numbers here: setting one does not change the other.
    bands, paths : bool
        Whether to return histograms of the band series, and the record of every quarter.

    Raises
    ------
    InputError
        If a path is unknown, or the strategy is.
    """
    code = build_kernel()
    plan = plan_for(scenario, strategy) if isinstance(strategy, str) else strategy
    columns = columns or {}
    places = [place_of(scenario, code, path) for path in columns]
    given, changes = numbers_of(scenario, plan, code)
    n, quarters = len(runs), scenario.horizon
    series, width = len(band_series(scenario.patrons)), len(path_columns(scenario.patrons))
    made = Ensemble(
        np.empty((code.OUTCOME_SIZE, n)),
        np.empty(n, np.bool_),
        Spread(
            np.zeros((quarters if bands else 0, series, BINS), np.int32),
            np.zeros((quarters if bands else 0, series), np.int64),
        ),
        np.empty((n if paths else 0, quarters, width)),
    )
    varied = np.array([columns[path] for path in columns], float).reshape(len(places), n)
    # the buffer holds floats only: each half of 32 bits is exact in a float, 64 bits would not be
    words = np.asarray(runs).astype(np.uint64)
    low, high = (words & np.uint64(0xFFFFFFFF)).astype(float), (words >> np.uint64(32)).astype(float)
    code.play_runs(
        to_signed(seed), quarters, given, np.array(places, np.int64), varied, low, high, *changes,
        made.outcomes, made.sound, made.spread.counts, made.spread.sums, made.paths,
    )  # fmt: skip
    return made


def to_signed(seed: int) -> int:
    """Convert the last 64 bits of a whole number to a signed 64-bit integer (two's complement)."""
    return (index(seed) + (1 << 63)) % (1 << 64) - (1 << 63)


def numbers_of(scenario: Scenario, plan: Plan, code: Any) -> tuple[Floats, tuple[NDArray[Any], ...]]:  # noqa: ANN401
    """Build the inputs shared by all runs, and the arrays of events, as ``loop.play_runs`` takes them."""
    events = scenario.changes()
    given = [*flatten(scenario.case()), *flatten(scenario.start()), *flatten(plan)]
    given += [0.0] * (code.SIZES_OF_EVENTS - len(given)) + [e.value for e in events]
    rows = [e.row for e in events]
    return np.array(given), (
        np.array(rows, np.int64),
        np.array([row not in rows[:k] for k, row in enumerate(rows)], np.bool_),
        np.array([e.first for e in events], float),
        np.array([e.until for e in events], float),
        np.array([e.operation for e in events], float),
    )


def place_of(scenario: Scenario, code: Any, path: str) -> int:  # noqa: ANN401
    """Return the buffer row of a parameter path.

    Raises
    ------
    InputError
        If the path is unknown; the message names the most similar one.
    """
    known = input_rows(scenario.patrons)
    sizes = [f"events.{e.name}.value" for e in scenario.events]
    if path in sizes:
        return int(code.SIZES_OF_EVENTS) + sizes.index(path)
    if path not in known:
        msg = f"{scenario.name}: {path}: no number of a run has this path{hint(path, [*known, *sizes])}"
        raise InputError(msg)
    return known[path]


@cache
def input_rows(patrons: tuple[str, ...]) -> dict[str, int]:
    """Map the path of every input of a run to its buffer row."""
    paths = [*case_paths(patrons), *case_paths(patrons, Start), *case_paths(patrons, Plan)]
    return {path: row for row, path in enumerate(paths)}

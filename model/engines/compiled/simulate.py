"""Many runs of one scenario and strategy, arrays in and arrays out; values may vary from run to run."""

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
    """What n runs gave.

    Attributes
    ----------
    outcomes : array, shape (outcomes, n)
        Rows in the order of :class:`~hedgesim.model.state.Outcome`, regimes by their codes.
    sound : array of bool, shape (n,)
        Whether every recorded number of the run was finite; outcomes of another mean nothing.
    spread : Spread
        Histograms and sums of the band series over sound runs; empty where not asked for.
    paths : array, shape (n, quarters, path columns)
        Every quarter; empty where not asked for.
    """

    outcomes: Floats
    sound: NDArray[np.bool_]
    spread: Spread
    paths: Floats


LOCK = threading.Lock()
"""Held while the loop is loaded: two threads that both find it missing would compile it twice."""


def build_kernel() -> Any:  # noqa: ANN401 - compiled code has no type
    """Return the compiled loop; compiles it where the user's cache does not hold it, and says so."""
    with LOCK:
        return load_kernel()


@cache
def load_kernel() -> Any:  # noqa: ANN401 - as above
    """Return the compiled loop, loaded once."""
    folder = cached.usable_folder(cached.cache_folder())
    if not cached.holds_code(folder):
        sys.stderr.write("compiling the model for this machine, once: about 10 seconds ...\n")
    with cached.used_by_numba(folder):
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
    """Play runs in compiled code, with the bits of :func:`~hedgesim.model.engines.reference.simulate_run`.

    That holds for values that a scenario may have; what lies outside them is not refused here.

    Parameters
    ----------
    scenario : Scenario
        What happens around the hedger.
    strategy : str or Plan
        A strategy's name, or a plan.
    seed : int
        Seed of the random numbers, of which the last 64 bits count.
    runs : array of int, shape (n,)
        Run numbers, of which the last 64 bits count; they may repeat, and come in any order.
    columns : mapping, optional
        What varies from run to run: path of a number of the case, the start (``start.``), the plan
        (``plan.``) or an event's size (``events.NAME.value``) to its values, shape (n,). They are taken as
        they are: agreements and frameworks are two numbers here.
    bands, paths : bool
        Whether to give histograms of the band series and every quarter.

    Raises
    ------
    InputError
        If there is no number of a path.
    """
    code = build_kernel()
    plan = plan_for(scenario, strategy) if isinstance(strategy, str) else strategy
    columns = columns or {}
    places = [place_of(scenario, code, path) for path in columns]
    given, changes = numbers_of(scenario, plan, code)
    n, quarters = len(runs), scenario.horizon
    series, width = len(band_series(scenario.patrons)), len(path_columns(scenario.patrons))
    made = Ensemble(
        np.empty((code.SAID, n)),
        np.empty(n, np.bool_),
        Spread(
            np.zeros((quarters if bands else 0, series, BINS), np.int32),
            np.zeros((quarters if bands else 0, series), np.int64),
        ),
        np.empty((n if paths else 0, quarters, width)),
    )
    varied = np.array([columns[path] for path in columns], float).reshape(len(places), n)
    words = np.asarray(runs).astype(np.uint64)
    low, high = (words & np.uint64(0xFFFFFFFF)).astype(float), (words >> np.uint64(32)).astype(float)
    code.play_runs(
        to_signed(seed), quarters, given, np.array(places, np.int64), varied, low, high, *changes,
        made.outcomes, made.sound, made.spread.counts, made.spread.sums, made.paths,
    )  # fmt: skip
    return made


def to_signed(seed: int) -> int:
    """Return the last 64 bits of a whole number, as machine integers hold them."""
    return (index(seed) + (1 << 63)) % (1 << 64) - (1 << 63)


def numbers_of(scenario: Scenario, plan: Plan, code: Any) -> tuple[Floats, tuple[NDArray[Any], ...]]:  # noqa: ANN401
    """Return what all runs are given, and the events as arrays."""
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
    """Return row of a path.

    Raises
    ------
    InputError
        If there is no such number; names the nearest.
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
    """Return row of every number that a run is given, by path."""
    paths = [*case_paths(patrons), *case_paths(patrons, Start), *case_paths(patrons, Plan)]
    return {path: row for row, path in enumerate(paths)}

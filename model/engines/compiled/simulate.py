"""Simulation of many runs of one scenario and strategy, whose parameters may vary from run to run."""

import threading
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...errors import RunError
from ...scenario.scenario import Scenario
from ...state import Plan
from ...strategies import plan_for
from . import code_cache
from .ensemble import Ensemble, Loop, play_ensemble
from .kind import Floats, LoopKind, find_kind

LOCK = threading.Lock()
"""Lock around loading the loop: two threads that both find it missing would compile it twice."""


def build_kernel(kind: LoopKind) -> Loop:
    """Return the compiled loop of a kind; compile it first if need be.

    Raises
    ------
    RunError
        If its numbers are not those of plain Python.
    """
    with LOCK:
        kernel = load_kernel(kind)
    if isinstance(kernel, RunError):
        raise RunError(str(kernel))
    return kernel


@cache
def load_kernel(kind: LoopKind) -> Loop | RunError:
    """Load or compile the loop once per process and kind; return the error of useless code.

    Otherwise every thread would compile it again, to the same end.
    """
    from .kernel import load_loop

    folder = code_cache.usable_folder(code_cache.cache_folder())
    try:
        loop = load_loop(folder, kind)
    except RunError as error:
        return error
    if folder is not None:
        code_cache.remove_old_versions(folder)
    return loop


def simulate(
    scenario: Scenario,
    strategy: str | Plan,
    seed: int,
    runs: NDArray[np.int64],
    columns: Mapping[str, Floats] | None = None,
    *,
    bands: bool = False,
    paths: bool | Sequence[str] = False,
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
    bands : bool
        Whether to return histograms of the band series.
    paths : bool or sequence of str
        Whether to return the record of every quarter, or which path columns of it, in this order.

    Raises
    ------
    InputError
        If a path, a path column or the strategy is unknown.
    RunError
        If compiled code gives other numbers than plain Python on this machine.
    """
    plan = plan_for(scenario, strategy) if isinstance(strategy, str) else strategy
    play_runs = build_kernel(find_kind(scenario, plan, columns or {}, paths=bool(paths)))
    return play_ensemble(play_runs, scenario, plan, seed, runs, columns or {}, bands=bands, paths=paths)

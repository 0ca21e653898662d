"""Play hedge and, at each point, only those rivals that can be the best there.

A premium needs the best rival alone, and a few runs mostly show which it is: the means of most others lie
behind it by more standard errors than any resample of runs or draws strays.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ...model.strategies import HEDGE
from ..compare.best_rival import RivalValues
from ..design.batch import Batch
from ..design.parameter_draws import number_draws
from ..design.unit_cube import Numbers
from .means_at_points import simulate_outcomes

PILOT = 400
"""Runs that show which rivals can be the best."""
WORTH = 5
"""Least number of runs, in multiples of PILOT, that are worth a pilot."""
CLEAR = 8.0
"""Standard errors, in the pilot, behind the best rival's mean beyond which no resample chooses a rival."""
UNPLAYED = -1.0
"""Utility of a rival that cannot be the best: below any that is played, which lies between 0 and 1."""


def simulate_contenders(
    batch: Batch, names: Sequence[str], workers: int | None
) -> tuple[dict[str, Numbers], Numbers]:
    """Simulate hedge, and rivals at those points at which they can be the best.

    Parameters
    ----------
    batch : Batch
        Batch of one scenario, with hedge and at least one rival.
    names : sequence of str
        Outcomes of hedge to return, utility among them.
    workers : int or None
        Cores to use; all if None.

    Returns
    -------
    dict
        Outcomes of hedge by name, shape (points, runs).
    array, shape (rivals, points, runs)
        Utility of each rival in the order of the batch, UNPLAYED where it cannot be the best.

    Raises
    ------
    RunError
        If a run failed.
    """
    rivals = [name for _, name in batch.plays if name != HEDGE]
    able = np.vstack([np.ones(batch.point_count, bool), find_contenders(batch, rivals, workers)])
    utility = np.full((*able.shape, batch.runs), UNPLAYED)
    own: dict[str, Numbers] = {}
    # strategies at the same points together, so that threads have blocks enough
    for points in np.unique(able[able.any(axis=1)], axis=0):
        rows = np.flatnonzero((able == points).all(axis=1))
        chosen = [[HEDGE, *rivals][row] for row in rows]
        found = simulate_outcomes(select_plays(batch, chosen, points), names, workers)
        if HEDGE in found:
            own = dict(zip(names, found[HEDGE], strict=True))
        for row, name in zip(rows, chosen, strict=True):
            utility[row, points] = found[name][list(names).index(UTILITY)]
    return own, utility[1:]


def select_plays(batch: Batch, strategies: Sequence[str], points: NDArray[np.bool_] | None = None) -> Batch:
    """Return the part of a batch of one scenario with some strategies, at some of its points or all."""
    places = slice(None) if points is None else points
    chosen = {path: values[places] for path, values in batch.points.items()}
    return replace(batch, strategies={batch.scenarios[0].name: tuple(strategies)}, points=chosen)


def find_contenders(batch: Batch, rivals: Sequence[str], workers: int | None) -> NDArray[np.bool_]:
    """Find at which points each rival can be the best, shape (rivals, points), by a pilot of a few runs.

    All can where a pilot is not worth it.
    """
    if batch.runs < WORTH * PILOT or len(rivals) == 1:
        return np.ones((len(rivals), batch.point_count), bool)
    played = simulate_outcomes(replace(select_plays(batch, rivals), runs=PILOT), [UTILITY], workers)
    utility = np.stack([played[rival][0] for rival in rivals], axis=1)
    numbers = number_draws(batch.draws, batch.first_run + np.arange(PILOT))
    by_draw = RivalValues(utility, utility).average_draws(numbers).utility
    # resamples are of draws, and the draws' means are unsure by their runs
    return np.asarray((find_close(by_draw) | find_close(utility)).T)


def find_close(utility: Numbers) -> NDArray[np.bool_]:
    """Find rivals whose mean is within CLEAR standard errors of the best one's, paired by run.

    Parameters
    ----------
    utility : array, shape (points, rivals, runs)
        Utility by run.

    Returns
    -------
    array of bool, shape (points, rivals)
        The best one among them.
    """
    best = utility.mean(axis=2).argmax(axis=1)
    behind = np.take_along_axis(utility, best[:, None, None], axis=1) - utility
    count = utility.shape[2]
    error = behind.std(axis=2, ddof=min(1, count - 1)) / np.sqrt(count)
    # a rival that always does as well as the best has no error, and is as close
    return np.asarray(behind.mean(axis=2) <= CLEAR * error)

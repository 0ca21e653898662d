"""Scores of risk from utility by run and quarter, each as values by run whose mean is the score.

The mean of the worst tenth and the certainty equivalent are no means over runs. Their values are those of the
infinitesimal jackknife (Jaeckel 1972; Efron 1982): the score, plus what a little more weight on the run would
add to it. So every score, and every difference of scores on the same shocks, gets an interval as a mean does.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...compare.utility_paths import UtilityPaths

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

TAIL = 0.1
"""Share of quarters, or of runs, that is the tail."""
SPELL = 4
"""Quarters in a row below the floor that count."""
SCORES: Mapping[str, str] = {
    "mean": "mean",
    "cvar10_quarters": "worst tenth of quarters",
    "cvar10_runs": "worst tenth of runs",
    "certainty_equivalent": "certainty equivalent",
    "below_floor": "below the floor",
    "collapse": "collapse",
}
"""Scores in words, in their order."""


def score_runs(paths: UtilityPaths, floor: float, aversion: float) -> dict[str, Vector]:
    """Compute the values by run of every score, each of shape (runs,).

    Parameters
    ----------
    paths : UtilityPaths
        The runs of a strategy.
    floor : float
        Utility below which a year is counted.
    aversion : float
        Relative aversion to risk of the certainty equivalent.
    """
    utility = paths.utility
    means = utility.mean(axis=1)
    return {
        "mean": means,
        "cvar10_quarters": value_tail(utility),
        "cvar10_runs": value_tail(means[:, None]),
        "certainty_equivalent": value_certainty(utility, aversion),
        "below_floor": find_spells(utility < floor, SPELL).astype(float),
        "collapse": paths.collapsed.astype(float),
    }


def score_draws(paths: UtilityPaths, draws: Numbers, floor: float, aversion: float) -> dict[str, Vector]:
    """Compute every score of each draw by itself, from each of :func:`split_draws`; shapes (halves,).

    The tail of all runs is that of the worst draws. A draw's own tail is what a state faces if that draw is
    the truth; its halves show how much of a difference between draws is noise.

    Parameters
    ----------
    paths : UtilityPaths
        The runs of a strategy.
    draws : array of int, shape (runs,)
        Number of each run's draw.
    floor, aversion : float
        As for :func:`score_runs`.
    """
    halves = (
        UtilityPaths(paths.utility[places], paths.omega[places], paths.collapsed[places])
        for _, places in split_draws(draws)
    )
    rows = [score_runs(half, floor, aversion) for half in halves]
    return {name: np.array([row[name].mean() for row in rows]) for name in rows[0]}


def split_draws(draws: Numbers) -> list[tuple[int, Numbers]]:
    """Return the number of each draw and the places of its runs, in two halves where it has several runs."""
    places = ((int(number), np.flatnonzero(draws == number)) for number in np.unique(draws))
    return [(n, half) for n, runs in places for half in (runs[::2], runs[1::2]) if len(half)]


def value_tail(x: Matrix, share: float = TAIL) -> Vector:
    """Compute values by run whose mean is the mean of the lowest ``share`` of all cells (CVaR).

    With v the quantile at ``share``, the mean of ``v - max(0, v - x) / share`` is the mean of what is below,
    a cell at the edge counted in part, and v is where that mean is largest, so that a change of weights moves
    it only through the values themselves (Rockafellar and Uryasev 2000).

    Parameters
    ----------
    x : array, shape (runs, cells)
        Cells by run.
    share : float
        Share of all cells.
    """
    last = max(int(np.ceil(share * x.size - 1e-9)) - 1, 0)
    edge = np.partition(x, last, axis=None)[last]
    return np.asarray(edge - np.maximum(0.0, edge - x).mean(axis=1) / share)


def value_certainty(utility: Matrix, aversion: float) -> Vector:
    """Compute values by run whose mean is the certainty equivalent of all cells.

    It is the utility that, if certain, is worth as much as the cells to a state with constant relative
    aversion g to risk: (mean U^(1-g))^(1/(1-g)), and exp(mean log U) at g = 1 (Pratt 1964; Arrow 1965).
    """
    level = utility.mean()
    logs = np.log(utility / level)  # against the mean, so that no power is too large or too small
    power = 1.0 - aversion
    if abs(power) < 1e-9:
        certain = level * np.exp(logs.mean())
        return np.asarray(certain * (1.0 + logs.mean(axis=1) - logs.mean()))
    by_run = np.exp(power * logs).mean(axis=1)
    certain = level * by_run.mean() ** (1.0 / power)
    return np.asarray(certain * (1.0 + (by_run / by_run.mean() - 1.0) / power))


def find_spells(below: NDArray[np.bool_], quarters: int) -> NDArray[np.bool_]:
    """Return which runs have a number of quarters in a row marked, from shape (runs, quarters)."""
    if below.shape[1] < quarters:
        return np.zeros(len(below), bool)
    windows = np.lib.stride_tricks.sliding_window_view(below, quarters, axis=1)
    return np.asarray(np.any(np.all(windows, axis=2), axis=1))


def trace_tail(utility: Matrix, shares: Vector) -> Vector:
    """Compute the utility that given shares of all cells are below, shape (shares,)."""
    return np.asarray(np.quantile(utility, shares))

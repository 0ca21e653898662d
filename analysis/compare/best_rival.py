"""Numbers by run that depend on which rival does best on average, as the hedging premium does.

Which rival that is, is as uncertain as the means it is chosen by. So a number is kept against every rival,
and every mean over runs, resampled or not, chooses its own: :mod:`.premium` does the same for a batch.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ...model.strategies import FIXED, HEDGE

Matrix = NDArray[np.float64]

BLOCK = 2_000_000
"""Numbers of resampled means held in memory at once."""


class Against(NamedTuple):
    """Numbers against each rival, and by what the best rival is chosen.

    Attributes
    ----------
    values : array, shape (points, rivals, runs)
        A number by run, were that rival the best.
    utility : array, shape (points, rivals, runs)
        The rivals' utility.
    """

    values: Matrix
    utility: Matrix

    def means(self, weights: Matrix) -> Matrix:
        """Return means over runs with the best rival of each, shape (points, draws).

        Parameters
        ----------
        weights : array, shape (draws, runs)
            Weight of each run in each mean.
        """
        step = max(1, BLOCK // max(1, self.values.shape[0] * self.values.shape[1]))
        parts = [weights[n : n + step].T for n in range(0, len(weights), step)]
        return np.concatenate([self.chosen(part) for part in parts], axis=1)

    def chosen(self, weights: Matrix) -> Matrix:
        """Return the same for some weights, shape (runs, draws)."""
        means = self.values @ weights
        if means.shape[1] == 1:
            return np.asarray(means[:, 0])
        best = (self.utility @ weights).argmax(axis=1)
        return np.asarray(np.take_along_axis(means, best[:, None], axis=1)[:, 0])

    @property
    def by_run(self) -> Matrix:
        """Return numbers with the rival that is best over all runs, shape (points, runs)."""
        best = self.utility.mean(axis=2).argmax(axis=1)
        return np.asarray(self.values[np.arange(len(best)), best])

    @property
    def mean(self) -> NDArray[np.float64]:
        """Return means over all runs, shape (points,)."""
        runs = self.values.shape[2]
        return self.means(np.full((1, runs), 1.0 / runs))[:, 0]


def hedge_values(values: Matrix) -> Against:
    """Return numbers of shape (points, runs) that depend on no rival."""
    stacked = np.asarray(values, dtype=np.float64)[:, None, :]
    return Against(stacked, np.zeros_like(stacked))


def difference_by_rival(runs: pd.DataFrame, number: Callable[[pd.DataFrame], NDArray[np.float64]]) -> Against:
    """Return a number of ``hedge`` by run against each other strategy, ``fixed`` held apart.

    Parameters
    ----------
    runs : DataFrame
        One row a run: point, run, strategy and outcomes; every strategy with every run at every point.
    number : callable
        Gives a number for each row of the runs of ``hedge``, which have a column ``premium``.
    """
    ordered = runs.sort_values(["point", "run"], kind="stable")
    own = ordered[ordered["strategy"] == HEDGE]
    names = [s for s in runs["strategy"].unique() if s not in {HEDGE, FIXED}]
    shape = (own["point"].nunique(), -1)
    utility = [ordered.loc[ordered["strategy"] == name, UTILITY].to_numpy(float) for name in names]
    values = [number(own.assign(premium=own[UTILITY].to_numpy(float) - u)) for u in utility]
    return Against(stack_rivals(values, shape), stack_rivals(utility, shape))


def stack_rivals(parts: Sequence[NDArray[np.float64]], shape: tuple[int, int]) -> Matrix:
    """Return numbers by rival as an array of shape (points, rivals, runs)."""
    return np.stack([part.reshape(shape) for part in parts], axis=1)


def weights_of(runs: int, seed: int, draws: int) -> Matrix:
    """Return weights of runs in resamples, shape (draws, runs): how often each is drawn, as a part."""
    rng = np.random.default_rng(seed)
    found: Matrix = rng.multinomial(runs, np.full(runs, 1.0 / runs), size=draws) / runs
    return found

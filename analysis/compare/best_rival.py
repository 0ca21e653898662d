"""Quantities by run that depend on which rival is best on average, such as the hedging premium.

The choice of the best rival is as uncertain as the means that it is based on. So a quantity is stored for
every possible best rival, and every mean over runs, resampled or not, chooses its own: :mod:`.premium` does
the same for a batch.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ..labels import PREMIUM
from .premium import select_best

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

BLOCK = 2_000_000
"""Numbers of resampled means held in memory at once."""


class RivalValues(NamedTuple):
    """A quantity for each rival, and the utility by which the best rival is chosen.

    Attributes
    ----------
    values : array, shape (points, rivals, runs)
        The quantity by run, if that rival is the best.
    utility : array, shape (points, rivals, runs)
        The rivals' utility.
    """

    values: Matrix
    utility: Matrix

    def means(self, weights: Matrix) -> Matrix:
        """Compute weighted means over runs, each with its own best rival; shape (points, draws).

        Parameters
        ----------
        weights : array, shape (draws, runs)
            Weight of each run in each mean.
        """
        # in blocks of draws, so that memory stays bounded
        step = max(1, BLOCK // max(1, self.values.shape[0] * self.values.shape[1]))
        parts = [weights[n : n + step].T for n in range(0, len(weights), step)]
        return np.concatenate([self.rival_means(part) for part in parts], axis=1)

    def rival_means(self, weights: Matrix) -> Matrix:
        """Compute the means of :meth:`means` for weights of shape (runs, draws)."""
        means = self.values @ weights
        if means.shape[1] == 1:
            return np.asarray(means[:, 0])
        return select_best(means, self.utility @ weights, axis=1)

    def average_draws(self, draws: NDArray[np.int64] | None) -> "RivalValues":
        """Average the runs of each draw, shapes (points, rivals, draws); runs themselves without draws."""
        if draws is None:
            return self
        order = np.argsort(draws, kind="stable")
        _, first, count = np.unique(draws[order], return_index=True, return_counts=True)
        return RivalValues(*(np.add.reduceat(part[:, :, order], first, axis=2) / count for part in self))

    @property
    def best_by_run(self) -> Matrix:
        """Return the quantity by run for the rival that is best over all runs, shape (points, runs)."""
        return select_best(self.values, self.utility.mean(axis=2)[:, :, None], axis=1)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Compute the means over all runs, shape (points,)."""
        runs = self.values.shape[2]
        return self.means(np.full((1, runs), 1.0 / runs))[:, 0]


def wrap_hedge_values(values: Matrix) -> RivalValues:
    """Wrap a quantity that depends on no rival, shape (points, runs), as values of a single rival."""
    stacked = np.asarray(values, dtype=np.float64)[:, None, :]
    return RivalValues(stacked, np.zeros_like(stacked))


def compute_by_rival(
    own: Mapping[str, Vector], rivals: Matrix, number: Callable[[pd.DataFrame], Vector], name: str = PREMIUM
) -> RivalValues:
    """Compute a quantity of ``hedge`` by run for each rival.

    Parameters
    ----------
    own : mapping
        Outcomes of ``hedge`` by name, utility among them, each of shape (points * runs,).
    rivals : array, shape (rivals, points, runs)
        The utility of each rival.
    number : callable
        Computes the quantity for each row of a table of ``own`` and the premium, which is the utility less
        that of the rival.
    name : str
        The premium: ``premium``, or ``premium:RIVAL`` over the rivals of a kind.
    """
    values = [number(pd.DataFrame({**own, name: own[UTILITY] - u.ravel()})).reshape(u.shape) for u in rivals]
    return RivalValues(np.stack(values, axis=1), np.moveaxis(rivals, 0, 1))


def resample_weights(runs: int, seed: int | np.random.Generator, draws: int) -> Matrix:
    """Draw bootstrap weights, shape (draws, runs): the share of a resample that each run makes up.

    The same seed gives the same weights, so that neighbouring points are resampled alike.
    """
    rng = np.random.default_rng(seed)
    found: Matrix = rng.multinomial(runs, np.full(runs, 1.0 / runs), size=draws) / runs
    return found

"""Where a claim fails: a box of one or two limits on drawn inputs in which its failures crowd.

Every limit from below or above at the 20 to 80% points of every input is tried, and every pair of them. Of
the boxes with at least LEAST of the draws the one with the most failures beyond chance is taken; two limits
only where they hold WORTH times as many as the best one alone. The best of so many is searched and measured
on the same draws: its share of failures is rather too high.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .cells import Vector
from .ledger import Truths

POINTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""Points of an input's distribution at which limits are tried, upper ones up to the middle, lower from it."""
MIDDLE = 0.5
LEAST = 0.08
"""Least share of draws in a box."""
WORTH = 1.25
"""Factor by which a second limit has to raise the failures beyond chance."""
RARE = 0.02
"""With fewer failures than this share of draws, or fewer draws that hold, no box is looked for."""


class Limit(NamedTuple):
    """A limit on an input: draws at one side of it."""

    path: str
    value: float
    upper: bool

    def contain(self, values: Vector) -> Truths:
        """Return which draws of the input are within the limit."""
        return np.asarray(values < self.value if self.upper else values > self.value)


@dataclass(frozen=True)
class Failure:
    """A box of inputs, and how a claim fails in it.

    Attributes
    ----------
    limits : tuple of Limit
        One or two limits.
    mass : float
        Share of draws in the box.
    inside, overall : float
        Share of failures in the box and in all draws.
    covered : float
        Share of all failures that are in the box.
    """

    limits: tuple[Limit, ...]
    mass: float
    inside: float
    overall: float
    covered: float


class Boxes:
    """All limits on drawn inputs.

    Parameters
    ----------
    columns : mapping
        Values by path, each of shape (draws,); one that does not vary or repeats another is left out.
    """

    def __init__(self, columns: Mapping[str, Vector]) -> None:
        self.columns = columns
        self.limits = [limit for path in list_distinct(columns) for limit in list_limits(path, columns[path])]
        within = [limit.contain(columns[limit.path]) for limit in self.limits]
        # single precision only ranks the boxes
        self.within = np.array(within, np.float32)
        # masses of all pairs, by weights: most claims have the same
        self.masses: dict[bytes, NDArray[np.float32]] = {}

    def find_failure(self, failures: Truths, weights: Vector) -> Failure | None:
        """Find the box with the most failures beyond chance.

        Parameters
        ----------
        failures : array of bool, shape (draws,)
            Draws in which the claim fails.
        weights : array, shape (draws,)
            Weights that sum to 1.

        Returns
        -------
        Failure or None
            None if nothing varies, or the claim fails nearly nowhere or nearly everywhere.
        """
        overall = sum_weights(weights, failures)
        if not self.limits or not RARE < overall < 1.0 - RARE:
            return None
        gains = self.rank_boxes(weights, failures, overall)
        single = int(np.argmax(np.diagonal(gains)))
        first, second = divmod(int(np.argmax(gains)), len(gains))
        if gains[first, second] < WORTH * gains[single, single]:
            first = second = single
        places = dict.fromkeys((first, second))
        limits = tuple(self.limits[place] for place in places)
        return measure_box(limits, self.columns, failures, weights)

    def rank_boxes(self, weights: Vector, failures: Truths, overall: float) -> NDArray[np.float32]:
        """Compute failures beyond chance of every pair of limits, P(box, fails) - P(box) P(fails)."""
        # equal weights are then 1, whose sums are exact: boxes that tie rank alike on every processor
        part = np.asarray(weights / weights.max(), np.float32)
        size, key = np.float32(part.sum()), part.tobytes()
        if key not in self.masses:
            self.masses[key] = np.asarray((self.within * part) @ self.within.T / size, np.float32)
        mass = self.masses[key]
        failing = self.within[:, failures]
        hit = (failing * part[failures]) @ failing.T / size
        return np.asarray(np.where(mass < LEAST, -1.0, hit - np.float32(overall) * mass))


def list_distinct(columns: Mapping[str, Vector]) -> list[str]:
    """List the paths whose values vary and are not those of an earlier one."""
    seen: dict[bytes, str] = {}
    for path, values in columns.items():
        if np.ptp(values) > 0.0:
            seen.setdefault(values.tobytes(), path)
    return list(seen.values())


def list_limits(path: str, values: Vector) -> list[Limit]:
    """List the limits that are tried on an input."""
    cuts = np.quantile(values, POINTS)
    upper = [Limit(path, float(c), upper=True) for p, c in zip(POINTS, cuts, strict=True) if p <= MIDDLE]
    lower = [Limit(path, float(c), upper=False) for p, c in zip(POINTS, cuts, strict=True) if p >= MIDDLE]
    return [*upper, *lower]


def measure_box(
    limits: tuple[Limit, ...], columns: Mapping[str, Vector], failures: Truths, weights: Vector
) -> Failure:
    """Measure how a claim fails within limits."""
    within = np.all([limit.contain(columns[limit.path]) for limit in limits], axis=0)
    mass, overall, hit = (sum_weights(weights, each) for each in (within, failures, within & failures))
    return Failure(limits, mass, hit / mass, overall, hit / overall)


def sum_weights(weights: Vector, members: Truths) -> float:
    """Sum the weights of some draws with one rounding: a product of arrays rounds as the processor does."""
    return fsum(weights[members])

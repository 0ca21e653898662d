"""Boxes in the space of inputs: their quality as descriptions of cases, and the choice of one.

Coverage is the share of all cases that lie inside a box, density the share of cases among the points inside
(Bryant and Lempert 2010). From a trajectory of boxes the one with the largest harmonic mean of coverage and
density is chosen; then insignificant limits are removed, the one with the largest quasi-p value first. A
limit's quasi-p value is the probability to reach the density by chance without it (one-sided binomial test,
same paper); it is significant below :data:`SURE`.

Runs of one point have the same inputs and are not independent. The tests therefore divide their number by the
design effect: the variance of the share of cases with points as clusters, relative to that of independent
runs (Kish 1965). With one run a point it is 1.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]

SURE = 0.05
ALPHA = 0.05
"""Part of the points that one step peels off."""
LEAST_MASS = 0.05
"""Part of all points below which no box shrinks."""


class Box(NamedTuple):
    """Lower and upper limits of the inputs, shape (d,); infinite where there is none."""

    low: Vector
    high: Vector

    def holds(self, x: Matrix) -> Truths:
        """Return which points lie inside, shape (n,), for points of shape (n, d)."""
        return np.asarray(((x >= self.low) & (x <= self.high)).all(axis=1))

    @property
    def has_limit(self) -> Truths:
        """Return which inputs have a limit, shape (d,)."""
        return np.isfinite(self.low) | np.isfinite(self.high)


class Measures(NamedTuple):
    """Quality of a box as shares, the numbers of points and cases inside, and of inputs with limits."""

    coverage: float
    density: float
    mass: float
    points: int
    cases: int
    dimensions: int

    @property
    def score(self) -> float:
        """Return the harmonic mean of coverage and density."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


def unlimited_box(count: int) -> Box:
    """Return a box of ``count`` inputs without limits."""
    return Box(np.full(count, -np.inf), np.full(count, np.inf))


def measure_box(x: Matrix, y: Truths, box: Box) -> Measures:
    """Compute coverage, density and size of a box.

    Parameters
    ----------
    x : array, shape (n, d)
        Inputs.
    y : array of bool, shape (n,)
        Which points are cases, at least one.
    box : Box
        Limits of the d inputs.
    """
    inside = box.holds(x)
    points, cases = int(inside.sum()), int((inside & y).sum())
    density = cases / points if points else 0.0
    return Measures(cases / int(y.sum()), density, points / len(y), points, cases, int(box.has_limit.sum()))


def lift_limits(box: Box) -> Iterator[tuple[int, bool, Box]]:
    """Yield each limit, as input and whether it is the upper, with the box that lacks it."""
    for upper, side in enumerate(box):
        for place in np.flatnonzero(np.isfinite(side)):
            ends = [box.low.copy(), box.high.copy()]
            ends[upper][place] = np.inf if upper else -np.inf
            yield int(place), bool(upper), Box(*ends)


def quasi_p(x: Matrix, y: Truths, box: Box, point: Places) -> dict[tuple[int, bool], float]:
    """Compute the quasi-p value of each limit, by input and whether it is the upper.

    Parameters
    ----------
    x, y
        As in :func:`measure_box`.
    box : Box
        Box whose limits are tested.
    point : array of int, shape (n,)
        Point number of each row.
    """
    inside, found = measure_box(x, y, box), {}
    for place, upper, wider in lift_limits(box):
        members = wider.holds(x)
        effect = design_effect(y[members], point[members])
        cases, others = inside.cases / effect, (inside.points - inside.cases) / effect
        # the binomial tail as a beta integral: the design effect makes counts fractional
        found[place, upper] = float(betainc(cases, others + 1.0, y[members].mean())) if cases else 1.0
    return found


def design_effect(y: Truths, point: Places) -> float:
    """Compute the design effect of runs within points: from 1 to the largest number of runs of a point."""
    share, count = float(y.mean()), np.bincount(point)
    if share in {0.0, 1.0}:
        return 1.0
    # sum of squared cluster totals over their expectation for independent runs
    gap = np.bincount(point, weights=y - share)
    return float(np.clip((gap**2).sum() / (len(y) * share * (1.0 - share)), 1.0, count.max()))


def choose_box(x: Matrix, y: Truths, boxes: Sequence[Box], point: Places) -> Box:
    """Choose a box from a trajectory and remove its insignificant limits; it may end without any.

    Parameters
    ----------
    x, y, point
        As in :func:`quasi_p`.
    boxes : sequence of Box
        The trajectory of boxes.
    """
    box = boxes[int(np.argmax([measure_box(x, y, box).score for box in boxes]))]
    while box.has_limit.any():
        p = quasi_p(x, y, box, point)
        worst = max(p, key=lambda limit: p[limit])
        if p[worst] < SURE:
            break
        box = next(wider for *limit, wider in lift_limits(box) if tuple(limit) == worst)
    return box


def peel_boxes(x: Matrix, y: Truths) -> list[Box]:
    """Peel a trajectory of boxes inwards, at each step with the largest gain in density per point lost.

    The steps are those of ema-workbench's PRIM with its default objective (Friedman and Fisher 1999), without
    pasting. ``x`` has the shape (n, d), ``y`` the shape (n,).
    """
    # own code, in plain arrays: many times as fast as ema-workbench, so that resamples can be peeled
    boxes, inside = [unlimited_box(x.shape[1])], np.arange(len(y))
    while True:
        best, kept = best_step(x[inside], y[inside], boxes[-1])
        if best is None or len(kept) < LEAST_MASS * len(y) or len(kept) == len(inside):
            return boxes
        boxes.append(best)
        inside = inside[kept]


def best_step(x: Matrix, y: Truths, box: Box) -> tuple[Box | None, NDArray[np.intp]]:
    """Find the best single cut and the indices of the points that it keeps; None if no cut gains."""
    mean, most, best, kept = y.mean(), (0.0, 0), None, np.empty(0, dtype=np.intp)
    ordered = np.sort(x, axis=0)
    for place in range(x.shape[1]):
        for upper in (True, False):
            limit = find_cut(ordered[:, place], upper=upper)
            stay = x[:, place] <= limit if upper else x[:, place] >= limit
            lost = int((~stay).sum())
            if not 0 < lost < len(y):
                continue
            ends = [box.low.copy(), box.high.copy()]
            ends[upper][place] = limit
            gain = (float((y[stay].mean() - mean) / lost), -int(Box(*ends).has_limit.sum()))
            if gain[0] > 0.0 and (best is None or gain > most):
                most, best, kept = gain, Box(*ends), np.flatnonzero(stay)
    return best, kept


def find_cut(ordered: Vector, *, upper: bool) -> float:
    """Find where a step cuts the sorted values of one input.

    The cut removes about the share ALPHA at one end and lies midway between unequal values.
    """
    at = (len(ordered) - 1) * (1.0 - ALPHA if upper else ALPHA)
    low, high = int(np.floor(at)), int(np.ceil(at))
    if ordered[low] == ordered[high]:  # then the nearest other value, further inwards
        if upper:
            low = max(int(np.searchsorted(ordered, ordered[high])) - 1, 0)
        else:
            high = min(int(np.searchsorted(ordered, ordered[low], side="right")), len(ordered) - 1)
    return float((ordered[low] + ordered[high]) / 2.0)

"""Boxes in the space of inputs: how well one tells cases of interest from others, and which one to choose.

Coverage is the share of all cases that lie inside, density the share of those inside that are cases (Bryant
and Lempert 2010). Of a trajectory of boxes the one is chosen whose coverage and density have the largest
harmonic mean; then limits that do not earn their place are lifted, the least sure first. One earns it if its
quasi-p value, the chance to do as well by luck without it (one-sided binomial test, same paper), is below
:data:`SURE`.

Runs of one point have the same inputs and much else in common, so they count for fewer than they are: for
their number over the design effect, which is the variance of the share of cases with points as clusters over
that of independent runs (Kish 1965). With one run a point it is 1.
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
    """Limits of each input, shape (d,); infinite where there is none."""

    low: Vector
    high: Vector

    def holds(self, x: Matrix) -> Truths:
        """Return which points lie inside."""
        return np.asarray(((x >= self.low) & (x <= self.high)).all(axis=1))

    @property
    def limited(self) -> Truths:
        """Return which inputs have a limit, shape (d,)."""
        return np.isfinite(self.low) | np.isfinite(self.high)


class Measures(NamedTuple):
    """How good a box is, all shares; ``points`` and ``cases`` inside, and how many inputs have limits."""

    coverage: float
    density: float
    mass: float
    points: int
    cases: int
    dimensions: int

    @property
    def score(self) -> float:
        """Harmonic mean of coverage and density."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


def unlimited_box(count: int) -> Box:
    """Return the box without limits."""
    return Box(np.full(count, -np.inf), np.full(count, np.inf))


def measure_box(x: Matrix, y: Truths, box: Box) -> Measures:
    """Return how well a box tells cases from others.

    Parameters
    ----------
    x : array, shape (n, d)
        Inputs.
    y : array of bool, shape (n,)
        Which points are cases; at least one is.
    box : Box
        Limits of the d inputs.
    """
    inside = box.holds(x)
    points, cases = int(inside.sum()), int((inside & y).sum())
    density = cases / points if points else 0.0
    return Measures(cases / int(y.sum()), density, points / len(y), points, cases, int(box.limited.sum()))


def lift_limits(box: Box) -> Iterator[tuple[int, bool, Box]]:
    """Yield every limit, as input and whether it is the upper, with the box that lacks it."""
    for upper, side in enumerate(box):
        for place in np.flatnonzero(np.isfinite(side)):
            ends = [box.low.copy(), box.high.copy()]
            ends[upper][place] = np.inf if upper else -np.inf
            yield int(place), bool(upper), Box(*ends)


def quasi_p(x: Matrix, y: Truths, box: Box, point: Places) -> dict[tuple[int, bool], float]:
    """Quasi-p value of each limit, by input and whether it is the upper.

    Parameters
    ----------
    x, y
        As in :func:`measure_box`.
    box : Box
        Whose limits.
    point : array of int, shape (n,)
        Number of the point that a row is a run of.
    """
    inside, found = measure_box(x, y, box), {}
    for place, upper, wider in lift_limits(box):
        held = wider.holds(x)
        effect = design_effect(y[held], point[held])
        cases, others = inside.cases / effect, (inside.points - inside.cases) / effect
        found[place, upper] = float(betainc(cases, others + 1.0, y[held].mean())) if cases else 1.0
    return found


def design_effect(y: Truths, point: Places) -> float:
    """Return how many runs of a point count for one: from 1 to the most runs that a point has."""
    share, count = float(y.mean()), np.bincount(point)
    if share in {0.0, 1.0}:
        return 1.0
    gap = np.bincount(point, weights=y - share)
    return float(np.clip((gap**2).sum() / (len(y) * share * (1.0 - share)), 1.0, count.max()))


def choose_box(x: Matrix, y: Truths, boxes: Sequence[Box], point: Places) -> Box:
    """Return the box that is chosen from a trajectory; without limits where none earns its place.

    Parameters
    ----------
    x, y, point
        As in :func:`quasi_p`.
    boxes : sequence of Box
        The trajectory.
    """
    box = boxes[int(np.argmax([measure_box(x, y, box).score for box in boxes]))]
    while box.limited.any():
        p = quasi_p(x, y, box, point)
        worst = max(p, key=lambda limit: p[limit])
        if p[worst] < SURE:
            break
        box = next(wider for *limit, wider in lift_limits(box) if tuple(limit) == worst)
    return box


def peel_boxes(x: Matrix, y: Truths) -> list[Box]:
    """Return boxes from everything inwards, each peeling off what gains most density per point given up.

    The same steps as ema-workbench's PRIM with its default objective (Friedman and Fisher 1999), without its
    pasting; in plain arrays, many times as fast, so that resamples can be peeled.
    """
    boxes, inside = [unlimited_box(x.shape[1])], np.arange(len(y))
    while True:
        best, kept = best_step(x[inside], y[inside], boxes[-1])
        if best is None or len(kept) < LEAST_MASS * len(y) or len(kept) == len(inside):
            return boxes
        boxes.append(best)
        inside = inside[kept]


def best_step(x: Matrix, y: Truths, box: Box) -> tuple[Box | None, NDArray[np.intp]]:
    """Return the best of all single steps and the points it keeps; None where no step gains."""
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
            gain = (float((y[stay].mean() - mean) / lost), -int(Box(*ends).limited.sum()))
            if gain[0] > 0.0 and (best is None or gain > most):
                most, best, kept = gain, Box(*ends), np.flatnonzero(stay)
    return best, kept


def find_cut(ordered: Vector, *, upper: bool) -> float:
    """Find where a step cuts sorted values.

    It cuts near the last or first ALPHA of them, midway between unequal ones.
    """
    at = (len(ordered) - 1) * (1.0 - ALPHA if upper else ALPHA)
    low, high = int(np.floor(at)), int(np.ceil(at))
    if ordered[low] == ordered[high]:  # then the nearest other value, further inwards
        if upper:
            low = max(int(np.searchsorted(ordered, ordered[high])) - 1, 0)
        else:
            high = min(int(np.searchsorted(ordered, ordered[low], side="right")), len(ordered) - 1)
    return float((ordered[low] + ordered[high]) / 2.0)

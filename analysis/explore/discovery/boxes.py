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
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]

SURE = 0.05


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

    def move_limit(self, place: int, limit: float, *, upper: bool) -> "Box":
        """Return the box with another lower or upper limit of one input, infinite for none."""
        ends = [self.low.copy(), self.high.copy()]
        ends[upper][place] = limit
        return Box(*ends)


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


@dataclass(frozen=True)
class Sample:
    """Rows of inputs, which of them are cases, and how often each counts.

    Attributes
    ----------
    x : array, shape (n, d)
        Inputs.
    y : array of bool, shape (n,)
        Which rows are cases, at least one that counts.
    point : array of int, shape (n,)
        Point number of each row: rows with equal inputs are runs of one point.
    count : array of int, shape (n,)
        How often each row counts; alike for all rows of a point.
    order : array of int, shape (d, n)
        Rows in ascending order of each input.
    sides : tuple of array, shape (d, n)
        Inputs, and inputs with the sign turned.
    """

    x: Matrix
    y: Truths
    point: Places
    count: NDArray[np.int64]
    order: NDArray[np.intp]
    sides: tuple[Matrix, Matrix]

    @cached_property
    def size(self) -> int:
        """Return the number of rows, each as often as it counts."""
        return int(self.count.sum())

    @cached_property
    def cases(self) -> int:
        """Return the number of cases, each as often as it counts."""
        return int(self.count[self.y].sum())

    @property
    def points(self) -> int:
        """Return the number of points."""
        return int(self.point.max()) + 1

    def count_rows(self, rows: Places | Truths) -> tuple[int, int]:
        """Count rows and the cases among them."""
        count = self.count[rows]
        return int(count.sum()), int(count[self.y[rows]].sum())

    def measure(self, box: Box, points: int, cases: int) -> Measures:
        """Return the measures of a box that holds so many points and cases."""
        density = cases / points if points else 0.0
        shares = cases / self.cases, density, points / self.size
        return Measures(*shares, points, cases, int(box.has_limit.sum()))

    def draw(self, rng: np.random.Generator) -> "Sample":
        """Draw points with replacement, as many as there are; all rows of a point are drawn together."""
        often = np.bincount(rng.integers(self.points, size=self.points), minlength=self.points)
        return replace(self, count=often[self.point])


def build_sample(x: Matrix, y: Truths) -> Sample:
    """Build a sample in which every row counts once, from inputs, shape (n, d), and cases, shape (n,)."""
    side = np.ascontiguousarray(x.T)
    order = np.argsort(side, axis=1, kind="stable")
    return Sample(x, y, number_points(x), np.ones(len(y), np.int64), order, (side, -side))


def number_points(x: Matrix) -> Places:
    """Assign each row the number of its point, from 0; rows with equal inputs are runs of one point."""
    order = np.lexsort(x.T[::-1])
    ordered, point = x[order], np.zeros(len(x), np.intp)
    point[order[1:]] = np.cumsum((ordered[1:] != ordered[:-1]).any(axis=1))
    return point


def measure_box(sample: Sample, box: Box) -> Measures:
    """Compute coverage, density and size of a box."""
    return sample.measure(box, *sample.count_rows(box.holds(sample.x)))


def lift_limits(box: Box) -> Iterator[tuple[int, bool, Box]]:
    """Yield each limit, as input and whether it is the upper, with the box that lacks it."""
    for upper, side in enumerate(box):
        for place in map(int, np.flatnonzero(np.isfinite(side))):
            yield place, bool(upper), box.move_limit(place, np.inf if upper else -np.inf, upper=bool(upper))


def quasi_p(sample: Sample, box: Box) -> dict[tuple[int, bool], float]:
    """Compute the quasi-p value of each limit of a box, by input and whether it is the upper."""
    from scipy.special import betainc

    inside, found = measure_box(sample, box), {}
    for place, upper, wider in lift_limits(box):
        members = np.flatnonzero(wider.holds(sample.x))
        points, hits = sample.count_rows(members)
        effect = design_effect(sample, members)
        cases, others = inside.cases / effect, (inside.points - inside.cases) / effect
        # the binomial tail as a beta integral: the design effect makes counts fractional
        found[place, upper] = float(betainc(cases, others + 1.0, hits / points)) if cases else 1.0
    return found


def design_effect(sample: Sample, rows: Places) -> float:
    """Compute the design effect of runs within points: from 1 to the largest number of runs of a point."""
    size, cases = sample.count_rows(rows)
    share, point = cases / size, sample.point[rows]
    if share in {0.0, 1.0}:
        return 1.0
    often = np.zeros(sample.points)
    often[point] = sample.count[rows]
    # sum of squared cluster totals over their expectation for independent runs
    gap = np.bincount(point, weights=sample.y[rows] - share, minlength=len(often))
    most = np.bincount(point, minlength=len(often))[often > 0.0].max()
    return float(np.clip((often * gap**2).sum() / (size * share * (1.0 - share)), 1.0, most))


def choose_box(sample: Sample, boxes: Sequence[tuple[Box, Measures]]) -> Box:
    """Choose a box from a trajectory and remove its insignificant limits; it may end without any.

    Parameters
    ----------
    sample : Sample
        Rows and cases.
    boxes : sequence of (Box, Measures)
        The trajectory of boxes, with their measures.
    """
    box = max(boxes, key=lambda step: step[1].score)[0]
    while box.has_limit.any():
        p = quasi_p(sample, box)
        worst = max(p, key=lambda limit: p[limit])
        if p[worst] < SURE:
            break
        box = next(wider for *limit, wider in lift_limits(box) if tuple(limit) == worst)
    return box

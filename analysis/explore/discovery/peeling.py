"""PRIM: boxes that shrink and grow step by step, each with the largest gain in density per point changed.

The steps are those of ema-workbench's PRIM with its default objective (Friedman and Fisher 1999): peeling,
then pasting of the last box. Every input is sorted once for all resamples: a step reads only the twentieth at
each end of what is left. A resample counts rows instead of repeating them, with the same boxes.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from .boxes import Box, Measures, Places, Sample, measure_box, unlimited_box

ALPHA = 0.05
"""Part of the points that one step peels off, or of those beside a box that it pastes on."""
LEAST_MASS = 0.05
"""Part of all points below which no box shrinks."""


class Step(NamedTuple):
    """A box of a trajectory with its measures."""

    box: Box
    measures: Measures


class Peel(NamedTuple):
    """A possible cut: its gain in density per point, the box that it leaves, and the rows outside of it."""

    gain: float
    box: Box
    lost: Places


def find_trajectory(sample: Sample) -> list[Step]:
    """Compute boxes by peeling, from all points inwards, and then by pasting, from the last one outwards."""
    steps = peel_boxes(sample)
    while (wider := paste_box(sample, steps[-1])) is not None:
        steps.append(wider)
    return steps


def peel_boxes(sample: Sample) -> list[Step]:
    """Peel a trajectory of boxes inwards, until no cut gains or LEAST_MASS of the points would be left."""
    # own code, in plain arrays: many times as fast as ema-workbench, so that resamples can be peeled
    inside = sample.count > 0
    kept = [rows[inside[rows]] for rows in sample.order]
    steps = [Step(box := unlimited_box(len(kept)), sample.measure(box, sample.size, sample.cases))]
    while True:
        best = choose_peel(sample, kept, steps[-1])
        if best is None:
            return steps
        size, cases = sample.count_rows(best.lost)
        size, cases = steps[-1].measures.points - size, steps[-1].measures.cases - cases
        if size < LEAST_MASS * sample.size:
            return steps
        steps.append(Step(best.box, sample.measure(best.box, size, cases)))
        inside[best.lost] = False
        kept = [rows[inside[rows]] for rows in kept]


def choose_peel(sample: Sample, kept: Sequence[Places], step: Step) -> Peel | None:
    """Choose the cut that gains most, of equal ones that with the fewest limits; None if no cut gains.

    Parameters
    ----------
    sample : Sample
        Points and cases.
    kept : sequence of array of int
        Rows inside the box in ascending order of each input.
    step : Step
        The box.
    """
    peels = [peel for n, rows in enumerate(kept) for peel in list_peels(sample, n, rows, step)]
    best = max(peels, key=lambda peel: (peel.gain, -peel.box.has_limit.sum()), default=None)
    return best if best is not None and best.gain > 0.0 else None


def list_peels(sample: Sample, place: int, rows: Places, step: Step) -> Iterator[Peel]:
    """Yield the cuts at the upper and the lower end of an input that cut off some points, but not all."""
    size, cases = step.measures.points, step.measures.cases
    for upper in (True, False):
        limit, end = find_cut(sample, place, rows, size, upper=upper)
        lost = end[sample.sides[upper][place][end] < (-limit if upper else limit)]
        points, hits = sample.count_rows(lost)
        if 0 < points < size:
            gain = ((cases - hits) / (size - points) - cases / size) / points
            yield Peel(gain, step.box.move_limit(place, limit, upper=upper), lost)


def find_cut(sample: Sample, place: int, rows: Places, size: int, *, upper: bool) -> tuple[float, Places]:
    """Find where a step cuts one end of an input, and the rows from that end to there or just beyond.

    The cut removes about the share ALPHA of the points and lies midway between unequal values.

    Parameters
    ----------
    sample : Sample
        Points and cases.
    place : int
        The input.
    rows : array of int
        Rows in ascending order of the input, which count as ``size`` points.
    size : int
        Number of points.
    upper : bool
        Which end.
    """
    at = (size - 1) * (1.0 - ALPHA if upper else ALPHA)
    near, far = int(np.floor(at)), int(np.ceil(at))
    # with the sign turned, an upper end is a lower one
    near, far, rows = (size - 1 - far, size - 1 - near, rows[::-1]) if upper else (near, far, rows)
    values = sample.sides[upper][place]
    end = rows[: far + 1]  # every row counts at least once
    first, second = values[end[np.searchsorted(np.cumsum(sample.count[end]), [near, far], side="right")]]
    if first == second:  # then the nearest other value, further inwards
        ordered = values[rows]
        other = min(int(np.searchsorted(ordered, first, side="right")), len(rows) - 1)
        second, end = ordered[other], rows[: other + 1]
    limit = float((first + second) / 2.0)
    return (-limit if upper else limit), end


def paste_box(sample: Sample, step: Step) -> Step | None:
    """Move the limit outwards that gains most density, by the share ALPHA of the points beyond it.

    Returns
    -------
    Step or None
        Of equal gains that with the fewest limits; None if density falls wherever the box grows.
    """
    wider = [
        Step(box, measure_box(sample, box))
        for place, upper in product(range(sample.x.shape[1]), (False, True))
        if np.isfinite(step.box[upper][place])
        for box in [widen_limit(sample, step.box, place, upper=upper)]
    ]
    grown = [each for each in wider if each.measures.points > step.measures.points]
    best = max(grown, key=lambda each: (compute_gain(step, each), -each.measures.dimensions), default=None)
    return best if best is not None and compute_gain(step, best) > 0.0 else None


def compute_gain(step: Step, wider: Step) -> float:
    """Compute the gain in density per point of a wider box."""
    gain = wider.measures.density - step.measures.density
    return gain / (wider.measures.points - step.measures.points)


def widen_limit(sample: Sample, box: Box, place: int, *, upper: bool) -> Box:
    """Return a box with one limit further out, or without it where nothing is left beyond."""
    values, limit = sample.x[:, place], box[upper][place]
    free = box.move_limit(place, np.inf if upper else -np.inf, upper=upper)
    inside = free.holds(sample.x) & (values >= limit if upper else values <= limit) & (sample.count > 0)
    rows = sample.order[place]
    rows = rows[inside[rows]]
    if not len(rows):
        return free
    found, _ = find_cut(sample, place, rows, sample.count_rows(rows)[0], upper=not upper)
    at_end = found == (values.max() if upper else values.min())
    return free if at_end else box.move_limit(place, found, upper=upper)

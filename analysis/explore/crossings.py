"""Zero crossings of a margin as a function of one input: all of them, with intervals.

A scan finds the intervals in which the mean over runs changes its sign, and adds points wherever the mean
comes close to zero without a change. Each interval is narrowed to a hundredth of the crossing's own interval
by three points at once: two close around where a line through its ends crosses zero, and one in the middle
for where the curve is no line. Two crossings closer than a step of the scan can still be missed. Where
the mean jitters about zero, crossings at the same place count once, or not at all if the sign is the same
before and after.

Every run meets the same shocks at all points, so that resampled runs give whole resampled curves; a premium's
best rival is chosen again on each. The interval of a crossing is the middle 95% of the nearest crossings in
the same direction (percentile bootstrap, Efron and Tibshirani 1993, chapter 13).

Where runs carry draws of parameters, draws are resampled, each by the mean of its runs. That interval says
how sure the crossing of the mean is. What is not known is where single draws cross: the spread of crossings
of single runs, without the noise that runs of the same draw show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ..compare.best_rival import RivalValues, resample_weights
from ..compare.two_part import ENDS, PARTS, estimate_mean
from .roots import interpolate_roots, list_roots, sign_changes

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]
Function = Callable[[Vector], RivalValues]
"""Margin by run at candidate values of the input, shape (n,); run k meets the same shocks everywhere."""

POINTS, BATCH, DRAWS = 33, 9, 1000
TOLERANCE = 1e-4
"""Least width to which a crossing is narrowed, as a part of the range."""
PRECISION = 0.01
"""Width to which a crossing is narrowed, as a part of its interval: more digits would say nothing."""
NEAR = 0.01
"""Distance, as a part of the range, below which crossings that no clear value lies between are one place."""
HALF = 0.5
"""Share of resamples below which a crossing is only possible, and has no interval."""
LOOKS = 2
"""Rounds of refinement where the margin comes close to zero."""
UP, DOWN = "up", "down"
SPREAD = ("draws_low", "draws_high", "draws_share", "noise")
"""Columns on the crossings of single draws."""

NORMAL = 1.96
"""Standard errors on either side of a mean that make up a 95% interval."""
NOWHERE = RivalValues(np.empty((0, 1, 1)), np.empty((0, 1, 1)))
"""Margins at no point."""


@dataclass
class Curve:
    """Margins at the points computed so far, sorted by the input.

    Attributes
    ----------
    function : callable
        Function that computes margins at further points.
    x : array, shape (n,)
        Points, in ascending order.
    margins : RivalValues
        Margins at the points.
    units : RivalValues
        Margins by draw, each the mean of its runs; the margins themselves without draws.
    mean : array, shape (n,)
        Means over runs, in which every draw has the same weight.
    draws : array of int, shape (runs,), optional
        Number of each run's draw.
    """

    function: Function
    draws: Numbers | None = None
    x: Vector = field(default_factory=lambda: np.empty(0))
    margins: RivalValues = NOWHERE
    units: RivalValues = NOWHERE
    mean: Vector = field(default_factory=lambda: np.empty(0))

    def add(self, x: Vector) -> None:
        """Compute the margins of points not yet known, in one call, and insert them."""
        new = np.setdiff1d(x, self.x)
        if not len(new):
            return
        found = check_margins(self.function(new), new)
        order = np.argsort(np.concatenate([self.x, new]), kind="stable")
        parts = zip(self.margins, found, strict=True)
        old = len(self.x) > 0
        self.margins = RivalValues(*(np.concatenate([a, b])[order] if old else b for a, b in parts))
        self.x = np.concatenate([self.x, new])[order]
        self.units = self.margins.average_draws(self.draws)
        self.mean = self.units.mean

    def measure_doubt(self, at: NDArray[np.intp]) -> Vector:
        """Estimate the widths of the intervals of some means, shape (n,); 0 with a single run."""
        chosen = RivalValues(*(part[at] for part in self.units)).best_by_run
        count = chosen.shape[1]
        return np.asarray(2.0 * NORMAL * chosen.std(axis=1, ddof=min(1, count - 1)) / np.sqrt(count))


def check_margins(margins: RivalValues, x: Vector) -> RivalValues:
    """Return margins if there is a finite number for each point and run.

    Raises
    ------
    InputError
        If not; names the wrong shape or the first faulty point.
    """
    shape = margins.values.shape
    if len(shape) != 3 or shape[0] != len(x) or 0 in shape:
        msg = f"{len(x)} points: expected as many rows of runs, found an array of shape {shape}"
        raise InputError(msg)
    bad = ~np.isfinite(margins.values).all(axis=(1, 2))
    if bad.any():
        msg = f"no number at {x[bad][0]:g} and {bad.sum() - 1} other points: some runs failed there"
        raise InputError(msg)
    return margins


@dataclass(frozen=True)
class Crossings:
    """Crossings found, and all points computed.

    Attributes
    ----------
    rows : DataFrame
        One row a crossing, in ascending order: crossing, low, high (NaN with a single run, or where
        under HALF of the resamples cross), direction (``up`` where the margin rises through zero, else
        ``down``) and share (of resamples that cross in that direction). Where
        runs carry draws also draws_low and draws_high (5 to 95% of the crossings of draws), draws_share
        (of draws that cross in that direction) and noise, as in PARTS of
        :mod:`hedgesim.analysis.compare.two_part`.
    points : DataFrame
        All points computed: x, mean, low, high (middle 95% of the resamples, NaN with a single run), and
        PARTS where runs carry draws.
    """

    rows: pd.DataFrame
    points: pd.DataFrame


def scan_points(low: float, high: float, points: int = POINTS, *, log: bool = False) -> Vector:
    """Return the points of a first scan, with equal differences or, if ``log``, equal ratios.

    Raises
    ------
    InputError
        If the range is empty, there are fewer than 3 points or, for ratios, ``low`` is not positive.
    """
    if not low < high or (log and low <= 0.0) or points < 3:
        need = "0 < low < high" if log else "low < high"
        msg = f"a scan from {low:g} to {high:g} with {points} points: expected {need} and at least 3 points"
        raise InputError(msg)
    return np.asarray(np.geomspace(low, high, points) if log else np.linspace(low, high, points))


def find_crossings(
    function: Function,
    scan: Vector,
    seed: int,
    draws: int = DRAWS,
    tolerance: float = TOLERANCE,
    numbers: Numbers | None = None,
) -> Crossings:
    """Find all zero crossings that a scan shows, narrow them and compute their intervals.

    Parameters
    ----------
    function : callable
        Margin by run at values of the input, shape (n,).
    scan : array, shape (n,)
        First points in ascending order, see :func:`scan_points`.
    seed : int
        Seed of the resamples of runs.
    draws : int
        Number of resamples.
    tolerance : float
        Least width of a narrowed interval, as a fraction of the scanned range.
    numbers : array of int, shape (runs,), optional
        Number of each run's draw.
    """
    # own code instead of a root finder of scipy: it finds all crossings, each step is one batch of runs, and
    # the points computed serve the resampled curves too
    curve = Curve(function, numbers)
    curve.add(scan)
    for _ in range(LOOKS):
        curve.add(closer_looks(curve.x, curve.mean))
    least = tolerance * float(scan[-1] - scan[0])
    while len(more := refine_crossings(curve, least)):
        curve.add(more)
    curves = resample_means(curve.units, seed, draws)
    points = points_table(curve, curves)
    found, rising = merge_crossings(*interpolate_roots(curve.x, curve.mean), points, NEAR * np.ptp(scan))
    rows = pd.DataFrame(
        {"crossing": found, "low": np.nan, "high": np.nan, "direction": np.where(rising, UP, DOWN)}
    )
    return Crossings(add_spread(add_intervals(rows, curve.x, curves), curve), points)


def merge_crossings(
    found: Vector, rising: NDArray[np.bool_], points: pd.DataFrame, near: float
) -> tuple[Vector, NDArray[np.bool_]]:
    """Leave out crossings that are no more than jitter about zero, in pairs, the nearest first.

    A pair goes if it is closer than ``near`` and no point between it has an interval that leaves out zero: of
    an odd number at one place one is left, of an even number none.
    """
    clear = points["x"][(points["low"] > 0.0) | (points["high"] < 0.0)].to_numpy()
    while len(found) > 1:
        gaps = np.diff(found)
        between = np.diff(np.searchsorted(clear, found))
        at = int(np.argmin(np.where(between == 0, gaps, np.inf)))
        if between[at] > 0 or gaps[at] > near:
            break
        found, rising = np.delete(found, [at, at + 1]), np.delete(rising, [at, at + 1])
    return found, rising


def refine_crossings(curve: Curve, least: float) -> Vector:
    """Return new points inside every interval with a change of sign that is too wide.

    An interval is narrow enough at PRECISION of the crossing's own interval, or at ``least``.
    """
    at = sign_changes(curve.mean)
    left, right = curve.x[at], curve.x[at + 1]
    before, after = curve.mean[at], curve.mean[at + 1]
    steepness = np.abs(after - before) / (right - left)
    width = np.maximum(least, PRECISION * curve.measure_doubt(at) / steepness)
    wide = (right - left > width) & (before != 0.0) & (after != 0.0)
    root, _ = interpolate_roots(curve.x, curve.mean)
    # nine tenths, so that rounding leaves no interval that is as wide again
    near = np.stack([root - 0.45 * width, root + 0.45 * width, (left + right) / 2.0])
    inside = (left < near) & (near < right) & wide
    return np.unique(near[inside])


def points_between(left: Vector, right: Vector) -> Vector:
    """Return BATCH evenly spaced points inside each interval from ``left`` to ``right``, sorted."""
    parts = np.arange(1, BATCH + 1) / (BATCH + 1)
    return np.unique(left[:, None] + (right - left)[:, None] * parts)


def closer_looks(x: Vector, mean: Vector) -> Vector:
    """Return new points around each local minimum of the distance to zero without a change of sign.

    Only where the curve could turn within a step: where it changes as much in one as it is away from zero.
    """
    size, sign = np.abs(mean), np.sign(mean)
    middle = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
    middle &= np.maximum(size[:-2], size[2:]) >= 2.0 * size[1:-1]
    alike = (sign[1:-1] == sign[:-2]) & (sign[1:-1] == sign[2:]) & (sign[1:-1] != 0.0)
    at = 1 + np.flatnonzero(middle & alike)
    return np.concatenate([points_between(x[at - 1], x[at]), points_between(x[at], x[at + 1])])


def add_intervals(rows: pd.DataFrame, x: Vector, curves: Matrix) -> pd.DataFrame:
    """Add intervals from resampled curves, shape (draws, n), and the share of curves that cross."""
    share = np.full(len(rows), np.nan)
    if len(curves) and len(rows):
        near = nearest_roots(rows, curves, x)
        share = np.isfinite(near).mean(axis=0)
        for n, column in enumerate(near.T):
            drawn = column[np.isfinite(column)]
            if share[n] >= HALF:
                rows.loc[n, ["low", "high"]] = np.quantile(drawn, ENDS)
    return rows.assign(share=share)


def add_spread(rows: pd.DataFrame, curve: Curve) -> pd.DataFrame:
    """Add where single draws cross; rows as they are where runs carry none."""
    if curve.draws is None:
        return rows
    near = nearest_roots(rows, curve.margins.best_by_run.T, curve.x)
    return rows.assign(**pd.DataFrame([spread_row(c, curve.draws) for c in near.T], columns=list(SPREAD)))


def spread_row(crossings: Vector, draws: Numbers) -> dict[str, float]:
    """Compute SPREAD from the crossings of runs, shape (runs,), NaN where a run does not cross."""
    crosses = np.isfinite(crossings)
    share = estimate_mean(crosses.astype(float), draws)["mean"]
    empty = dict.fromkeys(SPREAD, np.nan)
    if not crosses.any():
        return empty | {"draws_share": share}
    found = estimate_mean(crossings[crosses], draws[crosses])
    return empty | {key: found[key] for key in SPREAD if key in found} | {"draws_share": share}


def read_ends(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return the interval of a crossing to print: NaN where it leaves out the crossing itself.

    It may, as every resample chooses its own best rival, so that all of them can cross on one side.
    """
    inside = row["low"] <= row["crossing"] <= row["high"]
    return (row["low"], row["high"]) if inside else (np.nan, np.nan)


def resample_means(margins: RivalValues, seed: int, draws: int) -> Matrix:
    """Resample runs and compute their mean curves, shape (draws, n), with the same runs at every point.

    A single run gives no curves, shape (0, n).
    """
    points, _, runs = margins.values.shape
    if runs == 1:
        return np.empty((0, points))
    return margins.means(resample_weights(runs, seed, draws)).T


def nearest_roots(rows: pd.DataFrame, curves: Matrix, x: Vector) -> Matrix:
    """Find, in each resampled curve, the crossing nearest to each found one in the same direction.

    Shape (draws, crossings); NaN where there is none.
    """
    curve, found, rising = list_roots(x, curves)
    near = np.full((len(curves), len(rows)), np.nan)
    for n, (at, direction) in enumerate(zip(rows["crossing"], rows["direction"], strict=True)):
        alike = np.flatnonzero(rising == (direction == UP))
        order = alike[np.lexsort((np.abs(found[alike] - at), curve[alike]))]
        first = order[np.unique(curve[order], return_index=True)[1]]
        near[curve[first], n] = found[first]
    return near


def points_table(curve: Curve, curves: Matrix) -> pd.DataFrame:
    """Build a table of all points computed: x, mean over runs, and its interval."""
    nothing = np.full((2, len(curve.x)), np.nan)
    low, high = np.quantile(curves, ENDS, axis=0) if len(curves) else nothing
    table = pd.DataFrame({"x": curve.x, "mean": curve.mean, "low": low, "high": high})
    if curve.draws is None:
        return table
    rows = [estimate_mean(values, curve.draws) for values in curve.margins.best_by_run]
    return table.assign(**{part: [row[part] for row in rows] for part in PARTS})

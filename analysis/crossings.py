"""Where a margin changes its sign as one input moves: all crossings, with intervals.

A scan finds the intervals in which the mean over runs changes its sign, and looks closer wherever it comes
near zero without doing so. Each is narrowed by batches of points, so that an engine can run them all at once:
nine points shrink an interval tenfold. Two crossings nearer than a step of the scan can still be missed.

Every run meets the same shocks at all points, so resampled runs give whole resampled curves; the interval of
a crossing holds the middle 95% of the nearest crossings in the same direction (percentile bootstrap, Efron
and Tibshirani 1993, chapter 13).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..model.errors import InputError
from .compare import LEVEL, half_width, rows_of
from .sheets import percent_or_dash
from .tables import INTERVAL_NOTE, Sheet, decimals, fixed, spread

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Function = Callable[[Vector], Matrix]
"""Margin at candidate values of the input: (n,) to (n, runs); run k meets the same shocks everywhere."""

POINTS, BATCH, DRAWS = 33, 9, 1000
TOLERANCE = 1e-4
"""Width to which a crossing is narrowed, as a part of the range."""
LOOKS = 2
"""Rounds of a closer look where the margin comes near zero."""
BLOCK = 2_000_000
"""Numbers of resampled curves held in memory at once."""
UP, DOWN = "up", "down"


@dataclass
class Curve:
    """A margin at the points worked out so far, sorted.

    Attributes
    ----------
    function : callable
        What works out more.
    x : array, shape (n,)
        Points, rising.
    values : array, shape (n, runs)
        Margins.
    """

    function: Function
    x: Vector = field(default_factory=lambda: np.empty(0))
    values: Matrix = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def mean(self) -> Vector:
        """Mean over runs, shape (n,)."""
        return np.asarray(self.values.mean(axis=1))

    def add(self, x: Vector) -> None:
        """Work out more points, all at once.

        Raises
        ------
        InputError
            If the function does not give a finite number for each point and run.
        """
        new = np.setdiff1d(x, self.x)
        if not len(new):
            return
        values = np.asarray(self.function(new), dtype=np.float64)
        if values.ndim != 2 or len(values) != len(new) or values.shape[1] == 0:
            msg = f"{len(new)} points: expected as many rows of runs, found an array of shape {values.shape}"
            raise InputError(msg)
        bad = ~np.isfinite(values).all(axis=1)
        if bad.any():
            msg = f"no number at {new[bad][0]:g} and {bad.sum() - 1} other points: some runs failed there"
            raise InputError(msg)
        order = np.argsort(np.concatenate([self.x, new]), kind="stable")
        self.values = np.concatenate([self.values, values])[order] if len(self.x) else values
        self.x = np.concatenate([self.x, new])[order]


@dataclass(frozen=True)
class Crossings:
    """What was found.

    Attributes
    ----------
    rows : DataFrame
        One row a crossing, rising: crossing, low, high (NaN with a single run), direction (``up`` where the
        margin rises through zero, else ``down``) and share (of resamples that cross in that direction).
    points : DataFrame
        All points worked out: x, mean, low, high (Student's interval of the mean).
    """

    rows: pd.DataFrame
    points: pd.DataFrame


def scan_points(low: float, high: float, points: int = POINTS, *, log: bool = False) -> Vector:
    """Points of a first scan, evenly spaced or by even ratios.

    Raises
    ------
    InputError
        If the range is empty or, for ratios, holds zero.
    """
    if not low < high or (log and low <= 0.0) or points < 3:
        need = "0 < low < high" if log else "low < high"
        msg = f"a scan from {low:g} to {high:g} with {points} points: expected {need} and at least 3 points"
        raise InputError(msg)
    return np.asarray(np.geomspace(low, high, points) if log else np.linspace(low, high, points))


def find_crossings(
    function: Function, scan: Vector, seed: int, draws: int = DRAWS, tolerance: float = TOLERANCE
) -> Crossings:
    """All crossings of zero that a scan shows, narrowed and with intervals.

    Parameters
    ----------
    function : callable
        Margin at candidate values: array of shape (n,) to (n, runs).
    scan : array, shape (n,)
        Rising points to begin with; :func:`scan_points` makes them.
    seed : int
        For the resamples of runs.
    draws : int
        How many resamples.
    tolerance : float
        Width to narrow to, as a part of the range.
    """
    curve = Curve(function)
    curve.add(scan)
    for _ in range(LOOKS):
        curve.add(closer_looks(curve.x, curve.mean))
    width = tolerance * float(scan[-1] - scan[0])
    while len(more := inside(curve, width)):
        curve.add(more)
    found, rising = roots(curve.x, curve.mean)
    rows = pd.DataFrame(
        {"crossing": found, "low": np.nan, "high": np.nan, "direction": np.where(rising, UP, DOWN)}
    )
    return Crossings(with_intervals(rows, curve, seed, draws), points_table(curve))


def inside(curve: Curve, width: float) -> Vector:
    """Points inside every interval that changes sign and is wider than allowed."""
    at = changes(curve.mean)
    left, right = curve.x[at], curve.x[at + 1]
    wide = (right - left > width) & (curve.mean[at] != 0.0) & (curve.mean[at + 1] != 0.0)
    return between(left[wide], right[wide])


def between(left: Vector, right: Vector) -> Vector:
    """BATCH even points inside each of some intervals."""
    parts = np.arange(1, BATCH + 1) / (BATCH + 1)
    return np.unique(left[:, None] + (right - left)[:, None] * parts)


def changes(mean: Vector) -> NDArray[np.intp]:
    """Places i where the sign at i is not that at i + 1; zero counts as what came before it."""
    return np.flatnonzero(np.diff(signs(mean)) != 0.0)


def signs(mean: Vector) -> Vector:
    """Signs along the last axis, each zero replaced by the last sign before it, or the first after."""
    found = np.sign(mean)
    place = np.where(found != 0.0, np.arange(found.shape[-1]), 0)
    filled = np.take_along_axis(found, np.maximum.accumulate(place, axis=-1), axis=-1)
    first = np.take_along_axis(found, (found != 0.0).argmax(axis=-1)[..., None], axis=-1)
    return np.where(filled == 0.0, first, filled)


def closer_looks(x: Vector, mean: Vector) -> Vector:
    """Points beside each place that is nearer to zero than its neighbours, all of one sign."""
    size, sign = np.abs(mean), np.sign(mean)
    middle = (size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])
    alike = (sign[1:-1] == sign[:-2]) & (sign[1:-1] == sign[2:]) & (sign[1:-1] != 0.0)
    at = 1 + np.flatnonzero(middle & alike)
    return np.concatenate([between(x[at - 1], x[at]), between(x[at], x[at + 1])])


def roots(x: Vector, mean: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Where a curve crosses zero, straight between its points, and whether it rises there."""
    at = changes(mean)
    if not len(at):
        return np.empty(0), np.empty(0, dtype=bool)
    before, after = mean[at], mean[at + 1]
    part = np.where(before == 0.0, 0.0, before / np.where(before == after, 1.0, before - after))
    return x[at] + part * (x[at + 1] - x[at]), after > before


def with_intervals(rows: pd.DataFrame, curve: Curve, seed: int, draws: int) -> pd.DataFrame:
    """Intervals of crossings from resampled runs; none from a single run."""
    count = curve.values.shape[1]
    share = np.full(len(rows), np.nan)
    if count > 1 and len(rows):
        near = nearest_roots(rows, resampled(curve.values, seed, draws), curve.x)
        share = np.isfinite(near).mean(axis=0)
        tail = (1.0 - LEVEL) / 2.0
        for n, column in enumerate(near.T):
            drawn = column[np.isfinite(column)]
            if len(drawn):
                rows.loc[n, ["low", "high"]] = np.quantile(drawn, [tail, 1.0 - tail])
    return rows.assign(share=share)


def resampled(values: Matrix, seed: int, draws: int) -> Matrix:
    """Mean curves of resampled runs, shape (draws, n): every point keeps the same runs."""
    count = values.shape[1]
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(count, np.full(count, 1.0 / count), size=draws) / count
    step = max(1, BLOCK // len(values))
    return np.concatenate([weights[n : n + step] @ values.T for n in range(0, draws, step)])


def nearest_roots(rows: pd.DataFrame, curves: Matrix, x: Vector) -> Matrix:
    """By resampled curve and crossing the nearest crossing in its direction, NaN where there is none."""
    at, upward = rows["crossing"].to_numpy(), (rows["direction"] == UP).to_numpy()
    near = np.full((len(curves), len(rows)), np.nan)
    for n, curve in enumerate(curves):
        found, rising = roots(x, curve)
        if len(found):
            gap = np.where(rising[None, :] == upward[:, None], np.abs(found[None, :] - at[:, None]), np.inf)
            best = gap.argmin(axis=1)
            near[n] = np.where(np.isfinite(gap.min(axis=1)), found[best], np.nan)
    return near


def points_table(curve: Curve) -> pd.DataFrame:
    """All points worked out with the mean over runs and its interval."""
    mean, half = curve.mean, np.array([half_width(v) for v in curve.values])
    return pd.DataFrame({"x": curve.x, "mean": mean, "low": mean - half, "high": mean + half})


def in_words(found: Crossings, margin: str) -> str:
    """What was found in one sentence; ``margin`` in words, such as ``premium``."""
    mean = found.points["mean"]
    if found.rows.empty:
        return f"No crossing: {margin} stays between {mean.min():.3g} and {mean.max():.3g}."
    ways = [
        f"{'up' if d == UP else 'down'} at {c:.3g}"
        for c, d in zip(found.rows["crossing"], found.rows["direction"], strict=True)
    ]
    number = "once" if len(ways) == 1 else f"{len(ways)} times"
    return f"{margin[:1].upper()}{margin[1:]} crosses zero {number}: {', '.join(ways)}."


def crossings_sheet(found: Crossings, key: str, margin: str) -> Sheet:
    """Crossings for people; ``key`` names the input that moved."""
    digits = decimals(*found.points["x"])
    rows = [
        [
            key,
            spread(r["crossing"], r["low"], r["high"], digits + 1),
            r["direction"],
            percent_or_dash(r["share"]),
        ]
        for r in rows_of(found.rows)
    ]
    low, high = (fixed(float(v), digits) for v in (found.points["x"].min(), found.points["x"].max()))
    notes = [in_words(found, margin), f"Looked for from {low} to {high} at {len(found.points)} values."]
    if rows and found.rows["low"].notna().any():
        notes.append(
            f"{INTERVAL_NOTE} from resampled runs; seen: share of resamples that cross this way at all."
        )
    return Sheet(f"Where {margin} crosses zero", ["input", "tips at", "way", "seen"], rows, notes=notes)

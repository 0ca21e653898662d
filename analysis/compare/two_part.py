"""A mean with two kinds of doubt, which are never mixed: what is not known, and how sure the mean is.

Run k takes draw k modulo the number of draws, so that a draw's runs differ by their shocks alone.

What is not known is the spread between draws: its middle nine tenths. Runs of a draw differ too, and this
noise widens the spread; where draws were played more than once, it is measured and taken out. With t2 the
variance of the draws' means and w2 that part of it which shocks make up, distances from the mean shrink by
sqrt(max(0, 1 - w2 / t2)): the variance between draws that is left is the estimate of the one-way analysis of
variance with random effects (Searle, Casella and McCulloch 1992, chapter 3).

How sure the mean is, is its 95% interval, Student's t over draws, whose means are independent; over runs,
where there are no draws.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

LEVEL = 0.95
ENDS = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
"""Probabilities at the two ends of an interval of that level."""
SPREAD = (0.05, 0.95)
"""Probabilities at the two ends of the spread between draws."""
REPEATS = 10
"""Least number of repeated runs from which noise is measured."""
BLOCK = 500_000
"""Numbers that are estimated at once: more leave the processor's cache."""
PARTS = ("draws_low", "draws_high", "share", "noise")
"""Ends of the spread between draws, share of draws above 0, and the part of the spread's variance that was
noise and is taken out: NaN where too few draws were repeated, so that nothing is."""


class DrawMeans(NamedTuple):
    """Means by draw, shape (..., draws), and the part of their variance that is noise; NaN if not known."""

    means: Vector
    noise: Vector | float


def compute_half_width(values: Vector) -> Vector:
    """Compute half the width of the 95% interval of means along the last axis, Student's t; NaN if single."""
    n = values.shape[-1]
    if n == 1:
        return np.full(values.shape[:-1], np.nan)[()]
    from scipy.special import stdtrit  # a third of a second, which a single run need not wait for

    return np.asarray(stdtrit(n - 1, ENDS[1]) * np.std(values, axis=-1, ddof=1) / np.sqrt(n))[()]


def estimate_mean(values: Vector, draws: Numbers | None = None) -> dict[str, float]:
    """Estimate a mean over runs.

    Parameters
    ----------
    values : array, shape (runs,)
        The quantity by run.
    draws : array of int, shape (runs,), optional
        Number of each run's draw.

    Returns
    -------
    dict
        runs, mean, and low and high, the mean's 95% interval. With draws also PARTS, and each draw has equal
        weight in the mean; PARTS are NaN for a single draw.
    """
    return estimate_means(values[None], draws)[0]


def estimate_means(values: Matrix, draws: Numbers | None = None) -> list[dict[str, float]]:
    """Estimate the means over runs of several quantities at once, shape (quantities, runs).

    The numbers of each are those of :func:`estimate_mean`, to the last bit.
    """
    count, runs = values.shape
    step = max(1, BLOCK // max(1, runs))
    found = []
    for first in range(0, count, step):
        parts = estimate_rows(values[first : first + step], draws)
        columns = zip(*(part.tolist() for part in parts.values()), strict=True)
        found += [{"runs": runs, **dict(zip(parts, numbers, strict=True))} for numbers in columns]
    return found


def estimate_rows(values: Matrix, draws: Numbers | None) -> dict[str, Vector]:
    """Estimate the mean of each row: mean, low, high, and PARTS with draws, each of shape (rows,)."""
    if draws is None:
        return estimate_values(values)
    found = average_by_draw(values, draws)
    if found.means.shape[-1] < 2:
        return {**estimate_values(values), **dict.fromkeys(PARTS, np.full(len(values), np.nan))}
    return {**estimate_values(found.means), **estimate_spread(found)}


def clip_interval(row: Mapping[str, float]) -> dict[str, float]:
    """Return the estimate of an index or share whose interval ends at its bounds, 0 and 1."""
    ends = {key: min(max(row[key], 0.0), 1.0) for key in ("low", "high") if row[key] == row[key]}
    return {**row, **ends}


def prefix_estimate(name: str, estimate: Mapping[str, float]) -> dict[str, float]:
    """Return an estimate for a table of several: its mean as NAME, its parts as NAME_low and so on."""
    parts = {f"{name}_{key}": value for key, value in estimate.items() if key not in {"runs", "mean"}}
    return {name: estimate["mean"], **parts}


def estimate_values(values: Vector) -> dict[str, Vector]:
    """Estimate the means of independent values along the last axis: mean, low, high."""
    mean, half = values.mean(axis=-1), compute_half_width(values)
    return {"mean": mean, "low": mean - half, "high": mean + half}


def average_by_draw(values: Vector, draws: Numbers) -> DrawMeans:
    """Average runs of the same draw, draws in ascending order, and measure the noise of these means.

    Parameters
    ----------
    values : array, shape (..., runs)
        Quantities by run.
    draws : array of int, shape (runs,)
        Number of each run's draw.
    """
    rows = values.reshape(-1, len(draws))
    totals, count = add_by_draw(rows, draws)
    there = np.flatnonzero(count)
    every = np.divide(totals, count, out=totals, where=count > 0)
    means, count = every.take(there, axis=1).reshape(*values.shape[:-1], -1), count[there]
    repeats = len(draws) - len(there)
    if repeats < REPEATS:
        return DrawMeans(means, np.full(values.shape[:-1], np.nan)[()])
    within = every.take(draws, axis=1)
    np.square(np.subtract(rows, within, out=within), out=within)  # in place: fresh memory takes longest
    within = within.sum(axis=1) / repeats
    return DrawMeans(means, (within * np.mean(1.0 / count)).reshape(values.shape[:-1])[()])


def add_by_draw(rows: Matrix, draws: Numbers) -> tuple[Matrix, Numbers]:
    """Add the runs of each draw, one after the other: totals, shape (rows, draws), and numbers of runs.

    Runs that take draws in turn, as those of a batch, are added as a table with a column for each draw: a
    quarter of the time, and a comparison takes these means hundreds of times.
    """
    number = int(draws.max()) + 1
    if take_turns(draws, number):
        whole = len(draws) // number * number
        totals: Matrix = rows[:, :whole].reshape(len(rows), -1, number).sum(axis=1) + 0.0  # -0 becomes 0
        totals[:, : len(draws) - whole] += rows[:, whole:]
        return totals, len(draws) // number + (np.arange(number) < len(draws) - whole)
    count = np.bincount(draws)
    # every row has bins of its own, so that one count serves all
    bins = draws if len(rows) == 1 else draws + len(count) * np.arange(len(rows))[:, None]
    totals = np.asarray(np.bincount(bins.ravel(), weights=rows.ravel()), float)
    return totals.reshape(len(rows), -1), count


def take_turns(draws: Numbers, number: int) -> bool:
    """Return whether run k takes draw k modulo the number of draws, of which there are several."""
    first, rest = draws[:number], draws[number:]
    alike = (
        number > 1 and np.array_equal(first, np.arange(number)) and np.array_equal(rest, draws[: len(rest)])
    )
    return bool(alike)


def estimate_spread(found: DrawMeans) -> dict[str, Vector]:
    """Estimate the spread between at least two draws without noise: PARTS."""
    values, noise = remove_noise(found)
    low, high = np.quantile(values, SPREAD, axis=-1)
    share = (values > 0.0).mean(axis=-1)
    return dict(zip(PARTS, (low, high, share, noise), strict=True))


def remove_noise(found: DrawMeans) -> tuple[Vector, Vector]:
    """Return the draws' means, nearer to their mean by what noise adds, and noise as a part of variance.

    A draw's mean of exactly 0 stays: in its runs nothing happened, as with a cut that changes nothing.
    """
    noise, total = np.asarray(found.noise), np.var(found.means, axis=-1, ddof=1)
    known = ~np.isnan(noise) & (total != 0.0)
    part = np.minimum(1.0, np.divide(noise, total, out=np.zeros_like(noise), where=known))
    mean = found.means.mean(axis=-1, keepdims=True)
    nearer = mean + np.sqrt(1.0 - part)[..., None] * (found.means - mean)
    means = np.where(known[..., None] & (found.means != 0.0), nearer, found.means)
    return means, np.where(known, part, noise)[()]

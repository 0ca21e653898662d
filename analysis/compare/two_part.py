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
Numbers = NDArray[np.int64]

LEVEL = 0.95
ENDS = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
"""Probabilities at the two ends of an interval of that level."""
SPREAD = (0.05, 0.95)
"""Probabilities at the two ends of the spread between draws."""
REPEATS = 10
"""Least number of repeated runs from which noise is measured."""
PARTS = ("draws_low", "draws_high", "share", "noise")
"""Ends of the spread between draws, share of draws above 0, and the part of the spread's variance that was
noise and is taken out: NaN where too few draws were repeated, so that nothing is."""


class DrawMeans(NamedTuple):
    """Means by draw, shape (draws,), and the part of their variance that is noise; NaN if it is not known."""

    means: Vector
    noise: float


def compute_half_width(values: Vector) -> float:
    """Compute half the width of the 95% interval of a mean, Student's t; NaN for a single value."""
    n = len(values)
    if n == 1:
        return float("nan")
    from scipy.special import stdtrit  # a third of a second, which a single run need not wait for

    return float(stdtrit(n - 1, ENDS[1]) * np.std(values, ddof=1) / np.sqrt(n))


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
    if draws is None:
        return {"runs": len(values), **estimate_values(values)}
    found = average_by_draw(values, draws)
    if len(found.means) < 2:
        return {"runs": len(values), **estimate_values(values), **dict.fromkeys(PARTS, float("nan"))}
    return {"runs": len(values), **estimate_values(found.means), **estimate_spread(found)}


def prefix_estimate(name: str, estimate: Mapping[str, float]) -> dict[str, float]:
    """Return an estimate for a table of several: its mean as NAME, its parts as NAME_low and so on."""
    parts = {f"{name}_{key}": value for key, value in estimate.items() if key not in {"runs", "mean"}}
    return {name: estimate["mean"], **parts}


def estimate_values(values: Vector) -> dict[str, float]:
    """Estimate the mean of independent values: mean, low, high."""
    mean, half = float(values.mean()), compute_half_width(values)
    return {"mean": mean, "low": mean - half, "high": mean + half}


def average_by_draw(values: Vector, draws: Numbers) -> DrawMeans:
    """Average runs of the same draw, draws in ascending order, and measure the noise of these means."""
    # counted by number, not sorted: a table takes this mean hundreds of times
    count = np.bincount(draws)
    there = count > 0
    totals = np.bincount(draws, weights=values)
    every = np.divide(totals, count, out=totals, where=there)
    means, count = every[there], count[there]
    repeats = len(values) - len(means)
    if repeats < REPEATS:
        return DrawMeans(means, float("nan"))
    within = float(np.square(values - every[draws]).sum()) / repeats
    return DrawMeans(means, within * float(np.mean(1.0 / count)))


def estimate_spread(found: DrawMeans) -> dict[str, float]:
    """Estimate the spread between at least two draws without noise: PARTS."""
    values, noise = remove_noise(found)
    low, high = np.quantile(values, SPREAD)
    share = float((values > 0.0).mean())
    return dict(zip(PARTS, (float(low), float(high), share, noise), strict=True))


def remove_noise(found: DrawMeans) -> tuple[Vector, float]:
    """Return the draws' means, nearer to their mean by what noise adds, and noise as a part of variance.

    A draw's mean of exactly 0 stays: in its runs nothing happened, as with a cut that changes nothing.
    """
    total = float(np.var(found.means, ddof=1))
    if np.isnan(found.noise) or total == 0.0:
        return found.means, found.noise
    part = min(1.0, found.noise / total)
    mean = found.means.mean()
    return np.where(found.means == 0.0, 0.0, mean + np.sqrt(1.0 - part) * (found.means - mean)), part

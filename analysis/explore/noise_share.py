"""Shares of variance that are noise between runs: variance at a point relative to that between points."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtri

from ..compare.paired import ENDS
from ..design.unit_cube import Numbers
from .indices import NONE, interval_row


def noise_rows(values: pd.DataFrame) -> list[dict[str, Any]]:
    """Compute the shares of variance that are run noise, with 95% intervals; NaN with one run a point.

    ``noise_share`` is the share in a single run's variance: s_w / (s_w + s_b), with the variance s_w between
    runs at a point and s_b between points from the one-way analysis of variance with random effects (Searle
    1971, ch. 9). ``mean_noise_share`` is the share in the variance of the points' means, which indices
    decompose: the mean square of noise over that between points.

    On common random numbers run k meets the same shocks at every point. An effect of a shock that is equal at
    all points is part of noise_share, but it moves all means together and does not blur the indices. Where
    every point has the same runs, mean_noise_share therefore excludes run effects (two-way analysis); the
    indices are conditional on these shocks.

    Parameters
    ----------
    values : DataFrame
        point, seed, run, value: one row a run.
    """
    group = values.groupby("point")["value"]
    n, mean = group.size().to_numpy(float), group.mean().to_numpy(float)
    within = values["value"].to_numpy(float) - group.transform("mean").to_numpy(float)
    total, groups = float(n.sum()), len(n)
    if groups < 2 or total <= groups:
        return [interval_row("", name, NONE, NONE, NONE) for name in ("noise_share", "mean_noise_share")]
    between = float(np.sum(n * (mean - np.average(mean, weights=n)) ** 2)) / (groups - 1)
    noise = float(np.sum(within**2)) / (total - groups)
    # runs a point, corrected for unequal numbers of runs
    each = (total - float(np.sum(n**2)) / total) / (groups - 1)
    rows = [single_run_share(noise, between, each, total - groups, groups - 1)]
    left, free = remove_run_effects(values, within, noise, total - groups)
    return [*rows, point_mean_share(left, between, free, groups - 1)]


def single_run_share(noise: float, between: float, each: float, free: float, groups: float) -> dict[str, Any]:
    """Compute the noise share of a single run with the exact interval of F; ``each``: runs a point."""
    ratio = between / noise if noise > 0.0 else float("inf")
    ends = [ratio / float(fdtri(groups, free, p)) for p in ENDS]
    value, low, high = (noise_part(f, each) for f in (ratio, *ends))
    return interval_row("", "noise_share", value, low, high)


def noise_part(ratio: float, each: float) -> float:
    """Compute s_w / (s_w + s_b) from the ratio of mean squares."""
    return float(np.clip(each / (each + max(ratio, 1.0) - 1.0), 0.0, 1.0))


def point_mean_share(noise: float, between: float, free: float, groups: float) -> dict[str, Any]:
    """Compute the noise share of the points' means with the interval of F."""
    value = noise / between
    low, high = (min(value / float(fdtri(free, groups, p)), 1.0) for p in reversed(ENDS))
    return interval_row("", "mean_noise_share", min(value, 1.0), low, high)


def remove_run_effects(
    values: pd.DataFrame, within: Numbers, noise: float, free: float
) -> tuple[float, float]:
    """Compute mean square and degrees of freedom of noise after removing effects common to all points."""
    sizes = values.groupby(["seed", "run"]).size()
    points = values["point"].nunique()
    if not (sizes == points).all():
        return noise, free
    run = pd.Series(within).groupby([values["seed"].to_numpy(), values["run"].to_numpy()]).transform("mean")
    free = (points - 1.0) * (len(sizes) - 1.0)
    return float(np.sum((within - run.to_numpy(float)) ** 2)) / free, free

"""Sensitivity indices from one mean outcome a point; Sobol and Morris estimators are SALib's.

Each function returns rows with parameter, parameter_2, index, value, low and high; low and high are a 95%
interval, NaN where there is none. Shares of noise are those of the variance between runs at a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..compare.two_part import ENDS, LEVEL, compute_half_width
from ..design.axis import Axis
from ..design.one_at_a_time import oat_blocks
from ..design.unit_cube import MORRIS_LEVELS, Numbers, place_on_axis, salib_problem

Rows = list[dict[str, Any]]

NONE = float("nan")
STREAM = 0x72616E6B73  # the letters "ranks": keeps these resamples apart from others keyed by the same seed
MORRIS_STEP = MORRIS_LEVELS / (2.0 * (MORRIS_LEVELS - 1.0))

BOUNDS = {
    **dict.fromkeys(("S1", "ST", "S2", "R2", "noise_share", "mean_noise_share"), (0.0, 1.0)),
    "SRRC": (-1.0, 1.0),
    "mu_star": (0.0, np.inf),
}
"""Least and largest value that an index can have."""
SIZES = frozenset({"mu_star", "sigma", "range"})
"""Indices that noise alone takes above 0, so that an interval without 0 says nothing of them."""


@dataclass(frozen=True)
class Sample:
    """Inputs and outcomes that a method analyses.

    Attributes
    ----------
    axes : tuple of Axis
        Axes that vary.
    x : array, shape (points, axes)
        Values of the inputs; points in the order of the design.
    y : array, shape (points,)
        Mean outcome over runs.
    values : DataFrame
        The outcome run by run: point, seed, run, value.
    seed : int
        Seed of the design, also used for the resamples.
    resamples : int
        Number of bootstrap resamples.
    """

    axes: tuple[Axis, ...]
    x: Numbers
    y: Numbers
    values: pd.DataFrame
    seed: int
    resamples: int

    @property
    def block(self) -> dict[str, int]:
        """Return the number of points of a base sample or trajectory, by the kind of design."""
        d = len(self.axes)
        return {"sobol": 2 * d + 2, "morris": d + 1, "lhs": 1}

    def first(self, points: int) -> "Sample":
        """Return the sample restricted to its first points."""
        return replace(self, x=self.x[:points], y=self.y[:points])


def index_row(
    parameter: str, index: str, value: float, half: float = NONE, second: str = ""
) -> dict[str, Any]:
    """Build the row of an index with a symmetric interval of the given half width."""
    return interval_row(parameter, index, value, value - half, value + half, second)


def interval_row(
    parameter: str, index: str, value: float, low: float, high: float, second: str = ""
) -> dict[str, Any]:
    """Build the row of an index with its interval; neither leaves BOUNDS, for noise alone takes it there."""
    least, most = BOUNDS.get(index, (-np.inf, np.inf))
    if least < 0.0:  # a standardised coefficient passes 1 where inputs move together
        least, most = min(least, value), max(most, value)
    ends = np.clip([value, low, high], least, most)
    numbers = dict(zip(("value", "low", "high"), map(float, ends), strict=True))
    return {"parameter": parameter, "parameter_2": second, "index": index} | numbers


def sobol_rows(s: Sample, *, second: bool = True) -> Rows:
    """Compute first-order, total and second-order indices with bootstrap intervals (z times the spread).

    Estimators of Saltelli et al. (2010) for S1 and ST and Saltelli (2002) for S2, those of SALib.
    """
    from SALib.analyze import sobol

    d = len(s.axes)
    # without S2 a block keeps A, its d hybrids and B, the order that SALib expects
    y = s.y if second else s.y.reshape(-1, 2 * d + 2)[:, [*range(d + 1), -1]].ravel()
    found = sobol.analyze(
        salib_problem(d),
        y,
        calc_second_order=second,
        num_resamples=s.resamples,
        conf_level=LEVEL,
        seed=s.seed + 1,
    )  # SALib takes a seed of 0 for none
    rows = [
        index_row(a.path, index, found[index][k], found[f"{index}_conf"][k])
        for index in ("S1", "ST")
        for k, a in enumerate(s.axes)
    ]
    pairs = [(j, k) for j in range(d) for k in range(j + 1, d)] if second else []
    return rows + [
        index_row(s.axes[j].path, "S2", found["S2"][j, k], found["S2_conf"][j, k], s.axes[k].path)
        for j, k in pairs
    ]


def morris_rows(s: Sample) -> Rows:
    """Compute mean, mean absolute value and standard deviation of elementary effects.

    Effects are per whole axis, in units of the outcome: Morris (1991), mu_star of Campolongo, Cariboni and
    Saltelli (2007) with SALib's bootstrap interval. The intervals of mu (Student's t) and sigma (chi-square)
    assume approximately normal effects.
    """
    from SALib.analyze import morris
    from scipy.special import chdtri, stdtrit

    d = len(s.axes)
    places = np.column_stack([place_on_axis(a, s.x[:, k]) for k, a in enumerate(s.axes)])
    found = morris.analyze(
        salib_problem(d), places, rescale_to_axis(places, s.y), num_resamples=s.resamples, conf_level=LEVEL,
        num_levels=MORRIS_LEVELS, seed=s.seed + 1,
    )  # fmt: skip
    mu, star, sigma = (np.asarray(found[name], dtype=float) for name in ("mu", "mu_star", "sigma"))
    n = len(s.y) // (d + 1)
    t = stdtrit(n - 1, ENDS[1])
    low, high = (np.sqrt((n - 1) / chdtri(n - 1, p)) for p in ENDS)
    rows = [index_row(a.path, "mu", mu[k], t * sigma[k] / np.sqrt(n)) for k, a in enumerate(s.axes)]
    rows += [index_row(a.path, "mu_star", star[k], found["mu_star_conf"][k]) for k, a in enumerate(s.axes)]
    return rows + [
        interval_row(a.path, "sigma", sigma[k], low * sigma[k], high * sigma[k]) for k, a in enumerate(s.axes)
    ]


def rescale_to_axis(places: Numbers, y: Numbers) -> Numbers:
    """Rescale outcomes as if every step of a trajectory covered 2/3 of its axis, shape (points,).

    Steps on levels have other lengths (with two levels every step is the whole axis), but SALib divides every
    step's difference by 2/3. Each difference is therefore first multiplied by 2/3 over the step's own length;
    ranges are unaffected. ``places`` has the shape (points, axes).
    """
    axes = places.shape[1]
    paths, along = y.reshape(-1, axes + 1), places.reshape(-1, axes + 1, axes)
    length = np.abs(np.diff(along, axis=1)).sum(axis=2)
    change = np.diff(paths, axis=1) * MORRIS_STEP / length
    return np.concatenate([paths[:, :1], paths[:, :1] + np.cumsum(change, axis=1)], axis=1).ravel()


def rank_rows(s: Sample) -> Rows:
    """Compute standardised rank regression coefficients and the R2 of ranks, with bootstrap intervals.

    Iman and Conover (1979): the regression of the outcome's ranks on the inputs' ranks, all standardised.
    R2 is the share of the ranks' variance explained; where it is low, effects are not monotone.
    """
    from scipy.special import ndtri

    rng = np.random.Generator(np.random.Philox(key=np.array([s.seed, STREAM], dtype=np.uint64)))
    drawn = [rank_regression(s.x[at], s.y[at]) for at in rng.integers(len(s.y), size=(s.resamples, len(s.y)))]
    halves = ndtri(ENDS[1]) * np.std(drawn, axis=0, ddof=1)
    value = rank_regression(s.x, s.y)
    rows = [index_row(a.path, "SRRC", value[k], halves[k]) for k, a in enumerate(s.axes)]
    return [*rows, index_row("", "R2", value[-1], halves[-1])]


def rank_regression(x: Numbers, y: Numbers) -> Numbers:
    """Compute the coefficients of the standardised rank regression and its R2, shape (axes + 1,)."""
    from scipy.stats import rankdata

    ranks = rankdata(np.column_stack([x, y]), axis=0)
    ranks -= ranks.mean(axis=0)
    ranks /= np.maximum(ranks.std(axis=0), 1e-300)  # a resample may hold a constant input
    inputs, outcome = ranks[:, :-1], ranks[:, -1]
    beta = np.linalg.lstsq(inputs, outcome, rcond=None)[0]
    rest = float(np.mean((outcome - inputs @ beta) ** 2))
    return np.append(beta, 1.0 - rest)


def oat_rows(s: Sample) -> Rows:
    """Compute the change of the outcome when one input alone leaves the scenario's own value.

    ``at_low`` and ``at_high`` are the changes at the smallest and largest value, paired by run, with
    Student's interval. ``range`` is the largest minus the smallest outcome over the input's values and the
    scenario's own.
    """
    wide = s.values.pivot_table(index=["seed", "run"], columns="point", values="value")
    rows: Rows = []
    for axis, points in oat_blocks(s.axes):
        ends = {"at_low": axis.low, "at_high": axis.high}
        values: Sequence[float] = axis.levels or (axis.low, axis.high)
        for index, end in ends.items():
            gaps = (wide[points[values.index(end)]] - wide[0]).dropna().to_numpy(float)
            rows.append(index_row(axis.path, index, gaps.mean() if len(gaps) else NONE, half_interval(gaps)))
        rows.append(index_row(axis.path, "range", float(np.ptp(s.y[[0, *points]]))))
    return rows


def half_interval(gaps: Numbers) -> float:
    """Compute the half width of a mean's 95% interval; NaN with too few values."""
    return float(compute_half_width(gaps)) if len(gaps) else NONE


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
    from scipy.special import fdtri

    ratio = between / noise if noise > 0.0 else float("inf")
    ends = [ratio / float(fdtri(groups, free, p)) for p in ENDS]
    value, low, high = (noise_part(f, each) for f in (ratio, *ends))
    return interval_row("", "noise_share", value, low, high)


def noise_part(ratio: float, each: float) -> float:
    """Compute s_w / (s_w + s_b) from the ratio of mean squares."""
    return float(np.clip(each / (each + max(ratio, 1.0) - 1.0), 0.0, 1.0))


def point_mean_share(noise: float, between: float, free: float, groups: float) -> dict[str, Any]:
    """Compute the noise share of the points' means with the interval of F."""
    from scipy.special import fdtri

    value = noise / between
    low, high = (value / float(fdtri(free, groups, p)) for p in reversed(ENDS))
    return interval_row("", "mean_noise_share", value, low, high)


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

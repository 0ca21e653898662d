"""The hedging premium: utility of hedging less that of the best other strategy (section 6).

The best other strategy is chosen by its mean over a scenario's runs, never run by run: nobody knows in
advance which shocks will come. The best of several means is itself uncertain and biased towards lucky ones,
so each resample of runs chooses anew and the interval covers both choice and difference.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ...model.strategies import FIXED, HEDGE
from .paired import LEVEL, pairing_columns

Matrix = NDArray[np.float64]

DRAWS = 2000
"""Resamples of runs."""
STREAM = 0x6865646765  # the letters "hedge": keeps these numbers apart from others keyed by the same seed
GROUPS = 5_000
"""Rows that are resampled at most: more runs are averaged in so many groups first."""
LARGEST = 2_000_000
"""Numbers of a resample held in memory at once."""


def compute_premium(runs: pd.DataFrame, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """Compute the hedging premium by scenario with its bootstrapped 95% interval.

    Parameters
    ----------
    runs : DataFrame
        Finished runs, one row each, with scenario, strategy, seed, run and ``utility_mean``.
    seed : int
        Seed of the batch; the resamples are drawn with Philox under a key made from it.
    draws : int
        Number of resamples.

    Returns
    -------
    DataFrame
        One row per scenario in which ``hedge`` and another strategy were run: scenario, runs, hedge (mean
        utility), best (the best other strategy, never ``fixed``), best_mean, premium, low, high, sure
        (share of resamples that choose the same best), over_fixed, over_fixed_low, over_fixed_high (hedge
        minus the fixed mix). Numbers that cannot be computed, such as an interval from one run, are NaN.
    """
    rows = []
    needed = ["scenario", "strategy", *pairing_columns(runs), UTILITY]
    for scenario, part in runs[needed].groupby("scenario", sort=False):
        table = part.pivot_table(
            index=pairing_columns(part), columns="strategy", values=UTILITY, sort=False
        ).dropna()
        others = [s for s in part["strategy"].unique() if s not in {HEDGE, FIXED}]
        if HEDGE in table and others and len(table):
            rows.append({"scenario": scenario} | premium_of(table, others, seed, draws))
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = (
    "scenario", "runs", "hedge", "best", "best_mean", "premium", "low", "high", "sure",
    "over_fixed", "over_fixed_low", "over_fixed_high",
)  # fmt: skip


def premium_of(table: pd.DataFrame, others: list[str], seed: int, draws: int) -> dict[str, Any]:
    """Compute the premium of one scenario as a row of :func:`compute_premium`.

    Parameters
    ----------
    table : DataFrame
        Utility with a row per run and a column per strategy.
    others : list of str
        Strategies among which the best is chosen.
    seed, draws : int
        See :func:`compute_premium`.
    """
    utility = table[[HEDGE, *others, *([FIXED] if FIXED in table else [])]].to_numpy(float)
    mean = utility.mean(axis=0)
    count = len(others)
    best = int(np.argmax(mean[1 : count + 1]))
    row = {
        "runs": len(table),
        "hedge": float(mean[0]),
        "best": others[best],
        "best_mean": float(mean[best + 1]),
    }
    drawn = resampled_means(utility, seed, draws)
    rival = drawn[:, 1 : count + 1]
    row |= percentile_interval(
        "premium", "", float(mean[0] - mean[best + 1]), drawn[:, 0] - rival.max(axis=1)
    )
    row["sure"] = float((rival.argmax(axis=1) == best).mean()) if len(drawn) else float("nan")
    over = drawn[:, 0] - drawn[:, -1] if FIXED in table else drawn[:0, 0]
    return row | percentile_interval(
        "over_fixed", "over_fixed_", float(mean[0] - mean[-1]) if FIXED in table else np.nan, over
    )


def percentile_interval(name: str, prefix: str, value: float, resamples: Matrix) -> dict[str, float]:
    """Return a value with the middle 95% of its resamples, shape (draws,); NaN if there are none."""
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(resamples, [tail, 1.0 - tail]) if len(resamples) else (np.nan, np.nan)
    return {name: value, f"{prefix}low": float(low), f"{prefix}high": float(high)}


def group_runs(values: Matrix) -> Matrix:
    """Average neighbouring rows of an array, shape (runs, strategies), so that at most GROUPS rows remain.

    The groups are nearly equal in size, so that the variance of the overall mean stays about the same.
    """
    if len(values) <= GROUPS:
        return values
    firsts = np.arange(GROUPS) * len(values) // GROUPS
    sizes = np.diff(np.append(firsts, len(values)))
    # reduceat sums the rows from each first to the next
    return np.asarray(np.add.reduceat(values, firsts, axis=0) / sizes[:, None])


def resampled_means(values: Matrix, seed: int, draws: int) -> Matrix:
    """Compute column means of resampled rows, shape (draws, columns); shape (0, columns) for a single row.

    Rows are drawn whole, so that strategies stay paired by run; above GROUPS rows, means of neighbours are
    drawn.
    """
    values = group_runs(values)
    count, columns = values.shape
    if count == 1:
        return np.empty((0, columns))
    rng = np.random.Generator(np.random.Philox(key=np.array([seed, STREAM], dtype=np.uint64)))
    means = np.empty((draws, columns))
    step = max(1, LARGEST // (count * columns))
    for first in range(0, draws, step):
        last = min(first + step, draws)
        means[first:last] = values[rng.integers(count, size=(last - first, count))].mean(axis=1)
    return means

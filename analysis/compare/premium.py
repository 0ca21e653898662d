"""The hedging premium: utility of hedging less that of the best rival (ODD section 7).

Rivals are all other strategies but the fixed mix. The best one is chosen by its mean over the runs of a
scenario or of a point, never run by run: nobody knows in advance which shocks will come. The best of several
means is itself uncertain and biased towards lucky ones, so each resample of runs chooses anew and the
interval covers both choice and difference. Where runs carry draws of parameters, draws are resampled, each
by the mean of its runs; the premium is then also that against each draw's own best rival.

Every analysis takes the premium from here: by scenario, by run of a table or of an array, or from means.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ...model.scenario.scenario import Scenario
from ...model.strategies import FIXED, HEDGE, MIX, TRIGGER, compared_strategies
from ..labels import PREMIUM, list_premiums, premium_rival
from .groups import split_runs
from .own_rival import OWN, estimate_own
from .paired import DRAW, find_draws, tabulate_utility
from .two_part import ENDS, PARTS, average_by_draw, estimate_mean

Matrix = NDArray[np.float64]

MUCH, NOTHING = 0.01, 0.001
"""Differences of mean utility: a hundredth is much, below a thousandth is nothing (docs/premium.md)."""
RESAMPLES = 2000
"""Resamples of runs."""
STREAM = 0x6865646765  # the letters "hedge": keeps these numbers apart from others keyed by the same seed
GROUPS = 5_000
"""Rows that are resampled at most: more runs are averaged in so many groups first."""
LARGEST = 2_000_000
"""Numbers of a resample held in memory at once."""
COLUMNS = (
    "scenario", "runs", "hedge", "best", "best_mean", "premium", "low", "high", "sure",
    "over_fixed", "over_fixed_low", "over_fixed_high",
)  # fmt: skip
"""Columns of the table of premiums of runs without draws."""


def list_rivals(strategies: Iterable[str], rival: str = "") -> list[str]:
    """List the strategies that hedge is compared with.

    Parameters
    ----------
    strategies : iterable of str
        Strategies that were played.
    rival : str
        A strategy such as ``bandwagon:china`` or a kind such as ``bandwagon``, which stands for all of that
        kind; by default all others but fixed mixes.
    """
    if rival:
        return [name for name in strategies if rival in {name, name.partition(":")[0]} and name != HEDGE]
    return [name for name in strategies if name not in {HEDGE, FIXED, MIX, TRIGGER}]


def premium_names(strategies: Iterable[str]) -> list[str]:
    """List the names of premiums that can be computed from the strategies played."""
    names = list(strategies)
    if HEDGE not in names:
        return []
    rivals = list_premiums([name for name in names if name != HEDGE])
    return [PREMIUM, *rivals] if list_rivals(names) else rivals


def has_premium(strategies: Iterable[str]) -> bool:
    """Return whether ``hedge`` and a rival are among the strategies."""
    names = list(strategies)
    return HEDGE in names and bool(list_rivals(names))


def require_rival(strategies: Iterable[str], name: str = PREMIUM) -> None:
    """Refuse to compute a premium where ``hedge`` has no rival to be compared with.

    Parameters
    ----------
    strategies : iterable of str
        Strategies that were or will be played.
    name : str
        ``premium`` or ``premium:RIVAL``.

    Raises
    ------
    InputError
        If ``hedge`` or a rival is missing.
    """
    played = set(strategies)
    if name not in premium_names(played):
        listed, rival = ", ".join(sorted(played)), premium_rival(name) or "another strategy"
        msg = f"a {PREMIUM} is that of hedge over {rival}; found {listed}: name more strategies"
        raise InputError(msg)


def select_rivals(scenario: Scenario, name: str) -> list[str]:
    """Return the rivals of a premium: those of the scenario's own strategies, or all of a kind."""
    rival = premium_rival(name)
    return list_rivals(compared_strategies(scenario.patrons) if rival else scenario.strategies, rival or "")


def require_hedge(strategy: str, option: str) -> None:
    """Refuse the premium of a strategy other than ``hedge``.

    Parameters
    ----------
    strategy : str
        Value of ``--strategy``.
    option : str
        The option that asks for a premium, for the message.

    Raises
    ------
    InputError
        If the strategy is not ``hedge``.
    """
    if strategy != HEDGE:
        msg = f"{option}: a premium is that of hedge, found --strategy {strategy}; leave it out"
        raise InputError(msg)


def select_best(values: Matrix, means: Matrix, axis: int = -1) -> Matrix:
    """Select the values of the rival with the largest mean, the first of equals.

    Parameters
    ----------
    values : array
        Values of each rival, which run along ``axis``; the result lacks that axis.
    means : array
        Mean utility of each rival: a shape that broadcasts to that of ``values``.
    """
    best = np.expand_dims(means.argmax(axis=axis), axis)
    return np.asarray(np.take_along_axis(values, best, axis).squeeze(axis))


def subtract_best_rival(hedge: Matrix | float, rivals: Matrix, means: Matrix | None = None) -> Matrix:
    """Subtract the utility of the best rival from that of ``hedge``.

    Parameters
    ----------
    hedge : array, shape (...)
        Utility of ``hedge``: means or single runs.
    rivals : array, shape (..., rivals)
        Utility of each rival.
    means : array, optional
        Means by which the best rival is chosen, see :func:`select_best`; by default ``rivals`` themselves.
    """
    return np.asarray(hedge - select_best(rivals, rivals if means is None else means))


def subtract_best_mean(means: Mapping[str, float]) -> float:
    """Compute the premium from mean utility by strategy; NaN without ``hedge`` or a rival."""
    if not has_premium(means):
        return float("nan")
    return float(subtract_best_rival(means[HEDGE], np.array([means[name] for name in list_rivals(means)])))


def compute_premium_by_run(utility: pd.DataFrame, levels: Sequence[str], rival: str = "") -> pd.DataFrame:
    """Compute the premium of each run over the rival that is best on average at its point.

    Parameters
    ----------
    utility : DataFrame
        One row per run and one column per strategy.
    levels : sequence of str
        Levels of the index that make up a point; without any, all runs are at the same.
    rival : str
        As in :func:`list_rivals`.

    Returns
    -------
    DataFrame
        ``premium`` and ``best_other``, the rival's name, by the index of ``utility``.
    """
    rivals = utility[list_rivals(utility.columns, rival)]
    means = rivals.groupby(level=list(levels)).transform("mean") if levels else rivals * 0.0 + rivals.mean()
    gain = subtract_best_rival(utility[HEDGE].to_numpy(), rivals.to_numpy(), means.to_numpy())
    names = rivals.columns.to_numpy()[means.to_numpy().argmax(axis=1)]
    return pd.DataFrame({"premium": gain, "best_other": names}, index=utility.index)


def add_premiums(runs: pd.DataFrame, names: Sequence[str] = (PREMIUM,)) -> pd.DataFrame:
    """Return the runs of ``hedge`` with a column for each premium, see :func:`compute_premium_by_run`."""
    for name in names:
        require_rival(runs["strategy"].unique(), name)
    index = [c for c in ("scenario", "point", "seed", "run") if c in runs]
    utility = runs.pivot_table(index=index, columns="strategy", values=UTILITY, sort=False)
    levels = [c for c in ("scenario", "point") if c in runs]
    gains = {
        name: compute_premium_by_run(utility, levels, premium_rival(name) or "")[PREMIUM] for name in names
    }
    return runs[runs["strategy"] == HEDGE].merge(pd.DataFrame(gains).reset_index(), on=index)


def compute_premium(runs: pd.DataFrame, seed: int, resamples: int = RESAMPLES) -> pd.DataFrame:
    """Compute the hedging premium by scenario with its bootstrapped 95% interval.

    Parameters
    ----------
    runs : DataFrame
        Finished runs, one row each, with scenario, strategy, seed, run and ``utility_mean``.
    seed : int
        Seed of the batch; the resamples are drawn with Philox under a key made from it.
    resamples : int
        Number of resamples.

    Returns
    -------
    DataFrame
        One row per scenario in which ``hedge`` and another strategy were run: scenario, runs, hedge (mean
        utility), best (the best other strategy, never ``fixed``), best_mean, premium, low, high, sure
        (share of resamples that choose the same best), over_fixed, over_fixed_low, over_fixed_high (hedge
        minus the fixed mix). Numbers that cannot be computed, such as an interval from one run, are NaN.
        Where runs carry draws also PARTS of the premium, and OWN, the premium against each draw's best.
    """
    rows = []
    for (scenario,), part in split_runs(runs, ["scenario"]):
        table = tabulate_utility(part).dropna()
        others = list_rivals(part["strategy"].unique())
        if HEDGE in table and others and len(table):
            rows.append({"scenario": scenario} | estimate_premium(table, others, seed, resamples))
    return pd.DataFrame(rows, columns=[*COLUMNS, *((*PARTS, *OWN) if DRAW in runs else ())])


def estimate_premium(table: pd.DataFrame, others: list[str], seed: int, resamples: int) -> dict[str, Any]:
    """Estimate the premium of one scenario as a row of :func:`compute_premium`.

    Parameters
    ----------
    table : DataFrame
        Utility with a row per run and a column per strategy.
    others : list of str
        Strategies among which the best is chosen.
    seed, resamples : int
        See :func:`compute_premium`.
    """
    by_run = table[[HEDGE, *others, *([FIXED] if FIXED in table else [])]].to_numpy(float)
    numbers = find_draws(table.index.to_frame(index=False))
    utility = by_run if numbers is None else average_rows(by_run, numbers)
    mean = utility.mean(axis=0)
    count = len(others)
    best = int(np.argmax(mean[1 : count + 1]))
    row = {
        "runs": len(table),
        "hedge": float(mean[0]),
        "best": others[best],
        "best_mean": float(mean[best + 1]),
    }
    means = compute_resampled_means(utility, seed, resamples)
    rivals = means[:, 1 : count + 1]
    gain = float(subtract_best_rival(mean[0], mean[1 : count + 1]))
    row |= build_percentile_interval("premium", "", gain, subtract_best_rival(means[:, 0], rivals))
    row["sure"] = float((rivals.argmax(axis=1) == best).mean()) if len(means) else float("nan")
    over = means[:, 0] - means[:, -1] if FIXED in table else means[:0, 0]
    row |= build_percentile_interval(
        "over_fixed", "over_fixed_", float(mean[0] - mean[-1]) if FIXED in table else np.nan, over
    )
    if numbers is None:
        return row
    spread = estimate_mean(by_run[:, 0] - by_run[:, best + 1], numbers)
    row |= {part: spread[part] for part in PARTS}
    return row | estimate_own(by_run[:, 0], by_run[:, 1 : count + 1], others, numbers)


def average_rows(values: Matrix, draws: NDArray[np.int64]) -> Matrix:
    """Average rows of the same draw, shape (draws, columns)."""
    return np.stack([average_by_draw(column, draws).means for column in values.T], axis=1)


def build_percentile_interval(name: str, prefix: str, value: float, resamples: Matrix) -> dict[str, float]:
    """Return a value with the middle 95% of its resamples, shape (resamples,); NaN if there are none."""
    low, high = np.quantile(resamples, ENDS) if len(resamples) else (np.nan, np.nan)
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


def compute_resampled_means(values: Matrix, seed: int, resamples: int) -> Matrix:
    """Compute column means of resampled rows, shape (resamples, columns), no row from a single one.

    Rows are drawn whole, so that strategies stay paired by run; above GROUPS rows, means of neighbours are
    drawn.
    """
    values = group_runs(values)
    count, columns = values.shape
    if count == 1:
        return np.empty((0, columns))
    rng = np.random.Generator(np.random.Philox(key=np.array([seed, STREAM], dtype=np.uint64)))
    means = np.empty((resamples, columns))
    step = max(1, LARGEST // (count * columns))
    for first in range(0, resamples, step):
        last = min(first + step, resamples)
        means[first:last] = values[rng.integers(count, size=(last - first, count))].mean(axis=1)
    return means

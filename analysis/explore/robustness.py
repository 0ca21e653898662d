"""Robustness of strategies over all futures: what is at stake if the future is not known.

A future is a scenario at a point of the design; its outcome is the mean over runs; all futures have equal
weight.
Criteria, after Lempert and others (2006), McPhail and others (2018) and Schneller and Sphicas (1983):

- regret: the best strategy's outcome less the strategy's own, by future; its maximum and its 90th percentile;
- worst: the worst future (maximin, Wald); mean: over all futures (Laplace);
- domain: share of all weightings of the futures under which the strategy has the best mean (Starr); weights
  are drawn uniformly from all that sum to one;
- satisficing: share of runs over all futures that meet a requirement. It applies to runs, not to means over
  runs, so that it may refer to texts such as regimes, and good runs do not hide bad ones.

Intervals resample runs. All futures and strategies use the same resampled runs, because run k meets the same
shocks in all of them. Where runs carry draws of parameters, draws are resampled, each by the mean of its
runs.
Draws are no futures: the criteria are those of a state that does not know its draw, and what is not known is
how the criteria of single draws are spread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ..compare.best_rival import resample_weights
from ..compare.two_part import ENDS, PARTS, estimate_mean
from ..conditions.expression import Expression
from .futures_cube import Cube, Matrix, arrange_outcomes

Scores = dict[str, NDArray[np.float64]]

DRAWS = 500
WEIGHTS = 500
"""Ways to weigh the futures that are drawn for the domain criterion."""
CRITERIA = {
    "max_regret": "largest regret",
    "regret_90": "90th pct. of regret",
    "worst": "worst future",
    "mean": "mean of all futures",
    "domain": "domain",
    "satisficing": "requirement met",
}
"""Criteria in words."""
LESS_IS_BETTER = frozenset({"max_regret", "regret_90"})


@dataclass(frozen=True)
class Robustness:
    """Criteria of every strategy, and the pairs whose order depends on the criterion.

    Attributes
    ----------
    rows : DataFrame
        strategy, criterion, value, low, high (95% interval, NaN from one run), rank (1 is best, ties share);
        where runs carry draws also PARTS of :mod:`hedgesim.analysis.compare.two_part`.
    flips : DataFrame
        Pairs of strategies whose order depends on the criterion: strategy, other, ahead (criteria by which
        the first is better, separated by commas) and behind.
    behind : DataFrame
        What each strategy lacks in the mean of all futures to the one with the best, paired by run: strategy,
        runs, mean, low, high, and PARTS where runs carry draws; the best first, with zeros.
    futures, runs, left_out : int
        Number of futures compared, of runs in each, and of futures left out because a run is missing.
    outcome, require : str
        The outcome, and the requirement, empty if there is none.
    draws : int
        Number of resamples of runs.
    """

    rows: pd.DataFrame
    flips: pd.DataFrame
    behind: pd.DataFrame
    futures: int
    runs: int
    left_out: int
    outcome: str
    require: str
    draws: int


@normalise_arguments
def robustness(
    runs: pd.DataFrame,
    outcome: str,
    seed: int,
    require: Expression | None = None,
    draws: int = DRAWS,
) -> Robustness:
    """Compare strategies with each other over all futures.

    Parameters
    ----------
    runs : DataFrame
        One row a run: strategy, seed, run, the outcome, the columns of the requirement, and scenario, point
        or both.
    outcome : str
        Column of the outcome; higher is better. ``premium:RIVAL`` is each strategy's utility less that of the
        best rival of a kind, which is chosen at each future; ``premium`` of all but ``hedge``.
    seed : int
        Seed of the resamples and the weights.
    require : Expression, optional
        Requirement that a run must meet.
    draws : int
        Number of resamples of runs.

    Raises
    ------
    InputError
        If a column is missing or not numeric, or there are fewer than two strategies or complete futures.
    """
    cube = arrange_outcomes(runs, outcome, require)
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(len(cube.values)), WEIGHTS)
    units, required = cube.average_draws(), require is not None
    count = units.values.shape[2]
    value = score_strategies(units, np.full(count, 1.0 / count), weights, required)
    drawn = resample_criteria(units, weights, rng, draws if count > 1 else 0, required)
    rows = pd.DataFrame([row for name in value for row in criterion_rows(cube, name, value, drawn)])
    if cube.draws is not None:
        rows = pd.concat([rows, spread_criteria(cube, cube.draws, weights, required)], axis="columns")
    condition = "" if require is None else str(require)
    size = cube.values.shape
    return Robustness(
        rows,
        rank_reversals(rows),
        list_gaps(cube),
        size[0],
        size[2],
        cube.left_out,
        outcome,
        condition,
        draws,
    )


def compare_means(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Compare the strategies' means over all futures, as the attribute ``behind`` of :class:`Robustness`.

    Raises
    ------
    InputError
        As in :func:`robustness`.
    """
    return list_gaps(arrange_outcomes(runs, outcome, None))


def list_gaps(cube: Cube) -> pd.DataFrame:
    """Estimate what each strategy lacks to the best mean over futures, paired by run; the best first."""
    by_run = cube.values.mean(axis=0)
    means = [estimate_mean(values, cube.draws)["mean"] for values in by_run]
    order = np.argsort(-np.array(means), kind="stable")
    best = by_run[order[0]]
    rows = [{"strategy": cube.strategies[k], **estimate_mean(best - by_run[k], cube.draws)} for k in order]
    return pd.DataFrame(rows)


def spread_criteria(cube: Cube, draws: NDArray[np.int64], weights: Matrix, required: bool) -> pd.DataFrame:
    """Compute how the criteria of single draws are spread: PARTS, criteria first, then strategies."""
    runs = range(cube.values.shape[2])
    scores = [score_strategies(cube, np.eye(len(runs))[run], weights, required) for run in runs]
    columns = (np.stack([score[name] for score in scores], axis=1) for name in scores[0])
    rows = [estimate_mean(by_run, draws) for column in columns for by_run in column]
    return pd.DataFrame([{part: row[part] for part in PARTS} for row in rows])


def score_strategies(cube: Cube, parts: NDArray[np.float64], weights: Matrix, required: bool) -> Scores:
    """Compute every criterion, each of shape (strategies,).

    Parameters
    ----------
    cube : Cube
        Outcomes and whether runs met the requirement.
    parts : array, shape (runs,)
        Weight of each run; weights sum to one.
    weights : array, shape (draws, futures)
        Weightings of the futures, each summing to one.
    required : bool
        Whether there is a requirement.
    """
    found = score_means(cube.values @ parts, weights)
    if required:
        found["satisficing"] = cube.met.mean(axis=0) @ parts
    return found


def score_means(means: Matrix, weights: Matrix) -> Scores:
    """Compute the criteria that depend on means only, from means of shape (futures, strategies).

    Strategies with equal means share a weighting of the domain criterion equally.
    """
    regret = means.max(axis=1, keepdims=True) - means
    weighed = weights @ means
    best = np.isclose(weighed, weighed.max(axis=1, keepdims=True), rtol=0.0, atol=1e-12)
    return {
        "max_regret": regret.max(axis=0),
        "regret_90": np.quantile(regret, 0.9, axis=0),
        "worst": means.min(axis=0),
        "mean": means.mean(axis=0),
        "domain": (best / best.sum(axis=1, keepdims=True)).mean(axis=0),
    }


def resample_criteria(
    cube: Cube, weights: Matrix, rng: np.random.Generator, draws: int, required: bool
) -> list[Scores]:
    """Compute the criteria of resampled runs, the same runs in every future and for every strategy."""
    count = cube.values.shape[2]
    parts = resample_weights(count, rng, draws)
    return [score_strategies(cube, p, weights, required) for p in parts]


def criterion_rows(
    cube: Cube, name: str, value: Scores, resamples: Sequence[Scores]
) -> list[dict[str, object]]:
    """Return one criterion of all strategies as rows, with intervals and ranks."""
    sign = 1.0 if name in LESS_IS_BETTER else -1.0
    # rounded, so that differences by the order of sums do not break ties
    rank = pd.Series(sign * value[name]).round(12).rank(method="min").astype(int)
    nothing = np.full((2, len(cube.strategies)), np.nan)
    ends = np.quantile([d[name] for d in resamples], ENDS, axis=0) if resamples else nothing
    heads = ("strategy", "criterion", "value", "low", "high", "rank")
    columns = zip(cube.strategies, value[name].tolist(), *ends.tolist(), rank.tolist(), strict=True)
    return [dict(zip(heads, (s, name, *numbers), strict=True)) for s, *numbers in columns]


def rank_reversals(rows: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of strategies whose order differs between criteria."""
    ranks = rows.pivot_table(index="criterion", columns="strategy", values="rank", sort=False)
    found = []
    for one, other in combinations(ranks.columns, 2):
        ahead = [str(c) for c in ranks.index[ranks[one] < ranks[other]]]
        behind = [str(c) for c in ranks.index[ranks[one] > ranks[other]]]
        if ahead and behind:
            found.append((one, other, ", ".join(ahead), ", ".join(behind)))
    return pd.DataFrame(found, columns=["strategy", "other", "ahead", "behind"])


def sort_by_mean(found: Robustness) -> list[str]:
    """Return the strategies, sorted by their mean over all futures, the best first."""
    table = found.rows[found.rows["criterion"] == "mean"]
    return list(table.sort_values("value", ascending=False, kind="stable")["strategy"])


def list_criteria(found: Robustness) -> list[str]:
    """Return the criteria in their order."""
    return [str(c) for c in found.rows["criterion"].unique()]


def describe_futures(found: Robustness) -> str:
    """Describe the numbers of futures and runs."""
    lost = f"; {found.left_out} futures are left out, for runs are missing" if found.left_out else ""
    each = f"{found.runs} {'run' if found.runs == 1 else 'runs'} each"
    return f"{found.futures:,} futures that weigh alike, {each}{lost}"

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
shocks in all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ..compare.best_rival import resample_weights
from ..compare.paired import ENDS
from ..conditions.expression import Expression
from ..labels import RUNG_COLUMNS, explain_rung, outcome_hint, premium_rival

Matrix = NDArray[np.float64]
Scores = dict[str, NDArray[np.float64]]

FUTURE = ("scenario", "point")
RUN = ("seed", "run")
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
        strategy, criterion, value, low, high (95% interval, NaN from one run), rank (1 is best, ties share).
    flips : DataFrame
        Pairs of strategies whose order depends on the criterion: strategy, other, ahead (criteria by which
        the first is better, separated by commas) and behind.
    futures, runs, left_out : int
        Number of futures compared, of runs in each, and of futures left out because a run is missing.
    outcome, require : str
        The outcome, and the requirement, empty if there is none.
    draws : int
        Number of resamples of runs.
    """

    rows: pd.DataFrame
    flips: pd.DataFrame
    futures: int
    runs: int
    left_out: int
    outcome: str
    require: str
    draws: int


@dataclass(frozen=True)
class Cube:
    """Outcomes of shape (futures, strategies, runs), and whether each run met the requirement."""

    values: Matrix
    met: NDArray[np.bool_]
    strategies: Sequence[str]
    left_out: int


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
        Column of the outcome; higher is better.
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
    count = cube.values.shape[2]
    value = score_strategies(cube, np.full(count, 1.0 / count), weights, require is not None)
    drawn = resample_criteria(cube, weights, rng, draws if count > 1 else 0, require is not None)
    rows = pd.DataFrame([row for name in value for row in criterion_rows(cube, name, value, drawn)])
    told = "" if require is None else str(require)
    return Robustness(
        rows, rank_reversals(rows), len(cube.values), count, cube.left_out, outcome, told, draws
    )


def arrange_outcomes(runs: pd.DataFrame, outcome: str, require: Expression | None) -> Cube:
    """Arrange outcomes by future, strategy and run; futures that lack a run are left out."""
    future = check_futures(runs, outcome)
    met = np.ones(len(runs), dtype=bool) if require is None else require.holds(runs)
    strategies = [str(s) for s in runs["strategy"].unique()]
    table = pd.DataFrame(
        {
            "future": runs.groupby(future, sort=False).ngroup(),
            "strategy": runs["strategy"],
            "draw": runs.groupby(list(RUN), sort=False).ngroup(),
            "value": runs[outcome].astype(float),
            "met": met,
        }
    )
    if table.duplicated(["future", "strategy", "draw"]).any():
        msg = f"two rows have the same {', '.join([*future, 'strategy', *RUN])}: expected one row a run"
        raise InputError(msg)
    shape = (len(strategies), table["draw"].nunique())
    there = table["value"].notna().groupby(table["future"]).sum()
    full = [future for future, count in there.items() if count == shape[0] * shape[1]]
    if faults := count_faults(len(strategies), len(full), len(there)):
        raise InputError(*faults)
    kept = table[table["future"].isin(full)]
    kept = kept.assign(strategy=pd.Categorical(kept["strategy"], strategies))
    kept = kept.sort_values(["future", "strategy", "draw"])
    values, held = (kept[c].to_numpy().reshape(len(full), *shape) for c in ("value", "met"))
    return Cube(values, held, strategies, len(there) - len(full))


def count_faults(strategies: int, futures: int, known: int) -> list[str]:
    """Describe why there is nothing to compare: one strategy, or fewer than two complete futures."""
    faults = []
    if strategies < 2:
        faults.append(f"robustness compares strategies: at least 2 are needed, found {strategies}")
    if futures < 2:
        faults.append(f"{futures} of {known} futures have all runs of all strategies: at least 2 are needed")
    return faults


def check_futures(runs: pd.DataFrame, outcome: str) -> list[str]:
    """Return the columns that identify a future.

    Raises
    ------
    InputError
        If the table lacks a column, the outcome is not numeric, or there is only one strategy.
    """
    future = [c for c in FUTURE if c in runs]
    faults = [f"no column {c}" for c in ("strategy", *RUN) if c not in runs]
    if not future:
        faults.append(f"no column of futures: expected {' or '.join(FUTURE)}")
    if premium_rival(outcome) is not None:
        faults.append(
            f"{outcome} is that of hedge alone; --of utility_mean tells what every strategy loses to the best"
            " one (its regret), and of hedge alone hedgesim discover FOLDER --where 'premium:bandwagon < 0'"
        )
    elif outcome in RUNG_COLUMNS:
        faults.append(explain_rung(outcome))
    elif outcome not in runs:
        advice = outcome_hint(outcome, [str(c) for c in runs]) or "; it is a column such as utility_mean"
        faults.append(f"unknown outcome {outcome!r}{advice}")
    elif not pd.api.types.is_numeric_dtype(runs[outcome]):
        faults.append(f"{outcome} holds no numbers, so it cannot be averaged")
    if not faults:
        faults += count_faults(runs["strategy"].nunique(), 2, 2)
    if faults:
        raise InputError(*faults)
    return future


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

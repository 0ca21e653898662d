"""Expected value of information, from utilities of decisions at points and the points' inputs.

EVPI, of perfect information: the mean over points of the best decision's utility, less the best mean of one
decision for all points. EVPPI, of partial perfect information about one input or a pair: the same with the
utility that is to be expected once the input is known, a regression of utility on it (Strong, Oakley and
Brennan 2014, doi:10.1177/0272989X13505910).

Two errors would make both too large. Few runs make some decision look best by luck: for EVPI one half of the
runs chooses at every point and the other half scores, then the other way round. A fit follows noise: the
mean of fits to permuted points is subtracted from every EVPPI.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...compare.ladder import pair_halves
from ...compare.two_part import ENDS, LEVEL
from .smoothing import build_basis, cross_bases, fit_means, span_basis

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Cube = NDArray[np.float64]
"""Utility, shape (decisions, points, runs)."""
Bases = dict[tuple[str, ...], Matrix]
"""Bases by the names of one input or of a pair."""
Estimates = dict[tuple[str, ...], dict[str, float]]
Report = Callable[[int], None]
"""Takes the number of further steps done."""
Sample = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Resampled points and runs."""

PERMUTATIONS = 99
"""With these the chance that an input without effect gets a star is 5 in 100."""
RESAMPLES = 100
"""Resamples of points and runs: enough for a spread that intervals are made from."""
SCREENS = 4
"""Permutations of each pair when the best pairs are looked for."""
ROUNDING = 1e-9
"""Utility that rounding may give."""
ESTIMATE = ("mean", "low", "high", "floor", "chance", "star", "share")


@dataclass(frozen=True)
class Expectation:
    """Expected values of information, in the unit of the utilities.

    Attributes
    ----------
    total : dict
        EVPI: mean, low, high (95% interval).
    inputs : DataFrame
        EVPPI of every input, the largest first: input, mean, low, high, floor (the mean of permuted points,
        which has been subtracted), chance (what 95% of permuted points stay below, less the floor), star
        (whether the mean is above that), share (of EVPI; NaN where that is 0).
    pairs : DataFrame
        The same of pairs, with input_2 and ``apart``, the sum of what both are worth alone.
    """

    total: Mapping[str, float]
    inputs: pd.DataFrame
    pairs: pd.DataFrame


def ignore_steps(_: int) -> None:
    """Take steps done without showing them."""


def compute_expectation(
    utility: Cube,
    inputs: Mapping[str, Vector],
    seed: int,
    pairs: int = 0,
    report: Report = ignore_steps,
) -> Expectation:
    """Compute EVPI, EVPPI of every input, and EVPPI of the pairs that are most worth knowing.

    Parameters
    ----------
    utility : array, shape (decisions, points, runs)
        Utility of every decision at every point, in runs with the same shocks for all. Of a single run
        nothing is left to score a choice, so EVPI is then too large where runs differ.
    inputs : mapping of str to array, shape (points,)
        Inputs of the points, which are drawn independently of each other and have equal weight.
    seed : int
        Seed of permutations and resamples.
    pairs : int
        Number of pairs.
    report : callable
        Takes the number of further steps done, of :func:`count_steps`.
    """
    rng = np.random.default_rng(seed)
    bases: Bases = {(name,): build_basis(x) for name, x in inputs.items()}
    best = evpi(utility)
    samples = [resample(utility.shape, rng) for _ in range(RESAMPLES)]
    spread = np.std([evpi(take(utility, *some)) for some in samples])
    total = state_interval(best, float(spread))
    means = np.ascontiguousarray(utility.mean(axis=2).T)
    alone = estimate_bases(utility, bases, samples, total["mean"], rng, report)
    chosen = choose_pairs(means, bases, pairs, rng) if pairs else {}
    both = estimate_bases(utility, chosen, samples, total["mean"], rng, report)
    return Expectation(total, list_inputs(alone), list_pairs(both, alone))


def count_steps(inputs: int, pairs: int) -> int:
    """Count the steps that :func:`compute_expectation` reports."""
    return inputs + min(pairs, inputs * (inputs - 1) // 2)


def evpi(utility: Cube) -> float:
    """Compute EVPI: one half of the runs chooses, the other scores, and the other way round."""
    halves = pair_halves(range(utility.shape[2])) if utility.shape[2] > 1 else [(range(1), range(1))]
    return float(
        np.mean([score_choice(*(utility[:, :, list(part)].mean(axis=2) for part in half)) for half in halves])
    )


def score_choice(choice: Matrix, score: Matrix) -> float:
    """Score the decisions that are best at every point, less the one that is best in the mean.

    Parameters
    ----------
    choice, score : array, shape (decisions, points)
        Utilities that the decisions are chosen by, and those that they get.
    """
    best = score[choice.argmax(axis=0), np.arange(choice.shape[1])]
    return float(best.mean() - score.mean(axis=1)[choice.mean(axis=1).argmax()])


def evppi(basis: Matrix, means: Matrix) -> float:
    """Compute EVPPI without regard to noise.

    Parameters
    ----------
    basis : array, shape (points, coefficients)
        Orthonormal basis of what will be known.
    means : array, shape (points, decisions)
        Mean utility over runs.
    """
    return float(fit_means(basis, means).max(axis=1).mean() - means.mean(axis=0).max())


def resample(shape: Sequence[int], rng: np.random.Generator) -> Sample:
    """Draw points and runs with replacement; a run is replaced by one of the same half."""
    _, points, runs = shape
    numbers = np.arange(runs)
    for start in range(min(2, runs)):
        numbers[start::2] = rng.choice(numbers[start::2], len(numbers[start::2]))
    return rng.integers(points, size=points), numbers


def take(utility: Cube, points: NDArray[np.int64], runs: NDArray[np.int64]) -> Cube:
    """Return utility at some points and runs."""
    return utility[:, points][:, :, runs]


def state_interval(mean: float, spread: float) -> dict[str, float]:
    """Return an estimate with its 95% interval; information is never worth less than nothing."""
    from scipy.special import ndtri

    half = float(ndtri(ENDS[1])) * spread
    return {"mean": max(0.0, mean), "low": max(0.0, mean - half), "high": max(0.0, mean + half)}


def estimate_bases(
    utility: Cube,
    bases: Bases,
    samples: Sequence[Sample],
    total: float,
    rng: np.random.Generator,
    report: Report,
) -> Estimates:
    """Estimate the EVPPI of every basis: ESTIMATE by the names of the inputs."""
    means = np.ascontiguousarray(utility.mean(axis=2).T)
    permuted = [rng.permutation(len(means)) for _ in range(PERMUTATIONS)]
    again = [np.ascontiguousarray(take(utility, *some).mean(axis=2).T) for some in samples]
    found: Estimates = {}
    for names, basis in bases.items():
        span = span_basis(basis)
        chance = np.array([evppi(span, means[order]) for order in permuted])
        resampled = [
            evppi(span_basis(basis[points]), some) for (points, _), some in zip(samples, again, strict=True)
        ]
        found[names] = state_estimate(evppi(span, means), chance, float(np.std(resampled)), total)
        report(1)
    return found


def state_estimate(value: float, chance: Vector, spread: float, total: float) -> dict[str, float]:
    """Return ESTIMATE of a value, less what permuted points give on average."""
    floor = float(chance.mean())
    limit = float(np.quantile(chance, LEVEL, method="higher"))
    interval = state_interval(value - floor, spread)
    share = interval["mean"] / total if total > 0.0 else np.nan
    star = value > limit + ROUNDING
    return {**interval, "floor": floor, "chance": limit - floor, "star": star, "share": share}


def choose_pairs(means: Matrix, bases: Bases, count: int, rng: np.random.Generator) -> Bases:
    """Return the bases of the pairs that are most worth knowing, of all pairs there are."""
    orders = [rng.permutation(len(means)) for _ in range(SCREENS)]
    worth = {}
    for (first, one), (second, other) in combinations(bases.items(), 2):
        span = span_basis(cross_bases(one, other))
        floor = np.mean([evppi(span, means[order]) for order in orders])
        worth[first + second] = evppi(span, means) - float(floor)
    best = sorted(worth, key=lambda pair: -worth[pair])[:count]
    return {(a, b): cross_bases(bases[a,], bases[b,]) for a, b in best}


def list_inputs(alone: Estimates) -> pd.DataFrame:
    """List the estimates of single inputs, the largest first."""
    rows = [{"input": name, **row} for (name,), row in alone.items()]
    return sort_rows(pd.DataFrame(rows, columns=["input", *ESTIMATE]))


def list_pairs(both: Estimates, alone: Estimates) -> pd.DataFrame:
    """List the estimates of pairs, the largest first."""
    rows = [
        {"input": a, "input_2": b, **row, "apart": alone[a,]["mean"] + alone[b,]["mean"]}
        for (a, b), row in both.items()
    ]
    return sort_rows(pd.DataFrame(rows, columns=["input", "input_2", *ESTIMATE, "apart"]))


def sort_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Sort estimates, the largest first."""
    return table.sort_values("mean", ascending=False, kind="stable", ignore_index=True)

"""Search for the best effort mix or weights by differential evolution, checked on fresh shocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.arguments import normalise_arguments
from ....model.scenario.scenario import Scenario
from ....model.state import Weights
from ...design import duration
from ...execution.local import count_cores
from .mix_scores import score_mixes
from .question import (
    POPULATION,
    Question,
    best_named_utility,
    list_simple_mixes,
    loss_function,
    simulate_utilities,
)

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

SETTLED = 1e-4
"""Utility that the last quarter of a search may add if it is to have settled."""
LEAST_GENERATIONS = 40
"""Generations below which a search is too short to say: a last quarter of a few may add nothing by chance."""


@dataclass(frozen=True)
class Best:
    """Result of a search.

    Attributes
    ----------
    shares : dict
        Path to effort share, or to the weight of the hedger's objective.
    scores : DataFrame
        As :func:`.mix_scores.score_mixes` returns them: the found mix, every named strategy, simple mixes.
    evaluations : int
        Number of mixes tried.
    generations : int
        Number of generations that were played.
    late_gain : float
        What the last quarter of them added to the aim, on the shocks of the search.
    converged : bool
        Whether the search ended by itself, because all mixes of a generation did equally well.
    """

    shares: dict[str, float]
    scores: pd.DataFrame
    evaluations: int
    generations: int
    late_gain: float
    converged: bool = False

    @property
    def long_enough(self) -> bool:
        """Return whether the search ended by itself, or had enough generations to say whether it settled."""
        return self.converged or self.generations >= LEAST_GENERATIONS

    @property
    def settled(self) -> bool:
        """Return whether the search was long enough, and its last quarter added at most SETTLED."""
        return self.long_enough and self.late_gain <= SETTLED


def describe_search(question: Question, workers: int | None) -> str:
    """Describe the size of a search and its approximate duration."""
    cases, horizon = question.searched, question.scenario.horizon
    runs = cases.points * cases.runs
    seconds = duration.estimate_calls(
        question.generations + 1, runs * question.most // (question.generations + 1), horizon, 1
    )
    drawn = f" (drawn from {question.futures:,})" if question.futures > cases.points else ""
    where = f"{cases.points:,} futures{drawn} x " if cases.averaged else ""
    time = duration.describe_duration(seconds / (workers or count_cores()))
    return f"up to {question.most:,} mixes x {where}{cases.runs:,} runs of {horizon} quarters, {time}"


@normalise_arguments
def optimise(question: Question, workers: int | None = None) -> Best:
    """Search for the best fixed effort mix, or the best weights for the hedger to decide by.

    Parameters
    ----------
    question : Question
        Definition of the search, see :func:`question_of`.
    workers : int, optional
        Cores to use; all by default.
    """
    number = workers or count_cores()
    rival = best_named_utility(question, question.searched, question.seed)
    least: list[float] = []
    tried = [0]

    def loss(shares: Matrix) -> Vector:
        tried[0] += len(shares)
        utility = simulate_utilities(question.searched, question.over, shares, question.seed, number)
        losses = np.array([loss_function(u, rival, question.aim) for u in utility])
        least.append(float(losses.min()))
        return losses

    simple = np.array(list(list_simple_mixes(question.over, question.scenario).values()))
    shares = search_shares(loss, len(question.paths), question.seed, question.generations, simple=simple)
    rows = score_mixes(question, shares, number)
    values = shares if question.over == "effort" else objective_weights(question.scenario, shares)
    found = dict(zip(question.paths, map(float, values), strict=True))
    played = len(least) - 2  # but the first generation, and the corners and simple mixes at the end
    return Best(
        found, rows, tried[0], played, measure_late_gain(least), converged=played < question.generations
    )


def measure_late_gain(least: Sequence[float]) -> float:
    """Compute by how much the last quarter of a search lowered the least loss, from each generation's."""
    lowest = np.minimum.accumulate(least)
    return float(lowest[(3 * (len(lowest) - 1)) // 4] - lowest[-1])


def search_shares(
    loss: Callable[[Matrix], Vector],
    count: int,
    seed: int,
    generations: int,
    population: int = POPULATION,
    simple: Matrix | None = None,
) -> Vector:
    """Search for the shares with the least loss, by differential evolution.

    Parameters
    ----------
    loss : callable
        Losses of many mixes, from shares of shape (mixes, ``count``), which sum to 1.
    count : int
        Number of shares.
    seed, generations : int
        Seed and largest number of generations of the search.
    population : int
        Mixes of a generation for each share.
    simple : array, shape (mixes, ``count``), optional
        Mixes that the best is chosen among too, besides the corners.
    """

    def population_loss(x: Matrix) -> Vector:
        return loss(x / x.sum(axis=1, keepdims=True))

    found = evolve(population_loss, None, seed, generations, count, population)
    # the search never gets quite into a corner, and a corner may be the best there is
    mixes = np.vstack([found / found.sum(), np.eye(count), *([] if simple is None else [simple])])
    return np.asarray(mixes[np.argmin(loss(mixes))])


def evolve(
    loss: Callable[[Matrix], Vector],
    first: Matrix | None,
    seed: int,
    generations: int,
    count: int = 0,
    population: int = POPULATION,
) -> Vector:
    """Search for the numbers from 0 to 1 with the least loss, by differential evolution.

    Parameters
    ----------
    loss : callable
        Losses of many candidates, from an array of shape (candidates, numbers).
    first : array, shape (candidates, numbers), optional
        The first generation; by default ``population`` candidates for each of ``count`` numbers are drawn.
    seed, generations : int
        Seed and largest number of generations of the search.
    """
    from scipy.optimize import Bounds, differential_evolution

    size = count if first is None else first.shape[1]
    result = differential_evolution(
        lambda x: loss(x.T),  # type: ignore[arg-type,misc]  # vectorised: a population in, its losses out
        Bounds([1e-6] * size, [1.0] * size),  # never all zero
        init="latinhypercube" if first is None else np.clip(first, 1e-6, 1.0),
        maxiter=generations,
        popsize=population,
        tol=1e-6,
        rng=seed,
        vectorized=True,
        updating="deferred",
        polish=False,
    )
    return np.asarray(result.x)


def objective_weights(scenario: Scenario, factors: Vector) -> Vector:
    """Compute the weights of the hedger's objective: own weights times the plan's factors, summing to 1."""
    own = np.array([scenario.values[f"hedger.weights.{name}"] for name in Weights._fields])
    weights = own * factors
    return np.asarray(weights / weights.sum())

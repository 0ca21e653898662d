"""The game of the patrons against one strategy of the hedger, in every world, and where it comes to rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import INTERESTS
from ...model.scenario.scenario import Scenario
from .features import Features
from .solvers import find_pure_nash, follow_best_responses, join_mixes, solve_qre
from .worlds import Worlds

Array = NDArray[np.float64]

FLAT = 1e-4
"""A feature with a smaller deviation over the profiles is no matter of choice and counts for nothing.

All features are shares or indices; divided by its deviation, the smallest wobble would count like any other.
"""
SETTLED = 1e-6
"""Largest gap of a quantal response that counts as an answer."""


@dataclass(frozen=True)
class Play:
    """A strategy's game in every world.

    Attributes
    ----------
    features : Features
        Features and utility at every profile.
    deviations : array, shape (worlds, 1, patrons, features)
        Standard deviation of each feature over the profiles.
    rests : mapping
        Probability of each profile where patrons come to rest, by the name of the solution, each of shape
        (worlds, profiles); NaN where there is no such rest.
    equilibria : array of int, shape (worlds,)
        Number of pure Nash equilibria.
    cycles : array of bool, shape (worlds,)
        Whether best responses in turn end in a cycle.
    gap : float
        Largest gap of the quantal responses.
    """

    features: Features
    deviations: Array
    rests: Mapping[str, Array]
    equilibria: NDArray[np.int64]
    cycles: NDArray[np.bool_]
    gap: float


def standardise(values: Array) -> tuple[Array, Array]:
    """Divide features by their standard deviations over profiles, which are returned as well.

    Features that do not vary become 0.
    """
    deviations = values.std(axis=1, keepdims=True)
    flat = deviations <= FLAT
    return np.where(flat, 0.0, values / np.where(flat, 1.0, deviations)), deviations


def build_weights(scenario: Scenario) -> Array:
    """Return what patrons want, shape (patrons, features); a patron without interests has none."""
    return np.array(
        [[scenario.interests.get(p, {}).get(name, 0.0) for name in INTERESTS] for p in scenario.patrons]
    )


def play_strategy(worlds: Worlds, features: Features, precision: float) -> Play:
    """Solve the game of the patrons against what a strategy brings."""
    shape = worlds.policies.shape
    scaled, deviations = standardise(features.values)
    worth = (scaled * build_weights(worlds.scenario)).sum(axis=3)  # worlds, profiles, patrons
    payoffs = np.moveaxis(worth, 2, 1).reshape(worlds.count, len(shape), *shape)
    logit = solve_qre(payoffs, precision)
    smooth = np.where(logit.gaps[:, None] <= SETTLED, join_mixes(logit.mixes), np.nan)
    stable = find_pure_nash(payoffs)
    with np.errstate(invalid="ignore"):
        nash = stable / stable.sum(axis=1, keepdims=True)  # NaN where there is none
    ends = [follow_best_responses(table, worlds.policies.observed) for table in payoffs]
    visits = np.zeros(stable.shape)
    for world, end in enumerate(ends):
        visits[world, np.ravel_multi_index(np.array(end).T, shape)] = 1.0 / len(end)
    rests = {"qre": smooth, "nash": nash, "respond": visits}
    cycles = np.array([len(end) > 1 for end in ends])
    return Play(features, deviations, rests, stable.sum(axis=1), cycles, float(logit.gaps.max()))


def choose_last(plays: Sequence[Features]) -> Features:
    """Return the features and utility if the hedger takes the best strategy at every profile."""
    means = np.stack([f.utility.mean(axis=2) for f in plays])
    best = means.argmax(axis=0)
    worlds, profiles = np.indices(best.shape)
    values, utility = (np.stack([getattr(f, name) for f in plays]) for name in ("values", "utility"))
    return Features(values[best, worlds, profiles], utility[best, worlds, profiles])

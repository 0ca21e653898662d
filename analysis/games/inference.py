"""The inverse question: which interests would make what patrons do the best that they can do.

The answer is a cone of weights, often wide: none is an estimate of what a patron wants.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RATIONAL = 1e-6
"""Largest regret of a policy that counts as a best response."""
FLOOR = 0.02
"""Least weight in the set of interests that comes nearest over many draws."""
FLAT = 1e-9
"""A feature that no alternative moves by more is left out: it would make anything a best response."""


def find_varying(changes: Array) -> NDArray[np.bool_]:
    """Return which features an alternative moves at all; changes have shape (..., alternatives, features)."""
    return np.asarray((np.abs(changes) > FLAT).any(axis=tuple(range(changes.ndim - 1))))


def find_least_regret(changes: Array) -> tuple[float, Array]:
    """Find the interests under which a policy is least regretted.

    Minimises e subject to w (f_alternative - f_policy)/sd <= e for every alternative, w >= 0, sum w = 1.

    Parameters
    ----------
    changes : array, shape (alternatives, features)
        What each alternative changes, in standard deviations of the features.

    Returns
    -------
    float
        The regret e: how much the best alternative would bring more; 0 if the policy is a best response. A
        policy whose alternatives change nothing has none.
    array, shape (features,)
        The weights.
    """
    regrets, weights = find_nearest_interests(changes[None], 0.0)
    return float(regrets[0]), weights


def find_nearest_interests(changes: Array, floor: float = FLOOR) -> tuple[Array, Array]:
    """Find one set of interests with the least mean regret over several worlds.

    Parameters
    ----------
    changes : array, shape (worlds, alternatives, features)
        What each alternative changes in each world, in standard deviations of the features.
    floor : float
        Least weight of every feature that varies.

    Returns
    -------
    array, shape (worlds,)
        The regret in each world.
    array, shape (features,)
        The weights; 0 for features that are left out.
    """
    from scipy.optimize import linprog

    worlds, alternatives, features = changes.shape
    weights, used = np.zeros(features), np.flatnonzero(find_varying(changes))
    if not len(used):
        return np.zeros(worlds), weights
    rows = changes[:, :, used].reshape(worlds * alternatives, len(used))
    regrets = -np.repeat(np.eye(worlds), alternatives, axis=0)
    found = linprog(
        np.concatenate([np.zeros(len(used)), np.full(worlds, 1.0 / worlds)]),
        A_ub=np.hstack([rows, regrets]),
        b_ub=np.zeros(len(rows)),
        A_eq=np.concatenate([np.ones(len(used)), np.zeros(worlds)])[None],
        b_eq=[1.0],
        bounds=[(min(floor, 1.0 / len(used)), 1.0)] * len(used) + [(0.0, None)] * worlds,
    )
    assert found.x is not None  # a regret may be as large as it needs to be
    weights[used] = found.x[: len(used)]
    return np.asarray(found.x[len(used) :]), weights


def measure_regrets(changes: Array, weights: Array) -> tuple[Array, NDArray[np.int64]]:
    """Measure a policy under given interests, in each world.

    Returns
    -------
    array, shape (worlds,)
        How much the best alternative brings more, 0 if none does.
    array of int, shape (worlds,)
        Rank of the policy, 1 for the best.
    """
    gains = changes @ weights
    return np.maximum(gains.max(axis=1, initial=0.0), 0.0), 1 + (gains > RATIONAL).sum(axis=1)


def select_alternatives(values: Array, shape: Sequence[int], observed: Sequence[int], player: int) -> Array:
    """Return what each policy of a player brings it while the others stay, shape (worlds, policies, ...).

    Parameters
    ----------
    values : array, shape (worlds, profiles, ...)
        A quantity at every profile.
    shape, observed : sequence of int
        Number of policies of each player, and the place of those in use.
    player : int
        The player that moves.
    """
    tensor = values.reshape(len(values), *shape, *values.shape[2:])
    line: list[int | slice] = list(observed)
    line[player] = slice(None)
    return np.asarray(tensor[(slice(None), *line)])

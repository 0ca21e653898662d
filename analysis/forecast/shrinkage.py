"""Slopes of yearly changes by group, each shrunk towards what all groups have in common.

In group g the change of year t in a state is y = x b_g + u_t + e: the years' common shocks u count once and
not once a state, because an oil price or a war moves all states together. Slopes are normal about a common
centre, b_g ~ N(b, tau^2), and the centre about a guess, b ~ N(guess, doubt^2); tau is averaged over a grid
(Gelman and Hill 2007, Data Analysis Using Regression and Multilevel/Hierarchical Models, chapter 12; for the
variances of u and e the moments of Swamy and Arora 1972, Econometrica 40).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Group = tuple[str, str]

PARTS = (0.05, 0.25, 0.5, 1.0)
"""How far groups may differ: standard deviations relative to the doubt about the centre, equally likely."""
LEAST = 1e-6
"""Least variance of a change."""


class Changes(NamedTuple):
    """Changes of one group: of the observations (n,), of what explains them (n, k), and their years (n,)."""

    observed: Numbers
    explained_by: Numbers
    years: NDArray[np.int64]


class Slope(NamedTuple):
    """Mean and standard deviation of a group's slopes, each of shape (k,)."""

    mean: Numbers
    doubt: Numbers


class Slopes(NamedTuple):
    """Slopes by group, and that of a group without observations, of which only the centre is known."""

    groups: Mapping[Group, Slope]
    centre: Slope

    def of(self, group: Group) -> Slope:
        """Return the slope of a group."""
        return self.groups.get(group, self.centre)


def estimate_slopes(
    changes: Mapping[Group, Changes], guess: Sequence[float], doubt: Sequence[float]
) -> Slopes:
    """Estimate the slopes of all groups.

    Parameters
    ----------
    changes : mapping
        Changes by group.
    guess, doubt : sequence of float, length k
        Mean and standard deviation of the centre before any change is seen.
    """
    size = len(guess)
    # the last group has no changes: what is learnt of it is what is learnt of the centre
    facts = [weigh_changes(c) for c in changes.values()] + [(np.zeros((size, size)), np.zeros(size))]
    found = [solve_groups(facts, np.asarray(guess, float), np.asarray(doubt, float), part) for part in PARTS]
    weights = np.exp(np.array([f[2] for f in found]) - max(f[2] for f in found))
    weights /= weights.sum()
    mean = np.einsum("t,tgk->gk", weights, [f[0] for f in found])
    square = np.einsum("t,tgk->gk", weights, [f[1] + f[0] ** 2 for f in found])
    slopes = [Slope(m, np.sqrt(np.maximum(s - m**2, 0.0))) for m, s in zip(mean, square, strict=True)]
    return Slopes(dict(zip(changes, slopes[:-1], strict=True)), slopes[-1])


def weigh_changes(c: Changes) -> tuple[Numbers, Numbers]:
    """Return a group's information X'V^-1 X, shape (k, k), and X'V^-1 y, shape (k,)."""
    within, between = estimate_variances(c)
    both = np.column_stack([c.explained_by, c.observed])
    total = both.T @ both
    for year in np.unique(c.years):
        rows = both[c.years == year]
        n = len(rows)
        shrink = n * between / (within + n * between)
        total -= shrink * n * np.outer(rows.mean(axis=0), rows.mean(axis=0))
    return total[:-1, :-1] / within, total[:-1, -1] / within


def estimate_variances(c: Changes) -> tuple[float, float]:
    """Estimate the variances of e and of u from what least squares leaves over."""
    slope = np.linalg.lstsq(c.explained_by, c.observed, rcond=None)[0]
    left = c.observed - c.explained_by @ slope
    years, place, count = np.unique(c.years, return_inverse=True, return_counts=True)
    means = np.bincount(place, left) / count
    free = max(len(left) - len(years), 1)
    within = max(float(((left - means[place]) ** 2).sum()) / free, LEAST)
    between = max(float((means**2 - within / count).mean()), 0.0)
    return within, between


def solve_groups(
    facts: Sequence[tuple[Numbers, Numbers]], guess: Numbers, doubt: Numbers, part: float
) -> tuple[Numbers, Numbers, float]:
    """Return means and variances of all groups' slopes, (groups, k) each, and the log likelihood of a tau."""
    groups, size = len(facts), len(guess)
    alike = np.kron(np.ones((groups, groups)) + part**2 * np.eye(groups), np.diag(doubt**2))
    inverse = np.linalg.inv(alike)
    information = inverse.copy()
    for g, (fact, _) in enumerate(facts):
        rows = slice(g * size, (g + 1) * size)
        information[rows, rows] += fact
    spread = np.linalg.inv(information)
    start = np.tile(guess, groups)
    toward = inverse @ start + np.concatenate([f[1] for f in facts])
    mean = spread @ toward
    log_size = np.linalg.slogdet(alike)[1] + np.linalg.slogdet(information)[1]
    likelihood = 0.5 * float(mean @ toward - start @ inverse @ start - log_size)
    return mean.reshape(groups, size), np.diag(spread).reshape(groups, size), likelihood

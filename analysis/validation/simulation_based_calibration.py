"""Simulation-based calibration: whether posteriors have the right width and location.

Parameters are drawn from the prior, data simulated with them, and a posterior computed from the data. If
prior and likelihood are consistent, the rank of a drawn parameter among draws of its posterior is uniform
(Talts, Betancourt, Simpson, Vehtari and Gelman 2018). The rank of the log likelihood reveals faults that no
single parameter shows (Modrak et al. 2023). The prior has a finite number of points, so that the posterior is
exact and one set of model runs serves all replications.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from ..calibration.discrepancy import Discrepancy, compute_likelihood, replace_values, select_evidence
from ..calibration.problem import Case, Problem, map_points
from ..calibration.readings import simulate_readings
from ..forecast.origin import AT_ONCE
from .synthetic import draw_series

Numbers = NDArray[np.float64]
Ranks = NDArray[np.int64]
Refit = Callable[[Discrepancy], Discrepancy]

STREAM = 0x52414E  # the letters "RAN": keeps these numbers apart from others under the same seed
SIMULATED = 4000
"""Samples of uniform ranks behind a p-value."""


def exact_ranks(
    p: Problem, replications: int, *, points: int, draws: int, refit: Refit = lambda d: d
) -> Ranks:
    """Compute ranks under a prior with a finite number of points, so that posteriors are exact.

    Parameters
    ----------
    p : Problem
        The calibration problem, with one case.
    replications, points, draws : int
        Replications, points of the prior, and draws of each posterior.
    refit : callable
        Replaces the discrepancy that simulated the data by the one that the likelihood uses; by default the
        same.

    Returns
    -------
    array of int, shape (replications, parameters + 1)
        Ranks from 0 to ``draws``, that of the log likelihood last; ties are ordered at random.
    """
    rng = np.random.default_rng([p.seed, STREAM, points])
    prior = p.prior.sample(points, rng)
    (c,) = p.cases
    readings = simulate_case(c, p, prior)
    found = np.empty((replications, len(p.prior.paths) + 1), np.int64)
    for row in found:
        planted = int(rng.integers(points))
        likelihood = compute_planted_likelihoods(c, readings, planted, rng, refit)
        weights = np.exp(likelihood - likelihood.max())
        candidates = np.column_stack([prior, likelihood])
        posterior = candidates[rng.choice(points, draws, p=weights / weights.sum())]
        lots = rng.random((draws, 1)) < rng.random()  # ties: a random place among them
        truth = candidates[planted]
        row[:] = ((posterior < truth) | ((posterior == truth) & lots)).sum(axis=0)
    return found


def simulate_case(c: Case, p: Problem, points: Numbers) -> list[Numbers]:
    """Simulate a case's readings at points, in the years of each series: arrays of shape (points, n)."""
    about = [d.series.about for d in c.discrepancies]
    parts = [
        simulate_readings(c.scenario, about, map_points(c.scenario, p.prior, part), runs=p.runs, seed=p.seed)
        for part in np.array_split(points, max(1, len(points) // AT_ONCE))
    ]
    whole = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return [r[:, d.series.years - c.first_year] for r, d in zip(whole, c.discrepancies, strict=True)]


def compute_planted_likelihoods(
    c: Case, readings: list[Numbers], planted: int, rng: np.random.Generator, refit: Refit
) -> Numbers:
    """Compute the log likelihood at all points for data simulated at point ``planted``, shape (points,)."""
    total = np.zeros(len(readings[0]))
    for d, r in zip(c.discrepancies, readings, strict=True):
        values = draw_series(d, r[[planted]], rng)[0]
        posterior = refit(replace_values(d, values))
        total += compute_likelihood(
            posterior, r[:, len(posterior.series.years) - len(select_evidence(posterior.series).years) :]
        )
    return total


def uniformity_p_value(found: Ranks, draws: int, seed: int = 1) -> float:
    """Compute the p-value of a test that ranks are uniform.

    The statistic is the smallest pointwise tail probability of the binomial count of ranks up to each value;
    its distribution comes from simulated uniform ranks (Sailynoja, Burkner and Vehtari 2022, section 2.2).

    Parameters
    ----------
    found : array of int, shape (replications,)
        Ranks from 0 to ``draws``.
    draws : int
        The largest rank.
    seed : int
        Seed of the simulated ranks.

    Returns
    -------
    float
        Share of simulated rank sets that depart from uniformity at least as far as ``found``.
    """
    rng = np.random.default_rng([seed, STREAM])
    others = ecdf_departures(rng.integers(draws + 1, size=(SIMULATED, len(found))), draws)
    return float((1 + (others <= ecdf_departures(found[None, :], draws)).sum()) / (SIMULATED + 1))


def ecdf_departures(found: Ranks, draws: int) -> Numbers:
    """Compute the smallest two-sided tail probability of the counts of ranks up to each value.

    ``found`` has the shape (samples, replications), the result (samples,).
    """
    count = found.shape[1]
    values, counts = np.arange(draws), np.arange(count + 1)[:, None]
    parts = (values + 1.0) / (draws + 1.0)
    tails = np.minimum(binom.cdf(counts, count, parts), binom.sf(counts - 1, count, parts))
    at_most = np.array([np.bincount(f, minlength=draws + 1)[:draws].cumsum() for f in found])
    return np.asarray(2.0 * tails[at_most, values].min(axis=1))

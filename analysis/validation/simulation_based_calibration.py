"""Simulation-based calibration: whether posteriors are as wide as they should be, and in the right place.

Parameters drawn from the prior make data, and the data a posterior. If prior, likelihood and chains say the
same, the rank of a drawn parameter among draws of its posterior is uniform (Talts, Betancourt, Simpson,
Vehtari and Gelman 2018). The log likelihood has a rank too, which finds faults that no single parameter shows
(Modrak et al. 2023).

Two posteriors are at hand: that of the chains, and for many more replications the exact one of a prior that
consists of some points only, of which each model run serves all replications.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from ..calibration.diagnostics import effective_sample_size
from ..calibration.discrepancy import Discrepancy, log_likelihood, select_evidence
from ..calibration.fit import LEFT_OUT, thin_draws
from ..calibration.mcmc import play_chains
from ..calibration.problem import Case, Problem, log_posterior, points_for
from ..calibration.readings import simulate_readings
from ..forecast.predictive import AT_ONCE
from .synthetic import draw_series, made_up

Numbers = NDArray[np.float64]
Ranks = NDArray[np.int64]
Refit = Callable[[Discrepancy], Discrepancy]

STREAM = 0x52414E
LIKELIHOOD = "log likelihood"
SIMULATED = 4000
"""Samples of uniform ranks that a p-value comes from."""


def replicate_ranks(p: Problem, replication: int, *, steps: int, draws: int) -> tuple[Ranks, float]:
    """Ranks in one replication with the chains of a calibration.

    Parameters
    ----------
    p : Problem
        The question; of its observations only years, starts and grids count.
    replication : int
        Number of the replication, which decides all that is drawn, shocks of the runs too.
    steps : int
        Steps of each chain.
    draws : int
        Draws of the posterior that are kept; far fewer than the effective ones.

    Returns
    -------
    array of int, shape (parameters + 1,), and float
        Ranks from 0 to ``draws``, last that of the log likelihood, and the least effective draws.
    """
    fresh = replace(p, seed=p.seed + replication)
    rng = np.random.default_rng([fresh.seed, STREAM])
    point = p.prior.sample(1, rng)
    asked = made_up(fresh, point[0], rng)
    with TemporaryDirectory() as folder:
        chains, _ = play_chains(asked, steps, Path(folder), workers=1)
    settled = chains[:, int(steps * LEFT_OUT) :]
    kept = thin_draws(p.prior, settled, draws, fresh.seed).to_numpy(float)
    below = (with_likelihood(asked, kept) < with_likelihood(asked, point)).sum(axis=0)
    return np.asarray(below, np.int64), float(effective_sample_size(settled).min())


def exact_ranks(
    p: Problem, replications: int, *, points: int, draws: int, refit: Refit = lambda d: d
) -> Ranks:
    """Ranks where the prior is a number of points, so that posteriors are exact.

    Parameters
    ----------
    p : Problem
        The question, of one case.
    replications, points, draws : int
        Replications, points of the prior, and draws of each posterior.
    refit : callable
        What the likelihood makes of a series and its discrepancy, if it is not to be the one that made it.

    Returns
    -------
    array of int, shape (replications, parameters + 1)
        As of :func:`replicate_ranks`; equal values stand in an order drawn by lot.
    """
    rng = np.random.default_rng([p.seed, STREAM, points])
    prior = p.prior.sample(points, rng)
    (c,) = p.cases
    readings = readings_of(c, p, prior)
    found = np.empty((replications, len(p.prior.paths) + 1), np.int64)
    for row in found:
        planted = int(rng.integers(points))
        likelihood = log_likelihoods(c, readings, planted, rng, refit)
        weights = np.exp(likelihood - likelihood.max())
        told = np.column_stack([prior, likelihood])
        kept = told[rng.choice(points, draws, p=weights / weights.sum())]
        lots = rng.random((draws, 1)) < rng.random()  # equal values in a random order
        row[:] = ((kept < told[planted]) | ((kept == told[planted]) & lots)).sum(axis=0)
    return found


def readings_of(c: Case, p: Problem, points: Numbers) -> list[Numbers]:
    """Return a case's readings at points, in the years of each series."""
    about = [d.series.about for d in c.discrepancies]
    parts = [
        simulate_readings(c.scenario, about, points_for(c.scenario, p.prior, part), runs=p.runs, seed=p.seed)
        for part in np.array_split(points, max(1, len(points) // AT_ONCE))
    ]
    whole = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return [r[:, d.series.years - c.first_year] for r, d in zip(whole, c.discrepancies, strict=True)]


def log_likelihoods(
    c: Case, readings: list[Numbers], planted: int, rng: np.random.Generator, refit: Refit
) -> Numbers:
    """Return log likelihood at all points of data that one of them made."""
    total = np.zeros(len(readings[0]))
    for d, r in zip(c.discrepancies, readings, strict=True):
        values = draw_series(d, r[[planted]], rng)[0]
        made = refit(replace(d, series=replace(d.series, values=values)))
        total += log_likelihood(
            made, r[:, len(made.series.years) - len(select_evidence(made.series).years) :]
        )
    return total


def with_likelihood(p: Problem, points: Numbers) -> Numbers:
    """Return points and their log likelihoods, shape (points, parameters + 1)."""
    likelihood = log_posterior(p, points) - p.prior.log_density(points)
    return np.column_stack([points, likelihood])


def uniformity_p_value(found: Ranks, draws: int, seed: int = 1) -> float:
    """Return how often uniform ranks leave the ECDF further from the diagonal than some ranks do.

    The largest departure is taken pointwise, as the tail probability of the binomial count of ranks up to
    each value, and compared with the same of simulated uniform ranks (Sailynoja, Burkner and Vehtari 2022,
    section 2.2).

    Parameters
    ----------
    found : array of int, shape (replications,)
        Ranks from 0 to ``draws``.
    draws : int
        The largest rank.
    seed : int
        Of the simulated ranks.

    Returns
    -------
    float
        A p-value.
    """
    rng = np.random.default_rng([seed, STREAM])
    others = ecdf_departures(rng.integers(draws + 1, size=(SIMULATED, len(found))), draws)
    return float((1 + (others <= ecdf_departures(found[None, :], draws)).sum()) / (SIMULATED + 1))


def ecdf_departures(found: Ranks, draws: int) -> Numbers:
    """Smallest two-sided tail probability of the counts of ranks up to each value, shape (samples,)."""
    count = found.shape[1]
    values, counts = np.arange(draws), np.arange(count + 1)[:, None]
    parts = (values + 1.0) / (draws + 1.0)
    tails = np.minimum(binom.cdf(counts, count, parts), binom.sf(counts - 1, count, parts))
    at_most = np.array([np.bincount(f, minlength=draws + 1)[:draws].cumsum() for f in found])
    return np.asarray(2.0 * tails[at_most, values].min(axis=1))

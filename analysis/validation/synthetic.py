"""Synthetic observations simulated by the model, from which a calibration must recover the parameters.

Discrepancies and errors are drawn from the distribution that the likelihood assumes, so that posterior
intervals must contain the true parameters at their nominal rate.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..calibration.deliveries import draw_sized
from ..calibration.discrepancy import Discrepancy, compute_covariance, replace_values, select_evidence
from ..calibration.observables import LUMPY
from ..calibration.observations import Series, unlink
from ..calibration.problem import Case, Problem, map_points
from ..calibration.readings import simulate_readings

Numbers = NDArray[np.float64]

SMALL = 0
"""The point of the grid with the smallest and shortest discrepancy."""


def simulate_problem(p: Problem, point: Numbers, rng: np.random.Generator, at: int | None = None) -> Problem:
    """Return the calibration problem with observations replaced by simulated ones.

    The grids of the discrepancies remain those of the observed series: they are part of the problem, and not
    computed again from the simulated observations.

    Parameters
    ----------
    p : Problem
        Problem that gives the years, links, errors and grids.
    point : array, shape (parameters,)
        True parameters of the simulation.
    rng : Generator
        Generator of discrepancies and errors.
    at : int, optional
        Grid point of the discrepancies; drawn at random if None.
    """
    return replace(p, cases=tuple(simulate_case(c, p, point, rng, at) for c in p.cases))


def simulate_case(c: Case, p: Problem, point: Numbers, rng: np.random.Generator, at: int | None) -> Case:
    """Return one scenario's case with observations replaced by simulated ones."""
    about = [d.series.about for d in c.discrepancies]
    columns = map_points(c.scenario, p.prior, point[None, :])
    readings = simulate_readings(c.scenario, about, columns, runs=p.runs, seed=p.seed)
    known = [r[:, d.series.years - c.first_year] for r, d in zip(readings, c.discrepancies, strict=True)]
    discrepancies = [
        replace_values(d, draw_series(d, r, rng, at)[0]) for d, r in zip(c.discrepancies, known, strict=True)
    ]
    return replace(c, discrepancies=tuple(discrepancies))


def draw_series(
    d: Discrepancy, readings: Numbers, rng: np.random.Generator, at: int | None = None
) -> Numbers:
    """Draw observations of a series around readings, from the prior of discrepancy, factor and error.

    Parameters
    ----------
    d : Discrepancy
        The series; of its values only the start of an anchored series is used.
    readings : array, shape (draws, n)
        The model's readings in the years of the series.
    rng : Generator
        Generator of all random numbers.
    at : int, optional
        Grid point; drawn at random if None.

    Returns
    -------
    array, shape (draws, n)
        In the model's unit.
    """
    count, years = readings.shape
    points = rng.integers(len(d.memories), size=count) if at is None else np.full(count, at)
    away = rng.standard_normal((count, years))
    for g in np.unique(points):  # draws of one grid point share their covariance
        away[points == g] @= covariance_factor(d, g).T
    factors = d.factor * (1.0 + rng.standard_normal((count, 1))) if d.factor else np.ones((count, 1))
    values = unlink(d.series.about, factors * readings + away)
    if d.series.about.link == LUMPY:
        values *= draw_sized_in(d.series, readings, rng)
    started = len(d.series.years) - len(select_evidence(d.series).years)
    values[:, :started] = d.series.values[:started]
    return values


def draw_sized_in(series: Series, readings: Numbers, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw which years of a series are not zero; years without an observation have the next one's reading."""
    whole = np.arange(series.years[0], series.years[-1] + 1)
    return draw_sized(readings[:, np.searchsorted(series.years, whole)], rng)[:, series.years - whole[0]]


def covariance_factor(d: Discrepancy, g: int) -> Numbers:
    """Compute the Cholesky factor of the covariance of discrepancy plus error at a grid point: (n, n)."""
    s = d.series
    spread = compute_covariance(s, s, float(d.memories[g]), float(d.sizes[g]))
    return np.asarray(np.linalg.cholesky(spread + s.about.error**2 * np.eye(len(s.years))))

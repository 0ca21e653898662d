"""Predictive draws of observed series: the model's reading, plus discrepancy, plus observation error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.discrepancy import (
    Discrepancy,
    compute_covariance,
    compute_grid_likelihoods,
    prepare_series,
    select_evidence,
)
from ..calibration.observables import LOGIT, SCALED
from ..calibration.observations import Series, unlink
from ..calibration.prior import Prior
from ..calibration.problem import LEAST, NOTHING, count_evidence, cut_to_year, map_points
from ..calibration.readings import simulate_readings

Numbers = NDArray[np.float64]

STREAM = 0x464F52  # the letters "FOR": keeps these numbers apart from others under the same seed
AT_ONCE = 64
"""Most points that are simulated at the same time."""


@dataclass(frozen=True)
class Forecast:
    """An observed series and its forecast.

    Attributes
    ----------
    series : Series
        All observations, those that the forecast uses and later ones.
    years : array of int, shape (years,)
        Years forecast.
    samples : array, shape (draws, years)
        Predictive draws in the model's unit.
    readings : array, shape (draws, years)
        The model's readings without discrepancy and error, in the model's unit; times the factor if the
        series is known up to a factor.
    """

    series: Series
    years: NDArray[np.int64]
    samples: Numbers
    readings: Numbers


def forecast_all(
    scenario: Scenario,
    series: Sequence[Series],
    prior: Prior,
    draws: Numbers,
    *,
    known_until: int,
    years: tuple[int, int],
    runs: int,
    seed: int,
    conditional: bool = True,
) -> list[Forecast]:
    """Forecast all series with enough known years from draws of the parameters.

    Parameters
    ----------
    scenario : Scenario
        A history that lasts until the last year.
    series : sequence of Series
        Observations; only years up to ``known_until`` are used.
    prior : Prior
        Prior with the parameters of the columns of ``draws``.
    draws : array, shape (draws, parameters)
        Draws of the parameters.
    known_until : int
        Last year of observations used.
    years : tuple of int
        First and last year to forecast.
    runs, seed : int
        As in the calibration of the parameters.
    conditional : bool
        Whether the discrepancy continues that of the known years, as a forecast's must; if not, it is drawn
        from its prior, as for a predictive check.

    Returns
    -------
    list of Forecast
        One per series with at least LEAST years of evidence; a scaled series with zero readings is left out.
    """
    played = cut_to_year(scenario, years[1])
    used = [s for s in series if len(count_evidence(s, known_until).years) >= LEAST]
    about = [s.about for s in used]
    parts = [
        simulate_readings(played, about, map_points(played, prior, part), runs=runs, seed=seed)
        for part in np.array_split(draws, max(1, len(draws) // AT_ONCE))
    ]
    readings = [np.concatenate([part[k] for part in parts]) for k in range(len(used))]
    usual = simulate_readings(played, about, {}, runs=runs, seed=seed)
    first = scenario.first_quarter // 4
    wanted = np.arange(years[0], years[1] + 1)
    found = []
    for k, s in enumerate(used):
        known = s.between(s.start, known_until)
        at_known = usual[k][0, known.years - first]
        if s.about.link == SCALED and at_known.mean() <= NOTHING:
            continue
        rng = np.random.default_rng([seed, STREAM, k, years[0]])
        d = prepare_series(known, at_known)
        found.append(forecast_series(s, d, readings[k], wanted, first, rng, conditional=conditional))
    return found


def forecast_series(
    series: Series,
    d: Discrepancy,
    readings: Numbers,
    years: NDArray[np.int64],
    first: int,
    rng: np.random.Generator,
    *,
    conditional: bool,
) -> Forecast:
    """Forecast one series from the model's readings, shape (draws, years from ``first`` on)."""
    known = select_evidence(d.series)
    at_known, at_years = readings[:, known.years - first], readings[:, years - first]
    weights = compute_grid_likelihoods(d, at_known)
    chosen = choose_grid_points(weights, rng)
    factors = draw_factors(d, at_known, chosen, rng)
    left = known.linked - factors[:, None] * at_known
    target = Series(series.about, years, np.zeros(len(years)), series.start)
    samples = np.empty(at_years.shape)
    for g in np.unique(chosen):  # draws of one grid point share their covariance
        rows = np.flatnonzero(chosen == g)
        samples[rows] = continue_discrepancy(d, g, known, target, left[rows], rng, conditional=conditional)
    model = factors[:, None] * at_years
    return Forecast(series, years, to_model_unit(series, model + samples), to_model_unit(series, model))


def to_model_unit(series: Series, linked: Numbers) -> Numbers:
    """Transform values back to the model's unit; shares of arms are clipped to 0 to 1."""
    values = unlink(series.about, linked)
    if series.about.link != LOGIT and series.about.name.startswith("arms_share"):
        return np.clip(values, 0.0, 1.0)
    return values


def choose_grid_points(log_weights: Numbers, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw a grid point for each draw by its log weights, shape (draws, grid) to (draws,)."""
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    ends = np.cumsum(weights, axis=1)  # inverse of the distribution function, for all draws at once
    at = rng.random(len(weights)) * ends[:, -1]
    return np.asarray((ends < at[:, None]).sum(axis=1), np.int64)


def draw_factors(
    d: Discrepancy, readings: Numbers, chosen: NDArray[np.int64], rng: np.random.Generator
) -> Numbers:
    """Draw each draw's factor from its normal posterior; 1 unless the series is known up to a factor."""
    if not d.factor:
        return np.ones(len(readings))
    roots = d.roots[chosen]
    along = np.einsum("pij,pj->pi", roots, readings)
    seen = np.einsum("pij,j->pi", roots, select_evidence(d.series).linked)
    precision = 1.0 / d.factor**2 + (along**2).sum(axis=1)
    mean = (1.0 / d.factor + (along * seen).sum(axis=1)) / precision
    return np.asarray(mean + rng.standard_normal(len(readings)) / np.sqrt(precision))


def continue_discrepancy(
    d: Discrepancy,
    g: int,
    known: Series,
    target: Series,
    left: Numbers,
    rng: np.random.Generator,
    *,
    conditional: bool,
) -> Numbers:
    """Draw discrepancy plus error of the years forecast, shape (draws, years of ``target``).

    If ``conditional``, it is the normal distribution given the residuals ``left`` of the known years, shape
    (draws, known years).
    """
    memory, size = float(d.memories[g]), float(d.sizes[g])
    spread = compute_covariance(target, target, memory, size)
    mean = np.zeros((len(left), len(target.years)))
    if conditional:
        inverse = d.roots[g].T @ d.roots[g]
        gain = compute_covariance(target, known, memory, size) @ inverse
        mean = left @ gain.T
        spread = spread - gain @ compute_covariance(known, target, memory, size)
    spread = spread + (d.series.about.error**2) * np.eye(len(spread))
    # the small diagonal keeps rounding from making the matrix indefinite
    root = np.linalg.cholesky(spread + 1e-12 * np.eye(len(spread)))
    return np.asarray(mean + rng.standard_normal(mean.shape) @ root.T)

"""Predictive draws of observed series: the model's reading, plus discrepancy, plus observation error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..calibration.deliveries import draw_sized, draw_sized_after, select_sized
from ..calibration.discrepancy import (
    Discrepancy,
    compute_covariance,
    compute_grid_likelihoods,
    prepare_series,
    select_evidence,
)
from ..calibration.observables import LOGIT, LUMPY
from ..calibration.observations import Series, unlink

Numbers = NDArray[np.float64]

STREAM = 0x464F52  # the letters "FOR": keeps these numbers apart from others under the same seed


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
    """

    series: Series
    years: NDArray[np.int64]
    samples: Numbers


def continue_series(
    known: Series,
    readings: Numbers,
    years: NDArray[np.int64],
    first: int,
    samples: int,
    seed: int,
    stream: int,
) -> Numbers:
    """Forecast a series by its readings and the discrepancy that continues its own, shape (samples, years).

    Sample k takes draw k mod draws of ``readings``, shape (draws, years from ``first`` on).
    """
    rng = np.random.default_rng([seed, STREAM, stream])
    d = prepare_series(known, readings[:, known.years - first].mean(axis=0))
    rows = np.arange(samples) % len(readings)
    return forecast_series(known, d, readings[rows], years, first, rng, conditional=True).samples


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
    seen = select_evidence(d.series)
    at_seen, at_years = readings[:, seen.years - first], readings[:, years - first]
    chosen = choose_grid_points(compute_grid_likelihoods(d, at_seen), rng)
    sized = select_sized(seen)
    known, at_known = seen.where(sized), at_seen[:, sized]
    factors = draw_factors(d, at_known, chosen, rng)
    left = known.linked - factors[:, None] * at_known
    target = Series(series.about, years, np.zeros(len(years)), series.start)
    samples = np.empty(at_years.shape)
    for g in np.unique(chosen):  # draws of one grid point share their covariance
        rows = np.flatnonzero(chosen == g)
        samples[rows] = continue_discrepancy(d, g, known, target, left[rows], rng, conditional=conditional)
    model = factors[:, None] * at_years
    drawn = model + samples
    if series.about.link == LUMPY:
        after = readings[:, seen.years[-1] + 1 - first : years[-1] + 1 - first]
        within = draw_sized_after(seen, at_seen, after, rng) if conditional else draw_sized(at_years, rng)
        drawn *= within[:, -len(years) :]
    return Forecast(series, years, to_model_unit(series, drawn))


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

"""What draws of the parameters forecast of an observed series: the model, its discrepancy, and the error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.discrepancy import (
    Discrepancy,
    covariance,
    log_likelihoods,
    prepare_series,
    select_evidence,
)
from ..calibration.observables import LOGIT, SCALED
from ..calibration.observations import Series, unlink
from ..calibration.prior import Prior
from ..calibration.problem import LEAST, NOTHING, count_evidence, points_for, until_year
from ..calibration.readings import simulate_readings

Numbers = NDArray[np.float64]

STREAM = 0x464F52
AT_ONCE = 64
"""Points that are played at the same time."""


@dataclass(frozen=True)
class Forecast:
    """A series and what was forecast of it.

    Attributes
    ----------
    series : Series
        All that was observed, known and unknown to the forecast.
    years : array of int, shape (years,)
        Years forecast.
    samples : array, shape (draws, years)
        In the model's unit.
    readings : array, shape (draws, years)
        What the model alone says, in the model's unit; of a series known up to a factor, with its factor.
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
    """Forecast series from draws of the parameters.

    Parameters
    ----------
    scenario : Scenario
        A history that lasts until the last year.
    series : sequence of Series
        What was observed; only years up to ``known_until`` are looked at.
    prior : Prior
        Whose parameters the columns of ``draws`` are.
    draws : array, shape (draws, parameters)
        Draws of the parameters.
    known_until : int
        Last year whose observations are known.
    years : tuple of int
        First and last year to forecast.
    runs, seed : int
        As the parameters were calibrated.
    conditional : bool
        Whether the discrepancy of known years carries on, as a forecast's must; if not, a discrepancy is
        drawn afresh, as for a predictive check.

    Returns
    -------
    list of Forecast
        One per series with two known years or more.
    """
    played = until_year(scenario, years[1])
    used = [s for s in series if len(count_evidence(s, known_until).years) >= LEAST]
    about = [s.about for s in used]
    parts = [
        simulate_readings(played, about, points_for(played, prior, part), runs=runs, seed=seed)
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
    """Forecast one series from the model's readings in all years, shape (draws, years from the first)."""
    known = select_evidence(d.series)
    at_known, at_years = readings[:, known.years - first], readings[:, years - first]
    weights = log_likelihoods(d, at_known)
    chosen = choose_grid_points(weights, rng)
    factors = factors_drawn(d, at_known, chosen, rng)
    left = known.linked - factors[:, None] * at_known
    target = Series(series.about, years, np.zeros(len(years)), series.start)
    samples = np.empty(at_years.shape)
    for g in np.unique(chosen):
        rows = np.flatnonzero(chosen == g)
        samples[rows] = continue_discrepancy(d, g, known, target, left[rows], rng, conditional=conditional)
    model = factors[:, None] * at_years
    return Forecast(series, years, to_model_unit(series, model + samples), to_model_unit(series, model))


def to_model_unit(series: Series, linked: Numbers) -> Numbers:
    """Return values in the model's unit; shares of arms stay shares."""
    values = unlink(series.about, linked)
    if series.about.link != LOGIT and series.about.name.startswith("arms_share"):
        return np.clip(values, 0.0, 1.0)
    return values


def choose_grid_points(log_weights: Numbers, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a point of the grid for each draw, by its weight."""
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    ends = np.cumsum(weights, axis=1)
    at = rng.random(len(weights)) * ends[:, -1]
    return np.asarray((ends < at[:, None]).sum(axis=1), np.int64)


def factors_drawn(
    d: Discrepancy, readings: Numbers, chosen: NDArray[np.int64], rng: np.random.Generator
) -> Numbers:
    """Factor of each draw: 1, or of a series known up to a factor from its normal posterior."""
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
    """Discrepancy and error in the years forecast, given what was left unexplained in the known ones."""
    memory, size = float(d.memories[g]), float(d.sizes[g])
    spread = covariance(target, target, memory, size)
    mean = np.zeros((len(left), len(target.years)))
    if conditional:
        inverse = d.roots[g].T @ d.roots[g]
        gain = covariance(target, known, memory, size) @ inverse
        mean = left @ gain.T
        spread = spread - gain @ covariance(known, target, memory, size)
    spread = spread + (d.series.about.error**2) * np.eye(len(spread))
    root = np.linalg.cholesky(spread + 1e-12 * np.eye(len(spread)))
    return np.asarray(mean + rng.standard_normal(mean.shape) @ root.T)

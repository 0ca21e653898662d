"""Naive forecasts, the benchmark for the model: samples from simple rules fitted to the training years only.

The rules are those of Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd edition 2021,
sections 5.2, 5.5 and 7.6), on a link scale: shares as logits, so that samples stay between 0 and 1, other
series unchanged.

``persistence``
    The last value; the spread of a random walk, s sqrt(h) at horizon h, with s the root mean square of yearly
    changes (a change over a gap of g years counts as g years: divided by sqrt(g)).
``mean3``
    The mean of the last three values; at every horizon the spread of the rule's own one-step errors.
``trend``
    Least squares line with its prediction interval: Student's t of n - 2 degrees of freedom around the line,
    s sqrt(1 + 1/n + (t - mean t)**2 / sum (t_i - mean t)**2).
``drift``
    A random walk with drift, the mean yearly change; s sqrt(h (1 + h / n)) over n years of training.

Short series: with fewer than 3 values every rule is persistence; ``mean3`` has no error of its own below 4
and takes that of persistence; ``trend`` is persistence below 4, because t of one degree of freedom has no
mean. With one value s is the floor, so that even a series without changes is uncertain: .01 on logits, on a
plain scale a hundredth of the mean absolute value.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri, stdtrit

from ...model.errors import InputError
from ...model.parameters.lookup import hint

Floats = NDArray[np.float64]
Years = NDArray[np.int64]

LOGIT, PLAIN = "logit", "plain"
SCALES = (LOGIT, PLAIN)
EDGE = 1e-4
"""Least distance of a share from 0 and 1, as in the likelihood: a logit of 0 is not a number."""
FLOOR = 0.01
"""Least spread of a year: on logits, and on a plain scale in parts of the values' mean size."""
LEAST = 1e-6
"""Least spread of a series that is all zeros."""
WINDOW = 3
"""Values that ``mean3`` takes the mean of, and the fewest that another rule than persistence needs."""
FEWEST_FOR_TREND = 4
STREAM = 0x6E616976  # the letters "naiv": keeps these numbers apart from others under the same seed


class Forecast(NamedTuple):
    """A forecast on the link scale: location and scale of each year, and the shape of the distribution.

    Attributes
    ----------
    middle, spread : array, shape (horizon,)
        Location and scale.
    degrees : float
        Degrees of freedom of Student's t; infinite for a normal.
    """

    middle: Floats
    spread: Floats
    degrees: float = float("inf")


def sample_naive(
    rule: str,
    years: Years,
    values: Floats,
    *,
    horizon: int,
    samples: int = 1000,
    seed: int = 1,
    stream: int = 0,
    scale: str = PLAIN,
) -> Floats:
    """Draw samples of a naive forecast of the years after a training series.

    Parameters
    ----------
    rule : str
        One of RULES.
    years : array of int, shape (n,)
        Training years in any order, with gaps or without.
    values : array, shape (n,)
        Observed values of these years.
    horizon : int
        Years to forecast, from the year after the last.
    samples, seed, stream : int
        Number of samples, and the seed and stream that make them reproducible. Each series has a stream of
        its own, shared by all rules, so that rules differ by their forecasts and not by chance.
    scale : str
        ``logit`` for shares between 0 and 1, else ``plain``.

    Returns
    -------
    array, shape (samples, horizon)
        In the unit of the series. Years are drawn independently, because scores are of single years.

    Raises
    ------
    InputError
        With all faults of rule, scale, horizon and series.
    """
    forecast = compute_forecast(rule, years, values, horizon, scale)
    return draw_samples(forecast, samples, seed, stream, scale)


def compute_forecast(rule: str, years: Years, values: Floats, horizon: int, scale: str) -> Forecast:
    """Compute the forecast that :func:`sample_naive` draws from.

    Raises
    ------
    InputError
        As in :func:`sample_naive`.
    """
    years, values = np.asarray(years, np.int64), np.asarray(values, float)
    faults = _request_faults(rule, years, values, horizon, scale)
    if faults:
        raise InputError(*faults)
    order = np.argsort(years)
    years, values = years[order], to_link_scale(values[order], scale)
    ahead = np.arange(1, horizon + 1)
    least = minimum_spread(values, scale)
    return (RULES[rule] if len(years) >= WINDOW else persistence)(years, values, ahead, least)


def draw_samples(forecast: Forecast, samples: int, seed: int, stream: int, scale: str) -> Floats:
    """Draw samples of a forecast in the unit of the series, shape (samples, horizon)."""
    part = draw_uniforms(samples, len(forecast.middle), seed, stream)
    z = ndtri(part) if np.isinf(forecast.degrees) else stdtrit(forecast.degrees, part)
    found = forecast.middle + forecast.spread * z
    return np.asarray(expit(found) if scale == LOGIT else found)


def persistence(years: Years, values: Floats, ahead: Years, least: float) -> Forecast:
    """Forecast the last value, with the spread of a random walk."""
    spread = max(walk_error(years, values), least)
    return Forecast(np.full(len(ahead), values[-1]), spread * np.sqrt(ahead))


def mean3(years: Years, values: Floats, ahead: Years, least: float) -> Forecast:
    """Forecast the mean of the last three values, with the spread of its one-step errors, gaps ignored."""
    before = np.convolve(values, np.full(WINDOW, 1.0 / WINDOW), "valid")
    errors = values[WINDOW:] - before[:-1]
    spread = root_mean_square(errors) if len(errors) else walk_error(years, values)
    return Forecast(np.full(len(ahead), before[-1]), np.full(len(ahead), max(spread, least)))


def trend(years: Years, values: Floats, ahead: Years, least: float) -> Forecast:
    """Forecast by a least squares line, with its prediction interval."""
    n = len(years)
    if n < FEWEST_FOR_TREND:
        return persistence(years, values, ahead, least)
    from_mean = years - years.mean()
    squares = float(from_mean @ from_mean)
    slope = float(from_mean @ values) / squares
    errors = values - values.mean() - slope * from_mean
    spread = max(float(np.sqrt(errors @ errors / (n - 2))), least)
    at = years[-1] + ahead - years.mean()
    return Forecast(values.mean() + slope * at, spread * np.sqrt(1.0 + 1.0 / n + at**2 / squares), n - 2.0)


def drift(years: Years, values: Floats, ahead: Years, least: float) -> Forecast:
    """Forecast a random walk with the mean yearly change."""
    gaps, span = np.diff(years), years[-1] - years[0]
    change = (values[-1] - values[0]) / span
    errors = (np.diff(values) - change * gaps) / np.sqrt(gaps)
    spread = max(float(np.sqrt(errors @ errors / (len(errors) - 1))), least)
    return Forecast(values[-1] + change * ahead, spread * np.sqrt(ahead * (1.0 + ahead / span)))


RULES: dict[str, Callable[[Years, Floats, Years, float], Forecast]] = {
    "persistence": persistence,
    "mean3": mean3,
    "trend": trend,
    "drift": drift,
}
"""Rules by name: years and values of training on the link scale, years ahead, least spread."""


def walk_error(years: Years, values: Floats) -> float:
    """Compute the root mean square of yearly changes; 0 with a single value."""
    return root_mean_square(np.diff(values) / np.sqrt(np.diff(years))) if len(values) > 1 else 0.0


def root_mean_square(errors: Floats) -> float:
    """Compute the root mean square."""
    return float(np.sqrt(np.mean(errors**2)))


def to_link_scale(values: Floats, scale: str) -> Floats:
    """Transform values to the link scale."""
    return np.asarray(logit(np.clip(values, EDGE, 1.0 - EDGE)) if scale == LOGIT else values)


def minimum_spread(values: Floats, scale: str) -> float:
    """Return the least spread of a series on the link scale."""
    return FLOOR if scale == LOGIT else max(FLOOR * float(np.abs(values).mean()), LEAST)


def draw_uniforms(samples: int, horizon: int, seed: int, stream: int) -> Floats:
    """Draw numbers strictly between 0 and 1 from a generator of the seed and stream.

    The result has the shape (samples, horizon). Years are drawn one after the other, so that a longer horizon
    leaves the numbers of the first years as they are.
    """
    rng = np.random.default_rng([seed, STREAM, stream])
    return np.asarray(np.maximum(rng.random((horizon, samples)).T, np.finfo(float).tiny))


def _request_faults(rule: str, years: Years, values: Floats, horizon: int, scale: str) -> list[str]:
    """Describe all faults of a request for a forecast."""
    faults = []
    for what, name, known in (("rule", rule, RULES), ("scale", scale, SCALES)):
        if name not in known:
            faults.append(f"unknown {what} {name!r}; known are {', '.join(known)}{hint(name, known)}")
    if horizon < 1:
        faults.append(f"horizon: found {horizon}; allowed is 1 year or more")
    if not len(years) or years.shape != values.shape:
        return [*faults, f"found {len(years)} training years and {values.size} values; one a year is needed"]
    each, times = np.unique(years, return_counts=True)
    faults += [f"training year {year} is given twice" for year in each[times > 1]]
    if not np.isfinite(values).all():
        empty = ", ".join(map(str, years[~np.isfinite(values)]))
        faults.append(f"training years without a finite value: {empty}; leave them out")
    elif scale == LOGIT and not ((values >= 0.0) & (values <= 1.0)).all():
        worst = values[np.argmax(np.abs(values - 0.5))]
        faults.append(f"a share lies between 0 and 1, found {worst:g}; shares in per cent are divided by 100")
    return faults

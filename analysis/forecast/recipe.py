"""The recipe of forecasts: the last observation, a shrunk change of the model, spreads pooled over states.

With T the last year known, y the observation, m_d the model's reading with draw d, and z the scale of the
series (log odds of shares and indices between 0 and 1, else the value itself)::

    z_d(T + h) = A_h + lambda [m_d(T + h) - m_d(T)] + s h^growth e

A_h is the last observation; where embargoes were announced, what they leave of it
(:mod:`.embargo_persistence`). e is Student's t, s the yearly spread pooled over states (:mod:`.spreads`) and
lambda is estimated in other states (:mod:`.pool`). With lambda 0 it is persistence with a pooled spread.

Disputes and support come back to a level: their mean, smoothed, with one spread at every horizon. Loans are
the model's reading plus a discrepancy (:mod:`.predictive`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from ..calibration.observables import SCALED
from ..calibration.observations import Series
from .naive import LOGIT, PLAIN, minimum_spread, root_mean_square, to_link_scale
from .shrinkage import Slope

Numbers = NDArray[np.float64]

STREAM = 0x52454349  # the letters "RECI": keeps these numbers apart from others under the same seed


class Recipe(NamedTuple):
    """Settings of the recipe.

    Attributes
    ----------
    growth : float
        Power of the years ahead with which the spread grows.
    degrees, size : float
        Degrees of freedom of Student's t, and its scale: .85 gives it nearly the variance of a normal.
    weight : float
        Yearly changes that the typical state counts as in a pooled spread.
    doubt : float
        Standard deviation of lambda's centre before data; its mean is a half.
    mass : float
        Standard deviation, before data, of the elasticity of trade to a partner's mass beyond the model's.
    smoothing : float
        Weight of the last year in a smoothed mean.
    """

    growth: float = 0.2
    degrees: float = 6.0
    size: float = 0.85
    weight: float = 1000.0
    doubt: float = 0.125
    mass: float = 0.05
    smoothing: float = 0.2


RECIPE = Recipe()


class Kind(NamedTuple):
    """How a kind of series is forecast.

    Attributes
    ----------
    scale : str
        ``logit`` or ``plain``.
    low, high : float
        Ends of the possible range.
    slope : float or None
        lambda; None if it is estimated.
    rule : str
        ``anchor``, ``level`` or ``discrepancy``.
    pooled : bool
        Whether the spread is pooled over states.
    """

    scale: str
    low: float
    high: float
    slope: float | None
    rule: str = "anchor"
    pooled: bool = True


KINDS = {
    "export": Kind(LOGIT, 0.0, 1.0, None),
    "import": Kind(LOGIT, 0.0, 1.0, None),
    "arms": Kind(PLAIN, 0.0, 1.0, 0.0, pooled=False),
    "loans": Kind(PLAIN, -np.inf, np.inf, 0.0, "discrepancy"),
    "subsidy": Kind(PLAIN, 0.0, np.inf, 1.0, pooled=False),
    "influence": Kind(LOGIT, 0.0, 1.0, None),
    "disputes": Kind(PLAIN, 0.0, np.inf, 0.0, "level"),
    "support": Kind(PLAIN, 0.0, np.inf, 0.0, "level"),
}
"""Kinds by the first word of a series' name.

Lambda is 0 for arms, of whose changes the model's say nothing, and their spread is their own: some states buy
from one patron for decades, others turn at once. So is that of subsidies, which are parts of GDP and a tenth
of it in one state, nothing in another.
"""


class Shocks(NamedTuple):
    """Random numbers of one series, the same for every forecast of it, so that these differ by what they say.

    Attributes
    ----------
    change : array, shape (samples, years)
        Student's t.
    slope : array, shape (samples,)
        Standard normal.
    """

    change: Numbers
    slope: Numbers


def draw_shocks(recipe: Recipe, samples: int, years: int, seed: int, stream: int) -> Shocks:
    """Draw the random numbers of one series; ``stream`` is its own."""
    rng = np.random.default_rng([seed, STREAM, stream])
    slope = rng.standard_normal(samples)
    if np.isinf(recipe.degrees):
        return Shocks(rng.standard_normal((years, samples)).T, slope)
    return Shocks(recipe.size * rng.standard_t(recipe.degrees, (years, samples)).T, slope)


def find_kind(series: Series) -> Kind:
    """Return the kind of a series."""
    return KINDS[series.about.name.partition("_")[0]]


def to_scale(series: Series, values: Numbers) -> Numbers:
    """Transform values in the series' unit to its scale."""
    return to_link_scale(values, find_kind(series).scale)


def to_unit(series: Series, values: Numbers) -> Numbers:
    """Transform values back to the series' unit, within the possible range."""
    kind = find_kind(series)
    return np.asarray(np.clip(expit(values) if kind.scale == LOGIT else values, kind.low, kind.high))


def scale_readings(series: Series, readings: Numbers, first: int) -> Numbers:
    """Transform readings to the series' scale, shape (draws, years from ``first`` on).

    A series known up to a factor is put through its last observation, draw by draw.
    """
    if series.about.link != SCALED:
        return readings  # shares are log odds already
    at_last = np.maximum(readings[:, series.years[-1] - first], 1e-9)
    return to_scale(series, series.values[-1] * readings / at_last[:, None])


def draw_anchored(
    anchor: Numbers,
    change: Numbers,
    slope: Slope,
    spread: float,
    ahead: NDArray[np.int64],
    shocks: Shocks,
    recipe: Recipe = RECIPE,
) -> Numbers:
    """Draw a forecast on the series' scale, shape (samples, years).

    Parameters
    ----------
    anchor : array, shape (years,)
        The last observation, or what embargoes leave of it.
    change : array, shape (draws, years)
        Changes of the model's reading since the last year known; sample k takes draw k mod draws.
    slope : Slope
        lambda and its doubt.
    spread : float
        Spread of a year's change.
    ahead : array of int, shape (years,)
        Years since the last one known.
    shocks : Shocks
        Random numbers.
    recipe : Recipe
        Settings.
    """
    draw = np.arange(len(shocks.slope)) % len(change)
    share = slope.mean[0] + slope.doubt[0] * shocks.slope
    noise = spread * ahead**recipe.growth * shocks.change
    return np.asarray(anchor + share[:, None] * change[draw] + noise)


def draw_level(values: Numbers, shocks: Shocks, recipe: Recipe = RECIPE) -> Numbers:
    """Draw a forecast that comes back to the smoothed mean of past values, shape (samples, years).

    The spread is that of the mean's own errors of one year, at every horizon.
    """
    level, errors = float(values[0]), []
    for value in values[1:]:
        errors.append(float(value) - level)
        level += recipe.smoothing * errors[-1]
    spread = max(root_mean_square(np.array(errors)) if errors else 0.0, minimum_spread(values, PLAIN))
    return np.asarray(level + spread * shocks.change)

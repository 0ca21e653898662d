r"""Arms shares that are exactly zero: years at whose end nothing was delivered within five years.

Major arms come in few deliveries. If a state gets :math:`\lambda` of them in five years, and the share
:math:`m_t` of them comes from a patron, the chance that the patron delivers in year t is

.. math:: q_t = 1 - e^{-\lambda \max(m_t, \mathrm{STRAY}) / 5},

independently from year to year. The observed share of five years is zero if and only if the patron's last
delivery is five years back or more, so zeros last: twelve zeros in a row are one spell and not twelve
pieces of evidence. The probability of the observed pattern of zeros comes from the forward recursion over
the age of the last delivery (0 to 4 years, or more). Before the first year the chance was that of the first
year, so the first share is zero with probability :math:`e^{-\lambda m_1}`. :math:`\lambda` is unknown, and
averaged over DELIVERIES. A year is taken for the other kind with the probability SLIP, for a register is
dated by calendar years and may contradict itself.

Shares that are not zero have the normal error of any other series (:mod:`.discrepancy`), with the years of
zeros left out and a discrepancy no finer than one delivery. It is a mixture of a point at zero and a
continuous part, as of Cragg (1971), with zeros that depend on the model's reading.
"""

import numpy as np
from numpy.typing import NDArray

from .observables import LUMPY
from .observations import Series

Numbers = NDArray[np.float64]

DELIVERIES = (2.0, 4.0, 8.0, 16.0)
"""Deliveries of all suppliers within five years, equally likely a priori."""
STRAY = 0.01
"""Least share that counts: somebody delivers now and then whom the model has no reason for."""
SLIP = 0.01
"""Chance that a year within five of a delivery is registered as zero, or the other way about."""
SPELL = 5
"""Years over which shares are summed."""


def select_sized(series: Series) -> NDArray[np.bool_]:
    """Return which observations have a size, and therefore the normal error, shape (n,): all but zeros."""
    return np.asarray((series.values != 0.0) | (series.about.link != LUMPY))


def compute_chances(readings: Numbers) -> Numbers:
    """Compute the chance of a delivery in each year: readings (points, n) to (n, points, len(DELIVERIES))."""
    volumes = np.maximum(readings, STRAY).T[:, :, None]  # NaN stays NaN
    return np.asarray(-np.expm1(-np.array(DELIVERIES) * volumes / SPELL))


def start_ages(chance: Numbers) -> Numbers:
    """Compute the distribution of the age of the last delivery after years with one chance.

    The last axis has the ages 0 to SPELL - 1, and SPELL for more.
    """
    stay = 1.0 - chance
    young = [chance * stay**age for age in range(SPELL)]
    return np.stack([*young, stay**SPELL], axis=-1)


def step_ages(ages: Numbers, chance: Numbers) -> Numbers:
    """Return the distribution of ages a year later."""
    stay = (1.0 - chance)[..., None]
    older = ages[..., :-2]
    oldest = ages[..., -2:].sum(axis=-1, keepdims=True)
    fresh = chance[..., None] * ages.sum(axis=-1, keepdims=True)
    return np.concatenate([fresh, stay * older, stay * oldest], axis=-1)


def filter_ages(series: Series, readings: Numbers) -> tuple[Numbers, Numbers]:
    """Compute the log likelihood of a series' zeros, and the distribution of ages after the last year.

    Parameters
    ----------
    series : Series
        Observations, n of them; years without one are passed over with the next one's reading.
    readings : array, shape (points, n)
        The model's readings in these years.

    Returns
    -------
    arrays, shapes (points, len(DELIVERIES)) and (points, len(DELIVERIES), SPELL + 1)
    """
    chances, sized = compute_chances(readings), select_sized(series)
    gaps = np.diff(series.years, prepend=series.years[:1])
    ages = start_ages(chances[0])
    total = np.zeros(ages.shape[:-1])
    for chance, seen, gap in zip(chances, sized, gaps, strict=True):
        for _ in range(int(gap)):
            ages = step_ages(ages, chance)
        ages = ages * np.where((np.arange(SPELL + 1) < SPELL) == seen, 1.0 - SLIP, SLIP)
        share = ages.sum(axis=-1)
        total += np.log(share)
        ages = ages / share[..., None]
    return total, ages


def compute_zero_likelihood(series: Series, readings: Numbers) -> Numbers:
    """Compute the log likelihood of which years are zero, averaged over DELIVERIES, shape (points,)."""
    if series.about.link != LUMPY or not len(series.years):
        return np.zeros(len(readings))
    each, _ = filter_ages(series, readings)
    most = each.max(axis=1)
    return np.asarray(most + np.log(np.exp(each - most[:, None]).mean(axis=1)))


def draw_sized(readings: Numbers, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw which years have a share that is not zero, from the prior of DELIVERIES.

    Parameters
    ----------
    readings : array, shape (draws, years)
        The model's readings in successive years.
    rng : Generator
        Generator of all random numbers.

    Returns
    -------
    array of bool, shape (draws, years)
    """
    rates = rng.integers(len(DELIVERIES), size=len(readings))
    rows = np.arange(len(readings))
    chances = compute_chances(readings)[:, rows, rates]
    first, *later = chances
    ages = draw_ages(start_ages(first), rng)
    within = continue_ages(ages, np.array(later).reshape(-1, len(rows)), rng)
    return let_slip(np.column_stack([ages < SPELL, within]), rng)


def draw_sized_after(
    known: Series, at_known: Numbers, readings: Numbers, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Draw which of the years after the known ones have a share that is not zero, given the known zeros.

    Parameters
    ----------
    known : Series
        Observations, at least one.
    at_known, readings : array, shapes (draws, n) and (draws, years)
        The model's readings in the known years, and in the successive years after them.
    rng : Generator
        Generator of all random numbers.
    """
    rows = np.arange(len(readings))
    each, ages = filter_ages(known, at_known)
    weights = np.exp(each - each.max(axis=1, keepdims=True))
    rates = draw_ages(weights / weights.sum(axis=1, keepdims=True), rng)
    chances = compute_chances(readings)[:, rows, rates]
    return let_slip(continue_ages(draw_ages(ages[rows, rates], rng), chances, rng), rng)


def draw_ages(weights: Numbers, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw an index for each row of weights that sum to 1, shape (draws, k) to (draws,)."""
    at = rng.random(len(weights))
    return np.asarray((np.cumsum(weights, axis=1)[:, :-1] < at[:, None]).sum(axis=1), np.int64)


def continue_ages(ages: NDArray[np.int64], chances: Numbers, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Let deliveries arrive year by year; return which years have one within SPELL, shape (draws, years)."""
    within = np.empty((len(ages), len(chances)), bool)
    for k, chance in enumerate(chances):
        ages = np.where(rng.random(len(ages)) < chance, 0, np.minimum(ages + 1, SPELL))
        within[:, k] = ages < SPELL
    return within


def let_slip(within: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Take each year for the other kind with probability SLIP."""
    return np.asarray(within ^ (rng.random(within.shape) < SLIP))

"""Shares that are exactly zero: the chance of each pattern of zeros, and what is drawn from it."""

from itertools import product

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import multivariate_normal
from support.calibrations import observable, series

from hedgesim.analysis.calibration.deliveries import (
    DELIVERIES,
    SLIP,
    SPELL,
    STRAY,
    compute_chances,
    compute_zero_likelihood,
    draw_sized,
    draw_sized_after,
    filter_ages,
    select_sized,
)
from hedgesim.analysis.calibration.discrepancy import (
    compute_covariance,
    compute_grid_likelihoods,
    compute_likelihood,
    compute_usual_change,
    prepare_series,
    replace_values,
)
from hedgesim.analysis.calibration.observables import LUMPY, PLAIN, list_observables
from hedgesim.analysis.calibration.observations import Series

ARMS = observable(LUMPY, error=0.02)
RATES = np.array(DELIVERIES)


def shares(*values: float, first: int = 2009) -> Series:
    """Arms shares of successive years."""
    return series(ARMS, range(first, first + len(values)), values)


def patterns(count: int) -> list[Series]:
    """Every pattern of zeros of so many years."""
    return [shares(*values) for values in product((0.0, 0.4), repeat=count)]


# ---- the likelihood ---------------------------------------------------------------------------
def test_the_chance_of_a_first_zero_is_known_by_hand() -> None:
    readings = np.array([[0.3]])
    quiet = np.exp(-RATES * 0.3)
    assert np.exp(filter_ages(shares(0.0), readings)[0][0]) == pytest.approx(
        0.99 * quiet + 0.01 * (1 - quiet)
    )
    assert np.exp(filter_ages(shares(0.5), readings)[0][0]) == pytest.approx(
        0.01 * quiet + 0.99 * (1 - quiet)
    )


def enumerate_chance(s: Series, readings: np.ndarray, rate: float) -> float:
    """Chance of a pattern of zeros, summed over all deliveries from four years before on."""
    q = 1.0 - np.exp(-rate * np.maximum(np.concatenate([[readings[0]] * 4, readings]), STRAY) / 5)
    total = 0.0
    for came in product((False, True), repeat=len(q)):
        chance = np.prod(np.where(came, q, 1.0 - q))
        for k, value in enumerate(s.values):
            chance *= 1.0 - SLIP if any(came[k : k + 5]) == (value != 0.0) else SLIP
        total += chance
    return total


def test_each_pattern_has_the_chance_of_the_deliveries_that_make_it() -> None:
    readings = np.array([0.3, 0.05, 0.7, 0.2])
    for s in patterns(4):
        found = np.exp(filter_ages(s, readings[None, :])[0][0])
        assert found == pytest.approx([enumerate_chance(s, readings, rate) for rate in RATES]), s.values


def test_twelve_zeros_are_one_spell_and_weigh_far_less_than_a_normal_error() -> None:
    zeros = shares(*[0.0] * 12)
    found, _ = filter_ages(zeros, np.full((1, 12), 0.1))
    assert found[0] == pytest.approx(-RATES * (0.1 + 11 * 0.1 / 5), abs=0.25)
    plain = prepare_series(series(observable(PLAIN, error=0.02), zeros.years, zeros.values), np.full(12, 0.1))
    readings = np.array([[0.0] * 12, [0.1] * 12, [0.4] * 12])
    lost = compute_zero_likelihood(zeros, readings)
    before = compute_likelihood(plain, readings)
    assert 0.0 > lost[0] > lost[1] > lost[2]
    assert lost[1] == pytest.approx(logsumexp(found[0]) - np.log(4))
    assert before[1] - before[0] < 5 * (lost[1] - lost[0])


def test_chances_of_all_patterns_sum_to_one() -> None:
    readings = np.array([[0.3, 0.1, 0.0, 0.6, 0.9, 0.2, 0.4], [1.0] * 7])
    each = np.array([filter_ages(s, readings)[0] for s in patterns(7)])
    assert logsumexp(each, axis=0) == pytest.approx(np.zeros((2, 4)), abs=1e-9)


def test_a_year_without_an_observation_is_summed_out() -> None:
    whole = np.array([[0.2, 0.5, 0.5]])
    both = [filter_ages(shares(0.0, v, 0.4), whole)[0] for v in (0.0, 0.4)]
    gap = series(ARMS, (2009, 2011), (0.0, 0.4))
    assert filter_ages(gap, whole[:, [0, 2]])[0] == pytest.approx(logsumexp(both, axis=0))


def test_a_reading_of_nothing_does_not_rule_out_a_delivery() -> None:
    assert compute_chances(np.array([[0.0, STRAY, 1.0]]))[:, 0, 1].tolist() == pytest.approx(
        [1 - np.exp(-4 * STRAY / 5)] * 2 + [1 - np.exp(-0.8)]
    )
    assert np.isfinite(compute_zero_likelihood(shares(0.0, 0.7), np.zeros((1, 2)))).all()


def test_shares_that_are_not_zero_have_the_normal_error_of_any_series() -> None:
    arms = shares(0.0, 0.3, 0.0, 0.5, 0.6)
    readings = np.array([[0.2, 0.25, 0.4, 0.5, 0.3]])
    d = prepare_series(arms, np.full(5, 0.2))
    kept = arms.where(select_sized(arms))
    assert kept.years.tolist() == [2010, 2012, 2013]
    each = compute_grid_likelihoods(d, readings)[0]
    for found, memory, size in zip(each, d.memories, d.sizes, strict=True):
        spread = compute_covariance(kept, kept, memory, size) + 0.02**2 * np.eye(3)
        assert found == pytest.approx(multivariate_normal.logpdf(kept.values, [0.25, 0.5, 0.3], spread))
    whole = logsumexp(each) - np.log(len(each)) + compute_zero_likelihood(arms, readings)[0]
    assert compute_likelihood(d, readings)[0] == pytest.approx(whole)


def test_a_discrepancy_is_no_finer_than_a_delivery_and_knows_nothing_of_zeros() -> None:
    assert compute_usual_change(shares(0.0, 0.0, 0.007)) == 1 / 16
    assert compute_usual_change(shares(0.0, 0.30, 0.31)) == 1 / 16
    assert compute_usual_change(shares(0.3, 0.0, 0.9)) == pytest.approx(0.6 / np.sqrt(2))
    assert compute_usual_change(series(observable(PLAIN, error=0.02), values=[0.5] * 4)) == 0.25 * 0.02


def test_one_small_delivery_after_zeros_does_not_rule_out_a_larger_share() -> None:
    rows = [np.full((1, 8), level) for level in (0.02, 0.1)]
    first = shares(*[0.0] * 7, 0.007)
    few, more = (compute_likelihood(prepare_series(first, r[0]), r)[0] for r in rows)
    assert 0.0 < few - more < 3.0


def test_a_series_of_zeros_alone_has_no_normal_error() -> None:
    d = prepare_series(shares(0.0, 0.0, 0.0), np.zeros(3))
    readings = np.array([[0.1] * 3, [0.6] * 3])
    assert compute_likelihood(d, readings) == pytest.approx(compute_zero_likelihood(d.series, readings))


def test_other_series_know_no_zeros() -> None:
    plain = series(observable(PLAIN), values=[0.0, 0.2, 0.0, 0.3])
    assert select_sized(plain).all()
    assert compute_zero_likelihood(plain, np.full((2, 4), 0.3)).tolist() == [0.0, 0.0]
    assert [o.name for o in list_observables(["russia"]) if o.link == LUMPY] == ["arms_share_russia"]


def test_a_run_that_failed_says_nothing_of_the_others() -> None:
    readings = np.array([[0.2, 0.3], [np.nan, 0.3], [0.1, 0.1]])
    found = compute_likelihood(prepare_series(shares(0.0, 0.4), np.full(2, 0.2)), readings)
    assert np.isnan(found).tolist() == [False, True, False]


def test_other_values_have_covariances_of_their_own() -> None:
    d = prepare_series(shares(0.0, 0.3, 0.4), np.full(3, 0.2))
    other = replace_values(d, np.array([0.2, 0.0, 0.4]))
    assert other.sizes.tolist() == d.sizes.tolist()
    fresh = compute_covariance(other.series, other.series, other.memories[7], other.sizes[7])[::2, ::2]
    spread = np.linalg.inv(other.roots[7].T @ other.roots[7])
    assert spread == pytest.approx(fresh + 0.02**2 * np.eye(2))


# ---- draws ------------------------------------------------------------------------------------
def test_what_is_drawn_has_the_chances_of_the_likelihood() -> None:
    readings = np.array([0.3, 0.1, 0.6])
    drawn = draw_sized(np.tile(readings, (60_000, 1)), np.random.default_rng(1))
    for s in patterns(3):
        chance = np.exp(compute_zero_likelihood(s, readings[None, :])[0])
        share = (drawn == select_sized(s)).all(axis=1).mean()
        assert share == pytest.approx(chance, abs=4 * np.sqrt(chance / 60_000))


def test_what_comes_after_known_zeros_has_their_conditional_chances() -> None:
    known, at_known, later = shares(0.4, 0.0), np.array([[0.3, 0.1]]), np.array([[0.2, 0.5]])
    many = [np.tile(r, (60_000, 1)) for r in (at_known, later)]
    drawn = draw_sized_after(known, *many, np.random.default_rng(2))
    whole = np.concatenate([at_known, later], axis=1)
    before = compute_zero_likelihood(known, at_known)[0]
    for values in product((0.0, 0.4), repeat=2):
        s = shares(0.4, 0.0, *values)
        chance = np.exp(compute_zero_likelihood(s, whole)[0] - before)
        share = (drawn == select_sized(s)[2:]).all(axis=1).mean()
        assert share == pytest.approx(chance, abs=4 * np.sqrt(chance / 60_000))


def test_spells_last_unless_a_zero_or_a_share_was_a_slip() -> None:
    quiet = draw_sized_after(shares(0.0), np.zeros((4000, 1)), np.zeros((4000, 3)), np.random.default_rng(3))
    assert quiet[:, 0].mean() < 0.05
    recent = draw_sized_after(
        shares(0.0, 0.5), np.full((4000, 2), 0.2), np.zeros((4000, SPELL)), np.random.default_rng(4)
    )
    assert recent[:, : SPELL - 1].mean() > 0.85  # a delivery of the last year counts for four more
    assert recent[:, SPELL - 1].mean() < 0.2

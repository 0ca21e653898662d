"""The likelihood of a series is that of the normal distribution it claims to be."""

from itertools import product

import numpy as np
import pytest
from scipy.special import logsumexp
from scipy.stats import multivariate_normal
from support.calibrations import START, observable, series

from hedgesim.analysis.calibration.discrepancy import (
    LEAST_CHANGE,
    MEMORIES,
    SIZES,
    Discrepancy,
    compute_grid_likelihoods,
    compute_likelihood,
    compute_usual_change,
    prepare_series,
    select_evidence,
)
from hedgesim.analysis.calibration.observables import LOGIT, PLAIN, SCALED, Observable

READINGS = np.array([[0.2, 0.25, 0.4, 0.5], [0.3, 0.3, 0.3, 0.3], [0.9, 0.1, 0.2, 0.6]])
KINDS = {
    "anchored": observable(LOGIT, error=0.05, anchored=True),
    "stationary": observable(PLAIN, error=0.02),
    "scaled": observable(SCALED, error=0.1),
}


def walked(years: list[int], memory: float, size: float, anchored: bool) -> np.ndarray:
    """Covariance of a first-order autoregression, by walking through its years."""
    steps = years[-1] - START + 1
    shocks = np.zeros((steps, steps))  # row: year; column: shock that is left in it
    shocks[0, 0] = 0.0 if anchored else size / np.sqrt(1.0 - memory**2)
    for t in range(1, steps):
        shocks[t] = memory * shocks[t - 1]
        shocks[t, t] = size
    rows = [y - START for y in years]
    return (shocks @ shocks.T)[np.ix_(rows, rows)]


def prepared(about: Observable) -> tuple[Discrepancy, np.ndarray]:
    """A series of this kind, and readings in the years that count."""
    whole = series(about)
    d = prepare_series(whole, np.full(len(whole.years), 0.2))
    return d, READINGS[:, 1:] if about.anchored else READINGS


@pytest.mark.parametrize("kind", KINDS)
def test_log_likelihood_is_that_of_the_normal_distribution(kind: str) -> None:
    d, readings = prepared(KINDS[kind])
    kept = select_evidence(d.series)
    found = compute_grid_likelihoods(d, readings)
    for (p, r), (g, (memory, size)) in product(
        enumerate(readings), enumerate(zip(d.memories, d.sizes, strict=True))
    ):
        spread = walked(kept.years.tolist(), memory, size, d.series.about.anchored)
        spread += d.series.about.error**2 * np.eye(len(kept.years))
        mean = r
        if kind == "scaled":
            mean, spread = d.factor * r, spread + d.factor**2 * np.outer(r, r)
        assert found[p, g] == pytest.approx(multivariate_normal.logpdf(kept.linked, mean, spread), abs=1e-8)


def test_the_grid_is_summed_out_with_equal_weights() -> None:
    d, readings = prepared(KINDS["stationary"])
    each = compute_grid_likelihoods(d, readings)
    assert each.shape == (3, len(MEMORIES) * len(SIZES))
    assert compute_likelihood(d, readings) == pytest.approx(logsumexp(each, axis=1) - np.log(each.shape[1]))


def test_a_run_that_failed_says_nothing_of_the_others() -> None:
    d, readings = prepared(KINDS["stationary"])
    spoilt = readings.copy()
    spoilt[1, 0] = np.nan
    found = compute_likelihood(d, spoilt)
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx(compute_likelihood(d, readings)[[0, 2]])


@pytest.mark.parametrize("kind", KINDS)
def test_covariances_are_positive_definite_and_their_determinants_right(kind: str) -> None:
    years = range(2005, 2030)
    d = prepare_series(series(KINDS[kind], years), np.full(len(years), 0.2))
    for root, log_determinant in zip(d.roots, d.log_determinants, strict=True):
        covariance = np.linalg.inv(root.T @ root)
        assert np.linalg.eigvalsh(covariance).min() > 0.0
        assert np.linalg.slogdet(covariance)[1] == pytest.approx(log_determinant, abs=1e-6)


def test_the_start_is_evidence_only_where_it_is_not_the_scenarios() -> None:
    assert select_evidence(series(KINDS["anchored"])).years.tolist() == [2006, 2008, 2009]
    assert select_evidence(series(KINDS["stationary"])).years.tolist() == [2005, 2006, 2008, 2009]
    assert not len(select_evidence(series(KINDS["anchored"], (), ())).years)


def test_a_factor_is_the_series_mean_over_the_models() -> None:
    d, _ = prepared(KINDS["scaled"])
    assert d.factor == pytest.approx(d.series.values.mean() / 0.2)
    assert prepared(KINDS["stationary"])[0].factor == 0.0


def test_usual_change_spreads_gaps_and_is_no_less_than_part_of_the_error() -> None:
    about = KINDS["stationary"]
    gap = series(about, (2005, 2006, 2010), (0.0, 0.3, 0.7))
    assert compute_usual_change(gap) == pytest.approx(np.sqrt((0.3**2 + 0.4**2 / 4) / 2))
    assert compute_usual_change(series(about, values=[0.5] * 4)) == LEAST_CHANGE * about.error

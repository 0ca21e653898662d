"""Forecasts of a series continue its discrepancy as the normal distribution says."""

from dataclasses import replace

import numpy as np
import pytest
from support.calibrations import observable, series

from hedgesim.analysis.calibration.discrepancy import (
    Discrepancy,
    compute_covariance,
    compute_grid_likelihoods,
    prepare_series,
)
from hedgesim.analysis.calibration.observables import LOGIT, PLAIN, SCALED
from hedgesim.analysis.calibration.observations import Series
from hedgesim.analysis.forecast.predictive import (
    choose_grid_points,
    continue_discrepancy,
    draw_factors,
    forecast_series,
    to_model_unit,
)

MEMORY, SIZE, ERROR = 0.8, 0.3, 0.1
DRAWS = 40_000


def single(whole: Series, memory: float = MEMORY, size: float = SIZE) -> Discrepancy:
    """A series with one point on its grid."""
    d = prepare_series(whole, np.full(len(whole.years), 0.2))
    kept = whole.after(whole.start) if whole.about.anchored else whole
    spread = compute_covariance(kept, kept, memory, size) + whole.about.error**2 * np.eye(len(kept.years))
    root = np.linalg.cholesky(spread)
    determinant = 2.0 * np.log(np.diag(root)).sum()
    return replace(
        d, memories=np.array([memory]), sizes=np.array([size]),
        roots=np.linalg.inv(root)[None], log_determinants=np.array([determinant]),
    )  # fmt: skip


def drawn(known: Series, target: Series, left: list[float], *, conditional: bool = True) -> np.ndarray:
    """Many draws of discrepancy and error in the years forecast."""
    rng = np.random.default_rng(5)
    return continue_discrepancy(
        single(known), 0, known, target, np.tile(left, (DRAWS, 1)), rng, conditional=conditional
    )


def test_a_forecast_is_the_conditional_normal() -> None:
    """Two known years and two forecast, by the textbook's formula (Rasmussen and Williams 2006, eq. 2.19)."""
    about = observable(PLAIN, error=ERROR)
    known, target = series(about, (2005, 2006), (0.0, 0.0)), series(about, (2007, 2009), (0.0, 0.0))
    years = np.array([2005, 2006, 2007, 2009])
    whole = SIZE**2 / (1 - MEMORY**2) * MEMORY ** np.abs(years[:, None] - years)
    noisy = whole[:2, :2] + ERROR**2 * np.eye(2)
    left = np.array([0.4, -0.2])
    mean = whole[2:, :2] @ np.linalg.solve(noisy, left)
    spread = whole[2:, 2:] - whole[2:, :2] @ np.linalg.solve(noisy, whole[:2, 2:]) + ERROR**2 * np.eye(2)
    found = drawn(known, target, left.tolist())
    assert found.mean(axis=0) == pytest.approx(mean, abs=0.01)
    assert np.cov(found, rowvar=False) == pytest.approx(spread, abs=0.01)


def test_an_unconditional_forecast_forgets_what_was_left() -> None:
    about = observable(PLAIN, error=ERROR)
    known, target = series(about, (2005, 2006), (0.0, 0.0)), series(about, (2007, 2009), (0.0, 0.0))
    found = drawn(known, target, [5.0, 5.0], conditional=False)
    assert found.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.015)
    assert found.var(axis=0) == pytest.approx([SIZE**2 / (1 - MEMORY**2) + ERROR**2] * 2, rel=0.03)


def test_an_anchored_series_starts_without_discrepancy() -> None:
    about = observable(LOGIT, error=ERROR, anchored=True)
    years = (2005, 2006, 2007)
    target = series(about, years)
    found = continue_discrepancy(
        single(target), 0, target.after(2005), target, np.zeros((DRAWS, 2)), np.random.default_rng(2),
        conditional=False,
    )  # fmt: skip
    wanted = [ERROR**2, SIZE**2 + ERROR**2, SIZE**2 * (1 + MEMORY**2) + ERROR**2]
    assert found.var(axis=0) == pytest.approx(wanted, rel=0.04)


def test_a_long_forecast_forgets_the_last_year() -> None:
    about = observable(PLAIN, error=0.0001)
    known, target = series(about, (2005, 2006), (0.0, 0.0)), series(about, (2007, 2060), (0.0, 0.0))
    found = drawn(known, target, [0.0, 1.0]).mean(axis=0)
    assert found == pytest.approx([MEMORY, 0.0], abs=0.02)


def test_grid_points_are_picked_by_their_weights() -> None:
    weights = np.array([0.1, 0.0, 0.6, 0.3])
    with np.errstate(divide="ignore"):
        logs = np.tile(np.log(weights) - 700.0, (DRAWS, 1))
    found = np.bincount(choose_grid_points(logs, np.random.default_rng(3)), minlength=4) / DRAWS
    assert found == pytest.approx(weights, abs=0.01)
    assert found[1] == 0.0


def test_a_factor_has_its_normal_posterior() -> None:
    """Bayesian regression on one column with known noise (Gelman et al. 2013, section 14.8)."""
    whole = series(observable(SCALED, error=ERROR), values=(1.0, 2.0, 2.5, 4.0))
    d, reading = single(whole), np.array([0.1, 0.2, 0.3, 0.35])
    spread = np.linalg.inv(d.roots[0].T @ d.roots[0])
    precision = 1 / d.factor**2 + reading @ np.linalg.solve(spread, reading)
    mean = (1 / d.factor + reading @ np.linalg.solve(spread, whole.values)) / precision
    chosen = np.zeros(DRAWS, np.int64)
    found = draw_factors(d, np.tile(reading, (DRAWS, 1)), chosen, np.random.default_rng(4))
    assert found.mean() == pytest.approx(mean, rel=0.01)
    assert found.var() == pytest.approx(1 / precision, rel=0.03)


def test_the_whole_forecast_follows_the_weights_of_the_grid() -> None:
    about = observable(PLAIN, error=ERROR)
    whole = series(about, range(2005, 2011), (0.1, 0.4, 0.2, 0.5, 0.6, 0.9))
    d = prepare_series(whole, np.zeros(6))
    readings = np.tile(np.linspace(0.1, 0.4, 8), (DRAWS, 1))
    f = forecast_series(
        whole, d, readings, np.array([2011, 2012]), 2005, np.random.default_rng(6), conditional=True
    )
    weights = np.exp(compute_grid_likelihoods(d, readings[:1, :6])[0])
    weights /= weights.sum()
    left, target = whole.values - readings[0, :6], series(about, (2011, 2012), (0.0, 0.0))
    means = [
        compute_covariance(target, whole, m, s) @ root.T @ root @ left
        for m, s, root in zip(d.memories, d.sizes, d.roots, strict=True)
    ]
    assert f.samples.mean(axis=0) == pytest.approx(readings[0, 6:] + weights @ means, abs=0.02)


def test_shares_stay_shares() -> None:
    arms = observable(PLAIN)._replace(name="arms_share_russia")
    assert to_model_unit(series(arms), np.array([[-0.2, 0.4, 1.3]])).tolist() == [[0.0, 0.4, 1.0]]
    trade = to_model_unit(series(observable(LOGIT)), np.array([[-50.0, 0.0, 50.0]]))
    assert trade.min() >= 0.0
    assert trade.max() <= 1.0
    assert to_model_unit(series(observable(PLAIN)), np.array([[-0.2]])).tolist() == [[-0.2]]

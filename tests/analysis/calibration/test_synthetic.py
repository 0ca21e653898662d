"""A calibration finds again what the model itself made up, with intervals as wide as they should be."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.calibrations import observable, series, small
from support.runs import scenario

from hedgesim.analysis.calibration.discrepancy import Discrepancy, compute_covariance, prepare_series
from hedgesim.analysis.calibration.fit import calibrate
from hedgesim.analysis.calibration.histories import choose_prior, read_histories
from hedgesim.analysis.calibration.observables import LOGIT, PLAIN, SCALED
from hedgesim.analysis.calibration.observations import link
from hedgesim.analysis.calibration.problem import Problem, build_problem, compute_log_posterior
from hedgesim.analysis.validation.simulation_based_calibration import (
    exact_ranks,
    uniformity_p_value,
)
from hedgesim.analysis.validation.synthetic import SMALL, draw_series, simulate_problem

DRAWS = 40_000


# ---- what is made up -------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "anchored"), [(LOGIT, True), (PLAIN, False)])
def test_what_is_made_up_is_spread_as_the_likelihood_says(kind: str, anchored: bool) -> None:
    d = prepare_series(series(observable(kind, error=0.05, anchored=anchored)), np.full(4, 0.3))
    g = 13
    readings = np.tile([0.1, 0.2, 0.3, 0.4], (DRAWS, 1))
    left = link(d.series.about, draw_series(d, readings, np.random.default_rng(1), g)) - readings
    wanted = compute_covariance(
        d.series, d.series, float(d.memories[g]), float(d.sizes[g])
    ) + 0.05**2 * np.eye(4)
    free = slice(int(anchored), None)
    spread = wanted[free, free]
    assert np.cov(left[:, free], rowvar=False) == pytest.approx(spread, abs=0.03 * spread.max())
    if anchored:
        assert draw_series(d, readings, np.random.default_rng(1))[:, 0] == pytest.approx(d.series.values[0])


def test_every_point_of_the_grid_is_drawn_from_and_factors_have_their_spread() -> None:
    d = prepare_series(series(observable(SCALED, error=0.01), values=[2.0] * 4), np.full(4, 0.5))
    values = draw_series(d, np.full((DRAWS, 4), 0.5), np.random.default_rng(2))
    assert values.mean() == pytest.approx(2.0, rel=0.02)
    assert values.std() == pytest.approx(2.0, rel=0.02)
    mixed = prepare_series(series(observable(PLAIN, error=0.01)), np.zeros(4))
    whole = np.mean(mixed.sizes**2 / (1 - mixed.memories**2)) + 0.01**2
    made = draw_series(mixed, np.zeros((DRAWS, 4)), np.random.default_rng(3))
    assert made.var() == pytest.approx(whole, rel=0.06)


def test_a_made_up_question_keeps_years_starts_and_grids_and_likes_what_made_it() -> None:
    p = small()
    point = p.prior.sample(1, np.random.default_rng(4))
    made = simulate_problem(p, point[0], np.random.default_rng(5), SMALL)
    for a, b in zip(p.cases[0].discrepancies, made.cases[0].discrepancies, strict=True):
        assert a.series.years.tolist() == b.series.years.tolist()
        assert a.sizes.tolist() == b.sizes.tolist()
        assert a.series.values.tolist() != b.series.values.tolist()
        assert (a.series.values[0] == b.series.values[0]) == a.series.about.anchored
    others = compute_log_posterior(made, p.prior.sample(40, np.random.default_rng(6)))
    assert compute_log_posterior(made, point)[0] > np.median(others)


# ---- recovery --------------------------------------------------------------------------------
PLANTED = {"trade.speed": 0.09, "trade.eps_supply": 1.3, "trade.eps_demand": 0.9}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_planted_parameters_are_found_again(seed: int, tmp_path: Path) -> None:
    """The whole way of a calibration, scales of discrepancies from the made-up series included."""
    p = small(*PLANTED, until=2016)
    made = simulate_problem(p, np.array(list(PLANTED.values())), np.random.default_rng(seed), SMALL)
    histories = {c.scenario: tuple(d.series for d in c.discrepancies) for c in made.cases}
    found = calibrate(histories, p.prior, tmp_path, until=2016, runs=1, steps=250, draws=400, seed=1).summary
    inside = (found["low"] <= list(PLANTED.values())) & (found["high"] >= list(PLANTED.values()))
    assert inside.all(), found
    assert (found["r_hat"] < 1.1).all()
    assert (found["variance_gone"] > 0.5).all(), found


# ---- ranks -----------------------------------------------------------------------------------
def whole() -> Problem:
    """Every kind of series: anchored, stationary and known up to a factor."""
    histories = read_histories(
        [scenario("history")], None, ["export", "loans", "arms", "influence", "support"]
    )
    wanted = ["trade.speed", "patrons.china.fund", "patrons.china.transfer"]
    return build_problem(histories, choose_prior(wanted, list(histories), None), until=2016, runs=1, seed=1)


def bolder(d: Discrepancy) -> Discrepancy:
    """A likelihood that takes discrepancies and errors for a third as large as they are."""
    return replace(
        d, roots=3.0 * d.roots, log_determinants=d.log_determinants - d.roots.shape[1] * np.log(9.0)
    )


def test_ranks_are_uniform_where_the_likelihood_is_right_and_only_there() -> None:
    p = whole()
    right = exact_ranks(p, 150, points=150, draws=31)
    wrong = exact_ranks(p, 150, points=150, draws=31, refit=bolder)
    assert min(uniformity_p_value(r, 31) for r in right.T) > 0.01 / right.shape[1]
    assert uniformity_p_value(wrong[:, -1], 31) < 0.001


def test_uniform_ranks_have_uniform_p_values() -> None:
    made = np.random.default_rng(7).integers(32, size=(40, 60))
    p_values = np.array([uniformity_p_value(r, 31) for r in made])
    assert 0.35 < p_values.mean() < 0.65
    assert (p_values < 0.1).mean() < 0.25


@pytest.mark.parametrize(
    "faulty",
    [
        np.random.default_rng(8).binomial(31, 0.5, 60),  # posteriors too wide
        np.random.default_rng(8).choice([0, 1, 30, 31], 60),  # too narrow
        np.random.default_rng(8).integers(20, size=60),  # too high
    ],
)
def test_ranks_that_are_not_uniform_are_found(faulty: np.ndarray) -> None:
    assert uniformity_p_value(faulty, 31) < 0.01

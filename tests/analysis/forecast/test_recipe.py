"""The recipe: anchored at the last observation, with a share of the model's change and a pooled spread."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import kstest, t
from support.calibrations import observable, series

from hedgesim.analysis.calibration.observables import LOGIT, PLAIN, SCALED
from hedgesim.analysis.forecast.recipe import (
    KINDS,
    RECIPE,
    draw_anchored,
    draw_level,
    draw_shocks,
    scale_readings,
    to_scale,
    to_unit,
)
from hedgesim.analysis.forecast.shrinkage import Slope

AHEAD = np.array([1, 2, 4])
CHANGE = np.array([[0.1, 0.2, 0.4], [0.3, 0.6, 1.2]])
SHOCKS = draw_shocks(RECIPE, 4000, 3, 1, 7)


def certain(share: float) -> Slope:
    """A slope without doubt."""
    return Slope(np.array([share, 0.0]), np.zeros(2))


def draw(share: float, spread: float = 0.2, recipe: object = RECIPE) -> np.ndarray:
    return draw_anchored(np.full(3, -0.5), CHANGE, certain(share), spread, AHEAD, SHOCKS, recipe)  # type: ignore[arg-type]


def test_without_the_model_the_median_is_the_last_observation() -> None:
    found = draw(0.0)
    assert np.median(found, axis=0) == pytest.approx([-0.5] * 3, abs=0.02)
    assert (draw(0.0) == draw_anchored(np.full(3, -0.5), 0 * CHANGE, certain(1), 0.2, AHEAD, SHOCKS)).all()


def test_the_spread_grows_by_the_power_of_the_years() -> None:
    found = (draw(0.0) + 0.5) / 0.2
    assert found == pytest.approx(SHOCKS.change * AHEAD**RECIPE.growth)
    for h in range(3):
        shape = t(RECIPE.degrees, scale=RECIPE.size)
        assert kstest(found[:, h] / AHEAD[h] ** RECIPE.growth, shape.cdf).pvalue > 0.001


def test_a_share_of_each_draws_change_is_added() -> None:
    found = draw(0.6) - draw(0.0)
    assert found[0] == pytest.approx(0.6 * CHANGE[0])
    assert found[3] == pytest.approx(0.6 * CHANGE[1])


def test_doubt_about_the_share_widens_the_forecast_where_the_model_moves() -> None:
    vague = Slope(np.array([0.5, 0.0]), np.array([0.4, 0.0]))
    found = draw_anchored(np.zeros(3), np.ones((1, 3)), vague, 1e-9, AHEAD, SHOCKS)
    assert found.std(axis=0) == pytest.approx([0.4] * 3, rel=0.05)


def test_normal_shocks() -> None:
    found = draw_shocks(RECIPE._replace(degrees=np.inf), 20_000, 1, 1, 7).change
    assert kstest(found[:, 0], "norm").pvalue > 0.001


def test_shocks_hang_on_seed_and_stream_and_not_on_the_horizon_of_others() -> None:
    assert (draw_shocks(RECIPE, 50, 3, 1, 7).change == draw_shocks(RECIPE, 50, 3, 1, 7).change).all()
    for seed, stream in ((2, 7), (1, 8)):
        assert (
            draw_shocks(RECIPE, 50, 3, seed, stream).change != draw_shocks(RECIPE, 50, 3, 1, 7).change
        ).all()
    assert (draw_shocks(RECIPE, 50, 5, 1, 7).change[:, :3] == draw_shocks(RECIPE, 50, 3, 1, 7).change).all()


@settings(max_examples=100)
@given(st.sampled_from(sorted(KINDS)), st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=5))
def test_samples_stay_in_the_possible_range(kind: str, values: list[float]) -> None:
    s = series(observable(PLAIN)._replace(name=f"{kind}_share_russia"))
    found = to_unit(s, np.array([values]))
    assert ((found >= KINDS[kind].low) & (found <= KINDS[kind].high)).all()


@settings(max_examples=50)
@given(st.floats(0.001, 0.999))
def test_shares_there_and_back(share: float) -> None:
    s = series(observable(LOGIT)._replace(name="export_share_russia"))
    assert to_unit(s, to_scale(s, np.array([share]))) == pytest.approx([share])


def test_an_index_known_up_to_a_factor_goes_through_its_last_observation() -> None:
    about = observable(SCALED)._replace(name="influence_index_china")
    s = series(about, (2005, 2006, 2007), (0.1, 0.2, 0.3))
    found = scale_readings(s, np.array([[9.0, 9.0, 5.0, 10.0], [1.0, 1.0, 0.0, 0.0]]), 2005)
    assert expit(found[0, 2:]) == pytest.approx([0.3, 0.6])
    assert np.isfinite(found).all()


def test_a_level_is_smoothed_and_its_spread_that_of_its_errors() -> None:
    values = np.array([1.0, 2.0, 0.0])
    found = draw_level(values, SHOCKS)
    level = 1.2 + 0.2 * (0.0 - 1.2)
    errors = np.array([1.0, -1.2])
    assert found == pytest.approx(level + np.sqrt(np.mean(errors**2)) * SHOCKS.change)


def test_log_odds_are_taken_of_shares() -> None:
    s = series(observable(LOGIT)._replace(name="import_share_eu"))
    assert to_scale(s, np.array([0.25, 0.0])) == pytest.approx([logit(0.25), logit(1e-4)])

"""Spreads and lambda from the states' yearly changes."""

import numpy as np
import pytest

from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.forecast.drivers import DRIVERS
from hedgesim.analysis.forecast.pool import (
    MASS,
    Track,
    choose_slope,
    estimate_shrinkage,
    list_states,
    pool_spread,
    read_pool,
    select_tracks,
)
from hedgesim.analysis.forecast.recipe import RECIPE
from hedgesim.analysis.forecast.rivals import NONE
from hedgesim.analysis.forecast.shrinkage import Slope, Slopes

FEW = Draws("few", {"trade.speed": np.array([0.05, 0.1])})


@pytest.fixture(scope="module")
def pool() -> tuple[Track, ...]:
    return read_pool(FEW, 2012, 1)


def track(state: str, observed: list[float], modelled: list[float], years: list[int]) -> Track:
    """A made-up track of exports to the EU."""
    drivers = np.zeros((len(years), len(DRIVERS)))
    return Track(
        state, "export", "eu", "logit", np.array(years), np.array(observed), np.array(modelled), drivers
    )


CALM = track("calm", [0.0, 0.1, 0.0], [0.0, 0.0, 0.0], [2005, 2006, 2007])
WILD = track("wild", [0.0, 1.0, 3.0], [0.0, 0.5, 1.5], [2005, 2006, 2010])


def test_a_spread_is_pooled_with_the_weight_of_a_typical_state() -> None:
    squares = [0.01, 0.01, 1.0, 4.0 / 4.0]  # a change of 2 over four years counts as 1
    typical = np.exp(np.mean(np.log([0.01, 1.0])))
    for weight in (0.0, 30.0):
        found = pool_spread([CALM, WILD], NONE, RECIPE._replace(weight=weight))
        assert found == pytest.approx(np.sqrt((sum(squares) + weight * typical) / (4 + weight)))


def test_what_the_model_explains_leaves_the_spread() -> None:
    half, full = (pool_spread([WILD], Slope(np.array([x, 0.0]), np.zeros(2))) for x in (1.0, 2.0))
    assert half == pytest.approx(0.5)
    assert full == pytest.approx(0.01)  # the least


def test_a_partner_that_no_state_trades_with_takes_the_spread_of_all() -> None:
    assert select_tracks([CALM, WILD], "export", "japan") == [CALM, WILD]
    assert select_tracks([CALM, WILD._replace(partner="china")], "export", "eu") == [CALM]


def test_the_shipped_states_are_pooled(pool: tuple[Track, ...]) -> None:
    states = {t.state for t in pool}
    assert states == {name.partition("/")[0] for name in list_states()}
    assert len(states) == 10
    assert max(int(t.years[-1]) for t in pool) == 2012
    assert all(np.isfinite(t.modelled).all() for t in pool)
    trade = [t for t in pool if t.flow == "export"]
    assert all(np.ptp(t.drivers[:, MASS]) > 0.0 for t in trade)


def test_no_observation_of_a_state_is_in_its_own_lambda(pool: tuple[Track, ...]) -> None:
    def estimate(tracks: list[Track], state: str) -> list[float]:
        return [float(s.mean[0]) for s in estimate_shrinkage(tracks, state).groups.values()]

    altered = [t._replace(observed=t.observed[::-1] * 3.0) if t.state == "georgia" else t for t in pool]
    assert estimate(list(pool), "georgia") == estimate(altered, "georgia")
    assert estimate(list(pool), "armenia") != estimate(altered, "armenia")


def test_lambda_is_that_of_other_states_that_follow_the_model(pool: tuple[Track, ...]) -> None:
    def follow(share: float) -> list[Track]:
        return [t._replace(observed=share * t.modelled) for t in pool]

    for share in (0.2, 0.9):
        slopes = estimate_shrinkage(follow(share), "belarus", RECIPE._replace(doubt=1.0, mass=1e-3))
        assert slopes.of(("export", "eu")).mean[0] == pytest.approx(share, abs=0.1)


def test_a_fixed_lambda_has_no_doubt() -> None:
    slopes = Slopes({}, Slope(np.array([0.7, 0.1]), np.array([0.2, 0.1])))
    assert choose_slope("arms", "eu", 0.0, slopes).doubt.tolist() == [0.0, 0.0]
    assert choose_slope("export", "eu", None, slopes) == slopes.centre

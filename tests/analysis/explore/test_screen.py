"""The quick screen of inputs, against settings played one by one."""

import numpy as np
import pytest

from hedgesim.analysis.design.parameter_draws import BATCH_RUNS
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.analysis.explore.screen import (
    FINALISTS,
    RUNS,
    find_rival,
    list_ranges,
    screen_movers,
    screen_premium,
)
from hedgesim.model import Scenario
from hedgesim.model.strategies import compared_strategies

BARRIER, RIVAL, IDLE = "patrons.russia.barrier", "bandwagon:russia", "hedger.pivot_quarter"
AGREEMENT = "patrons.eu.agreement"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("belarus/baseline").vary({"horizon": 12})


def test_ends_are_those_of_the_scenario_with_the_value_set(scenario: Scenario) -> None:
    ranges = {IDLE: (2.0, 9.0), BARRIER: (0.1, 0.6), AGREEMENT: (1.0, 4.0)}
    found = {each.path: each for each in screen_premium(scenario, RIVAL, ranges, seed=2)}
    for path in (BARRIER, AGREEMENT):
        points = {path: np.array(ranges[path])}
        runs = simulate_points(scenario, ["hedge", RIVAL], points, runs=RUNS, seed=2)
        means = runs.groupby(["point", "strategy"])["utility_mean"].mean().unstack()
        gains = (means["hedge"] - means[RIVAL]).tolist()
        assert [found[path].at_low, found[path].at_high] == pytest.approx(gains, abs=1e-12)
    assert found[IDLE].size == 0.0


@pytest.mark.parametrize("barrier", [0.0, 0.9])
def test_the_rival_is_the_best_other_strategy_on_average(scenario: Scenario, barrier: float) -> None:
    names, points = compared_strategies(scenario.patrons)[1:], {BARRIER: np.array([barrier])}
    runs = simulate_points(scenario, names, points, runs=BATCH_RUNS, seed=2)
    means = runs.groupby("strategy")["utility_mean"].mean()
    assert find_rival(scenario.vary({BARRIER: barrier}), 2) == means.idxmax()


def test_the_largest_mover_comes_first(scenario: Scenario) -> None:
    sizes = [each.size for each in screen_movers(scenario, RIVAL, seed=2)]
    assert len(sizes) == FINALISTS
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0.0


def test_ranges_are_of_inputs_that_a_user_can_move(scenario: Scenario) -> None:
    ranges = list_ranges(scenario, None)
    assert ranges[BARRIER] == scenario.uncertainty[BARRIER]
    assert not any(path.startswith("start.") for path in ranges)
    assert all(low < high for low, high in ranges.values())

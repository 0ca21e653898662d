"""Ratios of scores, their intervals, and what a gain is made of."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgesim.analysis.forecast.rivals import RIVALS
from hedgesim.analysis.forecast.summary import (
    average_coverage,
    compare_scores,
    compute_ratio,
    divide_gain,
    find_best_naive,
)


def table(**columns: list[float]) -> pd.DataFrame:
    """Scores of two trade series; rivals that are not named score 1."""
    base = {f"crps_{rule}": [1.0, 1.0] for rule in RIVALS}
    names = ["export_share_eu", "import_share_eu"]
    return pd.DataFrame(
        {"series": names, "n": [3, 1], "least": [0.0, 0.0], "crps": [1.0, 1.0]} | base | columns
    )


def test_two_groups_are_resampled_as_the_binomial_says() -> None:
    """Both of one group in a quarter of the resamples each: the 5% and 95% ends are the groups' own."""
    r = compute_ratio(np.log([0.5, 2.0]), ["a", "b"], 1)
    assert (r.mean, r.low, r.high, r.number) == pytest.approx((1.0, 0.5, 2.0, 2))


def test_groups_and_not_scores_are_resampled() -> None:
    logs = np.log([0.5, 2.0] * 10)
    alike = compute_ratio(logs, list(range(20)), 1)
    together = compute_ratio(logs, [k // 2 for k in range(20)], 1)
    assert alike.low < 0.9
    assert (together.low, together.high) == pytest.approx((1.0, 1.0))


def test_the_interval_is_that_of_a_normal_where_groups_are_many() -> None:
    rng = np.random.default_rng(3)
    logs = 0.3 * rng.standard_normal(400)
    r = compute_ratio(logs, list(range(400)), 1)
    half = 1.645 * logs.std() / 20.0
    assert np.log([r.low, r.high]) == pytest.approx([logs.mean() - half, logs.mean() + half], abs=0.004)


@settings(max_examples=30)
@given(st.lists(st.floats(-2.0, 2.0), min_size=1, max_size=12), st.integers(0, 2**40))
def test_an_interval_lies_within_the_groups_and_the_seed_makes_it(logs: list[float], seed: int) -> None:
    groups = [k % 3 for k in range(len(logs))]
    r = compute_ratio(np.array(logs), groups, seed)
    assert np.exp(min(logs)) * 0.999 <= r.low <= r.high <= np.exp(max(logs)) * 1.001
    assert r == compute_ratio(np.array(logs), groups, seed)


def test_a_rival_that_does_not_forecast_is_left_out() -> None:
    nothing = [np.nan, np.nan]
    found = compare_scores(table(crps_informed=nothing, crps_drivers=[0.5, np.nan]), 1)
    assert "informed" not in set(found["rival"])
    drivers = found.set_index("rival").loc["drivers"]
    assert (drivers["ratio"], drivers["n"], drivers["later"]) == (2.0, 1, True)


def test_the_best_naive_forecast_forecast_everything_and_is_not_the_model_itself() -> None:
    scores = table(crps_drivers=[0.1, np.nan], crps_frozen=[0.1, 0.1], crps_trend=[0.5, 0.5])
    assert find_best_naive(compare_scores(scores, 1), scores) == "trend"


def test_a_gain_is_divided_without_rest() -> None:
    scores = table(
        crps=[0.4, 0.8], crps_persistence=[1.0, 2.0], crps_pooled=[0.8, 1.6], crps_frozen=[0.5, 1.0]
    )
    gain = divide_gain(scores)
    assert gain == pytest.approx(
        {"spread": np.log(1 / 0.8), "model": np.log(0.8 / 0.5), "drivers": np.log(0.5 / 0.4)}
    )
    assert sum(gain.values()) == pytest.approx(np.log(1 / 0.4))
    assert divide_gain(scores.assign(series="arms_share_eu")) == {}


def test_coverage_counts_observations() -> None:
    found = average_coverage(table(coverage50=[0.0, 1.0], coverage90=[1.0, 0.0]))
    assert found == pytest.approx({"coverage50": 0.25, "coverage90": 0.75})


def test_scores_below_what_can_be_measured_are_alike() -> None:
    scores = table(least=[0.1, 0.1], crps=[1e-9, 0.2], crps_persistence=[1e-3, 0.4])
    found = compare_scores(scores, 1).set_index("rival").loc["persistence"]
    assert found["ratio"] == pytest.approx(np.sqrt(0.5))

"""Tables of differences: the order of their rows and columns, and how runs are joined."""

import pandas as pd
import pytest
from support.planted import Made, planted, told_scenario

from hedgesim.analysis.compare import paired
from hedgesim.analysis.compare.changes import compute_changed_outcomes
from hedgesim.analysis.compare.comparison import comparison

ORDER = ["x/c", "x/baseline", "x/b", "x/a"]
RUNS = paired.list_finished_runs(
    planted({(n, s): 0.5 + 0.1 * k for k, n in enumerate(ORDER) for s in ("myopic", "hedge")}, noise=0.001)
)


def test_changed_outcomes_keep_the_order_of_scenarios_and_have_plain_row_numbers() -> None:
    more = RUNS.assign(autonomy_mean=2.0 * RUNS["scenario"].map(ORDER.index))
    table = compute_changed_outcomes(more, "x/baseline", "hedge")
    assert table.groupby("scenario", sort=False)["measure"].first().to_list() == ["autonomy_mean"] * 3
    assert table["scenario"].drop_duplicates().to_list() == ["x/c", "x/b", "x/a"]
    assert list(table.index) == list(range(len(table)))
    assert list(table) == [
        "strategy", "scenario", "reference", "measure", "runs", "reference_mean",
        "mean", "low", "high", "size",
    ]  # fmt: skip


def test_means_and_differences_keep_the_order_of_the_design() -> None:
    pairs = [(n, s) for n in ORDER for s in ("myopic", "hedge")]
    for table in (paired.compute_means(RUNS), paired.compute_regime_shares(RUNS)):
        found = table[["scenario", "strategy"]].drop_duplicates()
        assert list(found.itertuples(index=False, name=None)) == pairs
    found = paired.compute_scenario_differences(RUNS, "x/baseline")[
        ["strategy", "scenario"]
    ].drop_duplicates()
    assert list(found.itertuples(index=False, name=None)) == [
        (s, n) for s in ("myopic", "hedge") for n in ("x/c", "x/b", "x/a")
    ]
    found = paired.compute_strategy_differences(RUNS)["scenario"].drop_duplicates()
    assert found.to_list() == ORDER


def test_rows_are_joined_by_number_in_the_order_of_the_design() -> None:
    made = planted({("x", "hedge"): 0.5, ("x", "myopic"): 0.4}, runs=3)
    shuffled = made.outcomes.sample(frac=1.0, random_state=3).reset_index(drop=True)
    expected = paired.join_outcomes(made.design, made.outcomes)
    assert list(expected) == [*made.design, *made.outcomes.columns.drop("run_id")]
    pd.testing.assert_frame_equal(paired.join_outcomes(made.design, shuffled), expected)


def test_finished_runs_are_numbered_anew() -> None:
    made = planted({("x", "hedge"): 0.5}, runs=3)
    lost = made.outcomes.assign(status=["failed", "ok", "ok"])
    runs = paired.list_finished_runs(Made(made.manifest, made.design, lost))
    assert list(runs) == list(paired.join_outcomes(made.design, lost))
    assert list(runs.index) == [0, 1]
    assert runs["run_id"].to_list() == [1, 2]


def test_a_scenario_that_starts_earlier_or_is_shorter_is_not_comparable() -> None:
    base = told_scenario("base")
    others = {"early": {"first_quarter": 8060}, "short": {"horizon": 40}, "same": {"title": "z"}}
    scenarios = {"base": base, **{name: told_scenario(name, **c) for name, c in others.items()}}
    assert paired.describe_incomparable(scenarios, "base") == {
        "early": "starts in 2015Q1, not 2017Q3",
        "short": "runs 40 quarters, not 60",
    }


@pytest.mark.parametrize(
    ("margins", "near"), [([0.019, 0.0, 0.01, 0.5], 0.75), ([0.02, 0.5, 0.5, 0.0], 0.25)]
)
def test_runs_below_the_margin_are_near_a_threshold(margins: list[float], near: float) -> None:
    made = planted({("x", "hedge"): 0.5}, runs=4)
    runs = paired.list_finished_runs(
        Made(made.manifest, made.design, made.outcomes.assign(regime_margin=margins))
    )
    assert paired.compute_regime_shares(runs)["near_threshold"].to_list() == [near]


def test_the_strategy_of_changes_is_the_one_named() -> None:
    made = planted({("x/baseline", s): 0.5 for s in ("hedge", "myopic", "pivot:a")})
    found = comparison(made, strategy="pivot:a")
    assert found.strategy == "pivot:a"
    with pytest.raises(AttributeError):
        found.strategy = "hedge"  # type: ignore[misc]
    assert comparison(made).tables["regimes"].columns.to_list()[5:] == [
        "hedging", "asymmetric_hedging", "mixed", "bandwagon", "pivot:a", "pivot:b", "pivot:c", "isolation",
        "collapse",
    ]  # fmt: skip

"""Comparisons on planted data: means, paired differences, the premium, regimes, changes, refusals."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from support.planted import STRATEGIES, Made, planted, told_scenario

from hedgesim.analysis.compare import paired as compare
from hedgesim.analysis.compare.changes import FLOOR, compute_changed_outcomes, list_changed_inputs
from hedgesim.analysis.compare.comparison import TABLES, comparison
from hedgesim.analysis.compare.premium import compute_premium, compute_resampled_means
from hedgesim.analysis.tables.premium import premium_sheet
from hedgesim.model import InputError

DIMENSIONS = compare.MEANS


def test_means_have_student_intervals() -> None:
    runs = compare.list_finished_runs(planted(STRATEGIES))
    row = compare.compute_means(runs).query("strategy == 'myopic' and measure == 'utility_mean'").iloc[0]
    values = runs.loc[runs["strategy"] == "myopic", "utility_mean"]
    low, high = stats.t.interval(0.95, 39, values.mean(), stats.sem(values))
    assert row["runs"] == 40
    assert row[["mean", "low", "high"]].to_list() == pytest.approx([values.mean(), low, high])


def test_pairing_drops_what_runs_share() -> None:
    runs = compare.list_finished_runs(planted(STRATEGIES))
    gaps = compare.compute_strategy_differences(runs).query("measure == 'utility_mean'").set_index("strategy")
    assert list(gaps.index) == ["myopic", "pivot:a"]
    assert gaps.loc["myopic", "low"] < -0.05 < gaps.loc["myopic", "high"]
    assert gaps.loc["myopic", "high"] - gaps.loc["myopic", "low"] < 0.012
    wide = compare.compute_means(runs).query("measure == 'utility_mean'")
    assert (wide["high"] - wide["low"]).min() > 0.05
    assert set(gaps["reference"]) == {"hedge"}


def test_differences_pair_by_run_not_by_order() -> None:
    made = planted(STRATEGIES)
    shuffled = Made(
        made.manifest,
        made.design.sample(frac=1.0, random_state=1),
        made.outcomes.sample(frac=1.0, random_state=2),
    )
    one = compare.compute_strategy_differences(compare.list_finished_runs(made)).sort_values(
        ["strategy", "measure"]
    )
    two = compare.compute_strategy_differences(compare.list_finished_runs(shuffled)).sort_values(
        ["strategy", "measure"]
    )
    np.testing.assert_allclose(one["mean"], two["mean"], rtol=1e-12)
    np.testing.assert_allclose(one["low"], two["low"], rtol=1e-9)


@pytest.mark.parametrize(
    "change", [lambda t: t, lambda t: t.sample(frac=1.0, random_state=2), lambda t: t[5:]]
)
def test_utility_by_strategy_is_a_pivot_table(change: Any) -> None:
    runs = change(compare.list_finished_runs(planted(STRATEGIES)))
    keys = compare.list_pairing_columns(runs)
    expected = runs.pivot_table(index=keys, columns="strategy", values="utility_mean", sort=False)
    found = compare.tabulate_utility(runs)
    assert list(found) == list(expected)
    assert (found.index == expected.index).all()
    assert np.array_equal(found.to_numpy(), expected.to_numpy(), equal_nan=True)
    # sums over runs are added in the order of memory
    assert found[list(found)].to_numpy().strides == expected[list(found)].to_numpy().strides


def test_scenarios_are_held_against_the_baseline_with_the_same_strategy() -> None:
    made = planted({("x/more", "hedge"): 0.6, ("x/baseline", "hedge"): 0.5, ("x/baseline", "myopic"): 0.4})
    table = compare.compute_scenario_differences(compare.list_finished_runs(made), "x/baseline")
    assert set(table["scenario"]) == {"x/more"}
    assert set(table["strategy"]) == {"hedge"}
    row = table[table["measure"] == "utility_mean"].iloc[0]
    assert row["low"] < 0.1 < row["high"]


def test_a_run_that_one_of_a_pair_lost_is_left_out() -> None:
    made = planted(STRATEGIES)
    outcomes = made.outcomes.copy()
    outcomes.loc[[3, 50], "status"] = "failed"
    outcomes.loc[[3, 50], list(DIMENSIONS)] = np.nan
    runs = compare.list_finished_runs(Made(made.manifest, made.design, outcomes))
    gaps = compare.compute_strategy_differences(runs).set_index("strategy")
    assert set(gaps.loc["myopic", "runs"]) == {38}
    assert set(gaps.loc["pivot:a", "runs"]) == {39}
    assert compute_premium(runs, 3)["runs"].tolist() == [38]
    assert comparison(Made(made.manifest, made.design, outcomes)).failed == 2


# ---- the premium ---------------------------------------------------------------------------


def test_premium_is_found_and_its_interval_holds_it() -> None:
    row = compute_premium(compare.list_finished_runs(planted(STRATEGIES)), 3).iloc[0]
    assert row["best"] == "pivot:a"
    assert row["low"] < 0.03 < row["high"]
    assert row["high"] - row["low"] < 0.015
    assert row["premium"] == pytest.approx(row["hedge"] - row["best_mean"])
    assert row["sure"] == 1.0
    assert row[["over_fixed", "over_fixed_low", "over_fixed_high"]].isna().all()


def test_the_best_other_is_chosen_by_its_mean_not_run_by_run() -> None:
    made = planted({("x", "hedge"): 0.5, ("x", "myopic"): 0.5, ("x", "pivot:a"): 0.5}, noise=0.1)
    row = compute_premium(compare.list_finished_runs(made), 3).iloc[0]
    table = compare.list_finished_runs(made).pivot_table(
        index="run", columns="strategy", values="utility_mean"
    )
    run_by_run = (table["hedge"] - table[["myopic", "pivot:a"]].max(axis=1)).mean()
    assert row["premium"] == pytest.approx(table["hedge"].mean() - table[["myopic", "pivot:a"]].mean().max())
    assert run_by_run < row["premium"] - 0.03


def test_choice_and_difference_are_resampled_together() -> None:
    made = planted({("x", "hedge"): 0.5, ("x", "myopic"): 0.48, ("x", "pivot:a"): 0.48}, noise=0.05)
    row = compute_premium(compare.list_finished_runs(made), 3).iloc[0]
    assert 0.5 < row["sure"] < 0.95
    runs = compare.list_finished_runs(made)
    alone = compute_premium(runs[runs["strategy"].isin(["hedge", row["best"]])], 3).iloc[0]
    assert row["low"] <= alone["low"]
    assert row["high"] <= alone["high"]


def test_premium_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for k in range(100):
        values = 0.02 + rng.normal(0.0, 0.03, 30)
        rows = [("x", s, r, 1, u) for r in range(30) for s, u in (("hedge", values[r]), ("myopic", 0.0))]
        runs = pd.DataFrame(rows, columns=["scenario", "strategy", "run", "seed", "utility_mean"])
        row = compute_premium(runs, k, resamples=500).iloc[0]
        hits += row["low"] <= 0.02 <= row["high"]
    assert 87 <= hits <= 99


def test_fixed_is_held_apart() -> None:
    made = planted({**STRATEGIES, ("x/baseline", "fixed"): 0.7})
    row = compute_premium(compare.list_finished_runs(made), 3).iloc[0]
    assert row["best"] == "pivot:a"
    assert row["over_fixed_low"] < -0.15 < row["over_fixed_high"]


def test_the_same_seed_gives_the_same_interval_and_another_a_different_one() -> None:
    runs = compare.list_finished_runs(planted(STRATEGIES))
    pd.testing.assert_frame_equal(compute_premium(runs, 3), compute_premium(runs, 3), check_exact=True)
    assert compute_premium(runs, 3)["low"].iloc[0] != compute_premium(runs, 4)["low"].iloc[0]


def test_resamples_keep_rows_whole_and_are_bounded_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.column_stack([np.arange(10.0), 2.0 * np.arange(10.0)])
    whole = compute_resampled_means(values, 1, 50)
    np.testing.assert_allclose(whole[:, 1], 2.0 * whole[:, 0])
    assert 1.0 < whole[:, 0].min() < whole[:, 0].max() < 8.0
    monkeypatch.setattr("hedgesim.analysis.compare.premium.LARGEST", 40)
    np.testing.assert_array_equal(compute_resampled_means(values, 1, 50), whole)


def test_a_premium_of_a_few_thousandths_is_told_with_its_digits() -> None:
    made = planted({("x", "hedge"): 0.5021, ("x", "myopic"): 0.5}, noise=0.0, shock=0.0)
    assert premium_sheet(comparison(made)).rows[0][2] == "+0.0021 [+0.0021, +0.0021]"


def test_without_hedge_or_another_strategy_there_is_no_premium() -> None:
    assert compute_premium(compare.list_finished_runs(planted({("x", "hedge"): 0.5})), 3).empty
    assert compute_premium(
        compare.list_finished_runs(planted({("x", "myopic"): 0.5, ("x", "pivot:a"): 0.5})), 3
    ).empty


def test_one_run_gives_numbers_without_intervals() -> None:
    made = planted(STRATEGIES, runs=1)
    found = comparison(made)
    assert found.tables["strategies"]["mean"].notna().all()
    assert found.tables["strategies"][["low", "high"]].isna().all().all()
    row = found.tables["premium"].iloc[0]
    assert row["premium"] == pytest.approx(row["hedge"] - row["best_mean"])
    assert np.isnan(row["low"])
    assert np.isnan(row["sure"])


# ---- regimes and changes -------------------------------------------------------------------


def test_regime_shares_and_runs_near_a_threshold() -> None:
    made = planted({("x", "hedge"): 0.5}, runs=4)
    told = {
        "regime": ["hedging", "hedging", "collapse", "pivot:b"],
        "regime_margin": [0.1, 0.019, 0.021, 0.0],
    }
    outcomes = made.outcomes.assign(
        **told, hedging_lost_quarter=pd.array([pd.NA, pd.NA, 7, 9], dtype="Int64")
    )
    runs = compare.list_finished_runs(Made(made.manifest, made.design, outcomes))
    row = compare.compute_regime_shares(runs, ["hedging", "mixed"]).iloc[0]
    assert row["hedging"] == 0.5
    assert row["mixed"] == 0.0
    assert row["collapse"] == row["pivot:b"] == 0.25
    assert row["near_threshold"] == row["hedging_lost"] == 0.5


def test_changed_inputs_name_values_and_events() -> None:
    event = {"name": "e", "first": 2, "until": 6, "operation": "set", "path": "world.strain", "value": 0.5}
    scenarios = {
        "x/baseline": told_scenario("x/baseline", events=[event]),
        "same": told_scenario("same", events=[event]),
        "other": told_scenario(
            "other", values={"world.strain": 0.3}, events=[event | {"value": 0.9, "until": None}]
        ),
        "without": told_scenario("without"),
    }
    rows = list_changed_inputs(scenarios, "x/baseline").to_dict("records")
    before = "set world.strain 0.5 from 2018Q1 until 2019Q1"
    assert rows == [
        {"scenario": "other", "path": "world.strain", "baseline": 0.1, "value": 0.3},
        {
            "scenario": "other",
            "path": "events.e",
            "baseline": before,
            "value": "set world.strain 0.9 from 2018Q1",
        },
        {"scenario": "without", "path": "events.e", "baseline": before, "value": ""},
    ]


def test_changed_outcomes_are_sorted_by_size_and_leave_out_what_did_not_change() -> None:
    made = planted({("x/baseline", "hedge"): 0.5, ("x/more", "hedge"): 0.6}, noise=0.001)
    constant = made.outcomes.assign(
        economy_mean=0.4, autonomy_mean=np.where(made.design["scenario"] == "x/more", 0.9, 0.3)
    )
    runs = compare.list_finished_runs(Made(made.manifest, made.design, constant))
    table = compute_changed_outcomes(runs, "x/baseline", "hedge")
    assert next(iter(table["measure"])) == "autonomy_mean"
    assert list(table["measure"])[-1] == "gdp_last"
    assert "economy_mean" not in set(table["measure"])
    first = table.iloc[0]
    assert first["size"] == pytest.approx(0.6 / 0.3)
    assert first["reference_mean"] == pytest.approx(0.3)
    assert (table["size"] <= table["mean"].abs() / FLOOR).all()
    assert not {"run", "seed", "regime_margin"} & set(table["measure"])


# ---- what is compared, and what is refused -------------------------------------------------


@pytest.mark.parametrize(
    ("names", "baseline"),
    [
        (["x/a", "x/baseline", "y/baseline"], "x/baseline"),
        (["x/a", "x/late", "x/baseline"], "x/baseline"),
        (["x/a", "x/b"], "x/a"),
        (["x/a", "x/not_baseline"], "x/a"),
        (["baseline"], "baseline"),
        (["x/not_baseline", "b"], "x/not_baseline"),
    ],
)
def test_the_baseline_is_the_scenario_of_that_name_or_the_first(names: list[str], baseline: str) -> None:
    assert compare.find_baseline(names) == baseline


def test_scenarios_of_other_quarters_are_refused_by_name() -> None:
    made = planted({("x/baseline", "hedge"): 0.5, ("x/late", "hedge"): 0.5, ("x/long", "hedge"): 0.5})
    scenarios = {
        "x/baseline": told_scenario("x/baseline"),
        "x/late": told_scenario("x/late", first_quarter=8080),
        "x/long": told_scenario("x/long", first_quarter=8071, horizon=80),
    }
    with pytest.raises(InputError) as caught:
        comparison(Made({**made.manifest, "scenarios": scenarios}, made.design, made.outcomes))
    assert caught.value.faults == (
        "x/late cannot be compared with x/baseline: it starts in 2020Q1, not 2017Q3",
        "x/long cannot be compared with x/baseline: it starts in 2017Q4, not 2017Q3 and runs 80 quarters,"
        " not 60",
        "leave them out: name those to compare with --scenario",
    )


def test_scenarios_and_strategy_can_be_chosen() -> None:
    made = planted({(n, s): 0.5 for n in ("x/baseline", "x/a", "x/b") for s in ("hedge", "myopic")})
    found = comparison(made, ["x/b"], "myopic")
    assert list(found.scenarios) == ["x/baseline", "x/b"]
    assert tuple(found.tables) == TABLES
    assert set(found.tables["outcomes"]["strategy"]) == {"myopic"}
    assert set(found.tables["scenarios"]["scenario"]) == {"x/b"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"scenarios": ["x/basline"]},
            "scenario 'x/basline' was not run; there are x/baseline; did you mean x/baseline?",
        ),
        (
            {"strategy": "pivot:b"},
            "strategy 'pivot:b' was not run; there are hedge, myopic, pivot:a",
        ),
    ],
)
def test_names_that_were_not_run_are_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        comparison(planted(STRATEGIES), **arguments)
    assert str(caught.value) == message


def test_a_folder_without_a_finished_run_is_refused() -> None:
    made = planted({("x", "hedge"): 0.5}, runs=2)
    lost = Made(made.manifest, made.design, made.outcomes.assign(status="failed"))
    with pytest.raises(InputError, match="no run finished"):
        comparison(lost)


def test_very_many_runs_are_resampled_in_groups() -> None:
    from hedgesim.analysis.compare.premium import GROUPS, compute_resampled_means, group_runs

    values = np.random.Generator(np.random.Philox(3)).normal(size=(7 * GROUPS + 11, 2))
    few = group_runs(values)
    assert few.shape == (GROUPS, 2)
    assert few.mean(axis=0) == pytest.approx(values.mean(axis=0), abs=1e-4)
    spread = compute_resampled_means(values, 1, 2000).std(axis=0)
    assert spread == pytest.approx(values.std(axis=0) / np.sqrt(len(values)), rel=0.1)
    assert (group_runs(values[:10]) == values[:10]).all()

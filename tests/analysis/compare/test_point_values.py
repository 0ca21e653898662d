"""From runs to numbers per point: how tables are joined, which targets there are, and what is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from hedgesim.analysis.compare.point_values import (
    choose_targets,
    compute_point_means,
    compute_premium_values,
    join_finished_runs,
    select_values,
)
from hedgesim.model import InputError

SPEC: dict[str, Any] = {"axes": [{"path": "world.strain"}], "points": 2}
STRATEGIES = ("hedge", "myopic", "fixed", "balance")
UTILITY = {"hedge": (0.5, 0.4), "myopic": (0.3, 0.1), "fixed": (0.9, 0.9), "balance": (0.2, 0.6)}
"""Utility at points 0 and 1: the best other strategy is myopic at the first and balance at the second."""


def sweep_tables(strategies: tuple[str, ...] = STRATEGIES) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return design and outcomes of two points and two runs, in an order of their own each."""
    rows = [(p, r, s) for p in (0, 1) for r in (0, 1) for s in strategies]
    design = pd.DataFrame(rows, columns=["point", "run", "strategy"])
    design = design.assign(run_id=range(len(rows)), scenario="case", seed=7)
    design["world.strain"] = design["point"] / 2.0
    outcomes = design[["run_id"]].assign(
        status="ok",
        utility_mean=[UTILITY[s][p] + 0.01 * r for p, r, s in rows],
        ended_early=[r == 1 for _, r, _ in rows],
        regime="hedging",
        error=None,
    )
    return design.sample(frac=1.0, random_state=1), outcomes.sample(frac=1.0, random_state=2)


def joined(strategies: tuple[str, ...] = STRATEGIES) -> pd.DataFrame:
    return join_finished_runs(*sweep_tables(strategies), SPEC)


def targets(
    of: tuple[str, ...] = (), names: list[str] | None = None, strategies: tuple[str, ...] = STRATEGIES
) -> list[tuple[str, str]]:
    return choose_targets(joined(strategies), sweep_tables(strategies)[1], of, names)


# ---- joining -------------------------------------------------------------------------------


def test_finished_runs_are_joined_by_number_and_sorted_by_point() -> None:
    design, outcomes = sweep_tables()
    outcomes.loc[outcomes["run_id"] == 3, "status"] = "failed"
    runs = join_finished_runs(design, outcomes, SPEC)
    assert list(runs.index) == list(range(15))
    assert list(runs) == [*design, *outcomes.columns.drop("run_id")]
    order = ["point", "seed", "run", "strategy"]
    assert runs[order].equals(runs[order].sort_values(order))
    assert 3 not in set(runs["run_id"])
    row = runs[(runs["point"] == 1) & (runs["run"] == 1) & (runs["strategy"] == "balance")].iloc[0]
    assert row["utility_mean"] == pytest.approx(0.61)


def test_only_the_chosen_scenario_is_joined() -> None:
    design, outcomes = sweep_tables()
    other = design.assign(scenario="other", run_id=design["run_id"] + 100)
    both = pd.concat([design, other]), pd.concat([outcomes, outcomes.assign(run_id=outcomes["run_id"] + 100)])
    runs = join_finished_runs(*both, SPEC, "other")
    assert set(runs["scenario"]) == {"other"}
    assert runs["run_id"].min() == 100


@pytest.mark.parametrize(
    ("design", "outcomes", "scenario", "faults"),
    [
        (
            ["run", "seed"],
            ["status"],
            None,
            ["design: columns run, seed missing", "outcomes: column status missing"],
        ),
        (["world.strain"], [], None, ["design: column world.strain missing"]),
        ([], [], "cas", ["scenario 'cas' was not run; there are case; did you mean case?"]),
    ],
)
def test_tables_that_cannot_be_joined(
    design: list[str], outcomes: list[str], scenario: str | None, faults: list[str]
) -> None:
    left, right = sweep_tables()
    with pytest.raises(InputError) as caught:
        join_finished_runs(left.drop(columns=design), right.drop(columns=outcomes), SPEC, scenario)
    assert list(caught.value.faults) == faults


def test_a_run_that_comes_twice_is_told_with_its_number() -> None:
    design, outcomes = sweep_tables()
    twice = pd.concat([outcomes, outcomes[outcomes["run_id"].isin([11, 5])].sort_values("run_id")])
    with pytest.raises(InputError) as caught:
        join_finished_runs(design, twice, SPEC)
    assert caught.value.faults == ("outcomes: run_id 5 comes twice",)


@pytest.mark.parametrize("names", [["case", "other"], []])
def test_the_scenario_must_be_named_unless_there_is_one(names: list[str]) -> None:
    design, outcomes = sweep_tables()
    parts = [design.assign(scenario=n, run_id=design["run_id"] + 100 * k) for k, n in enumerate(names)]
    with pytest.raises(InputError) as caught:
        join_finished_runs(pd.concat([design.iloc[:0], *parts]), outcomes, SPEC)
    said = f"sensitivity is that of one scenario; there are {', '.join(names)}: name one"
    assert caught.value.faults == (said,)


@pytest.mark.parametrize("points", [1, 3])
def test_points_other_than_those_described_are_refused(points: int) -> None:
    with pytest.raises(InputError) as caught:
        join_finished_runs(*sweep_tables(), SPEC | {"points": points})
    assert str(caught.value) == f"design: found 2 points; the sweep's description has {points}, from 0"


# ---- targets -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strategies", "found"),
    [
        (STRATEGIES, [("premium", "hedge")]),
        (("hedge",), [("utility_mean", "hedge")]),
        (("hedge", "fixed"), [("utility_mean", "fixed"), ("utility_mean", "hedge")]),
        (("balance", "myopic"), [("utility_mean", "balance"), ("utility_mean", "myopic")]),
    ],
)
def test_the_default_is_the_premium_where_hedge_has_a_rival(
    strategies: tuple[str, ...], found: list[tuple[str, str]]
) -> None:
    assert targets(strategies=strategies) == found


def test_the_premium_is_that_of_hedge_and_other_outcomes_of_the_strategies_named() -> None:
    found = targets(("premium", "utility_mean", "ended_early"), ["myopic", "fixed", "myopic"])
    assert found == [
        ("premium", "hedge"),
        ("utility_mean", "myopic"),
        ("utility_mean", "fixed"),
        ("ended_early", "myopic"),
        ("ended_early", "fixed"),
    ]


def test_every_target_that_cannot_be_analysed_is_named_with_the_reason() -> None:
    with pytest.raises(InputError) as caught:
        targets(
            ("premium", "gdp_lost", "utility_men", "regime", "run_id", "zzz"), ["hedg"], ("hedge", "fixed")
        )
    assert caught.value.faults == (
        "premium needs hedge, another strategy than fixed, and the column utility_mean",
        "unknown outcome 'gdp_lost'; known are utility_mean, ended_early",
        "unknown outcome 'utility_men'; did you mean utility_mean?",
        "outcome 'regime' holds no numbers; choose one that does, such as utility_mean",
        "outcome 'run_id' holds no numbers; choose one that does, such as utility_mean",
        "unknown outcome 'zzz'; known are utility_mean, ended_early",
        "strategy 'hedg' was not run; there are fixed, hedge; did you mean hedge?",
    )


# ---- values --------------------------------------------------------------------------------


def test_values_are_those_of_the_strategy_without_missing_ones() -> None:
    runs = joined()
    assert select_values(runs, "ended_early", "balance")["value"].tolist() == [0.0, 1.0, 0.0, 1.0]
    runs.loc[(runs["strategy"] == "myopic") & (runs["point"] == 0) & (runs["run"] == 0), "utility_mean"] = (
        np.nan
    )
    found = select_values(runs, "utility_mean", "myopic")
    assert list(found) == ["point", "seed", "run", "value"]
    assert list(found.index) == [0, 1, 2]
    assert found["value"].to_list() == pytest.approx([0.31, 0.1, 0.11])


def test_the_premium_is_over_the_best_other_strategy_of_each_point() -> None:
    found = select_values(joined(), "premium", "myopic")
    assert found.to_dict("list") == {
        "point": [0, 0, 1, 1],
        "seed": [7, 7, 7, 7],
        "run": [0, 1, 0, 1],
        "value": pytest.approx([0.2, 0.2, -0.2, -0.2]),
    }
    without_fixed = compute_premium_values(joined(("hedge", "myopic")))
    assert without_fixed["value"].to_list() == pytest.approx([0.2, 0.2, 0.3, 0.3])


def point_table(points: list[int], values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"point": points, "value": values})


def test_means_are_by_point() -> None:
    assert compute_point_means(point_table([1, 0, 1], [3.0, 5.0, 4.0]), 2, "x").tolist() == [5.0, 3.5]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([0, 0, 2], "x: 1 of 3 points has no value, the first is 1: runs failed"),
        ([0, 0, 0], "x: 2 of 3 points have no value, the first is 1: runs failed"),
        ([1, 2, 2], "x: 1 of 3 points has no value, the first is 0: runs failed"),
    ],
)
def test_points_without_a_value_are_counted(points: list[int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        compute_point_means(point_table(points, [1.0, 2.0, 3.0]), 3, "x")


@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_a_spread_of_rounding_is_no_variation_at_any_size(size: float) -> None:
    """Kills a bound that is absolute, or relative to the inverse of the largest mean."""
    with pytest.raises(InputError, match="at every point, so nothing accounts for it"):
        compute_point_means(point_table([0, 1], [-size, -size * (1.0 + 5e-13)]), 2, "x")
    assert np.ptp(compute_point_means(point_table([0, 1], [-size, -size * (1.0 + 1e-10)]), 2, "x")) > 0.0


def test_a_constant_is_told_with_its_number() -> None:
    with pytest.raises(InputError) as caught:
        compute_point_means(point_table([0, 1], [0.25, 0.25]), 2, "gdp")
    assert str(caught.value) == "gdp: is 0.25 at every point, so nothing accounts for it"

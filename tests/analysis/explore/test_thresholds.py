"""Thresholds of the real model: crossings lie where means bracket them; frontiers; what is refused."""

import numpy as np
import pandas as pd
import pytest
from support.sweeps import BARRIER, STRATEGIES, short

from hedgesim.analysis.compare.best_rival import resample_weights
from hedgesim.analysis.compare.premium import add_premiums
from hedgesim.analysis.conditions.columns import tipping_margin
from hedgesim.analysis.conditions.expression import Margin
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.analysis.explore.threshold_result import CROSSING, POINTS
from hedgesim.analysis.explore.thresholds import (
    FRONTIER_POINTS,
    frontier,
    level_combinations,
    list_strategies,
    margin_function,
    threshold,
)
from hedgesim.model import InputError, Scenario

SHARE = "export_share_russia_last"
RUNS = 8
AXIS = parse_axes([f"{BARRIER}=0:0.5"], short())[0]
LADDER = parse_axes(["patrons.eu.agreement=signed,ratified,enhanced"], short())


def margin(text: str) -> Margin:
    """Left less right side of a condition."""
    return tipping_margin(text, "--when", short().patrons)


def means(barriers: list[float], held: dict[str, float] | None = None) -> list[float]:
    """Mean share at barriers."""
    columns = {BARRIER: np.array(barriers)} | {p: np.full(len(barriers), v) for p, v in (held or {}).items()}
    table = simulate_points(short(), ["hedge"], columns, runs=RUNS, workers=1, engine="compiled")
    return table.groupby("point")[SHARE].mean().to_list()


def test_the_crossing_lies_between_barriers_whose_means_bracket_it() -> None:
    barriers = np.linspace(0.0, 0.5, 11).tolist()
    told = means(barriers)
    limit = (told[4] + told[5]) / 2.0
    assert told == sorted(told, reverse=True)
    found = threshold(short(), AXIS, margin(f"{SHARE} < {limit}"), runs=RUNS, points=9, workers=1)
    assert len(found.rows) == 1
    row = found.rows.iloc[0]
    assert barriers[4] < row["crossing"] < barriers[5]
    assert row["low"] <= row["crossing"] <= row["high"]
    assert row["direction"] == "down"
    assert means([row["crossing"]])[0] == pytest.approx(limit, abs=1e-4)
    scanned = dict(zip(found.points["x"], found.points["mean"], strict=True))
    assert scanned[0.5] == pytest.approx(told[-1] - limit)


def test_other_inputs_are_held() -> None:
    held = {"patrons.eu.agreement": 3.0}
    limit = float(np.mean(means([0.0, 0.5], held)))
    found = threshold(short(), AXIS, margin(f"{SHARE} < {limit}"), fixed=held, runs=RUNS, points=9, workers=1)
    assert means([found.rows["crossing"].iloc[0]], held)[0] == pytest.approx(limit, abs=1e-4)


def test_the_premium_is_that_over_all_strategies_of_the_scenario() -> None:
    spec = short(quarters=12)
    found = threshold(spec, AXIS, margin("premium < 0"), runs=RUNS, points=5, workers=1)
    ends = {BARRIER: np.array([0.0, 0.5])}
    table = simulate_points(spec, [*spec.strategies], ends, runs=RUNS, workers=1)
    expected = add_premiums(table).groupby("point")["premium"].mean().to_list()
    assert found.points["mean"].iloc[[0, -1]].to_list() == pytest.approx(expected)


@pytest.mark.slow
def test_the_interval_of_a_premium_chooses_its_rival_anew() -> None:
    """By hand from the same runs: in each resample the best rival is the best of its own means."""
    spec = short(quarters=12)
    ends = {BARRIER: np.array([0.0, 0.5])}
    table = simulate_points(spec, [*spec.strategies], ends, runs=RUNS, workers=1)
    utility = table.pivot_table(index=["point", "run"], columns="strategy", values="utility_mean")
    parts = resample_weights(RUNS, 1, 1000)
    found = threshold(spec, AXIS, margin("premium < 0"), runs=RUNS, points=5, workers=1).points.iloc[[0, -1]]
    for point, row in zip((0, 1), found.to_dict("records"), strict=True):
        means = {name: parts @ utility.loc[point, name].to_numpy() for name in utility}
        rivals = np.max([means[s] for s in means if s not in {"hedge", "fixed"}], axis=0)
        low, high = np.quantile(means["hedge"] - rivals, [0.025, 0.975])
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "level"), [("not {column} >= {limit}", 0.5), ("share({column} < {limit}) > 0.3", 0.3)]
)
def test_a_share_of_runs_tips_where_it_crosses(text: str, level: float) -> None:
    limit, runs = float(np.mean(means([0.2, 0.3]))), 7
    asked = margin(text.format(column=SHARE, limit=limit))
    first = threshold(short(), AXIS, asked, runs=runs, points=5, workers=1).rows.iloc[0]
    assert first["direction"] == "up"
    columns = {BARRIER: first["crossing"] + np.array([-1e-3, 1e-3])}
    table = simulate_points(short(), ["hedge"], columns, runs=runs, workers=1, engine="compiled")
    below, above = (table[SHARE] < limit).groupby(table["point"]).mean()
    assert below < level < above


@pytest.mark.parametrize(
    "text",
    [
        "regime == 'mixed' or regime == 'hedging'",
        "share(hedging_lost_quarter < 8) > 0.3",
        "share(strategy == 'hedge' and not regime == 'hedging' and hedging_lost_quarter != null) > 0.2",
    ],
)
def test_names_and_missing_quarters_are_read_as_in_a_table(text: str) -> None:
    columns = {BARRIER: np.array([0.0, 0.5])}
    table = simulate_points(short(), ["hedge"], columns, runs=40, workers=1, engine="compiled")
    asked = margin(text)
    function = margin_function(short(), BARRIER, asked, "hedge", {}, 40, 1, 1, None)
    found = function(columns[BARRIER]).values[:, 0]
    assert (found == asked(table).reshape(2, 40)).all()
    assert found.std() > 0.0


def test_the_same_seed_gives_the_same_rows_and_any_number_of_workers() -> None:
    one, two = (
        threshold(short(), AXIS, margin(f"{SHARE} < 0.4"), runs=4, points=5, workers=w) for w in (1, 2)
    )
    pd.testing.assert_frame_equal(one.points, two.points, check_exact=True)
    pd.testing.assert_frame_equal(one.rows, two.rows, check_exact=True)


def test_a_frontier_has_the_crossings_of_every_combination() -> None:
    limit = float(np.mean(means([0.0, 0.5])))
    planted = margin(f"{SHARE} < {limit}")
    others = level_combinations([*LADDER, *parse_axes(["patrons.eu.fund=0.02,0.1"], short())])
    assert others[:2] == [
        {"patrons.eu.agreement": 1.0, "patrons.eu.fund": 0.02},
        {"patrons.eu.agreement": 1.0, "patrons.eu.fund": 0.1},
    ]
    found = frontier(short(), AXIS, others[::3], planted, runs=RUNS, workers=1)
    rows = found.rows
    assert list(rows) == ["patrons.eu.agreement", "patrons.eu.fund", *CROSSING]
    assert list(found.points) == ["patrons.eu.agreement", "patrons.eu.fund", *POINTS]
    assert rows["patrons.eu.agreement"].to_list() == [1.0, 2.0]
    for held, row in zip(others[::3], rows.to_dict("records"), strict=True):
        alone = threshold(
            short(), AXIS, planted, fixed=held, runs=RUNS, points=FRONTIER_POINTS, workers=1
        ).rows.iloc[0]
        assert [row[k] for k in CROSSING] == alone[list(CROSSING)].to_list()


def test_a_frontier_says_where_nothing_crosses() -> None:
    rows = frontier(
        short(), AXIS, level_combinations(LADDER), margin(f"{SHARE} < -1"), runs=2, workers=1
    ).rows
    assert rows["direction"].to_list() == ["none"] * 3
    assert rows[["crossing", "low", "high"]].isna().all().all()
    assert rows["share"].to_list() == [0.0] * 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{BARRIER}=0.1,0.5", f"found levels; a threshold needs a range, such as {BARRIER}=0.1:0.5"),
        ("patrons.eu.agreement=1:2", "sweep belarus/baseline --vary patrons.eu.agreement=signed,ratified"),
        ("mechanisms.veto=true,false", "sweep belarus/baseline --vary mechanisms.veto=true,false"),
    ],
)
def test_levels_have_no_threshold(text: str, said: str) -> None:
    axis = parse_axes([text], short())[0]
    assert parse_axes([said.rpartition(" ")[2]], short())[0].path == axis.path  # the advice itself works
    with pytest.raises(InputError, match=said):
        threshold(short(), axis, margin("utility_mean < 0.5"), runs=2)
    with pytest.raises(InputError, match=said):
        frontier(short(), axis, [{"patrons.eu.fund": 0.1}], margin("utility_mean < 0.5"), runs=2)


def test_a_frontier_needs_levels_of_all_others() -> None:
    axes = parse_axes(["patrons.eu.fund=0.1:0.2", "patrons.china.fund=0.1:0.2"], short())
    with pytest.raises(InputError) as caught:
        level_combinations(axes)
    assert list(caught.value.faults) == [
        f"{a.path}: the frontier needs levels: {a.path}=LO:HI:N or a,b,c" for a in axes
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("utilty_mean < 0.5", "did you mean utility_mean"),
        ("utility_mean", "--when"),
        ("utility_mean == 0.5", "a mean over runs never stays at a number"),
        ("hedging_lost_quarter < 8", "ask how many do: share(hedging_lost_quarter < 8) > 0.5"),
    ],
)
def test_conditions_that_have_no_margin(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        margin(text)
    assert said in str(caught.value)


def test_an_unknown_strategy_is_refused() -> None:
    with pytest.raises(InputError, match="unknown strategy 'hege'"):
        threshold(short(), AXIS, margin("utility_mean < 0.5"), strategy="hege", runs=2)


def test_only_conditions_on_the_premium_play_all_strategies() -> None:
    spec: Scenario = short()
    assert list_strategies(spec, "hedge", []) == ["hedge"]
    assert set(list_strategies(spec, "hedge", ["premium"])) == set(spec.strategies)
    assert list_strategies(spec, "hedge", ["premium:pivot"]) == [
        "hedge",
        *(f"pivot:{p}" for p in spec.patrons),
    ]
    assert set(STRATEGIES) <= set(spec.strategies)

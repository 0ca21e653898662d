"""Scenario discovery: a planted box is found, by PRIM and by the tree; words; and what is refused."""

import sys
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from support.plot_checks import outside, overlapping

from hedgesim.analysis.explore.discovery.boxes import (
    Box,
    build_sample,
    choose_box,
    design_effect,
    measure_box,
    number_points,
    quasi_p,
    unlimited_box,
)
from hedgesim.analysis.explore.discovery.discovery import Discovery, describe_box, discover
from hedgesim.analysis.explore.discovery.peeling import find_trajectory, peel_boxes
from hedgesim.analysis.labels import format_limit, input_name
from hedgesim.analysis.plots import discovery as plot_discovery
from hedgesim.analysis.tables.explore.discovery import describe_tree, discovery_sheets
from hedgesim.model import InputError

ARMS, RIVALRY = "patrons.russia.arms_access", "rivalry.russia-eu"
NAMES = [ARMS, RIVALRY, "patrons.eu.barrier", "world.strain", "hedger.patience"]
LABELS = {"russia": "Russia", "china": "China", "eu": "the EU"}
CONDITION = "regime == 'collapse'"


def planted(n: int = 1500, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.random((n, 5)), columns=NAMES)
    inside = ((table[ARMS] < 0.4) & (table[RIVALRY] > 0.55)).to_numpy()
    return table, inside ^ (rng.random(n) < 0.05)


@pytest.fixture(scope="module")
def found() -> Discovery:
    table, cases = planted()
    return discover(table, cases, NAMES, seed=1, draws=20)


def test_prim_finds_the_planted_box(found: Discovery) -> None:
    box = found.box.set_index("input")
    assert list(box.index) == [ARMS, RIVALRY]
    assert box.loc[ARMS, "high"] == pytest.approx(0.4, abs=0.05)
    assert box.loc[RIVALRY, "low"] == pytest.approx(0.55, abs=0.05)
    assert np.isnan(box.loc[ARMS, "low"])
    assert np.isnan(box.loc[RIVALRY, "high"])
    assert box.loc[ARMS, "high_p"] < 1e-6
    assert found.best["density"] > 0.9
    assert found.best["coverage"] > 0.75


def test_the_tree_agrees(found: Discovery) -> None:
    tree = found.tree.set_index("input")
    assert tree.loc[ARMS, "high"] == pytest.approx(0.4, abs=0.05)
    assert tree.loc[RIVALRY, "low"] == pytest.approx(0.55, abs=0.05)
    assert tree["density"].iloc[0] > 0.9


def test_resamples_limit_what_is_planted(found: Discovery) -> None:
    rows = found.stability.set_index("input")
    assert (rows.loc[[ARMS, RIVALRY], "limited"] == 1.0).all()
    assert (rows["limited"].drop([ARMS, RIVALRY]) < 0.5).all()
    assert rows.loc[ARMS, "high_25"] <= rows.loc[ARMS, "high_50"] <= rows.loc[ARMS, "high_75"]
    assert rows.loc[ARMS, "high_50"] == pytest.approx(0.4, abs=0.05)


def test_trade_off_starts_with_everything_and_has_one_choice(found: Discovery) -> None:
    first = found.trade_off.iloc[0]
    assert first["coverage"] == first["mass"] == 1.0
    assert first["dimensions"] == 0
    assert found.trade_off["chosen"].sum() == 1
    assert found.trade_off["mass"].min() >= 0.05


@pytest.mark.parametrize(("seed", "levels"), [(1, None), (2, 6)])
def test_boxes_are_those_of_ema_workbench(seed: int, levels: int | None) -> None:
    """Kills another order of equal cuts, another quantile, and a trajectory without pasting."""
    table, cases = planted(400, seed)
    x = table.to_numpy()
    x = x if levels is None else np.floor(x * levels)
    steps = find_trajectory(build_sample(x, cases))
    theirs = peel_by_workbench(x, cases)
    for step, (low, high) in zip(steps, theirs, strict=True):  # an end of the whole range is no limit
        assert (step.box.low == np.where(low > theirs[0][0], low, -np.inf)).all()
        assert (step.box.high == np.where(high < theirs[0][1], high, np.inf)).all()


def test_some_boxes_are_pasted() -> None:
    steps = find_trajectory(build_sample(planted(400, 1)[0].to_numpy(), planted(400, 1)[1]))
    assert any(b.measures.points > a.measures.points for a, b in pairwise(steps))


def peel_by_workbench(x: np.ndarray, cases: np.ndarray) -> list[np.ndarray]:
    """Compute limits with ema-workbench's PRIM, whose calls of pandas and missing parts warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis.prim import Prim

        frame = pd.DataFrame(x, columns=[str(n) for n in range(x.shape[1])])
        found = Prim(frame, cases.astype(int), threshold=1e-9).find_box().box_lims
    return [limits.to_numpy(float) for limits in found]


@pytest.mark.parametrize("levels", [None, 6])
def test_a_resample_has_the_box_of_repeated_rows(levels: int | None) -> None:
    table, cases = planted(300, 5)
    x = table.to_numpy() if levels is None else np.floor(table.to_numpy() * levels)
    some = build_sample(x, cases).draw(np.random.default_rng(2))
    rows = np.repeat(np.arange(len(x)), some.count)
    again = replace(build_sample(x[rows], cases[rows]), point=some.point[rows])
    for counted, repeated in zip(peel_boxes(some), peel_boxes(again), strict=True):
        assert counted.measures == repeated.measures == measure_box(again, repeated.box)
        assert all((a == b).all() for a, b in zip(counted.box, repeated.box, strict=True))


def test_points_are_numbered_in_their_order() -> None:
    x = np.random.default_rng(1).integers(0, 3, (60, 3)).astype(float)
    assert (number_points(x) == np.unique(x, axis=0, return_inverse=True)[1].ravel()).all()


def test_the_same_seed_gives_the_same_rows() -> None:
    table, cases = planted(300)
    one, two, other = (discover(table, cases, NAMES, seed, draws=5) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.stability, two.stability, check_exact=True)
    assert one.box["input"].tolist() == [ARMS, RIVALRY]
    assert not one.stability.equals(other.stability)


def test_levels_and_repeated_points() -> None:
    rng = np.random.default_rng(3)
    points = pd.DataFrame({"patrons.eu.agreement": rng.integers(0, 5, 150), "world.strain": rng.random(150)})
    table = points.loc[points.index.repeat(4)].reset_index(drop=True)
    cases = (table["patrons.eu.agreement"] >= 2).to_numpy() ^ (rng.random(600) < 0.05)
    result = discover(table.assign(still=1.0), cases, [*points.columns, "still"], seed=1, draws=10)
    assert result.box["input"].tolist() == ["patrons.eu.agreement"]
    assert result.stability["input"].tolist() == list(points.columns)
    assert describe_box(result, CONDITION, LABELS).startswith("The EU's agreement at least ratified: covers")
    (row,) = discovery_sheets(result, CONDITION, LABELS)[0].rows
    assert row[2].startswith("ratified [ratified, ")  # a step by its name, as its quartiles are
    assert row[3] == "-"


def test_no_box_where_nothing_tells_cases_apart() -> None:
    # the same number of cases at each value: no limit gains anything
    table = pd.DataFrame({"a": np.repeat(np.arange(10.0), 10)})
    cases = np.tile([True, False], 50)
    result = discover(table, cases, ["a"], seed=1, draws=3)
    assert result.box.empty
    assert describe_box(result, CONDITION, LABELS).startswith("No box: no limit on an input")
    sheet = discovery_sheets(result, CONDITION, LABELS)[0]
    assert sheet.rows == []
    assert sheet.notes[1] == "1 more input has no limit, and at most in 0% of resamples."


def test_measures_by_hand() -> None:
    x = np.arange(10.0)[:, None]
    y = np.array([0, 0, 0, 0, 0, 0, 1, 0, 1, 1], dtype=bool)
    box = Box(np.array([6.0]), np.array([np.inf]))
    sample = build_sample(x, y)
    m = measure_box(sample, box)
    assert m[:5] == pytest.approx((1.0, 0.75, 0.4, 4, 3))
    assert m.score == pytest.approx(2 * 0.75 / 1.75)
    # three or more of four at a chance of 3 in 10
    assert quasi_p(sample, box) == {(0, False): pytest.approx(4 * 0.3**3 * 0.7 + 0.3**4)}
    boxes = [(b, measure_box(sample, b)) for b in (unlimited_box(1), box)]
    assert not choose_box(sample, boxes[:1]).has_limit.any()
    assert choose_box(sample, boxes).has_limit.any() == (quasi_p(sample, box)[0, False] < 0.05)


def test_runs_of_a_point_that_are_all_alike_count_once() -> None:
    x = np.arange(10.0)[:, None]
    y = np.array([0, 0, 0, 0, 0, 0, 1, 0, 1, 1], dtype=bool)
    box = Box(np.array([6.0]), np.array([np.inf]))
    many, once = build_sample(np.repeat(x, 5, axis=0), np.repeat(y, 5)), build_sample(x, y)
    assert design_effect(many, np.arange(50)) == pytest.approx(5.0)
    assert quasi_p(many, box)[0, False] == pytest.approx(quasi_p(once, box)[0, False])
    assert quasi_p(replace(many, point=np.arange(50)), box)[0, False] < 1e-4
    assert quasi_p(many, box)[0, False] > 0.08


def test_runs_that_have_nothing_in_common_count_in_full() -> None:
    rng = np.random.default_rng(1)
    y, point = rng.random(4000) < 0.3, np.repeat(np.arange(400), 10)
    sample = replace(build_sample(rng.random((4000, 1)), y), point=point)
    assert design_effect(sample, np.arange(4000)) == pytest.approx(1.0, abs=0.2)


def test_luck_is_told_from_an_effect_where_points_and_not_runs_differ() -> None:
    """By luck the share of cases differs between points, whatever their input: few limits may stand."""
    stand = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = np.repeat(rng.random(60), 10)[:, None]
        cases = rng.random(600) < np.repeat(rng.choice([0.05, 0.95], 60), 10)
        box = Box(np.array([-np.inf]), np.array([0.5]))
        stand += quasi_p(build_sample(x, cases), box)[0, True] < 0.05
    assert stand <= 3


def test_words(found: Discovery) -> None:
    said = describe_box(found, CONDITION, LABELS)
    assert said.startswith("Russia's arms access below 0.")
    assert "and rivalry Russia\N{EN DASH}the EU above 0.5" in said
    assert f"of the runs with {CONDITION}, and 9" in said
    assert describe_tree(found, LABELS).startswith(
        "Second opinion, a classification tree: Russia's arms access"
    )
    assert describe_tree(replace(found, tree=found.tree.iloc[:0]), LABELS).endswith("finds no split.")


@pytest.mark.parametrize(
    ("path", "value", "upper", "said"),
    [
        (ARMS, 0.2134, True, "below 0.213"),
        (ARMS, 12.0, False, "above 12"),
        ("patrons.eu.agreement", 1.5, True, "at most signed"),
        ("patrons.eu.agreement", 1.5, False, "at least ratified"),
        ("patrons.eu.negotiable", 0.5, True, "off"),
        ("patrons.eu.negotiable", 0.5, False, "on"),
    ],
)
def test_limits_in_words(path: str, value: float, upper: bool, said: str) -> None:
    assert format_limit(path, value, upper=upper) == said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("patrons.russia.arms_access", "Russia's arms access"),
        ("patrons.other_one.barrier", "Other one's barrier"),
        ("rivalry.russia-eu", "rivalry Russia\N{EN DASH}the EU"),
        ("world.strain", "strain (world)"),
        ("premium", "premium"),
    ],
)
def test_input_names(path: str, said: str) -> None:
    assert input_name(path, LABELS) == said


def test_sheets(found: Discovery) -> None:
    box, trade_off = discovery_sheets(found, CONDITION, LABELS)
    assert [row[0] for row in box.rows[:2]] == ["Russia's arms access", "Rivalry Russia\N{EN DASH}the EU"]
    assert box.bold == {(0, 0), (1, 0)}
    assert box.rows[0][2] == "-"
    assert "[" in box.rows[0][3]
    assert len(box.rows) == 2
    assert box.notes[1].startswith("3 more inputs have no limit, and at most in ")
    assert 12 <= len(trade_off.rows) + 1 <= 15
    assert len({row for row, _ in trade_off.bold}) == 1


@pytest.mark.parametrize(
    ("count", "change", "faults"),
    [
        (0, {}, ["none of 100 rows is a case, so there is nothing to find"]),
        (100, {}, ["all 100 rows are cases, so no input separates them"]),
        (19, {}, ["only 19 of 100 rows are cases; a box needs at least 20"]),
        (
            5,
            {"a": "text", "b": 1.0},
            [
                "only 5 of 100 rows are cases; a box needs at least 20",
                "a holds no numbers: choose one of its values and leave the column out",
                "no input varies: discovery needs a design over at least one column of numbers",
            ],
        ),
        (50, {"b": [np.nan] * 3 + [1.0, 2.0] * 48 + [3.0]}, ["b is missing in 3 rows"]),
    ],
)
def test_refusals(count: int, change: dict[str, object], faults: list[str]) -> None:
    table = pd.DataFrame({"a": np.arange(100.0), "b": np.arange(100.0)}).assign(**change)
    with pytest.raises(InputError) as caught:
        discover(table, np.arange(100) < count, ["a", "b"], seed=1)
    assert list(caught.value.faults) == faults


def test_missing_columns_and_marks() -> None:
    with pytest.raises(InputError) as caught:
        discover(pd.DataFrame({"a": [1.0, 2.0]}), np.ones(3, dtype=bool), ["a", "b"], seed=1)
    assert list(caught.value.faults) == [
        "2 rows but (3,) marks of cases: expected one a row",
        "no column b",
    ]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.tree", None)
    with pytest.raises(InputError, match=r"pip install 'hedgesim\[explore\]'"):
        discover(*planted(200), NAMES, seed=1)


def test_figure(found: Discovery) -> None:
    figure = plot_discovery.draw(found, CONDITION, LABELS, "Scenario belarus/baseline, 1,500 runs, seed 1.")
    assert overlapping(figure) == []
    assert outside(figure) == []
    curve, box = figure.axes
    assert len(curve.lines[0].get_xdata()) == len(found.trade_off)
    bars = [p for p in box.patches if isinstance(p, Rectangle) and p.get_gid() == "box"]
    row = found.box.iloc[0]
    assert bars[0].get_width() == pytest.approx((row["high"] - row["least"]) / (row["most"] - row["least"]))
    with pytest.raises(InputError, match="No box"):
        plot_discovery.draw(replace(found, box=found.box.iloc[:0]), CONDITION, LABELS)

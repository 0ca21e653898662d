"""Robustness: every criterion by hand on small tables, flips, intervals, the figure, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from support.plot_checks import outside, overlapping

from hedgesim.analysis.conditions.expression import parse
from hedgesim.analysis.explore.robustness import Robustness, robustness
from hedgesim.analysis.plots import robustness as plot_robustness
from hedgesim.analysis.tables.explore.robustness import robustness_sheets
from hedgesim.model import InputError

BY_HAND = {"bold": (0.9, 0.1, 0.6), "steady": (0.5, 0.4, 0.5), "poor": (0.3, 0.3, 0.3)}
"""Outcomes of three strategies in three futures."""


def made(outcomes: dict[str, tuple[float, ...]], runs: int = 1, noise: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    shock, rows = rng.normal(0.0, 1.0, runs), []
    for strategy, values in outcomes.items():
        for point, value in enumerate(values):
            rows += [
                {"scenario": "x", "point": point, "strategy": strategy, "seed": 1, "run": r,
                 "utility_mean": value + noise * shock[r], "regime": "mixed" if r % 2 else "hedging"}
                for r in range(runs)
            ]  # fmt: skip
    return pd.DataFrame(rows)


def values(found: Robustness, criterion: str) -> dict[str, float]:
    table = found.rows[found.rows["criterion"] == criterion]
    return dict(zip(table["strategy"], table["value"], strict=True))


def need(text: str) -> object:
    return parse(text, "--require", ["utility_mean"], {"regime": ["mixed", "hedging"]})


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("max_regret", {"bold": 0.3, "steady": 0.4, "poor": 0.6}),
        ("regret_90", {"bold": 0.24, "steady": 0.34, "poor": 0.54}),
        ("worst", {"bold": 0.1, "steady": 0.4, "poor": 0.3}),
        ("mean", {"bold": 1.6 / 3, "steady": 1.4 / 3, "poor": 0.3}),
        ("satisficing", {"bold": 2 / 3, "steady": 1.0, "poor": 0.0}),
    ],
)
def test_by_hand(criterion: str, expected: dict[str, float]) -> None:
    found = robustness(made(BY_HAND), "utility_mean", 1, need("utility_mean > .35"))  # type: ignore[arg-type]
    assert values(found, criterion) == pytest.approx(expected)
    assert (found.futures, found.runs, found.left_out) == (3, 1, 0)
    assert found.rows["low"].isna().all()


def test_domain_is_the_share_of_weights() -> None:
    # two futures: the first strategy is better where its future weighs more than 1/4
    found = robustness(made({"a": (0.8, 0.4), "b": (0.2, 0.6)}), "utility_mean", 1)
    assert values(found, "domain")["a"] == pytest.approx(0.75, abs=0.06)
    assert sum(values(found, "domain").values()) == pytest.approx(1.0)
    tied = robustness(made({"a": (0.8, 0.4), "b": (0.8, 0.4)}), "utility_mean", 1)
    assert values(tied, "domain") == pytest.approx({"a": 0.5, "b": 0.5})
    assert (tied.rows["rank"] == 1).all()


def test_ranks_and_flips() -> None:
    found = robustness(made(BY_HAND), "utility_mean", 1)
    ranks = found.rows.pivot_table(index="strategy", columns="criterion", values="rank")
    assert ranks["mean"].to_dict() == {"bold": 1, "steady": 2, "poor": 3}
    assert ranks["worst"].to_dict() == {"bold": 3, "steady": 1, "poor": 2}
    rows = found.flips.to_dict("records")
    assert [(r["strategy"], r["other"], r["behind"]) for r in rows] == [
        ("bold", "steady", "worst"),
        ("bold", "poor", "worst"),
    ]
    assert rows[0]["ahead"] == "max_regret, regret_90, mean, domain"


def test_shared_shocks_drop_out_of_regret_but_not_of_the_mean() -> None:
    found = robustness(made(BY_HAND, runs=25, noise=0.1), "utility_mean", 1, draws=200)
    rows = found.rows.set_index(["criterion", "strategy"])
    width = rows["high"] - rows["low"]
    assert width["max_regret"].max() < 1e-9
    assert width["mean"].min() > 0.05
    assert rows.loc[("mean", "bold"), "low"] < 1.6 / 3 + 0.03
    again = robustness(made(BY_HAND, runs=25, noise=0.1), "utility_mean", 1, draws=200)
    pd.testing.assert_frame_equal(found.rows, again.rows, check_exact=True)


def test_the_requirement_is_asked_of_runs() -> None:
    found = robustness(made(BY_HAND, runs=4), "utility_mean", 1, need("regime == 'mixed'"))  # type: ignore[arg-type]
    assert values(found, "satisficing") == {"bold": 0.5, "steady": 0.5, "poor": 0.5}
    assert found.require == "regime == 'mixed'"


def test_order_of_rows_does_not_matter_and_gaps_leave_a_future_out() -> None:
    table = made(BY_HAND, runs=3, noise=0.1)
    one = robustness(table, "utility_mean", 1, draws=20)
    mixed = table.iloc[::-1].sort_values("run", kind="stable")
    for criterion in ("max_regret", "worst", "mean"):
        assert values(robustness(mixed, "utility_mean", 1, draws=20), criterion) == pytest.approx(
            values(one, criterion)
        )
    lost = robustness(table.drop(index=1), "utility_mean", 1, draws=20)
    assert (lost.futures, lost.left_out) == (2, 1)
    nan = table.assign(utility_mean=table["utility_mean"].where(table.index != 1))
    assert robustness(nan, "utility_mean", 1, draws=20).left_out == 1


def test_sheets() -> None:
    found = robustness(made(BY_HAND, runs=5, noise=0.1), "utility_mean", 1, need("utility_mean > .35"))  # type: ignore[arg-type]
    summary, flips, criteria = robustness_sheets(found)
    assert [row[0] for row in summary.rows] == [row[0] for row in criteria.rows] == ["bold", "steady", "poor"]
    assert [row[2].split(" ")[0] for row in summary.rows] == ["-", "0.0667", "0.2333"]
    assert summary.bold == {(0, 1), (1, 3), (0, 4), (0, 5), (1, 6)}
    assert {(0, 1), (0, 4), (1, 3)} <= criteria.bold
    assert (summary.detail, criteria.detail) == (False, True)
    assert "3 futures that weigh alike, 5 runs each" in summary.notes[0]
    assert any("with utility_mean > 0.35" in note for note in summary.notes)
    assert flips.rows[0][3] == "worst future, requirement met"
    alike = robustness(made({"a": (0.8, 0.4), "b": (0.2, 0.1)}), "utility_mean", 1)
    assert robustness_sheets(alike)[1].notes == [
        "No pair of strategies changes its order: all criteria rank them alike."
    ]


def test_what_others_lack_is_paired_by_run() -> None:
    found = robustness(made(BY_HAND, runs=25, noise=0.1), "utility_mean", 1, draws=20)
    assert found.behind["strategy"].to_list() == ["bold", "steady", "poor"]
    assert found.behind["mean"].to_list() == pytest.approx([0.0, 0.2 / 3, 0.7 / 3])
    assert (found.behind["high"] - found.behind["low"]).max() < 1e-9  # the same shocks for all


def test_a_premium_is_the_gain_over_the_best_rival_at_each_future() -> None:
    named = {"hedge": (0.9, 0.1, 0.6), "bandwagon:a": (0.5, 0.4, 0.5), "bandwagon:b": (0.3, 0.3, 0.7)}
    table = made(named, runs=4, noise=0.1)
    by_kind = robustness(table, "premium:bandwagon", 1, draws=20)
    assert values(by_kind, "worst") == pytest.approx(
        {"hedge": -0.3, "bandwagon:a": -0.2, "bandwagon:b": -0.2}
    )
    assert values(by_kind, "mean")["hedge"] == pytest.approx(0.0)
    single = robustness(table, "premium:bandwagon:b", 1, draws=20)
    assert values(single, "mean") == pytest.approx({"hedge": 0.1, "bandwagon:a": 0.1 / 3, "bandwagon:b": 0.0})
    plain = robustness(table, "utility_mean", 1, draws=20)
    for criterion in ("max_regret", "domain"):  # what is the same for all strategies changes no regret
        assert values(by_kind, criterion) == pytest.approx(values(plain, criterion))
    with pytest.raises(InputError, match="--of premium:pivot: no pivot was run, only hedge, bandwagon:a"):
        robustness(table, "premium:pivot", 1)


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (
            lambda t: t.drop(columns=["scenario", "point"]),
            ["no column of futures: expected scenario or point"],
        ),
        (
            lambda t: t.drop(columns=["run"]).rename(columns={"utility_mean": "utility_men"}),
            ["no column run", "unknown outcome 'utility_mean'; did you mean utility_men?"],
        ),
        (
            lambda t: t.assign(utility_mean="much"),
            ["utility_mean holds no numbers, so it cannot be averaged"],
        ),
        (
            lambda t: t[t["strategy"] == "bold"],
            ["robustness compares strategies: at least 2 are needed, found 1"],
        ),
        (
            lambda t: t[t["point"] == 0],
            ["1 of 1 futures have all runs of all strategies: at least 2 are needed"],
        ),
        (
            lambda t: pd.concat([t, t]),
            ["two rows have the same scenario, point, strategy, seed, run: expected one row a run"],
        ),
    ],
)
def test_refusals(change: object, faults: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        robustness(change(made(BY_HAND)), "utility_mean", 1)  # type: ignore[operator]
    assert list(caught.value.faults) == faults


STRATEGIES = ["hedge", "bandwagon:russia", "bandwagon:china", "bandwagon:eu", "pivot:russia", "pivot:china"]
STRATEGIES += ["equidistance", "self_reliance", "myopic"]


@pytest.mark.parametrize(("runs", "required"), [(1, False), (20, False), (20, True)])
def test_figure(runs: int, required: bool) -> None:
    rng = np.random.default_rng(4)
    level = rng.uniform(0.3, 0.5, 60)
    outcomes = {s: tuple(level + rng.normal(0.1 - 0.01 * n, 0.05, 60)) for n, s in enumerate(STRATEGIES)}
    table = made(outcomes, runs, 0.05)
    expression = need("utility_mean > .45") if required else None
    found = robustness(table, "utility_mean", 1, expression, draws=100)  # type: ignore[arg-type]
    labels = {"russia": "Russia", "china": "China", "eu": "EU"}
    figure = plot_robustness.draw(found, labels, "Scenario belarus/baseline, seed 1, engine compiled.")
    assert overlapping(figure) == []
    assert outside(figure) == []
    assert len(figure.axes) == 5 + required
    ranks = [t.get_text() for t in figure.findobj(Text) if t.get_gid() == "rank"]
    assert len(ranks) == len(STRATEGIES) * len(figure.axes)
    dots = [float(line.get_xdata()[0]) for line in figure.axes[3].lines if line.get_marker() == "o"]
    assert dots == pytest.approx(found.rows.query("criterion == 'mean'")["value"].to_list())

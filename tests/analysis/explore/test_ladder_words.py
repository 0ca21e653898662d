"""Rungs and premiums over a rival by their words: in conditions, attributions and sensitivity."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.scripts import done, invoked
from support.sweeps import BARRIER, short, sweep, swept

from hedgesim.analysis import attribute, ema_model, ladder, salib_values, simulate, threshold
from hedgesim.analysis.compare.paired import list_finished_runs
from hedgesim.analysis.compare.point_values import choose_targets, join_finished_runs, select_values
from hedgesim.analysis.compare.premium import list_rivals, premium_names
from hedgesim.analysis.conditions.columns import tipping_margin
from hedgesim.analysis.explore.discovery.cases import select_cases
from hedgesim.analysis.explore.ladder import simulate_rung
from hedgesim.analysis.explore.robustness import robustness
from hedgesim.analysis.explore.sensitivity import sensitivity
from hedgesim.analysis.explore.thresholds import RUNG_POINTS
from hedgesim.analysis.labels import premium_rival
from hedgesim.model import InputError

PLAYED = ["hedge", "bandwagon:russia", "bandwagon:china", "equidistance", "mix", "fixed"]
PATRONS = ("russia", "china", "eu")


def test_a_premium_names_its_rivals() -> None:
    assert list_rivals(PLAYED) == ["bandwagon:russia", "bandwagon:china", "equidistance"]
    assert list_rivals(PLAYED, "bandwagon") == ["bandwagon:russia", "bandwagon:china"]
    assert list_rivals(PLAYED, "bandwagon:china") == ["bandwagon:china"]
    assert list_rivals(PLAYED, "mix") == ["mix"]
    assert list_rivals(PLAYED, "hedge") == []
    names = ["premium", "premium:bandwagon", "premium:equidistance", "premium:mix", "premium:fixed"]
    assert set(premium_names(PLAYED)) == {*names, "premium:bandwagon:russia", "premium:bandwagon:china"}
    assert premium_names(PLAYED[1:]) == []
    assert premium_names(["hedge", "mix"]) == ["premium:mix"]
    assert [premium_rival(n) for n in ("premium", "premium:mix", "premium:", "utility_mean")] == [
        "", "mix", None, None,
    ]  # fmt: skip


def test_a_rung_by_run_has_the_mean_of_the_ladder() -> None:
    spec = short(quarters=12)
    rows = ladder(spec, runs=8, seed=3, draws=None).rungs.set_index("rung")["mean"]
    for rung in rows.index:
        assert simulate_rung(spec, rung, 8, 3).mean() == pytest.approx(rows[rung], abs=1e-15)


def test_the_premium_of_a_sweep_over_leans_is_hedge_less_the_best_lean_at_each_point(
    tmp_path: Path,
) -> None:
    names = ("hedge", "bandwagon:russia", "bandwagon:china", "equidistance")
    results = swept(sweep(short(), f"{BARRIER}=0:0.5:4", strategies=names, runs=3), tmp_path / "made")
    spec = results.manifest["design"]
    runs = join_finished_runs(results.design, results.outcomes, spec)
    found = select_values(runs, "premium:bandwagon", "hedge").groupby("point")["value"].mean()
    means = runs.groupby(["point", "strategy"])["utility_mean"].mean().unstack()
    leans = means[["bandwagon:russia", "bandwagon:china"]].max(axis=1)
    assert found.to_numpy() == pytest.approx((means["hedge"] - leans).to_numpy(), abs=1e-15)
    other = select_values(runs, "premium:equidistance", "hedge").groupby("point")["value"].mean()
    assert other.to_numpy() == pytest.approx((means["hedge"] - means["equidistance"]).to_numpy(), abs=1e-15)
    with pytest.raises(InputError, match=r"ladder\.hedging takes a search at every point"):
        choose_targets(runs, results.outcomes, ["ladder.hedging"], None)


def test_every_way_to_ask_for_a_premium_over_a_rival_gives_the_same_numbers(tmp_path: Path) -> None:
    vary, runs = [f"{BARRIER}=0:0.5:4"], 3
    names = ("hedge", *(f"bandwagon:{p}" for p in PATRONS))
    results = swept(sweep(short(), *vary, strategies=names, runs=runs), tmp_path / "made")
    joined = join_finished_runs(results.design, results.outcomes, results.manifest["design"])
    means = select_values(joined, "premium:bandwagon", "hedge").groupby("point")["value"].mean().to_numpy()
    middle = float(np.median(means))
    sample = np.arange(4.0)[:, None] + 0.5  # the middle of each level
    point: dict[str, Any] = {"runs": runs, "draws": None}
    assert salib_values(short(), vary, sample, "premium:bandwagon", **point).tolist() == means.tolist()
    model = ema_model(short(), vary, of="premium:bandwagon", **point)
    levels = results.design.groupby("point")[BARRIER].first()
    assert [model.function(**{BARRIER: x})["premium:bandwagon"] for x in levels] == means.tolist()
    table, cases, *_ = select_cases(results, f"premium:bandwagon < {middle!r}", "hedge")
    gains = select_values(joined, "premium:bandwagon", "hedge").set_index(["point", "run"])["value"]
    where = pd.MultiIndex.from_frame(table[["point", "run"]])
    assert cases.tolist() == (gains[where] < middle).tolist()
    assert 0 < cases.sum() < len(cases)


def test_what_a_folder_does_not_tell_of_premiums_is_said(tmp_path: Path) -> None:
    results = swept(
        sweep(short(), f"{BARRIER}=0:0.5:6", strategies=("hedge", "bandwagon:eu"), runs=1), tmp_path / "made"
    )
    with pytest.raises(InputError, match="premium:pivot needs pivot beside hedge; run the sweep with more"):
        select_cases(results, "premium:pivot < 0", "hedge")
    runs = list_finished_runs(results)
    with pytest.raises(InputError, match="premium:pivot: no pivot was run, only hedge, bandwagon:eu"):
        robustness(runs, "premium:pivot", 1)
    with pytest.raises(InputError, match="premium:pivot needs pivot beside hedge; run the sweep with more"):
        sensitivity(results.design, results.outcomes, results.manifest["design"], ["premium:pivot"])
    with pytest.raises(InputError, match=r"ladder\.hedging takes a search at every point"):
        robustness(runs, "ladder.hedging", 1)
    with pytest.raises(InputError, match=r"ladder\.surprise takes a search at every point"):
        salib_values(short(), [f"{BARRIER}=0:0.5"], np.zeros((1, 1)), "ladder.surprise")


def test_an_attribution_of_a_rung_adds_up() -> None:
    before = short(quarters=12)
    after = before.vary({"rivalry.russia-eu": 0.9})
    rows = attribute(before, after, "ladder.hedging", runs=6, seed=2, draws=None, workers=1)
    change = simulate_rung(after, "hedging", 6, 2) - simulate_rung(before, "hedging", 6, 2)
    assert rows["value"].iloc[-1] == pytest.approx(change.mean(), abs=1e-15)
    assert rows["low"].iloc[-1] < rows["value"].iloc[-1] < rows["high"].iloc[-1]


def test_an_attribution_of_a_premium_over_a_rival() -> None:
    before = short(quarters=6)
    after = before.vary({"rivalry.russia-eu": 0.9})
    rows = attribute(before, after, "premium:equidistance", runs=6, seed=2, draws=None, workers=1)
    gains = []
    for spec in (before, after):
        table = simulate(spec, ["hedge", "equidistance"], runs=6, seed=2, draws=None).outcomes
        means = table.groupby("strategy")["utility_mean"].mean()
        gains.append(means["hedge"] - means["equidistance"])
    assert rows["value"].iloc[-1] == pytest.approx(gains[1] - gains[0], abs=1e-12)


@pytest.mark.slow
def test_a_rung_tips_where_its_searches_say() -> None:
    spec = short(quarters=12)
    path = "rivalry.russia-eu"
    ends = [simulate_rung(spec.vary({path: x}), "hedging", 4, 1).mean() for x in (0.1, 0.9)]
    middle = float(np.mean(ends))
    found = threshold(spec, f"{path}=0.1:0.9", f"ladder.hedging < {middle}", runs=4, seed=1, draws=None)
    points = found.points.set_index("x")["mean"]
    assert len(points) >= RUNG_POINTS
    assert points.loc[0.1] == pytest.approx(ends[0] - middle, abs=1e-15)
    assert len(found.rows) >= 1
    at = float(found.rows["crossing"].iloc[0])
    before, after = points.index[points.index < at].max(), points.index[points.index > at].min()
    assert after - before < 0.02  # narrow, as a rung jumps where another mix is found
    near = [simulate_rung(spec.vary({path: x}), "hedging", 4, 1).mean() - middle for x in (before, after)]
    assert near == pytest.approx(points.loc[[before, after]].to_list(), abs=1e-15)
    assert near[0] * near[1] < 0.0


def test_conditions_read_rungs_or_a_premium_over_a_rival() -> None:
    margin = tipping_margin("premium:bandwagon:china < 0", "--when", PATRONS)
    assert margin.expression.columns == ("premium:bandwagon:china",)
    assert (
        tipping_margin("ladder.flexibility > .001", "--when", PATRONS).words
        == "ladder.flexibility less 0.001"
    )
    with pytest.raises(InputError, match=r"did you mean ladder\.hedging\?"):
        tipping_margin("ladder.hedgin < 0", "--when", PATRONS)
    with pytest.raises(InputError, match="name one premium, or rungs of the ladder alone"):
        threshold(short(), f"{BARRIER}=0:0.5", "premium:bandwagon < ladder.hedging", runs=4, draws=None)


def test_a_threshold_of_a_premium_over_a_rival_plays_that_rival() -> None:
    spec = short()
    found = threshold(spec, f"{BARRIER}=0:0.5", "premium:equidistance < 0", runs=3, seed=1, draws=None)
    table = simulate(
        spec.vary({BARRIER: 0.5}), ["hedge", "equidistance"], runs=3, seed=1, draws=None
    ).outcomes
    means = table.groupby("strategy")["utility_mean"].mean()
    last = float(found.points["mean"].iloc[-1])
    assert last == pytest.approx(means["hedge"] - means["equidistance"], abs=1e-12)


def test_commands_take_the_words() -> None:
    words = ("--runs", "4", "--set", "horizon=4", "--json")
    told = done("attribute", "belarus/baseline", "belarus/eu_enhanced", "--of", "ladder.hedging", *words)
    assert "ladder.hedging: 2 scenarios: up to 12,264 mixes" in told.stderr
    result = invoked("attribute", "belarus/baseline", "belarus/eu_enhanced", "--of", "ladder.hedgin", *words)
    assert result.exit_code == 2
    assert "did you mean ladder.hedging?" in result.stderr
    other = invoked("attribute", "belarus/baseline", "belarus/eu_enhanced", "--of", "ladder.hedging",
                    "--strategy", "myopic", *words)  # fmt: skip
    assert "--of ladder.hedging: a premium is that of hedge, found --strategy myopic" in other.stderr

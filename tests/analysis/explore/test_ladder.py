"""The ladder of premiums: planted mixes are found, halves share no runs, rungs have their direction."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.batches import small
from support.runs import scenario
from support.scripts import done
from support.sweeps import BARRIER, short, sweep, swept

from hedgesim.analysis import ladder, load
from hedgesim.analysis.compare.ladder import (
    CAREFREE,
    CAREFUL,
    RUNGS,
    estimate_rungs,
    pair_halves,
    score_best,
)
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.explore.futures import build_cases
from hedgesim.analysis.explore.ladder import (
    Ladder,
    describe_ladder,
    estimate_doubt,
    is_eventful,
)
from hedgesim.analysis.explore.mix_search import CHOOSERS, climb
from hedgesim.analysis.labels import DOUBT
from hedgesim.model import InputError, Scenario, simulate_run

Matrix = NDArray[np.float64]
BEST = np.array([0.1, 0.3, 0.0, 0.2, 0.15, 0.05, 0.2])
LATER = np.array([0.4, 0.0, 0.0, 0.3, 0.1, 0.1, 0.1])


def planted(best: Matrix, seen: list[range] | None = None) -> Callable[[Matrix, range], Matrix]:
    """Utility with its peak at a mix; every run adds a shock of its own to all mixes alike."""

    def payoff(shares: Matrix, numbers: range) -> Matrix:
        if seen is not None:
            seen.append(numbers)
        utility = 0.5 - ((shares - best) ** 2).sum(axis=1)
        return np.asarray(utility[:, None] + 0.01 * np.sin(np.asarray(numbers))[None, :])

    return payoff


def test_a_planted_mix_is_found_and_its_worth_over_the_best_lean() -> None:
    peak = planted(BEST)
    levels, mixes = climb(peak, peak, range(60), 3, 1, eventful=False)
    for mix in mixes:
        if mix.level == "mix":
            assert mix.shares == pytest.approx(BEST, abs=0.02)
            assert mix.shares.sum() == pytest.approx(1.0)
    # the best lean is that on the second patron: its two packages hold .45 of the planted mix
    leans = [m for m in mixes if m.level == "lean"]
    assert [m.patron for m in leans] == [1, 1]
    outside = 1.0 - BEST[[1, 4, 6]].sum()
    share = BEST[[1, 4, 6]] + outside / 3.0
    expected = np.array([0.0, share[0], 0.0, 0.0, share[1], 0.0, share[2]])
    for mix in leans:
        assert mix.shares == pytest.approx(expected, abs=0.01)
    gain = ((expected - BEST) ** 2).sum()
    assert (levels["mix"] - levels["lean"]) == pytest.approx(np.full(60, gain), abs=1e-3)
    assert levels["foresight"].tolist() == levels["mix"].tolist()


def test_foresight_is_worth_the_way_from_one_planted_mix_to_another() -> None:
    levels, mixes = climb(planted(BEST), planted(LATER), range(8), 3, 1, eventful=True)
    distance = ((BEST - LATER) ** 2).sum()
    assert (levels["foresight"] - levels["mix"]) == pytest.approx(np.full(8, distance), abs=0.01)
    chosen = {m.level: m.shares for m in mixes if m.half == 0}
    assert chosen["mix"] == pytest.approx(BEST, abs=0.02)
    assert chosen["foresight"] == pytest.approx(LATER, abs=0.02)


def test_runs_that_choose_are_never_those_that_score() -> None:
    known: list[range] = []
    actual: list[range] = []
    climb(planted(BEST, known), planted(BEST, actual), range(100), 3, 1, eventful=False)
    assert {tuple(n) for n in known} == {tuple(range(0, 2 * CHOOSERS, 2)), tuple(range(1, 2 * CHOOSERS, 2))}
    assert actual == [range(1, 101, 2), range(0, 100, 2)]


def test_halves_share_no_run_and_hold_all() -> None:
    for count in (4, 5, 200):
        for choice, score in pair_halves(range(count)):
            assert not set(choice) & set(score)
            assert set(choice) | set(score) == set(range(count))


def test_the_best_on_seen_runs_is_scored_on_the_others() -> None:
    # noise alone: the best of ten in sample is above zero, out of sample it is not
    noise = np.random.default_rng(1).normal(size=(10, 400))
    score, best = score_best(noise)
    assert abs(score.mean()) < 0.1
    assert noise.mean(axis=1).max() > 0.05
    assert best[0] == int(noise[:, ::2].mean(axis=1).argmax())
    assert score[1] == noise[best[0], 1]
    assert score[0] == noise[best[1], 0]


def test_rungs_are_paired_differences_of_levels() -> None:
    shocks = np.random.default_rng(2).normal(size=50)
    gains = {"lean": 0.0, "mix": 0.3, "hedge": 0.2, "foresight": 0.6, CAREFREE: 0.9, CAREFUL: 0.85}
    rows = estimate_rungs({name: shocks + gain for name, gain in gains.items()}).set_index("rung")
    expected = {
        "diversification": 0.3, "flexibility": -0.1, "hedging": 0.2, "surprise": 0.4, "caution": 0.05,
    }  # fmt: skip
    assert rows["mean"].to_dict() == pytest.approx(expected)
    # the shocks are common to both levels, so nothing is left of them in an interval
    assert (rows["high"] - rows["low"]).max() < 1e-12
    assert set(rows.index) == set(RUNGS)


@cache
def found(name: str = "baseline") -> Ladder:
    """A ladder of a few short runs."""
    return ladder(short(name, 24), runs=8, seed=3, draws=None, workers=1)


def rung(table: Ladder, name: str) -> float:
    """The mean of a rung."""
    return float(table.rungs.set_index("rung").loc[name, "mean"])


def test_spreading_and_adapting_add_up_to_hedging() -> None:
    for name in ("baseline", "war_2022"):
        total = rung(found(name), "diversification") + rung(found(name), "flexibility")
        assert total == pytest.approx(rung(found(name), "hedging"), abs=1e-12)


def test_without_events_foresight_is_the_mix_and_surprise_is_flexibility_with_its_sign_turned() -> None:
    calm = found()
    assert calm.eventful == frozenset()
    assert rung(calm, "surprise") == -rung(calm, "flexibility")
    mixes = calm.mixes.set_index(["level", "half"]).drop(columns=["scenario", "on"])
    assert mixes.loc["mix"].equals(mixes.loc["foresight"])


def test_a_mix_with_foresight_is_better_where_something_changes() -> None:
    war = found("war_2022")
    assert war.eventful == {"belarus/war_2022"}
    levels = war.levels.set_index("level")["mean"]
    assert levels["foresight"] > levels["mix"]
    # what is chosen under what is known at the start is the same as where nothing happens
    shares = [
        t.mixes[t.mixes["level"].isin(["lean", "mix"])].drop(columns="scenario").reset_index(drop=True)
        for t in (war, found())
    ]
    assert shares[0].equals(shares[1])
    assert rung(war, "caution") == rung(found(), "caution")


def test_levels_are_what_the_mixes_play() -> None:
    spec = short("baseline", 24)
    table = found()
    row = table.mixes[(table.mixes["level"] == "mix") & (table.mixes["half"] == 0)].iloc[0]
    shares = {p: float(row[p]) for p in table.mixes if p.startswith("hedger.effort.")}
    other = table.mixes[(table.mixes["level"] == "mix") & (table.mixes["half"] == 1)].iloc[0]
    turned = {p: float(other[p]) for p in shares}
    utility = [
        simulate_run(spec.vary(turned if k % 2 == 0 else shares), "fixed", 3, k).outcomes["utility_mean"]
        for k in range(8)
    ]
    mean = table.levels.set_index("level").loc["mix", "mean"]
    assert mean == pytest.approx(np.mean(utility), abs=1e-9)


def test_the_rung_of_caution_is_what_it_costs_in_a_calm_world() -> None:
    bold = short("baseline", 24, hedger__caution=0.0)
    assert rung(ladder(bold, runs=4, seed=3, draws=None), "caution") == 0.0
    world = build_cases(short("baseline", 24), 8)
    free = world.set_value("hedger.caution", 0.0).simulate_strategy("hedge", 3)
    own = world.simulate_strategy("hedge", 3)
    assert rung(found(), "caution") == pytest.approx(float((free - own).mean()), abs=1e-15)


def test_leans_that_adapt_are_compared_at_both_ends_of_the_doubt() -> None:
    rows = found().rivals.set_index(["rival", "setting"])["mean"]
    world = build_cases(short("baseline", 24, response__conduct_rent=1.0), 8)
    hedge = world.simulate_strategy("hedge", 3)
    leans = [world.simulate_strategy(f"bandwagon:{p}", 3) for p in world.patrons]
    gain = float((hedge - score_best(np.stack(leans))[0]).mean())
    assert rows["bandwagon", f"{DOUBT}=1"] == pytest.approx(gain, abs=1e-15)
    assert rows["bandwagon", f"{DOUBT}=0"] != rows["bandwagon", ""]


def test_the_start_holds_what_is_in_force_in_the_first_quarter() -> None:
    history = scenario("history")
    start, first = history.hold_start(), history.timeline()[0]
    assert all(case == first for case in start.timeline())
    assert is_eventful(build_cases(history, 4))
    assert not is_eventful(build_cases(start, 4))


@pytest.mark.parametrize("name", ["two_powers/baseline", "vietnam/baseline"])
def test_any_number_of_patrons(name: str) -> None:
    spec = Scenario.load(name).vary({"horizon": 6})
    table = ladder(spec, runs=4, draws=None)
    shares = [c for c in table.mixes if c.startswith("hedger.effort.")]
    assert len(shares) == 2 * len(spec.patrons) + 1
    assert table.mixes[shares].sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_a_folder_gives_its_scenarios_runs_and_seed(tmp_path: Path) -> None:
    results = run_batch(small(runs=6, seed=3, first_run=5), tmp_path / "made")
    table = ladder(results)
    assert set(table.rungs["scenario"]) == set(results.manifest["scenarios"])
    assert set(table.rungs["runs"]) == {6}
    hedge = results.outcomes.merge(results.design, on="run_id")
    for name, part in hedge[hedge["strategy"] == "hedge"].groupby("scenario"):
        row = table.levels[(table.levels["scenario"] == name) & (table.levels["level"] == "hedge")]
        assert row["mean"].iloc[0] == pytest.approx(part["utility_mean"].mean(), abs=1e-12)


def test_both_ends_of_the_weightiest_guess_stand_beside_the_premiums_of_a_compiled_batch(
    tmp_path: Path,
) -> None:
    """As in the ladder of the same folder; a plain batch is not played again by compiled code."""
    names = ["hedge", "bandwagon:russia"]
    specs = [short(name, quarters=10) for name in ("baseline", "eeu_barriers")]
    for engine in ("compiled", "plain"):
        run_batch(plan_batch(specs, names, runs=6, engine=engine), tmp_path / engine)
    results = load(tmp_path / "compiled")
    found = estimate_doubt(results, ["belarus/eeu_barriers"])
    assert found["setting"].to_list() == ["", f"{DOUBT}=0", f"{DOUBT}=1"]
    expected = ladder(results).rivals.query("rival == 'bandwagon' and scenario == 'belarus/eeu_barriers'")
    assert found["mean"].to_list() == expected["mean"].to_list()
    title = "Hedge less the best lean that adapts"
    assert title in done("compare", str(tmp_path / "compiled"), "--full").output
    assert title not in done("compare", str(tmp_path / "plain"), "--full").output


def test_what_has_no_ladder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="runs: found 3; a ladder needs at least 4"):
        ladder(short(), runs=3)
    results = swept(sweep(short(), f"{BARRIER}=0:0.5:3"), tmp_path / "made")
    with pytest.raises(
        InputError, match="a sweep; a ladder is that of a scenario as it is: hedgesim ladder belarus/baseline"
    ):
        ladder(results)


def test_the_size_is_said_beforehand() -> None:
    calm, war = (build_cases(short(name), 100) for name in ("baseline", "war_2022"))
    assert describe_ladder([calm], 1).startswith("1 scenario: up to 6,132 mixes, ")
    assert describe_ladder([calm, war], 1).startswith("2 scenarios: up to 16,128 mixes, ")

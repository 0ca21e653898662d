"""The insurance part: known answers from single runs, worlds that agree, and none without consequences."""

from functools import cache

import numpy as np
import pytest
from support.sweeps import short

from hedgesim.analysis import risk
from hedgesim.analysis.compare import utility_paths
from hedgesim.analysis.compare.utility_paths import simulate_utility
from hedgesim.analysis.explore.risk.insurance import answer_question
from hedgesim.analysis.explore.risk.question import Settings, pose_question
from hedgesim.analysis.explore.risk.result import Risk
from hedgesim.model import Scenario, simulate_run
from hedgesim.model.strategies import plan_for

RUNS, SEED, QUARTERS = 6, 3, 10
SWITCHED_OFF = {"mechanisms.moods": False}
WITHOUT_HAZARDS = {f"patrons.{p}.turn": 0.0 for p in ("russia", "china", "eu")}


def spec(**changes: object) -> Scenario:
    """Belarus for ten quarters."""
    return short("baseline", QUARTERS, **changes)


@cache
def found() -> Risk:
    """Hedge and a pivot against bandwagon with Russia."""
    return risk(
        spec(), "bandwagon:russia", strategies=["hedge", "pivot:eu"], runs=RUNS, seed=SEED, draws=None
    )


def utility(scenario: Scenario, strategy: str) -> np.ndarray:
    """Utility by run and quarter in plain Python."""
    runs = (simulate_run(scenario, strategy, SEED, k).records for k in range(RUNS))
    return np.array([[record.utility for record in records] for records in runs])


def test_mean_and_tail_are_those_of_single_runs() -> None:
    rows = found().insurance.set_index(["strategy", "reference", "score"]).loc[("hedge", "bandwagon:russia")]
    leads = {}
    for world, scenario in (("lead", spec()), ("known", spec().vary(SWITCHED_OFF))):
        mine, other = (utility(scenario, name) for name in ("hedge", "bandwagon:russia"))
        lowest = RUNS * QUARTERS // 10
        tails = [np.sort(x, axis=None)[:lowest].mean() for x in (mine, other)]
        leads[world] = mine.mean() - other.mean(), tails[0] - tails[1]
    for at, score in enumerate(("mean", "cvar10_quarters")):
        assert rows.loc[score, "lead"] == pytest.approx(leads["lead"][at], abs=1e-12)
        assert rows.loc[score, "known"] == pytest.approx(leads["known"][at], abs=1e-12)
        part = leads["lead"][at] - leads["known"][at]
        assert rows.loc[score, "mean"] == pytest.approx(part, abs=1e-12)
        assert part != 0.0
        assert rows.loc[score, "low"] < part < rows.loc[score, "high"]


def test_moods_at_their_mean_are_no_moods() -> None:
    """So that a third world without hazards would say the same."""
    for name in ("hedge", "bandwagon:russia", "bandwagon:eu"):
        paths = [
            simulate_utility(world, plan_for(spec(), name), 4, SEED).utility
            for world in (spec().vary(SWITCHED_OFF), spec().vary(WITHOUT_HAZARDS))
        ]
        assert paths[0] == pytest.approx(paths[1], abs=1e-12)


@pytest.mark.parametrize("what", ["severity", "turn"])
def test_without_consequence_or_hazard_the_insurance_part_is_zero(what: str) -> None:
    names = {f"patrons__{p}__{what}": 0.0 for p in ("russia", "china", "eu")}
    calm = risk(spec(**names), "equidistance", strategies=["hedge"], runs=4, draws=None)
    assert not calm.moody
    assert (calm.insurance[["mean", "low", "high"]] == 0.0).all().all()
    assert (calm.insurance["lead"] == calm.insurance["known"]).all()
    assert set(calm.scores["world"]) == {"moods"}


def test_differences_are_paired_by_run() -> None:
    """The common shocks cancel: a lead is much surer than the two scores."""
    scores = found().scores
    mine = scores.set_index(["strategy", "world", "score"]).loc[("hedge", "moods", "mean")]
    rows = found().insurance.set_index(["strategy", "score"]).loc[("hedge", "mean")]
    assert rows["lead_high"] - rows["lead_low"] < 0.5 * (mine["high"] - mine["low"])


def test_leads_add_up_and_the_reference_has_no_row_against_itself() -> None:
    table = found().insurance
    assert (table["strategy"] != table["reference"]).all()
    assert table["mean"].to_list() == pytest.approx((table["lead"] - table["known"]).to_list(), abs=1e-12)
    assert set(found().tails["strategy"]) == {"hedge", "bandwagon:russia"}
    for _, tail in found().tails.groupby(["strategy", "world"]):
        assert tail["utility"].is_monotonic_increasing


def test_blocks_and_workers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utility_paths, "RUNS_AT_ONCE", 4)
    question = pose_question(
        spec(), ["hedge", "pivot:eu"], "bandwagon:russia", Settings(RUNS, SEED, 0.7, 3.0)
    )
    steps: list[int] = []
    again = answer_question(question, 1, steps.append)
    assert again.insurance.equals(found().insurance)
    assert again.scores.equals(found().scores)
    assert sum(steps) == len(question.plays) == 6


@pytest.mark.parametrize("name", ["two_powers/baseline", "vietnam/baseline"])
def test_any_number_of_patrons_has_a_lean(name: str) -> None:
    other = Scenario.load(name).vary({"horizon": 6})
    cold = {f"patrons.{other.patrons[0]}.{key}": value for key, value in (("turn", 0.2), ("severity", 0.6))}
    made = risk(other.vary(cold | {"mechanisms.moods": True}), "lean", strategies="hedge", runs=4, draws=None)
    assert made.moody
    (reference,) = made.references
    assert reference.removeprefix("lean:") in other.patrons
    assert (made.insurance["mean"] != 0.0).any()

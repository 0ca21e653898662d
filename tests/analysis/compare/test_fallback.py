"""The simulated cut: nothing changes before it, what is lost adds up, and what cannot be cut is refused."""

from functools import cache

import numpy as np
import pytest
from support.runs import scenario
from support.sweeps import short
from support.verdict_checks import check_verdict

from hedgesim.analysis import fallback
from hedgesim.analysis.compare.fallback import (
    STOPPED,
    Cut,
    Fallback,
    add_cut,
    parse_cut,
    play_cut,
)
from hedgesim.analysis.compare.two_part import estimate_mean
from hedgesim.analysis.tables.fallback import fallback_sheets
from hedgesim.analysis.verdicts.fallback import judge_fallback
from hedgesim.model import InputError, Scenario, simulate_run
from hedgesim.model.strategies import plan_for

KNOWN = "allowed is one of leader, russia, china, eu"
FIRST, LENGTH, RUNS, SEED = 8, 4, 5, 3
DATE = "2019Q3"
"""The first quarter of the cut by its name: the scenarios begin in 2017Q3."""


def spec(name: str = "baseline") -> Scenario:
    """A scenario of 24 quarters."""
    return short(name, 24)


@cache
def found(patron: str) -> Fallback:
    """Two strategies with a cut in the third year."""
    names = ["hedge", "bandwagon:russia"]
    return fallback(spec(), patron, DATE, LENGTH, strategies=names, runs=RUNS, seed=SEED, draws=None)


def test_quarters_before_a_cut_are_the_same_to_the_bit_and_later_ones_are_not() -> None:
    cut = Cut("russia", FIRST, LENGTH)
    patron, whole, less = play_cut(spec(), plan_for(spec(), "hedge"), cut, RUNS, SEED, None)
    assert patron == "russia"
    assert (whole[:, :FIRST] == less[:, :FIRST]).all()
    assert (whole[:, FIRST : cut.until] > less[:, FIRST : cut.until]).all()


def test_what_is_lost_is_the_difference_of_two_runs_in_plain_python() -> None:
    whole, less = spec(), add_cut(spec(), Cut("russia", FIRST, LENGTH))
    lost, kept = [], []
    for run in range(RUNS):
        with_all, without = (
            np.array([r.utility for r in simulate_run(s, "hedge", SEED, run).records]) for s in (whole, less)
        )
        lost.append((with_all - without).sum() / 4.0)
        during = slice(FIRST, FIRST + LENGTH)
        kept.append(without[during].mean() / with_all[during].mean())
    row = found("russia").rows.set_index("strategy").loc["hedge"]
    expected = estimate_mean(np.array(lost))
    assert row["mean"] == pytest.approx(expected["mean"], abs=1e-12)
    assert row["high"] == pytest.approx(expected["high"], abs=1e-12)
    assert row["kept"] == pytest.approx(np.mean(kept))
    assert row["runs"] == RUNS


def test_the_cut_is_six_dated_events_and_ends() -> None:
    cut = add_cut(spec(), Cut("russia", FIRST, LENGTH)).timeline()
    before, during, after = (cut[k].patrons[0] for k in (FIRST - 1, FIRST, FIRST + LENGTH))
    assert (during.embargo_exports, during.embargo_imports) == (STOPPED, STOPPED)
    assert (during.arms_access, during.rent, during.fund, during.guarantee) == (0.0, 0.0, 0.0, 0.0)
    assert before == after == spec().timeline()[FIRST].patrons[0]
    assert cut[FIRST].patrons[1:] == spec().timeline()[FIRST].patrons[1:]


def test_an_embargo_in_force_that_stops_more_stays() -> None:
    harder = spec().vary({"patrons.eu.embargo_exports": 0.97})
    case = add_cut(harder, Cut("eu", FIRST, LENGTH)).timeline()[FIRST].patrons[2]
    assert (case.embargo_exports, case.embargo_imports) == (0.97, STOPPED)


def test_the_leader_is_the_patron_that_holds_most_room_with_each_strategy() -> None:
    leader = found("leader").rows.set_index("strategy")
    assert leader["cut"].to_dict() == {"hedge": "russia", "bandwagon:russia": "russia"}
    assert leader["mean"].to_dict() == found("russia").rows.set_index("strategy")["mean"].to_dict()
    without = spec().vary({"patrons.russia.market": 0.0, "start.patrons.russia.security": 0.0,
                         "start.patrons.russia.economy": 0.0, "start.patrons.russia.arms": 0.0})  # fmt: skip
    expected = {"hedge": "eu", "bandwagon:china": "china", "bandwagon:eu": "eu"}
    rows = fallback(without, "leader", DATE, LENGTH, strategies=[*expected], runs=2, draws=None).rows
    assert rows.set_index("strategy")["cut"].to_dict() == expected


def test_a_strategy_loses_as_much_more_than_the_reference_as_their_runs_say() -> None:
    rows = found("russia").rows.set_index("strategy")
    assert rows.loc["hedge", ["more", "more_low", "more_high"]].tolist() == [0.0, 0.0, 0.0]
    other = rows.loc["bandwagon:russia"]
    assert other["more"] == pytest.approx(other["mean"] - rows.loc["hedge", "mean"])
    # the shocks are common, so that the difference is surer than the two losses
    assert other["more_high"] - other["more_low"] < other["high"] - other["low"]


def test_the_verdict_says_who_loses_least_and_how_many_more_or_less() -> None:
    made = found("russia")
    (table,) = fallback_sheets(made)
    assert [row[0] for row in table.rows] == list(made.rows.sort_values("mean")["strategy"])
    verdict = judge_fallback(made).to_plain_data()
    check_verdict(verdict)
    rows = made.rows.set_index("strategy")
    assert verdict["text"].startswith(
        f"If Russia cuts Belarus off for 4 quarters from 2019Q3, hedge loses {rows['mean']['hedge']:.3f}"
    )
    lost = rows["mean"]["bandwagon:russia"]
    assert f"The other strategy, bandwagon:russia, loses {lost:.3f}, a difference of" in verdict["text"]
    assert verdict["numbers"]["gap"]["value"] == rows.loc["bandwagon:russia", "more"]
    several = fallback(spec(), "leader", DATE, strategies="all", runs=2, draws=None)
    told = judge_fallback(several).to_plain_data()
    check_verdict(told)
    more, less = (several.rows["more_low"] > 0.0).sum(), (several.rows["more_high"] < 0.0).sum()
    lose = "loses" if less == 1 else "lose"
    assert f"in the mean {less} clearly {lose} less and {more} more." in told["text"]
    assert "Of 9 others " in told["text"]
    assert "If Russia, the leading patron, cuts" in told["text"]
    single = judge_fallback(fallback(spec(), "china", DATE, 1, strategies="hedge", runs=2, draws=None))
    assert "for 1 quarter from" in single.text
    assert single.text.endswith("over 2 runs.")


@pytest.mark.parametrize("name", ["two_powers/baseline", "vietnam/baseline"])
def test_any_number_of_patrons_and_the_middle_by_default(name: str) -> None:
    other = Scenario.load(name)
    made = fallback(other, other.patrons[-1], runs=2, strategies="hedge", draws=None)
    assert made.cut.first == other.horizon // 2
    assert made.rows["cut"].tolist() == [other.patrons[-1]]


@pytest.mark.parametrize(
    ("patron", "at", "quarters", "message"),
    [
        ("rusia", None, 4, f"cut: found 'rusia'; {KNOWN}; did you mean russia?"),
        ("eu", "2017Q3", 4, "at: found 2017Q3; allowed is 2017Q4 to 2032Q2"),
        ("eu", "2040", 4, "at: found 2040Q1; allowed is 2017Q4 to 2032Q2"),
        ("eu", "soon", 4, "at: found 'soon'; a date is written 2016, 2016-09, 2016-09-29 or 2016Q3"),
        ("eu", "2032Q1", 3, "for: found 3 quarters from 2032Q1; allowed is 1 to 2, up to 2032Q2"),
        ("eu", "2020", 0, "for: found 0 quarters from 2020Q1; allowed is 1 to 50, up to 2032Q2"),
    ],
)  # fmt: skip
def test_what_cannot_be_cut_is_refused(patron: str, at: str | None, quarters: int, message: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_cut(scenario("baseline"), patron, at, quarters)
    assert str(refused.value) == message


def test_a_scenario_of_one_quarter_has_nothing_before_a_cut() -> None:
    with pytest.raises(InputError, match="has one quarter; a cut needs one before it"):
        parse_cut(short("baseline", 1), "eu", None, 1)

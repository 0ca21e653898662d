"""Strategies: what each admits, how effort follows, and a user's own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import mean, quiet, remove_shocks, run, scenario

from hedgesim.model import InputError, Packages, Plan, Weights, plan_for, register_strategy, strategy_names
from hedgesim.model import strategies as module
from hedgesim.model.engines.reference import simulate_run
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import flatten
from hedgesim.model.strategies import TRUE_AIMS, compared_strategies, spread_packages

PATRONS = ("russia", "china", "eu")
EVERY, NONE = spread_packages(PATRONS, 1.0), spread_packages(PATRONS, 0.0)
FREE = {f"patrons.{p}.coercion_max": 0.0 for p in PATRONS}  # nobody forces compliance
LEFT = 0.005  # what inertia of effort leaves of the start's shares after 20 quarters


def efforts(strategy: str, **changes: float) -> list[float]:
    """Mean effort per package without coercion: security of three, economy of three, self-reliance."""
    records = run(quiet(**changes).vary(FREE | {"start.patrons.russia.coercion": 0.0}), strategy).records[20:]
    ties = [
        mean(records, lambda r, f=field, p=place: getattr(r.patrons[p], f))
        for field in ("effort_security", "effort_economy")
        for place in range(3)
    ]
    return [*ties, mean(records, lambda r: r.effort_self_reliance)]


def test_all_means_ten_strategies() -> None:
    assert compared_strategies(PATRONS) == (
        "hedge", "bandwagon:russia", "bandwagon:china", "bandwagon:eu",
        "pivot:russia", "pivot:china", "pivot:eu", "equidistance", "self_reliance", "myopic",
    )  # fmt: skip
    assert strategy_names(PATRONS)[:11] == (*compared_strategies(PATRONS), "fixed")


@pytest.mark.parametrize("strategy", compared_strategies(PATRONS))
def test_effort_is_shares(strategy: str) -> None:
    for record in run(scenario("baseline"), strategy).records:
        shares = [e for p in record.patrons for e in (p.effort_security, p.effort_economy)]
        assert min(shares) >= 0.0
        assert sum(shares) + record.effort_self_reliance == pytest.approx(1.0)


def test_hedge_spreads_effort_over_what_yields() -> None:
    """Where nobody coerces every package gets some effort; where some do, security with the EU gets none.

    The share of what yields least is that of a precision, at the parameter table's.
    """
    shares = efforts("hedge", hedger__precision=3000.0)
    assert min(shares) > 0.005
    assert max(shares) < 0.5
    assert mean(run(quiet()).records, lambda r: r.patrons[2].effort_security) < 0.01


def test_effort_follows_plans_at_its_speed() -> None:
    """Eq. 24: each quarter a part of the way, for every strategy alike."""
    for strategy in ("pivot:china", "fixed"):
        changes = {"hedger.effort.self_reliance": 1.0, "hedger.pivot_quarter": 10.0}
        still = quiet().vary(FREE | changes | {"start.patrons.russia.coercion": 0.0})
        for speed in (0.25, 0.5):
            records = run(still.vary({"hedger.effort_speed": speed}), strategy).records
            first = 10 if strategy == "pivot:china" else 0
            spent = [r.patrons[2].effort_economy for r in records[first : first + 8]]
            for before, after in pairwise(spent):
                assert after == pytest.approx((1.0 - speed) * before, rel=1e-4)


def test_a_rupture_that_is_feared_takes_effort_from_a_side_of_the_rivals() -> None:
    """Eq. 22a: a cautious hedger spends less on what a rupture would make useless."""
    shares = [efforts("hedge", hedger__caution=caution) for caution in (0.0, 0.01, 0.04)]
    lean = [s[5] for s in shares]  # economy with the EU, on which Russia would come down
    assert lean[0] > lean[1] > lean[2]
    certain = quiet().vary({"volatile.russia-eu": 0.0, "hedger.caution": 0.04})
    calm = quiet().vary({"volatile.russia-eu": 0.0, "hedger.caution": 0.0})
    feared, unfeared = (run(s).records[0].patrons for s in (certain, calm))
    assert [p.effort_economy for p in feared] != [p.effort_economy for p in unfeared]  # worth is hurried


@pytest.mark.parametrize("place", range(3))
def test_bandwagon_leaves_the_others_alone(place: int) -> None:
    shares = efforts(f"bandwagon:{PATRONS[place]}")
    others = [v for k, v in enumerate(shares[:6]) if k % 3 != place]
    assert max(others) < LEFT
    assert shares[place] + shares[place + 3] > 0.4


@pytest.mark.parametrize("patron", ["russia", "china", "eu"])
def test_who_leans_spends_at_least_half_on_the_patron(patron: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Armenia leaning would pay less than going alone: the rest of the effort does that."""
    monkeypatch.setattr(module, "_own", {})
    free = FREE | {f"start.patrons.{p}.coercion": 0.0 for p in PATRONS}
    still = remove_shocks(Scenario.load("armenia/baseline")).vary(free)
    plan = plan_for(still, f"bandwagon:{patron}")
    register_strategy("unbound", lambda _: plan._replace(commitment=0.0))
    alone = [run(still, name).records[-1].effort_self_reliance for name in (f"bandwagon:{patron}", "unbound")]
    assert alone[0] == pytest.approx(0.5, abs=LEFT)
    assert alone[1] > 0.6


def test_pivot_starts_as_the_start_and_ends_as_bandwagon() -> None:
    records = run(quiet().vary(FREE | {"start.patrons.russia.coercion": 0.0}), "pivot:china").records
    before, after = records[4], records[30]
    assert before.patrons[0].effort_security > 0.2
    assert after.patrons[0].effort_security < LEFT
    assert after.patrons[1].effort_security + after.patrons[1].effort_economy > 0.5


def test_equidistance_gives_every_patron_a_third() -> None:
    shares = efforts("equidistance")
    for place in range(3):
        assert shares[place] + shares[place + 3] == pytest.approx(1 / 3, abs=LEFT)


def test_self_reliance_and_myopic() -> None:
    assert efforts("self_reliance")[6] == pytest.approx(1.0, abs=LEFT)
    hedged, myopic = efforts("hedge"), efforts("myopic")
    assert sum(myopic[3:6]) > sum(hedged[3:6]) + 0.1


def test_fixed_keeps_the_files_shares() -> None:
    changes = {f"hedger.effort.{p}.{kind}": 0.15 for p in PATRONS for kind in ("security", "economy")}
    spec = quiet().vary(
        FREE | {"start.patrons.russia.coercion": 0.0, **changes, "hedger.effort.self_reliance": 0.1}
    )
    record = run(spec, "fixed").records[-1]
    assert record.patrons[2].effort_economy == pytest.approx(0.15, abs=1e-6)
    assert record.effort_self_reliance == pytest.approx(0.1, abs=1e-6)


def test_fixed_without_shares_says_what_is_missing() -> None:
    with pytest.raises(InputError, match=r"give them in \[hedger.effort\]"):
        plan_for(scenario("baseline"), "fixed")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hegde", "did you mean hedge"),
        (
            "bandwagon:rusia",
            "bandwagon takes one of the patrons russia, china, eu; did you mean bandwagon:russia?",
        ),
        ("pivot:nobody", "pivot takes one of the patrons russia, china, eu$"),
        ("bandwagon", "unknown strategy 'bandwagon'"),
        ("", "unknown strategy ''"),
    ],
)
def test_unknown_strategies_are_named(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        plan_for(scenario("baseline"), name)


def test_a_users_own_strategy_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_own", {})
    china_security = NONE._replace(security=(0.0, 1.0, 0.0))
    register_strategy("only_drills", lambda _: Plan(0.0, 0.0, 0.0, TRUE_AIMS, EVERY, china_security))
    assert "only_drills" in strategy_names(PATRONS)
    record = simulate_run(quiet().vary(FREE), "only_drills", 1, 0).records[-1]
    assert record.patrons[1].effort_security > 0.99


def registered_and_planned(name: str, plan: Plan | None) -> Plan:
    """A plan from the registry; a name that must be refused needs none."""
    register_strategy(name, lambda _: plan or Plan(1.0, 0.0, 0.0, TRUE_AIMS, EVERY, NONE))
    return plan_for(scenario("baseline"), name)


@pytest.mark.parametrize(
    ("name", "plan", "words"),
    [
        ("hedge", None, "the name is taken"),
        ("two words", None, "letters, digits and underscores"),
        ("loose", Plan(0.0, 0.0, 0.0, TRUE_AIMS, EVERY, NONE), "effort must sum to 1"),
        ("idle", Plan(1.0, 0.0, 0.0, TRUE_AIMS, NONE, NONE), "admits a package"),
        ("lonely", Plan(1.0, 0.0, 0.5, TRUE_AIMS, NONE._replace(self_reliance=1.0), NONE), "admits patrons"),
        (
            "lopsided",
            Plan(1.0, 0.0, 0.5, TRUE_AIMS, EVERY._replace(security=(0.0, 1.0, 1.0)), NONE),
            "both packages",
        ),
        ("aimless", Plan(1.0, 0.0, 0.0, Weights(0.0, 0.0, 0.0), EVERY, NONE), "aims at a dimension"),
        ("short", Plan(0.0, 0.0, 0.0, TRUE_AIMS, EVERY, NONE._replace(economy=(1.0, 0.0))), "each of the 3"),
        ("flat", Plan(1.0, 0.0, 0.0, TRUE_AIMS, Packages(1.0, 1.0, 1.0), NONE), "each of the 3 patrons"),  # type: ignore[arg-type]
        ("text", Plan(1.0, 0.0, 0.0, TRUE_AIMS, EVERY._replace(self_reliance="all"), NONE), "numbers only"),  # type: ignore[arg-type]
        ("negative", Plan(1.0, 0.0, 0.0, TRUE_AIMS, EVERY._replace(self_reliance=-1.0), NONE), "0 or more"),
    ],
)
def test_faulty_plans_are_refused(
    name: str, plan: Plan | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_own", {})
    with pytest.raises(InputError, match=words):
        registered_and_planned(name, plan)


def test_a_strategy_that_returns_no_plan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_own", {})
    register_strategy("none", lambda _: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(InputError, match="returned None; it must return a Plan"):
        plan_for(scenario("baseline"), "none")


@given(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).filter(lambda v: sum(v) > 0.01))
def test_any_fixed_mix_is_renormalised(values: list[float]) -> None:
    whole = sum(values)
    keys = [*(f"{p}.{k}" for k in ("security", "economy") for p in PATRONS), "self_reliance"]
    spec = scenario("baseline").vary({f"hedger.effort.{k}": v for k, v in zip(keys, values, strict=True)})
    assert flatten(plan_for(spec, "fixed").effort) == pytest.approx([v / whole for v in values])

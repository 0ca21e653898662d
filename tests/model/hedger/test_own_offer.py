"""Known answers of what draws patrons closer: own offer, forums, the directive's two measures, the park."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import STEADY, quiet, run, scenario

from hedgesim.model.arithmetic import exp
from hedgesim.model.noise import draws_at
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.market_access import gateway
from hedgesim.model.rules.patrons import adapt_patron, compute_industry
from hedgesim.model.rules.quarter import observe_world
from hedgesim.model.rules.transition import park_conditions
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Fixed, Scene, State

RUSSIA, CHINA, EU = 0, 1, 2


def staged(spec: Scenario, know_how: float = 0.0) -> tuple[Fixed, State, Scene]:
    """The start of a scenario, with more know-how, and what is observed in a first quarter without shocks."""
    case = spec.timeline()[0]
    fixed, state = begin(case, spec.start())
    state = state._replace(own=state.own._replace(know_how=state.own.know_how + know_how))
    none = draws_at(1, 0, 0, 3)._replace(tension=0.0, energy=0.0, funding=0.0, crisis=1.0)
    return fixed, state, observe_world(case, fixed, state, none._replace(barrier=(0.0,) * 3))


def china(spec: Scenario, strategy: str = "hedge", quarter: int = -1) -> tuple[float, float]:
    """Security and economic tie with China at the end of a run."""
    record = run(spec, strategy).records[quarter].patrons[CHINA]
    return record.tie_security, record.tie_economy


# ---- own offer (eq. 34, M15) ---------------------------------------------------------------
@given(st.floats(0.0, 1.0), st.floats(0.0, 3.0), st.floats(-0.3, 0.9))
def test_interest_raises_readiness_and_the_odds_of_coproduction(
    transfer: float, interest: float, grown: float
) -> None:
    case = quiet().case()
    patron = case.patrons[CHINA]._replace(transfer=transfer, arms_interest=interest)
    met, factor = adapt_patron(case, patron, grown, 0.0), exp(interest * grown)
    assert met.receptivity_security == pytest.approx(factor * patron.receptivity_security)
    assert met.receptivity_economy == patron.receptivity_economy
    assert met.transfer * (1.0 - transfer) == pytest.approx(factor * transfer * (1.0 - met.transfer))
    assert 0.0 <= met.transfer <= 1.0 + 1e-12


def test_patrons_are_as_their_file_says_until_the_industry_grows() -> None:
    """Readiness is measured against the start's industry, whose size is that of capability (eq. 18)."""
    spec = quiet(hedger__directive=0.1)
    first, later = staged(spec)[2].views, staged(spec, know_how=0.5)[2].views
    assert tuple(v.patron for v in first) == spec.case().patrons
    h, interest = spec.start().hedger, spec.case().patrons[CHINA].arms_interest
    grown = compute_industry(h.know_how + 0.5, h.home_arms) - compute_industry(h.know_how, h.home_arms)
    assert grown == pytest.approx(exp(-0.1) - exp(-0.6))
    readier = later[CHINA].patron.receptivity_security / first[CHINA].patron.receptivity_security
    assert readier == pytest.approx(exp(interest * grown))
    assert later[RUSSIA].patron == first[RUSSIA].patron


def test_know_how_alone_brings_a_patron_closer() -> None:
    """At the same effort know-how from self-reliance moves the tie with China, and only by the own offer.

    Nobody coerces, for strength, which grows with know-how, resists compliance.
    """
    calm = STEADY | {f"patrons.{p}.coercion_max": 0.0 for p in ("russia", "china", "eu")}
    calm["start.patrons.russia.coercion"] = 0.0
    ties = {
        (on, own): china(quiet(mechanisms__own_offer=on, hedger__know_how_own=own).vary(calm), "pivot:eu")[0]
        for on in (True, False)
        for own in (0.0, 1.0)
    }
    assert ties[True, 1.0] > ties[True, 0.0] + 0.02
    assert ties[False, 1.0] == pytest.approx(ties[False, 0.0], abs=1e-6)


@pytest.mark.parametrize(("name", "gain"), [("baseline", 0.03), ("arms_denied", 0.08), ("own_offer", 0.08)])
def test_the_own_offer_feeds_itself(name: str, gain: float) -> None:
    """More know-how at the end: the tie and co-production that it opens bring more of it."""
    on, off = (run(quiet(name, mechanisms__own_offer=switch)).outcome for switch in (True, False))
    assert on.know_how_last > off.know_how_last + gain


# ---- forums (eq. 11, 25, 26, M16) ----------------------------------------------------------
@pytest.mark.parametrize("agreement", ["signed", "enhanced"])
def test_a_seat_stands_beside_gateways_for_its_investors_alone(agreement: str) -> None:
    """Eq. 11: as if access to the EU's market were better by the seat, beside the gateways only."""
    spec = scenario("baseline").vary({"patrons.eu.agreement": agreement, "patrons.china.forum_seat": 0.2})
    case = spec.case()
    views = staged(spec)[2].views
    before = staged(spec.vary({"patrons.china.forum_seat": 0.0}))[2].views
    k, market = case.response.entry_sharpness, views[EU].market
    beside = 1.0 / (1.0 + market.rivals_inside + market.rivals_beside * exp(-k * 0.2))
    inside = 1.0 / (1.0 + views[RUSSIA].market.rivals_inside)
    russia, eu = case.patrons[RUSSIA], case.patrons[EU]
    reached = russia.market * views[RUSSIA].market.access * inside + eu.market * market.access * beside
    assert views[CHINA].gateway == pytest.approx(reached / (russia.market + eu.market))
    assert views[CHINA].gateway > before[CHINA].gateway
    assert [views[k].gateway for k in (RUSSIA, EU)] == [before[k].gateway for k in (RUSSIA, EU)]


def test_a_seat_is_worth_nothing_where_no_gateway_stands_beside() -> None:
    spec = scenario("forum_member").vary({"mechanisms.gateway_competition": False})
    case, views = spec.case(), staged(spec)[2].views
    rest, markets = (case.patrons[RUSSIA], case.patrons[EU]), (views[RUSSIA].market, views[EU].market)
    unseated = gateway(case, case.patrons[CHINA]._replace(forum_seat=0.0), rest, markets)
    assert views[CHINA].gateway == unseated


def test_a_seat_brings_more_investment_once_there_is_an_agreement() -> None:
    gains = []
    for name in ("baseline", "eu_enhanced"):
        with_, without = (
            run(quiet(name, patrons__china__forum_seat=seat)).outcome.patrons[CHINA].investment_sum
            for seat in (0.2, 0.0)
        )
        gains.append(with_ / without - 1.0)
    assert gains[0] > 0.01
    assert gains[1] > 3.0 * gains[0]


def test_effort_on_security_goes_further_under_a_roof() -> None:
    """Eq. 25, 26: the tie and the exercises of the start take less effort, by the roof and to no other."""
    effort, ties = {}, {}
    for roof in (0.0, 0.25):
        fixed, state, _ = staged(quiet(patrons__china__forum_roof=roof))
        effort[roof], ties[roof] = fixed.effort, state.ties
    assert effort[0.0].security[CHINA] == pytest.approx(1.25 * effort[0.25].security[CHINA])
    assert effort[0.0].security[EU] == effort[0.25].security[EU]
    assert ties[0.0][CHINA].exercises == pytest.approx(ties[0.25][CHINA].exercises)


def test_a_roof_brings_armed_forces_closer() -> None:
    ties = [china(quiet(patrons__china__forum_roof=roof))[0] for roof in (0.0, 0.2)]
    assert ties[1] > ties[0] + 0.02


# ---- the directive's two measures (eq. 25, 28, M12) -----------------------------------------
def test_the_push_is_divided_between_exports_and_readiness() -> None:
    """A share of the log push goes to the tie's receptivity, the rest to the target of exports."""
    whole = staged(quiet(hedger__directive_specialists=0.0))[2]
    fixed, _, half = staged(quiet(hedger__directive_specialists=0.5))
    pushed = whole.masses.lifts[CHINA] - fixed.origins[CHINA].lift
    assert pushed > 0.1
    start = fixed.origins[CHINA].exports
    assert whole.masses.exports[CHINA] == pytest.approx(start * exp(pushed))
    assert half.masses.exports[CHINA] == pytest.approx(start * exp(0.5 * pushed))
    ready = half.views[CHINA].patron.receptivity_economy / whole.views[CHINA].patron.receptivity_economy
    assert ready == pytest.approx(exp(0.5 * pushed))


def test_specialists_bring_the_tie_and_certificates_the_exports() -> None:
    ends = [
        run(quiet("directive_2015", hedger__directive_specialists=part)).records[-1].patrons[CHINA]
        for part in (0.0, 1.0)
    ]
    assert ends[1].tie_economy > ends[0].tie_economy + 0.01
    assert ends[1].export_share < ends[0].export_share - 0.005
    assert ends[1].deficit > ends[0].deficit


# ---- the park's residents (eq. 30, M11) ------------------------------------------------------
@pytest.mark.parametrize(("patron", "gain"), [("russia", 0.5 * 0.85 * 0.5), ("eu", 0.5 * 0.8 * 0.25)])
def test_frameworks_with_both_unions_count_for_the_park(patron: str, gain: float) -> None:
    """A better framework with either adds what it adds to the terms of trade there, times its weight."""
    raised = {"russia": {"patrons.russia.framework": 0.4}, "eu": {"patrons.eu.agreement": "none"}}[patron]
    worth = []
    for spec in (scenario("baseline").vary(raised), scenario("baseline")):
        views = staged(spec)[2].views
        worth.append(park_conditions(spec.case(), views[CHINA], (views[RUSSIA], views[EU])))
    assert worth[1] - worth[0] == pytest.approx(gain)


# ---- switches --------------------------------------------------------------------------------
def test_switched_off_is_as_if_there_were_none() -> None:
    off = {"mechanisms.own_offer": False, "mechanisms.forums": False}
    none = {f"patrons.{p}.{name}": 0.0 for p in ("china",) for name in ("arms_interest", "forum_roof")}
    for name in ("baseline", "forum_member"):
        spec = scenario(name)
        assert run(spec.vary(off)).records == run(spec.vary(none | {"patrons.china.forum_seat": 0.0})).records

"""Known answers of submodels, by hand: the world, patrons, influence, the three indices, own stocks."""

from itertools import pairwise

import pytest
from support.runs import scenario

from hedgesim.model.arithmetic import exp
from hedgesim.model.rules.climate import CRISIS_SIZE, next_climate, rivalries
from hedgesim.model.rules.influence import all_influence, leverage, room_held
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.market_access import combine_vetoes, compute_veto_share, entry, gateway, market_of
from hedgesim.model.rules.moods import compute_cold_share
from hedgesim.model.rules.patrons import (
    compute_bid,
    compute_investment_share,
    courting,
    drift,
    engagement,
    explain_threat,
    next_agreement,
    set_terms,
    threat,
)
from hedgesim.model.rules.quarter import add_growth, draw_nothing, imagine_opening
from hedgesim.model.rules.transition import next_third_countries
from hedgesim.model.rules.welfare import compute_coerced_room, compute_concentration, income, menace
from hedgesim.model.state import Climate, Offer, Scene, Situation, State, Stocks, Tie

RUSSIA, CHINA, EU = 0, 1, 2
CASE = scenario("baseline").case()
CALM = Climate(tension=0.0, energy=0.0, funding=0.0, strain=0.0, ruptured=0.0)
NONE = draw_nothing(3)
NOTHING = Situation(**dict.fromkeys(Situation._fields, 0.0))


def first_quarter() -> tuple[State, Scene, tuple[Offer, ...]]:
    """The state at the start, and what is observed and offered before the first quarter."""
    fixed, state = begin(CASE, scenario("baseline").start())
    scene, offers, _, _ = imagine_opening(CASE, fixed, state)
    return state, scene, offers


def test_tension_keeps_a_part_and_moves_volatile_pairs_alone() -> None:
    """Eq. 1."""
    world = CASE.world
    tension = next_climate(world, CALM._replace(tension=0.2), NONE._replace(tension=1.5)).tension
    assert tension == pytest.approx(world.tension_keep * 0.2 + world.tension_sd * 1.5)
    tense, tenser = CALM._replace(tension=0.2), CALM._replace(tension=5.0)
    pairs = zip(rivalries(CASE, tense), CASE.rivalry, CASE.volatile, strict=True)
    assert [round(now - base, 9) for now, base, moved in pairs if moved] == [0.2]
    assert max(rivalries(CASE, tenser)) == 1.0
    assert rivalries(CASE, tenser)[0] == CASE.rivalry[0]


def test_energy_and_funding_return_to_their_paths() -> None:
    """Eq. 2: deviations from the path shrink by the same part each quarter."""
    climate = CALM._replace(energy=0.4, funding=-0.2)
    for _ in range(3):
        climate = next_climate(CASE.world, climate, NONE)
    assert climate.energy == pytest.approx(0.4 * CASE.world.cycle_keep**3)
    assert climate.funding == pytest.approx(-0.2 * CASE.world.cycle_keep**3)


def test_noise_of_a_barrier_is_as_large_as_its_doubt() -> None:
    """Eq. 3, M8: none with the switch off, and never past .95."""
    patron, tie = CASE.patrons[RUSSIA]._replace(barrier=0.3, uncertainty=0.1), begin_tie()
    assert market_of(CASE, patron, tie, 1.5).barrier == pytest.approx(0.45)
    assert market_of(CASE, patron, tie, 99.0).barrier == 0.95
    still = CASE._replace(mechanisms=CASE.mechanisms._replace(barrier_uncertainty=0.0))
    assert market_of(still, patron, tie, 1.5).barrier == pytest.approx(0.3)


def begin_tie() -> Tie:
    """The tie with Russia at the start."""
    return begin(CASE, scenario("baseline").start())[1].ties[RUSSIA]


def test_a_crisis_lifts_strain_which_fades_to_its_path() -> None:
    """Eq. 4."""
    world = CASE.world._replace(strain=0.1)
    struck = next_climate(world, CALM, NONE._replace(crisis=world.crisis_hazard / 2.0)).strain
    assert struck == pytest.approx(0.1 + CRISIS_SIZE)
    later = next_climate(world, CALM._replace(strain=struck), NONE).strain
    assert later == pytest.approx(world.strain_keep * struck)
    assert next_climate(world, CALM._replace(strain=0.02), NONE).strain == 0.1


def test_a_framework_binds_an_economic_tie() -> None:
    """Eq. 5: at the best framework both ties count alike, without one the economic tie for half."""
    assert engagement(0.4, 0.4, 1.0) == pytest.approx(0.4)
    assert engagement(0.0, 0.4, 0.0) == pytest.approx(0.1)
    assert engagement(0.4, 0.0, 0.0) == pytest.approx(0.2)


def test_only_rivals_make_drift_and_strain_adds_by_conditionality() -> None:
    """Eq. 6, M13."""
    view = first_quarter()[1].views[EU]
    view = view._replace(rivalry=(0.0, 0.5), engagements=(0.9, 0.4))
    assert drift(view, 0.0) == pytest.approx(0.2)
    assert drift(view, 0.3) == pytest.approx(0.2 + 0.3 * view.patron.conditionality)


def test_coercion_is_half_of_its_most_at_the_red_line() -> None:
    """Eq. 7, the mean over moods: and steepest there."""
    patron, response = CASE.patrons[RUSSIA], CASE.response
    line = patron.red_line

    def rest(gap: float) -> tuple[float, float]:
        return threat(
            patron, response, explain_threat(patron, response, line + gap), compute_cold_share(patron)
        )

    assert rest(0.0)[0] == pytest.approx(0.5 * patron.coercion_max)
    assert rest(0.0)[1] == pytest.approx((rest(1e-6)[0] - rest(-1e-6)[0]) / 2e-6, rel=1e-6)
    assert rest(0.0)[1] > max(rest(gap)[1] for gap in (-0.1, 0.1))


def test_a_bid_is_highest_at_the_red_line() -> None:
    """Eq. 8: none without drift, rising before the line and falling past it; a punisher pays less."""
    patron = CASE.patrons[RUSSIA]
    bids = [compute_bid(patron, part * patron.red_line)[0] for part in (0.0, 0.5, 1.0, 2.0, 4.0)]
    assert bids[0] == 0.0
    assert bids[2] == pytest.approx(1.0)
    assert bids[1] < bids[2] > bids[3] > bids[4]
    drift_seen = 0.7 * patron.red_line
    step = compute_bid(patron, drift_seen + 1e-6)[0] - compute_bid(patron, drift_seen - 1e-6)[0]
    assert compute_bid(patron, drift_seen)[1] == pytest.approx(step / 2e-6, rel=1e-6)
    assert courting(0.1, 0.5, 0.4, 0.25) == pytest.approx(0.1 * 0.5 * 0.7 * 0.75)


def test_coercion_withholds_arms_and_closes_the_market() -> None:
    """Eq. 9, 10."""
    _, scene, offers = first_quarter()
    for view, offer in zip(scene.views, offers, strict=True):
        assert offer.arms == view.patron.arms_access * (1.0 - offer.coercion)
    patron, tie = CASE.patrons[RUSSIA], begin_tie()
    open_, half = (market_of(CASE, patron, tie._replace(coercion=c), 0.0).access for c in (0.0, 0.5))
    assert half == pytest.approx(0.5 * open_)


def test_entry_is_a_logit_of_access_against_rivals() -> None:
    """Eq. 11: a rival inside and one beside that are just as good leave a third."""
    patron = CASE.patrons[RUSSIA]._replace(entry_rivals=1.0, gateway_rivals=1.0, uncertainty=0.0)
    tie = begin_tie()
    access = market_of(CASE, patron, tie, 0.0).access
    equal = market_of(CASE, patron._replace(entry_strength=access, gateway_strength=access), tie, 0.0)
    assert entry(equal, 1.0) == pytest.approx(1.0 / 3.0)
    better = market_of(CASE, patron._replace(entry_strength=access + 0.1, gateway_strength=access), tie, 0.0)
    assert entry(better, 1.0) == pytest.approx(1.0 / (2.0 + exp(0.1 * CASE.response.entry_sharpness)))


def test_gateway_value_is_access_weighted_by_markets() -> None:
    """Eq. 12: without rivals at entry it is the mean access, and a market of no size does not count."""
    names = dict.fromkeys(("entry_rivals", "gateway_rivals", "uncertainty", "barrier"), 0.0)
    sides = [
        CASE.patrons[RUSSIA]._replace(agreement=-1.0, framework=frame, market=size, **names)
        for frame, size in ((0.8, 3.0), (0.4, 1.0))
    ]
    markets = tuple(market_of(CASE, p, begin_tie()._replace(coercion=0.0), 0.0) for p in sides)
    assert gateway(CASE, CASE.patrons[CHINA], tuple(sides), markets) == pytest.approx(0.7)


def test_influence_is_bandwidth_times_dependence() -> None:
    """Eq. 13: without a tie or dependence none, and dependence is at most 1."""
    r = CASE.response
    bound = NOTHING._replace(security=0.6, economy=0.5, arms=1.0, exports=0.9, imports=0.9)
    alone = NOTHING._replace(exports=0.9, imports=0.9, arms=0.0)
    free = NOTHING._replace(economy=0.8)
    raw = all_influence(r, (bound, alone, free), 0.0)
    assert raw[0] == pytest.approx(0.5 * (0.6 * (r.dependence_arms + 0.6 * (1.0 - r.dependence_arms)) + 0.5))
    assert raw[1:] == (0.0, 0.0)
    omega = room_held(r, raw)
    assert omega[0] == pytest.approx(raw[0] / (r.influence_floor + raw[0]))


def test_leverage_is_the_loss_of_a_variety() -> None:
    """Eq. 14: the log of the price index of a CES basket without the share omega, and convex."""
    sigma = CASE.response.sigma
    without = (1.0 - 0.4) ** (1.0 / (1.0 - sigma))
    assert exp(leverage(CASE.response, 0.4)) == pytest.approx(without)
    losses = [leverage(CASE.response, omega) for omega in (0.0, 0.3, 0.6, 0.9)]
    steps = [later - earlier for earlier, later in pairwise(losses)]
    assert losses[0] == 0.0
    assert steps == sorted(steps)


def test_vetoes_stop_what_no_other_veto_stopped() -> None:
    """Eq. 15, M7: leverage above 1 stops no more than the overlap, and the switch stops nothing."""
    assert combine_vetoes(CASE, (0.5, 0.4)) == pytest.approx(0.7)
    russia = CASE.patrons[RUSSIA]._replace(veto=0.8)
    assert compute_veto_share(russia, 0.5, 0.5) == pytest.approx(0.2)
    assert compute_veto_share(russia, 0.5, 3.0) == pytest.approx(0.4)
    off = CASE._replace(mechanisms=CASE.mechanisms._replace(veto=0.0))
    assert combine_vetoes(off, (0.5, 0.4)) == 0.0


def test_investment_needs_funding_access_and_a_tie() -> None:
    """Eq. 16: the power theta of the gateway, the root of the tie, half at the debt d0."""
    assert compute_investment_share(CASE, 0.25) == pytest.approx(0.25**CASE.response.theta)
    assert compute_investment_share(CASE, 0.0) == 0.0
    view = first_quarter()[1].views[CHINA]

    def invest(economy: float, debt: float) -> float:
        tie = view.tie._replace(economy=economy, debt=debt)
        return set_terms(CASE, view._replace(tie=tie), CALM).investment

    assert invest(0.36, 0.0) / invest(0.16, 0.0) == pytest.approx(1.5)
    assert invest(0.36, CASE.response.debt_scale) / invest(0.36, 0.0) == pytest.approx(0.5)


def test_the_ladder_moves_with_its_hazards() -> None:
    """Eq. 17: of a thousand even draws as many go up as the tie asks, and down as strain and rivals do."""
    view = first_quarter()[1].views[EU]
    response = CASE.response._replace(ladder_up=0.5, ladder_down=0.25)
    view = view._replace(
        patron=view.patron._replace(negotiable=1.0, agreement=1.0),
        tie=view.tie._replace(agreement=1.0, economy=0.8),
        rivalry=(0.5, 0.0),
        securities=(0.4, 0.9),
    )
    draws = [(k + 0.5) / 1000.0 for k in range(1000)]
    steps = [next_agreement(view._replace(draw=draw), response, 0.2) for draw in draws]
    assert steps.count(2.0) == pytest.approx(1000 * 0.5 * 0.8 * 0.8, abs=1)
    assert steps.count(0.0) == pytest.approx(1000 * 0.25 * (0.2 + 0.5 * 0.4), abs=1)
    top = view._replace(tie=view.tie._replace(agreement=4.0), draw=0.0)
    assert next_agreement(top, response, 0.2) == 4.0


def test_threat_is_coercion_by_power_and_sides_taken_between_rivals() -> None:
    """Eq. 18: the lead d = .5 counts as d^2/(d + .05), as far as the two are rivals."""
    h = CASE.hedger
    sides = tuple(NOTHING._replace(security=s) for s in (0.6, 0.1, 0.6))
    rivalry = (0.8, 0.0, 0.0)
    taken = h.threat_entrapment * 0.8 * 0.25 / 0.55
    assert menace(CASE, sides, rivalry) == pytest.approx(h.threat_base + taken)
    pressed = (sides[0]._replace(coercion=0.5), *sides[1:])
    more = h.threat_coercion * CASE.patrons[RUSSIA].power * 0.5
    assert menace(CASE, pressed, rivalry) == pytest.approx(h.threat_base + taken + more)


def test_income_adds_its_parts() -> None:
    """Eq. 19."""
    h = CASE.hedger
    side = NOTHING._replace(
        economy=0.5,
        exports=0.4,
        imports=0.2,
        terms=0.9,
        coercion=0.1,
        inducement=0.03,
        investment=0.02,
        debt=0.1,
    )
    stocks = Stocks(home_arms=0.0, park=0.5, third_countries=0.2, exports_rest=0.3)
    earned = h.gain_exports * 0.4 * 0.9 * (1.0 - 0.5 * h.gain_tie) + h.gain_rest * 0.3 * 1.2
    money = h.gain_inducement * 0.03 + h.gain_investment * 0.02 + h.gain_park * 0.5
    lost = h.loss_coercion * 0.1 * 0.3 + h.loss_debt * 0.1
    assert income(h, (side,), stocks) == pytest.approx(earned + money - lost)


def test_autonomy_is_lost_to_the_strongest_first() -> None:
    """Eq. 20: the same room held by one leaves less than held by three, and pressure counts by it."""
    assert compute_concentration((0.6, 0.0, 0.0)) == pytest.approx(0.6)
    assert compute_concentration((0.2, 0.2, 0.2)) == pytest.approx(0.2 * 3**0.5)
    assert compute_concentration((0.3, 0.4)) == pytest.approx(0.5)
    sides = (NOTHING._replace(coercion=0.5), NOTHING)
    assert compute_coerced_room(sides, (0.6, 0.2)) == pytest.approx(0.3)


def test_doors_open_through_ties_and_close_again() -> None:
    """Eq. 31, M14: by hand, and none through ties with the switch off."""
    state, _, _ = first_quarter()
    h, now = CASE.hedger, state.own.third_countries
    doors = sum(
        p.reach * (t.security + t.economy) / 2.0 for p, t in zip(CASE.patrons, state.ties, strict=True)
    )
    gained = (h.third_open * doors + h.budget * 0.1 * h.third_own) * (1.0 - now)
    assert next_third_countries(CASE, state, 0.1) == pytest.approx(now + gained - h.third_fade * now)
    off = CASE._replace(mechanisms=CASE.mechanisms._replace(third_countries=0.0))
    assert next_third_countries(off, state, 0.0) == pytest.approx((1.0 - h.third_fade) * now)


def test_growth_is_that_beyond_base_income() -> None:
    """Eq. 32: none at base income, and a point of income adds .0002 a quarter."""
    own = begin(CASE, scenario("baseline").start())[1].own
    base = CASE.hedger.income_base
    assert add_growth(CASE, own, base, 1.0).log_gdp == own.log_gdp
    assert add_growth(CASE, own, base + 0.01, 1.0).log_gdp - own.log_gdp == pytest.approx(0.0002)

"""One quarter, stage by stage (ODD section 3).

The Mesa model calls the same stages through its agents; :func:`quarter` calls them one after the other, for
one run in plain Python or for many runs in compiled code.
"""

from ..arithmetic import each, toward
from ..state import (
    Case,
    Choice,
    Climate,
    Dimensions,
    Draws,
    Fixed,
    HedgerStocks,
    Market,
    Offer,
    Pairs,
    PerPatron,
    Plan,
    Record,
    Scene,
    Situation,
    Start,
    State,
    Stocks,
    Tie,
    Traded,
    View,
    by_patron,
    others,
)
from . import choice as hedgers_choice
from . import patrons
from .actual_trade import build_situations, trade
from .climate import next_climate, rivalries
from .effort import scale_packages
from .expectation import conduct
from .influence import with_leverage
from .initial_state import begin
from .market_access import combine_vetoes, compute_veto_share, gateway, market_of
from .moods import next_belief, next_mood
from .records.record import record_quarter
from .trade_shares import all_lifts, masses
from .transition import DIRECTIVE_KEEP, next_know_how, next_park, next_third_countries, next_ties
from .welfare import appraise, dimensions, normalise_weights

GROWTH_INCOME = 0.02  # growth a quarter per income above base; it moves nothing but GDP
GROWTH_SD = 0.008  # log: shocks to growth, which move nothing but GDP


def observe_world(case: Case, fixed: Fixed, state: State, draws: Draws) -> Scene:
    """Run stage 1: advance the world and compute each patron's view of the others."""
    climate, lifts = (
        next_climate(case.world, state.climate, draws),
        all_lifts(case, state.own.directive, state.ties),
    )
    rivalry = rivalries(case, climate)
    grown = patrons.compute_industry(state.own.know_how, state.own.home_arms) - fixed.industry
    met = patrons.meet_patrons(case, fixed.origins, grown, lifts)
    markets = tuple(
        market_of(case, p, t, d) for p, t, d in zip(case.patrons, state.ties, draws.barrier, strict=True)
    )
    return Scene(
        climate=climate,
        rivalry=rivalry,
        views=views(case._replace(patrons=met), state, draws, climate, rivalry, markets),
        masses=masses(case, fixed, state, lifts),
    )


def views(
    case: Case,
    state: State,
    draws: Draws,
    climate: Climate,
    rivalry: Pairs,
    markets: PerPatron[Market],
) -> PerPatron[View]:
    """Build each patron's view: its parameters, tie and market, and its rivals' ties and vetoes."""
    ties, with_others = state.ties, by_patron(rivalry, len(state.ties))
    paid, minded = engagements(case, ties, markets, climate.strain)
    others_minded = others(minded)
    securities = others(tuple(t.security for t in ties))
    around = zip(case.patrons, others(case.patrons), others(markets), strict=True)
    gateways, stopped = tuple(gateway(case, *sides) for sides in around), vetoes(case, state)
    moods, beliefs = next_moods(case, ties, draws)
    return tuple(
        View(
            patron=patron,
            tie=ties[k],
            market=markets[k],
            engagement=paid[k],
            rivalry=with_others[k],
            engagements=others_minded[k],
            securities=securities[k],
            gateway=gateways[k],
            veto=stopped[k],
            draw=draws.ladder[k],
            mood=moods[k],
            belief=beliefs[k],
        )
        for k, patron in enumerate(case.patrons)
    )


def next_moods(case: Case, ties: PerPatron[Tie], draws: Draws) -> tuple[PerPatron[float], PerPatron[float]]:
    """Compute the patrons' moods, and what the hedger believes after a look at them (eq. 35, 37)."""
    moods = tuple(
        next_mood(case, p, t, draw) for p, t, draw in zip(case.patrons, ties, draws.moods, strict=True)
    )
    return moods, tuple(
        next_belief(case, p, t, mood, error)
        for p, t, mood, error in zip(case.patrons, ties, moods, draws.signs, strict=True)
    )


def engagements(
    case: Case, ties: PerPatron[Tie], markets: PerPatron[Market], strain: float
) -> tuple[PerPatron[float], PerPatron[float]]:
    """Compute each patron's engagement as it pays for it and as its rivals mind it (eq. 5, 5a, 6, 8).

    Both lie between the tie as it is and where effort is heading.
    """
    r, depths = case.response, each(depth, ties, markets)
    conducts = tuple(
        conduct(case, p, t, m.framework, strain) for p, t, m in zip(case.patrons, ties, markets, strict=True)
    )
    paid = each(lambda now, ahead: toward(now, ahead, r.conduct_rent), depths, conducts)
    return paid, each(lambda now, ahead: toward(now, ahead, r.conduct_drift), depths, conducts)


def vetoes(case: Case, state: State) -> PerPatron[float]:
    """Compute the fraction of each patron's investment that the others stop together (eq. 15)."""
    levers = tuple(t.leverage for t in state.ties)
    stopped = tuple(
        each(compute_veto_share, patrons_, overlaps, levers_)
        for patrons_, overlaps, levers_ in zip(
            others(case.patrons), by_patron(case.overlap, len(levers)), others(levers), strict=True
        )
    )
    return tuple(combine_vetoes(case, parts) for parts in stopped)


def depth(tie: Tie, market: Market) -> float:
    """Compute engagement with a patron (eq. 5)."""
    return patrons.engagement(tie.security, tie.economy, market.framework)


def next_own(
    case: Case,
    scene: Scene,
    offers: PerPatron[Offer],
    choice: Choice,
    state: State,
    traded: Traded,
    draws: Draws,
) -> HedgerStocks:
    """Compute the hedger's own stocks at the end of the quarter (eq. 27, 28, 30, 31).

    Income-dependent growth and strength follow in :func:`add_growth`.
    """
    h, own = case.hedger, state.own
    part = choice.effort.self_reliance / 3.0
    return HedgerStocks(
        know_how=next_know_how(case, scene, offers, state, part),
        home_arms=(1.0 - h.wear) * own.home_arms + h.make * own.know_how,
        park=next_park(case, scene, offers, own.park),
        third_countries=next_third_countries(case, state, part),
        directive=DIRECTIVE_KEEP * own.directive + h.budget * part,
        found_exports=traded.found_exports,
        found_imports=traded.found_imports,
        log_gdp=own.log_gdp + GROWTH_SD * draws.growth,
        strength=own.strength,
        alert=choice.alert,
    )


def add_growth(case: Case, own: HedgerStocks, income: float, strength: float) -> HedgerStocks:
    """Add this quarter's growth, beyond that at base income (eq. 32), and strength to the hedger's stocks."""
    h = case.hedger
    growth = GROWTH_INCOME * (income - h.income_base)
    return own._replace(log_gdp=own.log_gdp + growth, strength=strength)


def apply_consequences(
    case: Case,
    fixed: Fixed,
    scene: Scene,
    offers: PerPatron[Offer],
    choice: Choice,
    state: State,
    draws: Draws,
) -> tuple[State, Record]:
    """Run stages 4 and 5: apply the consequences of all moves and record the quarter."""
    moved = next_ties(case, fixed, scene, offers, choice, state)
    traded = trade(case, offers, moved, state)
    own = next_own(case, scene, offers, choice, state, traded, draws)
    sides = build_situations(scene, offers, moved, traded)
    stocks, weights = build_stocks(own, traded.exports_rest), normalise_weights(case.hedger, fixed.opening)
    now, raw, omega = appraise(case, weights, scene.rivalry, sides, stocks)
    own = add_growth(case, own, now.income, now.strength)
    ties = tuple(with_leverage(case.response, t, o) for t, o in zip(moved, omega, strict=True))
    record = record_quarter(
        case, fixed, scene, offers, choice, ties, own, sides, stocks, weights, traded, now, raw, omega
    )
    return State(ties=ties, own=own, climate=scene.climate), record


def build_stocks(own: HedgerStocks, exports_rest: float) -> Stocks:
    """Collect the inputs of utility that belong to the hedger itself."""
    return Stocks(
        home_arms=own.home_arms,
        park=own.park,
        third_countries=own.third_countries,
        exports_rest=exports_rest,
    )


def quarter(
    case: Case, plan: Plan, fixed: Fixed, state: State, draws: Draws, number: float
) -> tuple[State, Record]:
    """Simulate one quarter of one run.

    Parameters
    ----------
    case : Case
        The parameters in force this quarter.
    plan : Plan
        The hedger's strategy.
    fixed : Fixed
        Constants of the run, computed from the start values.
    state : State
        State at the end of the last quarter.
    draws : Draws
        This quarter's random numbers.
    number : float
        The quarter's number, 0 for the first.

    Returns
    -------
    State, Record
        State at the end of this quarter, and its record.
    """
    scene = observe_world(case, fixed, state, draws)
    offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
    decision = hedgers_choice.choose_effort(case, plan, fixed, scene, offers, state, number)
    return apply_consequences(case, fixed, scene, offers, decision, state, draws)


def draw_nothing(patrons: int) -> Draws:
    """Return random numbers of a quarter without shocks: no crisis, no rupture, no patron that turns cold."""
    zeros, ones = (tuple(number for _ in range(patrons)) for number in (0.0, 1.0))
    return Draws(
        tension=0.0,
        energy=0.0,
        funding=0.0,
        growth=0.0,
        barrier=zeros,
        signs=zeros,
        crisis=1.0,
        ladder=tuple(0.5 for _ in ones),  # no step either, at the usual hazards
        moods=ones,
        rupture=1.0,
    )


def imagine_opening(
    case: Case, fixed: Fixed, state: State
) -> tuple[Scene, PerPatron[Offer], Traded, PerPatron[Situation]]:
    """Build the quarter before the first: the start's ties and trade, mean moods, no shocks and no moves."""
    ties, case = state.ties, case._replace(mechanisms=case.mechanisms._replace(moods=0.0))
    scene = observe_world(case, fixed, state, draw_nothing(len(ties)))
    offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
    traded = Traded(
        exports=tuple(t.exports for t in ties),
        imports=tuple(t.imports for t in ties),
        exports_rest=fixed.exports_rest,
        imports_rest=fixed.imports_rest,
        found_exports=0.0,
        found_imports=0.0,
    )
    return scene, offers, traded, build_situations(scene, offers, ties, traded)


def measure_opening(case: Case, start: Start) -> Dimensions:
    """Compute the hedger's dimensions before the first quarter, with the investment then on offer."""
    fixed, state = begin(case, start)
    scene, _, traded, sides = imagine_opening(case, fixed, state)
    return dimensions(case, scene.rivalry, sides, build_stocks(state.own, traded.exports_rest))


def opening(case: Case, fixed: Fixed, state: State) -> Record:
    """Build the record before the first quarter: the start's ties and effort, no shocks, no moves."""
    scene, offers, traded, sides = imagine_opening(case, fixed, state)
    stocks = build_stocks(state.own, fixed.exports_rest)
    weights = normalise_weights(case.hedger, fixed.opening)
    now, raw, omega = appraise(case, weights, scene.rivalry, sides, stocks)
    unspent = Choice(
        effort=fixed.effort,
        free=tuple(t.free_effort for t in state.ties),
        worth=scale_packages(fixed.effort, 0.0),
        option_value=0.0,
        forced=0.0,
        alert=state.own.alert,
    )
    return record_quarter(
        case,
        fixed,
        scene,
        offers,
        unspent,
        state.ties,
        state.own,
        sides,
        stocks,
        weights,
        traded,
        now,
        raw,
        omega,
    )

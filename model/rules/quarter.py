"""One quarter, stage by stage (ODD section 3).

The Mesa model calls the same stages through its agents; :func:`quarter` calls them one after the other, for
one run in plain Python or for many runs in compiled code.
"""

from ..state import (
    Case,
    Choice,
    Draws,
    Fixed,
    HedgerStocks,
    Market,
    Offer,
    Pairs,
    Plan,
    Record,
    Scene,
    State,
    Stocks,
    Three,
    Tie,
    Traded,
    View,
)
from . import choice as hedgers_choice
from . import patrons
from .actual_trade import build_situations, trade
from .climate import next_climate, rivalries
from .effort import scale_packages
from .influence import with_leverage
from .market_access import combine_vetoes, compute_veto_share, gateway, market_of
from .record import record_quarter
from .trade_shares import masses
from .transition import next_know_how, next_park, next_third_countries, next_ties
from .welfare import appraise


def observe_world(case: Case, fixed: Fixed, state: State, draws: Draws) -> Scene:
    """Run stage 1: advance the world and compute each patron's view of the others."""
    climate = next_climate(case.world, state.climate, draws)
    rivalry = rivalries(case, climate.tension)
    p, t = case.patrons, state.ties
    mx = market_of(case, p.first, t.first, draws.barrier_first)
    my = market_of(case, p.second, t.second, draws.barrier_second)
    mz = market_of(case, p.third, t.third, draws.barrier_third)
    seen = views(case, state, draws, rivalry, Three(mx, my, mz))
    return Scene(climate, rivalry, seen, masses(case, fixed, state))


def views(case: Case, state: State, draws: Draws, rivalry: Pairs, markets: Three[Market]) -> Three[View]:
    """Build each patron's view: its parameters, tie and market, and its two rivals' engagement and vetoes."""
    p, t, m, o = case.patrons, state.ties, markets, case.overlap
    gx, gy, gz = depth(t.first, m.first), depth(t.second, m.second), depth(t.third, m.third)
    lx, ly, lz = t.first.leverage, t.second.leverage, t.third.leverage
    first = View(
        p.first, t.first, m.first, gx, rivalry.first_second, rivalry.first_third, gy, gz,
        t.second.security, t.third.security, gateway(p.second, m.second, p.third, m.third),
        combine_vetoes(
            case, compute_veto_share(p.second, o.first_second, ly),
            compute_veto_share(p.third, o.first_third, lz),
        ),
        draws.ladder_first,
    )  # fmt: skip
    second = View(
        p.second, t.second, m.second, gy, rivalry.first_second, rivalry.second_third, gx, gz,
        t.first.security, t.third.security, gateway(p.first, m.first, p.third, m.third),
        combine_vetoes(
            case, compute_veto_share(p.first, o.first_second, lx),
            compute_veto_share(p.third, o.second_third, lz),
        ),
        draws.ladder_second,
    )  # fmt: skip
    third = View(
        p.third, t.third, m.third, gz, rivalry.first_third, rivalry.second_third, gx, gy,
        t.first.security, t.second.security, gateway(p.first, m.first, p.second, m.second),
        combine_vetoes(
            case, compute_veto_share(p.first, o.first_third, lx),
            compute_veto_share(p.second, o.second_third, ly),
        ),
        draws.ladder_third,
    )  # fmt: skip
    return Three(first, second, third)


def depth(tie: Tie, market: Market) -> float:
    """Compute engagement with a patron (eq. 5)."""
    return patrons.engagement(tie.security, tie.economy, market.framework)


def next_own(
    case: Case, scene: Scene, offers: Three[Offer], choice: Choice, state: State, traded: Traded, draws: Draws
) -> HedgerStocks:
    """Compute the hedger's own stocks at the end of the quarter (eq. 27, 28, 30, 31).

    Income-dependent growth and strength follow in :func:`add_growth`.
    """
    h, own = case.hedger, state.own
    part = choice.effort.self_reliance / 3.0
    return HedgerStocks(
        next_know_how(case, scene, offers, state, part),
        (1.0 - h.wear) * own.home_arms + h.make * own.know_how,
        next_park(case, scene, offers, own.park),
        next_third_countries(case, scene, state, part),
        h.directive_keep * own.directive + h.budget * part * h.directive_own,
        traded.found_exports,
        traded.found_imports,
        own.log_gdp + case.world.growth_sd * draws.growth,
        own.strength,
    )


def add_growth(case: Case, own: HedgerStocks, income: float, strength: float) -> HedgerStocks:
    """Add this quarter's growth (eq. 32) and strength to the hedger's stocks."""
    h = case.hedger
    growth = h.growth_base / 4.0 + h.growth_income * (income - h.income_base)
    return HedgerStocks(
        own.know_how,
        own.home_arms,
        own.park,
        own.third_countries,
        own.directive,
        own.found_exports,
        own.found_imports,
        own.log_gdp + growth,
        strength,
    )


def apply_consequences(
    case: Case, fixed: Fixed, scene: Scene, offers: Three[Offer], choice: Choice, state: State, draws: Draws
) -> tuple[State, Record]:
    """Run stages 4 and 5: apply the consequences of all moves and record the quarter."""
    moved = next_ties(case, fixed, scene, offers, choice, state)
    traded = trade(case, offers, moved, state)
    own = next_own(case, scene, offers, choice, state, traded, draws)
    placed = build_situations(scene, offers, moved, traded)
    stocks = Stocks(own.home_arms, own.park, own.third_countries, traded.exports_rest)
    now, raw, omega = appraise(case, case.hedger.weights, scene.rivalry, placed, stocks)
    own = add_growth(case, own, now.income, now.strength)
    ties = Three(
        with_leverage(case.response, moved.first, omega.first),
        with_leverage(case.response, moved.second, omega.second),
        with_leverage(case.response, moved.third, omega.third),
    )
    record = record_quarter(case, fixed, scene, offers, choice, ties, own, placed, traded, now, raw, omega)
    return State(ties, own, scene.climate), record


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
    v, climate = scene.views, scene.climate
    offers = Three(
        patrons.set_terms(case, v.first, climate),
        patrons.set_terms(case, v.second, climate),
        patrons.set_terms(case, v.third, climate),
    )
    decision = hedgers_choice.choose_effort(case, plan, fixed, scene, offers, state, number)
    return apply_consequences(case, fixed, scene, offers, decision, state, draws)


def opening(case: Case, fixed: Fixed, state: State) -> Record:
    """Build the record before the first quarter: the start's ties and effort, no shocks, no moves."""
    # with these uniforms neither a crisis nor, at the usual hazards, a step on the ladder occurs
    none = Draws(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.5, 0.5)
    scene = observe_world(case, fixed, state, none)
    v, t, climate = scene.views, state.ties, scene.climate
    offers = Three(
        patrons.set_terms(case, v.first, climate),
        patrons.set_terms(case, v.second, climate),
        patrons.set_terms(case, v.third, climate),
    )
    exports = Three(t.first.exports, t.second.exports, t.third.exports)
    imports = Three(t.first.imports, t.second.imports, t.third.imports)
    traded = Traded(exports, imports, fixed.exports_rest, fixed.imports_rest, 0.0, 0.0)
    placed, own = build_situations(scene, offers, t, traded), state.own
    stocks = Stocks(own.home_arms, own.park, own.third_countries, fixed.exports_rest)
    now, raw, omega = appraise(case, case.hedger.weights, scene.rivalry, placed, stocks)
    unspent = Choice(fixed.effort, scale_packages(fixed.effort, 0.0), 0.0, 0.0)
    return record_quarter(case, fixed, scene, offers, unspent, t, own, placed, traded, now, raw, omega)

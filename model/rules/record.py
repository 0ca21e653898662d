"""Record of a quarter: positions of all actors and the quantities for figures (ODD section 7)."""

from ..arithmetic import clip, dot, each, exp, log, logistic, maximum, remainder, total
from ..state import (
    Case,
    Choice,
    Fixed,
    HedgerStocks,
    Offer,
    Packages,
    PatronRecord,
    PerPatron,
    Position,
    Record,
    Scene,
    Situation,
    Stocks,
    Tie,
    Traded,
    View,
    Weights,
    Welfare,
    others,
)
from .effort import PER_LOG, list_packages
from .regimes import effective_number, find_leader, influence_shares, read_signs, regime, share_held
from .transition import compute_deliveries
from .welfare import reserve

POSITION_BASE, POSITION_SCALE = 0.3, 0.25
"""Return at which a patron's economy is .5, and the spread of that index: they only report."""


def position(
    view: View,
    side: Situation,
    omega: float,
    securities: tuple[float, ...],
    rooms: tuple[float, ...],
) -> Position:
    """Compute a patron's position on the three dimensions (ODD section 7).

    Economy is trade and investment minus inducements and the cost of coercion.

    Parameters
    ----------
    view, side, omega
        The patron's view, its inputs of utility and its share of the room.
    securities, rooms : tuple of float
        Security ties of the other patrons, and their shares of the room.
    """
    threats = tuple(-rivalry * tie for rivalry, tie in zip(view.rivalry, securities, strict=True))
    gain = side.exports + side.imports + 2.0 * side.investment - 2.0 * side.inducement
    gain = gain - view.patron.power * side.coercion
    return Position(
        security=clip(0.5 * total([1.0, side.security, *threats]), 0.0, 1.0),
        economy=logistic((gain - POSITION_BASE) * (1.0 / POSITION_SCALE)),
        # the small number only keeps 0/0 away where nobody holds any room
        autonomy=(omega + 1e-12) / (omega + dot(view.rivalry, rooms) + 1e-12),
    )


def patron_record(
    case: Case,
    view: View,
    offer: Offer,
    tie: Tie,
    side: Situation,
    place: Position,
    share: float,
    omega: float,
    totals: tuple[float, float],
    effort: tuple[float, float],
) -> PatronRecord:
    """Build one patron's record; ``totals`` are 1 / (all goods exports) and 1 / (all goods imports)."""
    return PatronRecord(
        security=place.security,
        economy=place.economy,
        autonomy=place.autonomy,
        influence=share,
        omega=omega,
        leverage=tie.leverage,
        tie_security=tie.security,
        tie_economy=tie.economy,
        coercion=tie.coercion,
        inducement=tie.inducement,
        drift=offer.drift,
        investment=offer.investment,
        veto=view.veto,
        access=view.market.access,
        export_share=side.exports * totals[0],
        import_share=side.imports * totals[1],
        deficit=case.trade.openness * (side.imports - side.exports),
        arms=tie.arms,
        deliveries=compute_deliveries(case, view.patron, offer, view.tie),
        debt=tie.debt,
        agreement=tie.agreement,
        effort_security=effort[0],
        effort_economy=effort[1],
        free_effort=tie.free_effort,
        hope=tie.hope,
    )


def entropy_term(share: float) -> float:
    """Compute the contribution -p ln p of one share to the entropy; 0 for p = 0."""
    return -share * log(maximum(share, 1e-300))


def effort_entropy(e: Packages) -> float:
    """Compute the Shannon entropy of effort shares relative to its maximum ln n, from 0 to 1."""
    shares = list_packages(e)
    return total(each(entropy_term, shares)) * PER_LOG[len(shares)]


def patron_records(
    case: Case,
    scene: Scene,
    offers: PerPatron[Offer],
    choice: Choice,
    ties: PerPatron[Tie],
    sides: PerPatron[Situation],
    omega: PerPatron[float],
    share: PerPatron[float],
    traded: Traded,
) -> PerPatron[PatronRecord]:
    """Build the records of all patrons."""
    places = tuple(
        position(v, s, o, securities, rooms)
        for v, s, o, securities, rooms in zip(
            scene.views, sides, omega, others(tuple(t.security for t in ties)), others(omega), strict=True
        )
    )
    # the small number only keeps 1/0 away where nobody trades
    totals = (
        1.0 / total([*traded.exports, traded.exports_rest, 1e-12]),
        1.0 / total([*traded.imports, traded.imports_rest, 1e-12]),
    )
    return tuple(
        patron_record(case, v, o, t, s, place, part, w, totals, (security, economy))
        for v, o, t, s, place, part, w, security, economy in zip(
            scene.views,
            offers,
            ties,
            sides,
            places,
            share,
            omega,
            choice.effort.security,
            choice.effort.economy,
            strict=True,
        )
    )


def record_quarter(
    case: Case,
    fixed: Fixed,
    scene: Scene,
    offers: PerPatron[Offer],
    choice: Choice,
    ties: PerPatron[Tie],
    own: HedgerStocks,
    sides: PerPatron[Situation],
    stocks: Stocks,
    weights: Weights,
    traded: Traded,
    now: Welfare,
    raw: PerPatron[float],
    omega: PerPatron[float],
) -> Record:
    """Build the record of the quarter from its results."""
    share = influence_shares(raw)
    room = share_held(raw, case.response.influence_floor)
    lost = remainder([*traded.exports, traded.exports_rest])
    climate = scene.climate
    left = reserve(case, weights, scene.rivalry, sides, stocks, find_leader(share), now)
    free, alone = tuple(t.free_effort for t in ties), choice.effort.self_reliance
    signs = read_signs(room, alone, free, scene.rivalry, share, left, fixed.strongest)
    return Record(
        security=now.security,
        economy=now.economy,
        autonomy=now.autonomy,
        utility=now.utility,
        patrons=patron_records(case, scene, offers, choice, ties, sides, omega, share, traded),
        income=now.income,
        know_how=own.know_how,
        home_arms=own.home_arms,
        park=own.park,
        third_countries=own.third_countries,
        gdp=100.0 * exp(own.log_gdp),
        option_value=choice.option_value,
        forced=choice.forced,
        effort_self_reliance=choice.effort.self_reliance,
        effort_entropy=effort_entropy(choice.effort),
        trade_lost=maximum(lost, 0.0),
        effective_patrons=effective_number(share),
        room=room,
        reserve=left,
        regime=regime(case.regimes, signs),
        tension=climate.tension,
        energy=case.world.energy + climate.energy,
        funding=case.world.funding + climate.funding,
        strain=climate.strain,
        rivalry=scene.rivalry,
    )

"""Record of a quarter: positions of all actors and the quantities for figures (ODD section 7)."""

from itertools import combinations

from ...arithmetic import clip, dot, each, exp, invert, log, logistic, maximum, remainder, total, where
from ...state import (
    Alignment,
    Case,
    Choice,
    Fixed,
    HedgerStocks,
    Offer,
    Packages,
    Pairs,
    PatronRecord,
    PerPatron,
    Position,
    Record,
    Scene,
    Situation,
    Stance,
    Stocks,
    Tie,
    Traded,
    View,
    Weights,
    Welfare,
    others,
)
from ..effort import PER_LOG, list_packages
from ..regimes import effective_number, find_leader, influence_shares, read_signs, regime, share_held
from ..transition import compute_deliveries
from ..welfare import reserve

POSITION_BASE, POSITION_SCALE = 0.3, 0.25
"""Return at which a patron's economy is .5, and the spread of that index: they only report."""

TINY = 1e-12
"""Stands for nothing where two patrons are compared: with nothing from either, neither is nearer."""


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
    raw: float,
    offered: float,
) -> PatronRecord:
    """Build one patron's record.

    ``totals`` are 1 / (all goods exports) and 1 / (all goods imports), ``raw`` is influence before it is made
    a share and ``offered`` the investment on offer.
    """
    bandwidth = 0.5 * (side.security + side.economy)
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
        mood=tie.mood,
        belief=tie.belief,
        exercises=tie.exercises,
        bandwidth=bandwidth,
        # the small numbers only keep 0/0 away where there is no tie or no offer
        dependence=raw / (bandwidth + 1e-300),
        realised=offer.investment / (offered + 1e-300),
    )


def entropy_term(share: float) -> float:
    """Compute the contribution -p ln p of one share to the entropy; 0 for p = 0."""
    return -share * log(maximum(share, 1e-300))


def effort_entropy(e: Packages) -> float:
    """Compute the Shannon entropy of effort shares relative to its maximum ln n, from 0 to 1."""
    shares = list_packages(e)
    return total(each(entropy_term, shares)) * PER_LOG[len(shares)]


def find_offer(case: Case, view: View, scene: Scene) -> float:
    """Compute the investment that a patron offers, of which tie, terms and debt let a part come (eq. 16)."""
    funding = case.world.funding + scene.climate.funding
    return view.patron.fund * exp(view.patron.funding_gamma * funding)


def align_pairs(amounts: PerPatron[float]) -> Pairs:
    """Compute alignment within each pair of patrons from what the hedger has with each.

    It is 0 where all is with the first of the pair, 50 with as much with either, 100 all with the second.
    """
    pairs = tuple(combinations(tuple(amount + TINY for amount in amounts), 2))
    parts = invert(x + y for x, y in pairs)
    return tuple(100.0 * y * part for (_, y), part in zip(pairs, parts, strict=True))


def tilt(aligned: float) -> float:
    """Compute (x - y)/(x + y) from alignment: 1 all with the first patron, -1 all with the second."""
    return 1.0 - aligned * (1.0 / 50.0)


def alignment(records: PerPatron[PatronRecord]) -> Alignment:
    """Compute alignment within each pair of patrons, after the index of Khong and Liow (ODD section 7)."""
    security = align_pairs(tuple(p.tie_security for p in records))
    trade = align_pairs(tuple(p.export_share + p.import_share for p in records))
    influence = align_pairs(tuple(p.influence for p in records))
    return Alignment(
        security=security,
        arms=align_pairs(tuple(p.arms for p in records)),
        trade=trade,
        influence=influence,
        effort=align_pairs(tuple(p.effort_security + p.effort_economy for p in records)),
        overall=each(lambda s, t, i: (s + t + i) * (1.0 / 3.0), security, trade, influence),
    )


def count_partners(amounts: tuple[float, ...]) -> float:
    """Compute the effective number of partners, 1/(sum of squared shares); 0 without any."""
    every = total(amounts)
    return every * every / (dot(amounts, amounts) + 1e-300)


def face_leader(rival: float, view: View, leads: tuple[float, ...]) -> float:
    """Return 1 for a rival of the strongest patron, else 0; ``leads`` marks it among the others."""
    return where(dot(view.rivalry, leads) >= rival, 1.0, 0.0)


def stance(
    case: Case,
    scene: Scene,
    effort: Packages,
    records: PerPatron[PatronRecord],
    traded: Traded,
    home_arms: float,
    leader: PerPatron[float],
) -> Stance:
    """Compute Kuik's components of hedging and effective numbers of partners (ODD section 7).

    ``leader`` is 1 for the patron with the most influence, 0 for the others.
    """
    with_leader = dot(effort.security, leader)
    spent = tuple(p.effort_security + p.effort_economy for p in records)
    facing = each(lambda v, leads: face_leader(case.regimes.rival, v, leads), scene.views, others(leader))
    return Stance(
        indirect_balancing=total(effort.security) - with_leader + effort.self_reliance * (1.0 / 3.0),
        dominance_denial=dot(spent, facing),
        economic_diversification=count_partners(tuple(p.export_share + p.import_share for p in records)),
        economic_pragmatism=total(effort.economy),
        binding_engagement=dot(spent, tuple(v.market.framework for v in scene.views)),
        limited_bandwagoning=with_leader,
        effective_exports=count_partners((*traded.exports, traded.exports_rest)),
        effective_imports=count_partners((*traded.imports, traded.imports_rest)),
        effective_arms=count_partners((*(p.arms for p in records), home_arms)),
        effective_debt=count_partners(tuple(p.debt for p in records)),
    )


def patron_records(
    case: Case,
    scene: Scene,
    offers: PerPatron[Offer],
    choice: Choice,
    ties: PerPatron[Tie],
    sides: PerPatron[Situation],
    raw: PerPatron[float],
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
        patron_record(
            case,
            v,
            o,
            t,
            s,
            place,
            part,
            w,
            totals,
            (security, economy),
            influence,
            find_offer(case, v, scene),
        )
        for v, o, t, s, place, part, w, security, economy, influence in zip(
            scene.views,
            offers,
            ties,
            sides,
            places,
            share,
            omega,
            choice.effort.security,
            choice.effort.economy,
            raw,
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
    leader = find_leader(share)
    left = reserve(case, weights, scene.rivalry, sides, stocks, leader, now)
    free, alone = tuple(t.free_effort for t in ties), choice.effort.self_reliance
    signs = read_signs(room, alone, free, scene.rivalry, share, left, fixed.strongest)
    patrons = patron_records(case, scene, offers, choice, ties, sides, raw, omega, share, traded)
    aligned = alignment(patrons)
    return Record(
        security=now.security,
        economy=now.economy,
        autonomy=now.autonomy,
        utility=now.utility,
        patrons=patrons,
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
        stage=choice.alert.stage,
        tension=climate.tension,
        energy=case.world.energy + climate.energy,
        funding=case.world.funding + climate.funding,
        strain=climate.strain,
        rivalry=scene.rivalry,
        alignment=aligned,
        tilt=each(tilt, aligned.security),
        stance=stance(case, scene, choice.effort, patrons, traded, own.home_arms, leader),
    )

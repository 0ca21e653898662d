"""Record of a quarter: positions of all four actors and the quantities for figures (ODD section 7)."""

from ..arithmetic import clip, exp, log, logistic, maximum
from ..state import (
    Case,
    Choice,
    Fixed,
    HedgerStocks,
    Offer,
    Packages,
    PatronRecord,
    Position,
    Record,
    Scene,
    Situation,
    Three,
    Tie,
    Traded,
    View,
    Welfare,
)
from .regimes import effective_number, influence_shares, regime, share_held
from .transition import compute_deliveries


def position(case: Case, view: View, side: Situation, omega: float, a: Position, b: Position) -> Position:
    """Compute a patron's position on the three dimensions (ODD section 7).

    ``a`` and ``b`` hold the two rivals' security ties in ``security`` and their shares of the room in
    ``autonomy``. Economy is trade and investment minus inducements and the cost of coercion.
    """
    security = 0.5 * (1.0 + side.security - view.rivalry_a * a.security - view.rivalry_b * b.security)
    gain = side.exports + side.imports + 2.0 * side.investment - 2.0 * side.inducement
    gain = gain - view.patron.power * side.coercion
    r = case.response
    rival_room = view.rivalry_a * a.autonomy + view.rivalry_b * b.autonomy
    return Position(
        clip(security, 0.0, 1.0),
        logistic((gain - r.position_base) * (1.0 / r.position_scale)),
        # the small number only keeps 0/0 away where nobody holds any room
        (omega + 1e-12) / (omega + rival_room + 1e-12),
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
        place.security,
        place.economy,
        place.autonomy,
        share,
        omega,
        tie.leverage,
        tie.security,
        tie.economy,
        tie.coercion,
        tie.inducement,
        offer.drift,
        offer.investment,
        view.veto,
        view.market.access,
        side.exports * totals[0],
        side.imports * totals[1],
        case.trade.openness * (side.imports - side.exports),
        tie.arms,
        compute_deliveries(case, view.patron, offer, view.tie),
        tie.debt,
        tie.agreement,
        effort[0],
        effort[1],
    )


def entropy_term(share: float) -> float:
    """Compute the contribution -p ln p of one share to the entropy; 0 for p = 0."""
    return -share * log(maximum(share, 1e-300))


PER_LOG_7 = 0.5138983423697507  # 1 / ln 7


def effort_entropy(e: Packages) -> float:
    """Compute the Shannon entropy of effort shares relative to its maximum ln 7, from 0 to 1."""
    spread = (
        entropy_term(e.security_first)
        + entropy_term(e.security_second)
        + entropy_term(e.security_third)
        + entropy_term(e.economy_first)
        + entropy_term(e.economy_second)
        + entropy_term(e.economy_third)
        + entropy_term(e.self_reliance)
    )
    return spread * PER_LOG_7


def patron_records(
    case: Case,
    scene: Scene,
    offers: Three[Offer],
    choice: Choice,
    ties: Three[Tie],
    sides: Three[Situation],
    omega: Three[float],
    share: Three[float],
    traded: Traded,
) -> Three[PatronRecord]:
    """Build the records of the three patrons."""
    v, e = scene.views, choice.effort
    x = Position(ties.first.security, 0.0, omega.first)
    y = Position(ties.second.security, 0.0, omega.second)
    z = Position(ties.third.security, 0.0, omega.third)
    px = position(case, v.first, sides.first, omega.first, y, z)
    py = position(case, v.second, sides.second, omega.second, x, z)
    pz = position(case, v.third, sides.third, omega.third, x, y)
    out, into = traded.exports, traded.imports
    # the small number only keeps 1/0 away where nobody trades
    totals = (
        1.0 / (out.first + out.second + out.third + traded.exports_rest + 1e-12),
        1.0 / (into.first + into.second + into.third + traded.imports_rest + 1e-12),
    )
    return Three(
        patron_record(
            case, v.first, offers.first, ties.first, sides.first, px, share.first, omega.first, totals,
            (e.security_first, e.economy_first),
        ),
        patron_record(
            case, v.second, offers.second, ties.second, sides.second, py, share.second, omega.second, totals,
            (e.security_second, e.economy_second),
        ),
        patron_record(
            case, v.third, offers.third, ties.third, sides.third, pz, share.third, omega.third, totals,
            (e.security_third, e.economy_third),
        ),
    )  # fmt: skip


def record_quarter(
    case: Case,
    fixed: Fixed,
    scene: Scene,
    offers: Three[Offer],
    choice: Choice,
    ties: Three[Tie],
    own: HedgerStocks,
    sides: Three[Situation],
    traded: Traded,
    now: Welfare,
    raw: Three[float],
    omega: Three[float],
) -> Record:
    """Build the record of the quarter from its results."""
    share = influence_shares(raw)
    room = share_held(raw, case.response.influence_floor)
    lost = 1.0 - traded.exports.first - traded.exports.second - traded.exports.third - traded.exports_rest
    climate = scene.climate
    return Record(
        now.security,
        now.economy,
        now.autonomy,
        now.utility,
        patron_records(case, scene, offers, choice, ties, sides, omega, share, traded),
        now.income,
        own.know_how,
        own.home_arms,
        own.park,
        own.third_countries,
        100.0 * exp(own.log_gdp),
        choice.option_value,
        choice.forced,
        choice.effort.self_reliance,
        effort_entropy(choice.effort),
        maximum(lost, 0.0),
        effective_number(share),
        room,
        regime(case.regimes, room, share, scene.rivalry, fixed.strongest),
        climate.tension,
        case.world.energy + climate.energy,
        case.world.funding + climate.funding,
        climate.strain,
        scene.rivalry,
    )

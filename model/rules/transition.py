"""Transition of ties, arms, trade, debt, park and third-country ties in a quarter (eq. 25-31)."""

from ..arithmetic import clip, maximum, toward
from ..state import Case, Choice, Fixed, Offer, Patron, Scene, State, Three, Tie, View
from .expectation import economic_gain, unmet_need
from .trade_shares import pull, targets


def next_exercises(case: Case, exercises: float, effort: float) -> float:
    """Compute the next stock of joint exercises (eq. 26, M1)."""
    return (
        case.hedger.exercise_keep * exercises + case.mechanisms.joint_exercises * case.hedger.budget * effort
    )


def next_security(case: Case, patron: Patron, tie: Tie, effort: float) -> float:
    """Compute the next security tie; exercises replace ``drill_share`` of the direct gain (eq. 25, 26)."""
    h = case.hedger
    direct = 1.0 - case.mechanisms.joint_exercises * h.drill_share
    gain = h.budget * effort * direct + h.drill_gain * tie.exercises
    grown = tie.security + gain * patron.receptivity_security * (1.0 - tie.security)
    return clip(grown - patron.decay * tie.security, 0.0, 1.0)


def next_economy(
    case: Case, patron: Patron, tie: Tie, effort: float, coercion: float, strain: float
) -> float:
    """Compute the next economic tie (eq. 25)."""
    gain = case.hedger.budget * effort * economic_gain(patron, tie, coercion, strain)
    return clip(tie.economy + gain - patron.decay * tie.economy, 0.0, 1.0)


def compute_deliveries(case: Case, patron: Patron, offer: Offer, tie: Tie) -> float:
    """Compute the arms that a patron delivers this quarter (eq. 27)."""
    return offer.arms * (1.0 - patron.transfer) * tie.security * case.hedger.buy


def compute_lessons(patron: Patron, offer: Offer, tie: Tie) -> float:
    """Compute the arms supply that comes as co-production (eq. 27, M3)."""
    return offer.arms * patron.transfer * tie.security


def next_debt(case: Case, patron: Patron, tie: Tie, investment: float) -> float:
    """Compute the next debt to a patron, from repayment, tied investment and deficit (eq. 29, M12)."""
    h = case.hedger
    deficit = maximum(0.0, case.trade.openness * (tie.imports - tie.exports) / 4.0)
    return (1.0 - h.repay) * tie.debt + patron.tied * investment / 4.0 + h.roll * deficit


def next_tie(
    case: Case,
    view: View,
    offer: Offer,
    effort: tuple[float, float],
    target: tuple[float, float],
    strain: float,
) -> Tie:
    """Compute a patron's tie at the end of the quarter (eq. 25-29); leverage is updated afterwards.

    ``effort`` holds the shares on security and economy, ``target`` those of exports and imports.
    """
    patron, tie, speed = view.patron, view.tie, case.trade.speed
    return Tie(
        next_security(case, patron, tie, effort[0]),
        next_economy(case, patron, tie, effort[1], offer.coercion, strain),
        offer.coercion,
        offer.inducement,
        next_exercises(case, tie.exercises, effort[0]),
        (1.0 - case.hedger.wear) * tie.arms + compute_deliveries(case, patron, offer, tie),
        toward(tie.exports, target[0], speed),
        toward(tie.imports, target[1], speed),
        next_debt(case, patron, tie, offer.investment),
        offer.agreement,
        tie.leverage,
    )


def trade_targets(
    case: Case, fixed: Fixed, scene: Scene, offers: Three[Offer], state: State
) -> tuple[Three[float], Three[float]]:
    """Compute the target shares of exports and imports, to which contracts move (eq. 28)."""
    t, v, o = state.ties, scene.views, fixed.origins
    x = pull(case.trade, o.first, v.first.market.log_terms, t.first.economy, offers.first.coercion)
    y = pull(case.trade, o.second, v.second.market.log_terms, t.second.economy, offers.second.coercion)
    z = pull(case.trade, o.third, v.third.market.log_terms, t.third.economy, offers.third.coercion)
    return targets(fixed, scene.masses, Three(x, y, z))


def next_ties(
    case: Case, fixed: Fixed, scene: Scene, offers: Three[Offer], choice: Choice, state: State
) -> Three[Tie]:
    """Compute the three ties at the end of the quarter (eq. 25-29)."""
    out, into = trade_targets(case, fixed, scene, offers, state)
    v, e, strain = scene.views, choice.effort, scene.climate.strain
    return Three(
        next_tie(
            case, v.first, offers.first, (e.security_first, e.economy_first), (out.first, into.first), strain
        ),
        next_tie(
            case,
            v.second,
            offers.second,
            (e.security_second, e.economy_second),
            (out.second, into.second),
            strain,
        ),
        next_tie(
            case, v.third, offers.third, (e.security_third, e.economy_third), (out.third, into.third), strain
        ),
    )


def next_know_how(case: Case, scene: Scene, offers: Three[Offer], state: State, own_effort: float) -> float:
    """Compute the next know-how, from co-production and own effort (eq. 27).

    Co-production adds more when the need for arms is unmet.
    """
    h, v, t = case.hedger, scene.views, state.ties
    lessons = (
        compute_lessons(v.first.patron, offers.first, t.first)
        + compute_lessons(v.second.patron, offers.second, t.second)
        + compute_lessons(v.third.patron, offers.third, t.third)
    )
    eager = 1.0 + h.substitution * unmet_need(case, v, offers)
    learnt = case.mechanisms.coproduction * eager * lessons * h.learn
    return (1.0 - h.know_how_fade) * state.own.know_how + learnt + h.budget * own_effort * h.know_how_own


def park_conditions(host: View, a: View, b: View) -> float:
    """Compute the worth of the markets of ``a`` and ``b`` to a park that ``host`` builds (eq. 30)."""
    return host.patron.park_host * (
        a.patron.park_weight * a.market.terms + b.patron.park_weight * b.market.terms
    )


def next_park(case: Case, scene: Scene, offers: Three[Offer], park: float) -> float:
    """Compute the next industrial park: hosts' investment times conditions and terms (eq. 30, M11)."""
    h, v = case.hedger, scene.views
    x, y, z = v.first, v.second, v.third
    built = (
        offers.first.investment * (h.park_base * x.patron.park_host + park_conditions(x, y, z))
        + offers.second.investment * (h.park_base * y.patron.park_host + park_conditions(y, x, z))
        + offers.third.investment * (h.park_base * z.patron.park_host + park_conditions(z, x, y))
    )
    grown = case.mechanisms.industrial_park * h.park_build * built / 4.0 * (1.0 - park)
    return clip(park + grown - h.park_fade * park, 0.0, 1.0)


def next_third_countries(case: Case, scene: Scene, state: State, own_effort: float) -> float:
    """Compute the next third-country ties, from ties to patrons and own effort (eq. 31, M14)."""
    h, v, t, o = case.hedger, scene.views, state.ties, state.own.third_countries
    doors = (
        v.first.patron.reach * 0.5 * (t.first.security + t.first.economy)
        + v.second.patron.reach * 0.5 * (t.second.security + t.second.economy)
        + v.third.patron.reach * 0.5 * (t.third.security + t.third.economy)
    )
    gain = case.mechanisms.third_countries * h.third_open * doors + h.budget * own_effort * h.third_own
    return clip(o + gain * (1.0 - o) - h.third_fade * o, 0.0, 1.0)

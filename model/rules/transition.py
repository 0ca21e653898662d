"""Transition of ties, arms, trade, debt, park and third-country ties in a quarter (eq. 25-31)."""

from ..arithmetic import clip, each, maximum, total, toward
from ..state import Case, Choice, Fixed, Offer, Patron, PerPatron, Scene, State, Tie, View, others
from .expectation import compute_eagerness, economic_readiness, security_budget
from .trade_shares import pull, targets

DIRECTIVE_KEEP = 0.9
"""Persistence of the directive's push in a quarter; from .7 to .97 utility moves by less than .001."""
PARK_FADE = 0.01
"""Part of the park that fades in a quarter; from .005 to .03 utility moves by at most .0025."""


def next_exercises(case: Case, patron: Patron, exercises: float, effort: float) -> float:
    """Compute the next stock of joint exercises (eq. 26, M1)."""
    drilled = case.mechanisms.joint_exercises * security_budget(case, patron) * effort
    return case.hedger.exercise_keep * exercises + drilled


def next_security(case: Case, patron: Patron, tie: Tie, effort: float) -> float:
    """Compute the next security tie; exercises add to what effort gains (eq. 25, 26)."""
    h = case.hedger
    gain = security_budget(case, patron) * effort + h.drill_gain * tie.exercises
    grown = tie.security + gain * patron.receptivity_security * (1.0 - tie.security)
    return clip(grown - patron.decay * tie.security, 0.0, 1.0)


def next_economy(
    case: Case, patron: Patron, tie: Tie, effort: float, coercion: float, strain: float
) -> float:
    """Compute the next economic tie (eq. 25)."""
    gain = case.hedger.budget * effort * economic_readiness(patron, coercion, strain)
    return clip(tie.economy + gain * (1.0 - tie.economy) - patron.decay * tie.economy, 0.0, 1.0)


def compute_deliveries(case: Case, patron: Patron, offer: Offer, tie: Tie) -> float:
    """Compute the arms that a patron delivers this quarter (eq. 27)."""
    return offer.arms * (1.0 - patron.transfer) * tie.security * case.hedger.buy


def compute_lessons(patron: Patron, offer: Offer, tie: Tie) -> float:
    """Compute the arms supply that comes as co-production (eq. 27, M3)."""
    return offer.arms * patron.transfer * tie.security


def next_debt(case: Case, patron: Patron, tie: Tie, investment: float) -> float:
    """Compute the next debt to a patron, from repayment, tied investment and deficit (eq. 29, M12)."""
    deficit = maximum(0.0, case.trade.openness / 4.0 * (tie.imports - tie.exports))
    return (1.0 - case.hedger.repay) * tie.debt + patron.tied / 4.0 * investment + patron.roll * deficit


def next_tie(
    case: Case,
    view: View,
    offer: Offer,
    effort: tuple[float, float],
    free_effort: float,
    target: tuple[float, float],
    strain: float,
) -> Tie:
    """Compute a patron's tie at the end of the quarter (eq. 25-29); leverage is updated afterwards.

    ``effort`` holds the shares on security and economy, ``free_effort`` what no patron forced of both, and
    ``target`` the shares of exports and imports.
    """
    patron, tie, speed = view.patron, view.tie, case.trade.speed
    return Tie(
        security=next_security(case, patron, tie, effort[0]),
        economy=next_economy(case, patron, tie, effort[1], offer.coercion, strain),
        coercion=offer.coercion,
        inducement=offer.inducement,
        exercises=next_exercises(case, patron, tie.exercises, effort[0]),
        arms=(1.0 - case.hedger.wear) * tie.arms + compute_deliveries(case, patron, offer, tie),
        exports=toward(tie.exports, target[0], speed),
        imports=toward(tie.imports, target[1], speed),
        debt=next_debt(case, patron, tie, offer.investment),
        agreement=offer.agreement,
        leverage=tie.leverage,
        effort_security=effort[0],
        effort_economy=effort[1],
        free_effort=free_effort,
        hope=toward(tie.hope, offer.credit, case.hedger.hope_speed),
        mood=view.mood,
        belief=view.belief,
    )


def trade_targets(
    case: Case, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> tuple[PerPatron[float], PerPatron[float]]:
    """Compute the target shares of exports and imports, to which contracts move (eq. 28)."""
    pulls = tuple(
        pull(case.trade, start, v.market.log_terms, t.economy, o.coercion)
        for start, v, t, o in zip(fixed.origins, scene.views, state.ties, offers, strict=True)
    )
    return targets(fixed, scene.masses, pulls, pulls)


def next_ties(
    case: Case, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], choice: Choice, state: State
) -> PerPatron[Tie]:
    """Compute all ties at the end of the quarter (eq. 25-29)."""
    exports, imports = trade_targets(case, fixed, scene, offers, state)
    effort, strain = choice.effort, scene.climate.strain
    return tuple(
        next_tie(case, v, o, (security, economy), free, (x, m), strain)
        for v, o, security, economy, free, x, m in zip(
            scene.views, offers, effort.security, effort.economy, choice.free, exports, imports, strict=True
        )
    )


def next_know_how(
    case: Case, scene: Scene, offers: PerPatron[Offer], state: State, own_effort: float
) -> float:
    """Compute the next know-how, from co-production and own effort (eq. 27).

    Co-production adds more when the need for arms is unmet.
    """
    h = case.hedger
    met = tuple(v.patron for v in scene.views)
    lessons = total(each(compute_lessons, met, offers, state.ties))
    eager = compute_eagerness(scene.views, offers)
    learnt = case.mechanisms.coproduction * eager * lessons * h.learn
    return (1.0 - h.know_how_fade) * state.own.know_how + learnt + h.budget * own_effort * h.know_how_own


def park_conditions(case: Case, host: View, rivals: tuple[View, ...]) -> float:
    """Compute the worth to a park that ``host`` builds of conditions here and of rivals' markets (eq. 30)."""
    markets = total([v.patron.park_weight * v.market.terms for v in rivals])
    return host.patron.park_host * (case.hedger.park_base + markets)


def next_park(case: Case, scene: Scene, offers: PerPatron[Offer], park: float) -> float:
    """Compute the next industrial park: hosts' investment times conditions and terms (eq. 30, M11)."""
    h = case.hedger
    worth = each(lambda host, rivals: park_conditions(case, host, rivals), scene.views, others(scene.views))
    built = total([o.investment * w for o, w in zip(offers, worth, strict=True)])
    grown = case.mechanisms.industrial_park * h.park_build * built / 4.0 * (1.0 - park)
    return clip(park + grown - PARK_FADE * park, 0.0, 1.0)


def next_third_countries(case: Case, state: State, own_effort: float) -> float:
    """Compute the next third-country ties, from ties to patrons and own effort (eq. 31, M14)."""
    h, o = case.hedger, state.own.third_countries
    doors = total(
        [p.reach * 0.5 * (t.security + t.economy) for p, t in zip(case.patrons, state.ties, strict=True)]
    )
    gain = case.mechanisms.third_countries * h.third_open * doors + h.budget * own_effort * h.third_own
    return clip(o + gain * (1.0 - o) - h.third_fade * o, 0.0, 1.0)

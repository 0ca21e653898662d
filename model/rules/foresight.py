"""What the hedger imagines: each package's effect where coercion, courting and trade come to rest.

Seven packages are tried, but a patron's side of an imagined quarter depends only on who moves, so each
side is worked out once per mover and the seven imagined quarters share them (eq. 22).
"""

from ..state import Case, Deeper, Foreseen, Moves, Offer, Origin, Outlook, Patron, Three, Tie, View
from ..words import maximum
from .patrons import bid, courting, invested, threat
from .trade import pull


def unmet_need(case: Case, views: Three[View], offers: Three[Offer]) -> float:
    """Part of the arms need that finished deliveries leave unmet (eq. 27)."""
    x, y, z = views.first, views.second, views.third
    supply = (
        offers.first.arms * (1.0 - x.patron.transfer) * x.tie.security
        + offers.second.arms * (1.0 - y.patron.transfer) * y.tie.security
        + offers.third.arms * (1.0 - z.patron.transfer) * z.tie.security
    )
    return maximum(0.0, 1.0 - supply / case.hedger.arms_need)


def drilling(case: Case) -> float:
    """Security tie gained per effort at rest, with joint exercises on or off (eq. 26, M1)."""
    h = case.hedger
    return 1.0 + case.mechanisms.joint_exercises * (h.drill_gain / (1.0 - h.exercise_keep) - h.drill_share)


def economic_gain(patron: Patron, tie: Tie, coercion: float, strain: float) -> float:
    """Economic tie gained per effort: less under coercion and conditionality (eq. 25)."""
    open_to = maximum(0.0, 1.0 - patron.conditionality * strain)
    return patron.receptivity_economy * (1.0 - tie.economy) * (1.0 - coercion) * open_to


def as_it_stands(case: Case, view: View, offer: Offer, origin: Origin) -> Outlook:
    """A patron's side if nobody moves, at the rest points of eq. 7, 8 and 28."""
    tie = view.tie
    return Outlook(
        tie.security,
        tie.economy,
        offer.threat,
        courting(offer.rent, view.engagement, offer.bid, offer.threat),
        invested(offer.credit, tie.economy, offer.threat),
        tie.arms,
        pull(case.trade, origin, view.market.log_terms, tie.economy, offer.threat),
    )


def with_security(case: Case, view: View, offer: Offer, now: Outlook, step: float) -> Outlook:
    """A patron's side if the security tie with it deepens by ``step``: arms and inducements follow."""
    h, p = case.hedger, view.patron
    supply = p.arms_access * (1.0 - now.coercion) * (1.0 - p.transfer)
    return Outlook(
        now.security + step,
        now.economy,
        now.coercion,
        courting(offer.rent, view.engagement + 0.5 * step, offer.bid, now.coercion),
        now.investment,
        now.arms + supply * step * h.buy / h.wear,
        now.pull,
    )


def with_economy(case: Case, view: View, offer: Offer, origin: Origin, now: Outlook, step: float) -> Outlook:
    """A patron's side if the economic tie with it deepens by ``step``: trade and investment follow."""
    deeper = view.engagement + 0.25 * step * (1.0 + view.market.framework)
    economy = now.economy + step
    return Outlook(
        now.security,
        economy,
        now.coercion,
        courting(offer.rent, deeper, offer.bid, now.coercion),
        invested(offer.credit, economy, now.coercion),
        now.arms,
        pull(case.trade, origin, view.market.log_terms, economy, now.coercion),
    )


def looking_on(case: Case, view: View, offer: Offer, origin: Origin, now: Outlook, seen: float) -> Outlook:
    """A patron's side if a rival's tie deepens and it sees the drift ``seen``: it bids or punishes."""
    coercion = threat(view.patron, case.response, seen)
    return Outlook(
        now.security,
        now.economy,
        coercion,
        courting(offer.rent, view.engagement, bid(view.patron, seen), coercion),
        invested(offer.credit, now.economy, coercion),
        now.arms,
        pull(case.trade, origin, view.market.log_terms, now.economy, coercion),
    )


def moves_of(case: Case, view: View, offer: Offer, unmet: float, strain: float, step: float) -> Moves:
    """How far effort ``step`` would move a patron's ties and, through co-production, know-how (eq. 22)."""
    h, p = case.hedger, view.patron
    security = step * p.receptivity_security * (1.0 - view.tie.security) * drilling(case)
    taught = case.mechanisms.coproduction * p.arms_access * (1.0 - offer.threat) * p.transfer * security
    return Moves(
        security,
        step * economic_gain(p, view.tie, offer.coercion, strain),
        (1.0 + h.substitution * unmet) * taught * h.learn / h.know_how_fade,
    )


def foresee(
    case: Case, view: View, offer: Offer, origin: Origin, own: Moves, deeper_a: Deeper, deeper_b: Deeper
) -> Foreseen:
    """One patron's side of all imagined quarters.

    ``deeper_a`` and ``deeper_b`` say by how much a rival's engagement grows with a package.
    """
    now = as_it_stands(case, view, offer, origin)
    a, b = view.rivalry_a, view.rivalry_b
    return Foreseen(
        now,
        with_security(case, view, offer, now, own.security),
        with_economy(case, view, offer, origin, now, own.economy),
        looking_on(case, view, offer, origin, now, offer.drift + a * deeper_a.security),
        looking_on(case, view, offer, origin, now, offer.drift + a * deeper_a.economy),
        looking_on(case, view, offer, origin, now, offer.drift + b * deeper_b.security),
        looking_on(case, view, offer, origin, now, offer.drift + b * deeper_b.economy),
    )


def deepening(view: View, moves: Moves) -> Deeper:
    """By how much a patron's engagement grows with a package of effort on it (eq. 5)."""
    return Deeper(0.5 * moves.security, 0.25 * moves.economy * (1.0 + view.market.framework))

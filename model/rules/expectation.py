"""The hedger's expectation without further effort: coercion, courting and trade at rest (eq. 22)."""

from ..arithmetic import maximum
from ..state import (
    Case,
    Fixed,
    Offer,
    Origin,
    Patron,
    Prospect,
    Scene,
    Situation,
    State,
    Stocks,
    Three,
    Tie,
    View,
)
from .patrons import courting
from .trade_shares import cut, pull, rest_of, targets


def unmet_need(case: Case, views: Three[View], offers: Three[Offer]) -> float:
    """Compute the fraction of the arms need, 0 to 1, that finished deliveries leave unmet (eq. 27)."""
    x, y, z = views.first, views.second, views.third
    supply = (
        offers.first.arms * (1.0 - x.patron.transfer) * x.tie.security
        + offers.second.arms * (1.0 - y.patron.transfer) * y.tie.security
        + offers.third.arms * (1.0 - z.patron.transfer) * z.tie.security
    )
    return maximum(0.0, 1.0 - supply / case.hedger.arms_need)


def drilling(case: Case) -> float:
    """Compute the long-run gain of a security tie per effort, relative to no exercises (eq. 26, M1)."""
    h = case.hedger
    return 1.0 + case.mechanisms.joint_exercises * (h.drill_gain / (1.0 - h.exercise_keep) - h.drill_share)


def economic_gain(patron: Patron, tie: Tie, coercion: float, strain: float) -> float:
    """Compute the economic tie gained per effort, less under coercion and conditionality (eq. 25)."""
    open_to = maximum(0.0, 1.0 - patron.conditionality * strain)
    return patron.receptivity_economy * (1.0 - tie.economy) * (1.0 - coercion) * open_to


def pull_at_rest(case: Case, view: View, offer: Offer, origin: Origin) -> float:
    """Compute the factor on a partner's start share once coercion is at its rest point (eq. 7, 28)."""
    return pull(case.trade, origin, view.market.log_terms, view.tie.economy, offer.threat)


def side_at_rest(view: View, offer: Offer, exports: float, imports: float) -> Situation:
    """Compute a patron's side with coercion, courting and open trade at rest (eq. 7, 8, 28)."""
    p, tie = view.patron, view.tie
    return Situation(
        tie.security,
        tie.economy,
        offer.threat,
        courting(offer.rent, view.engagement, offer.bid, offer.threat),
        offer.credit * offer.root * (1.0 - offer.threat),
        tie.arms,
        exports * (1.0 - cut(p, p.embargo_exports, offer.threat)),
        imports * (1.0 - cut(p, p.embargo_imports, offer.threat)),
        tie.debt,
        view.market.terms,
    )


def expect(case: Case, fixed: Fixed, scene: Scene, offers: Three[Offer], state: State) -> Prospect:
    """Compute the expected quarter without effort: fast variables at rest, stocks unchanged (eq. 22)."""
    v, o, own = scene.views, fixed.origins, state.own
    pulls = Three(
        pull_at_rest(case, v.first, offers.first, o.first),
        pull_at_rest(case, v.second, offers.second, o.second),
        pull_at_rest(case, v.third, offers.third, o.third),
    )
    out, into = targets(fixed, scene.masses, pulls)
    sides = Three(
        side_at_rest(v.first, offers.first, out.first, into.first),
        side_at_rest(v.second, offers.second, out.second, into.second),
        side_at_rest(v.third, offers.third, out.third, into.third),
    )
    stocks = Stocks(own.home_arms, own.park, own.third_countries, rest_of(out))
    return Prospect(sides, stocks, out, into, rest_of(into))

"""The hedger's expectation without further effort: coercion, courting and trade at rest (eq. 22)."""

from ..arithmetic import each, maximum, total
from ..state import (
    Case,
    Fixed,
    Offer,
    Origin,
    Patron,
    PerPatron,
    Prospect,
    Scene,
    Situation,
    State,
    Stocks,
    Tie,
    View,
)
from .patrons import courting
from .trade_shares import cut, pull, rest_of, targets


def unmet_need(case: Case, views: PerPatron[View], offers: PerPatron[Offer]) -> float:
    """Compute the fraction of the arms need, 0 to 1, that finished deliveries leave unmet (eq. 27)."""
    supply = total(
        [o.arms * (1.0 - v.patron.transfer) * v.tie.security for v, o in zip(views, offers, strict=True)]
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
        security=tie.security,
        economy=tie.economy,
        coercion=offer.threat,
        inducement=courting(offer.rent, view.engagement, offer.bid, offer.threat),
        investment=offer.credit * offer.root * (1.0 - offer.threat),
        arms=tie.arms,
        exports=exports * (1.0 - cut(p, p.embargo_exports, offer.threat)),
        imports=imports * (1.0 - cut(p, p.embargo_imports, offer.threat)),
        debt=tie.debt,
        terms=view.market.terms,
    )


def expect(case: Case, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State) -> Prospect:
    """Compute the expected quarter without effort: fast variables at rest, stocks unchanged (eq. 22)."""
    own = state.own
    pulls = tuple(
        pull_at_rest(case, v, o, start)
        for v, o, start in zip(scene.views, offers, fixed.origins, strict=True)
    )
    exports, imports = targets(fixed, scene.masses, pulls)
    return Prospect(
        sides=each(side_at_rest, scene.views, offers, exports, imports),
        stocks=Stocks(
            home_arms=own.home_arms,
            park=own.park,
            third_countries=own.third_countries,
            exports_rest=rest_of(exports),
        ),
        exports=exports,
        imports=imports,
        imports_rest=rest_of(imports),
    )

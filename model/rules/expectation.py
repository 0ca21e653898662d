"""The hedger's expectation without further effort, and where its effort is heading (eq. 5a, 22)."""

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
from .patrons import courting, engagement
from .trade_shares import cut, pull, rest_of, targets

ARMS_NEED = 0.35  # supply that leaves no need unmet; from .2 to .6 it moves utility by less than .001
SUBSTITUTION = 1.0  # how much faster learning is when all need is unmet; the same from 0 to 3


def unmet_need(views: PerPatron[View], offers: PerPatron[Offer]) -> float:
    """Compute the fraction of the arms need, 0 to 1, that finished deliveries leave unmet (eq. 27)."""
    supply = total(
        [o.arms * (1.0 - v.patron.transfer) * v.tie.security for v, o in zip(views, offers, strict=True)]
    )
    return maximum(0.0, 1.0 - supply / ARMS_NEED)


def compute_eagerness(views: PerPatron[View], offers: PerPatron[Offer]) -> float:
    """Compute the factor on lessons from co-production: an unmet need makes them faster (eq. 27, M3)."""
    return 1.0 + SUBSTITUTION * unmet_need(views, offers)


def drilling(case: Case) -> float:
    """Compute the long-run gain of a security tie per effort, relative to no exercises (eq. 26, M1)."""
    h = case.hedger
    return 1.0 + case.mechanisms.joint_exercises * (h.drill_gain / (1.0 - h.exercise_keep))


def security_budget(case: Case, patron: Patron) -> float:
    """Compute the effort of a quarter as it counts for security: more under a forum's roof (eq. 25, M16)."""
    return case.hedger.budget * (1.0 + case.mechanisms.forums * patron.forum_roof)


def rates(case: Case, patron: Patron, tie: Tie, strain: float) -> tuple[float, float]:
    """Compute the gain of the security and the economic tie per effort and unit still open (eq. 25)."""
    budget = case.hedger.budget
    return (
        security_budget(case, patron) * drilling(case) * patron.receptivity_security,
        budget * economic_readiness(patron, tie.coercion, strain),
    )


def sustain(gain: float, decay: float) -> tuple[float, float]:
    """Compute the rest point of a tie that gains ``gain`` per unit open, and its derivative (eq. 25)."""
    # the small number only keeps 0/0 away for a tie that neither grows nor fades
    part = 1.0 / (decay + gain + 1e-12)
    return gain * part, decay * part * part


def conduct(case: Case, patron: Patron, tie: Tie, framework: float, strain: float) -> float:
    """Compute the engagement that last quarter's effort would keep up: where it is heading (eq. 5a)."""
    security, economy = rates(case, patron, tie, strain)
    return engagement(
        sustain(security * tie.effort_security, patron.decay)[0],
        sustain(economy * tie.effort_economy, patron.decay)[0],
        framework,
    )


def conduct_slopes(case: Case, view: View, strain: float) -> tuple[float, float]:
    """Compute the derivatives of conduct in the effort on either tie (eq. 5a)."""
    patron, tie = view.patron, view.tie
    security, economy = rates(case, patron, tie, strain)
    return (
        0.5 * security * sustain(security * tie.effort_security, patron.decay)[1],
        0.25
        * (1.0 + view.market.framework)
        * economy
        * sustain(economy * tie.effort_economy, patron.decay)[1],
    )


def economic_readiness(patron: Patron, coercion: float, strain: float) -> float:
    """Compute the gain of an economic tie per effort and unit still open, before the budget (eq. 25).

    It is less under coercion and conditionality.
    """
    open_to = maximum(0.0, 1.0 - patron.conditionality * strain)
    return patron.receptivity_economy * (1.0 - coercion) * open_to


def pull_at_rest(case: Case, view: View, offer: Offer, origin: Origin) -> float:
    """Compute the factor on a partner's start share once coercion is at its rest point (eq. 7, 28)."""
    return pull(case.trade, origin, view.market.log_terms, view.tie.economy, offer.threat)


def trade_at_rest(
    case: Case, fixed: Fixed, scene: Scene, offers: PerPatron[Offer]
) -> tuple[PerPatron[float], PerPatron[float]]:
    """Compute shares of exports and imports once stopped trade has found other partners (eq. 28).

    Of what is stopped with one partner, all others then have their shares: as if it pulled less.
    """
    pulls = tuple(
        pull_at_rest(case, v, o, start)
        for v, o, start in zip(scene.views, offers, fixed.origins, strict=True)
    )
    sides = tuple(zip(case.patrons, offers, pulls, strict=True))
    return targets(
        fixed,
        scene.masses,
        tuple(pulled * (1.0 - cut(p, p.embargo_exports, o.threat)) for p, o, pulled in sides),
        tuple(pulled * (1.0 - cut(p, p.embargo_imports, o.threat)) for p, o, pulled in sides),
    )


def side_at_rest(view: View, offer: Offer, exports: float, imports: float) -> Situation:
    """Compute a patron's side with coercion, courting and trade at rest (eq. 7, 8, 28)."""
    tie = view.tie
    return Situation(
        security=tie.security,
        economy=tie.economy,
        coercion=offer.threat,
        inducement=courting(offer.rent, view.engagement, offer.bid, offer.threat),
        investment=offer.credit * offer.root * (1.0 - offer.threat),
        arms=tie.arms,
        exports=exports,
        imports=imports,
        debt=tie.debt,
        terms=view.market.terms,
        exercises=tie.exercises,
    )


def expect(case: Case, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State) -> Prospect:
    """Compute the expected quarter without effort: fast variables at rest, stocks unchanged (eq. 22)."""
    own = state.own
    exports, imports = trade_at_rest(case, fixed, scene, offers)
    return Prospect(
        sides=each(side_at_rest, scene.views, offers, exports, imports),
        stocks=Stocks(
            home_arms=own.home_arms,
            park=own.park,
            third_countries=own.third_countries,
            exports_rest=rest_of(exports),
        ),
        imports_rest=rest_of(imports),
    )

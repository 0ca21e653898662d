"""Decisions of a patron, all from last quarter's ties (eq. 5-9, 16, 17, 36). No rule names a country."""

from ..arithmetic import clip, dot, exp, log, logistic, maximum, sqrt, toward, where
from ..state import Case, Climate, Offer, Origin, Patron, PerPatron, Response, View
from .moods import compute_generosity, spread_coercion


def compute_industry(know_how: float, home_arms: float) -> float:
    """Compute what the hedger's own arms industry can show, 0 to 1, as arms are capability (eq. 18, 34)."""
    return 1.0 - exp(-(know_how + home_arms))


def adapt_patron(case: Case, patron: Patron, grown: float, pushed: float) -> Patron:
    """Return a patron as it meets the hedger this quarter (eq. 34).

    What the hedger's own arms industry offers makes it readier to come closer and to co-produce, specialists
    readier for an economic tie. ``grown`` is that industry and ``pushed`` the directive's log push, both less
    those of the start.
    """
    interest = exp(case.mechanisms.own_offer * patron.arms_interest * grown)
    transfer = patron.transfer
    return patron._replace(
        receptivity_security=patron.receptivity_security * interest,
        receptivity_economy=patron.receptivity_economy * exp(case.hedger.directive_specialists * pushed),
        # the odds of co-production rise by the interest, so that it stays a share
        transfer=transfer * interest / (1.0 + transfer * (interest - 1.0)),
    )


def meet_patrons(
    case: Case, origins: PerPatron[Origin], grown: float, lifts: PerPatron[float]
) -> PerPatron[Patron]:
    """Return all patrons as they meet the hedger this quarter (eq. 34)."""
    return tuple(
        adapt_patron(case, p, grown, lifted - origin.lift)
        for p, lifted, origin in zip(case.patrons, lifts, origins, strict=True)
    )


def engagement(security: float, economy: float, framework: float) -> float:
    """Compute engagement, the depth of a tie; the framework adds to an economic tie (eq. 5)."""
    return 0.5 * (security + 0.5 * economy * (1.0 + framework))


def drift(view: View, strain: float) -> float:
    """Compute the drift towards rivals that a patron sees (eq. 6)."""
    return dot(view.rivalry, view.engagements) + view.patron.conditionality * strain


def explain_threat(patron: Patron, response: Response, drift_seen: float) -> float:
    """Compute the part of its most coercion that drift explains (eq. 7).

    It is low below the red line and rises steeply around it.
    """
    return logistic(response.kappa * (drift_seen - patron.red_line))


def threat(patron: Patron, response: Response, part: float, mood: float) -> tuple[float, float]:
    """Compute the rest point of coercion in a mood, and its derivative in drift (eq. 7, 36).

    ``part`` is what drift explains.
    """
    reached, slope = spread_coercion(patron, part, mood)
    return (
        patron.coercion_max * reached,
        response.kappa * (patron.coercion_max * part) * (1.0 - part) * slope,
    )


def compute_bid(patron: Patron, drift_seen: float) -> tuple[float, float]:
    """Compute the factor of courting, largest at the red line, and its derivative in drift (B of eq. 8)."""
    per_line = 1.0 / patron.red_line
    u = drift_seen * per_line
    fading = exp(1.0 - u)
    return u * fading, (1.0 - u) * fading * per_line


def courting(rent: float, depth: float, eagerness: float, coercion: float) -> float:
    """Compute the rest point of inducement, a share of GDP (eq. 8)."""
    return rent * depth * 0.5 * (1.0 + eagerness) * (1.0 - coercion)


def compute_investment_share(case: Case, value: float) -> float:
    """Compute the fraction of the offered investment that the gateway value V attracts (eq. 16, M4)."""
    both = where(value > 0.0, exp(case.response.theta * log(maximum(value, 1e-300))), 0.0)
    return where(case.mechanisms.funding_times_access > 0.5, both, 0.5 * (1.0 + value))


def attraction(case: Case, value: float) -> float:
    """Compute the derivative of log investment in the gateway value V (eq. 16, M4)."""
    # the small number only keeps x/0 away where V is 0, and with it investment
    both, product = maximum(value, 1e-9), case.mechanisms.funding_times_access > 0.5
    return where(product, case.response.theta, 1.0) / where(product, both, 1.0 + value)


def compute_deterrence(response: Response, debt: float) -> float:
    """Compute the part of investment that a unit of debt more deters (part of eq. 16)."""
    return 1.0 / (response.debt_scale + debt)


def credit_line(case: Case, view: View, climate: Climate) -> float:
    """Compute the factor of eq. 16, a share of GDP a year, of sqrt(economic tie) times (1 - coercion)."""
    offered = view.patron.fund * exp(view.patron.funding_gamma * (case.world.funding + climate.funding))
    lent = case.response.debt_scale * compute_deterrence(case.response, view.tie.debt)
    return offered * compute_investment_share(case, view.gateway) * (1.0 - view.veto) * lent


def next_agreement(view: View, response: Response, strain: float) -> float:
    """Compute the step of the ladder: the scenario's or, where negotiable, moved by hazards (eq. 17)."""
    tie = view.tie
    up = response.ladder_up * (1.0 - strain) * tie.economy
    down = response.ladder_down * (strain + dot(view.rivalry, view.securities))
    # one uniform number decides both moves: up in its lower tail, down in its upper one
    move = where(view.draw < up, 1.0, 0.0) - where(view.draw > 1.0 - down, 1.0, 0.0)
    climbs = where(view.patron.agreement < 0.0, 0.0, view.patron.negotiable)
    return where(climbs > 0.5, clip(tie.agreement + move, 0.0, 4.0), view.patron.agreement)


def set_terms(case: Case, view: View, climate: Climate) -> Offer:
    """Run stage 2 for one patron: set coercion, inducement, arms supply, investment and agreement."""
    patron, tie, response = view.patron, view.tie, case.response
    seen = drift(view, climate.strain)
    part = explain_threat(patron, response, seen)
    rest, steepness = threat(patron, response, part, view.mood)
    coercion = toward(tie.coercion, rest, response.coercion_speed)
    eagerness, keenness = compute_bid(patron, seen)
    generosity = compute_generosity(patron, view.mood)
    mean_rent = patron.rent * exp(patron.energy_beta * (case.world.energy + climate.energy))
    mean_credit, root = credit_line(case, view, climate), sqrt(tie.economy)
    rent, credit = mean_rent * generosity, mean_credit * generosity
    courted = courting(rent, view.engagement, eagerness, coercion)
    return Offer(
        drift=seen,
        threat_part=part,
        threat=rest,
        threat_slope=steepness,
        bid=eagerness,
        bid_slope=keenness,
        coercion=coercion,
        mean_rent=mean_rent,
        rent=rent,
        inducement=toward(tie.inducement, courted, response.inducement_speed),
        arms=patron.arms_access * (1.0 - coercion),
        mean_credit=mean_credit,
        credit=credit,
        root=root,
        investment=credit * root * (1.0 - coercion),
        agreement=next_agreement(view, response, climate.strain),
    )


def imagine_mood(case: Case, view: View, offer: Offer, mood: float) -> Offer:
    """Return an offer as the hedger expects it of the patron in a mood, from this quarter on (eq. 36, 38).

    What the patron does now is known. With ``moods`` off its mood is known as well.
    """
    likely = where(case.mechanisms.moods > 0.5, mood, view.mood)
    rest, steepness = threat(view.patron, case.response, offer.threat_part, likely)
    generosity = compute_generosity(view.patron, likely)
    return offer._replace(
        threat=rest,
        threat_slope=steepness,
        rent=offer.mean_rent * generosity,
        credit=offer.mean_credit * generosity,
    )

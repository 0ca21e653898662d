"""The hedger's three dimensions and their utility, expected or realised (eq. 18-21)."""

from itertools import combinations

from ..arithmetic import distance, dot, each, exp, invert, log, logistic, maximum, sqrt, total, where
from ..state import (
    Case,
    Dimensions,
    Hedger,
    Margins,
    Pairs,
    Patron,
    PerPatron,
    Situation,
    Stocks,
    Weights,
    Welfare,
)
from .influence import all_influence, room_held

LEAD = 0.05  # of security ties: what effort gains in a few quarters is no side taken, and no kink
FLOOR = 0.001  # smallest value of each dimension: the CES of eq. 21 needs the logarithm of each


def readiness(hedger: Hedger, exercises: float) -> tuple[float, float]:
    """Compute the part of a guarantee that holds, and its derivative in exercises (eq. 18, M1).

    It is the treaty's part, and the rest by exercises.
    """
    drilled, part = 1.0 - hedger.treaty, 1.0 / (exercises + hedger.readiness_half)
    return hedger.treaty + drilled * exercises * part, drilled * hedger.readiness_half * part * part


def guarantee(patron: Patron, side: Situation) -> float:
    """Compute the protection that a patron promises: its tie, reduced by its coercion (part of eq. 18)."""
    return patron.guarantee * side.security * (1.0 - side.coercion)


def unarmed(case: Case, sides: PerPatron[Situation], home_arms: float) -> float:
    """Compute exp(-arms), by which capability falls short of 1 (part of eq. 18)."""
    return exp(-total([*[s.arms for s in sides], home_arms, case.hedger.own_strength]))


def guarantees(case: Case, sides: PerPatron[Situation]) -> float:
    """Compute the protection by all patrons, as far as it is trained (part of eq. 18)."""
    ready = tuple(readiness(case.hedger, s.exercises)[0] for s in sides)
    return dot(ready, each(guarantee, case.patrons, sides))


def weigh_leads(ties: PerPatron[float]) -> tuple[Pairs, Pairs]:
    """Compute the lead of one of each two security ties as rivals see it, and its derivative (eq. 18).

    It is the derivative in the first of the two ties.
    """
    gaps = tuple(x - y for x, y in combinations(ties, 2))
    parts = invert(maximum(gap, -gap) + LEAD for gap in gaps)
    return (
        each(lambda gap, part: gap * gap * part, gaps, parts),
        each(lambda gap, part: gap * part * (1.0 + LEAD * part), gaps, parts),
    )


def menace(case: Case, sides: PerPatron[Situation], rivalry: Pairs) -> float:
    """Compute T, the threat from coercion and from entrapment in rivalries (eq. 18; Snyder 1984)."""
    h = case.hedger
    pressed = total([p.power * s.coercion for p, s in zip(case.patrons, sides, strict=True)])
    entrapped = dot(rivalry, weigh_leads(tuple(s.security for s in sides))[0])
    return h.threat_base + h.threat_coercion * pressed + h.threat_entrapment * entrapped


def compute_export_worth(hedger: Hedger, side: Situation) -> float:
    """Compute the worth of a unit of exports at a patron's terms and economic tie (part of eq. 19)."""
    return side.terms * (1.0 - hedger.gain_tie + hedger.gain_tie * side.economy)


def income_with(hedger: Hedger, side: Situation) -> float:
    """Compute the part of income G that comes from one patron (eq. 19)."""
    return (
        hedger.gain_exports * side.exports * compute_export_worth(hedger, side)
        + hedger.gain_inducement * side.inducement
        + hedger.gain_investment * side.investment
        - hedger.loss_coercion * side.coercion * 0.5 * (side.exports + side.imports)
        - hedger.loss_debt * side.debt
    )


def income(hedger: Hedger, sides: PerPatron[Situation], stocks: Stocks) -> float:
    """Compute income G: trade, inducements, investment and park, minus coercion and debt (eq. 19)."""
    rest = hedger.gain_rest * stocks.exports_rest * (1.0 + stocks.third_countries)
    return total([*[income_with(hedger, s) for s in sides], rest, hedger.gain_park * stocks.park])


def compute_concentration(omega: PerPatron[float]) -> float:
    """Compute the root of the sum of squared shares of the room (part of eq. 20)."""
    return sqrt(dot(omega, omega))


def compute_coerced_room(sides: PerPatron[Situation], omega: PerPatron[float]) -> float:
    """Compute the sum of shares of the room, weighted by coercion (part of eq. 20)."""
    return total([s.coercion * o for s, o in zip(sides, omega, strict=True)])


def dimensions(case: Case, rivalry: Pairs, sides: PerPatron[Situation], stocks: Stocks) -> Dimensions:
    """Compute the hedger's dimensions in a quarter, each between 0.001 and 1 (eq. 13, 18-20).

    Autonomy is low if one patron holds most of the room, or coerces while it holds a large share.
    """
    raw = all_influence(case.response, sides, stocks.home_arms)
    omega = room_held(case.response, raw)
    lacking = unarmed(case, sides, stocks.home_arms)
    c = (1.0 - lacking) + guarantees(case, sides)
    t, g = menace(case, sides, rivalry), income(case.hedger, sides, stocks)
    concentration, pressed = compute_concentration(omega), compute_coerced_room(sides, omega)
    return Dimensions(
        security=maximum(c * (1.0 / (c + t)), FLOOR),
        economy=maximum(logistic((g - case.hedger.income_base) * (1.0 / case.hedger.income_scale)), FLOOR),
        autonomy=maximum((1.0 - concentration) * (1.0 - 0.5 * pressed), FLOOR),
        strength=c,
        threat=t,
        income=g,
        unarmed=lacking,
        concentration=concentration,
        pressed=pressed,
        raw=raw,
        omega=omega,
    )


def exponent(elasticity: float) -> float:
    """Compute rho of the CES (part of eq. 21)."""
    rho = 1.0 - 1.0 / elasticity
    # at rho = 0 the CES is the Cobb-Douglas limit, and its formula 0/0: a small rho stands for it
    return where(distance(rho, 0.0) < 1e-4, 1e-4, rho)


def normalise_weights(hedger: Hedger, opening: Weights) -> Weights:
    """Compute the weights of the CES normalised at the opening (eq. 21).

    Each dimension counts by its ratio to its opening index, so that weights are shares of value there,
    whatever level an index happens to have (de La Grandville 1989; Klump, McAdam and Willman 2012): the same
    as weights times the opening index to the power of -rho. ``opening`` holds logarithms. Only ratios of
    weights count, so that the weight of security stays as it is.
    """
    w, rho = hedger.weights, exponent(hedger.elasticity)
    return Weights(
        security=w.security,
        economy=w.economy * exp(rho * (opening.security - opening.economy)),
        autonomy=w.autonomy * exp(rho * (opening.security - opening.autonomy)),
    )


def utility(weights: Weights, elasticity: float, s: float, e: float, a: float) -> Margins:
    """Compute the CES of the three dimensions, each in (0, 1], and its derivatives (eq. 21).

    Constant elasticity of substitution after Arrow et al. 1961. Weights need not sum to 1: they are divided
    by their sum.
    """
    rho = exponent(elasticity)
    share = 1.0 / (weights.security + weights.economy + weights.autonomy)
    by_s = weights.security * exp((rho - 1.0) * log(s))
    by_e = weights.economy * exp((rho - 1.0) * log(e))
    by_a = weights.autonomy * exp((rho - 1.0) * log(a))
    mixed = by_s * s + by_e * e + by_a * a
    unit = share * exp(log(mixed * share) * (1.0 / rho - 1.0))
    return Margins(utility=unit * mixed, security=unit * by_s, economy=unit * by_e, autonomy=unit * by_a)


def appraise(
    case: Case, weights: Weights, rivalry: Pairs, sides: PerPatron[Situation], stocks: Stocks
) -> tuple[Welfare, PerPatron[float], PerPatron[float]]:
    """Compute the hedger's dimensions and utility in a quarter (eq. 13, 18-21).

    Returns
    -------
    Welfare
        Dimensions between 0.001 and 1, utility, income G and strength C.
    PerPatron[float], PerPatron[float]
        Raw influence and share of the room, per patron.
    """
    d = dimensions(case, rivalry, sides, stocks)
    u = utility(weights, case.hedger.elasticity, d.security, d.economy, d.autonomy).utility
    now = Welfare(
        security=d.security,
        economy=d.economy,
        autonomy=d.autonomy,
        utility=u,
        income=d.income,
        strength=d.strength,
    )
    return now, d.raw, d.omega


def cut_off(side: Situation, gone: float) -> Situation:
    """Return a patron's side without the tie and what it brings in a quarter where ``gone`` is 1.

    Arms, debt and coercion are left. Exercises without a guarantee, and an economic tie without trade, count
    for nothing.
    """
    left = 1.0 - gone
    return side._replace(
        security=side.security * left,
        inducement=side.inducement * left,
        investment=side.investment * left,
        exports=side.exports * left,
        imports=side.imports * left,
    )


def reserve(
    case: Case,
    weights: Weights,
    rivalry: Pairs,
    sides: PerPatron[Situation],
    stocks: Stocks,
    gone: PerPatron[float],
    now: Welfare,
) -> float:
    """Compute the ratio of utility that is left at once if a patron cuts the hedger off (ODD section 7).

    ``gone`` is 1 for that patron, 0 for the others. Autonomy stays as it is: being cut off also sets a state
    free, and freedom is nothing to live on. Nothing adapts either, so it is no forecast of a cut.
    """
    d = dimensions(case, rivalry, each(cut_off, sides, gone), stocks)
    left = utility(weights, case.hedger.elasticity, d.security, d.economy, now.autonomy).utility
    return left / now.utility

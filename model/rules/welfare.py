"""The hedger's three dimensions and their utility, imagined or real (eq. 18-21)."""

from ..state import Case, Hedger, Pairs, Patron, Situation, Stocks, Three, Weights, Welfare
from ..words import exp, log, logistic, maximum, sqrt, where
from .influence import all_influence, room_held

FLOOR = 0.001  # of each dimension: the CES of eq. 21 has no value at zero


def guarantee(patron: Patron, side: Situation) -> float:
    """Protection a security tie lends unless the protector coerces (part of eq. 18)."""
    return patron.guarantee * side.security * (1.0 - side.coercion)


def strength(case: Case, sides: Three[Situation], home_arms: float) -> float:
    """C: what arms and guarantees add up to (eq. 18)."""
    arms = sides.first.arms + sides.second.arms + sides.third.arms + home_arms
    p = case.patrons
    return (
        (1.0 - exp(-(arms + case.hedger.own_strength)))
        + guarantee(p.first, sides.first)
        + guarantee(p.second, sides.second)
        + guarantee(p.third, sides.third)
    )


def distance(x: float, y: float) -> float:
    """Absolute difference."""
    return maximum(x - y, y - x)


def menace(case: Case, sides: Three[Situation], rivalry: Pairs) -> float:
    """T: threat from coercion and from being drawn into others' rivalry (eq. 18; Snyder 1984)."""
    x, y, z = sides.first, sides.second, sides.third
    p, h = case.patrons, case.hedger
    pressed = p.first.power * x.coercion + p.second.power * y.coercion + p.third.power * z.coercion
    entrapped = (
        rivalry.first_second * distance(x.security, y.security)
        + rivalry.first_third * distance(x.security, z.security)
        + rivalry.second_third * distance(y.security, z.security)
    )
    return h.threat_base + h.threat_coercion * pressed + h.threat_entrapment * entrapped


def income_with(hedger: Hedger, side: Situation) -> float:
    """One patron's part of income G (eq. 19)."""
    worth = side.terms * (1.0 - hedger.gain_tie + hedger.gain_tie * side.economy)
    return (
        hedger.gain_exports * side.exports * worth
        + hedger.gain_inducement * side.inducement
        + hedger.gain_investment * side.investment
        - hedger.loss_coercion * side.coercion * 0.5 * (side.exports + side.imports)
        - hedger.loss_debt * side.debt
    )


def income(hedger: Hedger, sides: Three[Situation], stocks: Stocks) -> float:
    """G: income from trade, inducements, investment and the park, less coercion and debt (eq. 19)."""
    return (
        income_with(hedger, sides.first)
        + income_with(hedger, sides.second)
        + income_with(hedger, sides.third)
        + hedger.gain_rest * stocks.exports_rest * (1.0 + stocks.third_countries)
        + hedger.gain_park * stocks.park
    )


def autonomy(omega: Three[float], sides: Three[Situation]) -> float:
    """A: little where one patron holds most of the room, or coerces where it holds much (eq. 20)."""
    x, y, z = omega.first, omega.second, omega.third
    held = sqrt(x * x + y * y + z * z)
    pressed = sides.first.coercion * x + sides.second.coercion * y + sides.third.coercion * z
    return (1.0 - held) * (1.0 - 0.5 * pressed)


def utility(weights: Weights, elasticity: float, s: float, e: float, a: float) -> float:
    """CES of the three dimensions, each within (0, 1] (eq. 21; Arrow et al. 1961).

    Weights need not add up to 1: they are taken relative to their sum.
    """
    rho = 1.0 - 1.0 / elasticity
    rho = where(distance(rho, 0.0) < 1e-4, 1e-4, rho)
    whole = weights.security + weights.economy + weights.autonomy
    mixed = (
        weights.security * exp(rho * log(s))
        + weights.economy * exp(rho * log(e))
        + weights.autonomy * exp(rho * log(a))
    )
    return exp(log(mixed / whole) / rho)


def appraise(
    case: Case, weights: Weights, rivalry: Pairs, sides: Three[Situation], stocks: Stocks
) -> tuple[Welfare, Three[float], Three[float]]:
    """The hedger's dimensions and utility in a quarter, imagined or real (eq. 13, 18-21).

    Returns
    -------
    Welfare
        Dimensions within 0.001 and 1, utility, income G and strength C.
    Three[float], Three[float]
        Raw influence and share of the room, per patron.
    """
    raw = all_influence(case.response, sides, stocks.home_arms)
    omega = room_held(case.response, raw)
    c = strength(case, sides, stocks.home_arms)
    g = income(case.hedger, sides, stocks)
    s = maximum(c / (c + menace(case, sides, rivalry)), FLOOR)
    e = maximum(logistic((g - case.hedger.income_base) / case.hedger.income_scale), FLOOR)
    a = maximum(autonomy(omega, sides), FLOOR)
    return Welfare(s, e, a, utility(weights, case.hedger.elasticity, s, e, a), g, c), raw, omega

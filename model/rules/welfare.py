"""The hedger's three dimensions and their utility, expected or realised (eq. 18-21)."""

from ..arithmetic import distance, exp, log, logistic, maximum, sqrt, where
from ..state import (
    Case,
    Dimensions,
    Hedger,
    Margins,
    Pairs,
    Patron,
    Situation,
    Stocks,
    Three,
    Weights,
    Welfare,
)
from .influence import all_influence, room_held

FLOOR = 0.001  # smallest value of each dimension: the CES of eq. 21 needs the logarithm of each


def guarantee(patron: Patron, side: Situation) -> float:
    """Compute the protection by one patron: its security tie, reduced by its coercion (part of eq. 18)."""
    return patron.guarantee * side.security * (1.0 - side.coercion)


def unarmed(case: Case, sides: Three[Situation], home_arms: float) -> float:
    """Compute exp(-arms), by which capability falls short of 1 (part of eq. 18)."""
    arms = sides.first.arms + sides.second.arms + sides.third.arms + home_arms
    return exp(-(arms + case.hedger.own_strength))


def guarantees(case: Case, sides: Three[Situation]) -> float:
    """Compute the protection by all three patrons (part of eq. 18)."""
    p = case.patrons
    return (
        guarantee(p.first, sides.first) + guarantee(p.second, sides.second) + guarantee(p.third, sides.third)
    )


def menace(case: Case, sides: Three[Situation], rivalry: Pairs) -> float:
    """Compute T, the threat from coercion and from entrapment in rivalries (eq. 18; Snyder 1984)."""
    x, y, z = sides.first, sides.second, sides.third
    p, h = case.patrons, case.hedger
    pressed = p.first.power * x.coercion + p.second.power * y.coercion + p.third.power * z.coercion
    entrapped = (
        rivalry.first_second * distance(x.security, y.security)
        + rivalry.first_third * distance(x.security, z.security)
        + rivalry.second_third * distance(y.security, z.security)
    )
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


def income(hedger: Hedger, sides: Three[Situation], stocks: Stocks) -> float:
    """Compute income G: trade, inducements, investment and park, minus coercion and debt (eq. 19)."""
    return (
        income_with(hedger, sides.first)
        + income_with(hedger, sides.second)
        + income_with(hedger, sides.third)
        + hedger.gain_rest * stocks.exports_rest * (1.0 + stocks.third_countries)
        + hedger.gain_park * stocks.park
    )


def compute_concentration(omega: Three[float]) -> float:
    """Compute the root of the sum of squared shares of the room (part of eq. 20)."""
    return sqrt(omega.first * omega.first + omega.second * omega.second + omega.third * omega.third)


def compute_coerced_room(sides: Three[Situation], omega: Three[float]) -> float:
    """Compute the sum of shares of the room, weighted by coercion (part of eq. 20)."""
    x, y, z = sides.first, sides.second, sides.third
    return x.coercion * omega.first + y.coercion * omega.second + z.coercion * omega.third


def dimensions(case: Case, rivalry: Pairs, sides: Three[Situation], stocks: Stocks) -> Dimensions:
    """Compute the hedger's dimensions in a quarter, each between 0.001 and 1 (eq. 13, 18-20).

    Autonomy is low if one patron holds most of the room, or coerces while it holds a large share.
    """
    raw = all_influence(case.response, sides, stocks.home_arms)
    omega = room_held(case.response, raw)
    lacking = unarmed(case, sides, stocks.home_arms)
    c = (1.0 - lacking) + guarantees(case, sides)
    t, g = menace(case, sides, rivalry), income(case.hedger, sides, stocks)
    held, pressed = compute_concentration(omega), compute_coerced_room(sides, omega)
    return Dimensions(
        maximum(c / (c + t), FLOOR),
        maximum(logistic((g - case.hedger.income_base) / case.hedger.income_scale), FLOOR),
        maximum((1.0 - held) * (1.0 - 0.5 * pressed), FLOOR),
        c,
        t,
        g,
        lacking,
        held,
        pressed,
        raw,
        omega,
    )


def utility(weights: Weights, elasticity: float, s: float, e: float, a: float) -> Margins:
    """Compute the CES of the three dimensions, each in (0, 1], and its derivatives (eq. 21).

    Constant elasticity of substitution after Arrow et al. 1961. Weights need not sum to 1: they are divided
    by their sum.
    """
    rho = 1.0 - 1.0 / elasticity
    # at rho = 0 the CES is the Cobb-Douglas limit, and the formula below 0/0: a small rho stands for it
    rho = where(distance(rho, 0.0) < 1e-4, 1e-4, rho)
    whole = weights.security + weights.economy + weights.autonomy
    by_s = weights.security * exp(rho * log(s))
    by_e = weights.economy * exp(rho * log(e))
    by_a = weights.autonomy * exp(rho * log(a))
    mixed = by_s + by_e + by_a
    u = exp(log(mixed / whole) / rho)
    each = u / mixed
    return Margins(u, each * by_s / s, each * by_e / e, each * by_a / a)


def appraise(
    case: Case, weights: Weights, rivalry: Pairs, sides: Three[Situation], stocks: Stocks
) -> tuple[Welfare, Three[float], Three[float]]:
    """Compute the hedger's dimensions and utility in a quarter (eq. 13, 18-21).

    Returns
    -------
    Welfare
        Dimensions between 0.001 and 1, utility, income G and strength C.
    Three[float], Three[float]
        Raw influence and share of the room, per patron.
    """
    d = dimensions(case, rivalry, sides, stocks)
    u = utility(weights, case.hedger.elasticity, d.security, d.economy, d.autonomy).utility
    return Welfare(d.security, d.economy, d.autonomy, u, d.income, d.strength), d.raw, d.omega

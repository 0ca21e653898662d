"""Shadow prices: the derivatives of the hedger's utility in all quantities that effort changes (eq. 22).

They are derived from eq. 13 and 18-21. The worth of a package of effort is the sum of the changes it causes
times their prices. Where an equation has a kink (a share capped at 1, a floor, a cut), the one-sided
derivative at the current values is taken. A test compares all prices with finite differences of utility.
"""

from ..arithmetic import dot, each, maximum, total, where
from ..state import (
    Bond,
    Case,
    Common,
    Dimensions,
    Pairs,
    Patron,
    PerPatron,
    Prices,
    Prospect,
    Response,
    Situation,
    TradePrices,
    Weights,
    by_patron,
)
from .influence import (
    by_tie,
    by_trade,
    economic_dependence,
    per_arms,
    per_inducements,
    security_dependence,
    weigh_debt,
)
from .welfare import FLOOR, compute_export_worth, dimensions, guarantee, readiness, utility, weigh_leads


def common_prices(
    case: Case, weights: Weights, rivalry: Pairs, prospect: Prospect
) -> tuple[Common, PerPatron[float]]:
    """Compute the prices that do not depend on a patron, and the patrons' shares of the room.

    Arms and inducements of one patron dilute the influence of the others: :func:`bonds` subtracts that.
    ``weights`` are those with which the strategy decides.
    """
    h, d = case.hedger, dimensions(case, rivalry, prospect.sides, prospect.stocks)
    margins = utility(weights, h.elasticity, d.security, d.economy, d.autonomy)
    # derivatives of S = C / (C + T), of the logistic E, and of A; a dimension at its floor has the slope 0
    part = 1.0 / (d.strength + d.threat)
    security = where(d.security > FLOOR, margins.security, 0.0) * part * part
    economy = where(d.economy > FLOOR, margins.economy, 0.0)
    income = economy * d.economy * (1.0 - d.economy) * (1.0 / h.income_scale)
    autonomy = where(d.autonomy > FLOOR, margins.autonomy, 0.0)
    return Common(
        strength=security * d.threat,
        threat=-security * d.strength,
        income=income,
        arms=security * d.threat * d.unarmed,
        inducement=income * h.gain_inducement,
        pressed=-0.5 * autonomy * (1.0 - d.concentration),
        influence=influence_prices(case, prospect.sides, d, autonomy),
    ), d.omega


def influence_prices(
    case: Case, sides: PerPatron[Situation], d: Dimensions, autonomy: float
) -> PerPatron[float]:
    """Compute the price of each patron's raw influence: its effect on autonomy (eq. 13, 20)."""
    share = 1.0 / total([case.response.influence_floor, *d.raw])
    # the small number only keeps 0/0 away where nobody holds any room
    apart = autonomy * (1.0 - 0.5 * d.pressed) / maximum(d.concentration, 1e-12)
    force = 0.5 * autonomy * (1.0 - d.concentration)
    slopes = tuple(-apart * omega - force * side.coercion for omega, side in zip(d.omega, sides, strict=True))
    # omega_p = I_p / (I_0 + sum I): the influence of one patron lowers all shares, hence minus the mean
    mean = dot(slopes, d.omega)
    return tuple((slope - mean) * share for slope in slopes)


def bond(response: Response, side: Situation, price: float, arms: float, inducements: float) -> Bond:
    """Compute the derivatives of a patron's influence in its side, times ``price`` of influence (eq. 13).

    ``arms`` and ``inducements`` are 1 / (sum over all). A dependence of 1 or more is capped and has slope 0.
    """
    half = 0.5 * price
    secure = security_dependence(response, side, arms)
    tied = economic_dependence(response, side, inducements)
    by_security = where(secure < 1.0, half * side.security, 0.0)
    by_economy = where(tied < 1.0, half * side.economy, 0.0)
    return Bond(
        security=half * where(secure < 1.0, secure, 1.0) + by_security * by_tie(response),
        economy=half * where(tied < 1.0, tied, 1.0),
        arms=by_security * response.dependence_arms * arms,
        inducement=by_economy * response.dependence_inducement * inducements,
        trade=by_economy * by_trade(response),
        debt=by_economy * response.dependence_debt * weigh_debt(response, side.debt)[1],
    )


def bonds(case: Case, prospect: Prospect, common: Common) -> tuple[Common, PerPatron[Bond]]:
    """Compute all bonds, and subtract from the common prices the dilution of others' influence (eq. 13)."""
    sides, response = prospect.sides, case.response
    arms, inducements = per_arms(sides, prospect.stocks.home_arms), per_inducements(response, sides)
    bound = tuple(
        bond(response, s, price, arms, inducements) for s, price in zip(sides, common.influence, strict=True)
    )
    armed = total([b.arms * s.arms for b, s in zip(bound, sides, strict=True)])
    paid = total([b.inducement * s.inducement for b, s in zip(bound, sides, strict=True)])
    diluted = common._replace(
        arms=common.arms - armed * arms, inducement=common.inducement - paid * inducements
    )
    return diluted, bound


def side_prices(
    case: Case,
    patron: Patron,
    side: Situation,
    bound: Bond,
    common: Common,
    entangled: float,
    omega: float,
) -> Prices:
    """Compute the shadow prices of a patron's side.

    Parameters
    ----------
    entangled : float
        Derivative of entrapment in this security tie.
    omega : float
        The patron's share of the room.
    """
    h, c = case.hedger, side.coercion
    harm = common.income * h.loss_coercion * 0.5
    imports = bound.trade - harm * c
    holds, drilled = readiness(h, side.exercises)
    ready = common.strength * patron.guarantee * holds
    return Prices(
        security=ready * (1.0 - c) + common.threat * h.threat_entrapment * entangled + bound.security,
        economy=common.income * (h.gain_exports * h.gain_tie) * side.exports * side.terms + bound.economy,
        coercion=common.threat * h.threat_coercion * patron.power
        - ready * side.security
        - harm * (side.exports + side.imports)
        + common.pressed * omega,
        inducement=common.inducement + bound.inducement,
        investment=common.income * h.gain_investment,
        arms=common.arms + bound.arms,
        exports=imports + common.income * h.gain_exports * compute_export_worth(h, side),
        imports=imports,
        exercises=common.strength * guarantee(patron, side) * drilled,
        debt=bound.debt - common.income * h.loss_debt,
    )


def entanglements(ties: PerPatron[float], rivalry: Pairs) -> PerPatron[float]:
    """Compute the derivative of entrapment in each security tie (eq. 18)."""
    slopes = each(lambda rival, slope: rival * slope, rivalry, weigh_leads(ties)[1])
    # one side's lead is the other's lag; a patron's pairs with those before it come first
    return tuple(
        total([*(-slope for slope in own[:k]), *own[k:]])
        for k, own in enumerate(by_patron(slopes, len(ties)))
    )


def all_prices(
    case: Case,
    rivalry: Pairs,
    prospect: Prospect,
    common: Common,
    bound: PerPatron[Bond],
    omega: PerPatron[float],
) -> PerPatron[Prices]:
    """Compute the shadow prices of all patrons' sides."""
    entangled = entanglements(tuple(s.security for s in prospect.sides), rivalry)
    return tuple(
        side_prices(case, p, s, b, common, e, o)
        for p, s, b, e, o in zip(case.patrons, prospect.sides, bound, entangled, omega, strict=True)
    )


def trade_prices(case: Case, prospect: Prospect, common: Common, prices: PerPatron[Prices]) -> TradePrices:
    """Compute the worth of a unit of log trade with each partner (eq. 28).

    Shares sum to 1: a larger share of one partner lowers the shares of all others in proportion.
    """
    out, into = tuple(s.exports for s in prospect.sides), tuple(s.imports for s in prospect.sides)
    rest_share = prospect.stocks.exports_rest
    rest = common.income * case.hedger.gain_rest * (1.0 + prospect.stocks.third_countries)
    exports = total([*[p.exports * x for p, x in zip(prices, out, strict=True)], rest * rest_share])
    imports = total([p.imports * m for p, m in zip(prices, into, strict=True)])
    return TradePrices(
        exports=tuple(x * (p.exports - exports) for p, x in zip(prices, out, strict=True)),
        imports=tuple(m * (p.imports - imports) for p, m in zip(prices, into, strict=True)),
        rest=rest_share * (rest - exports) - prospect.imports_rest * imports,
    )

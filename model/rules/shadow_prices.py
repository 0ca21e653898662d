"""Shadow prices: the derivatives of the hedger's utility in all quantities that effort changes (eq. 22).

They are derived from eq. 13 and 18-21. The worth of a package of effort is the sum of the changes it causes
times their prices. Where an equation has a kink (a share capped at 1, a floor, a cut), the one-sided
derivative at the current values is taken. A test compares all prices with finite differences of utility.
"""

from ..arithmetic import maximum, where
from ..state import (
    Bond,
    Case,
    Common,
    Dimensions,
    Pairs,
    Patron,
    Prices,
    Prospect,
    Response,
    Situation,
    Three,
    TradePrices,
    Weights,
)
from .influence import by_trade, economic_dependence, per_arms, per_inducements, security_dependence
from .trade_shares import cut
from .welfare import FLOOR, compute_export_worth, dimensions, utility


def common_prices(
    case: Case, weights: Weights, rivalry: Pairs, prospect: Prospect
) -> tuple[Common, Three[float]]:
    """Compute the prices that do not depend on a patron, and the patrons' shares of the room.

    Arms and inducements of one patron dilute the influence of the others: :func:`bonds` subtracts that.
    ``weights`` are those with which the strategy decides.
    """
    h, d = case.hedger, dimensions(case, rivalry, prospect.sides, prospect.stocks)
    margins = utility(weights, h.elasticity, d.security, d.economy, d.autonomy)
    # derivatives of S = C / (C + T), of the logistic E, and of A; a dimension at its floor has the slope 0
    both = d.strength + d.threat
    security = where(d.security > FLOOR, margins.security, 0.0) / (both * both)
    economy = where(d.economy > FLOOR, margins.economy, 0.0)
    income = economy * d.economy * (1.0 - d.economy) / h.income_scale
    autonomy = where(d.autonomy > FLOOR, margins.autonomy, 0.0)
    return Common(
        security * d.threat,
        -security * d.strength,
        income,
        security * d.threat * d.unarmed,
        income * h.gain_inducement,
        -0.5 * autonomy * (1.0 - d.held),
        influence_prices(case, prospect.sides, d, autonomy),
    ), d.omega


def influence_prices(case: Case, sides: Three[Situation], d: Dimensions, autonomy: float) -> Three[float]:
    """Compute the price of each patron's raw influence: its effect on autonomy (eq. 13, 20)."""
    share = 1.0 / (case.response.influence_floor + d.raw.first + d.raw.second + d.raw.third)
    # the small number only keeps 0/0 away where nobody holds any room
    apart = autonomy * (1.0 - 0.5 * d.pressed) / maximum(d.held, 1e-12)
    force = 0.5 * autonomy * (1.0 - d.held)
    x = -apart * d.omega.first - force * sides.first.coercion
    y = -apart * d.omega.second - force * sides.second.coercion
    z = -apart * d.omega.third - force * sides.third.coercion
    # omega_p = I_p / (I_0 + sum I): the influence of one patron lowers all shares, hence minus the mean
    mean = x * d.omega.first + y * d.omega.second + z * d.omega.third
    return Three((x - mean) * share, (y - mean) * share, (z - mean) * share)


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
        half * where(secure < 1.0, secure, 1.0) + by_security * response.dependence_tie,
        half * where(tied < 1.0, tied, 1.0),
        by_security * response.dependence_arms * arms,
        by_economy * response.dependence_inducement * inducements,
        by_economy * by_trade(response),
    )


def bonds(case: Case, prospect: Prospect, common: Common) -> tuple[Common, Three[Bond]]:
    """Compute all bonds, and subtract from the common prices the dilution of others' influence (eq. 13)."""
    s, r, i = prospect.sides, case.response, common.influence
    arms, inducements = per_arms(s, prospect.stocks.home_arms), per_inducements(r, s)
    x = bond(r, s.first, i.first, arms, inducements)
    y = bond(r, s.second, i.second, arms, inducements)
    z = bond(r, s.third, i.third, arms, inducements)
    armed = x.arms * s.first.arms + y.arms * s.second.arms + z.arms * s.third.arms
    paid = (
        x.inducement * s.first.inducement
        + y.inducement * s.second.inducement
        + z.inducement * s.third.inducement
    )
    diluted = Common(
        common.strength,
        common.threat,
        common.income,
        common.arms - armed * arms,
        common.inducement - paid * inducements,
        common.pressed,
        common.influence,
    )
    return diluted, Three(x, y, z)


def compute_blockade_slope(patron: Patron, embargo: float, coercion: float) -> float:
    """Compute the derivative of stopped trade in coercion: 0 while an embargo stops more (eq. 28)."""
    return where(patron.blockade * coercion >= embargo, patron.blockade, 0.0)


def side_prices(
    case: Case,
    patron: Patron,
    side: Situation,
    bound: Bond,
    common: Common,
    contracts: tuple[float, float],
    entangled: float,
    omega: float,
) -> Prices:
    """Compute the shadow prices of a patron's side.

    Parameters
    ----------
    contracts : tuple of float
        Export and import shares before trade is stopped.
    entangled : float
        Derivative of entrapment in this security tie.
    omega : float
        The patron's share of the room.
    """
    h, c = case.hedger, side.coercion
    harm = common.income * h.loss_coercion * 0.5
    imports = bound.trade - harm * c
    exports = imports + common.income * h.gain_exports * compute_export_worth(h, side)
    stopped = (
        compute_blockade_slope(patron, patron.embargo_exports, c) * contracts[0] * exports
        + compute_blockade_slope(patron, patron.embargo_imports, c) * contracts[1] * imports
    )
    return Prices(
        common.strength * patron.guarantee * (1.0 - c)
        + common.threat * h.threat_entrapment * entangled
        + bound.security,
        common.income * h.gain_exports * side.exports * side.terms * h.gain_tie + bound.economy,
        common.threat * h.threat_coercion * patron.power
        - common.strength * patron.guarantee * side.security
        - harm * (side.exports + side.imports)
        + common.pressed * omega
        - stopped,
        common.inducement + bound.inducement,
        common.income * h.gain_investment,
        common.arms + bound.arms,
        exports * (1.0 - cut(patron, patron.embargo_exports, c)),
        imports * (1.0 - cut(patron, patron.embargo_imports, c)),
    )


def compute_distance_slope(x: float, y: float) -> float:
    """Compute the derivative of abs(x - y) in ``x``; 1 where they are equal."""
    return where(x >= y, 1.0, -1.0)


def all_prices(
    case: Case, rivalry: Pairs, prospect: Prospect, common: Common, bound: Three[Bond], omega: Three[float]
) -> Three[Prices]:
    """Compute the shadow prices of the three patrons' sides."""
    p, s, out, into = case.patrons, prospect.sides, prospect.exports, prospect.imports
    x, y, z = s.first.security, s.second.security, s.third.security
    xy, xz, yz = rivalry.first_second, rivalry.first_third, rivalry.second_third
    return Three(
        side_prices(
            case, p.first, s.first, bound.first, common, (out.first, into.first),
            xy * compute_distance_slope(x, y) + xz * compute_distance_slope(x, z), omega.first,
        ),
        side_prices(
            case, p.second, s.second, bound.second, common, (out.second, into.second),
            xy * compute_distance_slope(y, x) + yz * compute_distance_slope(y, z), omega.second,
        ),
        side_prices(
            case, p.third, s.third, bound.third, common, (out.third, into.third),
            xz * compute_distance_slope(z, x) + yz * compute_distance_slope(z, y), omega.third,
        ),
    )  # fmt: skip


def trade_prices(case: Case, prospect: Prospect, common: Common, prices: Three[Prices]) -> TradePrices:
    """Compute the worth of a unit of log trade with each partner (eq. 28).

    Shares sum to 1: a larger share of one partner lowers the shares of all others in proportion.
    """
    out, into, p = prospect.exports, prospect.imports, prices
    rest = common.income * case.hedger.gain_rest * (1.0 + prospect.stocks.third_countries)
    exports = (
        p.first.exports * out.first
        + p.second.exports * out.second
        + p.third.exports * out.third
        + rest * prospect.stocks.exports_rest
    )
    imports = p.first.imports * into.first + p.second.imports * into.second + p.third.imports * into.third
    x = out.first * (p.first.exports - exports)
    y = out.second * (p.second.exports - exports)
    z = out.third * (p.third.exports - exports)
    return TradePrices(
        Three(x, y, z),
        Three(
            x + into.first * (p.first.imports - imports),
            y + into.second * (p.second.imports - imports),
            z + into.third * (p.third.imports - imports),
        ),
        prospect.stocks.exports_rest * (rest - exports) - prospect.imports_rest * imports,
    )

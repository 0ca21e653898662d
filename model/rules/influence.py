"""Influence of each patron, its share of the hedger's room, and leverage (eq. 13, 14).

The room is all influence on the hedger plus a constant floor, which stands for the hedger's own part.
"""

from ..arithmetic import log, minimum, total
from ..state import PerPatron, Response, Situation, Tie

DEPENDENCE_TRADE = 0.7
"""Weight of trade in economic dependence; ``trade_scale`` says how much trade makes it full."""


def security_dependence(response: Response, side: Situation, arms: float) -> float:
    """Compute dependence on a patron for security, before its cap at 1 (eq. 13).

    ``arms`` is 1 / (sum of all arms).
    """
    return response.dependence_arms * side.arms * arms + by_tie(response) * side.security


def by_tie(response: Response) -> float:
    """Compute the security dependence per unit of security tie (part of eq. 13)."""
    return 1.0 - response.dependence_arms


def economic_dependence(response: Response, side: Situation, inducements: float) -> float:
    """Compute dependence on a patron for income, before its cap at 1 (eq. 13).

    ``inducements`` is 1 / (sum of inducements + ``inducement_scale``).
    """
    return (
        by_trade(response) * (side.exports + side.imports)
        + response.dependence_debt * weigh_debt(response, side.debt)[0]
        + response.dependence_inducement * side.inducement * inducements
    )


def weigh_debt(response: Response, debt: float) -> tuple[float, float]:
    """Compute dependence by debt, without its weight, and its derivative (part of eq. 13)."""
    part = 1.0 / (debt + response.dependence_debt_scale)
    return debt * part, response.dependence_debt_scale * part * part


def by_trade(response: Response) -> float:
    """Compute the economic dependence per unit of export or import share (part of eq. 13)."""
    return DEPENDENCE_TRADE * 0.5 / response.trade_scale


def raw_influence(response: Response, side: Situation, arms: float, inducements: float) -> float:
    """Compute influence as bandwidth times dependence, after Moyer et al. 2021 (eq. 13)."""
    security = minimum(security_dependence(response, side, arms), 1.0)
    economy = minimum(economic_dependence(response, side, inducements), 1.0)
    return 0.5 * (side.security * security + side.economy * economy)


def per_arms(sides: PerPatron[Situation], home_arms: float) -> float:
    """Compute 1 / (sum of all arms), home-made ones included.

    A hedger without arms depends on nobody for them: the small number prevents a division by zero.
    """
    return 1.0 / total([*[s.arms for s in sides], home_arms, 1e-9])


def per_inducements(response: Response, sides: PerPatron[Situation]) -> float:
    """Compute 1 / (sum of inducements + ``inducement_scale``) (eq. 13)."""
    return 1.0 / total([*[s.inducement for s in sides], response.inducement_scale])


def all_influence(response: Response, sides: PerPatron[Situation], home_arms: float) -> PerPatron[float]:
    """Compute the raw influence of each patron (I_p of eq. 13)."""
    arms, inducements = per_arms(sides, home_arms), per_inducements(response, sides)
    return tuple(raw_influence(response, side, arms, inducements) for side in sides)


def room_held(response: Response, raw: PerPatron[float]) -> PerPatron[float]:
    """Compute each patron's share omega of the hedger's room; the rest is the hedger's own (eq. 13)."""
    share = 1.0 / total([response.influence_floor, *raw])
    return tuple(part * share for part in raw)


def leverage(response: Response, omega: float) -> float:
    """Compute the loss from being cut off by a patron that holds the share omega (eq. 14).

    It is the welfare loss of losing one variety with constant elasticity of substitution sigma, as in
    Feenstra 1994: convex in omega, zero at zero.
    """
    return -log(1.0 - omega) * (1.0 / (response.sigma - 1.0))


def with_leverage(response: Response, tie: Tie, omega: float) -> Tie:
    """Return the tie with its leverage computed from omega; the next quarter's rules read it (eq. 14)."""
    return tie._replace(leverage=leverage(response, omega))

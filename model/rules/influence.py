"""How much of the hedger's room each patron holds, and the leverage that gives (eq. 13, 14)."""

from ..state import Influence, Response, Situation, Three, Tie
from ..words import log, minimum


def raw_influence(response: Response, with_patron: Situation, arms: float, inducements: float) -> float:
    """Influence as bandwidth times dependence, after Moyer et al. 2021 (eq. 13).

    Parameters
    ----------
    response : Response
        Weights and scales of dependence.
    with_patron : Situation
        The patron's side of the quarter.
    arms, inducements : float
        All arms, home-made ones among them, and all inducements.
    """
    side = with_patron
    security = response.dependence_arms * side.arms / arms + response.dependence_tie * side.security
    economy = (
        response.dependence_trade * 0.5 * (side.exports + side.imports) / response.trade_scale
        + response.dependence_debt * side.debt / (side.debt + response.dependence_debt_scale)
        + response.dependence_inducement * side.inducement / (inducements + response.inducement_scale)
    )
    return 0.5 * (side.security * minimum(security, 1.0) + side.economy * minimum(economy, 1.0))


def all_influence(response: Response, sides: Three[Situation], home_arms: float) -> Three[float]:
    """Raw influence of the three patrons (eq. 13)."""
    x, y, z = sides.first, sides.second, sides.third
    # a hedger without any arms depends on nobody for them: the small number only keeps 0/0 away
    arms = x.arms + y.arms + z.arms + home_arms + 1e-9
    inducements = x.inducement + y.inducement + z.inducement
    return Three(
        raw_influence(response, x, arms, inducements),
        raw_influence(response, y, arms, inducements),
        raw_influence(response, z, arms, inducements),
    )


def room_held(response: Response, raw: Three[float]) -> Three[float]:
    """Each patron's share omega of the hedger's room; the rest is the hedger's own (eq. 13)."""
    room = response.influence_floor + raw.first + raw.second + raw.third
    return Three(raw.first / room, raw.second / room, raw.third / room)


def leverage(response: Response, omega: float) -> float:
    """Loss from being cut off by a patron that holds omega (eq. 14).

    It is the welfare loss of losing one variety with constant elasticity of substitution sigma, as in
    Feenstra 1994: convex in omega, zero at zero.
    """
    return -log(1.0 - omega) / (response.sigma - 1.0)


def weigh(response: Response, raw: float, omega: float) -> Influence:
    """Put a patron's influence, share of the room and leverage together."""
    return Influence(raw, omega, leverage(response, omega))


def with_influence(tie: Tie, raw: float) -> Tie:
    """The tie with the influence it gives, which next quarter's stages look at."""
    return Tie(
        tie.security,
        tie.economy,
        tie.coercion,
        tie.inducement,
        tie.exercises,
        tie.arms,
        tie.exports,
        tie.imports,
        tie.debt,
        tie.agreement,
        raw,
    )

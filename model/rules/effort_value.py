"""Worth of each package of effort: the changes it causes, times their shadow prices (eq. 22)."""

from ..arithmetic import dot, each, maximum, total
from ..state import (
    Case,
    Common,
    Fixed,
    Masses,
    Offer,
    Packages,
    PerPatron,
    Prices,
    Scene,
    State,
    TradePrices,
    View,
    Weights,
    others,
)
from .expectation import drilling, economic_gain, expect, unmet_need
from .shadow_prices import all_prices, bonds, common_prices, trade_prices

LEAST_ROOT = 0.1  # of a tie of .01: eq. 16 has no slope at a tie of zero, below this one it is taken here


def drift_worth(case: Case, view: View, offer: Offer, price: Prices, trade: float) -> float:
    """Compute the worth of a unit of drift that a patron sees (eq. 7, 8).

    Drift makes the patron coerce more, and court more or less. ``trade`` is the price of log trade with it.
    ``lost`` is the inducement lost per unit of coercion, ``won`` that gained per unit of drift.
    """
    lost = 0.5 * offer.rent * view.engagement * (1.0 + offer.bid)
    won = 0.5 * offer.rent * view.engagement * (1.0 - offer.threat) * offer.bid_slope
    by_coercion = (
        price.coercion
        - price.inducement * lost
        - price.investment * offer.credit * offer.root
        - case.trade.eps_coercion * trade
    )
    return by_coercion * offer.threat_slope + price.inducement * won


def depth_worth(view: View, offer: Offer, price: Prices, drifts: tuple[float, ...]) -> float:
    """Compute the worth of a unit of engagement with a patron (eq. 5, 6, 8).

    Engagement makes the patron court more; its rivals see drift, worth ``drifts`` per unit.
    """
    courted = 0.5 * offer.rent * (1.0 + offer.bid) * (1.0 - offer.threat)
    return total([price.inducement * courted, *[r * d for r, d in zip(view.rivalry, drifts, strict=True)]])


def security_worth(
    case: Case, view: View, offer: Offer, price: Prices, home_arms: float, deeper: float, unmet: float
) -> float:
    """Compute the worth of a unit of effort on security with a patron (eq. 22).

    It counts the security tie, the arms delivered under it, the know-how from co-production and engagement.
    ``home_arms`` is the price of arms, ``deeper`` that of engagement, ``unmet`` the unmet need for arms.
    """
    h, p = case.hedger, view.patron
    supply = p.arms_access * (1.0 - offer.threat)
    eager = case.mechanisms.coproduction * (1.0 + h.substitution * unmet)
    taught = eager * p.transfer * (h.learn / h.know_how_fade)
    arms = price.arms * (1.0 - p.transfer) * (h.buy / h.wear) + home_arms * taught * (h.make / h.wear)
    tie = price.security + supply * arms + 0.5 * deeper
    return p.receptivity_security * (1.0 - view.tie.security) * drilling(case) * tie


def economy_worth(
    case: Case, view: View, offer: Offer, price: Prices, trade: float, deeper: float, strain: float
) -> float:
    """Compute the worth of a unit of effort on the economic tie with a patron (eq. 22).

    It counts the tie, trade, investment and engagement; ``trade`` and ``deeper`` are the prices of log trade
    and engagement.
    """
    drawn = offer.credit * (1.0 - offer.threat) * 0.5 / maximum(offer.root, LEAST_ROOT)
    tie = (
        price.economy
        + case.trade.eps_economy * trade
        + price.investment * drawn
        + 0.25 * (1.0 + view.market.framework) * deeper
    )
    return economic_gain(view.patron, view.tie, offer.coercion, strain) * tie


def self_reliance_worth(
    case: Case, mass: Masses, state: State, common: Common, trade: TradePrices, rest: float
) -> float:
    """Compute the worth of a unit of effort on self-reliance (eq. 27, 28, 31).

    A third each goes to know-how, third countries and the directive. Know-how counts by the home-made arms
    that it sustains in the long run; ``rest`` is the export share of the rest of the world.
    """
    h, own = case.hedger, state.own
    opened = common.income * h.gain_rest * rest + case.trade.eps_third * trade.rest
    pushed = dot(trade.exports, mass.lifts)
    return (
        common.arms * h.know_how_own * (h.make / h.wear)
        + opened * h.third_own * (1.0 - own.third_countries)
        + pushed * h.directive_own / (1.0 + own.directive)
    ) / 3.0


def worth(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Compute each package's worth: the derivative of utility in effort at zero effort (eq. 22)."""
    prospect = expect(case, fixed, scene, offers, state)
    alone, omega = common_prices(case, weights, scene.rivalry, prospect)
    common, bound = bonds(case, prospect, alone)
    price = all_prices(case, scene.rivalry, prospect, common, bound, omega)
    trade = trade_prices(case, prospect, common, price)
    views, strain, unmet = scene.views, scene.climate.strain, unmet_need(case, scene.views, offers)
    drifts = each(lambda *side: drift_worth(case, *side), views, offers, price, trade.all)
    deeper = each(depth_worth, views, offers, price, others(drifts))
    return Packages(
        security=tuple(
            security_worth(case, v, o, p, common.arms, d, unmet)
            for v, o, p, d in zip(views, offers, price, deeper, strict=True)
        ),
        economy=tuple(
            economy_worth(case, v, o, p, t, d, strain)
            for v, o, p, t, d in zip(views, offers, price, trade.all, deeper, strict=True)
        ),
        self_reliance=self_reliance_worth(
            case, scene.masses, state, common, trade, prospect.stocks.exports_rest
        ),
    )

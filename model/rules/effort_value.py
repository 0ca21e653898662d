"""Worth of each package of effort: the present value of all that it changes (eq. 22).

A unit of effort moves ties, exercises and the hedger's own stocks. Each of them fades, and each feeds others:
arms, know-how, trade, debt, the park. The worth of a unit of any of them is the flow of utility that it
yields, the derivatives of :mod:`.shadow_prices`, divided by the discount rate plus its own rate of fading.
What moves at a speed to its rest point counts by speed / (discount + speed). The sum is expressed as an
annuity, the utility that would come in for ever, so that the discount rate does not change its unit.
"""

from ..arithmetic import dot, maximum, total, where
from ..state import (
    Case,
    Common,
    Fixed,
    Masses,
    Offer,
    Packages,
    Patron,
    PerPatron,
    Prices,
    Prospect,
    Returns,
    Scene,
    Situation,
    State,
    TradePrices,
    View,
    Weights,
    others,
)
from .expectation import compute_eagerness, conduct_slopes, economic_readiness, expect, security_budget
from .market_access import closing_slope
from .patrons import attraction, compute_deterrence
from .shadow_prices import all_prices, bonds, common_prices, trade_prices
from .transition import DIRECTIVE_KEEP, PARK_FADE, park_conditions

LEAST_ROOT = 0.1  # of a tie of .01: eq. 16 has no slope at a tie of zero, below this one it is taken here


def discount_flow(discount: float, fading: float) -> float:
    """Compute the present value of a flow of 1 that fades."""
    return 1.0 / (discount + fading)


def weigh_speed(discount: float, speed: float) -> float:
    """Compute the weight of what moves at a speed to its rest point: less, the slower it comes."""
    return speed * discount_flow(discount, speed)


def arms_worth(case: Case, price: float) -> float:
    """Compute the present value of a unit of arms, which wear (eq. 27)."""
    return price * discount_flow(case.hedger.discount, case.hedger.wear)


def know_how_worth(case: Case, home_arms: float) -> float:
    """Compute the present value of a unit of know-how: the home-made arms until it has faded (eq. 27)."""
    h = case.hedger
    return arms_worth(case, home_arms) * h.make * discount_flow(h.discount, h.know_how_fade)


def supply_worth(case: Case, patron: Patron, arms: float, home_arms: float, eager: float) -> float:
    """Compute the present value of a unit of arms supply at a full tie: arms and lessons (eq. 27).

    ``arms`` and ``home_arms`` are prices of arms, ``eager`` is the factor on lessons.
    """
    h = case.hedger
    lessons = case.mechanisms.coproduction * eager * patron.transfer * h.learn
    return (1.0 - patron.transfer) * h.buy * arms_worth(case, arms) + lessons * know_how_worth(
        case, home_arms
    )


def park_worth(case: Case, state: State, income: float) -> float:
    """Compute the present value of the park that a unit of annual investment builds (eq. 30).

    It is that under conditions of 1, see :func:`.transition.park_conditions`.
    """
    h, free = case.hedger, maximum(1.0 - state.own.park, 0.01)
    built = case.mechanisms.industrial_park * h.park_build / 4.0 * free
    # fading holds a larger part of what investment builds, the less there is left to build
    return built * income * h.gain_park * free / (h.discount * free + PARK_FADE)


def add_debts(case: Case, view: View, side: Situation, price: Prices, park: float) -> Prices:
    """Add to the prices of investment and trade those of the debts that they leave (eq. 16, 29).

    ``park`` is the worth of the park that investment builds.
    """
    h, p = case.hedger, view.patron
    deterred = price.investment * side.investment * compute_deterrence(case.response, view.tie.debt)
    debt = (price.debt - deterred) * discount_flow(h.discount, h.repay)
    rolled = where(side.imports > side.exports, debt * (p.roll * case.trade.openness / 4.0), 0.0)
    return price._replace(
        investment=price.investment + debt * (p.tied / 4.0) + park,
        exports=price.exports - rolled,
        imports=price.imports + rolled,
    )


def blockade_slopes(patron: Patron, coercion: float) -> tuple[float, float]:
    """Compute the derivatives of stopped log exports and log imports in coercion (eq. 28).

    They are 0 while an embargo stops more.
    """
    # the small number only keeps 0/0 away where all trade is stopped
    slope = patron.blockade / maximum(1.0 - patron.blockade * coercion, 1e-9)
    return (
        where(patron.blockade * coercion >= patron.embargo_exports, slope, 0.0),
        where(patron.blockade * coercion >= patron.embargo_imports, slope, 0.0),
    )


def gateway_costs(
    case: Case, views: PerPatron[View], offers: PerPatron[Offer], price: PerPatron[Prices]
) -> PerPatron[float]:
    """Compute what coercion by each patron costs in others' investment: a gateway closes (eq. 10-16)."""
    at_stake = tuple(
        p.investment
        * (o.credit * o.root * (1.0 - o.threat))
        * (attraction(case, v.gateway) * (1.0 / total([*[r.market for r in rest], 1e-12])))
        for v, o, p, rest in zip(views, offers, price, others(case.patrons), strict=True)
    )
    return tuple(
        dot(rest, tuple(closing_slope(case, q.patron, v.patron, v.market) for q in investors))
        for v, rest, investors in zip(views, others(at_stake), others(views), strict=True)
    )


def drift_worth(
    case: Case,
    view: View,
    offer: Offer,
    price: Prices,
    trade: tuple[float, float],
    supply: float,
    gate: float,
) -> float:
    """Compute the worth of a unit of drift that a patron sees (eq. 7-9).

    Drift makes the patron coerce more, and court more or less; coercion withholds arms and closes a gateway
    to the others, worth ``gate``. ``trade`` holds the prices of log exports to it and log imports from it,
    ``supply`` is that of its arms supply.
    """
    rho, r = case.hedger.discount, case.response
    paid = weigh_speed(rho, r.inducement_speed) * price.inducement
    coerced = 0.5 * offer.rent * (1.0 + offer.bid) * view.engagement
    courted = 0.5 * offer.rent * offer.bid_slope * view.engagement * (1.0 - offer.threat)
    by_coercion = (
        price.coercion
        - paid * coerced
        - price.investment * (offer.credit * offer.root)
        - weigh_speed(rho, case.trade.speed) * case.trade.eps_coercion * total(trade)
        - dot(blockade_slopes(view.patron, offer.threat), trade)
        - view.patron.arms_access * view.tie.security * supply
        - gate
    )
    return weigh_speed(rho, r.coercion_speed) * by_coercion * offer.threat_slope + paid * courted


def depth_worth(case: Case, view: View, offer: Offer, price: Prices, drifts: tuple[float, ...]) -> float:
    """Compute the worth of a unit of engagement that lasts as the tie does (eq. 5, 6, 8).

    Engagement makes the patron court more; its rivals see drift, worth ``drifts`` per unit.
    """
    r = case.response
    courted = courting_worth(case, offer, price)
    return (1.0 - r.conduct_rent) * courted + (1.0 - r.conduct_drift) * dot(view.rivalry, drifts)


def conduct_worth(case: Case, view: View, offer: Offer, price: Prices, drifts: tuple[float, ...]) -> float:
    """Compute the worth of a unit of conduct, which patrons see a quarter later and once (eq. 5a, 6, 8)."""
    r = case.response
    courted = courting_worth(case, offer, price)
    seen = r.conduct_rent * courted + r.conduct_drift * dot(view.rivalry, drifts)
    return seen * (1.0 / (1.0 + case.hedger.discount))


def courting_worth(case: Case, offer: Offer, price: Prices) -> float:
    """Compute the worth of a unit of what a patron pays rent for (eq. 8)."""
    paid = weigh_speed(case.hedger.discount, case.response.inducement_speed) * price.inducement
    return paid * (0.5 * offer.rent * (1.0 + offer.bid)) * (1.0 - offer.threat)


def security_worth(case: Case, view: View, offer: Offer, gain: Returns, strain: float) -> float:
    """Compute the worth of a unit of effort on security with a patron (eq. 22).

    It counts the security tie, arms and lessons under it, engagement, doors to third countries, exercises and
    conduct. A tie that effort keeps up has less to gain as it grows deeper, as if it faded faster.
    """
    h, p, tie = case.hedger, view.patron, view.tie
    flow = (
        gain.price.security
        + p.arms_access * (1.0 - offer.threat) * gain.supply
        + 0.5 * gain.depth
        + gain.doors
    )
    budget = security_budget(case, p)
    growth = p.receptivity_security * (budget * tie.effort_security + h.drill_gain * tie.exercises)
    secure = p.receptivity_security * (1.0 - tie.security) * flow / (h.discount + p.decay + growth)
    drilled = (gain.price.exercises + h.drill_gain * secure) * discount_flow(
        h.discount, 1.0 - h.exercise_keep
    )
    lasting = secure + case.mechanisms.joint_exercises * drilled
    return h.discount * (budget * lasting + conduct_slopes(case, view, strain)[0] * gain.conduct)


def economy_worth(case: Case, view: View, offer: Offer, gain: Returns, strain: float) -> float:
    """Compute the worth of a unit of effort on the economic tie with a patron (eq. 22, 33).

    It counts the tie, trade, hoped-for investment, engagement, doors to third countries and conduct.
    Investment comes a quarter later.
    """
    h, tie = case.hedger, view.tie
    hoped = where(case.mechanisms.expectations > 0.5, tie.hope, offer.credit)
    invested = hoped * (0.5 / maximum(offer.root, LEAST_ROOT)) * (1.0 - offer.threat)
    flow = (
        gain.price.economy
        + weigh_speed(h.discount, case.trade.speed) * case.trade.eps_economy * gain.trade
        + gain.price.investment * invested * (1.0 / (1.0 + h.discount))
        + 0.25 * (1.0 + view.market.framework) * gain.depth
        + gain.doors
    )
    ready = economic_readiness(view.patron, offer.coercion, strain)
    growth = h.budget * tie.effort_economy * ready
    lasting = ready * (1.0 - tie.economy) * flow / (h.discount + view.patron.decay + growth)
    return h.discount * (h.budget * lasting + conduct_slopes(case, view, strain)[1] * gain.conduct)


def third_worth(case: Case, state: State, common: Common, trade: TradePrices, rest: float) -> float:
    """Compute the present value of a unit of gain on third-country ties (eq. 31).

    ``rest`` is the export share of the rest of the world.
    """
    h, closed = case.hedger, maximum(1.0 - state.own.third_countries, 0.01)
    exports = weigh_speed(h.discount, case.trade.speed) * case.trade.eps_third * trade.rest
    flow = common.income * h.gain_rest * rest + exports
    return closed * closed * flow / (h.discount * closed + h.third_fade)


def self_reliance_worth(
    case: Case, mass: Masses, state: State, trade: TradePrices, home_arms: float, third: float
) -> float:
    """Compute the worth of a unit of effort on self-reliance (eq. 22, 27, 28, 31).

    A third each goes to know-how, third countries (worth ``third``) and the directive. That both also make
    patrons readier (eq. 34) is not in it.
    """
    h = case.hedger
    exported = (1.0 - h.directive_specialists) * dot(trade.exports, mass.lifts)
    pushed = weigh_speed(h.discount, case.trade.speed) * exported
    directive = pushed * discount_flow(h.discount, 1.0 - DIRECTIVE_KEEP) * (1.0 / (1.0 + state.own.directive))
    lasting = know_how_worth(case, home_arms) * h.know_how_own + third * h.third_own + directive
    return h.discount * (h.budget / 3.0) * lasting


def lasting_prices(
    case: Case,
    scene: Scene,
    state: State,
    prospect: Prospect,
    common: Common,
    prices: PerPatron[Prices],
) -> PerPatron[Prices]:
    """Compute the prices of all patrons' sides with the debts and the park that they leave behind."""
    views, park = scene.views, park_worth(case, state, common.income)
    parks = tuple(
        park * park_conditions(case, host, rivals) for host, rivals in zip(views, others(views), strict=True)
    )
    sides = zip(views, prospect.sides, prices, parks, strict=True)
    return tuple(add_debts(case, *side) for side in sides)


def all_returns(
    case: Case,
    views: PerPatron[View],
    offers: PerPatron[Offer],
    price: PerPatron[Prices],
    trade: TradePrices,
    home_arms: float,
    third: float,
) -> PerPatron[Returns]:
    """Compute the worth of a unit of all that effort with each patron brings (eq. 22).

    ``third`` is the worth of third-country ties.
    """
    eager = compute_eagerness(views, offers)
    supply = tuple(
        supply_worth(case, v.patron, p.arms, home_arms, eager) for v, p in zip(views, price, strict=True)
    )
    sides = tuple(zip(views, offers, price, strict=True))
    traded = tuple(zip(trade.exports, trade.imports, strict=True))
    gates = gateway_costs(case, views, offers, price)
    drifts = others(
        tuple(
            drift_worth(case, *side, t, s, g)
            for side, t, s, g in zip(sides, traded, supply, gates, strict=True)
        )
    )
    door = case.mechanisms.third_countries * case.hedger.third_open * 0.5 * third
    depths = tuple(depth_worth(case, *side, d) for side, d in zip(sides, drifts, strict=True))
    conducts = tuple(conduct_worth(case, *side, d) for side, d in zip(sides, drifts, strict=True))
    return tuple(
        Returns(price=p, trade=total(t), supply=s, depth=d, conduct=c, doors=door * v.patron.reach)
        for p, t, s, d, c, v in zip(price, traded, supply, depths, conducts, views, strict=True)
    )


def worth(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Compute each package's worth: the annuity of a unit of effort this quarter (eq. 22)."""
    prospect = expect(case, fixed, scene, offers, state)
    alone, omega = common_prices(case, weights, scene.rivalry, prospect)
    common, bound = bonds(case, prospect, alone)
    fleeting = all_prices(case, scene.rivalry, prospect, common, bound, omega)
    price = lasting_prices(case, scene, state, prospect, common, fleeting)
    trade = trade_prices(case, prospect, common, price)
    third = third_worth(case, state, common, trade, prospect.stocks.exports_rest)
    gains = all_returns(case, scene.views, offers, price, trade, common.arms, third)
    sides, strain = tuple(zip(scene.views, offers, gains, strict=True)), scene.climate.strain
    return Packages(
        security=tuple(security_worth(case, *side, strain) for side in sides),
        economy=tuple(economy_worth(case, *side, strain) for side in sides),
        self_reliance=self_reliance_worth(case, scene.masses, state, trade, common.arms, third),
    )

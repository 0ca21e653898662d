"""Worth of each package of effort: the present value of all that it changes (eq. 22).

A unit of effort moves ties, exercises and the hedger's own stocks. Each of them fades, and each feeds others:
arms, know-how, trade, debt, the park. The worth of a unit of any of them is the flow of utility that it
yields, the derivatives of :mod:`.shadow_prices`, divided by the discount rate plus its own rate of fading.
What moves at a speed to its rest point counts by speed / (discount + speed). The sum is expressed as an
annuity, the utility that would come in for ever, so that the discount rate does not change its unit.
"""

from ..arithmetic import dot, each, maximum, where
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
    Scene,
    State,
    TradePrices,
    View,
    Weights,
    others,
)
from .expectation import compute_eagerness, conduct_slopes, economic_gain, expect
from .shadow_prices import all_prices, bonds, common_prices, trade_prices
from .transition import DIRECTIVE_KEEP, park_conditions

LEAST_ROOT = 0.1  # of a tie of .01: eq. 16 has no slope at a tie of zero, below this one it is taken here


def weigh_speed(discount: float, speed: float) -> float:
    """Compute the weight of what moves at a speed to its rest point: less, the slower it comes."""
    return speed / (discount + speed)


def arms_worth(case: Case, price: float) -> float:
    """Compute the present value of a unit of arms, which wear (eq. 27)."""
    return price / (case.hedger.discount + case.hedger.wear)


def know_how_worth(case: Case, home_arms: float) -> float:
    """Compute the present value of a unit of know-how: the home-made arms until it has faded (eq. 27)."""
    h = case.hedger
    return arms_worth(case, home_arms) * h.make / (h.discount + h.know_how_fade)


def supply_worth(case: Case, patron: Patron, arms: float, home_arms: float, eager: float) -> float:
    """Compute the present value of a unit of arms supply at a full tie: arms and lessons (eq. 27).

    ``arms`` and ``home_arms`` are prices of arms, ``eager`` is the factor on lessons.
    """
    h = case.hedger
    lessons = case.mechanisms.coproduction * eager * patron.transfer * h.learn
    return (1.0 - patron.transfer) * h.buy * arms_worth(case, arms) + lessons * know_how_worth(
        case, home_arms
    )


def park_worth(case: Case, state: State, income: float, conditions: float) -> float:
    """Compute the present value of the park that a unit of annual investment builds (eq. 30)."""
    h, free = case.hedger, maximum(1.0 - state.own.park, 0.01)
    built = case.mechanisms.industrial_park * h.park_build * conditions / 4.0 * free
    return built * income * h.gain_park / (h.discount + h.park_fade / free)


def add_debts(
    case: Case, view: View, offer: Offer, price: Prices, exports: float, imports: float, park: float
) -> Prices:
    """Add to the prices of investment and trade those of the debts that they leave (eq. 16, 29).

    ``exports`` and ``imports`` are contract shares; ``park`` is the worth of the park that investment builds.
    """
    h, p = case.hedger, view.patron
    deterred = price.investment * offer.credit * offer.root * (1.0 - offer.threat)
    debt = price.debt - deterred / (case.response.debt_scale + view.tie.debt)
    debt = debt / (h.discount + h.repay)
    rolled = where(imports > exports, debt * p.roll * case.trade.openness / 4.0, 0.0)
    return price._replace(
        investment=price.investment + debt * p.tied / 4.0 + park,
        exports=price.exports - rolled,
        imports=price.imports + rolled,
    )


def drift_worth(case: Case, view: View, offer: Offer, price: Prices, trade: float, supply: float) -> float:
    """Compute the worth of a unit of drift that a patron sees (eq. 7-9).

    Drift makes the patron coerce more, and court more or less; coercion withholds arms. ``trade`` is the
    price of log trade with it, ``supply`` that of its arms supply.
    """
    rho, r = case.hedger.discount, case.response
    paid = weigh_speed(rho, r.inducement_speed) * price.inducement
    coerced = 0.5 * offer.rent * view.engagement * (1.0 + offer.bid)
    courted = 0.5 * offer.rent * view.engagement * (1.0 - offer.threat) * offer.bid_slope
    by_coercion = (
        price.coercion
        - paid * coerced
        - price.investment * offer.credit * offer.root
        - weigh_speed(rho, case.trade.speed) * case.trade.eps_coercion * trade
        - view.patron.arms_access * view.tie.security * supply
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
    return seen / (1.0 + case.hedger.discount)


def courting_worth(case: Case, offer: Offer, price: Prices) -> float:
    """Compute the worth of a unit of what a patron pays rent for (eq. 8)."""
    paid = weigh_speed(case.hedger.discount, case.response.inducement_speed) * price.inducement
    return paid * 0.5 * offer.rent * (1.0 + offer.bid) * (1.0 - offer.threat)


def security_worth(
    case: Case, view: View, offer: Offer, price: Prices, supply: float, deeper: float, doors: float
) -> float:
    """Compute the present value of a unit of gain on security with a patron (eq. 22).

    It counts the security tie, arms and lessons under it, engagement, doors to third countries and exercises.
    A tie that effort keeps up loses what it would have gained as it grows deeper, as if it faded faster.
    """
    h, p, tie = case.hedger, view.patron, view.tie
    flow = price.security + p.arms_access * (1.0 - offer.threat) * supply + 0.5 * deeper + doors
    growth = p.receptivity_security * (h.budget * tie.effort_security + h.drill_gain * tie.exercises)
    gain = p.receptivity_security * (1.0 - tie.security)
    secure = gain * flow / (h.discount + p.decay + growth)
    drilled = (price.exercises + h.drill_gain * secure) / (h.discount + 1.0 - h.exercise_keep)
    return secure + case.mechanisms.joint_exercises * drilled


def economy_worth(
    case: Case,
    view: View,
    offer: Offer,
    price: Prices,
    trade: float,
    deeper: float,
    doors: float,
    strain: float,
) -> float:
    """Compute the present value of a unit of gain on the economic tie with a patron (eq. 22, 33).

    It counts the tie, trade, hoped-for investment, engagement and doors to third countries.
    """
    h, tie = case.hedger, view.tie
    hoped = where(case.mechanisms.expectations > 0.5, tie.hope, offer.credit)
    flow = (
        price.economy
        + weigh_speed(h.discount, case.trade.speed) * case.trade.eps_economy * trade
        + price.investment * hoped * (1.0 - offer.threat) * 0.5 / maximum(offer.root, LEAST_ROOT)
        + 0.25 * (1.0 + view.market.framework) * deeper
        + doors
    )
    gain = economic_gain(view.patron, tie, offer.coercion, strain)
    # the small number only keeps 0/0 away at a full tie, where gain is 0 as well
    growth = h.budget * tie.effort_economy * gain / maximum(1.0 - tie.economy, 1e-9)
    return gain * flow / (h.discount + view.patron.decay + growth)


def third_worth(case: Case, state: State, common: Common, trade: TradePrices, rest: float) -> float:
    """Compute the present value of a unit of gain on third-country ties (eq. 31).

    ``rest`` is the export share of the rest of the world.
    """
    h, closed = case.hedger, maximum(1.0 - state.own.third_countries, 0.01)
    exports = weigh_speed(h.discount, case.trade.speed) * case.trade.eps_third * trade.rest
    flow = common.income * h.gain_rest * rest + exports
    return closed * flow / (h.discount + h.third_fade / closed)


def self_reliance_worth(
    case: Case, mass: Masses, state: State, trade: TradePrices, home_arms: float, third: float
) -> float:
    """Compute the present value of a unit of gain on self-reliance (eq. 27, 28, 31).

    A third each goes to know-how, third countries (worth ``third``) and the directive.
    """
    h = case.hedger
    pushed = weigh_speed(h.discount, case.trade.speed) * dot(trade.exports, mass.lifts)
    directive = pushed / ((1.0 + state.own.directive) * (h.discount + 1.0 - DIRECTIVE_KEEP))
    return (know_how_worth(case, home_arms) * h.know_how_own + third * h.third_own + directive) / 3.0


def lasting_prices(
    case: Case,
    scene: Scene,
    offers: PerPatron[Offer],
    state: State,
    prospect: Prospect,
    common: Common,
    prices: PerPatron[Prices],
) -> PerPatron[Prices]:
    """Compute the prices of all patrons' sides with the debts and the park that they leave behind."""
    conditions = each(
        lambda view, rivals: park_conditions(case, view, rivals), scene.views, others(scene.views)
    )
    parks = tuple(park_worth(case, state, common.income, c) for c in conditions)
    return each(
        lambda *side: add_debts(case, *side),
        scene.views, offers, prices, prospect.exports, prospect.imports, parks,
    )  # fmt: skip


def worth(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Compute each package's worth: the annuity of a unit of effort this quarter (eq. 22)."""
    h, views, strain, prospect = (
        case.hedger,
        scene.views,
        scene.climate.strain,
        expect(case, fixed, scene, offers, state),
    )
    alone, omega = common_prices(case, weights, scene.rivalry, prospect)
    common, bound = bonds(case, prospect, alone)
    fleeting = all_prices(case, scene.rivalry, prospect, common, bound, omega)
    price = lasting_prices(case, scene, offers, state, prospect, common, fleeting)
    trade = trade_prices(case, prospect, common, price)
    eager, third = (
        compute_eagerness(views, offers),
        third_worth(case, state, common, trade, prospect.stocks.exports_rest),
    )
    supply = tuple(
        supply_worth(case, v.patron, p.arms, common.arms, eager) for v, p in zip(views, price, strict=True)
    )
    drifts = others(each(lambda *side: drift_worth(case, *side), views, offers, price, trade.all, supply))
    deeper = each(lambda *side: depth_worth(case, *side), views, offers, price, drifts)
    bolder = each(lambda *side: conduct_worth(case, *side), views, offers, price, drifts)
    slopes = tuple(conduct_slopes(case, v, strain) for v in views)
    door = case.mechanisms.third_countries * h.third_open * 0.5 * third
    doors = tuple(door * v.patron.reach for v in views)
    secure = each(lambda *side: security_worth(case, *side), views, offers, price, supply, deeper, doors)
    earned = tuple(
        economy_worth(case, *side, strain)
        for side in zip(views, offers, price, trade.all, deeper, doors, strict=True)
    )
    unit = h.discount * h.budget
    return Packages(
        security=tuple(
            unit * s + h.discount * slope[0] * b for s, slope, b in zip(secure, slopes, bolder, strict=True)
        ),
        economy=tuple(
            unit * e + h.discount * slope[1] * b for e, slope, b in zip(earned, slopes, bolder, strict=True)
        ),
        self_reliance=unit * self_reliance_worth(case, scene.masses, state, trade, common.arms, third),
    )

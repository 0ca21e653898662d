"""Shadow prices by finite differences: utility computed twice, before and after a step of one quantity.

The model derives them from eq. 13 and 18-21 (``shadow_prices``); this is what they must agree with.
"""

from typing import NamedTuple

from hedgesim.model.rules import patrons
from hedgesim.model.rules.expectation import expect
from hedgesim.model.rules.quarter import observe_world
from hedgesim.model.rules.shadow_prices import all_prices, bonds, common_prices
from hedgesim.model.rules.trade_shares import cut
from hedgesim.model.rules.welfare import appraise, normalise_weights
from hedgesim.model.state import Case, Draws, Fixed, Pairs, Prices, Prospect, State, Weights


class Quarter(NamedTuple):
    """What prices depend on."""

    case: Case
    weights: Weights
    rivalry: Pairs
    prospect: Prospect


def quarter_to_price(case: Case, fixed: Fixed, state: State, draws: Draws, aims: Weights) -> Quarter:
    """What the hedger expects of a quarter, with the weights that a strategy decides with."""
    scene = observe_world(case, fixed, state, draws)
    offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
    own = normalise_weights(case.hedger, fixed.opening)
    weights = Weights(own.security * aims.security, own.economy * aims.economy, own.autonomy * aims.autonomy)
    return Quarter(case, weights, scene.rivalry, expect(case, fixed, scene, offers, state))


def derived_prices(q: Quarter) -> list[float]:
    """Prices of the rules: those of each patron's side, of home-made arms and of the park."""
    alone, omega = common_prices(q.case, q.weights, q.rivalry, q.prospect)
    common, bound = bonds(q.case, q.prospect, alone)
    prices = all_prices(q.case, q.rivalry, q.prospect, common, bound, omega)
    own = [common.arms, common.income * q.case.hedger.gain_park]
    return [*(number for price in prices for number in price), *own]


def difference_prices(q: Quarter, step: float) -> list[float]:
    """The same prices by finite differences."""
    before = utility_of(q, q.prospect)
    moved = [
        moved_side(q.prospect, k, name, step) for k in range(len(q.prospect.sides)) for name in Prices._fields
    ]
    stocks = q.prospect.stocks
    moved += [
        q.prospect._replace(stocks=stocks._replace(home_arms=stocks.home_arms + step)),
        q.prospect._replace(stocks=stocks._replace(park=stocks.park + step)),
    ]
    return [(utility_of(q, prospect) - before) / step for prospect in moved]


def moved_side(prospect: Prospect, place: int, name: str, step: float) -> Prospect:
    """The prospect with a step of one quantity of one patron; trade is moved before it is stopped."""
    if name in {"exports", "imports"}:
        shares = list(getattr(prospect, name))
        shares[place] += step
        return prospect._replace(**{name: tuple(shares)})
    sides = list(prospect.sides)
    sides[place] = sides[place]._replace(**{name: getattr(sides[place], name) + step})
    return prospect._replace(sides=tuple(sides))


def utility_of(q: Quarter, prospect: Prospect) -> float:
    """Utility of a prospect; what coercion and embargoes stop follows from it."""
    sides = tuple(
        side._replace(
            exports=x * (1.0 - cut(p, p.embargo_exports, side.coercion)),
            imports=m * (1.0 - cut(p, p.embargo_imports, side.coercion)),
        )
        for side, p, x, m in zip(
            prospect.sides, q.case.patrons, prospect.exports, prospect.imports, strict=True
        )
    )
    return appraise(q.case, q.weights, q.rivalry, sides, prospect.stocks)[0].utility

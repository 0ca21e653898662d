"""What prices and worths must agree with: utility computed twice, and worth over all joint moods.

The model derives prices from eq. 13 and 18-21 (``shadow_prices``); here they are finite differences.
"""

from collections.abc import Mapping
from itertools import product
from math import exp
from typing import NamedTuple

from hedgesim.model.rules import patrons
from hedgesim.model.rules.effort import each_package
from hedgesim.model.rules.effort_value import worth
from hedgesim.model.rules.expectation import expect
from hedgesim.model.rules.moods import expect_cold
from hedgesim.model.rules.quarter import observe_world
from hedgesim.model.rules.shadow_prices import all_prices, bonds, common_prices, trade_prices
from hedgesim.model.rules.welfare import appraise, normalise_weights
from hedgesim.model.state import (
    Case,
    Draws,
    Fixed,
    Offer,
    Packages,
    Pairs,
    PerPatron,
    Prices,
    Prospect,
    Scene,
    State,
    Weights,
)


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
    """Prices of the rules: of each patron's side, home-made arms, the park, log trade with each partner."""
    alone, omega = common_prices(q.case, q.weights, q.rivalry, q.prospect)
    common, bound = bonds(q.case, q.prospect, alone)
    prices = all_prices(q.case, q.rivalry, q.prospect, common, bound, omega)
    own = [common.arms, common.income * q.case.hedger.gain_park]
    trade = trade_prices(q.case, q.prospect, common, prices)
    return [
        *(number for price in prices for number in price),
        *own,
        *trade.exports,
        *trade.imports,
        trade.rest,
    ]


def difference_prices(q: Quarter, step: float) -> list[float]:
    """The same prices by finite differences."""
    before, patrons_ = utility_of(q, q.prospect), range(len(q.prospect.sides))
    stocks, moved = (
        q.prospect.stocks,
        [moved_side(q.prospect, k, n, step) for k in patrons_ for n in Prices._fields],
    )
    moved += [
        q.prospect._replace(stocks=stocks._replace(home_arms=stocks.home_arms + step)),
        q.prospect._replace(stocks=stocks._replace(park=stocks.park + step)),
        *(moved_trade(q.prospect, {"exports": k}, step) for k in patrons_),
        *(moved_trade(q.prospect, {"imports": k}, step) for k in patrons_),
        moved_trade(q.prospect, {"exports": len(patrons_), "imports": len(patrons_)}, step),
    ]
    return [(utility_of(q, prospect) - before) / step for prospect in moved]


def moved_side(prospect: Prospect, place: int, name: str, step: float) -> Prospect:
    """The prospect with a step of one quantity of one patron."""
    sides = list(prospect.sides)
    sides[place] = sides[place]._replace(**{name: getattr(sides[place], name) + step})
    return prospect._replace(sides=tuple(sides))


def moved_trade(prospect: Prospect, places: Mapping[str, int], step: float) -> Prospect:
    """The prospect with a step of log trade with a partner, the rest of the world being the last."""
    for name, place in places.items():
        rest = {"exports": prospect.stocks.exports_rest, "imports": prospect.imports_rest}[name]
        shares = [getattr(side, name) for side in prospect.sides] + [rest]
        shares[place] *= exp(step)
        *first, rest = (share / sum(shares) for share in shares)
        sides = tuple(s._replace(**{name: x}) for s, x in zip(prospect.sides, first, strict=True))
        stocks = prospect.stocks._replace(**({"exports_rest": rest} if name == "exports" else {}))
        prospect = prospect._replace(sides=sides, stocks=stocks)
    return prospect


def utility_of(q: Quarter, prospect: Prospect) -> float:
    """Utility of a prospect."""
    return appraise(q.case, q.weights, q.rivalry, prospect.sides, prospect.stocks)[0].utility


def weigh_joint_moods(
    case: Case, weights: Weights, fixed: Fixed, scene: Scene, offers: PerPatron[Offer], state: State
) -> Packages:
    """Worth over all 2^N joint moods by their probability: what ``choice.worth_over_moods`` stands for."""
    chances = [expect_cold(case, v.patron, v.belief) for v in scene.views]
    value: Packages | None = None
    for moods in product((0.0, 1.0), repeat=len(chances)):
        part = 1.0
        for mood, chance in zip(moods, chances, strict=True):
            part *= chance if mood else 1.0 - chance
        sides = zip(scene.views, offers, moods, strict=True)
        imagined = tuple(patrons.imagine_mood(case, *side) for side in sides)
        found = worth(case, weights, fixed, scene, imagined, state)
        weighed = each_package(lambda x, part=part: part * x, found)
        value = weighed if value is None else each_package(lambda x, y: x + y, value, weighed)
    assert value is not None
    return value

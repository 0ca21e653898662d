"""Worth of effort by imagining: utility computed twice, before and after a step of effort (eq. 22).

The model prices small steps instead (``shadow_prices``); this is what it must agree with.
"""

from typing import NamedTuple

from hedgesim.model.arithmetic import sqrt
from hedgesim.model.rules.expectation import drilling, economic_gain, unmet_need
from hedgesim.model.rules.patrons import compute_bid, courting, threat
from hedgesim.model.rules.trade_shares import cut, demand, lift, pull, rest_mass, rest_of, supply, targets
from hedgesim.model.rules.welfare import appraise
from hedgesim.model.state import (
    Case,
    Fixed,
    Masses,
    Offer,
    Packages,
    PerPatron,
    Scene,
    Situation,
    State,
    Stocks,
    Weights,
)
from hedgesim.model.strategies import pack_shares


class Quarter(NamedTuple):
    """All that an imagined quarter starts from."""

    case: Case
    weights: Weights
    fixed: Fixed
    scene: Scene
    offers: PerPatron[Offer]
    state: State


def imagined_worth(q: Quarter, step: float) -> Packages:
    """Utility that each package adds per unit of effort."""
    count = 2 * len(q.offers) + 1
    now = utility_after(q, pack_shares((0.0,) * count))
    efforts = [pack_shares([step if k == at else 0.0 for k in range(count)]) for at in range(count)]
    return pack_shares([(utility_after(q, effort) - now) / step for effort in efforts])


def utility_after(q: Quarter, effort: Packages) -> float:
    """Utility of a quarter after effort on each package, everything quick at its rest point."""
    case, h, strain = q.case, q.case.hedger, q.scene.climate.strain
    unmet, own = unmet_need(case, q.scene.views, q.offers), q.state.own
    part = effort.self_reliance / 3.0
    home, deeper, ties = own.home_arms + part * h.know_how_own * h.make / h.wear, [], []
    for k, (view, offer) in enumerate(zip(q.scene.views, q.offers, strict=True)):
        p, tie = view.patron, view.tie
        ds = effort.security[k] * p.receptivity_security * (1.0 - tie.security) * drilling(case)
        de = effort.economy[k] * economic_gain(p, tie, offer.coercion, strain)
        taught = case.mechanisms.coproduction * p.arms_access * (1.0 - offer.threat) * p.transfer * ds
        home += (1.0 + h.substitution * unmet) * taught * h.learn / h.know_how_fade * h.make / h.wear
        deeper.append(0.5 * ds + 0.25 * de * (1.0 + view.market.framework))
        ties.append((ds, de))
    third = own.third_countries + part * h.third_own * (1.0 - own.third_countries)
    sides, pulls = [], []
    for k, (view, offer) in enumerate(zip(q.scene.views, q.offers, strict=True)):
        p, tie, (ds, de) = view.patron, view.tie, ties[k]
        rivals = zip(view.rivalry, deeper[:k] + deeper[k + 1 :], strict=True)
        seen = offer.drift + sum(r * d for r, d in rivals)
        coercion, economy = threat(p, case.response, seen)[0], tie.economy + de
        supply = p.arms_access * (1.0 - coercion) * (1.0 - p.transfer)
        sides.append(
            Situation(
                tie.security + ds,
                economy,
                coercion,
                courting(offer.rent, view.engagement + deeper[k], compute_bid(p, seen)[0], coercion),
                offer.credit * sqrt(economy) * (1.0 - coercion),
                tie.arms + supply * ds * h.buy / h.wear,
                0.0,
                0.0,
                tie.debt,
                view.market.terms,
            )
        )
        pulls.append(pull(case.trade, q.fixed.origins[k], view.market.log_terms, economy, coercion))
    out, into = targets(q.fixed, masses_after(q, own.directive + part * h.directive_own, third), tuple(pulls))
    placed = tuple(
        side._replace(
            exports=x * (1.0 - cut(p, p.embargo_exports, side.coercion)),
            imports=m * (1.0 - cut(p, p.embargo_imports, side.coercion)),
        )
        for side, p, x, m in zip(sides, case.patrons, out, into, strict=True)
    )
    stocks = Stocks(home, own.park, third, rest_of(out))
    return appraise(case, q.weights, q.scene.rivalry, placed, stocks)[0].utility


def masses_after(q: Quarter, push: float, third: float) -> Masses:
    """What trade shares are drawn from once self-reliance has pushed exports."""
    strength = q.case.mechanisms.directive * q.case.hedger.directive
    lifts = [lift(q.case.hedger, push, strength, t.exports, t.imports) for t in q.state.ties]
    sides = list(zip(q.case.patrons, q.fixed.origins, strict=True))
    exports = [demand(q.case, p, o, lifted) for (p, o), lifted in zip(sides, lifts, strict=True)]
    imports = [supply(q.case, p, o) for p, o in sides]
    return Masses(tuple(exports), tuple(imports), tuple(lifts), rest_mass(q.case.trade, q.fixed, third))

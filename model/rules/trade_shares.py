"""Goods trade in shares: gravity, slow contracts, embargoes at once (eq. 28).

Shares are relative to the start: a partner's start share is multiplied by what has changed since, so
that without change the start's shares are the rest point and no constant has to be solved for.
"""

from ..arithmetic import exp, logistic, maximum, minimum, toward
from ..state import Case, Fixed, Hedger, Masses, Origin, Patron, State, Three, Trade


def pull(trade: Trade, origin: Origin, log_terms: float, economy: float, coercion: float) -> float:
    """Return what multiplies a partner's start share: better terms, deeper tie, less coercion (eq. 28)."""
    return exp(
        trade.eps_framework * (log_terms - origin.log_terms)
        + trade.eps_economy * (economy - origin.economy)
        - trade.eps_coercion * (coercion - origin.coercion)
    )


def lift(hedger: Hedger, push: float, strength: float, exports: float, imports: float) -> float:
    """Return log push of exports towards a partner with a deficit (eq. 28, M12).

    Parameters
    ----------
    hedger : Hedger
        Where and how sharply the push sets in.
    push, strength : float
        What self-reliance has added, and the directive's own strength.
    exports, imports : float
        Trade shares with the partner.
    """
    ratio = imports / maximum(exports, 1e-6)
    return strength * (1.0 + push) * logistic(hedger.deficit_sharpness * (ratio - hedger.deficit_ratio))


def rest_mass(trade: Trade, fixed: Fixed, third_countries: float) -> float:
    """Return what third-country ties multiply the share of the rest of the world by (eq. 28)."""
    return exp(trade.eps_third * (third_countries - fixed.third_countries))


def shares(weights: Three[float], rest: float) -> Three[float]:
    """Compute the logit shares of the three partners, the rest of the world beside them (eq. 28)."""
    # the small number only keeps 0/0 away where nobody trades
    share = 1.0 / (weights.first + weights.second + weights.third + rest + 1e-12)
    return Three(weights.first * share, weights.second * share, weights.third * share)


def rest_of(shares_: Three[float]) -> float:
    """Return what three shares leave of 1 for the rest of the world."""
    return maximum(0.0, 1.0 - shares_.first - shares_.second - shares_.third)


def cut(patron: Patron, embargo: float, coercion: float) -> float:
    """Compute the part of trade with a patron that an embargo or coercion stops at once (eq. 28)."""
    return maximum(embargo, patron.blockade * coercion)


def found_elsewhere(rerouted: float, lost: float, speed: float) -> float:
    """Compute the cut trade that has found other partners: gained slowly, at most all cut (eq. 28)."""
    return minimum(lost, toward(rerouted, lost, speed))


def redirect_trade(
    contracts: Three[float], cuts: Three[float], rerouted: float
) -> tuple[Three[float], float]:
    """Return goods actually traded, as shares of the trade without any cut (eq. 28).

    Parameters
    ----------
    contracts : Three[float]
        Contract shares; the rest of the world has what is left of 1.
    cuts : Three[float]
        Part of each that is stopped.
    rerouted : float
        Stopped trade that has found other partners; it goes to the open ones in proportion.

    Returns
    -------
    Three[float], float
        With each patron, and with the rest of the world.
    """
    x = contracts.first * (1.0 - cuts.first)
    y = contracts.second * (1.0 - cuts.second)
    z = contracts.third * (1.0 - cuts.third)
    rest = rest_of(contracts)
    grown = 1.0 + rerouted / (x + y + z + rest + 1e-12)
    return Three(x * grown, y * grown, z * grown), rest * grown


def stopped_share(contracts: Three[float], cuts: Three[float]) -> float:
    """Compute the part of all trade that is stopped."""
    return contracts.first * cuts.first + contracts.second * cuts.second + contracts.third * cuts.third


def supply(case: Case, patron: Patron, origin: Origin) -> float:
    """Compute the start share of imports from a patron, changed by its economic mass (eq. 28)."""
    return origin.imports * exp(case.trade.eps_supply * patron.mass)


def demand(case: Case, patron: Patron, origin: Origin, lifted: float) -> float:
    """Compute the start share of exports to a patron, changed by its mass and the push (eq. 28, M12)."""
    return origin.exports * exp(lifted - origin.lift + case.trade.eps_demand * patron.mass)


def masses(case: Case, fixed: Fixed, state: State) -> Masses:
    """Return what trade shares are drawn from, after growth, push and third-country ties (eq. 28, M12)."""
    h, o, t, push, p = case.hedger, fixed.origins, state.ties, state.own.directive, case.patrons
    strength = case.mechanisms.directive * h.directive
    x = lift(h, push, strength, t.first.exports, t.first.imports)
    y = lift(h, push, strength, t.second.exports, t.second.imports)
    z = lift(h, push, strength, t.third.exports, t.third.imports)
    exports = Three(
        demand(case, p.first, o.first, x),
        demand(case, p.second, o.second, y),
        demand(case, p.third, o.third, z),
    )
    imports = Three(
        supply(case, p.first, o.first), supply(case, p.second, o.second), supply(case, p.third, o.third)
    )
    return Masses(exports, imports, Three(x, y, z), rest_mass(case.trade, fixed, state.own.third_countries))


def targets(fixed: Fixed, mass: Masses, pulls: Three[float]) -> tuple[Three[float], Three[float]]:
    """Compute the export and import shares that contracts move to, from each partner's pull (eq. 28)."""
    m, n = mass.exports, mass.imports
    out = shares(
        Three(m.first * pulls.first, m.second * pulls.second, m.third * pulls.third),
        fixed.exports_rest * mass.rest,
    )
    into = shares(
        Three(n.first * pulls.first, n.second * pulls.second, n.third * pulls.third),
        fixed.imports_rest * mass.rest,
    )
    return out, into

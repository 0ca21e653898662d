"""Goods trade in shares: gravity, slow contracts, immediate embargoes (eq. 28).

A partner's start share is multiplied by the effect of all changes since the start. Without changes the start
shares are therefore the rest point, and no gravity constants have to be calibrated.
"""

from ..arithmetic import exp, logistic, maximum, minimum, toward
from ..state import Case, Fixed, Hedger, Masses, Origin, Patron, State, Three, Trade


def pull(trade: Trade, origin: Origin, log_terms: float, economy: float, coercion: float) -> float:
    """Compute the factor on a partner's start share from changes in terms, tie and coercion (eq. 28)."""
    return exp(
        trade.eps_framework * (log_terms - origin.log_terms)
        + trade.eps_economy * (economy - origin.economy)
        - trade.eps_coercion * (coercion - origin.coercion)
    )


def lift(hedger: Hedger, push: float, strength: float, exports: float, imports: float) -> float:
    """Compute the directive's log push of exports to a partner with a trade deficit (eq. 28, M12).

    Parameters
    ----------
    hedger : Hedger
        Traits of the hedger; its ``deficit_ratio`` and ``deficit_sharpness`` are used.
    push, strength : float
        Stock of push from self-reliance (D), and strength of the directive.
    exports, imports : float
        Trade shares with the partner.
    """
    ratio = imports / maximum(exports, 1e-6)
    return strength * (1.0 + push) * logistic(hedger.deficit_sharpness * (ratio - hedger.deficit_ratio))


def rest_mass(trade: Trade, fixed: Fixed, third_countries: float) -> float:
    """Compute the factor of third-country ties on the share of the rest of the world (eq. 28)."""
    return exp(trade.eps_third * (third_countries - fixed.third_countries))


def shares(weights: Three[float], rest: float) -> Three[float]:
    """Compute the shares of the three partners in trade, from weights that include the rest (eq. 28)."""
    # the small number only keeps 0/0 away where nobody trades
    share = 1.0 / (weights.first + weights.second + weights.third + rest + 1e-12)
    return Three(weights.first * share, weights.second * share, weights.third * share)


def rest_of(shares_: Three[float]) -> float:
    """Compute the share of the rest of the world: 1 minus the three shares, at least 0."""
    return maximum(0.0, 1.0 - shares_.first - shares_.second - shares_.third)


def cut(patron: Patron, embargo: float, coercion: float) -> float:
    """Compute the fraction of trade with a patron that an embargo or coercion stops at once (eq. 28)."""
    return maximum(embargo, patron.blockade * coercion)


def found_elsewhere(rerouted: float, lost: float, speed: float) -> float:
    """Compute the stopped trade that has found other partners: it grows slowly, up to ``lost`` (eq. 28)."""
    return minimum(lost, toward(rerouted, lost, speed))


def redirect_trade(
    contracts: Three[float], cuts: Three[float], rerouted: float
) -> tuple[Three[float], float]:
    """Compute goods actually traded, as shares of trade without any cut (eq. 28).

    Parameters
    ----------
    contracts : Three[float]
        Contract shares of the patrons; the rest of the world has the remainder to 1.
    cuts : Three[float]
        Fraction of each share that is stopped.
    rerouted : float
        Stopped trade that has found other partners: it is added to all open trade in proportion.

    Returns
    -------
    Three[float], float
        Trade with each patron, and with the rest of the world.
    """
    x = contracts.first * (1.0 - cuts.first)
    y = contracts.second * (1.0 - cuts.second)
    z = contracts.third * (1.0 - cuts.third)
    rest = rest_of(contracts)
    grown = 1.0 + rerouted / (x + y + z + rest + 1e-12)
    return Three(x * grown, y * grown, z * grown), rest * grown


def stopped_share(contracts: Three[float], cuts: Three[float]) -> float:
    """Compute the fraction of all trade that is stopped."""
    return contracts.first * cuts.first + contracts.second * cuts.second + contracts.third * cuts.third


def supply(case: Case, patron: Patron, origin: Origin) -> float:
    """Compute the start share of imports from a patron times the effect of its mass (eq. 28)."""
    return origin.imports * exp(case.trade.eps_supply * patron.mass)


def demand(case: Case, patron: Patron, origin: Origin, lifted: float) -> float:
    """Compute the start share of exports to a patron times the effects of mass and push (eq. 28, M12)."""
    return origin.exports * exp(lifted - origin.lift + case.trade.eps_demand * patron.mass)


def masses(case: Case, fixed: Fixed, state: State) -> Masses:
    """Compute the masses of trade: start shares after growth, push and third-country ties (eq. 28, M12)."""
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
    """Compute the target shares of exports and imports from masses and each partner's pull (eq. 28)."""
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

"""Goods trade in shares: gravity, slow contracts, immediate embargoes (eq. 28).

A partner's start share is multiplied by the effect of all changes since the start. Without changes the start
shares are therefore the rest point, and no gravity constants have to be calibrated.
"""

from ..arithmetic import dot, exp, logistic, maximum, minimum, remainder, total, toward
from ..state import Case, Fixed, Masses, Origin, Patron, PerPatron, StartTie, State, Tie, Trade

DEFICIT_RATIO = 2.0  # imports to exports at which the push is half; from 1.2 to 3 utility moves by .0011
DEFICIT_SHARPNESS = 4.0  # per ratio; from 1 to 8 it moves utility by less than .001


def pull(trade: Trade, origin: Origin, log_terms: float, economy: float, coercion: float) -> float:
    """Compute the factor on a partner's start share from changes in terms, tie and coercion (eq. 28)."""
    return exp(
        trade.eps_framework * (log_terms - origin.log_terms)
        + trade.eps_economy * (economy - origin.economy)
        - trade.eps_coercion * (coercion - origin.coercion)
    )


def lift(push: float, strength: float, exports: float, imports: float) -> float:
    """Compute the directive's log push towards a partner with a trade deficit (eq. 28, M12).

    Parameters
    ----------
    push, strength : float
        Stock of push from self-reliance (D), and strength of the directive.
    exports, imports : float
        Trade shares with the partner.
    """
    ratio = imports / maximum(exports, 1e-6)
    return strength * (1.0 + push) * logistic(DEFICIT_SHARPNESS * (ratio - DEFICIT_RATIO))


def rest_mass(trade: Trade, fixed: Fixed, third_countries: float) -> float:
    """Compute the factor of third-country ties on the share of the rest of the world (eq. 28)."""
    return exp(trade.eps_third * (third_countries - fixed.third_countries))


def shares(weights: PerPatron[float], rest: float) -> PerPatron[float]:
    """Compute the shares of the patrons in trade, from weights of theirs and of the rest (eq. 28)."""
    # the small number only keeps 0/0 away where nobody trades
    share = 1.0 / total([*weights, rest, 1e-12])
    return tuple(weight * share for weight in weights)


def rest_of(shares_: PerPatron[float]) -> float:
    """Compute the share of the rest of the world: 1 minus the patrons' shares, at least 0."""
    return maximum(0.0, remainder(shares_))


def cut(patron: Patron, embargo: float, coercion: float) -> float:
    """Compute the fraction of trade with a patron that an embargo or coercion stops at once (eq. 28)."""
    return maximum(embargo, patron.blockade * coercion)


def found_elsewhere(rerouted: float, lost: float, speed: float) -> float:
    """Compute the stopped trade that has found other partners: it grows slowly, up to ``lost`` (eq. 28)."""
    return minimum(lost, toward(rerouted, lost, speed))


def redirect_trade(
    contracts: PerPatron[float], cuts: PerPatron[float], rerouted: float
) -> tuple[PerPatron[float], float]:
    """Compute goods actually traded, as shares of trade without any cut (eq. 28).

    Parameters
    ----------
    contracts : PerPatron[float]
        Contract shares of the patrons; the rest of the world has the remainder to 1.
    cuts : PerPatron[float]
        Fraction of each share that is stopped.
    rerouted : float
        Stopped trade that has found other partners: it is added to all open trade in proportion.

    Returns
    -------
    PerPatron[float], float
        Trade with each patron, and with the rest of the world.
    """
    open_trade = tuple(share * (1.0 - stopped) for share, stopped in zip(contracts, cuts, strict=True))
    rest = rest_of(contracts)
    # the small number only keeps 0/0 away where all trade is stopped
    grown = 1.0 + rerouted / total([*open_trade, rest, 1e-12])
    return tuple(share * grown for share in open_trade), rest * grown


def stopped_share(contracts: PerPatron[float], cuts: PerPatron[float]) -> float:
    """Compute the fraction of all trade that is stopped."""
    return dot(contracts, cuts)


def supply(case: Case, patron: Patron, origin: Origin) -> float:
    """Compute the start share of imports from a patron times the effect of its mass (eq. 28)."""
    return origin.imports * exp(case.trade.eps_supply * patron.mass)


def demand(case: Case, patron: Patron, origin: Origin, lifted: float) -> float:
    """Compute the start share of exports to a patron times the effects of mass and push (eq. 28, M12)."""
    pushed = (1.0 - case.hedger.directive_specialists) * (lifted - origin.lift)
    return origin.exports * exp(pushed + case.trade.eps_demand * patron.mass)


def all_lifts(case: Case, push: float, ties: PerPatron[Tie] | PerPatron[StartTie]) -> PerPatron[float]:
    """Compute the directive's log push towards each patron (eq. 28, M12); ``push`` is D, see :func:`lift`."""
    strength = case.mechanisms.directive * case.hedger.directive
    return tuple(lift(push, strength, t.exports, t.imports) for t in ties)


def masses(case: Case, fixed: Fixed, state: State, lifts: PerPatron[float]) -> Masses:
    """Compute the masses of trade: start shares after growth, push and third-country ties (eq. 28, M12)."""
    return Masses(
        exports=tuple(
            demand(case, p, o, lifted)
            for p, o, lifted in zip(case.patrons, fixed.origins, lifts, strict=True)
        ),
        imports=tuple(supply(case, p, o) for p, o in zip(case.patrons, fixed.origins, strict=True)),
        lifts=lifts,
        rest=rest_mass(case.trade, fixed, state.own.third_countries),
    )


def targets(
    fixed: Fixed, mass: Masses, pull_out: PerPatron[float], pull_in: PerPatron[float]
) -> tuple[PerPatron[float], PerPatron[float]]:
    """Compute the target shares of exports and imports from masses and partners' pulls on both (eq. 28)."""
    exports = tuple(m * pulled for m, pulled in zip(mass.exports, pull_out, strict=True))
    imports = tuple(m * pulled for m, pulled in zip(mass.imports, pull_in, strict=True))
    return shares(exports, fixed.exports_rest * mass.rest), shares(imports, fixed.imports_rest * mass.rest)

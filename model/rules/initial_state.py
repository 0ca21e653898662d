"""Initialization: the start state of a run and the constants derived from it (ODD section 5)."""

from ..arithmetic import log, maximum
from ..state import (
    Case,
    Climate,
    Fixed,
    HedgerStocks,
    Origin,
    Packages,
    Patron,
    Situation,
    Start,
    StartTie,
    State,
    Stocks,
    Three,
    Tie,
)
from .effort import scale_packages, sum_packages
from .expectation import drilling
from .influence import with_leverage
from .market_access import worth_of_terms
from .regimes import influence_shares, strongest
from .trade_shares import lift, rest_of
from .welfare import appraise


def origin(case: Case, start: Start, tie: StartTie) -> Origin:
    """Compute the reference for trade with a patron: shares and terms at the start (eq. 28)."""
    terms = worth_of_terms(case.trade.mfn, tie.framework, tie.barrier)
    strength = start.hedger.directive
    return Origin(
        tie.exports,
        tie.imports,
        tie.economy,
        tie.coercion,
        log(terms),
        lift(case.hedger, 0.0, strength, tie.exports, tie.imports),
    )


def need_security(case: Case, patron: Patron, tie: StartTie) -> float:
    """Compute the effort share that keeps a security tie constant (rest point of eq. 25, 26)."""
    reach = case.hedger.budget * patron.receptivity_security * (1.0 - tie.security) * drilling(case)
    return patron.decay * tie.security / maximum(reach, 1e-9)


def need_economy(case: Case, patron: Patron, tie: StartTie) -> float:
    """Compute the effort share that keeps an economic tie constant (rest point of eq. 25)."""
    open_to = maximum(0.0, 1.0 - patron.conditionality * case.world.strain) * (1.0 - tie.coercion)
    reach = case.hedger.budget * patron.receptivity_economy * (1.0 - tie.economy) * open_to
    return patron.decay * tie.economy / maximum(reach, 1e-9)


def start_effort(case: Case, start: Start) -> Packages:
    """Compute effort shares that keep the start's ties constant; the rest is self-reliance (ODD section 5).

    If the budget is too small for all ties, the shares are scaled to sum to 1 and the ties decline.
    """
    p, t = case.patrons, start.patrons
    need = Packages(
        need_security(case, p.first, t.first),
        need_security(case, p.second, t.second),
        need_security(case, p.third, t.third),
        need_economy(case, p.first, t.first),
        need_economy(case, p.second, t.second),
        need_economy(case, p.third, t.third),
        0.0,
    )
    needed = sum_packages(need)
    kept = scale_packages(need, 1.0 / maximum(needed, 1.0))
    return Packages(
        kept.security_first,
        kept.security_second,
        kept.security_third,
        kept.economy_first,
        kept.economy_second,
        kept.economy_third,
        maximum(0.0, 1.0 - needed),
    )


def first_tie(case: Case, patron: Patron, tie: StartTie, effort: float) -> Tie:
    """Build the tie at the start; its stock of exercises is the one that the start's effort sustains."""
    drilled = (
        case.mechanisms.joint_exercises * case.hedger.budget * effort / (1.0 - case.hedger.exercise_keep)
    )
    return Tie(
        tie.security,
        tie.economy,
        tie.coercion,
        tie.inducement,
        drilled,
        tie.arms,
        tie.exports,
        tie.imports,
        tie.debt,
        patron.agreement,
        0.0,
    )


def first_side(case: Case, tie: StartTie) -> Situation:
    """Build the inputs of utility from a patron's start values, with no investment."""
    return Situation(
        tie.security,
        tie.economy,
        tie.coercion,
        tie.inducement,
        0.0,
        tie.arms,
        tie.exports,
        tie.imports,
        tie.debt,
        worth_of_terms(case.trade.mfn, tie.framework, tie.barrier),
    )


def begin(case: Case, start: Start) -> tuple[Fixed, State]:
    """Compute the start state and the references that stay constant during a run.

    Parameters
    ----------
    case : Case
        Parameters in force in the first quarter.
    start : Start
        Start values.
    """
    t, h, p = start.patrons, start.hedger, case.patrons
    effort = start_effort(case, start)
    placed = Three(first_side(case, t.first), first_side(case, t.second), first_side(case, t.third))
    exports = rest_of(Three(t.first.exports, t.second.exports, t.third.exports))
    imports = rest_of(Three(t.first.imports, t.second.imports, t.third.imports))
    stocks = Stocks(h.home_arms, h.park, h.third_countries, exports)
    now, raw, omega = appraise(case, case.hedger.weights, case.rivalry, placed, stocks)
    fixed = Fixed(
        Three(origin(case, start, t.first), origin(case, start, t.second), origin(case, start, t.third)),
        exports,
        imports,
        h.third_countries,
        effort,
        strongest(influence_shares(raw)),
    )
    ties = Three(
        with_leverage(case.response, first_tie(case, p.first, t.first, effort.security_first), omega.first),
        with_leverage(
            case.response, first_tie(case, p.second, t.second, effort.security_second), omega.second
        ),
        with_leverage(case.response, first_tie(case, p.third, t.third, effort.security_third), omega.third),
    )
    own = HedgerStocks(h.know_how, h.home_arms, h.park, h.third_countries, 0.0, 0.0, 0.0, 0.0, now.strength)
    return fixed, State(ties, own, Climate(0.0, 0.0, 0.0, case.world.strain))

"""Initialization: the start state of a run and the constants derived from it (ODD section 5)."""

from ..arithmetic import log, logistic, maximum
from ..state import (
    Alert,
    Case,
    Climate,
    Dimensions,
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
    Tie,
    Weights,
)
from .effort import scale_packages, sum_packages
from .expectation import drilling, security_budget
from .influence import with_leverage
from .market_access import log_expected_terms, worth_of_terms
from .moods import compute_cold_share
from .patrons import compute_industry, meet_patrons
from .regimes import influence_shares, strongest
from .trade_shares import all_lifts, lift, rest_of
from .welfare import appraise


def origin(case: Case, start: Start, tie: StartTie) -> Origin:
    """Compute the reference for trade with a patron: shares and terms at the start (eq. 28)."""
    strength = start.hedger.directive
    return Origin(
        exports=tie.exports,
        imports=tie.imports,
        economy=tie.economy,
        coercion=tie.coercion,
        log_terms=log_expected_terms(case.trade.mfn, tie.framework, tie.barrier, tie.uncertainty),
        lift=lift(0.0, strength, tie.exports, tie.imports),
    )


def need_security(case: Case, patron: Patron, tie: StartTie) -> float:
    """Compute the effort share that keeps a security tie constant (rest point of eq. 25, 26)."""
    gain = security_budget(case, patron) * patron.receptivity_security
    reach = gain * (1.0 - tie.security) * drilling(case)
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
    need = Packages(
        security=tuple(need_security(case, p, t) for p, t in zip(case.patrons, start.patrons, strict=True)),
        economy=tuple(need_economy(case, p, t) for p, t in zip(case.patrons, start.patrons, strict=True)),
        self_reliance=0.0,
    )
    needed = sum_packages(need)
    affordable = scale_packages(need, 1.0 / maximum(needed, 1.0))
    return affordable._replace(self_reliance=maximum(0.0, 1.0 - needed))


def sustained_exercises(case: Case, patron: Patron, effort: float) -> float:
    """Compute the stock of exercises that the start's effort sustains (rest point of eq. 26)."""
    drilled = case.mechanisms.joint_exercises * security_budget(case, patron) * effort
    return drilled / (1.0 - case.hedger.exercise_keep)


def first_tie(case: Case, start: Start, patron: Patron, tie: StartTie, effort: tuple[float, float]) -> Tie:
    """Build the tie at the start, with the exercises that its effort sustains, and hopes as given.

    Mood and belief are the mean over moods. ``effort`` holds the start's shares on security and economy.
    """
    return Tie(
        security=tie.security,
        economy=tie.economy,
        coercion=tie.coercion,
        inducement=tie.inducement,
        exercises=sustained_exercises(case, patron, effort[0]),
        arms=tie.arms,
        exports=tie.exports,
        imports=tie.imports,
        debt=tie.debt,
        agreement=patron.agreement,
        leverage=0.0,
        effort_security=effort[0],
        effort_economy=effort[1],
        free_effort=effort[0] + effort[1],
        hope=start.hedger.hope * patron.fund,
        mood=compute_cold_share(patron),
        belief=compute_cold_share(patron),
    )


def first_side(case: Case, patron: Patron, tie: StartTie, effort: float) -> Situation:
    """Build the inputs of utility from a patron's start values, with no investment.

    ``effort`` is the start's share on its security tie.
    """
    return Situation(
        security=tie.security,
        economy=tie.economy,
        coercion=tie.coercion,
        inducement=tie.inducement,
        investment=0.0,
        arms=tie.arms,
        exports=tie.exports,
        imports=tie.imports,
        debt=tie.debt,
        terms=worth_of_terms(case.trade.mfn, tie.framework, tie.barrier),
        exercises=sustained_exercises(case, patron, effort),
    )


def first_stocks(start: Start, strength: float) -> HedgerStocks:
    """Build the hedger's own stocks at the start."""
    h = start.hedger
    return HedgerStocks(
        know_how=h.know_how,
        home_arms=h.home_arms,
        park=h.park,
        third_countries=h.third_countries,
        directive=0.0,
        found_exports=0.0,
        found_imports=0.0,
        log_gdp=0.0,
        strength=strength,
        alert=Alert(stage=0.0, alarm=0.0, calm=0.0),
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
    ties, h = start.patrons, start.hedger
    origins = tuple(origin(case, start, t) for t in ties)
    met = meet_patrons(case, origins, 0.0, all_lifts(case, 0.0, ties))
    effort, exports = start_effort(case._replace(patrons=met), start), rest_of(tuple(t.exports for t in ties))
    sides = tuple(
        first_side(case, p, t, e) for p, t, e in zip(case.patrons, ties, effort.security, strict=True)
    )
    stocks = Stocks(
        home_arms=h.home_arms, park=h.park, third_countries=h.third_countries, exports_rest=exports
    )
    now, raw, omega = appraise(case, case.hedger.weights, case.rivalry, sides, stocks)
    fixed = Fixed(
        origins=origins,
        exports_rest=exports,
        imports_rest=rest_of(tuple(t.imports for t in ties)),
        third_countries=h.third_countries,
        industry=compute_industry(h.know_how, h.home_arms),
        effort=effort,
        strongest=strongest(influence_shares(raw)),
        opening=Weights(security=log(h.security), economy=log(h.economy), autonomy=log(h.autonomy)),
    )
    efforts = zip(effort.security, effort.economy, strict=True)
    placed = tuple(
        first_tie(case, start, p, t, e) for p, t, e in zip(case.patrons, ties, efforts, strict=True)
    )
    return fixed, State(
        ties=tuple(with_leverage(case.response, t, o) for t, o in zip(placed, omega, strict=True)),
        own=first_stocks(start, now.strength),
        climate=Climate(tension=0.0, energy=0.0, funding=0.0, strain=case.world.strain, ruptured=0.0),
    )


def solve_threat_base(d: Dimensions, placed: float, index: float) -> float:
    """Compute the base threat at which security opens at ``index``; ``d`` is measured with ``placed``."""
    return d.strength * (1.0 - index) / index - (d.threat - placed)


def reach_security(d: Dimensions, placed: float, base: float) -> float:
    """Compute where security opens with another base threat than ``placed``."""
    return d.strength / (d.strength + d.threat - placed + base)


def solve_income_base(d: Dimensions, scale: float, index: float) -> float:
    """Compute the base income at which economy opens at ``index``."""
    return d.income + scale * log((1.0 - index) / index)


def reach_economy(d: Dimensions, scale: float, base: float) -> float:
    """Compute where economy opens with another base income."""
    return logistic((d.income - base) / scale)

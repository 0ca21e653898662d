"""State carried from quarter to quarter, constants of a run, and the random numbers of a quarter."""

from typing import NamedTuple

from .containers import Packages, PerPatron, Weights


class Tie(NamedTuple):
    """The tie with one patron at the end of a quarter; exports and imports are contract shares.

    ``effort_security`` and ``effort_economy`` are the shares of the quarter's effort, ``free_effort`` is the
    part of both that no patron forced, ``hope`` the investment that the hedger hopes for per root of the
    economic tie (eq. 33). ``mood`` is 1 while the patron is cold, ``belief`` the probability of that as the
    hedger sees it (eq. 35, 37).
    """

    security: float
    economy: float
    coercion: float
    inducement: float
    exercises: float
    arms: float
    exports: float
    imports: float
    debt: float
    agreement: float
    leverage: float
    effort_security: float
    effort_economy: float
    free_effort: float
    hope: float
    mood: float
    belief: float


class Alert(NamedTuple):
    """How far a strategy with triggers has come (eq. 39): 0 before the first, and one more after each.

    ``alarm`` counts quarters in a row in which the next trigger's level was reached, ``calm`` those in which
    the last one's sign was below its release.
    """

    stage: float
    alarm: float
    calm: float


class HedgerStocks(NamedTuple):
    """The hedger's own stocks; ``log_gdp`` is relative to the start, ``strength`` is C of eq. 18.

    ``found_exports`` and ``found_imports`` are stopped trade that has found other partners (eq. 28).
    """

    know_how: float
    home_arms: float
    park: float
    third_countries: float
    directive: float
    found_exports: float
    found_imports: float
    log_gdp: float
    strength: float
    alert: Alert


class Climate(NamedTuple):
    """Deviations of tension, log energy price and log funding from their paths, and the level of strain.

    ``ruptured`` is 1 from a rupture on, else 0 (eq. 1).
    """

    tension: float
    energy: float
    funding: float
    strain: float
    ruptured: float


class State(NamedTuple):
    """The complete state of a run at the end of a quarter."""

    ties: PerPatron[Tie]
    own: HedgerStocks
    climate: Climate


class Origin(NamedTuple):
    """Reference for trade with one patron: shares, ties and terms at the start (eq. 28)."""

    exports: float
    imports: float
    economy: float
    coercion: float
    log_terms: float
    lift: float


class Fixed(NamedTuple):
    """Constants of a run, computed once from the start values.

    They are references for trade, the start's arms industry (eq. 34), its effort
    shares, the strongest patron (1, the others 0), and the logarithms of the opening indices, against which
    utility is measured (eq. 21).
    """

    origins: PerPatron[Origin]
    exports_rest: float
    imports_rest: float
    third_countries: float
    industry: float
    effort: Packages
    strongest: PerPatron[float]
    opening: Weights


class Draws(NamedTuple):
    """Random numbers of one quarter: standard normals up to ``signs``, then uniforms on (0, 1)."""

    tension: float
    energy: float
    funding: float
    growth: float
    barrier: PerPatron[float]
    signs: PerPatron[float]
    crisis: float
    ladder: PerPatron[float]
    moods: PerPatron[float]
    rupture: float

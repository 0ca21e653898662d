"""What a run remembers from quarter to quarter, and the random numbers of one."""

from typing import NamedTuple

from .containers import Packages, Three


class Tie(NamedTuple):
    """The tie with one patron at the end of a quarter; exports and imports are contract shares."""

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


class Own(NamedTuple):
    """The hedger's own stocks; ``log_gdp`` is relative to the start, ``strength`` is C of eq. 18."""

    know_how: float
    home_arms: float
    park: float
    third_countries: float
    directive: float
    found_exports: float
    found_imports: float
    log_gdp: float
    strength: float


class Climate(NamedTuple):
    """Deviations of tension, log energy price and log funding from their paths; strain itself."""

    tension: float
    energy: float
    funding: float
    strain: float


class State(NamedTuple):
    """All that a run carries from one quarter into the next."""

    ties: Three[Tie]
    own: Own
    climate: Climate


class Origin(NamedTuple):
    """The reference for trade with one patron (eq. 28): the start's shares and terms."""

    exports: float
    imports: float
    economy: float
    coercion: float
    log_terms: float
    lift: float


class Fixed(NamedTuple):
    """What is solved once from the start: references of trade, the start's effort, who led."""

    origins: Three[Origin]
    exports_rest: float
    imports_rest: float
    third_countries: float
    effort: Packages
    strongest: Three[float]


class Draws(NamedTuple):
    """One quarter's random numbers: seven standard normals, then four uniforms on (0, 1)."""

    tension: float
    energy: float
    funding: float
    growth: float
    barrier_first: float
    barrier_second: float
    barrier_third: float
    crisis: float
    ladder_first: float
    ladder_second: float
    ladder_third: float

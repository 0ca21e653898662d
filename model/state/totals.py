"""Running totals of a run, from which its outcomes are computed."""

from typing import NamedTuple

from .containers import Pairs, PerPatron
from .record import Alignment, Stance


class Weighing(NamedTuple):
    """Weights of a quarter in the windows of a run: 1 within the last 4, 8 or 20 quarters, else 0."""

    last4: float
    last8: float
    last20: float


class Sums(NamedTuple):
    """Totals of one dimension: sum over all quarters, sum over the last 4, and smallest value."""

    all: float
    last: float
    least: float


class PatronSums(NamedTuple):
    """Totals of one patron: over all quarters, or (``_last``) over a window at the end of the run."""

    influence: float
    influence_last: float
    free_effort_last: float
    coercion: float
    inducement: float
    investment: float
    exports_last: float
    imports_last: float
    deficit_last: float
    debt_last: float
    deliveries_last: float
    exercises: float
    bandwidth: float
    dependence: float
    realised: float


class Spells(NamedTuple):
    """Spells, which are consecutive quarters in a regime.

    ``hedging``, ``away`` and ``bandwagon`` are the current numbers of consecutive quarters with hedging,
    without it, and with bandwagon; ``hedged`` is 1 once hedging has lasted, ``collapsed`` 1 once bandwagon
    has lasted after that; ``lost`` is the quarter in which hedging was lost, -1 if never.
    """

    hedging: float
    away: float
    bandwagon: float
    hedged: float
    lost: float
    collapsed: float


class Summary(NamedTuple):
    """All running totals of a run; ``parity`` counts the quarters that are aligned with neither of a pair."""

    security: Sums
    economy: Sums
    autonomy: Sums
    utility: Sums
    patrons: PerPatron[PatronSums]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value: float
    effective_patrons: float
    effort_entropy: float
    forced: float
    room_last: float
    reserve_last: float
    self_reliance_last: float
    rivalry_last: Pairs
    spells: Spells
    alignment: Alignment
    parity: Alignment
    stance: Stance

"""What is added up over a run."""

from typing import NamedTuple

from .containers import Pairs, Three


class Weighing(NamedTuple):
    """Which of a run's windows a quarter belongs to: 1 within the last 4, 8, 20 quarters, else 0."""

    last4: float
    last8: float
    last20: float


class Sums(NamedTuple):
    """Sum over all quarters, sum over the last 4, and smallest value of one dimension."""

    all: float
    last: float
    least: float


class PatronSums(NamedTuple):
    """What is added up of one patron."""

    influence: float
    influence_last: float
    coercion: float
    inducement: float
    investment: float
    exports_last: float
    imports_last: float
    deficit_last: float
    debt_last: float
    deliveries_last: float


class Spells(NamedTuple):
    """Runs of quarters in a regime: how long hedging lasted, when it was lost, whether it collapsed."""

    hedging: float
    away: float
    bandwagon: float
    hedged: float
    lost: float
    collapsed: float


class Summary(NamedTuple):
    """What is added up over a run, quarter by quarter (section 6)."""

    security: Sums
    economy: Sums
    autonomy: Sums
    utility: Sums
    patrons: Three[PatronSums]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value: float
    effort_entropy: float
    forced: float
    room_last: float
    rivalry_last: Pairs
    spells: Spells

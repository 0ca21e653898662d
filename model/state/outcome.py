"""Outcomes of a run; ``hedgesim.model.outcomes`` gives units and meanings."""

from typing import NamedTuple

from .containers import Pairs, PerPatron
from .record import Alignment, Stance


class DimensionOutcome(NamedTuple):
    """One dimension of a run: mean over quarters, mean of the last 4, minimum, worst decile, and its tail."""

    mean: float
    last: float
    min: float
    p10: float
    cvar10: float


class PatronOutcome(NamedTuple):
    """Outcomes of one patron; the last part of a name is the window: whole run or last quarters."""

    influence_mean: float
    export_share_last: float
    import_share_last: float
    deficit_last: float
    arms_share_last: float
    coercion_mean: float
    inducement_mean: float
    investment_sum: float
    debt_last: float
    exercises_mean: float
    bandwidth_mean: float
    dependence_mean: float
    realised_mean: float


class Outcome(NamedTuple):
    """All outcomes of a run; ``regime`` is a code, ``hedging_lost_quarter`` is -1 if never lost."""

    security: DimensionOutcome
    economy: DimensionOutcome
    autonomy: DimensionOutcome
    utility: DimensionOutcome
    patrons: PerPatron[PatronOutcome]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value_mean: float
    effort_entropy_mean: float
    forced_mean: float
    dominance_last: float
    reserve_last: float
    regime: float
    regime_margin: float
    hedging_lost_quarter: float
    effective_patrons_mean: float
    alignment: Alignment
    parity: Alignment
    tilt: Pairs
    stance: Stance

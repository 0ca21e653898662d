"""What a run reports."""

from typing import NamedTuple

from .containers import Three


class DimensionOutcome(NamedTuple):
    """One dimension over a run: time mean, mean of the last 4 quarters, minimum, worst decile."""

    mean: float
    last: float
    min: float
    p10: float


class PatronOutcome(NamedTuple):
    """One patron over a run; the last word of a name says over which window."""

    influence_mean: float
    export_share_last: float
    import_share_last: float
    deficit_last: float
    arms_share_last: float
    coercion_mean: float
    inducement_mean: float
    investment_sum: float
    debt_last: float


class Outcome(NamedTuple):
    """All that a run reports, as numbers; regimes by their codes, -1 where hedging was never lost."""

    security: DimensionOutcome
    economy: DimensionOutcome
    autonomy: DimensionOutcome
    utility: DimensionOutcome
    patrons: Three[PatronOutcome]
    home_arms_last: float
    know_how_last: float
    park_last: float
    third_countries_last: float
    gdp_last: float
    option_value_mean: float
    effort_entropy_mean: float
    forced_mean: float
    regime: float
    regime_margin: float
    hedging_lost_quarter: float

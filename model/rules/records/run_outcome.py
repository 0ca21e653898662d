"""Outcomes of a finished run, computed from its totals (regimes: ODD section 7)."""

from ...arithmetic import each, largest, minimum, total, where
from ...state import (
    Alignment,
    Case,
    DimensionOutcome,
    Fixed,
    Outcome,
    PatronOutcome,
    PatronSums,
    Stance,
    Summary,
    Sums,
)
from ..regimes import BANDWAGON, COLLAPSE, Signs, margin, read_signs, regime
from .record import tilt


def dimension(sums: Sums, worst: tuple[float, float], every: float, last: float) -> DimensionOutcome:
    """Compute the outcomes of one dimension; ``every`` and ``last`` are the numbers of quarters.

    ``worst`` holds the worst decile and the mean of the worst tenth.
    """
    return DimensionOutcome(
        mean=sums.all / every, last=sums.last / last, min=sums.least, p10=worst[0], cvar10=worst[1]
    )


def patron(sums: PatronSums, delivered: float, every: float, last: float) -> PatronOutcome:
    """Compute one patron's outcomes; ``delivered`` is all arms delivered in the last 20 quarters."""
    return PatronOutcome(
        influence_mean=sums.influence / every,
        export_share_last=sums.exports_last / last,
        import_share_last=sums.imports_last / last,
        deficit_last=sums.deficit_last / last,
        # the small number only keeps 0/0 away where nobody delivered arms
        arms_share_last=sums.deliveries_last / (delivered + 1e-300),
        coercion_mean=sums.coercion / every,
        inducement_mean=sums.inducement / every,
        investment_sum=sums.investment,
        debt_last=sums.debt_last / last,
        exercises_mean=sums.exercises / every,
        bandwidth_mean=sums.bandwidth / every,
        dependence_mean=sums.dependence / every,
        realised_mean=sums.realised / every,
    )


def average(sums: tuple[float, ...], every: float) -> tuple[float, ...]:
    """Divide totals by the number of quarters."""
    return each(lambda number: number / every, sums)


def average_alignment(sums: Alignment, every: float) -> Alignment:
    """Divide totals of every pair in every dimension by the number of quarters."""
    return Alignment._make(average(pairs, every) for pairs in sums)


def average_signs(fixed: Fixed, m: Summary, late: float) -> Signs:
    """Compute the signs that a run's regime is read from: means of its last ``late`` quarters."""
    return read_signs(
        room=m.room_last / late,
        alone=m.self_reliance_last / late,
        free=tuple(p.free_effort_last / late for p in m.patrons),
        rivalry=tuple(r / late for r in m.rivalry_last),
        share=tuple(p.influence_last / late for p in m.patrons),
        reserve=m.reserve_last / late,
        led=fixed.strongest,
    )


def compute_outcome(
    case: Case, fixed: Fixed, m: Summary, worst: tuple[tuple[float, float], ...], horizon: float
) -> Outcome:
    """Compute all outcomes of a run.

    Parameters
    ----------
    case : Case
        Parameters of the last quarter, of which the thresholds of regimes are used.
    fixed : Fixed
        Constants of the run, computed from the start values.
    m : Summary
        Totals of the run.
    worst : tuple of tuple of float
        Worst decile and mean of the worst tenth, of security, economy, autonomy and utility.
    horizon : float
        Number of quarters.
    """
    last, late = minimum(horizon, 4.0), minimum(horizon, 8.0)
    delivered = total([p.deliveries_last for p in m.patrons])
    signs = average_signs(fixed, m, late)
    code = regime(case.regimes, signs)
    aligned = average_alignment(m.alignment, horizon)
    fell = where(m.spells.collapsed > 0.5, where(code == BANDWAGON, 1.0, 0.0), 0.0)
    return Outcome(
        security=dimension(m.security, worst[0], horizon, last),
        economy=dimension(m.economy, worst[1], horizon, last),
        autonomy=dimension(m.autonomy, worst[2], horizon, last),
        utility=dimension(m.utility, worst[3], horizon, last),
        patrons=tuple(patron(p, delivered, horizon, last) for p in m.patrons),
        home_arms_last=m.home_arms_last / last,
        know_how_last=m.know_how_last / last,
        park_last=m.park_last / last,
        third_countries_last=m.third_countries_last / last,
        gdp_last=m.gdp_last / last,
        option_value_mean=m.option_value / horizon,
        effort_entropy_mean=m.effort_entropy / horizon,
        forced_mean=m.forced / horizon,
        dominance_last=largest(signs.share),
        reserve_last=signs.reserve,
        regime=where(fell > 0.5, COLLAPSE, code),
        regime_margin=margin(case.regimes, signs),
        hedging_lost_quarter=m.spells.lost,
        effective_patrons_mean=m.effective_patrons / horizon,
        alignment=aligned,
        parity=average_alignment(m.parity, horizon),
        tilt=each(tilt, aligned.security),
        stance=Stance._make(average(m.stance, horizon)),
    )

"""Outcomes of a finished run, computed from its totals (regimes: ODD section 7)."""

from ..arithmetic import minimum, where
from ..state import (
    Case,
    DimensionOutcome,
    Fixed,
    Outcome,
    Pairs,
    PatronOutcome,
    PatronSums,
    Summary,
    Sums,
    Three,
)
from .regimes import BANDWAGON, COLLAPSE, margin, regime


def dimension(sums: Sums, decile: float, every: float, last: float) -> DimensionOutcome:
    """Compute the outcomes of one dimension; ``every`` and ``last`` are the numbers of quarters."""
    return DimensionOutcome(sums.all / every, sums.last / last, sums.least, decile)


def patron(sums: PatronSums, delivered: float, every: float, last: float) -> PatronOutcome:
    """Compute one patron's outcomes; ``delivered`` is all arms delivered in the last 20 quarters."""
    return PatronOutcome(
        sums.influence / every,
        sums.exports_last / last,
        sums.imports_last / last,
        sums.deficit_last / last,
        # the small number only keeps 0/0 away where nobody delivered arms
        sums.deliveries_last / (delivered + 1e-300),
        sums.coercion / every,
        sums.inducement / every,
        sums.investment,
        sums.debt_last / last,
    )


def compute_outcome(
    case: Case, fixed: Fixed, m: Summary, deciles: tuple[float, float, float, float], horizon: float
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
    deciles : tuple of float
        Worst decile of security, economy, autonomy and utility.
    horizon : float
        Number of quarters.
    """
    last, late = minimum(horizon, 4.0), minimum(horizon, 8.0)
    x, y, z = m.patrons.first, m.patrons.second, m.patrons.third
    delivered = x.deliveries_last + y.deliveries_last + z.deliveries_last
    share = Three(x.influence_last / late, y.influence_last / late, z.influence_last / late)
    r = m.rivalry_last
    rivalry = Pairs(r.first_second / late, r.first_third / late, r.second_third / late)
    room = m.room_last / late
    code = regime(case.regimes, room, share, rivalry, fixed.strongest)
    fell = where(m.spells.collapsed > 0.5, where(code == BANDWAGON, 1.0, 0.0), 0.0)
    return Outcome(
        dimension(m.security, deciles[0], horizon, last),
        dimension(m.economy, deciles[1], horizon, last),
        dimension(m.autonomy, deciles[2], horizon, last),
        dimension(m.utility, deciles[3], horizon, last),
        Three(
            patron(x, delivered, horizon, last),
            patron(y, delivered, horizon, last),
            patron(z, delivered, horizon, last),
        ),
        m.home_arms_last / last,
        m.know_how_last / last,
        m.park_last / last,
        m.third_countries_last / last,
        m.gdp_last / last,
        m.option_value / horizon,
        m.effort_entropy / horizon,
        m.forced / horizon,
        where(fell > 0.5, COLLAPSE, code),
        margin(case.regimes, room, share, rivalry, fixed.strongest),
        m.spells.lost,
    )

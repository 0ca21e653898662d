"""Running totals of a run, updated quarter by quarter, so that every engine adds in the same order."""

from ..arithmetic import maximum, minimum, where
from ..state import Pairs, PatronRecord, PatronSums, Record, Spells, Summary, Sums, Three, Weighing
from .regimes import BANDWAGON, HEDGING

SPELL = 4.0  # consecutive quarters after which a regime counts as lasting or as lost


def window(left: float, length: float) -> float:
    """Return 1 if at most ``length`` quarters are left, including this one, else 0."""
    return where(left <= length, 1.0, 0.0)


def window_weights(number: float, horizon: float) -> Weighing:
    """Compute which windows at the end of the run contain quarter ``number``, counted from 0."""
    left = horizon - number
    return Weighing(window(left, 4.0), window(left, 8.0), window(left, 20.0))


def empty(zero: float) -> Summary:
    """Build totals of zero quarters; ``zero`` is 0.0, in compiled code as a vector."""
    no_patron = PatronSums(zero, zero, zero, zero, zero, zero, zero, zero, zero, zero)
    # smallest values start at 1, the largest that a dimension can have; -1 means that hedging was not lost
    none = Sums(zero, zero, zero + 1.0)
    return Summary(
        none,
        none,
        none,
        none,
        Three(no_patron, no_patron, no_patron),
        zero,
        zero,
        zero,
        zero,
        zero,
        zero,
        zero,
        zero,
        zero,
        Pairs(zero, zero, zero),
        Spells(zero, zero, zero, zero, zero - 1.0, zero),
    )


def add_quarter(sums: Sums, value: float, w: Weighing) -> Sums:
    """Add a quarter to the totals of one dimension."""
    return Sums(sums.all + value, sums.last + w.last4 * value, minimum(sums.least, value))


def add_patron_quarter(p: PatronSums, now: PatronRecord, w: Weighing) -> PatronSums:
    """Add a quarter to the totals of one patron; investment is an annual rate, so a fourth is added."""
    return PatronSums(
        p.influence + now.influence,
        p.influence_last + w.last8 * now.influence,
        p.coercion + now.coercion,
        p.inducement + now.inducement,
        p.investment + now.investment / 4.0,
        p.exports_last + w.last4 * now.export_share,
        p.imports_last + w.last4 * now.import_share,
        p.deficit_last + w.last4 * now.deficit,
        p.debt_last + w.last4 * now.debt,
        p.deliveries_last + w.last20 * now.deliveries,
    )


def update_spells(s: Spells, code: float, number: float) -> Spells:
    """Add a quarter to the spells of regimes.

    Once hedging has lasted four consecutive quarters, it is lost at the first of four consecutive quarters
    without it, and it collapses when bandwagon has lasted four consecutive quarters.
    """
    hedging = where(code == HEDGING, s.hedging + 1.0, 0.0)
    away = where(code == HEDGING, 0.0, s.away + 1.0)
    bandwagon = where(code == BANDWAGON, s.bandwagon + 1.0, 0.0)
    hedged = maximum(s.hedged, where(hedging >= SPELL, 1.0, 0.0))
    gone = where(away >= SPELL, hedged, 0.0)
    lost = where(s.lost < 0.0, where(gone > 0.5, number - (SPELL - 1.0), s.lost), s.lost)
    fallen = where(bandwagon >= SPELL, hedged, 0.0)
    return Spells(hedging, away, bandwagon, hedged, lost, maximum(s.collapsed, fallen))


def add_record(m: Summary, now: Record, w: Weighing, number: float) -> Summary:
    """Add a quarter's record to the totals of a run."""
    p, r = now.patrons, now.rivalry
    return Summary(
        add_quarter(m.security, now.security, w),
        add_quarter(m.economy, now.economy, w),
        add_quarter(m.autonomy, now.autonomy, w),
        add_quarter(m.utility, now.utility, w),
        Three(
            add_patron_quarter(m.patrons.first, p.first, w),
            add_patron_quarter(m.patrons.second, p.second, w),
            add_patron_quarter(m.patrons.third, p.third, w),
        ),
        m.home_arms_last + w.last4 * now.home_arms,
        m.know_how_last + w.last4 * now.know_how,
        m.park_last + w.last4 * now.park,
        m.third_countries_last + w.last4 * now.third_countries,
        m.gdp_last + w.last4 * now.gdp,
        m.option_value + now.option_value,
        m.effort_entropy + now.effort_entropy,
        m.forced + now.forced,
        m.room_last + w.last8 * now.room,
        Pairs(
            m.rivalry_last.first_second + w.last8 * r.first_second,
            m.rivalry_last.first_third + w.last8 * r.first_third,
            m.rivalry_last.second_third + w.last8 * r.second_third,
        ),
        update_spells(m.spells, now.regime, number),
    )

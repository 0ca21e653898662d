"""Running totals of a run, updated quarter by quarter, so that every engine adds in the same order."""

from ...arithmetic import each, maximum, minimum, where
from ...state import (
    Alignment,
    Pairs,
    PatronRecord,
    PatronSums,
    Record,
    Spells,
    Stance,
    Summary,
    Sums,
    Weighing,
    count_pairs,
)
from ..regimes import ASYMMETRIC, BANDWAGON, HEDGING

PARITY = 5.0
"""Distance of alignment from 50 within which neither of two patrons is nearer (Khong and Liow: 45 to 55)."""
SPELL = 4.0  # consecutive quarters after which a regime counts as lasting or as lost


def window(left: float, length: float) -> float:
    """Return 1 if at most ``length`` quarters are left, including this one, else 0."""
    return where(left <= length, 1.0, 0.0)


def window_weights(number: float, horizon: float) -> Weighing:
    """Compute which windows at the end of the run contain quarter ``number``, counted from 0."""
    left = horizon - number
    return Weighing(last4=window(left, 4.0), last8=window(left, 8.0), last20=window(left, 20.0))


def empty(zero: float, patrons: int) -> Summary:
    """Build totals of zero quarters for a number of patrons; ``zero`` is 0.0, compiled as a vector."""
    no_patron = PatronSums._make([zero] * len(PatronSums._fields))
    # smallest values start at 1, the largest that a dimension can have; -1 means that hedging was not lost
    no_pairs = (zero,) * count_pairs(patrons)
    unaligned = Alignment._make([no_pairs] * len(Alignment._fields))
    none = Sums(all=zero, last=zero, least=zero + 1.0)
    return Summary(
        security=none,
        economy=none,
        autonomy=none,
        utility=none,
        patrons=(no_patron,) * patrons,
        home_arms_last=zero,
        know_how_last=zero,
        park_last=zero,
        third_countries_last=zero,
        gdp_last=zero,
        option_value=zero,
        effective_patrons=zero,
        effort_entropy=zero,
        forced=zero,
        room_last=zero,
        reserve_last=zero,
        self_reliance_last=zero,
        rivalry_last=no_pairs,
        spells=Spells(hedging=zero, away=zero, bandwagon=zero, hedged=zero, lost=zero - 1.0, collapsed=zero),
        alignment=unaligned,
        parity=unaligned,
        stance=Stance._make([zero] * len(Stance._fields)),
    )


def add_quarter(sums: Sums, value: float, w: Weighing) -> Sums:
    """Add a quarter to the totals of one dimension."""
    return Sums(all=sums.all + value, last=sums.last + w.last4 * value, least=minimum(sums.least, value))


def add_patron_quarter(p: PatronSums, now: PatronRecord, w: Weighing) -> PatronSums:
    """Add a quarter to the totals of one patron; investment is an annual rate, so a fourth is added."""
    return PatronSums(
        influence=p.influence + now.influence,
        influence_last=p.influence_last + w.last8 * now.influence,
        free_effort_last=p.free_effort_last + w.last8 * now.free_effort,
        coercion=p.coercion + now.coercion,
        inducement=p.inducement + now.inducement,
        investment=p.investment + now.investment / 4.0,
        exports_last=p.exports_last + w.last4 * now.export_share,
        imports_last=p.imports_last + w.last4 * now.import_share,
        deficit_last=p.deficit_last + w.last4 * now.deficit,
        debt_last=p.debt_last + w.last4 * now.debt,
        deliveries_last=p.deliveries_last + w.last20 * now.deliveries,
        exercises=p.exercises + now.exercises,
        bandwidth=p.bandwidth + now.bandwidth,
        dependence=p.dependence + now.dependence,
        realised=p.realised + now.realised,
    )


def add_each(sums: tuple[float, ...], now: tuple[float, ...]) -> tuple[float, ...]:
    """Add numbers of a quarter to their totals."""
    return each(lambda every, number: every + number, sums, now)


def count_parity(quarters: Pairs, aligned: Pairs) -> Pairs:
    """Count the quarters in which alignment within each pair is at parity."""
    return add_each(
        quarters, each(lambda a: where((a - 50.0) * (a - 50.0) <= PARITY * PARITY, 1.0, 0.0), aligned)
    )


def update_spells(s: Spells, code: float, number: float) -> Spells:
    """Add a quarter to the spells of regimes.

    Asymmetric hedging counts as hedging. Once hedging has lasted four consecutive quarters, it is lost at
    the first of four consecutive quarters without it, and it collapses when bandwagon has lasted four.
    """
    hedges = where(code == HEDGING, 1.0, where(code == ASYMMETRIC, 1.0, 0.0))
    hedging = where(hedges > 0.5, s.hedging + 1.0, 0.0)
    away = where(hedges > 0.5, 0.0, s.away + 1.0)
    bandwagon = where(code == BANDWAGON, s.bandwagon + 1.0, 0.0)
    hedged = maximum(s.hedged, where(hedging >= SPELL, 1.0, 0.0))
    gone = where(away >= SPELL, hedged, 0.0)
    lost = where(s.lost < 0.0, where(gone > 0.5, number - (SPELL - 1.0), s.lost), s.lost)
    fallen = where(bandwagon >= SPELL, hedged, 0.0)
    return Spells(
        hedging=hedging, away=away, bandwagon=bandwagon, hedged=hedged, lost=lost,
        collapsed=maximum(s.collapsed, fallen),
    )  # fmt: skip


def add_record(m: Summary, now: Record, w: Weighing, number: float) -> Summary:
    """Add a quarter's record to the totals of a run."""
    return Summary(
        security=add_quarter(m.security, now.security, w),
        economy=add_quarter(m.economy, now.economy, w),
        autonomy=add_quarter(m.autonomy, now.autonomy, w),
        utility=add_quarter(m.utility, now.utility, w),
        patrons=tuple(add_patron_quarter(sums, p, w) for sums, p in zip(m.patrons, now.patrons, strict=True)),
        home_arms_last=m.home_arms_last + w.last4 * now.home_arms,
        know_how_last=m.know_how_last + w.last4 * now.know_how,
        park_last=m.park_last + w.last4 * now.park,
        third_countries_last=m.third_countries_last + w.last4 * now.third_countries,
        gdp_last=m.gdp_last + w.last4 * now.gdp,
        option_value=m.option_value + now.option_value,
        effective_patrons=m.effective_patrons + now.effective_patrons,
        effort_entropy=m.effort_entropy + now.effort_entropy,
        forced=m.forced + now.forced,
        room_last=m.room_last + w.last8 * now.room,
        reserve_last=m.reserve_last + w.last8 * now.reserve,
        self_reliance_last=m.self_reliance_last + w.last8 * now.effort_self_reliance,
        rivalry_last=tuple(sums + w.last8 * r for sums, r in zip(m.rivalry_last, now.rivalry, strict=True)),
        spells=update_spells(m.spells, now.regime, number),
        alignment=Alignment._make(map(add_each, m.alignment, now.alignment)),
        parity=Alignment._make(map(count_parity, m.parity, now.alignment)),
        stance=Stance._make(add_each(m.stance, now.stance)),
    )

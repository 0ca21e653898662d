"""Checks that a table of observations has the expected units and gives each year once."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from .observables import list_observables, list_spellings

Years = Mapping[int, float]

WORDS: Mapping[str, tuple[str, ...]] = {
    "trade_": ("%", "percent"),
    "subsidy_": ("%", "percent"),
    "arms_": ("share",),
    "loans_": ("USD mn", "USD million"),
    "gdp_": ("USD bn", "USD billion"),
}
"""What the unit of a series begins with, by the beginning of its name."""
SHARES = ("trade_", "arms_")
"""Series that are shares."""
FAR = 30.0
"""How many times the level of the years before is another unit and no change: percent and shares are 100."""
NOTHING = 1e-3
"""A share whose median is below this says nothing of units."""


def unit_faults(
    path: Path, table: pd.DataFrame, patrons: Sequence[str], earlier: Mapping[str, Years]
) -> list[str]:
    """Describe faults in units and years of the series that a model with these patrons has observables for.

    Parameters
    ----------
    path : Path
        Path of the table, for messages.
    table : DataFrame
        Columns series, year, value and optionally unit; years and values are numbers.
    patrons : sequence of str
        Patron ids.
    earlier : mapping
        Series of another table, with which levels are compared.
    """
    faults: list[str] = []
    for series, unit in published_names(patrons).items():
        rows = table[table["series"].astype(str) == series]
        if not len(rows):
            continue
        problems = [
            *repeated_years(rows),
            *unit_mismatches(series, rows),
            *impossible_shares(series, unit, rows),
        ]
        problems = problems or [*distant_levels(unit, rows, earlier.get(series, {}))]
        faults += [f"{path}: {series}: {what}" for what in problems]
    return faults or [f"{path}: {what}" for what in suspicious_shares(table, patrons)]


def published_names(patrons: Sequence[str]) -> dict[str, float]:
    """Map the names of published series to the factors from their units to the model's."""
    found: dict[str, float] = {}
    for about in list_observables(patrons):
        found |= {name: about.unit for s in (*about.plus, *about.minus) for name in list_spellings(s)}
        found |= dict.fromkeys(list_spellings(about.per), 1.0) if about.per else {}
    return found


def repeated_years(rows: pd.DataFrame) -> Iterator[str]:
    """Yield a message for each year given more than once with different values."""
    for year, values in rows.groupby("year")["value"]:
        found = [f"{v:g}" for v in dict.fromkeys(values)]
        if len(found) > 1:
            yield f"{year:.0f} is given {len(values)} times, {' and '.join(found)}; keep one row"


def unit_mismatches(series: str, rows: pd.DataFrame) -> Iterator[str]:
    """Yield a message for each stated unit other than the expected one."""
    words = next((w for start, w in WORDS.items() if series.startswith(start)), ())
    units: list[str] = list(rows["unit"].dropna().astype(str).unique()) if "unit" in rows else []
    for unit in units:
        if words and not unit.strip().lower().startswith(tuple(w.lower() for w in words)):
            yield f"found the unit {unit!r}; expected is {words[0]}"


def impossible_shares(series: str, unit: float, rows: pd.DataFrame) -> Iterator[str]:
    """Yield a message for the first share outside its possible range."""
    if series.startswith(SHARES):
        most = 1.0 / unit
        for year, value in zip(rows["year"], rows["value"], strict=True):
            if not 0.0 <= value <= most * (1.0 + 1e-9):
                yield f"found {value:g} in {year:.0f}; expected is a share from 0 to {most:g}"
                return


def suspicious_shares(table: pd.DataFrame, patrons: Sequence[str]) -> Iterator[str]:
    """Yield a message where trade shares of several patrons sum to at most 1: shares in place of percent."""
    for flow in ("export", "import"):
        names = [name for p in patrons for name in list_spellings(f"trade_{flow}_share_{{{p}}}")]
        levels = table[table["series"].isin(names)].groupby("series")["value"].median()
        if len(levels) > 1 and 0.0 < levels.sum() <= 1.0:
            whole = f"{levels.sum():g}"
            yield f"the trade_{flow}_share of {len(levels)} patrons sum to {whole}; expected is percent"


def distant_levels(unit: float, rows: pd.DataFrame, earlier: Years) -> Iterator[str]:
    """Yield a message if the median is so far from the earlier table's that the unit must differ."""
    if not earlier:
        return
    here = float(np.median(np.abs(rows["value"])))
    there = float(np.median(np.abs(list(earlier.values()))))
    if there * unit > NOTHING and here > 0.0 and not 1.0 / FAR <= here / there <= FAR:
        beside = f"that of the table beside the scenario {there:g}"
        yield f"its median is {here:g}, {beside}; expected is the same unit"

"""Observation tables as series: read them, link them to the scale of their errors, combine them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..design.table_file import parse_floats, read_table
from .dated_events import LARGEST, is_events_table, yearly_events
from .observables import CHANGE, LOGIT, WINDOW, Observable, list_observables, list_spellings, name_series
from .unit_checks import unit_faults

COLUMNS = {"series": str, "year": float, "value": float}
SMALLEST = 1e-4
"""Least share on the logit scale; smaller ones are raised to it."""

YEARS = (1800, 2200)

Table = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Series:
    """Yearly observations of one observable.

    Attributes
    ----------
    about : Observable
        Definition of the observable.
    years : array of int, shape (n,)
        Years observed, in ascending order.
    values : array, shape (n,)
        Observed values in the model's unit.
    start : int
        The scenario's first year.
    """

    about: Observable
    years: NDArray[np.int64]
    values: NDArray[np.float64]
    start: int

    @property
    def linked(self) -> NDArray[np.float64]:
        """Return values on the scale on which errors are normal, shape (n,)."""
        return link(self.about, self.values)

    def between(self, first: int, last: int) -> "Series":
        """Return the observations from the first to the last year, both included."""
        return self.where((self.years >= first) & (self.years <= last))

    def after(self, year: int) -> "Series":
        """Return the observations after a year."""
        return self.where(self.years > year)

    def where(self, kept: NDArray[np.bool_]) -> "Series":
        """Return the observations selected by a mask, shape (n,)."""
        return replace(self, years=self.years[kept], values=self.values[kept])


def link(about: Observable, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Transform values to the scale on which errors are normal: logit for shares, else unchanged."""
    if about.link != LOGIT:
        return values
    shares = np.clip(values, SMALLEST, 1.0 - SMALLEST)
    return np.asarray(np.log(shares / (1.0 - shares)))


def unlink(about: Observable, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Transform values back from the scale of errors, the inverse of :func:`link`."""
    return np.asarray(1.0 / (1.0 + np.exp(-values))) if about.link == LOGIT else values


def find_observations(scenario: Scenario) -> Path:
    """Return the path of the observations.csv in a scenario's folder.

    Raises
    ------
    InputError
        If there is no such file.
    """
    from ...model.scenario.files import locate_file

    path = locate_file(scenario.name).parent / "observations.csv"
    if not path.is_file():
        msg = f"{scenario.name}: no observations.csv beside it; name a table with --observations FILE"
        raise InputError(msg)
    return path


def read_observations(
    path: str | Path, scenario: Scenario, before: str | Path | None = None
) -> tuple[Series, ...]:
    """Read the series of a table that the model has observables for, from the scenario's first year on.

    Parameters
    ----------
    path : str or Path
        A file as :func:`~hedgesim.analysis.design.table_file.read_table` takes, with columns series, year and
        value; ``drivers.csv`` and ``events.csv`` beside it are read too where they are there. Or a table of
        dated events alone.
    scenario : Scenario
        Scenario that gives the first year, the patrons and the drivers.
    before : str or Path, optional
        Another such table, used for years that the first does not have.

    Raises
    ------
    InputError
        If a file cannot be read, has other units or gives a year twice, or none of its series belongs to an
        observable with two years or more.
    """
    earlier = read_with_neighbours(Path(before), scenario) if before is not None else {}
    table = read_with_neighbours(Path(path), scenario, earlier)
    if not is_events_table(Path(path)):
        faults = unit_faults(Path(path), parse_numbers(Path(path)), scenario.patrons, earlier)
        if faults:
            raise InputError(*faults)
    for series, values in earlier.items():
        table[series] = values | table.get(series, {})
    first = scenario.first_quarter // 4
    found = [select_series(about, table, first) for about in list_observables(scenario.patrons)]
    kept = tuple(s for s in found if len(s.years) >= 2)
    if not kept:
        msg = (
            f"{path}: none of its series answers to {scenario.name}; expected such as"
            f" {name_series(scenario.patrons)}, two years or more from {first} on, when the scenario begins"
        )
        raise InputError(msg)
    return kept


def read_with_neighbours(
    place: Path, scenario: Scenario, earlier: Table = MappingProxyType({})
) -> dict[str, dict[int, float]]:
    """Read a table together with the ``drivers.csv`` and ``events.csv`` beside it, by series and year.

    A table of dated events is read alone. Years that a table of events covers are quiet for the series of
    events of ``earlier`` that it does not name.
    """
    if is_events_table(place):
        return yearly_events(place, scenario, earlier)
    drivers_, events = place.with_name("drivers.csv"), place.with_name("events.csv")
    dated = yearly_events(events, scenario, earlier) if events.is_file() else {}
    return {**dated, **read_series(drivers_, missing_ok=True), **read_series(place)}


def read_series(path: Path, *, missing_ok: bool = False) -> dict[str, dict[int, float]]:
    """Read a table by series and year; of two rows for a year the first counts (:mod:`.unit_checks`).

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or a year or value is no number.
    """
    if missing_ok and not path.is_file():
        return {}
    table = parse_numbers(path)
    found: dict[str, dict[int, float]] = {}
    for series, year, value in zip(table["series"], table["year"], table["value"], strict=True):
        found.setdefault(str(series), {}).setdefault(int(year), float(value))
    return found


def parse_numbers(path: Path) -> pd.DataFrame:
    """Read a table of observations and check that years and values are numbers.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, a value is no number or a year is not in YEARS.
    """
    table, _ = read_table(path, "a table of observations", COLUMNS, LARGEST)
    years, values = parse_floats(table["year"]), parse_floats(table["value"])
    wrong = np.flatnonzero(~(np.isfinite(years) & np.isfinite(values)))
    if len(wrong):
        msg = f"{path}: row {wrong[0] + 1}: year and value must be numbers ({len(wrong)} rows are not)"
        raise InputError(msg)
    odd = np.flatnonzero(~((years >= YEARS[0]) & (years <= YEARS[1]) & (years % 1.0 == 0.0)))
    if len(odd):
        msg = f"{path}: row {odd[0] + 1}: found the year {years[odd[0]]:g}; expected {YEARS[0]} to {YEARS[1]}"
        raise InputError(msg)
    return table.assign(year=years, value=values)


def require_known(path: Path, scenario: Scenario) -> None:
    """Check that a table has at least one series of an observable.

    Raises
    ------
    InputError
        If it has none; names the series found and an expected one.
    """
    expected = {
        name
        for o in list_observables(scenario.patrons)
        for s in (*o.plus, *o.minus)
        for name in list_spellings(s)
    }
    found = read_with_neighbours(path, scenario) if is_events_table(path) else read_series(path)
    if not expected & set(found):
        msg = (
            f"{path}: found {', '.join(list(found)[:5])}; expected series named as in the table beside the"
            f" scenario, such as {name_series(scenario.patrons)} in percent"
        )
        raise InputError(msg)


def select_series(about: Observable, table: Table, first: int) -> Series:
    """Combine a table's series into one observable's series, from the year ``first`` on."""
    plus = [merge_spellings(s, table) for s in about.plus]
    minus = [merge_spellings(s, table) for s in about.minus]
    per = [merge_spellings(about.per, table)] if about.per else []
    begins, first = first, first + {WINDOW: 4, CHANGE: 1}.get(about.reading, 0)  # years a reading looks back
    years = sorted(set.intersection(*(set(s) for s in (*plus, *minus, *per))))
    kept = [y for y in years if y >= first]
    values = [
        about.unit * (sum(s[y] for s in plus) - sum(s[y] for s in minus)) / (per[0][y] if per else 1.0)
        for y in kept
    ]
    return Series(about, np.array(kept, np.int64), np.array(values), begins)


def merge_spellings(series: str, table: Table) -> Mapping[int, float]:
    """Merge all spellings of a series into one, the first spelling first; empty where there is none."""
    return {y: v for name in reversed(list_spellings(series)) for y, v in table.get(name, {}).items()}


def describe_series(series: Sequence[Series]) -> pd.DataFrame:
    """Build a table of series: number and range of years, column, reading, scale, error and its reason."""
    return pd.DataFrame(
        {
            "series": s.about.name,
            "n": len(s.years),
            "first": int(s.years[0]),
            "last": int(s.years[-1]),
            "model_column": s.about.column,
            "reading": s.about.reading,
            "scale": s.about.link,
            "error": s.about.error,
            "why": s.about.why,
        }
        for s in series
    )

"""Tables of dated events: their intensity by year, without what a scenario was given."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...model.errors import InputError
from ...model.scenario.files import builtin_root
from ...model.scenario.scenario import Scenario
from ..design.table_file import parse_floats, read_table

EVENT_COLUMNS = {"date": str, "channel": str, "patron": str, "direction": str, "intensity": float}
COMPLETE_TO = 2016
"""Last year of which built-in tables hold all that passed with a patron; later rows are drivers."""
SANCTION = "sanction"
"""Channel of events that the path of domestic strain is made from."""
LARGEST = 1 << 24
"""Bytes of a table of observations or events; the largest built-in one has 200,000."""
PREFIX = "events_"


class Dated(NamedTuple):
    """An event.

    Attributes
    ----------
    year : int
        Year of its date.
    series : str
        Name of the series that it belongs to.
    size : float
        Intensity without sign.
    counts : bool
        Whether it is evidence: no sanction, and not what an event of the scenario names as its source.
    """

    year: int
    series: str
    size: float
    counts: bool


def is_events_table(path: Path) -> bool:
    """Return whether a table has the columns of dated events.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    table, _ = read_table(path, "a table of observations", {}, LARGEST)
    return set(EVENT_COLUMNS) <= set(table.columns)


def yearly_events(path: Path, scenario: Scenario, earlier: Iterable[str] = ()) -> dict[str, dict[int, float]]:
    """Sum the intensity of dated events by year, patron and direction, without the scenario's own drivers.

    Parameters
    ----------
    path : Path
        The table. It covers the years to its last event, and a built-in one to COMPLETE_TO; a row of
        intensity 0 says that a quiet last year is covered too.
    scenario : Scenario
        Scenario that gives the first year and the drivers.
    earlier : iterable of str
        Series of a table that this one continues: it then covers the years from its first event on, and
        those of events that it does not name are quiet.

    Raises
    ------
    InputError
        If the table cannot be read, lacks a column, or a row has no date or intensity.
    """
    rows = read_events(path, scenario)
    if not rows:
        return {}
    dated = [name for name in earlier if name.startswith(PREFIX)]
    begins = scenario.first_quarter // 4
    first = max(begins, min(e.year for e in rows)) if dated else begins
    last = COMPLETE_TO if path.is_relative_to(builtin_root()) else max(e.year for e in rows)
    evidence = [e for e in rows if e.counts and e.year <= last]
    found = {n: dict.fromkeys(range(first, last + 1), 0.0) for n in (*(e.series for e in evidence), *dated)}
    for e in evidence:
        if e.year >= first:
            found[e.series][e.year] += e.size
    return found


def read_events(path: Path, scenario: Scenario) -> list[Dated]:
    """Read dated events.

    Raises
    ------
    InputError
        See :func:`yearly_events`.
    """
    table, _ = read_table(path, "a table of events", EVENT_COLUMNS, LARGEST)
    drivers = driver_events(scenario)
    dates, sizes = table["date"].map(str), np.abs(parse_floats(table["intensity"]))
    table = table.assign(date=dates, intensity=sizes)
    found = []
    for number, row in enumerate(zip(*(table[c] for c in EVENT_COLUMNS), strict=True), 1):
        date, channel, patron, direction, size = row
        if not re.match(r"[0-9]{4}", date) or not np.isfinite(size):
            what = "a date begins with a year and an intensity is a number"
            msg = f"{path}: row {number}: {what}; found {date} and {size:g}"
            raise InputError(msg)
        counts = (date, patron) not in drivers and channel != SANCTION
        found.append(Dated(int(date[:4]), f"{PREFIX}{direction}_{patron}", float(size), counts))
    return found


def driver_events(scenario: Scenario) -> set[tuple[str, str]]:
    """Return date and patron of all events that the scenario's own events name as their source."""
    named = re.compile(r"events\.csv (\d{4}(?:-\d{2}){0,2}) ([A-Z0-9]+)")
    return {(date, patron) for e in scenario.events for date, patron in named.findall(e.source)}

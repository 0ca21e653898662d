"""Tables of announced embargoes: which belongs to a scenario, and what it says.

A scenario file names its table (``embargoes = "FILE"``, relative to the file, taken over by files that extend
it); without that it is the ``embargoes.csv`` in the scenario's own folder.
"""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.files import locate_file, read_chain
from ...model.scenario.scenario import Scenario
from ..calibration.observables import list_codes
from ..design.table_file import parse_floats, read_table

EXPORTS, IMPORTS = "hedger_exports", "hedger_imports"
FLOWS = (EXPORTS, IMPORTS)
EMBARGOES = "embargoes.csv"
COLUMNS = {"date": str, "partner": str, "flow": str, "coverage": float}
LARGEST = 1 << 20
"""Bytes of a table of embargoes; the built-in one has 900."""


class Embargo(NamedTuple):
    """An embargo as announced.

    Attributes
    ----------
    first : date
        First day in force; the next embargo of the same partner and flow replaces it.
    partner : str
        A patron's last code in tables of observations, such as ``EU``, or that of another partner.
    flow : str
        ``hedger_exports`` or ``hedger_imports``.
    coverage : float
        Share of the flow that it was expected to cover, 0 to 1.
    """

    first: datetime.date
    partner: str
    flow: str
    coverage: float


def find_embargoes(scenario: Scenario) -> tuple[Embargo, ...]:
    """Read the embargoes of a scenario, in the order of their dates; empty where it has no table.

    Raises
    ------
    InputError
        If the table cannot be read, with every faulty row.
    """
    place = find_table_of_embargoes(scenario)
    return () if place is None else read_embargoes(place, scenario.patrons)


def find_table_of_embargoes(scenario: Scenario) -> Path | None:
    """Return the table that a scenario names or has beside it; None if there is none.

    Raises
    ------
    InputError
        If it names a file that does not exist.
    """
    for document in reversed(read_chain(scenario.name)):
        named = document.raw.get("embargoes")
        if named is not None and document.path is not None:
            return document.path.parent / str(named)
    place = locate_file(scenario.name).with_name(EMBARGOES)
    return place if place.is_file() else None


def describe_missing_embargoes(scenario: Scenario) -> str:
    """Say that a scenario has no table of embargoes, and how to give it one."""
    return (
        f"{scenario.name}: no {EMBARGOES} beside it, so no forecast knows of embargoes;"
        f' a scenario file names a table by embargoes = "FILE"'
    )


def read_embargoes(path: Path, patrons: Sequence[str]) -> tuple[Embargo, ...]:
    """Read a table of embargoes in the order of their dates.

    Parameters
    ----------
    path : Path
        A table with the columns date, partner, flow and coverage.
    patrons : sequence of str
        Patron ids; a partner that is one of their ids or codes is called by the last of its codes.

    Raises
    ------
    InputError
        If it cannot be read; with every faulty row.
    """
    table, _ = read_table(path, "a table of embargoes", COLUMNS, LARGEST)
    table = table.assign(date=table["date"].map(str), coverage=parse_floats(table["coverage"]))
    rows = list(zip(*(table[c] for c in COLUMNS), strict=True))
    if faults := [f"{path}: row {k}: {what}" for k, row in enumerate(rows, 1) for what in row_faults(*row)]:
        raise InputError(*faults)
    names = {code: list_codes(p)[-1] for p in patrons for code in (p, *list_codes(p))}
    found = [
        Embargo(datetime.date.fromisoformat(date), names.get(partner, partner), flow, float(coverage))
        for date, partner, flow, coverage in rows
    ]
    return tuple(sorted(found, key=lambda e: e.first))


def row_faults(date: str, partner: object, flow: object, coverage: float) -> Iterator[str]:
    """Yield a message for each fault of a row."""
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        yield f"date: found {date!r}; expected is a day such as 2022-03-02"
    if pd.isna(partner) or not str(partner).strip():  # type: ignore[call-overload]
        yield "partner: found nothing; expected is a patron, or a partner of the table of observations"
    if flow not in FLOWS:
        yield f"flow: found {flow!r}; expected is {' or '.join(FLOWS)}{hint(str(flow), FLOWS)}"
    if not (np.isfinite(coverage) and 0.0 <= coverage <= 1.0):
        yield f"coverage: found {coverage:g}; expected is a share from 0 to 1"


def list_other_partners(embargoes: Sequence[Embargo], patrons: Sequence[str]) -> tuple[str, ...]:
    """List partners of embargoes that are no patrons: parts of the rest of the world, such as ``UA``."""
    own = {list_codes(p)[-1] for p in patrons}
    return tuple(dict.fromkeys(e.partner for e in embargoes if e.partner not in own))

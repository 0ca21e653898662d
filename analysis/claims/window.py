"""A ledger over a part of the time: its means become those of a window."""

from collections.abc import Iterator
from dataclasses import replace

from ...model.errors import InputError
from ...model.outcomes import path_columns
from ..results.window import Window, describe_window, window_faults
from .cells import Cell, Reading
from .ledger import Ledger

MEAN = "_mean"


def narrow_ledger(ledger: Ledger, window: Window) -> tuple[Ledger, list[str]]:
    """Return a ledger whose numbers are over a window, and the claims of which some number is not.

    Means over the run, premiums, and numbers over quarters that the ledger names are over the window then. Of
    what is at the end of the run, such as its regime, and of extremes there is nothing to narrow.

    Raises
    ------
    InputError
        If a scenario does not run in the whole window.
    """
    worlds = {cell.world.scenario.name: cell.world.varied for cell in ledger.list_cells()}
    scenarios = {name: {"first_quarter": s.first_quarter, "horizon": s.horizon} for name, s in worlds.items()}
    if faults := list(window_faults(window, scenarios)):
        raise InputError(*faults)
    claims = tuple(
        replace(claim, parts=tuple(
            replace(part, cells={name: narrow_cell(cell, window) for name, cell in part.cells.items()})
            for part in claim.parts
        ))
        for claim in ledger.claims
    )  # fmt: skip
    narrowed = replace(ledger, claims=claims, window=describe_window(window, scenarios))
    return narrowed, list(find_unmoved(narrowed))


def narrow_cell(cell: Cell, window: Window) -> Cell:
    """Return a cell over a window; the same cell if it has nothing to narrow."""
    scenario = cell.world.varied
    column = cell.reading.column
    if cell.reading.first is None:
        column = column.removesuffix(MEAN) if column.endswith(MEAN) else ""
    if cell.parameter or column not in path_columns(scenario.patrons):
        return cell
    first, last = window.find_quarters(scenario.first_quarter, scenario.horizon)
    return replace(cell, reading=Reading(column, first, last, cell.reading.take, cell.reading.codes))


def find_unmoved(ledger: Ledger) -> Iterator[str]:
    """Yield the claims with a number that is not over quarters."""
    for claim in ledger.claims:
        cells = [cell for part in claim.parts for cell in part.cells.values()]
        if any(cell.reading.first is None and not cell.parameter for cell in cells):
            yield claim.id

"""Exports as an Excel workbook: a sheet of the rows, a sheet of the codebook."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.errors import InputError
from ...model.text import escape_controls
from .codebook import HEADS
from .extract import Extract

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS, COLUMNS = 1_048_576, 16_384
"""Most rows and columns of a sheet."""
MOST_CELLS, MANY_CELLS = 10_000_000, 1_000_000
"""Most cells of a workbook, which take minutes and more than 100 MB; and cells from which on it is slow."""
LONGEST = 32_767
"""Most characters of a cell."""
ADVICE = "take --to csv or --to parquet"
EXACT = 2**53
"""Whole numbers beyond are written as text: a sheet holds numbers as floats, which would change them."""


def check_size(extract: Extract) -> None:
    """Refuse an export that is larger than a sheet, or than a spreadsheet could open.

    Raises
    ------
    InputError
        If it has too many rows, columns or cells.
    """
    rows, columns = extract.rows + 1, len(extract.schema)
    if rows > ROWS or columns > COLUMNS:
        msg = (
            f"--to xlsx: found {rows:,} rows of {columns:,} columns with the heads; a sheet has at most"
            f" {ROWS:,} of {COLUMNS:,}: {ADVICE}"
        )
        raise InputError(msg)
    if rows * columns > MOST_CELLS:
        msg = (
            f"--to xlsx: found {rows * columns:,} cells, {rows:,} rows of {columns:,} columns; allowed are"
            f" {MOST_CELLS:,}: {ADVICE}"
        )
        raise InputError(msg)


def describe_wait(extract: Extract) -> str:
    """Say that a workbook will take long; "" for a small one, and for one that is refused."""
    cells = (extract.rows + 1) * len(extract.schema)
    if not MANY_CELLS < cells <= MOST_CELLS:
        return ""
    return f"writing {cells:,} cells, which can take a minute or more; --to csv and --to parquet are quick"


def write_workbook(extract: Extract, path: Path) -> None:
    """Write an export as a workbook.

    Raises
    ------
    InputError
        If openpyxl is missing, or the export is larger than a sheet.
    """
    check_size(extract)
    try:
        from openpyxl import Workbook
    except ImportError as error:
        msg = "--to xlsx needs the extra: pip install 'hedgesim[office]'"
        raise InputError(msg) from error
    book = Workbook(write_only=True)
    fill_sheet(book, extract.name, extract.schema.names, list_rows(extract))
    fill_sheet(book, "codebook", HEADS, extract.codebook)
    book.save(path)


def fill_sheet(book: "Workbook", title: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Add a sheet whose heads stay in sight."""
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"

    def build_cell(value: object) -> object:
        if isinstance(value, float) or value is None:
            return value
        if isinstance(value, int):
            return value if abs(value) <= EXACT else str(value)
        cell = WriteOnlyCell(sheet, escape_controls(str(value))[:LONGEST])
        cell.data_type = "s"  # a text that begins with = is no formula
        return cell

    for row in chain([heads], rows):
        sheet.append([build_cell(value) for value in row])


def list_rows(extract: Extract) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an export as Python values, None where there is none."""
    for part in extract.read():
        yield from zip(*(column.to_pylist() for column in part.columns), strict=True)

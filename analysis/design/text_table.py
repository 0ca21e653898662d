"""Read a table of separated cells: which sign separates them, and whether commas are decimal.

No sign is asked for. The separator is the one of tab, semicolon and comma that the head has most of. Commas
are decimal where cells such as ``0,1`` say so; cells that could also be thousands (``54,700``) are refused.
"""

import gzip
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from ...model.errors import InputError

SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?')
"""First line, which gives Excel the separator."""
COMMA = r"^\s*([+-]?\d*),(\d+(?:[eE][+-]?\d+)?)\s*$"
GROUPED = r"^\s*[+-]?[1-9]\d{0,2},\d{3}\s*$"
"""A number with a comma that may also group thousands."""
POINT = r"^\s*[+-]?[\d.,]*\.[\d.,]*(?:[eE][+-]?\d+)?\s*$"
BLOCK = 1 << 24
"""Bytes read at a time; no line may be longer."""


@dataclass(frozen=True)
class TextForm:
    """How cells are written: their separator, lines before the head, decimal sign, and columns of text."""

    separator: str
    skipped: int
    text: Collection[str]
    decimal: str = "."


def read_text_table(
    path: Path, place: Path, columns: Mapping[str, type] | None, largest: int
) -> tuple[pa.Table, tuple[str, ...]]:
    """Read a table of separated cells.

    Parameters
    ----------
    path, place : Path
        The file as the user named it, for messages, and where it is.
    columns : mapping or None
        Kind of each column that matters, ``str`` or ``float``; None if all are numbers.
    largest : int
        Bytes allowed, without compression.

    Returns
    -------
    Table, tuple of str
        The columns, and a notice where commas were read as decimal.

    Raises
    ------
    InputError
        If it is not text in UTF-8, a row has more or fewer cells than the head, or decimal signs are unclear.
    """
    text = [name for name, kind in (columns or {}).items() if kind is str]
    form = TextForm(*find_separator(read_first_line(path, place, largest)), text)
    table = parse_cells(path, place, form)
    commas = matching_cells(table, columns, COMMA)
    if not commas:
        return table, ()
    if all(pc.all(pc.match_substring_regex(cells, GROUPED)).as_py() for cells in commas.values()):
        what = "is it a thousand or a decimal comma? Write numbers with decimal points"
        raise InputError(*cell_faults(path, commas, what))
    table = parse_cells(path, place, replace(form, decimal=","))
    if points := matching_cells(table, columns, POINT):
        raise InputError(*cell_faults(path, points, "other cells have decimal commas; use one sign"))
    return point_decimals(table, columns), (f"{path}: read with decimal commas",)


def read_first_line(path: Path, place: Path, largest: int) -> str:
    """Return the first line that is not blank, after a check that all lines are text in UTF-8.

    Raises
    ------
    InputError
        With the first line that is not, or if a packed file holds more bytes than are allowed.
    """
    first, size = "", 0
    with gzip.open(place) if place.suffix.lower() == ".gz" else place.open("rb") as file:
        for number, line in enumerate(file, 1):
            if (size := size + len(line)) > largest:
                msg = f"{path}: found more than {largest:,} bytes when unpacked; so many are allowed"
                raise InputError(msg)
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                msg = f"{path}: line {number}: not text in UTF-8; save it as CSV in UTF-8, or as Parquet"
                raise InputError(msg) from error
            first = first or next((part for part in text.splitlines() if part.strip()), "")
    return first


def find_separator(line: str) -> tuple[str, int]:
    """Return the separator of a table that begins with this line, and whether the line only names it."""
    if found := SEPARATOR_LINE.fullmatch(line):
        return found[1], 1
    bare = re.sub(r'"[^"]*+"', "", line)
    return max(SEPARATORS, key=bare.count), 0


def parse_cells(path: Path, place: Path, form: TextForm) -> pa.Table:
    """Read the cells of a table.

    Raises
    ------
    InputError
        If a row has more or fewer cells than the head.
    """
    odd: list[pa_csv.InvalidRow] = []

    def refuse(row: pa_csv.InvalidRow) -> Literal["error"]:
        odd.append(row)
        return "error"

    try:
        table = pa_csv.read_csv(
            place,
            pa_csv.ReadOptions(use_threads=False, block_size=BLOCK, skip_rows=form.skipped),
            pa_csv.ParseOptions(
                delimiter=form.separator, newlines_in_values=True, invalid_row_handler=refuse
            ),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(form.text, pa.string()), decimal_point=form.decimal,
                strings_can_be_null=True, null_values=[""],
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        if not odd:
            raise
        row, sign = odd[0], SEPARATORS.get(form.separator, form.separator)
        found = f"found {row.actual_columns} cells; the head has {row.expected_columns}, separated by {sign}"
        advice = "; with decimal commas separate cells by semicolons" if form.separator == "," else ""
        number = (row.number or 0) - form.skipped - 1
        msg = f"{path}: row {number} after the head: {found}{advice}"
        raise InputError(msg) from error
    return drop_last_blanks(table)


def drop_last_blanks(table: pa.Table) -> pa.Table:
    """Leave out blank rows at the end, which Excel writes where cells were cleared."""
    if any(cells.null_count == 0 for cells in table.columns):
        return table
    filled = np.zeros(len(table), bool)
    for cells in table.columns:
        filled |= cells.is_valid().to_numpy()
    return table.slice(0, int(np.flatnonzero(filled)[-1]) + 1 if filled.any() else 0)


def matching_cells(
    table: pa.Table, columns: Mapping[str, type] | None, pattern: str
) -> "dict[str, pa.ChunkedArray[Any]]":
    """Return the cells of number columns that were read as text and match a pattern, by column."""
    found: dict[str, pa.ChunkedArray[Any]] = {}
    for name, cells in zip(table.column_names, table.columns, strict=True):
        if is_number_text(name, cells, columns):
            matching = cells.filter(pc.match_substring_regex(cells, pattern))
            found |= {name: matching} if len(matching) else {}
    return found


def is_number_text(name: str, cells: "pa.ChunkedArray[Any]", columns: Mapping[str, type] | None) -> bool:
    """Return whether a column should hold numbers but was read as text."""
    return pa.types.is_string(cells.type) and (columns is None or columns.get(name.strip()) is float)


def cell_faults(path: Path, found: "Mapping[str, pa.ChunkedArray[Any]]", what: str) -> list[str]:
    """Describe the first cell of each column."""
    return [f"{path}: column {name.strip()}: found {cells[0]}; {what}" for name, cells in found.items()]


def point_decimals(table: pa.Table, columns: Mapping[str, type] | None) -> pa.Table:
    """Write decimal points for commas in number columns that also hold words, which were read as text."""
    cells = [
        pc.replace_substring_regex(cells, COMMA, r"\1.\2") if is_number_text(name, cells, columns) else cells
        for name, cells in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(cells, names=table.column_names)

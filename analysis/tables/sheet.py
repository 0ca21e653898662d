"""Print tables: aligned text for people on a terminal, JSON or CSV with full precision for programs."""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import typer

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.text import escape_controls, escape_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 100
"""Columns of text where output goes to a file or pipe, unless COLUMNS says another number."""
INTERVAL_NOTE = "In brackets: 95% interval"
HALF_NOTE = "\N{PLUS-MINUS SIGN}: half of the 95% interval over runs, paired; bold where it leaves out 0."
Estimate = Mapping[str, Any]
"""A row with mean, low and high."""


class Form(StrEnum):
    """The form in which tables are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Sheet:
    """A table of text for people.

    Attributes
    ----------
    title : str
        Title of the table.
    heads : sequence of str
        Column heads; by default the first column is left-aligned, the others right-aligned.
    rows : sequence of sequences of str
        Cells.
    bold : collection of (row, column)
        Cells in bold type.
    notes : sequence of str
        Sentences below the table on how to read it.
    left : collection of int
        Left-aligned columns of text that may break over lines, at spaces.
    firm : collection of int
        Left-aligned columns of text that never break.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    bold: frozenset[tuple[int, int]] = frozenset()
    notes: Sequence[str] = ()
    left: frozenset[int] = frozenset({0})
    firm: frozenset[int] = frozenset()


def choose_form(as_json: bool, as_csv: bool) -> Form:
    """Return the form chosen by the two switches ``--json`` and ``--csv``.

    Raises
    ------
    InputError
        If both are set.
    """
    if as_json and as_csv:
        msg = "--json and --csv: choose one"
        raise InputError(msg)
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TEXT


def check_table(form: Form, table: str | None, known: Sequence[str]) -> None:
    """Raise if a table cannot be chosen with this form, before any computation for it.

    Parameters
    ----------
    form : Form
        Form in which tables are printed.
    table : str or None
        Name given by ``--table``.
    known : sequence of str
        Names of the tables that exist.

    Raises
    ------
    InputError
        If several tables exist but CSV names none, if text names one, or if the name is unknown.
    """
    if table is not None and form is Form.TEXT:
        msg = f"--table {table}: goes with --csv or --json"
        raise InputError(msg)
    if table is None and form is Form.CSV and len(known) > 1:
        msg = f"--csv prints one table: choose it with --table {'|'.join(known)}"
        raise InputError(msg)
    if table is not None and table not in known:
        msg = f"--table {table}: no such table; there are {', '.join(known)}{hint(table, known)}"
        raise InputError(msg)


def print_output(
    form: Form, data: Mapping[str, Any], sheets: Sequence[Sheet], table: str | None = None
) -> None:
    """Print tables to standard output.

    Parameters
    ----------
    form : Form
        Text prints ``sheets``, JSON and CSV print ``data``.
    data : mapping
        Tables by name, each a list of rows; an entry that is no list, such as a number, is for JSON only.
    sheets : sequence of Sheet
        The same tables for people.
    table : str, optional
        Name of the only table that CSV or JSON prints.

    Raises
    ------
    InputError
        If that table cannot be printed; see :func:`check_table`.
    """
    known = [name for name, rows in data.items() if isinstance(rows, list)]
    check_table(form, table, known)
    if form is Form.TEXT:
        print_sheets(sheets)
    elif form is Form.JSON:
        typer.echo(format_json(data if table is None else {table: data[table]}))
    else:
        typer.echo(format_csv(data[table or known[0]]), nl=False)


def format_json(data: Mapping[str, Any]) -> str:
    """Format tables as one JSON object of lists of rows."""
    return escape_json(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))


def format_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Format a table as CSV, with an empty field for a missing value."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return escape_controls(text.getvalue())


def print_sheets(sheets: Sequence[Sheet]) -> None:
    """Print tables for people, as wide as the terminal or COLUMNS; without colours if there is no terminal.

    A file or pipe has no right margin: there a table that is too wide stays in one piece.
    """
    from rich.console import Console

    margin = get_terminal_size((0, 1)).columns
    console = Console(highlight=False, width=margin or WIDTH)
    for sheet in sheets:
        console.print()
        if sheet.title:
            console.print(
                escape_controls(sheet.title), style="bold", markup=False, highlight=False, soft_wrap=True
            )
        parts = fit_sheet(sheet, console.width, splits=margin > 0) if sheet.rows else ()
        for number, part in enumerate(parts):
            if number:
                console.print()
            print_table(console, part)
        for note in sheet.notes:
            console.print(escape_controls(note), style="dim", markup=False, highlight=False)


def print_table(console: "Console", sheet: Sheet) -> None:
    """Print a table with wide gaps if it fits, else with narrow ones; never cut it, even if too wide."""
    width = console.width
    gap = 2 if table_width(sheet, 2) <= width else 1
    console.width = max(width, table_width(sheet, gap))
    with console.capture() as captured:
        console.print(build_rich_table(sheet, gap))
    console.width = width
    for line in captured.get().splitlines():  # rich pads every line with spaces up to the width
        console.out(line.rstrip(), highlight=False)


def fit_sheet(sheet: Sheet, width: int, *, splits: bool) -> Iterator[Sheet]:
    """Yield a table as it can be printed within a width, in several parts if it may be split and has to be.

    Text breaks at spaces, then the table between columns: each part repeats the first one. Neither words nor
    numbers are broken, so that a part of two columns may still be too wide.
    """
    sheet = escape_sheet(sheet)
    last = columns = len(sheet.heads)
    while splits and last > 2 and narrowest_width(take_columns(sheet, range(last))) > width:
        last -= 1
    yield wrap_columns(take_columns(sheet, range(last)), width)
    if last < columns:
        yield from fit_sheet(take_columns(sheet, [0, *range(last, columns)]), width, splits=splits)


def escape_sheet(sheet: Sheet) -> Sheet:
    """Return a table without control characters in its cells."""
    rows = [[escape_controls(cell) for cell in row] for row in sheet.rows]
    return replace(sheet, heads=[escape_controls(head) for head in sheet.heads], rows=rows)


def take_columns(sheet: Sheet, places: Sequence[int]) -> Sheet:
    """Return a table of some columns of another one."""
    return replace(
        sheet,
        heads=[sheet.heads[place] for place in places],
        rows=[[row[place] for place in places] for row in sheet.rows],
        bold=frozenset((at, new) for new, place in enumerate(places) for at, c in sheet.bold if c == place),
        left=frozenset(new for new, place in enumerate(places) if place in sheet.left),
        firm=frozenset(new for new, place in enumerate(places) if place in sheet.firm),
    )


def wrap_columns(sheet: Sheet, width: int) -> Sheet:
    """Wrap the widest columns of text at spaces until the table fits, or no column can be narrower."""
    if table_width(sheet, 1) <= width:
        return sheet
    most, least = column_widths(sheet), column_widths(sheet, words=True)
    for limit in range(max(most), -1, -1):
        widths = [max(low, min(high, limit)) for low, high in zip(least, most, strict=True)]
        if sum(widths) + len(widths) - 1 <= width:
            break
    rows = [list(map(wrap_cell, row, widths)) for row in [sheet.heads, *sheet.rows]]
    return replace(sheet, heads=rows[0], rows=rows[1:])


def wrap_cell(cell: str, width: int) -> str:
    """Wrap the lines of a cell at spaces."""
    lines = (
        wrap(line, max(width, 1), break_long_words=False, break_on_hyphens=False) for line in cell.split("\n")
    )
    return "\n".join("\n".join(line) for line in lines)


def column_widths(sheet: Sheet, *, words: bool = False) -> list[int]:
    """Measure the columns in characters; with ``words``, text that may break by its longest word."""
    from rich.cells import cell_len

    return [
        max(
            cell_len(piece)
            for cell in column
            for piece in (cell.split() or [""] if words and place in sheet.left else cell.split("\n"))
        )
        for place, column in enumerate(zip(sheet.heads, *sheet.rows, strict=True))
    ]


def table_width(sheet: Sheet, gap: int) -> int:
    """Compute the width in characters of a table whose cells do not break."""
    return sum(column_widths(sheet)) + gap * (len(sheet.heads) - 1)


def narrowest_width(sheet: Sheet) -> int:
    """Compute the width in characters of a table whose text is broken at every space."""
    return sum(column_widths(sheet, words=True)) + len(sheet.heads) - 1


def build_rich_table(sheet: Sheet, gap: int) -> "Table":
    """Build the table for rich, whose cells do not wrap any more."""
    from rich import box
    from rich.align import VerticalAlignMethod
    from rich.console import JustifyMethod
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0))
    vertical: VerticalAlignMethod = "bottom" if any("\n" in head for head in sheet.heads) else "top"
    for place, head in enumerate(sheet.heads):
        side: JustifyMethod = "left" if place in sheet.left | sheet.firm else "right"
        table.add_column(Text(head), justify=side, no_wrap=True, vertical=vertical)
    for at, row in enumerate(sheet.rows):
        styles = ["bold" if (at, c) in sheet.bold else "" for c in range(len(row))]
        table.add_row(*map(Text, row, styles))
    return table


def format_fixed(value: float, digits: int = 3, *, sign: bool = False) -> str:
    """Format a number with fixed decimals; NaN as a dash."""
    if math.isnan(value):
        return "-"
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return text if float(text) or not sign else f" {text[1:]}"  # no sign on a zero


def format_interval(value: float, low: float, high: float, digits: int = 3, *, sign: bool = False) -> str:
    """Format a value with its interval: ``0.412 [0.405, 0.419]``; without one the value alone."""
    text = format_fixed(value, digits, sign=sign)
    if math.isnan(low):
        return text
    return f"{text} [{format_fixed(low, digits, sign=sign)}, {format_fixed(high, digits, sign=sign)}]"


def format_gain(row: Estimate, digits: int = 4) -> str:
    """Format a difference with half of its interval: ``+0.0290 ±0.0003``; no half without one."""
    text = format_fixed(row["mean"], digits, sign=True)
    half = row["high"] - row["mean"]
    return text if math.isnan(half) else f"{text} \N{PLUS-MINUS SIGN}{format_fixed(half, digits)}"


def is_sure(row: Estimate) -> bool:
    """Return whether an interval leaves out zero."""
    return bool(row["low"] > 0.0 or row["high"] < 0.0)


def count_decimals(*values: float) -> int:
    """Compute the decimals that give the largest of some values three significant digits; at most 6."""
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    return 3 if largest == 0.0 else min(6, max(0, 2 - math.floor(math.log10(largest))))


def format_percent(share: float) -> str:
    """Format a share in percent; zero as a dot, so that other values are easy to find."""
    return "." if share == 0.0 else f"{100.0 * share:.0f}%"

"""Print tables: aligned text for people on a terminal, JSON or CSV with full precision for programs."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import typer

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.text import escape_controls, escape_json
from .parts.layout import build_rich_table, fit_sheet, table_width, wrap_cell
from .sheet import Sheet, View

if TYPE_CHECKING:
    from rich.console import Console

    from ..verdicts.verdict import Verdict

EXPLAIN = "hedgesim explain WORD says what a word of these tables means."
WIDTH = 80
"""Columns of text where output goes to a file or pipe, unless COLUMNS says another number."""


NAMED = 2
"""Tables left out that are named; of more the number is said."""


class Form(StrEnum):
    """The form in which tables are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


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
    form: Form,
    data: Mapping[str, Any],
    sheets: Sequence[Sheet],
    table: str | None = None,
    *,
    verdict: "Verdict | None" = None,
    view: View = View(),  # noqa: B008 (frozen)
) -> None:
    """Print tables to standard output, and the verdict below them.

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
    verdict : Verdict, optional
        The answer: the last lines of text, the first entry of JSON.
    view : View
        How much of the tables is printed as text.

    Raises
    ------
    InputError
        If that table cannot be printed; see :func:`check_table`.
    """
    known = [name for name, rows in data.items() if isinstance(rows, list)]
    check_table(form, table, known)
    if form is Form.TEXT:
        heads = any(head for sheet in sheets for head in sheet.heads)
        print_sheets(sheets, verdict, view, EXPLAIN if heads else "")
    elif form is Form.CSV:
        typer.echo(format_csv(data[table or known[0]]), nl=False)
    elif table is not None:
        typer.echo(format_json({table: data[table]}))
    else:
        answer = {} if verdict is None else {"verdict": verdict.to_plain_data()}
        typer.echo(format_json({**answer, **data}))


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


def print_sheets(
    sheets: Sequence[Sheet],
    verdict: "Verdict | None" = None,
    view: View = View(),  # noqa: B008 (frozen)
    more: str = "",
) -> None:
    """Print tables for people, as wide as the terminal or COLUMNS; without colours if there is no terminal.

    What the view leaves out is named, with the option that shows it; then comes where to read more.
    """
    from rich.console import Console

    # bandwagon:russia: holds no emoji
    console = Console(highlight=False, emoji=False, width=get_terminal_size((WIDTH, 1)).columns)
    for sheet in sheets:
        if view.full or not sheet.detail:
            print_sheet(console, sheet, view)
    rest = " ".join(part for part in (describe_rest(sheets, view), more) if part)
    endings = [(rest, "dim"), (verdict.text if verdict else "", "bold")]
    for text, style in endings:
        if text:
            console.print()
            print_text(console, text, style)


def print_sheet(console: "Console", sheet: Sheet, view: View) -> None:
    """Print a table with its title and notes, in as many parts as its width needs."""
    console.print()
    if sheet.title:
        print_text(console, sheet.title, "bold")
    part = replace(sheet, rows=sheet.rows[: view.count_rows(sheet)])
    part = part if console.is_terminal else mark_bold(part)
    parts = fit_sheet(part, console.width) if part.rows else ()
    for number, piece in enumerate(parts):
        if number:
            console.print()
        print_table(console, piece)
    for note in sheet.notes:
        print_text(console, note, "dim")


def print_text(console: "Console", text: str, style: str) -> None:
    """Print a paragraph, broken at spaces only: no name and no path is ever cut."""
    for line in wrap_cell(escape_controls(text), console.width).splitlines():
        console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def mark_bold(sheet: Sheet) -> Sheet:
    """Return a table with a star at each bold cell, on the side where it moves no other cell."""

    def mark(column: int, cell: str) -> str:
        first, line_end, rest = cell.partition("\n")
        return f"{first}*{line_end}{rest}" if column in sheet.left | sheet.firm else f"*{cell}"

    rows = [
        [mark(c, cell) if (at, c) in sheet.bold else cell for c, cell in enumerate(row)]
        for at, row in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=rows)


def describe_rest(sheets: Sequence[Sheet], view: View) -> str:
    """Say which rows and tables a view leaves out, and how to see them; empty if none."""
    rows, tables = [], []
    for sheet in sheets:
        rest = len(sheet.rows) - view.count_rows(sheet)
        if sheet.detail and not view.full:
            tables.append(sheet.title)
        elif rest:
            rows.append(f"{rest:,} row{'' if rest == 1 else 's'} of {sheet.title}")
    more = len(tables) - NAMED
    names = [*rows, *tables[: NAMED if more > 1 else None], *([f"{more:,} more tables"] if more > 1 else [])]
    return f"Left out: {'; '.join(names)}. --full prints all." if names else ""


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

"""Lay out tables: break text at spaces, and tables between columns, until they fit a width."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from ....model.text import escape_controls
from ..sheet import Sheet

if TYPE_CHECKING:
    from rich.table import Table


def fit_sheet(sheet: Sheet, width: int) -> Iterator[Sheet]:
    """Yield a table as it can be printed within a width, in several parts if it has to be split.

    Text breaks at spaces, then the table between columns: each part repeats the first one. Neither words nor
    numbers are broken, so that a part of two columns may still be too wide.
    """
    sheet = escape_sheet(sheet)
    last = columns = len(sheet.heads)
    while last > 2 and narrowest_width(take_columns(sheet, range(last))) > width:
        last -= 1
    yield wrap_columns(take_columns(sheet, range(last)), width)
    if last < columns:
        yield from fit_sheet(take_columns(sheet, [0, *range(last, columns)]), width)


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
    from rich.console import JustifyMethod
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0))
    lines = max(head.count("\n") for head in sheet.heads)
    for place, head in enumerate(sheet.heads):
        side: JustifyMethod = "left" if place in sheet.left | sheet.firm else "right"
        low = "\n" * (lines - head.count("\n")) + head  # heads stand at the bottom, cells at the top
        table.add_column(Text(low), justify=side, no_wrap=True)
    for at, row in enumerate(sheet.rows):
        styles = ["bold" if (at, c) in sheet.bold else "" for c in range(len(row))]
        table.add_row(*map(Text, row, styles))
    return table

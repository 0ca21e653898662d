"""A table of text for people, before it is laid out and printed."""

from collections.abc import Sequence
from dataclasses import dataclass

INTERVAL_NOTE = "In brackets: 95% interval"
BOLD = "Bold, in a file *"
"""How notes begin that say what bold means: where there is no terminal, a star follows such cells."""


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
        Cells in bold type on a terminal, followed by a star elsewhere.
    notes : sequence of str
        Sentences below the table on how to read it.
    left : collection of int
        Left-aligned columns of text that may break over lines, at spaces.
    firm : collection of int
        Left-aligned columns of text that never break.
    limit : int, optional
        Rows printed unless ``--full`` or ``--top`` asks for more; by default all.
    detail : bool
        Whether the table is printed with ``--full`` only.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    bold: frozenset[tuple[int, int]] = frozenset()
    notes: Sequence[str] = ()
    left: frozenset[int] = frozenset({0})
    firm: frozenset[int] = frozenset()
    limit: int | None = None
    detail: bool = False


@dataclass(frozen=True)
class View:
    """How much of its tables a command prints.

    Attributes
    ----------
    top : int, optional
        Rows of each table that has a limit; by default that limit.
    full : bool
        Whether all rows and details are printed.
    """

    top: int | None = None
    full: bool = False

    def count_rows(self, sheet: Sheet) -> int:
        """Count the rows of a table that are printed."""
        limit = None if self.full or sheet.limit is None else self.top or sheet.limit
        return len(sheet.rows) if limit is None else min(limit, len(sheet.rows))

"""What a condition on columns is made of: a small tree that works itself out on a table.

Every node has a kind, so that text is never compared with numbers: ``number``, ``text``, ``truth`` or
``null``; ``unknown`` is a name that was not found and has been told. Nodes print as they read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["number", "text", "truth", "null", "unknown"]
Values = NDArray[Any]
Worked = Callable[[Values, Values], Values]

COMPARE: dict[str, Worked] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
CALCULATE: dict[str, Worked] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / np.where(b == 0.0, np.nan, b),  # nothing can be divided by zero
}
RANKS = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
"""How tightly operators bind; ``not`` is 3, comparisons are 4, a sign is 7, what stands alone is 8."""


@dataclass(frozen=True)
class Literally:
    """A number, a text, or ``null`` (None)."""

    value: float | str | None

    rank = 8

    @property
    def kind(self) -> Kind:
        """Return what it can be compared with."""
        return "null" if self.value is None else "text" if isinstance(self.value, str) else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return no parts."""
        return ()

    def of(self, table: "pd.DataFrame") -> Values:  # noqa: ARG002 - nodes are called alike
        """Return the value itself, shape ()."""
        return np.asarray(np.nan if self.value is None else self.value)

    def __str__(self) -> str:
        if not isinstance(self.value, str):
            return "null" if self.value is None else repr(self.value)
        return f'"{self.value}"' if "'" in self.value else f"'{self.value}'"


@dataclass(frozen=True)
class Name:
    """A column of the table."""

    name: str
    kind: Kind

    rank = 8

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return no parts."""
        return ()

    def of(self, table: "pd.DataFrame") -> Values:
        """Return values of the column, one a row.

        They are floats, NaN where one is missing, or objects, None where one is missing.
        """
        column = table[self.name]
        if self.kind == "text":
            return column.astype(object).where(column.notna(), None).to_numpy(dtype=object)
        return column.to_numpy(dtype=np.float64, na_value=np.nan)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Prefix:
    """``not`` before a truth, or a minus sign before a number."""

    sign: Literal["not", "-"]
    part: "Node"

    @property
    def rank(self) -> int:
        """Return how tightly it binds."""
        return 3 if self.sign == "not" else 7

    @property
    def kind(self) -> Kind:
        """Return that of its part."""
        return "truth" if self.sign == "not" else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it stands before."""
        return (self.part,)

    def of(self, table: "pd.DataFrame") -> Values:
        """Return the opposite, one a row."""
        inner = self.part.of(table)
        return np.asarray(~inner if self.sign == "not" else -inner)

    def __str__(self) -> str:
        return f"{'not ' if self.sign == 'not' else '-'}{parenthesize(self.part, self.rank)}"


@dataclass(frozen=True)
class Pair:
    """Two parts with an operator between them: arithmetic, ``and``, ``or``."""

    sign: str
    left: "Node"
    right: "Node"

    @property
    def rank(self) -> int:
        """Return how tightly it binds."""
        return RANKS[self.sign]

    @property
    def kind(self) -> Kind:
        """Truth for ``and`` and ``or``, else a number."""
        return "truth" if self.sign in {"and", "or"} else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return left and right."""
        return (self.left, self.right)

    def of(self, table: "pd.DataFrame") -> Values:
        """Return what the operator makes of both, one a row; NaN where a division is by zero."""
        a, b = self.left.of(table), self.right.of(table)
        if self.kind == "truth":
            return np.asarray(a & b if self.sign == "and" else a | b)
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(CALCULATE[self.sign](a, b))

    def __str__(self) -> str:
        return f"{parenthesize(self.left, self.rank)} {self.sign} {parenthesize(self.right, self.rank + 1)}"


@dataclass(frozen=True)
class Comparison:
    """Two numbers or two texts compared with each other, or a column against ``null``."""

    sign: str
    left: "Node"
    right: "Node"

    rank = 4
    kind: Literal["truth"] = "truth"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return left and right."""
        return (self.left, self.right)

    def of(self, table: "pd.DataFrame") -> Values:
        """Return whether it holds, one a row.

        It never holds where a value is missing, unless the condition is about missing values.
        """
        a, b = np.broadcast_arrays(self.left.of(table), self.right.of(table), np.empty(len(table)))[:2]
        here = there = np.ones(len(table), dtype=bool)
        if "null" in {self.left.kind, self.right.kind}:
            found = is_present(b if self.left.kind == "null" else a)
            return found if self.sign == "!=" else ~found
        here, there = is_present(a), is_present(b)
        return np.asarray(COMPARE[self.sign](a, b)).astype(bool) & here & there

    def __str__(self) -> str:
        return f"{parenthesize(self.left, 5)} {self.sign} {parenthesize(self.right, 5)}"


@dataclass(frozen=True)
class Share:
    """1 where a condition holds, else 0: its mean over runs is the share of runs in which it does."""

    part: "Node"

    rank = 8
    kind: Literal["number"] = "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the condition."""
        return (self.part,)

    def of(self, table: "pd.DataFrame") -> Values:
        """1 or 0, one a row."""
        return self.part.of(table).astype(np.float64)

    def __str__(self) -> str:
        return f"share({self.part})"


Node = Literally | Name | Prefix | Pair | Comparison | Share


def is_present(values: Values) -> NDArray[np.bool_]:
    """Return where a value is there: not None and not NaN, which differs from itself."""
    return np.asarray((values != None) & (values == values)).astype(bool)  # noqa: E711, PLR0124 - by element


def parenthesize(part: Node, rank: int) -> str:
    """Return a part in parentheses where it binds less tightly than what it stands in."""
    return str(part) if part.rank >= rank else f"({part})"


def column_names(node: Node) -> Iterator[str]:
    """Yield columns that a tree reads, from left to right."""
    if isinstance(node, Name):
        yield node.name
    for part in node.parts:
        yield from column_names(part)


def mean_columns(node: Node) -> Iterator[str]:
    """Yield columns whose means a tree needs: those it reads outside of shares."""
    if isinstance(node, Name):
        yield node.name
    for part in () if isinstance(node, Share) else node.parts:
        yield from mean_columns(part)

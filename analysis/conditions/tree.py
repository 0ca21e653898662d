"""The syntax tree of a condition on columns; each node evaluates itself on a table.

Every node has a kind, so that text is never compared with numbers: ``number``, ``text``, ``truth`` or
``null``; ``unknown`` is a name that is no column, which the parser has reported. ``str`` of a node gives the
condition as text.
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
Operation = Callable[[Values, Values], Values]

COMPARE: dict[str, Operation] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
CALCULATE: dict[str, Operation] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / np.where(b == 0.0, np.nan, b),  # NaN, not infinity, so that no comparison holds
}
RANKS = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
"""How tightly operators bind; ``not`` is 3, comparisons are 4, a sign is 7, a single value is 8."""


@dataclass(frozen=True)
class Constant:
    """A constant: a number, a text, or ``null`` (None)."""

    value: float | str | None

    rank = 8

    @property
    def kind(self) -> Kind:
        """Return the kind of the constant."""
        return "null" if self.value is None else "text" if isinstance(self.value, str) else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the child nodes: none."""
        return ()

    def evaluate(self, table: "pd.DataFrame") -> Values:  # noqa: ARG002 - nodes are called alike
        """Return the constant, shape (); NaN for null."""
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
        """Return the child nodes: none."""
        return ()

    def evaluate(self, table: "pd.DataFrame") -> Values:
        """Return the values of the column, shape (rows,).

        Numbers are floats with NaN for missing values, texts are objects with None.
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
        """Return how tightly the operator binds, see RANKS."""
        return 3 if self.sign == "not" else 7

    @property
    def kind(self) -> Kind:
        """Return ``truth`` for ``not``, else ``number``."""
        return "truth" if self.sign == "not" else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the child nodes: the operand."""
        return (self.part,)

    def evaluate(self, table: "pd.DataFrame") -> Values:
        """Compute the negation for each row."""
        inner = self.part.evaluate(table)
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
        """Return how tightly the operator binds, see RANKS."""
        return RANKS[self.sign]

    @property
    def kind(self) -> Kind:
        """Return ``truth`` for ``and`` and ``or``, else ``number``."""
        return "truth" if self.sign in {"and", "or"} else "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the child nodes: left and right."""
        return (self.left, self.right)

    def evaluate(self, table: "pd.DataFrame") -> Values:
        """Apply the operator for each row; NaN where a division is by zero."""
        a, b = self.left.evaluate(table), self.right.evaluate(table)
        if self.kind == "truth":
            return np.asarray(a & b if self.sign == "and" else a | b)
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(CALCULATE[self.sign](a, b))

    def __str__(self) -> str:
        return f"{parenthesize(self.left, self.rank)} {self.sign} {parenthesize(self.right, self.rank + 1)}"


@dataclass(frozen=True)
class Comparison:
    """A comparison of two numbers or two texts, or of a column with ``null``."""

    sign: str
    left: "Node"
    right: "Node"

    rank = 4
    kind: Literal["truth"] = "truth"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the child nodes: left and right."""
        return (self.left, self.right)

    def evaluate(self, table: "pd.DataFrame") -> Values:
        """Evaluate the comparison in each row, shape (rows,).

        It does not hold where a value is missing, except in comparisons with ``null``.
        """
        # constants have shape (): the empty array broadcasts them to the rows
        a, b = np.broadcast_arrays(
            self.left.evaluate(table), self.right.evaluate(table), np.empty(len(table))
        )[:2]
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
    """1 where a condition holds, else 0: its mean over runs is the share of runs in which it holds."""

    part: "Node"

    rank = 8
    kind: Literal["number"] = "number"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return the child nodes: the condition."""
        return (self.part,)

    def evaluate(self, table: "pd.DataFrame") -> Values:
        """Return 1.0 where the condition holds, else 0.0, shape (rows,)."""
        return self.part.evaluate(table).astype(np.float64)

    def __str__(self) -> str:
        return f"share({self.part})"


Node = Constant | Name | Prefix | Pair | Comparison | Share


def is_present(values: Values) -> NDArray[np.bool_]:
    """Return where values are neither None nor NaN."""
    # by element, on objects too: only NaN differs from itself
    return np.asarray((values != None) & (values == values)).astype(bool)  # noqa: E711, PLR0124


def parenthesize(part: Node, rank: int) -> str:
    """Format a part, in parentheses if it binds less tightly than ``rank``."""
    return str(part) if part.rank >= rank else f"({part})"


def column_names(node: Node) -> Iterator[str]:
    """Yield the columns that a tree reads, from left to right."""
    if isinstance(node, Name):
        yield node.name
    for part in node.parts:
        yield from column_names(part)


def mean_columns(node: Node) -> Iterator[str]:
    """Yield the columns whose means a tree needs: those that it reads outside of shares."""
    if isinstance(node, Name):
        yield node.name
    for part in () if isinstance(node, Share) else node.parts:
        yield from mean_columns(part)

"""Conditions on columns, for ``--where``, ``--when`` and ``--require``: parsed, never evaluated as code.

The grammar, from loose to tight; ``-`` inside a name is part of it if such a column exists::

    either     = both { "or" both }
    both       = negation { "and" negation }
    negation   = "not" negation | comparison
    comparison = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ]
    sum        = product { ("+" | "-") product }
    product    = signed { ("*" | "/") signed }
    signed     = "-" signed | "(" either ")" | "share" "(" either ")" | number | 'text' | "null" | column

``share`` is the share of runs in which a condition holds. Only ``--when`` allows it, because only ``--when``
is about means over runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from .parser import Parser
from .tokens import condition_fault
from .tree import Comparison, Constant, Node, Share, column_names

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 2000
"""Most letters of a condition."""
HALF = 0.5
"""Share of runs at which a condition tips that compares no numbers, such as one on regimes."""


@dataclass(frozen=True)
class Expression:
    """A parsed condition whose names are all known columns.

    Attributes
    ----------
    tree : Node
        Its syntax tree.
    option : str
        The option it was given with, for messages: ``--where``.
    """

    tree: Node
    option: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the condition reads, each once, from left to right."""
        return tuple(dict.fromkeys(column_names(self.tree)))

    def holds(self, table: "pd.DataFrame") -> NDArray[np.bool_]:
        """Return where the condition holds, shape (rows,).

        A comparison with a missing value does not hold, so its ``not`` does.

        Raises
        ------
        InputError
            If the table lacks a column.
        """
        self.require(table)
        return self.tree.evaluate(table).astype(bool)

    def require(self, table: "pd.DataFrame") -> None:
        """Refuse a table that lacks a column of the condition.

        Raises
        ------
        InputError
            One message per missing column.
        """
        lacking = [c for c in self.columns if c not in table]
        if lacking:
            raise InputError(
                *(condition_fault(self.option, str(self), f"no column {c} here") for c in lacking)
            )

    def __str__(self) -> str:
        return str(self.tree)


@dataclass(frozen=True)
class Margin:
    """The left side of a comparison less its right side, as a function of a table.

    Attributes
    ----------
    expression : Expression
        A single comparison of numbers.
    """

    expression: Expression

    @property
    def words(self) -> str:
        """Return the margin in words: only its left side if the right is 0."""
        left, right = map(str, self.expression.tree.parts)
        return left if right in {"0", "0.0"} else f"{left} less {right}"

    def __call__(self, table: "pd.DataFrame") -> NDArray[np.float64]:
        """Compute left less right, shape (rows,); NaN where a value is missing."""
        self.expression.require(table)
        left, right = self.expression.tree.parts
        return np.asarray(
            np.broadcast_to(left.evaluate(table) - right.evaluate(table), len(table)), dtype=np.float64
        )


def as_margin(expression: Expression) -> Margin:
    """Return the margin of a condition, which changes its sign where the condition tips.

    A condition that is not a comparison of numbers by size, such as ``regime == 'collapse'``, tips where it
    holds in half of the runs: it is treated as ``share(regime == 'collapse') > 0.5``.

    Raises
    ------
    InputError
        If it compares numbers by ``==`` or ``!=``.
    """
    tree = expression.tree
    numbers = isinstance(tree, Comparison) and {tree.left.kind, tree.right.kind} == {"number"}
    if isinstance(tree, Comparison) and numbers and tree.sign in {"==", "!="}:
        what = f"a mean over runs never stays at a number: found {tree.sign}, allowed are <, <=, > and >="
        raise InputError(condition_fault(expression.option, str(expression), what))
    if isinstance(tree, Comparison) and numbers:
        return Margin(expression)
    half = Comparison(">", Share(tree), Constant(HALF))
    return Margin(Expression(half, expression.option))


def parse(
    text: str,
    option: str,
    columns: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    *,
    shares: bool = False,
) -> Expression:
    """Parse a condition.

    Parameters
    ----------
    text : str
        The condition, such as ``regime == 'collapse' and not autonomy_mean > .4``.
    option : str
        The option that it was given with, for messages.
    columns : sequence of str
        Names of the columns it may read; those not in ``texts`` are numbers.
    texts : mapping of str to sequence of str
        Columns of text with the values each can have.
    shares : bool
        Whether ``share(...)`` is allowed.

    Raises
    ------
    InputError
        One message for a fault of form, or one per unknown name, unknown text and mismatch of types.
    """
    if len(text) > LONGEST:
        msg = f"{option}: {len(text):,} letters; a condition has at most {LONGEST:,}"
        raise InputError(msg)
    known = [*columns, *(c for c in texts if c not in columns)]
    parser = Parser(text, option, known, texts, shares=shares)
    tree = parser.parse()
    if parser.faults:
        raise InputError(*dict.fromkeys(parser.faults))
    return Expression(tree, option)

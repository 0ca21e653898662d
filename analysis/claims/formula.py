"""Numbers computed from cells: a small part of Python's syntax, walked over and never run as code."""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.text import shorten

Vector = NDArray[np.float64]

LONGEST = 500
"""Most letters of a number."""
OPERATIONS: dict[type[ast.operator], Callable[[Vector, Vector], Vector]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: lambda a, b: a / np.where(b == 0.0, np.nan, b),  # NaN, which no bounds hold
}
FUNCTIONS: dict[str, Callable[..., Vector]] = {
    "abs": np.abs,
    "exp": np.exp,
    "max": lambda *parts: reduce(np.maximum, parts),
    "min": lambda *parts: reduce(np.minimum, parts),
}
SINGLE = frozenset({"abs", "exp"})
"""Functions of a single number; the others take two or more."""
ALLOWED = f"a number is made of cells, figures, + - * / ( ) and {', '.join(FUNCTIONS)}"


@dataclass(frozen=True)
class Formula:
    """A number of every draw, computed from its cells.

    Attributes
    ----------
    text : str
        The formula as written.
    tree : ast.expr
        Its tree, in which every name is a cell or a function.
    """

    text: str
    tree: ast.expr

    @property
    def names(self) -> set[str]:
        """Return the names of the cells that it reads."""
        return {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)} - FUNCTIONS.keys()

    def evaluate(self, cells: Mapping[str, Vector]) -> Vector:
        """Compute the number from cells, each of shape (draws,); NaN where it divides by zero."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(evaluate_node(self.tree, cells), float)


def evaluate_node(node: ast.expr, cells: Mapping[str, Vector]) -> Vector:
    """Compute the number of a node that :func:`check_node` has passed."""
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](evaluate_node(node.left, cells), evaluate_node(node.right, cells))
    if isinstance(node, ast.UnaryOp):
        return -evaluate_node(node.operand, cells)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return FUNCTIONS[node.func.id](*(evaluate_node(part, cells) for part in node.args))
    if isinstance(node, ast.Name):
        return cells[node.id]
    assert isinstance(node, ast.Constant)
    return np.asarray(node.value, float)


def parse_formula(text: str, cells: Collection[str]) -> Formula:
    """Parse a number over cells.

    Raises
    ------
    InputError
        With everything in it that is no cell, figure, sign or function; an unknown cell with the nearest.
    """
    if len(text) > LONGEST:
        msg = f"found {len(text):,} letters; a number has at most {LONGEST}"
        raise InputError(msg)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        faults = list(check_node(tree, cells))
    # null bytes are ValueErrors, signs nested too deeply the last two
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        msg = f"cannot read {shorten(text)!r}; {ALLOWED}"
        raise InputError(msg) from error
    if faults:
        raise InputError(*dict.fromkeys(faults))
    return Formula(text, tree)


def check_node(node: ast.expr, cells: Collection[str]) -> Iterator[str]:
    """Yield the faults of a node and of all below it."""
    if isinstance(node, ast.Name):
        if node.id not in cells:
            near = hint(node.id, cells) or f"; there are {', '.join(cells) or 'none'}"
            yield f"unknown cell {shorten(node.id)}{near}"
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, int | float) or abs(node.value) > 1e300:
            yield f"found {shorten(repr(node.value))}; {ALLOWED}"
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        yield from check_node(node.left, cells)
        yield from check_node(node.right, cells)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from check_node(node.operand, cells)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        yield from check_call(node.func.id, node.args, cells)
    else:
        yield f"found {shorten(ast.unparse(node))}; {ALLOWED}"


def check_call(name: str, parts: list[ast.expr], cells: Collection[str]) -> Iterator[str]:
    """Yield the faults of a call of a function."""
    if name not in FUNCTIONS:
        near = hint(name, FUNCTIONS) or f"; there are {', '.join(FUNCTIONS)}"
        yield f"unknown function {shorten(name)}{near}"
    elif (name in SINGLE) != (len(parts) == 1):
        count = "one number" if name in SINGLE else "two numbers or more"
        yield f"{name} takes {count}, found {len(parts)}"
    for part in parts:
        yield from check_node(part, cells)

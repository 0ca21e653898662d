"""Memory layout of a block of runs in compiled code: named tuples as rows of a flat buffer of floats.

A row holds one number of every lane (run of the block). The rows are, in this order: those of the run,
inputs, state, records and outcomes, whose number depends on the number of patrons, and those of events.
"""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate, count
from typing import Any

from llvmlite import ir

from ...state import Case, Fixed, Outcome, Plan, Record, Start, State, Summary
from ...state.layout import build_tuple
from .vectors import LANES, Code, Real, count_lanes, vector_type


def numbers(value: object) -> Iterator[Any]:
    """Yield the numbers of a nested tuple, depth first."""
    if isinstance(value, tuple):
        for part in value:
            yield from numbers(part)
    else:
        yield value


def total(value: object) -> Real:
    """Compute the sum of a tuple's numbers, to test with one number whether all of them are finite.

    If any number is infinite or NaN, so is the sum. (The sum of finite numbers near the largest float could
    overflow too.) Numbers are added in pairs, so that a processor can do several additions at once.
    """
    left = list(numbers(value))
    while len(left) > 1:
        odd = left[len(left) // 2 * 2 :]
        left = [a + b for a, b in zip(left[::2], left[1::2], strict=False)] + odd
    only: Real = left[0]
    return only


NOT_FINITE, RUN_LOW, RUN_HIGH, DECILES, TAILS, INPUTS = 0, 1, 2, 3, 7, 11
"""First rows: 0 while every number is finite, the run's number in two words, worst deciles, means of the
worst tenths; then the inputs.

Behind the tuples stand the events' sizes, base values of what they change, and each dimension's smallest
values.
"""
KINDS = (Case, Start, Plan, Fixed, State, Summary, Record, Outcome)
BUFFERED_RUNS = 4 * LANES
"""Runs whose band series are buffered, so that a histogram is visited once for all of them."""
COMMON = (Case, Plan, Fixed)
"""Tuples that runs have in common where nothing varies from run to run."""


@cache
def first_rows(patrons: int, steps: int) -> dict[Any, int]:
    """Compute the first row of each tuple, and of what stands behind all tuples.

    Their sizes depend on the number of patrons and on that of the plan's steps.
    """
    sizes = [len(list(numbers(build_tuple(kind, patrons, float, steps)))) for kind in KINDS]
    return dict(zip([*KINDS, None], accumulate(sizes, initial=INPUTS), strict=True))


def last_row(patrons: int, steps: int) -> int:
    """Return the number of rows before those of events, which is the row of the first event's size."""
    return first_rows(patrons, steps)[None]


def find_decile(horizon: int) -> tuple[int, float, int]:
    """Find the worst decile among a run's sorted quarters (:func:`~..reference.worst_decile`).

    It lies at a part of the way between the values number ``below`` and ``below + 1``: to keep the
    ``below + 2`` smallest of each dimension is enough, and no path has to be sorted.

    Returns
    -------
    below, part, kept
        The number of the value below, the part of the way to the next, and how many values are kept.
    """
    place = 0.1 * float(horizon - 1)
    below = int(place)
    return below, place - float(below), min(below + 2, horizon)


class Block:
    """Access to the buffer of a block from generated code.

    Attributes
    ----------
    builder : IRBuilder
        llvmlite's builder, which generates the instructions.
    pointer : Value
        Pointer to the first number of the buffer.
    patrons, steps : int
        Numbers of patrons and of a plan's steps.
    common : SharedBuilder, optional
        Builder of what is equal in all runs: one number instead of a row of equal ones leaves
        more of the first-level cache to the rest.
    hazards : bool
        Whether the code is for runs in which moods may turn or a rupture come.
    """

    def __init__(
        self, builder: Code, pointer: Code, patrons: int, common: Code = None, *, hazards: bool, steps: int
    ) -> None:
        self.builder, self.pointer, self.patrons, self.common = builder, pointer, patrons, common
        self.hazards, self.steps = hazards, steps

    def first_row(self, kind: Any) -> int:  # noqa: ANN401 - as below
        """Return the first row of a named tuple of the given type."""
        return first_rows(self.patrons, self.steps)[kind]

    def place(self, row: Code) -> Code:
        """Return a pointer to a row; the row number is a Python integer or a value of generated code."""
        if isinstance(row, int):
            row = ir.IntType(64)(row)
        at = self.builder.mul(row, ir.IntType(64)(count_lanes(self.builder)))
        there = self.builder.gep(self.pointer, [at], inbounds=True)
        return self.builder.bitcast(there, vector_type(self.builder, Real.ELEMENT).as_pointer())

    def row(self, row: Code) -> Real:
        """Load a row as a vector with one float per lane."""
        # align=8: an array guarantees the alignment of a float, not that of a whole vector
        return Real(self.builder, self.builder.load(self.place(row), align=8))

    def write_row(self, row: Code, number: Real | float) -> None:
        """Store a vector, or one number for all lanes, in a row."""
        self.builder.store(Real.of(self.builder, number).value, self.place(row), align=8)

    def read(self, kind: Any) -> Any:  # noqa: ANN401 - a named tuple of hedgesim.model.state
        """Load a named tuple of the given type from its rows."""
        rows = count(self.first_row(kind))
        number = self.common.read_input if self.common and kind in COMMON else self.row
        return build_tuple(kind, self.patrons, lambda: number(next(rows)), self.steps)

    def write(self, kind: object, value: object) -> None:
        """Store a named tuple of type ``kind`` in its rows."""
        for row, number in enumerate(numbers(value), self.first_row(kind)):
            self.write_row(row, number)

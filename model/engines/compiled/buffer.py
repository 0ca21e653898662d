"""A block of runs in compiled code: named tuples whose numbers are rows of a flat buffer.

A row holds one number of every lane. Rows stand one after the other: what a run is given, what it remembers
and what it says; behind them those whose number depends on the scenario.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from llvmlite import ir

from ...scenario.timeline import build_tuple
from ...state import Case, Fixed, Outcome, Plan, Record, Start, State, Summary
from .vectors import LANES, REALS, Code, Real


def numbers(value: object) -> Iterator[Any]:
    """Yield a nested tuple's numbers, depth first."""
    if isinstance(value, tuple):
        for part in value:
            yield from numbers(part)
    else:
        yield value


def total(value: object) -> Real:
    """Return the sum of a tuple's numbers: finite just if all of them are, or nearly too large.

    They are added in pairs, so that no sum waits for all that stand before it.
    """
    left = list(numbers(value))
    while len(left) > 1:
        odd = left[len(left) // 2 * 2 :]
        left = [a + b for a, b in zip(left[::2], left[1::2], strict=False)] + odd
    only: Real = left[0]
    return only


KINDS = (Case, Start, Plan, Fixed, State, Summary, Record, Outcome)
SIZES = [len(list(numbers(build_tuple(kind, float)))) for kind in KINDS]
AT = {kind: sum(SIZES[:k]) for k, kind in enumerate(KINDS)}
"""First row of each tuple."""
RECORDED, SAID, TAIL = SIZES[6], SIZES[7], sum(SIZES)
UNSOUND, RUN_LOW, RUN_HIGH, DECILES, SIZES_OF_EVENTS = TAIL, TAIL + 1, TAIL + 2, TAIL + 3, TAIL + 7
"""Rows behind the tuples: 0 while every number is finite, the run's number in two words, worst deciles.

Behind them stand the events' sizes, base values of what they change, and each dimension's smallest values.
"""
COMMON, COMMON_SIZE = (Case, Plan, Fixed), AT[State]
"""Tuples that runs have in common where nothing varies from run to run, and all rows up to their last."""


class Block:
    """The buffer of a block.

    Attributes
    ----------
    builder : IRBuilder
        Writes the code.
    pointer : Value
        The buffer's first number there.
    common : Value, optional
        First of :data:`COMMON_SIZE` numbers that all runs have in common: one number instead of a row's eight
        leaves more of the nearest cache to what differs.
    """

    def __init__(self, builder: Code, pointer: Code, common: Code = None) -> None:
        self.builder, self.pointer, self.common = builder, pointer, common

    def place(self, row: Code) -> Code:
        """Return where a row begins; its number is Python's or one of compiled code."""
        if isinstance(row, int):
            row = ir.IntType(64)(row)
        there = self.builder.gep(self.pointer, [self.builder.mul(row, ir.IntType(64)(LANES))], inbounds=True)
        return self.builder.bitcast(there, REALS.as_pointer())

    def row(self, row: Code) -> Real:
        """Return a row's numbers."""
        return Real(self.builder, self.builder.load(self.place(row), align=8))

    def shared(self, row: int) -> Real:
        """Return the number that all runs have in common instead of a row."""
        place = self.builder.gep(self.common, [ir.IntType(64)(row)], inbounds=True)
        return Real.spread(self.builder, self.builder.load(place))

    def write_row(self, row: Code, number: Real | float) -> None:
        """Write a row's numbers."""
        self.builder.store(Real.of(self.builder, number).value, self.place(row), align=8)

    def read(self, kind: Any) -> Any:  # noqa: ANN401 - a named tuple of hedgesim.model.state
        """Return a tuple's numbers."""
        rows = count(AT[kind])
        number = self.shared if self.common is not None and kind in COMMON else self.row
        return build_tuple(kind, lambda: number(next(rows)))

    def write(self, kind: object, value: object) -> None:
        """Write a tuple's numbers."""
        for row, number in enumerate(numbers(value), AT[kind]):  # type: ignore[index]
            self.write_row(row, number)

"""What is the same in all runs of a quarter, computed once for all of them.

Much of a quarter depends only on numbers that all runs are given alike. Operations on such numbers go into
code of their own, which runs at the start and after an event; a quarter then only loads the results.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from llvmlite import ir

from .vectors import Code, Real, count_lanes

INSTRUCTIONS = (
    "fadd", "fsub", "fmul", "fdiv", "fneg", "fcmp_ordered", "select", "call",
    "add", "and_", "shl", "lshr", "bitcast", "sitofp",
)  # fmt: skip
"""Instructions of rules: each is written once for the same operands, so that no result is kept twice."""


class SharedBuilder(ir.IRBuilder):
    """A builder of the code that computes what is the same in all runs.

    Attributes
    ----------
    common : Value
        Pointer to the numbers that are the same in all runs: inputs, and results from row ``free`` on.
    free : int
        The next free row.
    quarter : Block
        The code of the quarter, which ``loads`` goes in front of.
    loads : IRBuilder
        Builder of the loads of numbers that a quarter needs.
    """

    inline = True
    """Whether long words are written out (:mod:`.words`): what is computed once need not be short."""

    def __init__(self, builder: Code, common: Code, fresh: Code, free: int) -> None:
        """Write the code before what ``builder`` writes from now on; it runs where ``fresh`` is not 0."""
        code, loads, self.quarter = (
            builder.append_basic_block(name) for name in ("shared", "loads", "quarter")
        )
        builder.cbranch(builder.icmp_signed("!=", fresh, ir.IntType(64)(0)), code, loads)
        builder.position_at_end(self.quarter)
        super().__init__(code)
        self.loads, self.common, self.free = ir.IRBuilder(loads), common, free
        self.lanes = self.loads.lanes = count_lanes(builder)
        self.known: dict[Any, Code] = {}
        self.rows: dict[Code, int] = {}

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever a builder has
        found = super().__getattribute__(name)
        return partial(self.write_once, found) if name in INSTRUCTIONS else found

    def write_once(self, write: Callable[..., Code], *operands: Code) -> Code:
        """Write an instruction, unless the same one was written before."""
        key = (write.__name__, *operands)
        if key not in self.known:
            self.known[key] = write(*operands)
        return self.known[key]

    def read_input(self, row: int) -> Real:
        """Return an input."""
        number = Real.spread(self, self.load(self.place(self, row)))
        self.rows[number.value] = row
        return number

    def load_number(self, value: Code) -> Code:
        """Return a result, repeated in every lane, for the code of a quarter."""
        if value not in self.rows:
            self.rows[value], self.free = self.free, self.free + 1
            self.store(self.extract_element(value, ir.IntType(32)(0)), self.place(self, self.rows[value]))
        load = partial(self.loads.load, self.place(self.loads, self.rows[value]))
        return Real.spread(self.loads, load()).value

    def place(self, builder: Code, row: int) -> Code:
        """Return a pointer to a row."""
        return builder.gep(self.common, [ir.IntType(64)(row)], inbounds=True)

    def close(self) -> None:
        """End the code, which the quarter follows."""
        self.branch(self.loads.block)
        self.loads.branch(self.quarter)

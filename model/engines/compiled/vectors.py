"""Vectors of the numbers of several runs, whose operators generate instructions instead of computing.

A rule is Python code that adds, multiplies and compares numbers. Called with :class:`Real` objects, it
generates one LLVM instruction per operation, in the order of the rule, for :data:`LANES` runs at once.
IEEE 754 defines the result of every instruction, so that the bits are those of plain Python.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from llvmlite import ir

from .processor import find_processor

LANES = 16 if find_processor().has_avx512 else 8
"""Runs side by side: two vectors with AVX-512 or AVX2, four with SSE2 or NEON.

Two are better than one: a processor works on the second while it waits for the first.
The builder of a browser's module has a number of its own (:func:`count_lanes`).
"""
TWO_52 = 4503599627370496.0
"""2**52: the last bits of a float just above it are a whole number."""

Code = Any
"""A value or a builder of llvmlite, which has no types."""


def count_lanes(builder: Code) -> int:
    """Return the number of runs side by side in a builder's code: its ``lanes``, or :data:`LANES`."""
    return getattr(builder, "lanes", LANES)


def vector_type(builder: Code, element: Code) -> Code:
    """Return the type of a vector with one element per lane of a builder's code."""
    return ir.VectorType(element, count_lanes(builder))


class Vector:
    """One value per lane, in generated code.

    Attributes
    ----------
    builder : IRBuilder
        llvmlite's builder, which generates the instructions.
    value : Value
        The vector as a value of the generated code.
    """

    ELEMENT: ClassVar[Code]
    PLAIN: ClassVar[tuple[type, ...]]

    def __init__(self, builder: Code, value: Code) -> None:
        self.builder, self.value = builder, value

    def __bool__(self) -> bool:
        """Refuse to be a condition, as the lanes may differ.

        Raises
        ------
        TypeError
            Always: a rule that branches cannot be compiled.
        """
        msg = "a rule may not branch: use where, minimum or maximum of hedgesim.model.arithmetic"
        raise TypeError(msg)

    @classmethod
    def of(cls, builder: Code, number: object) -> Self:
        """Return a vector for the code of a builder; repeat a plain number in every lane."""
        if isinstance(number, cls):
            return number if number.builder is builder else number.hand_on(builder)
        assert isinstance(number, cls.PLAIN), number
        elements = [ir.Constant(cls.ELEMENT, number)] * count_lanes(builder)
        return cls(builder, ir.Constant(vector_type(builder, cls.ELEMENT), elements))

    def hand_on(self, builder: Code) -> Self:
        """Return what is computed once for all runs (:mod:`.shared`) for the code of one quarter."""
        return type(self)(builder, self.builder.load_number(self.value))

    @classmethod
    def spread(cls, builder: Code, value: Code) -> Self:
        """Repeat one number of the generated code in every lane."""
        none = ir.Constant(vector_type(builder, cls.ELEMENT), ir.Undefined)
        first = builder.insert_element(none, value, ir.IntType(32)(0))
        places = ir.Constant(vector_type(builder, ir.IntType(32)), [ir.IntType(32)(0)] * count_lanes(builder))
        return cls(builder, builder.shuffle_vector(first, none, places))


def find_builder(*operands: object) -> Code:
    """Return the builder of an operation: that of a quarter, unless all operands are the same in all runs."""
    builders = [x.builder for x in operands if isinstance(x, Vector)]
    return next((b for b in builders if not hasattr(b, "load_number")), builders[0])


def operator(name: str, *, swapped: bool = False) -> Callable[[Any, object], Any]:
    """Build an operator method that generates an LLVM instruction; ``swapped`` is for ``__radd__`` etc."""

    def write(self: Vector, other: object) -> Vector:
        builder = find_builder(self, other)
        pair = [self.of(builder, x).value for x in ((other, self) if swapped else (self, other))]
        return type(self)(builder, getattr(builder, name)(*pair))

    return write


def comparison(sign: str) -> Callable[["Real", object], "Truth"]:
    """Build a comparison method for floats; comparisons with NaN are false, as in Python."""

    def write(self: "Real", other: object) -> "Truth":
        builder = find_builder(self, other)
        pair = [self.of(builder, x).value for x in (self, other)]
        return Truth(builder, builder.fcmp_ordered(sign, *pair))

    return write


class Real(Vector):
    """One float per lane."""

    ELEMENT, PLAIN = ir.DoubleType(), (int, float)
    __hash__ = None  # type: ignore[assignment]
    __add__, __radd__ = operator("fadd"), operator("fadd", swapped=True)
    __sub__, __rsub__ = operator("fsub"), operator("fsub", swapped=True)
    __mul__, __rmul__ = operator("fmul"), operator("fmul", swapped=True)
    __truediv__, __rtruediv__ = operator("fdiv"), operator("fdiv", swapped=True)
    __lt__, __le__, __gt__, __ge__ = map(comparison, ("<", "<=", ">", ">="))
    __eq__ = comparison("==")  # type: ignore[assignment]

    def __neg__(self) -> "Real":
        return Real(self.builder, self.builder.fneg(self.value))

    def root(self) -> "Real":
        """Compute the square root in each lane."""
        name, module = f"llvm.sqrt.v{count_lanes(self.builder)}f64", self.builder.module
        kind = self.value.type
        known = module.globals.get(name) or ir.Function(module, ir.FunctionType(kind, [kind]), name)
        return Real(self.builder, self.builder.call(known, (self.value,)))

    def bits(self) -> "LaneInteger":
        """Return the bits of each float as an integer."""
        return LaneInteger(
            self.builder, self.builder.bitcast(self.value, vector_type(self.builder, LaneInteger.ELEMENT))
        )

    def to_integer(self) -> "LaneInteger":
        """Round floats from 0 to below 2**52 to the nearest integer, ties to even as in ``numpy.rint``."""
        # floats from 2**52 to 2**53 are 1 apart: the addition rounds, the mantissa of the sum is the integer
        rounded: LaneInteger = (self + TWO_52).bits() & 0x000FFFFFFFFFFFFF
        return rounded


class LaneInteger(Vector):
    """One unsigned integer of 64 bits per lane: a shift to the right fills with zeros."""

    ELEMENT, PLAIN = ir.IntType(64), (int,)
    __hash__ = None  # type: ignore[assignment]
    __rmul__ = operator("mul", swapped=True)
    __and__, __or__, __xor__ = operator("and_"), operator("or_"), operator("xor")
    __lshift__, __rshift__ = operator("shl"), operator("lshr")

    def __add__(self, other: object) -> Any:  # noqa: ANN401 - a whole number, or with a float a float
        return self.real() + other if isinstance(other, float) else operator("add")(self, other)

    def __eq__(self, other: object) -> "Truth":  # type: ignore[override]
        right = self.of(self.builder, other)
        return Truth(self.builder, self.builder.icmp_signed("==", self.value, right.value))

    def real(self) -> Real:
        """Convert each integer, read as signed (two's complement), to a float."""
        return Real(self.builder, self.builder.sitofp(self.value, vector_type(self.builder, Real.ELEMENT)))

    def with_bits(self) -> Real:
        """Return the floats that have these bits."""
        return Real(self.builder, self.builder.bitcast(self.value, vector_type(self.builder, Real.ELEMENT)))


class Truth(Vector):
    """One truth value per lane, the result of a comparison."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        """Refuse to be compared: raise the TypeError of a branch."""
        return bool(self)

    def choose(self, a: object, b: object) -> Real:
        """Choose ``a`` in lanes where the condition holds, ``b`` in the others."""
        builder = find_builder(self, a, b)
        truth, yes, no = Truth.of(builder, self), Real.of(builder, a), Real.of(builder, b)
        return Real(builder, builder.select(truth.value, yes.value, no.value))

    def hand_on(self, builder: Code) -> "Truth":
        """Return a truth about all runs for the code of one quarter; what is handed on are floats."""
        return self.choose(1.0, 0.0).hand_on(builder) > 0.0

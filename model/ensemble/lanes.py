"""Named tuples that live in rows of a flat buffer, and the rules as functions that numba inlines.

A tuple's numbers stand ``LANES`` apart, one run beside the other, so that a loop over runs touches one buffer
at constant distances and the compiler turns it into vector code. What a rule is given is not copied: a
:class:`Rows` stands for it, a pointer that reads a number when the rule asks for its name.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.extending import (
    intrinsic,
    lower_getattr_generic,
    models,
    overload,
    register_jitable,
    register_model,
)
from numba.core.types import BaseTuple  # type: ignore[attr-defined]
from numba.core.typing.templates import AttributeTemplate, infer_getattr

from .. import noise, rules, words

LANES = 24  # a stride of three cache lines, so that rows do not crowd into the same cache sets
STRICT: dict[str, Any] = {
    "error_model": "numpy",
    "forceinline": True,
    "no_cfunc_wrapper": True,
    "no_cpython_wrapper": True,
    "_nrt": False,
}
"""How rules are compiled: x/0 is infinite, all in line, and never fast-math, which changes bits."""


@intrinsic
def bits_of(_typing: Any, _x: Any) -> Any:
    """A float's bits as an integer."""
    return types.int64(types.float64), lambda _c, b, _s, a: b.bitcast(a[0], ir.IntType(64))


@intrinsic
def number_of(_typing: Any, _x: Any) -> Any:
    """The float that an integer's bits are."""
    return types.float64(types.int64), lambda _c, b, _s, a: b.bitcast(a[0], ir.DoubleType())


@overload(words.two_to, jit_options=STRICT)  # type: ignore[arg-type]
def compiled_two_to(t, k):
    """2 to a whole power by shifting it into the exponent."""
    return lambda t, k: number_of((bits_of(t) + 1023) << 52)  # type: ignore[call-arg]


@overload(words.split, jit_options=STRICT)  # type: ignore[arg-type]
def compiled_split(x):
    """Exponent and mantissa by masks; the constant is the bits of a number a little below sqrt(1/2)."""

    def split(x):
        i = bits_of(x) + (0x3FF0000000000000 - 0x3FE6A09E00000000)  # type: ignore[call-arg]
        return number_of((i & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E00000000), float((i >> 52) - 1023)

    return split


@register_jitable(**STRICT)
def whole_of(x: float) -> int:
    """A whole number from 0 to 2**32 - 1 out of a float that holds it, without a slow conversion."""
    return bits_of(x + 4503599627370496.0) & 0xFFFFFFFF  # type: ignore[call-arg]


def inline_rules() -> None:
    """Let numba inline every function of the words, the noise and the rules, as they stand."""
    modules = [words, noise]
    modules += [import_module(f"{rules.__name__}.{m.name}") for m in iter_modules(rules.__path__)]
    for module in modules:
        for function in list(vars(module).values()):
            own = isinstance(function, FunctionType) and function.__module__ == module.__name__
            if own and function not in {words.two_to, words.split}:
                register_jitable(**STRICT)(function)


def size(sample: object) -> int:
    """How many numbers a nested tuple holds."""
    return sum(map(size, sample)) if isinstance(sample, tuple) else 1


class Rows(types.Type):
    """Type of a nested named tuple whose numbers are rows of the buffer."""

    def __init__(self, sample: tuple[Any, ...]) -> None:
        self.sample = sample
        super().__init__(name=f"Rows({shape(sample)})")

    def part(self, name: str) -> tuple[Any, int]:
        """A field, as a sample, and how many rows stand before it."""
        row = 0
        for field, value in zip(names(self.sample), self.sample, strict=True):
            if field == name:
                return value, row
            row += size(value)
        raise AttributeError(name)


def names(sample: tuple[Any, ...]) -> tuple[str, ...]:
    """Field names of a named tuple."""
    found: tuple[str, ...] = type(sample)._fields  # type: ignore[attr-defined]
    return found


def shape(sample: object) -> str:
    """A nested tuple's type in full, as numba must tell types apart."""
    if isinstance(sample, tuple):
        return f"{type(sample).__name__}<{','.join(map(shape, sample))}>"
    return "f"


@register_model(Rows)
class RowsModel(models.PrimitiveModel):
    """A pointer to the run's place in the tuple's first row."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.DoubleType().as_pointer())


@infer_getattr
class RowsFields(AttributeTemplate):
    """Types of the fields: a number, or rows again."""

    key = Rows

    def generic_resolve(self, kind: Rows, name: str) -> Any:
        """The type of a field, None where there is none of this name."""
        if name not in names(kind.sample):
            return None
        value, _ = kind.part(name)
        return Rows(value) if isinstance(value, tuple) else types.float64


@lower_getattr_generic(Rows)
def read(_context: Any, builder: Any, kind: Rows, pointer: Any, name: str) -> Any:
    """Read a number, or point to rows within rows."""
    value, row = kind.part(name)
    there = builder.gep(pointer, [ir.Constant(ir.IntType(64), row * LANES)], inbounds=True)
    return there if isinstance(value, tuple) else builder.load(there)


def viewer(sample: tuple[Any, ...], first: int) -> Any:
    """A function ``view(buffer, lane)`` that stands for the tuple in rows ``first`` and on."""
    kind = Rows(sample)

    @intrinsic
    def view(_typing: Any, buffer: Any, _lane: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, arguments[0])
            place = builder.add(arguments[1], ir.Constant(ir.IntType(64), first * LANES))
            return builder.gep(array.data, [place], inbounds=True)

        return kind(buffer, types.int64), generate

    return view


def storer(first: int) -> Any:
    """A function ``store(buffer, lane, value)`` that writes a tuple's numbers into rows ``first`` and on."""

    @intrinsic
    def store(_typing: Any, buffer: Any, _lane: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, arguments[0])
            there = builder.gep(array.data, [arguments[1]], inbounds=True)
            for row, number in enumerate(numbers(builder, signature.args[2], arguments[2])):
                place = ir.Constant(ir.IntType(64), (first + row) * LANES)
                builder.store(number, builder.gep(there, [place], inbounds=True))
            return context.get_dummy_value()

        return types.void(buffer, types.int64, value), generate

    return store


@intrinsic
def total(_typing: Any, value: Any) -> Any:
    """Sum of a tuple's numbers: finite just if all of them are, or nearly too large."""

    def generate(_context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        first, *others = numbers(builder, signature.args[0], arguments[0])
        for number in others:
            first = builder.fadd(first, number)
        return first

    return types.float64(value), generate


def numbers(builder: Any, kind: Any, value: Any) -> Iterator[Any]:
    """A nested tuple's numbers, depth first, in compiled code."""
    if isinstance(kind, BaseTuple):
        for place, part in enumerate(kind):
            yield from numbers(builder, part, builder.extract_value(value, place))
    elif isinstance(kind, Rows):
        for row in range(size(kind.sample)):
            place = ir.Constant(ir.IntType(64), row * LANES)
            yield builder.load(builder.gep(value, [place], inbounds=True))
    else:
        assert kind == types.float64, kind
        yield value

"""The rules as they stand, bound to words that know vectors."""

from typing import Any

from ... import arithmetic as words
from ...rebinding import rebind
from .vectors import Real, Truth

MANTISSA, HALF_ROOT = 0x000FFFFFFFFFFFFF, 0x3FE6A09E00000000
"""The bits of a float's mantissa, and those of :data:`~hedgesim.model.arithmetic.SPLIT_AT`."""


def where(condition: Truth | bool, a: object, b: object) -> Any:  # noqa: ANN401 - a vector or a plain number
    """Return ``a`` where the condition holds, else ``b``; a number is no condition."""
    if isinstance(condition, Truth):
        return condition.choose(a, b)
    return a if condition else b


def minimum(a: Any, b: Any) -> Any:  # noqa: ANN401 - as above
    """Return the smaller of two numbers."""
    return where(a < b, a, b)


def maximum(a: Any, b: Any) -> Any:  # noqa: ANN401 - as above
    """Return the larger of two numbers."""
    return where(a > b, a, b)


def times_two_to(y: Real, t: Real, k: Real) -> Real:
    """``y`` times 2 to a whole power: the last bits of ``t`` are added to the exponent of ``y``."""
    del k
    made: Real = (y.bits() + (t.bits() << 52)).with_bits()
    return made


def split(x: Real) -> tuple[Real, Real]:
    """Mantissa and exponent by masks."""
    bits = x.bits() + (0x3FF0000000000000 - HALF_ROOT)
    return ((bits & MANTISSA) + HALF_ROOT).with_bits(), ((bits >> 52) + -1023).real()


REPLACED: dict[Any, Any] = {
    words.where: where,
    words.minimum: minimum,
    words.maximum: maximum,
    words.times_two_to: times_two_to,
    words.split: split,
    words.sqrt: Real.root,
}
"""Words that choose, or look at bits; all others work on vectors as they stand."""


on_vectors = rebind(REPLACED)
"""Bind a rule, a word or a draw to vectors."""

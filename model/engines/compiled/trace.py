"""The rules, rebound so that they can be called with vectors and thereby generate compiled code.

Every rule is written once, as arithmetic on plain numbers. To compile it, it is called with vector objects
whose operators generate instructions (tracing); a second version of the rules, which could differ from the
first, is not needed. Only the functions in :data:`REPLACED` cannot be traced and have vector versions here.
"""

from typing import Any

from ... import arithmetic as words
from .vectors import Real, Truth

MANTISSA, HALF_ROOT = 0x000FFFFFFFFFFFFF, 0x3FE6A09E00000000
"""The bits of a float's mantissa, and those of :data:`~hedgesim.model.arithmetic.SPLIT_AT`."""


def where(condition: Truth | bool, a: object, b: object) -> Any:  # noqa: ANN401 - a vector or a plain number
    """Choose ``a`` where the condition holds, else ``b``, in each lane; a plain bool chooses for all."""
    if isinstance(condition, Truth):
        return condition.choose(a, b)
    return a if condition else b


def minimum(a: Any, b: Any) -> Any:  # noqa: ANN401 - as above
    """Return the smaller of two numbers in each lane."""
    return where(a < b, a, b)


def maximum(a: Any, b: Any) -> Any:  # noqa: ANN401 - as above
    """Return the larger of two numbers in each lane."""
    return where(a > b, a, b)


def times_two_to(y: Real, t: Real, k: Real) -> Real:
    """Compute ``y * 2**k`` by adding the last bits of ``t``, which are ``k``, to the exponent of ``y``."""
    del k
    # the shift by 52 moves the last 12 bits of t (those of MAGIC are 0) onto sign and exponent of y
    scaled: Real = (y.bits() + (t.bits() << 52)).with_bits()
    return scaled


def split(x: Real) -> tuple[Real, Real]:
    """Split ``x`` into ``m * 2**k`` as ``arithmetic.split`` does, with masks instead of ``frexp``."""
    # after the addition the exponent field is k + 1023 for all x from SPLIT_AT * 2**k up to twice that, and
    # the mantissa field is the bits of m minus HALF_ROOT
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
"""Words that choose or use bits, and their versions for vectors; all others work on vectors unchanged."""

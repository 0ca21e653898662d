"""The functions that a rule may use: bit-identical on every machine, interpreted or compiled.

``exp`` and ``log`` are fdlibm's kernels (Sun Microsystems 1993), written in IEEE 754 ``+ - * /`` only: they
are within 1 ulp of the true value, and no library, processor or compiler can round them differently.
The compiled engine replaces :func:`times_two_to` and :func:`split` by operations on bits, and :func:`where`,
:func:`minimum` and :func:`maximum` by functions that choose separately for each run of a vector.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import accumulate
from math import frexp, ldexp, sqrt
from operator import add, mul, sub
from typing import Any, TypeVar

__all__ = [
    "clip", "distance", "dot", "each", "exp", "invert", "largest", "log", "logistic", "maximum", "minimum",
    "product", "remainder", "smallest", "sqrt", "total", "toward", "where",
]  # fmt: skip

T = TypeVar("T")

SPLIT_AT = float.fromhex("0x1.6a09e00000000p-1")  # a little below sqrt(1/2)
INV_LN2 = 1.4426950408889634
# ln 2 in two parts: the last bits of LN2_HI are zero, so that k * LN2_HI is exact for every exponent k
LN2_HI = 6.93147180369123816490e-01
LN2_LO = 1.90821492927058770002e-10
# 1.5 * 2**52: floats of that size are 1 apart, so that adding MAGIC rounds x to a whole number k; the last
# bits of the sum are k in two's complement; the factor 1.5 keeps the exponent the same for negative k
MAGIC = 6755399441055744.0


def where(condition: bool, a: float, b: float) -> float:
    """Return ``a`` where the condition holds, else ``b``; both are computed."""
    return a if condition else b


def minimum(a: float, b: float) -> float:
    """Return the smaller of two numbers."""
    return a if a < b else b


def maximum(a: float, b: float) -> float:
    """Return the larger of two numbers."""
    return a if a > b else b


def clip(x: float, low: float, high: float) -> float:
    """Limit ``x`` to the range from ``low`` to ``high``."""
    return minimum(maximum(x, low), high)


def distance(x: float, y: float) -> float:
    """Compute the absolute difference of two numbers."""
    return maximum(x - y, y - x)


def toward(now: float, rest: float, speed: float) -> float:
    """Move a number by the fraction ``speed`` of the way from ``now`` to its rest point ``rest``."""
    return now + speed * (rest - now)


def each(rule: Callable[..., T], *columns: Iterable[Any]) -> tuple[T, ...]:
    """Apply a rule to the values of each patron (or package) in turn, taken from columns of one length."""
    return tuple(map(rule, *columns))


def total(numbers: Iterable[float]) -> float:
    """Add numbers from the first to the last; there is at least one.

    Python's own ``sum`` compensates rounding errors from version 3.12 on, so that bits would depend on it.
    """
    return reduce(add, numbers)


def dot(x: Iterable[float], y: Iterable[float]) -> float:
    """Compute the scalar product of two columns of numbers, added from the first to the last."""
    return total([a * b for a, b in zip(x, y, strict=True)])


def product(numbers: Iterable[float]) -> float:
    """Multiply numbers from the first to the last; there is at least one."""
    return reduce(mul, numbers)


def remainder(parts: Iterable[float]) -> float:
    """Subtract parts from 1, from the first to the last."""
    return reduce(sub, parts, 1.0)


def invert(numbers: Iterable[float]) -> tuple[float, ...]:
    """Compute 1 / x of each number by a single division, which takes as long as many products.

    Each is the product of all others over that of all (Montgomery 1987), which may be neither 0 nor infinite.
    """
    first, *rest = numbers
    if not rest:
        return (1.0 / first,)
    *below, every = accumulate((first, *rest), mul)
    left, inverse = 1.0 / every, list[float]()
    for number, before in zip(reversed(rest), reversed(below), strict=True):
        inverse.append(left * before)
        left = left * number
    return (left, *reversed(inverse))


def largest(numbers: Iterable[float]) -> float:
    """Return the largest of one or more numbers."""
    return reduce(maximum, numbers)


def smallest(numbers: Iterable[float]) -> float:
    """Return the smallest of one or more numbers."""
    return reduce(minimum, numbers)


def times_two_to(y: float, t: float, k: float) -> float:
    """Compute ``y * 2**k`` for a whole number ``k``; ``t`` is ``k + MAGIC``, whose last bits are ``k``."""
    del t  # only the compiled version reads it: there the bits of t are added to the exponent of y
    return ldexp(y, int(k))


def split(x: float) -> tuple[float, float]:
    """Split a positive normal number into ``m`` and ``k``: x = m * 2**k, SPLIT_AT <= m < 2 * SPLIT_AT."""
    m, e = frexp(x)
    if m < SPLIT_AT:
        return 2.0 * m, float(e - 1)
    return m, float(e)


def exp(x: float) -> float:
    """Compute e to the power ``x`` within 1 ulp; ``x`` is first limited to the range -700 to 700."""
    x = minimum(maximum(x, -700.0), 700.0)
    # exp(x) = 2**k * exp(r) with k = x / ln 2 rounded and r = x - k ln 2, at most ln 2 / 2 in size
    t = x * INV_LN2 + MAGIC
    k = t - MAGIC
    hi = x - k * LN2_HI
    lo = k * LN2_LO
    r = hi - lo
    z = r * r
    c = r - z * (
        1.66666666666666019037e-01
        + z
        * (
            -2.77777777770155933842e-03
            + z
            * (
                6.61375632143793436117e-05
                + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08)
            )
        )
    )
    return times_two_to(1.0 + (r * c / (2.0 - c) - lo + hi), t, k)


def log(x: float) -> float:
    """Compute the natural logarithm of a positive normal number within 1 ulp."""
    # log(x) = k ln 2 + log(1 + f), and log(1 + f) is an odd series in s = f / (2 + f)
    m, k = split(x)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    t2 = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    h = 0.5 * f * f
    return s * (h + (t2 + t1)) + k * LN2_LO - h + f + k * LN2_HI


def logistic(x: float) -> float:
    """Compute the logistic function 1 / (1 + exp(-x)), between 0 and 1."""
    return 1.0 / (1.0 + exp(-x))

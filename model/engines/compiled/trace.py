"""The rules, rebound so that they can be called with vectors and thereby generate compiled code.

Every rule is written once, as arithmetic on plain numbers. To compile it, it is called with vector objects
whose operators generate instructions (tracing); a second version of the rules, which could differ from the
first, is not needed. Only the functions in :data:`REPLACED` cannot be traced and have vector versions here.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

from ... import arithmetic as words
from ... import noise, rules
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
    made: Real = (y.bits() + (t.bits() << 52)).with_bits()
    return made


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
"""Words that choose, or look at bits; all others work on vectors as they stand."""


def copy_module(module: ModuleType) -> ModuleType:
    """Create a module with the same contents as another."""
    copy = ModuleType(module.__name__)
    vars(copy).update(vars(module))
    return copy


def rebind() -> Callable[[Any], Any]:
    """Build the function that converts a function of a rule module to its version for vectors.

    Modules are copied and functions created anew from their code, so that the original rules keep calling the
    plain functions.
    """
    own = [words, noise, *(import_module(f"{rules.__name__}.{m.name}") for m in iter_modules(rules.__path__))]
    modules = {module.__name__: copy_module(module) for module in own}
    made = dict(REPLACED)

    def bound(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a module
        if isinstance(value, ModuleType):
            return modules.get(value.__name__, value)
        if isinstance(value, FunctionType) and value.__module__ in modules and value not in made:
            made[value] = FunctionType(value.__code__, vars(modules[value.__module__]), value.__name__)
        return made.get(value, value) if callable(value) else value

    for module in modules.values():
        vars(module).update({k: bound(v) for k, v in vars(module).items() if not k.startswith("__")})
    return bound


on_vectors = rebind()

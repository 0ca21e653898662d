"""The rules bound to other words of arithmetic: the same code, computing with vectors or with arrays.

Rules are written once, on plain numbers, and may only use the words of :mod:`~hedgesim.model.arithmetic`.
Bound to words that accept something else, they compute with that: the compiled engine traces them into
machine code, designs check columns of points. A second version of a rule, which could differ, is not needed.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType, ModuleType
from typing import Any

from . import arithmetic, noise, rules


def copy_module(module: ModuleType) -> ModuleType:
    """Return a new module with the same contents."""
    copy = ModuleType(module.__name__)
    vars(copy).update(vars(module))
    return copy


def rebind(replaced: Mapping[Any, Any]) -> Callable[[Any], Any]:
    """Bind all rules, words and draws to other words.

    Modules are copied and functions made anew from their code, so that no other caller meets the other words.

    Parameters
    ----------
    replaced : mapping of function to function
        Words of :mod:`~hedgesim.model.arithmetic` and what takes their place.

    Returns
    -------
    callable
        Takes a rule, a word or a draw as it is imported and returns the same function with the other words.
    """
    parts = (import_module(m.name) for m in walk_packages(rules.__path__, f"{rules.__name__}."))
    modules = {module.__name__: copy_module(module) for module in (arithmetic, noise, *parts)}
    replacements = dict(replaced)

    def bound(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a module
        if isinstance(value, ModuleType):
            return modules.get(value.__name__, value)
        if isinstance(value, FunctionType) and value.__module__ in modules and value not in replacements:
            replacements[value] = FunctionType(
                value.__code__, vars(modules[value.__module__]), value.__name__
            )
        return replacements.get(value, value) if callable(value) else value

    for module in modules.values():
        vars(module).update({k: bound(v) for k, v in vars(module).items() if not k.startswith("__")})
    return bound

"""How many additions, multiplications, divisions and comparisons a quarter's rules take.

They are played in plain Python with floats that count what is done with them. Negations are not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, ClassVar

MADE_OF_BITS = ("two_to", "times_two_to", "split", "sqrt")
"""Words that give new floats without arithmetic; ``two_to`` is the prototype's."""
ARITHMETIC = ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv")
COMPARISONS = ("lt", "le", "gt", "ge")


class Counted(float):
    """A float whose operations are counted."""

    done: ClassVar[Counter[str]] = Counter()

    def __neg__(self) -> "Counted":
        return Counted(-float(self))


def operation(name: str, give: Callable[[Any], Any]) -> Callable[[Counted, float], Any]:
    """Return a method that counts and then does what a float's does."""
    plain = getattr(float, name)

    def method(self: Counted, other: float) -> Any:  # noqa: ANN401 - a float or a truth
        Counted.done[name] += 1
        return give(plain(float(self), float(other)))

    return method


for names, give in ((ARITHMETIC, Counted), (COMPARISONS, bool)):
    for word in names:
        setattr(Counted, f"__{word}__", operation(f"__{word}__", give))


def counted(value: Any) -> Any:  # noqa: ANN401 - a float or a nested tuple of floats
    """Return the same with floats that count."""
    if isinstance(value, tuple):
        parts = map(counted, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return Counted(value) if isinstance(value, float) else value


@contextmanager
def words_that_count(modules: Sequence[ModuleType]) -> Iterator[None]:
    """Let words that give new floats give such as count, wherever they are called."""
    places = [(m, n, getattr(m, n)) for m in modules for n in MADE_OF_BITS if hasattr(m, n)]
    try:
        for module, name, word in places:
            setattr(module, name, lambda *a, word=word: counted(word(*map(float, a))))
        yield
    finally:
        for module, name, word in places:
            setattr(module, name, word)


def operations(quarter: Callable[..., object], given: Sequence[object], modules: Sequence[ModuleType]) -> int:
    """Operations of one quarter, what is inside exp and log included, random numbers not.

    Parameters
    ----------
    quarter : callable
        The quarter's rules.
    given : sequence
        What it is called with.
    modules : sequence of modules
        Those that rules and words stand in.
    """
    arguments = [counted(value) for value in given]
    with words_that_count(modules):
        Counted.done.clear()
        quarter(*arguments)
    return Counted.done.total()

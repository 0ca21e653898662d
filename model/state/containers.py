"""Containers with one value per patron, per pair of patrons, per package of effort, per dimension."""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Annotated, Any, NamedTuple, TypeVar

T = TypeVar("T")

PerPatron = tuple[T, ...]
"""One value or tuple per patron, in the order of the scenario file."""

Pairs = Annotated[tuple[float, ...], "one number per pair of patrons"]
"""One number per pair of patrons, in the order of ``itertools.combinations``."""


class Packages(NamedTuple):
    """One number per package of effort: two packages a patron, and self-reliance (eq. 22)."""

    security: PerPatron[float]
    economy: PerPatron[float]
    self_reliance: float


class Weights(NamedTuple):
    """Weight of each dimension in the hedger's utility (eq. 21)."""

    security: float
    economy: float
    autonomy: float


def others(values: PerPatron[T]) -> PerPatron[tuple[T, ...]]:
    """Return for each patron the values of all others, in their order."""
    return tuple(values[:k] + values[k + 1 :] for k in range(len(values)))


def by_patron(pairs: Pairs, count: int) -> PerPatron[tuple[float, ...]]:
    """Return for each of ``count`` patrons the numbers of its pairs, in the order of the others."""
    return tuple(tuple(pairs[place] for place in places) for places in pair_places(count))


def count_pairs(patrons: int) -> int:
    """Return the number of pairs of patrons."""
    return patrons * (patrons - 1) // 2


@cache
def pair_places(count: int) -> PerPatron[tuple[int, ...]]:
    """Return for each of ``count`` patrons the places of its pairs, in the order of the others."""
    pairs = list(combinations(range(count), 2))
    return tuple(tuple(place for place, pair in enumerate(pairs) if k in pair) for k in range(count))


def flatten(value: Iterable[Any]) -> tuple[float, ...]:
    """Flatten a nested tuple of numbers, depth first."""
    numbers: list[float] = []
    for part in value:
        if isinstance(part, tuple):
            numbers.extend(flatten(part))
        else:
            numbers.append(float(part))
    return tuple(numbers)

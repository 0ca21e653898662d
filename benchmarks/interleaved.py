"""Rounds in which all variants take turns, so that a slow moment of the machine meets all of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from variants import VARIANTS, Variant


@dataclass(frozen=True)
class Spread:
    """A number measured once a round: the median, the smallest and the largest."""

    middle: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Return what rounds gave, in three numbers."""
    return Spread(median(values), min(values), max(values))


def rate(variant: Variant, n: int) -> float:
    """Return runs a second of one go."""
    begun = time.perf_counter()
    variant.play(n)
    return n / (time.perf_counter() - begun)


def measure(
    rounds: int, *, quick: bool, tell: Callable[[str], None], beside: Callable[[], None] = lambda: None
) -> dict[str, list[float]]:
    """Return runs a second of every variant, one number a round.

    Parameters
    ----------
    rounds : int
        How often each variant plays; every other round takes them in reverse order.
    quick : bool
        Whether to play few runs, for trying out.
    tell : callable
        Is told how far it has come.
    beside : callable
        What else is measured in every round.
    """
    rates: dict[str, list[float]] = {v.name: [] for v in VARIANTS}
    for number in range(rounds):
        for variant in VARIANTS if number % 2 == 0 else VARIANTS[::-1]:
            rates[variant.name].append(rate(variant, variant.quick if quick else variant.runs))
        beside()
        tell(f"round {number + 1} of {rounds}")
    return rates


def ratio(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Return how many times as large one number is as another, within each round."""
    return spread([a / b for a, b in zip(over, under, strict=True)])

"""What a pattern asserts: numbers and the bounds they must keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, nextafter


@dataclass(frozen=True)
class Claim:
    """One assertion: a number strictly between two bounds.

    Attributes
    ----------
    part : str
        What it asserts.
    number : float
        What it is judged by; not a number keeps no bound.
    low, high : float
        The bounds, infinite where there is none.
    """

    part: str
    number: float
    low: float = -inf
    high: float = inf

    @property
    def holds(self) -> bool:
        """Whether the number keeps its bounds."""
        return self.low < self.number < self.high

    def __str__(self) -> str:
        return f"{self.part}: {self.number:.4g}, allowed {self.low:.4g} to {self.high:.4g}"


def exactly(part: str, number: float, expected: float) -> Claim:
    """Assert that a number is another."""
    return Claim(part, number, nextafter(expected, -inf), nextafter(expected, inf))


def rises(part: str, numbers: Sequence[float]) -> Claim:
    """Assert that each number is above the one before; judged by the smallest step."""
    return Claim(part, min(later - earlier for earlier, later in pairwise(numbers)), low=0.0)


def falls(part: str, numbers: Sequence[float]) -> Claim:
    """Assert that each number is below the one before; judged by the largest step."""
    return Claim(part, max(later - earlier for earlier, later in pairwise(numbers)), high=0.0)

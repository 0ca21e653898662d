"""Claims of a pattern: numbers and the bounds that they must satisfy."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, nextafter


@dataclass(frozen=True)
class Claim:
    """An assertion that a number lies strictly between two bounds.

    Attributes
    ----------
    part : str
        The assertion in words.
    number : float
        The number to judge; NaN satisfies no bounds.
    low, high : float
        Exclusive bounds, infinite where there is none.
    """

    part: str
    number: float
    low: float = -inf
    high: float = inf

    @property
    def holds(self) -> bool:
        """Return whether the number lies between the bounds."""
        return self.low < self.number < self.high

    def __str__(self) -> str:
        return f"{self.part}: {self.number:.4g}, allowed {self.low:.4g} to {self.high:.4g}"


def claim_equality(part: str, number: float, expected: float) -> Claim:
    """Assert that a number equals another exactly."""
    # bounds are exclusive, so they are the neighbouring floats
    return Claim(part, number, nextafter(expected, -inf), nextafter(expected, inf))


def claim_rise(part: str, numbers: Sequence[float]) -> Claim:
    """Assert that numbers increase strictly; judged by the smallest step."""
    return Claim(part, min(later - earlier for earlier, later in pairwise(numbers)), low=0.0)


def claim_fall(part: str, numbers: Sequence[float]) -> Claim:
    """Assert that numbers decrease strictly; judged by the largest step."""
    return Claim(part, max(later - earlier for earlier, later in pairwise(numbers)), high=0.0)

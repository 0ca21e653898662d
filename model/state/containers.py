"""Containers with one value per patron, per pair of patrons, per package of effort, per dimension."""

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Three(NamedTuple, Generic[T]):
    """One value or tuple per patron, in the order of the scenario file."""

    first: T
    second: T
    third: T


class Pairs(NamedTuple):
    """One number per pair of patrons."""

    first_second: float
    first_third: float
    second_third: float


class Packages(NamedTuple):
    """One number per package of effort (eq. 22)."""

    security_first: float
    security_second: float
    security_third: float
    economy_first: float
    economy_second: float
    economy_third: float
    self_reliance: float


class Weights(NamedTuple):
    """Weight of each dimension in the hedger's utility (eq. 21)."""

    security: float
    economy: float
    autonomy: float

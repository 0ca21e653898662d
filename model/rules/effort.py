"""Arithmetic on packages of effort, package by package (eq. 22)."""

from collections.abc import Callable

from ..arithmetic import each, total, toward
from ..state import Packages

PER_LOG = {
    5: 0.6213349345596119,
    7: 0.5138983423697507,
    9: 0.4551196133134187,
    11: 0.4170323914242463,
    13: 0.3898712452512801,
}
"""1 / ln n for every possible number n of packages: a constant is the same on every machine."""


def list_packages(p: Packages) -> tuple[float, ...]:
    """List all packages: security of each patron, economy of each patron, self-reliance."""
    return (*p.security, *p.economy, p.self_reliance)


def each_package(rule: Callable[..., float], *packages: Packages) -> Packages:
    """Apply a rule to each package in turn."""
    return Packages(
        security=each(rule, *[p.security for p in packages]),
        economy=each(rule, *[p.economy for p in packages]),
        self_reliance=rule(*[p.self_reliance for p in packages]),
    )


def sum_packages(p: Packages) -> float:
    """Sum all packages, always in the same order."""
    return total(list_packages(p))


def scale_packages(p: Packages, by: float) -> Packages:
    """Multiply all packages by a number."""
    return each_package(lambda x: x * by, p)


def multiply_packages(p: Packages, q: Packages) -> Packages:
    """Multiply two sets of packages, package by package."""
    return each_package(lambda x, y: x * y, p, q)


def blend_packages(p: Packages, q: Packages, part: float) -> Packages:
    """Compute ``part * p + (1 - part) * q``, package by package."""
    return each_package(lambda x, y: toward(y, x, part), p, q)

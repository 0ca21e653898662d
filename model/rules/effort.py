"""Elementwise arithmetic on the seven packages of effort."""

from ..arithmetic import toward
from ..state import Packages


def sum_packages(p: Packages) -> float:
    """Sum the seven packages, always in the same order."""
    return (
        p.security_first + p.security_second + p.security_third
        + p.economy_first + p.economy_second + p.economy_third
        + p.self_reliance
    )  # fmt: skip


def scale_packages(p: Packages, by: float) -> Packages:
    """Multiply all seven packages by a number."""
    return Packages(
        p.security_first * by,
        p.security_second * by,
        p.security_third * by,
        p.economy_first * by,
        p.economy_second * by,
        p.economy_third * by,
        p.self_reliance * by,
    )


def multiply_packages(p: Packages, q: Packages) -> Packages:
    """Multiply two sets of packages, package by package."""
    return Packages(
        p.security_first * q.security_first,
        p.security_second * q.security_second,
        p.security_third * q.security_third,
        p.economy_first * q.economy_first,
        p.economy_second * q.economy_second,
        p.economy_third * q.economy_third,
        p.self_reliance * q.self_reliance,
    )


def blend_packages(p: Packages, q: Packages, part: float) -> Packages:
    """Compute ``part * p + (1 - part) * q``, package by package."""
    return Packages(
        toward(q.security_first, p.security_first, part),
        toward(q.security_second, p.security_second, part),
        toward(q.security_third, p.security_third, part),
        toward(q.economy_first, p.economy_first, part),
        toward(q.economy_second, p.economy_second, part),
        toward(q.economy_third, p.economy_third, part),
        toward(q.self_reliance, p.self_reliance, part),
    )

"""Arithmetic on the seven packages of effort."""

from ..arithmetic import toward
from ..state import Packages


def total(p: Packages) -> float:
    """Return sum over the seven packages."""
    return (
        p.security_first + p.security_second + p.security_third
        + p.economy_first + p.economy_second + p.economy_third
        + p.self_reliance
    )  # fmt: skip


def scaled(p: Packages, by: float) -> Packages:
    """Return all seven packages times a number."""
    return Packages(
        p.security_first * by,
        p.security_second * by,
        p.security_third * by,
        p.economy_first * by,
        p.economy_second * by,
        p.economy_third * by,
        p.self_reliance * by,
    )


def times(p: Packages, q: Packages) -> Packages:
    """Package by package."""
    return Packages(
        p.security_first * q.security_first,
        p.security_second * q.security_second,
        p.security_third * q.security_third,
        p.economy_first * q.economy_first,
        p.economy_second * q.economy_second,
        p.economy_third * q.economy_third,
        p.self_reliance * q.self_reliance,
    )


def blended(p: Packages, q: Packages, part: float) -> Packages:
    """``part`` of p and the rest of q."""
    return Packages(
        toward(q.security_first, p.security_first, part),
        toward(q.security_second, p.security_second, part),
        toward(q.security_third, p.security_third, part),
        toward(q.economy_first, p.economy_first, part),
        toward(q.economy_second, p.economy_second, part),
        toward(q.economy_third, p.economy_third, part),
        toward(q.self_reliance, p.self_reliance, part),
    )

"""Bases of threat and income at which an index opens at a stated value (eq. 18, 19; ODD section 5)."""

from ..arithmetic import log, logistic
from ..state import Dimensions


def solve_threat_base(d: Dimensions, placed: float, index: float) -> float:
    """Compute the base threat at which security opens at ``index``; ``d`` is measured with ``placed``."""
    return d.strength * (1.0 - index) / index - (d.threat - placed)


def reach_security(d: Dimensions, placed: float, base: float) -> float:
    """Compute where security opens with another base threat than ``placed``."""
    return d.strength / (d.strength + d.threat - placed + base)


def solve_income_base(d: Dimensions, scale: float, index: float) -> float:
    """Compute the base income at which economy opens at ``index``."""
    return d.income + scale * log((1.0 - index) / index)


def reach_economy(d: Dimensions, scale: float, base: float) -> float:
    """Compute where economy opens with another base income."""
    return logistic((d.income - base) / scale)

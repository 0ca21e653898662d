"""A row of the parameter table, the ranges that files may use, and how values are known."""

from typing import NamedTuple

Bounds = tuple[float, float]

SHARE: Bounds = (0.0, 1.0)
SWITCH: Bounds = (0.0, 1.0)
INDEX: Bounds = (0.01, 0.99)
STOCK: Bounds = (0.0, 10.0)
COUNT: Bounds = (0.0, 50.0)
RATE: Bounds = (0.0, 1.0)
COEFFICIENT: Bounds = (0.0, 20.0)
POSITIVE: Bounds = (0.001, 1000.0)
LOG: Bounds = (-3.0, 3.0)

G = "guess"
L = "literature"
C = "calibrated"
POOLED = "median of the fit of nine other states until 2016, see docs/validation.md"
FITTED = "median of a fit of Belarus until 2016, near that of its ensemble, see docs/ensemble.md"
THIRDS = "own guess: equal shares, for want of a reason for others"
ANCHOR = "convention: the index has no zero of its own; a half leaves room on both sides"
SOLVED = "solved at the opening of the case, see docs/ODD.md, section 5"
MODEL = "own assumption, fixed by the rest-point tests and the patterns"


class Row(NamedTuple):
    """One parameter: its path and unit, its default and ranges, and how its value is known."""

    path: str
    unit: str
    default: float | None
    low: float
    high: float
    allowed: Bounds
    kind: str
    meaning: str
    source: str = MODEL

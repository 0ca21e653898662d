"""How sure a number of a verdict is, in words: by the spread of draws, else by the interval over runs."""

import math
from collections.abc import Mapping
from typing import Any

from ..compare.premium import MUCH, NOTHING
from ..compare.two_part import LEVEL
from .verdict import Quantity, insert_parts

Estimate = Mapping[str, Any]
"""A row with mean, low and high; with PARTS where runs carry draws."""
MOST = 0.9
"""Share of draws on one side of zero from which on a verdict says that a difference is there."""
TOLERANCE = 1e-9
FEWEST = 20
"""Runs below which a verdict gives no spread of draws: there are no more draws than runs, and of so few less
than one lies beyond each end of the spread."""
SPREAD, INTERVAL = "5 to 95% of draws", "95% interval of the mean"


def measure(row: Estimate, against: str = "", digits: int = 4, *, sign: bool = True) -> Quantity:
    """Return an estimate as a quantity with the spread of its draws, else its interval if it has any."""
    low, high, doubt = row["low"], row["high"], INTERVAL
    if has_spread(row):
        low, high, doubt = row["draws_low"], row["draws_high"], SPREAD
    if math.isnan(low):
        return Quantity(row["mean"], against=against, digits=digits, sign=sign)
    return Quantity(row["mean"], low, high, doubt, against, digits, sign)


def has_spread(row: Estimate) -> bool:
    """Return whether an estimate has a spread of draws, over at least FEWEST runs where it says how many."""
    return not math.isnan(row.get("draws_low", math.nan)) and row.get("runs", math.inf) >= FEWEST


SINGLE = "a single run says nothing on how sure that is"
"""What stands in the place of a doubt where there is none."""
CLAUSES = {
    "spread": "from {range} in nine tenths of draws",
    "spread_share": "from {range} in nine tenths of draws, above zero in {share}",
    "interval": "{level} interval {range}",
    "single": SINGLE,
}
"""Clauses on how sure an estimate is; their fields are its ends and its share above zero."""
LITTLE, LEAST = " a little", " next to nothing"
"""How much a gain is, behind a verb, where it is not much."""


def phrase_doubt(name: str, row: Estimate, *, share: bool = True) -> tuple[str, dict[str, Quantity]]:
    """Write the clause on how sure an estimate is, for a template with the field NAME.

    Parameters
    ----------
    name : str
        Field of the quantity that :func:`measure` made of the estimate.
    row : mapping
        The estimate.
    share : bool
        Whether the share of draws above zero is said.

    Returns
    -------
    str
        Such as ``from {gain:range} in nine tenths of draws, above zero in {gain_share}``; empty for a
        single run.
    dict
        The quantities besides that of the field itself.
    """
    parts = {"range": f"{{{name}:range}}", "share": f"{{{name}_share}}"}
    if has_spread(row):
        if not share:
            return insert_parts(CLAUSES["spread"], **parts), {}
        above = Quantity(row["share"], percent=True, digits=0)
        return insert_parts(CLAUSES["spread_share"], **parts), {f"{name}_share": above}
    if math.isnan(row["low"]):
        return "", {}
    return insert_parts(CLAUSES["interval"], **parts), {"level": Quantity(LEVEL, percent=True, digits=0)}


def phrase_size(gain: float) -> str:
    """Return how much a gain of mean utility is, to stand behind a verb; empty where it is much."""
    if abs(gain) < NOTHING:
        return LEAST
    return LITTLE if abs(gain) < MUCH else ""


def find_side(row: Estimate) -> int:
    """Return 1 for a difference that is above zero, -1 for one below, 0 where that is open.

    With draws, the mean and MOST of them lie there; without, the interval of the mean does.
    """
    if not has_spread(row):
        return int(row["low"] > 0.0) - int(row["high"] < 0.0)
    # 1 - MOST is no exact tenth
    above, below = row["share"] >= MOST - TOLERANCE, row["share"] <= 1.0 - MOST + TOLERANCE
    return int(above and row["mean"] > 0.0) - int(below and row["mean"] < 0.0)

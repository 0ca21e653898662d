"""Choose colours and hatches of a premium map: one fill per winner, paler where it is less certain."""

from math import isnan

from ..parts import style
from ..parts.palette import Looks
from ..parts.style import Fill

INK = "#333333"
"""Colour of hatches."""
STEPS = (("from 95%", 0.95, 0.0), ("from 75%", 0.75, 0.45), ("below 75%", 0.0, 0.75))
"""How sure: words of the key, least share, and how far the colour is lightened."""
FILLS = {
    "hedge": style.REGIMES["hedging"],
    "equidistance": Fill("#CCDD66", "..."),
    "self_reliance": Fill("#F0E442", "---"),
    "myopic": Fill("#E69F00", "|||"),
    "fixed": Fill("#999999", "xx"),
    "mixed": Fill("#BBBBBB", ""),
}
"""Strategies that lean to no patron; mixed is darker than in other figures, so that it can grow paler."""
OWN = (Fill("#8C6BB1", "oo"), Fill("#A6761D", "**"), Fill("#66A61E", "OO"))
"""Strategies of a user's own, in no order."""


def choose_fill(winner: str, looks: Looks) -> Fill:
    """Return the colour and hatch of the cells of a strategy or regime."""
    kind, _, patron = winner.partition(":")
    if kind == "bandwagon" and patron in looks:
        colour = style.lighten(looks[patron].colour, 0.2)  # or its hatch would not show
        return Fill(colour, looks[patron].bandwagon)
    if winner in FILLS:
        return FILLS[winner]
    # a sum of letters, for Python's hash of a text differs between processes
    known = winner in style.REGIMES or (kind == "pivot" and patron in looks)
    return style.regime_fill(winner, looks) if known else OWN[sum(map(ord, winner)) % len(OWN)]


def choose_lightness(sure: float) -> float:
    """Return how far a colour is lightened, 0 to 1, by the share that agrees; 0 where it is NaN."""
    return 0.0 if isnan(sure) else next(part for _, least, part in STEPS if sure >= least)

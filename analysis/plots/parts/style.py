"""Define the look of all figures: colours, markers, sizes and fills.

Plain data and short functions without matplotlib, so that a reader learns the look in one file. Colours are
those of Okabe and Ito (2008), which colour-blind readers tell apart; where a colour alone carries meaning, a
marker, a line style or a hatch repeats it, so that figures survive grey print.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 160.0
"""Width of every figure in mm."""
DPI = 200
"""Dots per inch of PNG files."""
SMALL, TEXT, TITLE = 8.0, 9.0, 10.0
"""Font sizes in points; nothing is smaller than SMALL."""
FONT = "DejaVu Sans"
"""Ships with matplotlib, so figures look the same everywhere."""
LINE_HEIGHT = 3.6
"""Height of a line of SMALL text in mm."""

BLACK, GREY, PALE = "#000000", "#666666", "#DDDDDD"
HEDGER = BLACK
PATRONS = ("#D55E00", "#009E73", "#0072B2")
"""Colours of the patrons, in the order of the scenario file."""


MARKERS = ("o", "s", "^", "D", "v", "P", "<", "X", ">", "*")
LINES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    "--",
    "-.",
    ":",
    (0, (6, 1, 1, 1, 1, 1)),
    (0, (1, 3)),
)


class Fill(NamedTuple):
    """How an area is filled: a colour, and a hatch that distinguishes it in grey print."""

    colour: str
    hatch: str


REGIMES: dict[str, Fill] = {
    "hedging": Fill("#56B4E9", ""),
    "mixed": Fill("#EEEEEE", ""),
    "bandwagon": Fill("#E69F00", "///"),
    "isolation": Fill("#999999", "---"),
    "collapse": Fill("#555555", "..."),
}
"""Regimes in their order from left to right; pivots stand between bandwagon and isolation."""

PIVOT_HATCHES = ("\\\\\\", "xxx", "+++")
"""Hatches of pivots to the first, second and third patron."""


def regime_fill(regime: str, patrons: Sequence[str]) -> Fill:
    """Return the fill of a regime; a pivot takes its patron's colour, lightened."""
    if regime in REGIMES:
        return REGIMES[regime]
    patron = regime.partition(":")[2]
    hatch = PIVOT_HATCHES[list(patrons).index(patron)] if patron in patrons else ""
    return Fill(lighten(actor_colour(patron, patrons), 0.45), hatch)


def actor_colour(actor: str, patrons: Sequence[str]) -> str:
    """Return the colour of the hedger or of a patron."""
    return PATRONS[list(patrons).index(actor)] if actor in patrons else HEDGER


def actor_line(actor: str, patrons: Sequence[str]) -> str | tuple[int, tuple[int, ...]]:
    """Return the line style of the hedger (solid) or of a patron."""
    return LINES[list(patrons).index(actor) + 1] if actor in patrons else LINES[0]


def path_look(number: int) -> tuple[str | tuple[int, tuple[int, ...]], str]:
    """Return line style and marker of the n-th path in a panel; the first thirty pairs differ."""
    # 6 line styles and 10 markers: pairs repeat after their least common multiple, 30
    return LINES[number % len(LINES)], MARKERS[number % len(MARKERS)]


def lighten(colour: str, part: float) -> str:
    """Mix a colour with white: ``part`` 0 leaves it as it is, 1 gives white."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(c + (255 - c) * part):02X}" for c in channels)

"""Define the look of all figures: colours, markers, sizes and fills; the patrons' own is in ``palette.py``.

Plain data and short functions without matplotlib, so that a reader learns the look in one file. Colours are
those of Okabe and Ito (2008), which colour-blind readers tell apart; where a colour alone carries meaning, a
marker, a line style or a hatch repeats it, so that figures survive grey print.
"""

from typing import NamedTuple

from ....model.scenario.colours import compute_luminance
from .look import LOOK
from .palette import PALETTE, Line, Looks

SMALL, TEXT, TITLE = 8.0, 9.0, 10.0
"""Font sizes in points; nothing is smaller than SMALL."""
LINE_HEIGHT = 3.6
"""Height of a line of SMALL text in mm."""

BLACK, GREY, PALE, WHITE = "#000000", "#666666", "#DDDDDD", "#FFFFFF"
HEDGER = BLACK
BLUE = "#0072B2"
"""Fill of bars and cells that belong to no actor."""

MARKERS = ("o", "s", "^", "D", "v", "P", "<", "X", ">", "*")
LINES: tuple[Line, ...] = ("-", *(look.line for look in PALETTE))


COURSES: tuple[tuple[str, Line], ...] = (
    (BLACK, "-"),
    ("#E69F00", "--"),
    ("#56B4E9", "-."),
    ("#8C6BB1", ":"),
    ("#66A61E", (0, (6, 1, 1, 1, 1, 1))),
    ("#A6761D", (0, (10, 2))),
)
"""Colours and lines of courses over one another, which are no patron's colours."""


class Fill(NamedTuple):
    """How an area is filled: a colour, and a hatch that distinguishes it in grey print."""

    colour: str
    hatch: str


REGIMES: dict[str, Fill] = {
    "hedging": Fill("#56B4E9", ""),
    "asymmetric_hedging": Fill("#A9D4EE", "||"),
    "mixed": Fill("#EEEEEE", ""),
    "bandwagon": Fill("#E69F00", "///"),
    "isolation": Fill("#999999", "---"),
    "collapse": Fill("#555555", "..."),
}
"""Regimes in their order from left to right; pivots stand between bandwagon and isolation."""


def page_width() -> float:
    """Return the width of figures in mm: the project's 160, or what a user chose."""
    return LOOK.get().width


def regime_fill(regime: str, looks: Looks) -> Fill:
    """Return the fill of a regime; a pivot takes its patron's colour, lightened."""
    if regime in REGIMES:
        return REGIMES[regime]
    patron = regime.partition(":")[2]
    return Fill(lighten(actor_colour(patron, looks), 0.45), looks[patron].pivot if patron in looks else "")


def actor_colour(actor: str, looks: Looks) -> str:
    """Return the colour of the hedger or of a patron."""
    return looks[actor].colour if actor in looks else HEDGER


def actor_line(actor: str, looks: Looks) -> Line:
    """Return the line style of the hedger (solid) or of a patron."""
    return looks[actor].line if actor in looks else LINES[0]


def path_look(number: int) -> tuple[Line, str]:
    """Return line style and marker of the n-th path in a panel; the first seventy pairs differ."""
    # 7 line styles and 10 markers: pairs repeat after their least common multiple, 70
    return LINES[number % len(LINES)], MARKERS[number % len(MARKERS)]


def ink_on(colour: str) -> str:
    """Return the colour of text, black or white, that contrasts more with a ground."""
    # at 0.18 both inks have the same contrast
    return BLACK if compute_luminance(colour) > 0.18 else WHITE


def lighten(colour: str, part: float) -> str:
    """Mix a colour with white: ``part`` 0 leaves it as it is, 1 gives white."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(c + (255 - c) * part):02X}" for c in channels)

"""Plot Morris' plane: mean size of elementary effects against their spread."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...design.unit_cube import Numbers
from ..parts import style
from ..parts.input_labels import COLUMN, INPUT_ROW, Words, write_names
from ..parts.page import Page, text_width

NAMED = 10
"""Inputs that get a number and a name, the strongest."""
HEAD, FOOT, RIGHT, LEFT = 3.0, 11.0, 16.0, 17.0
LEAST_SIDE = 75.0
FLAT = 0.25
"""Least ratio of one axis' range to the other's."""
LINES = {"1": 1.0, "0.5": 0.5, "0.1": 0.1}
READ = (
    "Elementary effects (Morris) per whole range of an input: the further right, the stronger; the higher,"
    " the more it depends on the other inputs or on its own level. Grey lines: spread 0.1, 0.5 and 1 times"
    " the mean size; below 0.1 an effect is nearly linear, below 0.5 monotone."
)


def draw_plane(effects: Numbers, names: Sequence[Words], title: str, caption: str) -> Figure:
    """Draw the plane at the right, and at the left a column with names of the strongest inputs.

    Parameters
    ----------
    effects : array, shape (inputs, 2)
        mu_star and sigma, the strongest first, in the outcome's unit.
    names : sequence of Words
        Name and path of each input, in the order of ``effects``.
    title, caption : str
        Title; what was run. How to read the marks is appended.
    """
    shown = min(len(names), NAMED)
    height = max(INPUT_ROW * shown, LEAST_SIDE)
    more = f" The {shown} strongest of {len(names)} inputs are numbered." if shown < len(names) else ""
    page = Page(title, f"{caption} {READ}{more}".strip(), HEAD + height + FOOT)
    write_names(page, names[:shown], HEAD, numbers=True)
    width = style.page_width() - COLUMN - LEFT - RIGHT
    ax = page.axes(COLUMN + LEFT, HEAD, width, height)
    right, top = 1.08 * effects.max(axis=0)
    ax.set_xlim(0.0, max(right, FLAT * top))  # else the names of the grey lines would meet
    ax.set_ylim(0.0, max(top, FLAT * right))
    ax.set_xlabel("Mean size of effect (mu*) [unit of the outcome]")
    ax.set_ylabel("Spread of effect (sigma)")
    for text, slope in LINES.items():
        draw_guide(ax, text, slope)
    ax.plot(*effects.T, "o", color=style.GREY, markersize=3, clip_on=False, zorder=2)
    ax.plot(*effects[:shown].T, "o", color=style.BLACK, markersize=4, clip_on=False, zorder=3)
    for k, place in enumerate(free_places(ax, effects, shown, width, height)):
        draw_number(ax, str(k + 1), effects[k], place)
    return page.figure


def draw_number(ax: Axes, text: str, dot: Numbers, place: tuple[float, float]) -> None:
    """Write a dot's number at ``place``, in data units, with a thin line from the dot, shape (2,)."""
    ax.plot([dot[0], place[0]], [dot[1], place[1]], color=style.GREY, linewidth=0.4, zorder=1)
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    ax.text(*place, text, size=style.SMALL, ha="center", va="center", bbox=paper, zorder=4)


def draw_guide(ax: Axes, text: str, slope: float) -> None:
    """Draw the line sigma = slope * mu_star, labelled where it leaves the panel."""
    right, top = ax.get_xlim()[1], ax.get_ylim()[1]
    ends = (min(right, top / slope), min(top, right * slope))
    ax.plot([0.0, ends[0]], [0.0, ends[1]], color=style.GREY, linewidth=0.6, linestyle="--", zorder=1)
    inside = ends[1] >= top
    ax.annotate(
        text, ends, (0, 2) if inside else (3, 0), textcoords="offset points", size=style.SMALL,
        color=style.GREY, ha="center" if inside else "left", va="bottom" if inside else "center",
    )  # fmt: skip


def free_places(
    ax: Axes, effects: Numbers, shown: int, width: float, height: float
) -> list[tuple[float, float]]:
    """Find a place for each number near its dot that overlaps neither dots nor other numbers.

    ``effects`` has shape (inputs, 2), the first ``shown`` of which are numbered; the panel's size is in mm
    and the places returned are in data units.
    """
    scale = np.array([width / ax.get_xlim()[1], height / ax.get_ylim()[1]])
    dots = effects * scale
    taken = [(x, y, 1.0, 1.0) for x, y in dots]
    places = []
    # candidates in 16 directions, nearest first; if all overlap, the number takes the first
    for k in range(shown):
        half = text_width(str(k + 1)) / 2.0 + 0.3
        options = [
            (dots[k, 0] + r * np.cos(a), dots[k, 1] + r * np.sin(a))
            for r in (2.6, 3.6, 4.8, 6.5, 9.0, 12.0, 16.0, 21.0)
            for a in np.arange(16) * np.pi / 8.0
        ]
        x, y = next((p for p in options if is_free(*p, half, (width, height), taken)), options[0])
        taken.append((x, y, half, 1.5))
        places.append((float(x / scale[0]), float(y / scale[1])))
    return places


def is_free(
    x: float,
    y: float,
    half: float,
    room: tuple[float, float],
    occupied: Sequence[tuple[float, float, float, float]],
) -> bool:
    """Return whether a number fits at a place without overlap.

    All lengths are in mm: the centre ``x``, ``y``, half the number's width, the panel's width and height, and
    the boxes ``occupied`` as centre, half width and half height.
    """
    inside = half < x < room[0] - half - 1.0 and 2.5 < y < room[1] - 2.5
    return inside and all(abs(x - u) > half + w or abs(y - v) > 1.5 + h for u, v, w, h in occupied)

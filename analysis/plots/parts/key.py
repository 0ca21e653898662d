"""Draw keys: rows of swatches with names, for what has no room for a label in the panel."""

from collections.abc import Callable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from . import style
from .page import text_width

LINE = 5.0
"""Height of a row of a key in mm."""
AREA = 4.0
"""Width of the swatch of an area in mm."""
AFTER = 6.0

Swatch = Callable[[Axes, str, float, float], None]
"""Draws the sample of a name from its left end and middle, in mm."""


def flow_names(texts: Mapping[str, str], width: float, swatch: float) -> list[list[str]]:
    """Distribute names over rows, as many in a row as fit.

    Parameters
    ----------
    texts : mapping of str to str
        Text to write, by name.
    width, swatch : float
        Width of a row and of a swatch in mm.
    """
    rows: list[list[str]] = []
    used = width
    for name, text in texts.items():
        need = swatch + 1.0 + text_width(text)
        if used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(name)
        used += need + AFTER
    return rows


def draw_key(
    ax: Axes, rows: Sequence[Sequence[str]], texts: Mapping[str, str], swatch: float, draw: Swatch
) -> None:
    """Fill an axes, of height LINE mm per row, with a key."""
    ax.set_axis_off()
    ax.set_xlim(0.0, ax.get_position().width * style.page_width())
    ax.set_ylim(LINE * len(rows), 0.0)
    for number, row in enumerate(rows):
        at, middle = 0.0, LINE * (number + 0.5)
        for name in row:
            draw(ax, name, at, middle)
            ax.text(at + swatch + 1.0, middle, texts[name], va="center", size=style.SMALL)
            at += swatch + 1.0 + text_width(texts[name]) + AFTER


def area_swatch(choose_fill: Callable[[str], style.Fill]) -> Swatch:
    """Build a function that draws swatches of areas, filled as ``choose_fill`` says by name."""

    def draw(ax: Axes, name: str, left: float, middle: float) -> None:
        colour, hatch = choose_fill(name)
        ax.add_patch(
            Rectangle((left, middle - 1.4), AREA, 2.8, facecolor=colour, hatch=hatch, edgecolor="white")
        )

    return draw

"""Plot the points of a sweep as lines across all inputs, marked where a condition holds."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ...labels import quote_name
from ..parts import style
from ..parts.key import LINE, draw_key
from ..parts.page import Page, shared_look, wrap_lines
from ..parts.source import Names, Results
from .pairs import MARKED, OTHER, TEXTS
from .points import MarkedPoints, mark_points, name_column, write_caption

KIND = "parallel"
MOST = 7
"""Most columns: inputs and what the condition reads."""
EDGE, TOP, HEIGHT, FOOT = 14.0, 8.0, 72.0, 20.0
"""Room at both sides, for the values on top, of the lines and below them for the names, in mm."""
LINES = 40
"""Lines of each kind from which on they grow paler the more there are."""
READ = "Each line: a point of the sweep, from the lowest value of an input (below) to the highest (above)."


@shared_look
def draw(
    results: Results, scenarios: Names | None, strategies: Names | None, *, where: str | None = None
) -> Figure:
    """Draw a line per point across upright axes, one for each input and for what the condition reads.

    Raises
    ------
    InputError
        If nothing varies, or the condition is missing or cannot be read.
    """
    found = mark_points(results, scenarios, strategies, where, KIND)
    columns = found.select_columns(MOST)
    width = style.page_width() - 2 * EDGE
    body = TOP + HEIGHT + FOOT
    caption = write_caption(results, found, columns, READ)
    page = Page(f"Where {quote_name(found.condition)} holds, across inputs", caption, body + LINE)
    ax = page.axes(EDGE, TOP, width, HEIGHT)
    draw_lines(ax, found, columns)
    step = width / max(len(columns) - 1, 1)
    draw_uprights(ax, found, columns)
    for place, column in enumerate(columns):
        lines = wrap_lines(name_column(results, column, found.inputs), min(step, 2 * EDGE) - 1.0, 4)
        page.write(
            "\n".join(lines),
            EDGE + place * step,
            TOP + HEIGHT + 4.5,
            ha="center",
            size=style.SMALL,
            gid="column",
        )
    draw_key(page.axes(EDGE, body, 120.0, LINE), [list(TEXTS)], TEXTS, 4.0, draw_swatch)
    return page.figure


def scale_columns(found: MarkedPoints, columns: Sequence[str]) -> NDArray[np.float64]:
    """Scale columns to 0 for their lowest value and 1 for their highest, shape (points, columns)."""
    values = found.table[list(columns)].to_numpy(float)
    low, high = values.min(axis=0), values.max(axis=0)
    return np.asarray((values - low) / np.where(high > low, high - low, 1.0))


def draw_lines(ax: Axes, found: MarkedPoints, columns: Sequence[str]) -> None:
    """Draw the points as lines, marked ones on top."""
    heights = scale_columns(found, columns)
    for marked, colour, name in ((False, OTHER, "other"), (True, MARKED, "marked")):
        part = heights[found.marked == marked]
        paths = [np.column_stack([np.arange(len(columns)), line]) for line in part]
        alpha = max(0.08, 0.8 * min(1.0, LINES / max(len(paths), 1)))
        style_of = "-" if marked else (0, (4, 1.5))
        ax.add_collection(
            LineCollection(paths, colors=colour, linewidths=0.7, alpha=alpha, linestyles=[style_of], gid=name)
        )
    ax.set_xlim(0.0, max(len(columns) - 1, 1))
    ax.set_ylim(-0.02, 1.02)


def draw_uprights(ax: Axes, found: MarkedPoints, columns: Sequence[str]) -> None:
    """Draw an upright line for each column, with its lowest and highest value at its ends."""
    ax.set_axis_off()
    for place, column in enumerate(columns):
        ax.axvline(place, color=style.BLACK, linewidth=0.6)
        low, high = float(found.table[column].min()), float(found.table[column].max())
        for height, value, shift, side in ((1.02, high, 2, "bottom"), (-0.02, low, -2, "top")):
            ax.annotate(
                f"{value:.3g}".replace("-", "\N{MINUS SIGN}"), (place, height), (0, shift),
                textcoords="offset points", ha="center", va=side, size=style.SMALL, gid="end",
            )  # fmt: skip


def draw_swatch(ax: Axes, name: str, left: float, middle: float) -> None:
    """Draw the line of an entry of the key; lengths in mm."""
    line, colour = ("-", MARKED) if name == "marked" else ((0, (4, 1.5)), OTHER)
    ax.plot([left, left + 4.0], [middle] * 2, color=colour, linestyle=line, linewidth=1.2)

"""Draw panels of a triangle of shares: shaded regions, lines of equal share, and labels along the sides."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from ...labels import possessive
from ..parts import style
from ..parts.page import shorten_text
from ..parts.palette import Look, Looks
from .regions import Array, Regions, choose_colour
from .triangle_geometry import CORNERS, HEIGHT, Window, to_plane, to_shares

Across = Literal["left", "center", "right"]
Up = Literal["top", "center"]
STEPS = (0.25, 0.1, 0.05, 0.02, 0.01)
CORNERS_ROOM = (22.0, 22.0, 60.0)
"""Most room for each corner's name in mm."""


def shade_regions(ax: Axes, window: Window, regions: Regions, looks: Looks) -> None:
    """Fill a panel with the regions as smooth areas with outlines, clipped to the triangle."""
    x, y = window.grid(0.25)
    inside = Polygon(CORNERS, closed=True, facecolor="none", edgecolor=style.BLACK, linewidth=0.7, zorder=2)
    ax.add_patch(inside)
    for region, field in regions.fields(to_shares(x, y)).items():
        if field.max() <= 0.0:
            continue  # nothing of it in this panel
        colour = choose_colour(region, looks)
        area = ax.contourf(x, y, field, levels=[0.0, 1e9], colors=[colour], zorder=0)
        area.set_clip_path(inside)
        if field.min() < 0.0 < field.max():
            line = ax.contour(x, y, field, levels=[0.0], colors=[style.BLACK], linewidths=0.7, zorder=2)
            line.set_clip_path(inside)
    ax.set_xlim(window.left, window.left + window.width)
    ax.set_ylim(window.bottom, window.bottom + window.height)
    ax.set_aspect("equal")
    for side in ax.spines.values():
        side.set_visible(False)


def choose_step(window: Window) -> float:
    """Choose the distance of grid lines, as share, so that a panel has two or more."""
    return next((s for s in STEPS if window.width / s >= 2.5), STEPS[-1])


def grid_levels(step: float) -> Array:
    """Compute the shares at which grid lines are drawn, between 0 and 1."""
    return np.arange(1, round(1.0 / step), dtype=np.float64) * step


def draw_grid(ax: Axes, step: float) -> None:
    """Draw lines of equal share of each patron, ``step`` apart."""
    for share in grid_levels(step):
        rest = 1.0 - share
        for a, b in (
            ([share, rest, 0], [share, 0, rest]),
            ([rest, share, 0], [0, share, rest]),
            ([rest, 0, share], [0, rest, share]),
        ):
            ends = to_plane(np.array([a, b], dtype=float))
            ax.plot(ends[:, 0], ends[:, 1], color="white", linewidth=0.6, zorder=1)


def label_triangle(ax: Axes, labels: Mapping[str, str], looks: Looks) -> None:
    """Label the corners of the whole triangle with the patrons, and its sides with shares."""
    ax.set_xticks([])
    ax.set_yticks([])
    places = ((0.0, -0.02, "top"), (1.0, -0.02, "top"), (0.5, HEIGHT + 0.02, "bottom"))
    for patron, (x, y, va), room in zip(looks, places, CORNERS_ROOM, strict=True):
        text = shorten_text(f"{labels[patron]} 100%", room, weight="bold")
        ax.text(x, y, text, ha="center", va=va, weight="bold", color=looks[patron].colour)
    first, second, third = looks.values()
    for share in grid_levels(STEPS[0]):
        rest = 1.0 - share
        # each side carries the patron whose lines of equal share start from it
        side_mark(ax, share, (share, 0.0, rest), (-0.02, "right", "center"), first)
        side_mark(ax, share, (rest, share, 0.0), (0.0, "center", "top"), second)
        side_mark(ax, share, (0.0, rest, share), (0.02, "left", "center"), third)


def draw_box(ax: Axes, closer: Window) -> None:
    """Draw a box around the part that the enlarged view shows."""
    corner, size = (closer.left, closer.bottom), (closer.width, closer.height)
    box = Rectangle(corner, *size, fill=False, edgecolor=style.GREY, linewidth=0.7, zorder=5, clip_on=False)
    ax.add_patch(box)


def side_mark(
    ax: Axes,
    share: float,
    at: tuple[float, float, float],
    place: tuple[float, Across, Up],
    look: Look,
) -> None:
    """Write one patron's share beside a side of the triangle.

    ``at`` is the point in shares, ``place`` the shift in x and the horizontal and vertical alignment.
    """
    x, y = to_plane(np.array(at))
    shift, across, up = place
    down = -0.02 if up == "top" else 0.01
    # on white, above the box of a closer view
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.3}
    settings: dict[str, Any] = {
        "size": style.SMALL,
        "color": look.colour,
        "bbox": paper,
        "zorder": 6,
        "gid": "side",
    }
    ax.text(x + shift, y + down, f"{share:.0%}", ha=across, va=up, **settings)


def hide_covered_marks(figure: Figure) -> None:
    """Hide the shares along the sides that a date stands on: the path matters more, and others remain."""
    canvas: Any = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    texts = {gid: [t for t in figure.findobj(Text) if t.get_gid() == gid] for gid in ("date", "side")}
    dates = [date.get_window_extent(renderer) for date in texts["date"]]
    for mark in texts["side"]:
        mark.set_visible(not any(mark.get_window_extent(renderer).overlaps(date) for date in dates))


def label_closer_view(ax: Axes, window: Window, labels: Mapping[str, str], looks: Looks) -> None:
    """Label three sides of the enlarged view with the patrons' shares."""
    step = choose_step(window)
    steps = grid_levels(step)
    top = window.bottom + window.height
    for side in ax.spines.values():
        side.set_visible(True)
        side.set_color(style.GREY)
    # lines of equal share of the second patron rise to the right, those of the first to the left
    ax.set_xticks(steps + window.bottom / HEIGHT / 2.0, [f"{s:.0%}" for s in steps])
    ax.set_yticks(steps * HEIGHT, [f"{s:.0%}" for s in steps])
    upper = ax.secondary_xaxis("top")
    upper.set_xticks(1.0 - steps - top / HEIGHT / 2.0, [f"{s:.0%}" for s in steps])
    ax.set_xlim(window.left, window.left + window.width)
    ax.set_ylim(window.bottom, top)
    for axis, (patron, look) in zip((upper.xaxis, ax.xaxis, ax.yaxis), looks.items(), strict=True):
        axis.set_label_text(f"{possessive(labels[patron])} share", color=look.colour)
        axis.set_tick_params(colors=look.colour)

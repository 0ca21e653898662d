"""Draw panels of a triangle of shares: shaded regimes, lines of equal share, and labels along the sides."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from . import style
from .page import shorten_text
from .ternary_geometry import CORNERS, HEIGHT, Array, Regions, Spot, Window, to_plane

Across = Literal["left", "center", "right"]
Up = Literal["top", "center"]
SHADE, PIVOT_SHADE = 0.45, 0.25
"""How far the colours of regimes, and of pivots' patrons, are lightened under the paths."""
STEPS = (0.25, 0.1, 0.05, 0.02, 0.01)
CORNERS_ROOM = (22.0, 22.0, 60.0)
"""Most room for each corner's name in mm."""


def shade_regimes(ax: Axes, window: Window, regions: Regions) -> None:
    """Fill a panel with the regimes as smooth areas with outlines, clipped to the triangle."""
    x, y = window.grid(0.25)
    inside = Polygon(CORNERS, closed=True, facecolor="none", edgecolor=style.BLACK, linewidth=0.7, zorder=2)
    ax.add_patch(inside)
    for regime, field in regions.fields(x, y).items():
        colour = choose_colour(regime, regions.patrons)
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


def choose_colour(regime: str, patrons: Sequence[str]) -> str:
    """Return a regime's colour under the paths; a pivot's is darker, to differ from hedging."""
    patron = regime.partition(":")[2]
    if patron:
        return style.lighten(style.actor_colour(patron, patrons), PIVOT_SHADE)
    return style.lighten(style.regime_fill(regime, patrons).colour, SHADE)


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


def write_regions(ax: Axes, spots: Sequence[Spot], texts: Mapping[str, str]) -> None:
    """Write the regimes' names at the places found for them."""
    for spot in spots:
        ax.text(
            spot.x,
            spot.y,
            texts[spot.regime],
            ha="center",
            va="center",
            size=style.SMALL,
            style="italic",
            gid="regime",
        )


def label_triangle(ax: Axes, labels: Mapping[str, str], patrons: Sequence[str]) -> None:
    """Label the corners of the whole triangle with the patrons, and its sides with shares."""
    ax.set_xticks([])
    ax.set_yticks([])
    places = ((0.0, -0.02, "top"), (1.0, -0.02, "top"), (0.5, HEIGHT + 0.02, "bottom"))
    for patron, (x, y, va), room in zip(patrons, places, CORNERS_ROOM, strict=True):
        text = shorten_text(f"{labels[patron]} 100%", room, weight="bold")
        ax.text(x, y, text, ha="center", va=va, weight="bold", color=style.actor_colour(patron, patrons))
    for share in grid_levels(STEPS[0]):
        rest = 1.0 - share
        # each side carries the patron whose lines of equal share start from it
        side_mark(ax, share, (share, 0.0, rest), (-0.02, "right", "center"), patrons, 0)
        side_mark(ax, share, (rest, share, 0.0), (0.0, "center", "top"), patrons, 1)
        side_mark(ax, share, (0.0, rest, share), (0.02, "left", "center"), patrons, 2)


def draw_box(ax: Axes, closer: Window) -> None:
    """Draw a box around the part that the enlarged view shows."""
    corner, size = (closer.left, closer.bottom), (closer.width, closer.height)
    box = Rectangle(corner, *size, fill=False, edgecolor=style.GREY, linewidth=0.7, zorder=5, clip_on=False)
    ax.add_patch(box)


def side_mark(
    ax: Axes,
    share: float,
    at: tuple[float, float, float],
    look: tuple[float, Across, Up],
    patrons: Sequence[str],
    place: int,
) -> None:
    """Write one patron's share beside a side of the triangle.

    ``at`` is the point in shares, ``look`` the shift in x and the horizontal and vertical alignment,
    ``place`` the patron's number.
    """
    x, y = to_plane(np.array(at))
    shift, across, up = look
    down = -0.02 if up == "top" else 0.01
    colour = style.actor_colour(patrons[place], patrons)
    ax.text(x + shift, y + down, f"{share:.0%}", ha=across, va=up, size=style.SMALL, color=colour)


def label_closer_view(ax: Axes, window: Window, labels: Mapping[str, str], patrons: Sequence[str]) -> None:
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
    for axis, patron in ((ax.xaxis, patrons[1]), (ax.yaxis, patrons[2]), (upper.xaxis, patrons[0])):
        colour = style.actor_colour(patron, patrons)
        axis.set_label_text(f"{labels[patron]}'s share", color=colour)
        axis.set_tick_params(colors=colour)

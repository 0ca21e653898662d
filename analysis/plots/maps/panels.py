"""Draw the panels of a premium map: cells, borders between winners, and the line of zero premium."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from ..parts import style
from ..parts.palette import Looks
from .cells import Cells, Matrix, Plane, cell_edges
from .colours import INK, choose_fill, choose_lightness


class Panel(NamedTuple):
    """A panel: its name, its cells, and whether the scenario's own values lie in it."""

    name: str
    cells: Cells
    own: bool


def premium_grid(panel: Panel) -> Matrix:
    """Return the hedging premium by cell, shape (levels of y, levels of x); NaN where undefined."""
    return np.array([[np.nan if c is None else c.premium for c in row] for row in panel.cells], dtype=float)


def changes_sign(panel: Panel) -> bool:
    """Return whether the hedging premium is positive in some cells and negative in others."""
    values = premium_grid(panel)
    return bool((values > 0.0).any() and (values < 0.0).any())


def draw_cells(ax: Axes, panel: Panel, plane: Plane, looks: Looks) -> None:
    """Draw cells in their winner's colour and hatch, with borders between different winners."""
    x, y = cell_edges(plane.x), cell_edges(plane.y)
    ax.pcolormesh(
        x, y, cell_colours(panel, looks), antialiased=False, rasterized=True
    )  # else seams would show
    winners = [c.winner for c in panel.cells.ravel() if c is not None]
    for winner in dict.fromkeys(winners):
        if hatch := choose_fill(winner, looks).hatch:
            ax.add_collection(hatch_cells(panel, winner, hatch, x, y))
    draw_borders(ax, panel, x, y)
    set_up_axes(ax, plane)


def set_up_axes(ax: Axes, plane: Plane) -> None:
    """Set limits, scales and ticks of a panel over two inputs."""
    x, y = cell_edges(plane.x), cell_edges(plane.y)
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xscale=plane.x.scale, yscale=plane.y.scale)
    for axis, drawn in ((plane.x, ax.xaxis), (plane.y, ax.yaxis)):
        even = axis.scale == "linear"
        drawn.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]) if even else LogLocator(subs=(1.0, 3.0)))
        drawn.set_minor_locator(NullLocator())
        drawn.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}".replace("-", "\N{MINUS SIGN}")))


def cell_colours(panel: Panel, looks: Looks) -> Matrix:
    """Compute the cells' colours, shape (levels of y, levels of x, 3), RGB from 0 to 1; white if empty."""
    found = np.ones((*panel.cells.shape, 3))
    for place, cell in np.ndenumerate(panel.cells):
        if cell is not None:
            found[place] = to_rgb(
                style.lighten(choose_fill(cell.winner, looks).colour, choose_lightness(cell.sure))
            )
    return found


def hatch_cells(panel: Panel, winner: str, hatch: str, x: Matrix, y: Matrix) -> PolyCollection:
    """Build the hatch over all cells of one winner; ``x`` and ``y`` are the cells' edges."""
    # pcolormesh cannot hatch, so polygons without a fill are laid over it
    places = [p for p, cell in np.ndenumerate(panel.cells) if cell is not None and cell.winner == winner]
    corners = [[(x[j + a], y[i + b]) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))] for i, j in places]
    return PolyCollection(corners, facecolors="none", edgecolors=INK, linewidths=0.0, hatch=hatch)


def draw_borders(ax: Axes, panel: Panel, x: Matrix, y: Matrix) -> None:
    """Draw thin lines between cells with different winners; ``x`` and ``y`` are the cells' edges."""
    names = np.array([["" if c is None else c.winner for c in row] for row in panel.cells], dtype=object)
    for row, column in np.argwhere(names[:, 1:] != names[:, :-1]):
        ax.plot([x[column + 1]] * 2, y[row : row + 2], color=style.BLACK, linewidth=0.6, gid="border")
    for row, column in np.argwhere(names[1:] != names[:-1]):
        ax.plot(x[column : column + 2], [y[row + 1]] * 2, color=style.BLACK, linewidth=0.6, gid="border")


def draw_marks(ax: Axes, panel: Panel, plane: Plane) -> None:
    """Draw the line of zero premium, and a cross at the scenario's own values."""
    if changes_sign(panel):
        drawn = ax.contour(
            np.sort(plane.x.levels), np.sort(plane.y.levels), premium_grid(panel), levels=[0.0],
            colors=style.BLACK, linewidths=1.6,
        )  # fmt: skip
        drawn.set_path_effects([withStroke(linewidth=3.2, foreground="white")])
        drawn.set_gid("premium")
    if panel.own:
        draw_cross(ax, float(plane.x.base or 0.0), float(plane.y.base or 0.0))


def draw_cross(ax: Axes, x: float, y: float) -> None:
    """Draw a cross with a white rim, in data units."""
    for size, width, colour in ((8.0, 3.6, "white"), (7.0, 1.6, style.BLACK)):
        ax.plot(x, y, "x", markersize=size, markeredgewidth=width, color=colour, zorder=5, gid="own")

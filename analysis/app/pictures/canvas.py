"""Build pictures in two SVG layers: a still one drawn by matplotlib, and a moving one written as plain SVG.

Matplotlib takes some tenths of a second for a figure of a dozen panels. Here it draws once the frames and
labels that stay; the lines and areas that move with a slider are a few kilobytes of SVG laid over them,
written within a few milliseconds.
"""

import threading
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ...plots.parts.page import INCH, POINTS, apply_style
from ...plots.parts.palette import Line

Floats = NDArray[np.float64]

WIDTH = 112.0
"""Width of a picture in mm: half a page of 1200 pixels beside the controls."""
FINE = 100.0
"""Units of the moving layer in a millimetre."""
POINT = INCH / POINTS * FINE
DASHES = {"-": "none", "--": "190 90", "-.": "240 70 50 70", ":": "50 70"}
"""Named line styles of matplotlib as dashes in units of the moving layer."""
DASH = 50
"""Length in these units of a line style's part that matplotlib takes as long as the line is wide."""
DRAWING = threading.Lock()
"""Lock around drawing with matplotlib: its settings are those of the whole process."""


class Picture(NamedTuple):
    """Two SVG layers of the same size, ``still`` below ``moving``."""

    still: bytes
    moving: bytes


@dataclass(frozen=True)
class Panel:
    """A panel's axes, and its place on a canvas in mm from the upper left corner."""

    ax: Axes
    left: float
    top: float
    width: float
    height: float

    def convert_to_mm(self, x: Floats, y: Floats) -> Floats:
        """Convert points from data units to mm on the canvas, shape (n, 2), clipped to the panel's height.

        ``x`` and ``y`` have shape (n,).
        """
        (x0, x1), (y0, y1) = self.ax.get_xlim(), self.ax.get_ylim()
        part = np.clip((np.asarray(y, float) - y0) / (y1 - y0), 0.0, 1.0)
        across = self.left + (np.asarray(x, float) - x0) / (x1 - x0) * self.width
        return np.column_stack([across, self.top + (1.0 - part) * self.height])


class Canvas:
    """The still layer: a figure of a given height in mm, whose panels are placed in mm."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.figure = Figure(figsize=(WIDTH / INCH, height / INCH), facecolor="white")

    def panel(self, left: float, top: float, width: float, height: float) -> Panel:
        """Add a panel; lengths are in mm from the canvas' upper left corner."""
        bottom = self.height - top - height
        rect = (left / WIDTH, bottom / self.height, width / WIDTH, height / self.height)
        return Panel(self.figure.add_axes(rect), left, top, width, height)

    def render_still_layer(self) -> bytes:
        """Return the still layer as SVG; the caller holds :data:`DRAWING` and has set the project's look."""
        with BytesIO() as file:
            self.figure.savefig(file, format="svg", metadata={"Date": None})
            return file.getvalue()

    def over(self, parts: Iterable[str]) -> bytes:
        """Write the moving layer as SVG, from its lines, areas and dots."""
        box = f"0 0 {WIDTH * FINE:.0f} {self.height * FINE:.0f}"
        size = f'viewBox="{box}" width="{WIDTH:g}mm" height="{self.height:g}mm"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'.encode()


def format_line(panel: Panel, x: Floats, y: Floats, colour: str, line: Line = "-", width: float = 1.3) -> str:
    """Format a line, ``width`` points wide, as SVG; empty with fewer than two points.

    ``x`` and ``y`` have shape (n,).
    """
    if len(x) < 2:
        return ""
    return (
        f'<polyline points="{svg_points(panel.convert_to_mm(x, y))}" fill="none" stroke="{colour}"'
        f' stroke-width="{width * POINT:.0f}" stroke-dasharray="{svg_dashes(line)}" stroke-linejoin="round"/>'
    )


def format_area(panel: Panel, x: Floats, low: Floats, high: Floats, colour: str, strength: float) -> str:
    """Format the area between two lines, each of shape (n,), as SVG.

    A ``strength`` of 1 is opaque; less lets the rules of the still layer show through.
    """
    outline = np.concatenate([panel.convert_to_mm(x, low), panel.convert_to_mm(x, high)[::-1]])
    return f'<polygon points="{svg_points(outline)}" fill="{colour}" fill-opacity="{strength:g}"/>'


def format_dot(
    panel: Panel, x: float, y: float, colour: str, face: str | None = None, size: float = 0.9
) -> str:
    """Format a round mark as SVG, filled with ``face`` or else with ``colour``.

    ``size`` is its radius in mm.
    """
    (across, down), *_ = panel.convert_to_mm(np.array([x]), np.array([y]))
    return (
        f'<circle cx="{across * FINE:.0f}" cy="{down * FINE:.0f}" r="{size * FINE:g}" fill="{face or colour}"'
        f' stroke="{colour}" stroke-width="{POINT:.0f}"/>'
    )


def svg_points(points: Floats) -> str:
    """Format points in mm, shape (n, 2), as SVG's list of coordinates in whole units of the moving layer."""
    # whole numbers become text fastest
    return " ".join(map(str, np.rint(points * FINE).astype(int).ravel().tolist()))


def data_url(svg: bytes) -> str:
    """Encode a layer as a data URL, for the ``src`` of an image."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def svg_dashes(line: Line) -> str:
    """Convert a line style of matplotlib to SVG's list of dashes, in units of the moving layer."""
    return DASHES[line] if isinstance(line, str) else " ".join(str(DASH * part) for part in line[1])


__all__ = [
    "DRAWING",
    "Canvas",
    "Panel",
    "Picture",
    "apply_style",
    "data_url",
    "format_area",
    "format_dot",
    "format_line",
    "svg_dashes",
]

"""Draw the single run's influence shares: a line of two patrons, a triangle of three, bands of more."""

import numpy as np

from ....model.scenario.scenario import Scenario
from ...plots.parts import style
from ...plots.parts.page import text_width
from ...plots.shares.bands import share_axis, stack_shares
from ...plots.shares.line_axes import find_bands, label_scales, name_spots, shade_bands, write_names
from ...plots.shares.region_names import write_regions
from ...plots.shares.regions import build_regions, describe_regions, name_regions
from ...plots.shares.triangle_axes import choose_step, draw_grid, label_triangle, shade_regions
from ...plots.shares.triangle_geometry import HEIGHT, Window, label_spots, to_plane
from ..single_run import Course
from .axes import FOOT, RIGHT, choose_looks, place_marks, time_panel
from .canvas import (
    DRAWING,
    WIDTH,
    Canvas,
    Floats,
    Panel,
    Picture,
    apply_style,
    format_area,
    format_dot,
    format_line,
)
from .fan import fan_key

SIDE, CORNERS = 82.0, 10.0
"""Length of a side of the triangle, and room for names below it, in mm."""
TOP = 7.0
SCALE, OVER_TIME = 18.0, 70.0
"""Room for a scale beside a panel of shares over time, and its height, in mm."""
STRENGTH = 0.75
"""How strong the colours of bands are: the rules of events show through."""
EVEN = np.column_stack([np.linspace(0.0, 1.0, 100), np.full(100, 0.5)])
"""Points of a panel over time that names leave free: two equal powers stay where both have half."""
SHADED = {
    2: "From the start (open mark) to now; at the top and bottom one patron has all.",
    3: "From the start (open mark) to now.",
}
"""How to read the pictures that show who dominates, by number of patrons."""
STACKED = "Bands from the bottom in the order of the patrons; together they hold all influence."


class TrianglePicture:
    """The triangle of three patrons over the regions in which one dominates."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            window, looks = Window(0.0, 0.0, 1.0, HEIGHT, SIDE), choose_looks(scenario)
            self.canvas = Canvas(TOP + SIDE * HEIGHT + CORNERS)
            self.panel = self.canvas.panel((WIDTH - SIDE) / 2.0, TOP, SIDE, SIDE * HEIGHT)
            regions = build_regions(scenario.patrons, scenario.values)
            texts = name_regions(scenario.labels)
            sizes = {region: (text_width(text), 3.0) for region, text in texts.items()}
            shade_regions(self.panel.ax, window, regions, looks)
            draw_grid(self.panel.ax, choose_step(window))
            spots = label_spots(window, regions, np.empty((0, 2)), sizes)
            write_regions(self.panel.ax, spots, texts, looks)
            label_triangle(self.panel.ax, scenario.labels, looks)
            self.still = self.canvas.render_still_layer()

    def layer(self, course: Course) -> Picture:
        """Draw the path from the start (open mark) to the present quarter (full mark)."""
        x, y = to_plane(course.shares()).T
        return Picture(self.still, self.canvas.over(format_path(self.panel, x, y)))


class LinePicture:
    """The share of the second of two patrons over time, over the regions in which one dominates."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            looks, texts, width = choose_looks(scenario), name_regions(scenario.labels), WIDTH - 2 * SCALE
            self.canvas = Canvas(TOP + OVER_TIME + FOOT)
            self.panel = self.canvas.panel(SCALE, TOP, width, OVER_TIME)
            ax = self.panel.ax
            time_panel(self.panel, scenario, place_marks(scenario, width), labelled=True, start=True)
            bands = find_bands(build_regions(scenario.patrons, scenario.values))
            shade_bands(ax, bands, looks)
            label_scales(ax, scenario.labels, looks, OVER_TIME)
            write_names(ax, name_spots(bands, texts, (width, OVER_TIME), EVEN), texts, looks)
            self.still = self.canvas.render_still_layer()

    def layer(self, course: Course) -> Picture:
        """Draw the line from the start (open mark) to the present quarter (full mark)."""
        path = format_path(self.panel, course.quarters, course.shares()[:, 1])
        return Picture(self.still, self.canvas.over(path))


class BandsPicture:
    """Stacked bands of the shares of four and more patrons over time, the first patron's at the bottom."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.looks, width = choose_looks(scenario), WIDTH - SCALE - RIGHT
            self.canvas = Canvas(TOP + OVER_TIME + FOOT)
            self.panel = self.canvas.panel(SCALE, TOP, width, OVER_TIME)
            time_panel(self.panel, scenario, place_marks(scenario, width), labelled=True, start=True)
            share_axis(self.panel.ax, labelled=True)
            self.still = self.canvas.render_still_layer()

    def layer(self, course: Course) -> Picture:
        """Draw the bands from the start to the present quarter."""
        x, edges = course.quarters, stack_shares(course.shares())
        parts = [
            format_area(self.panel, x, edges[:, place], edges[:, place + 1], look.colour, STRENGTH)
            for place, look in enumerate(self.looks.values())
        ]
        lines = [format_line(self.panel, x, edge, style.WHITE, width=0.6) for edge in edges.T[1:-1]]
        return Picture(self.still, self.canvas.over(parts + lines))


SharesPicture = TrianglePicture | LinePicture | BandsPicture


def build_shares_picture(scenario: Scenario) -> SharesPicture:
    """Build the picture for the scenario's number of patrons."""
    pictures: dict[int, type[SharesPicture]] = {2: LinePicture, 3: TrianglePicture}
    return pictures.get(len(scenario.patrons), BandsPicture)(scenario)


def describe_shares_picture(scenario: Scenario) -> str:
    """Describe how to read the picture for the scenario's number of patrons."""
    shaded = SHADED.get(len(scenario.patrons))
    return f"{shaded} {describe_regions(scenario.values)}" if shaded else STACKED


def format_path(panel: Panel, x: Floats, y: Floats) -> list[str]:
    """Format a path as SVG, from an open mark at its start to a full one at its end."""
    return [
        format_line(panel, x, y, style.BLACK),
        format_dot(panel, x[0], y[0], style.BLACK, style.WHITE),
        format_dot(panel, x[-1], y[-1], style.BLACK, size=1.1),
    ]


def shares_key(scenario: Scenario) -> tuple[object, ...]:
    """Return the data that the still layer depends on: scenarios with equal keys share one."""
    return *fan_key(scenario), scenario.values["regimes.dominance"]

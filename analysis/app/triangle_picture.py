"""Draw the single run's influence shares in a triangle, over the regimes they belong to."""

import numpy as np

from ...model.scenario.scenario import Scenario
from ..labels import regime_label, regime_order
from ..plots.parts import style
from ..plots.parts.page import text_width
from ..plots.parts.ternary_axes import choose_step, draw_grid, label_triangle, shade_regimes, write_regions
from ..plots.parts.ternary_geometry import HEIGHT, Regions, Window, label_spots, to_plane
from .canvas import DRAWING, WIDTH, Canvas, Floats, Picture, apply_style, format_dot, format_line
from .single_run import Course

SIDE = 82.0
"""Length of a side of the triangle in mm."""
TOP, FOOT = 7.0, 10.0


class TrianglePicture:
    """The triangle with the scenario's regimes at the start, given the patron ``leader`` that led then."""

    def __init__(self, scenario: Scenario, leader: int) -> None:
        with DRAWING, apply_style():
            window = Window(0.0, 0.0, 1.0, HEIGHT, SIDE)
            self.canvas = Canvas(TOP + SIDE * HEIGHT + FOOT)
            self.panel = self.canvas.panel((WIDTH - SIDE) / 2.0, TOP, SIDE, SIDE * HEIGHT)
            regions = Regions(scenario.patrons, leader, scenario.values)
            texts = {r: regime_label(r, scenario.labels) for r in regime_order(scenario.patrons)}
            sizes = {regime: (text_width(text), 3.0) for regime, text in texts.items()}
            shade_regimes(self.panel.ax, window, regions)
            draw_grid(self.panel.ax, choose_step(window))
            write_regions(self.panel.ax, label_spots(window, regions, np.empty((0, 2)), sizes), texts)
            label_triangle(self.panel.ax, scenario.labels, scenario.patrons)
            self.still = self.canvas.render_still_layer()

    def layer(self, course: Course) -> Picture:
        """Draw the path from the start (open mark) to the present quarter (full mark)."""
        x, y = to_plane(course.shares()).T
        parts = [
            format_line(self.panel, x, y, style.BLACK),
            format_dot(self.panel, x[0], y[0], style.BLACK, "white"),
            format_dot(self.panel, x[-1], y[-1], style.BLACK, size=1.1),
        ]
        return Picture(self.still, self.canvas.over(parts))


def find_leader(shares: Floats) -> int:
    """Return the position of the patron with most influence at the start; ``shares`` has shape (n, 3)."""
    return int(np.argmax(shares[0]))


def triangle_key(scenario: Scenario, leader: int) -> tuple[object, ...]:
    """Return the data that the still layer depends on: scenarios with equal keys share one."""
    values = scenario.values
    told = [(p, values[p]) for p in values if p.startswith(("rivalry.", "regimes."))]
    return tuple(scenario.labels.items()), leader, tuple(told)

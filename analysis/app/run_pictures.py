"""Draw the single run: four actors on three dimensions; trade, arms and coercion against red lines."""

from collections.abc import Mapping

import numpy as np

from ...model.outcomes import DIMENSIONS
from ...model.scenario.scenario import Scenario
from ..labels import capitalise_name
from ..plots.parts import style
from ..plots.parts.page import shorten_text
from .canvas import (
    DRAWING,
    WIDTH,
    Canvas,
    Floats,
    Panel,
    Picture,
    apply_style,
    choose_dash,
    format_area,
    format_dot,
    format_line,
)
from .fan_picture import ROW, ROW_GAP
from .picture_axes import (
    FOOT,
    HEADING,
    LEFT,
    RIGHT,
    compute_headroom,
    event_names,
    name_actors,
    place_marks,
    time_panel,
    unit_axis,
    write_heading,
)
from .single_run import Course

WIDE = WIDTH - LEFT - RIGHT
GAP = 5.0
THIRD = (WIDE - 2 * GAP) / 3.0
TIE_ROW = 24.0
FAR = 2.0
"""Drift is shown up to this many red lines."""
TIES = {"exports": "Goods exports", "imports": "Goods imports", "arms": "Arms by origin"}


class ActorsPicture:
    """The picture of the actors: one panel per dimension, one line per actor."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.patrons = scenario.patrons
            marks = place_marks(scenario, WIDE)
            top = compute_headroom(marks)
            self.canvas = Canvas(top + 3 * ROW + 2 * ROW_GAP + FOOT)
            self.panels: dict[str, Panel] = {}
            for row, dimension in enumerate(DIMENSIONS):
                panel = self.canvas.panel(LEFT, top + row * (ROW + ROW_GAP), WIDE, ROW)
                time_panel(panel, scenario, marks, labelled=row == 2, start=True)
                unit_axis(panel.ax, labelled=True)
                panel.ax.set_ylabel(capitalise_name(dimension))
                self.panels[dimension] = panel
            event_names(self.panels[DIMENSIONS[0]], marks, 0.0)
            self.still = self.canvas.render_still_layer()

    def layer(self, course: Course) -> Picture:
        """Draw the run so far over the still layer."""
        parts = [
            actor_lines(panel, course.quarters, course.actors(dimension), self.patrons)
            for dimension, panel in self.panels.items()
        ]
        return Picture(self.still, self.canvas.over(parts))


class TiesPicture:
    """The picture of the ties: trade and arms by partner above, drift and coercion by patron below."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.patrons = scenario.patrons
            marks = place_marks(scenario, THIRD)
            top = HEADING + 1.0
            below = top + TIE_ROW + FOOT + HEADING + 2.0
            self.canvas = Canvas(below + TIE_ROW + FOOT)
            names = name_actors(scenario)
            self.ties = dict(zip(TIES, self.row(top), strict=True))
            self.coercion = dict(zip(self.patrons, self.row(below), strict=True))
            for panel in (*self.ties.values(), *self.coercion.values()):
                time_panel(panel, scenario, marks, labelled=True, start=True)
            for tie, panel in self.ties.items():
                unit_axis(panel.ax, labelled=panel.left == LEFT)
                write_heading(panel.ax, TIES[tie])
            for patron, panel in self.coercion.items():
                unit_axis(panel.ax, labelled=panel.left == LEFT, most=FAR)
                panel.ax.axhline(1.0, color=style.BLACK, linewidth=0.8, linestyle=":")
                text = shorten_text(names[patron], THIRD, style.TEXT, "bold")
                write_heading(panel.ax, text, style.actor_colour(patron, self.patrons))
            self.ties["exports"].ax.set_ylabel("Share")
            self.coercion[self.patrons[0]].ax.set_ylabel("Red lines")
            self.still = self.canvas.render_still_layer()

    def row(self, top: float) -> list[Panel]:
        """Add a row of three panels side by side, ``top`` mm down the canvas."""
        return [self.canvas.panel(LEFT + k * (THIRD + GAP), top, THIRD, TIE_ROW) for k in range(3)]

    def layer(self, course: Course) -> Picture:
        """Draw the run so far over the still layer."""
        x = course.quarters
        parts = [actor_lines(panel, x, course.ties(tie), self.patrons) for tie, panel in self.ties.items()]
        for patron, panel in self.coercion.items():
            colour = style.actor_colour(patron, self.patrons)
            coercion = course.columns[f"coercion_{patron}"]
            parts.append(format_area(panel, x, np.zeros(len(x)), coercion, colour, 0.35))
            parts.append(actor_lines(panel, x, {patron: course.drift(patron)}, self.patrons))
        return Picture(self.still, self.canvas.over(parts))


def actor_lines(panel: Panel, x: Floats, courses: Mapping[str, Floats], patrons: tuple[str, ...]) -> str:
    """Format one line per actor as SVG, each with a dot at its last point.

    ``x`` and every course have shape (n,).
    """
    told = []
    for actor, y in courses.items():
        colour = style.actor_colour(actor, patrons)
        told += [
            format_line(panel, x, y, colour, choose_dash(actor, patrons)),
            format_dot(panel, x[-1], y[-1], colour),
        ]
    return "".join(told)

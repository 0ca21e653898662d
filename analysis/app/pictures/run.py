"""Draw the single run: all actors on three dimensions; trade, arms and coercion against red lines."""

from collections.abc import Iterator, Mapping

import numpy as np

from ....model.outcomes import DIMENSIONS
from ....model.scenario.scenario import Scenario
from ...labels import capitalise_name
from ...plots.parts import style
from ...plots.parts.page import shorten_text
from ...plots.parts.palette import Looks
from ..single_run import Course
from .axes import (
    FOOT,
    HEADING,
    LEFT,
    RIGHT,
    choose_looks,
    compute_headroom,
    event_names,
    name_actors,
    place_marks,
    time_panel,
    unit_axis,
    write_heading,
)
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
from .fan import ROW, ROW_GAP

WIDE = WIDTH - LEFT - RIGHT
GAP = 5.0
COLUMNS = 3
THIRD = (WIDE - 2 * GAP) / COLUMNS
TIE_ROW = 24.0
TIE_STEP = TIE_ROW + FOOT + HEADING + 2.0
FAR = 2.0
"""Drift is shown up to this many red lines."""
MOOD_BAR = 0.08
"""Height of the bar of cold spells, as a part of the panel's."""
TIES = {"exports": "Goods exports", "imports": "Goods imports", "arms": "Arms by origin"}


class ActorsPicture:
    """The picture of the actors: one panel per dimension, one line per actor."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.looks = choose_looks(scenario)
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
            actor_lines(panel, course.quarters, course.actors(dimension), self.looks)
            for dimension, panel in self.panels.items()
        ]
        return Picture(self.still, self.canvas.over(parts))


class TiesPicture:
    """The picture of the ties: trade and arms by partner above, drift and coercion by patron below."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.looks, names = choose_looks(scenario), name_actors(scenario)
            self.moods = has_moods(scenario)
            marks = place_marks(scenario, THIRD)
            rows = 1 - (-len(self.looks) // COLUMNS)
            self.canvas = Canvas(rows * TIE_STEP - 1.0)
            panels = self.panels(len(TIES) + len(self.looks))
            self.ties = dict(zip(TIES, panels, strict=False))
            self.coercion = dict(zip(self.looks, panels, strict=True))
            for panel in (*self.ties.values(), *self.coercion.values()):
                time_panel(panel, scenario, marks, labelled=True, start=True)
            for tie, panel in self.ties.items():
                unit_axis(panel.ax, labelled=panel.left == LEFT)
                write_heading(panel.ax, TIES[tie])
            for patron, panel in self.coercion.items():
                unit_axis(panel.ax, labelled=panel.left == LEFT, most=FAR)
                panel.ax.axhline(1.0, color=style.BLACK, linewidth=0.8, linestyle=":")
                text = shorten_text(names[patron], THIRD, style.TEXT, "bold")
                write_heading(panel.ax, text, self.looks[patron].colour)
            self.ties["exports"].ax.set_ylabel("Share")
            self.coercion[scenario.patrons[0]].ax.set_ylabel("Red lines")
            self.still = self.canvas.render_still_layer()

    def panels(self, count: int) -> Iterator[Panel]:
        """Add panels to the canvas, row by row: those of ties fill the first row."""
        for place in range(count):
            row, column = divmod(place, COLUMNS)
            top = HEADING + 1.0 + row * TIE_STEP
            yield self.canvas.panel(LEFT + column * (THIRD + GAP), top, THIRD, TIE_ROW)

    def layer(self, course: Course) -> Picture:
        """Draw the run so far over the still layer."""
        x = course.quarters
        parts = [actor_lines(panel, x, course.ties(tie), self.looks) for tie, panel in self.ties.items()]
        for patron, panel in self.coercion.items():
            colour = self.looks[patron].colour
            coercion = course.columns[f"coercion_{patron}"]
            parts.append(format_area(panel, x, np.zeros(len(x)), coercion, colour, 0.35))
            parts.append(actor_lines(panel, x, {patron: course.drift(patron)}, self.looks))
            if self.moods:
                parts.append(format_mood(panel, x, course, patron))
        return Picture(self.still, self.canvas.over(parts))


def has_moods(scenario: Scenario) -> bool:
    """Return whether a patron of the scenario may turn cold by chance."""
    turns = any(scenario.values[f"patrons.{patron}.turn"] > 0.0 for patron in scenario.patrons)
    return bool(scenario.values["mechanisms.moods"]) and turns


def format_mood(panel: Panel, x: Floats, course: Course, patron: str) -> str:
    """Format a patron's cold spells as a grey bar at the top, and the belief in them as a thin line."""
    cold = FAR * (1.0 - MOOD_BAR * course.columns[f"mood_{patron}"])
    bar = format_area(panel, x, np.full(len(x), FAR), cold, style.GREY, 0.6)
    return bar + format_line(panel, x, course.columns[f"belief_{patron}"], style.GREY, "-", 0.7)


def actor_lines(panel: Panel, x: Floats, courses: Mapping[str, Floats], looks: Looks) -> str:
    """Format one line per actor as SVG, each with a dot at its last point.

    ``x`` and every course have shape (n,).
    """
    lines = []
    for actor, y in courses.items():
        colour = style.actor_colour(actor, looks)
        lines += [
            format_line(panel, x, y, colour, style.actor_line(actor, looks)),
            format_dot(panel, x[-1], y[-1], colour),
        ]
    return "".join(lines)

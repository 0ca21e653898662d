"""Draw the fan of many runs: four actors on three dimensions, updated at every move of a slider."""

import numpy as np

from ...model.outcomes import DIMENSIONS
from ...model.scenario.scenario import Scenario
from ..labels import capitalise_name
from ..plots.parts import style
from ..plots.parts.page import shorten_text
from .canvas import DRAWING, WIDTH, Canvas, Floats, Panel, Picture, apply_style, format_area, format_line
from .ensemble import EnsembleResult
from .picture_axes import (
    FOOT,
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

GAP, ROW, ROW_GAP = 3.0, 25.0, 3.5
COLUMN = (WIDTH - LEFT - RIGHT - 3 * GAP) / 4.0
OUTER, INNER = 0.2, 0.35
"""How strong the colours of the middle 90% and of the middle 50% are."""


class FanPicture:
    """The still layer of a scenario's fan, for any setting with the same actors, quarters and events."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.patrons = scenario.patrons
            marks = place_marks(scenario, COLUMN)
            top = compute_headroom(marks)
            self.canvas = Canvas(top + 3 * ROW + 2 * ROW_GAP + FOOT)
            self.panels: dict[tuple[str, str], Panel] = {}
            for row, dimension in enumerate(DIMENSIONS):
                for column, (actor, label) in enumerate(name_actors(scenario).items()):
                    panel = self.canvas.panel(
                        LEFT + column * (COLUMN + GAP), top + row * (ROW + ROW_GAP), COLUMN, ROW
                    )
                    time_panel(panel, scenario, marks, labelled=row == 2, start=False)
                    unit_axis(panel.ax, labelled=column == 0)
                    if row == 0:
                        text = shorten_text(label, COLUMN + GAP - 1.0, style.TEXT, "bold")
                        write_heading(panel.ax, text, style.actor_colour(actor, self.patrons))
                    if column == 0:
                        panel.ax.set_ylabel(capitalise_name(dimension))
                    self.panels[actor, dimension] = panel
            event_names(self.panels["hedger", DIMENSIONS[0]], marks)
            self.still = self.canvas.render_still_layer()

    def layer(self, many: EnsembleResult) -> Picture:
        """Draw the bands of many runs over the still layer."""
        parts = (self.band(key, quantiles) for key, quantiles in many.fans.items())
        return Picture(self.still, self.canvas.over(parts))

    def band(self, key: tuple[str, str], quantiles: Floats) -> str:
        """Format one series as SVG, from quantiles of shape (quarters, 5): two bands and the median."""
        panel, colour = self.panels[key], style.actor_colour(key[0], self.patrons)
        x = np.arange(len(quantiles), dtype=float)
        if len(x) == 1:  # a single quarter is drawn as wide as its axis
            x, quantiles = np.array([-0.4, 0.4]), np.repeat(quantiles, 2, axis=0)
        p05, p25, p50, p75, p95 = quantiles.T
        outer, inner = (
            format_area(panel, x, p05, p95, colour, OUTER),
            format_area(panel, x, p25, p75, colour, INNER),
        )
        return outer + inner + format_line(panel, x, p50, colour)


def fan_key(scenario: Scenario) -> tuple[object, ...]:
    """Return the data that the still layer depends on: settings with equal keys share one."""
    events = tuple((e.name, e.label, e.path, e.first, e.until) for e in scenario.events)
    actors = tuple(name_actors(scenario).items())
    return actors, scenario.first_quarter, scenario.horizon, events

"""Draw the fan of many runs: all actors on three dimensions, updated at every move of a slider."""

from collections.abc import Mapping

import numpy as np

from ....model.outcomes import DIMENSIONS
from ....model.scenario.scenario import Scenario
from ...labels import capitalise_name
from ...plots.fan import MOST_COLUMNS, Layout
from ...plots.parts import style
from ...plots.parts.page import fit_names, shorten_text, wrap_lines
from ..ensemble import EnsembleResult
from .axes import (
    FOOT,
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
from .canvas import DRAWING, WIDTH, Canvas, Floats, Panel, Picture, apply_style, format_area, format_line

GAP, ROW, ROW_GAP = 3.0, 25.0, 3.5
NAMES, SCALE, LOW = (20.0, 32.0), 8.0, 16.0
"""Where each actor has a row: least and most room for names, room for a scale, and a row's height."""
OUTER, INNER = 0.2, 0.35
"""How strong the colours of the middle 90% and of the middle 50% are."""


def choose_layout(names: Mapping[str, str]) -> Layout:
    """Lay out the panels: a column for each actor, or a row for each of many; names are in words, by id."""
    actors = list(names)
    in_rows = len(actors) - 1 > MOST_COLUMNS
    rows, columns = (actors, DIMENSIONS) if in_rows else (DIMENSIONS, actors)
    left, height = (fit_names(names.values(), *NAMES)[0] + SCALE, LOW) if in_rows else (LEFT, ROW)
    width = (WIDTH - left - RIGHT - GAP * (len(columns) - 1)) / len(columns)
    return Layout(rows, columns, left, [width] * len(columns), height, GAP, ROW_GAP)


class FanPicture:
    """The still layer of a scenario's fan, for any setting with the same actors, quarters and events."""

    def __init__(self, scenario: Scenario) -> None:
        with DRAWING, apply_style():
            self.looks, names = choose_looks(scenario), name_actors(scenario)
            layout = choose_layout(names)
            marks = place_marks(scenario, layout.widths[0])
            top = compute_headroom(marks)
            self.canvas = Canvas(top + layout.body + FOOT)
            self.panels: dict[tuple[str, str], Panel] = {}
            for row, column, actor, dimension in layout.panels():
                panel = self.canvas.panel(*layout.place(row, column, top))
                time_panel(panel, scenario, marks, labelled=row == len(layout.rows) - 1, start=False)
                unit_axis(panel.ax, labelled=column == 0)
                if row == 0:
                    name = layout.columns[column]
                    text = names.get(name, capitalise_name(name))
                    text = shorten_text(text, panel.width + GAP - 1.0, style.TEXT, "bold")
                    write_heading(panel.ax, text, style.actor_colour(name, self.looks))
                if column == 0:
                    self.write_row(panel, layout.rows[row], names)
                self.panels[actor, dimension] = panel
            event_names(self.panels["hedger", DIMENSIONS[0]], marks)
            self.still = self.canvas.render_still_layer()

    def write_row(self, panel: Panel, name: str, names: dict[str, str]) -> None:
        """Write a row's dimension beside its first panel, or its actor, on several lines."""
        if name not in names:
            panel.ax.set_ylabel(capitalise_name(name))
            return
        width, size = fit_names(names.values(), *NAMES)
        lines = wrap_lines(names[name], width, 3, size, "bold")
        panel.ax.annotate(
            "\n".join(lines), (-(panel.left - 1.0) / panel.width, 0.5), xycoords="axes fraction", va="center",
            size=size, weight="bold", color=style.actor_colour(name, self.looks), annotation_clip=False,
        )  # fmt: skip

    def layer(self, many: EnsembleResult) -> Picture:
        """Draw the bands of many runs over the still layer."""
        parts = (self.band(key, quantiles) for key, quantiles in many.fans.items())
        return Picture(self.still, self.canvas.over(parts))

    def band(self, key: tuple[str, str], quantiles: Floats) -> str:
        """Format one series as SVG, from quantiles of shape (quarters, 5): two bands and the median."""
        panel, colour = self.panels[key], style.actor_colour(key[0], self.looks)
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
    actors = tuple(name_actors(scenario).items()), tuple(scenario.colours.items())
    return actors, scenario.first_quarter, scenario.horizon, events

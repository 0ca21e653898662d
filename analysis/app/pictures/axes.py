"""Set up what the pictures share: time axes, events, axes from 0 up, headings and the order of actors."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text

from ....model.scenario.scenario import Scenario
from ...plots.parts import style
from ...plots.parts.page import text_width
from ...plots.parts.palette import Look, assign_looks
from ...plots.parts.time_axis import Marks, draw_labels, draw_rules, event_marks, locate_quarter, time_axis
from .canvas import WIDTH, Panel

LEFT, RIGHT = 13.0, 2.5
"""Room left of the first and right of the last panel in mm."""
HEADING = 5.0
"""Room for the name above a panel in mm."""
OVERHANG = 1.4
"""How far in mm a label of the time axis may reach over its panel's edge: less than half of any gap."""
FOOT = 6.0
"""Room for the time axis below a panel in mm."""


def select_timeline(scenario: Scenario) -> Mapping[str, Any]:
    """Return the scenario's data that time axes need, without converting all of the scenario."""
    events = [asdict(e) for e in scenario.events]
    return {"first_quarter": scenario.first_quarter, "horizon": scenario.horizon, "events": events}


def place_marks(scenario: Scenario, width: float) -> Marks:
    """Place the events' labels above the first panel, which is ``width`` mm wide."""
    return event_marks(select_timeline(scenario), width, WIDTH - LEFT - RIGHT)


def compute_headroom(marks: Marks) -> float:
    """Compute the height in mm above the first row of panels."""
    return HEADING + marks.lanes * style.LINE_HEIGHT + 1.0


def time_panel(panel: Panel, scenario: Scenario, marks: Marks, *, labelled: bool, start: bool) -> None:
    """Set up a panel's axis of quarters and its event rules; ``start`` adds the moment before them."""
    time_axis(panel.ax, scenario.first_quarter, scenario.horizon, panel.width, labelled=labelled)
    centre_labels(panel, scenario.horizon)
    if start:
        panel.ax.set_xlim(-1.0, panel.ax.get_xlim()[1])
    draw_rules(panel.ax, marks)


def centre_labels(panel: Panel, horizon: int) -> None:
    """Put each label of the time axis on its tick; leave out one that would reach the next panel's labels.

    Where none is left, they stay as they are.
    """
    labels = panel.ax.get_xticklabels()
    over = [
        measure_overhang(panel, label, tick, horizon)
        for label, tick in zip(labels, panel.ax.get_xticks(), strict=True)
    ]
    if all(each > OVERHANG for each in over):
        return
    texts = ["" if each > OVERHANG else label.get_text() for label, each in zip(labels, over, strict=True)]
    panel.ax.set_xticks(panel.ax.get_xticks(), texts, ha="center")


def measure_overhang(panel: Panel, label: Text, tick: float, horizon: int) -> float:
    """Measure how far in mm a label that is centred on its tick reaches over the panel's edges."""
    place, half = locate_quarter(int(tick), horizon, panel.width), text_width(label.get_text()) / 2.0
    return max(half - place, place + half - panel.width)


def event_names(panel: Panel, marks: Marks, above: float = HEADING) -> None:
    """Write the events' names above a panel, from ``above`` mm over it."""
    draw_labels(panel.ax, marks, panel.width, panel.height, above)


def unit_axis(ax: Axes, *, labelled: bool, most: float = 1.0) -> None:
    """Set up a y axis from 0 to ``most``, with tick labels only if ``labelled``."""
    ax.set_ylim(0.0, most)
    ticks = [0.0, most / 2.0, most]
    ax.set_yticks(ticks, [f"{t:g}" for t in ticks] if labelled else [""] * 3)
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)


def write_heading(ax: Axes, text: str, colour: str = style.BLACK) -> None:
    """Write a panel's heading, on white so that no event rule crosses it."""
    title = ax.set_title(text, loc="left", color=colour, fontweight="bold", pad=3)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def choose_looks(scenario: Scenario) -> dict[str, Look]:
    """Return the looks of the scenario's patrons by id."""
    return assign_looks(scenario.patrons, scenario.colours)


def name_actors(scenario: Scenario) -> dict[str, str]:
    """Return the names of the hedger and its patrons by id."""
    return {"hedger": scenario.hedger, **{p: scenario.labels[p] for p in scenario.patrons}}

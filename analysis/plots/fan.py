"""Plot fans: medians and quantile bands over runs of the four actors on the three dimensions over time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.outcomes import DIMENSIONS
from ..labels import capitalise_name, quote_name, strategy_label
from .parts import source, style
from .parts.page import Page, shared_look, shorten_text
from .parts.source import Names, Results
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis

if TYPE_CHECKING:
    import pandas as pd

KIND = "fan"
LEFT, GAP, RIGHT = 17.0, 4.5, 3.0
HEDGER_WIDTH, PATRON_WIDTH = 50.0, 25.5
ROW, ROW_GAP = 34.0, 4.0
HEADING, FOOT = 6.0, 6.0
READ = (
    "Line: median over runs; dark band: middle 50% of runs, light band: middle 90%. A patron's autonomy is"
    " its freedom of action towards the hedger."
)


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw small multiples: rows security, economy and autonomy, columns the hedger and its patrons.

    Raises
    ------
    InputError
        If several scenarios or strategies are requested, or one that was not run.
    """
    name = source.single_scenario(results, scenarios, KIND)
    strategy = source.single_strategy(results, strategies, KIND)
    scenario = results.manifest["scenarios"][name]
    bands = source.select_bands(results, name, strategy)
    labels = source.patron_labels(scenario)
    marks = event_marks(scenario, HEDGER_WIDTH, style.WIDTH - LEFT - RIGHT)
    caption = source.figure_caption(results, [name], [strategy], READ, marks.note)
    title = f"{scenario['title']}: the four actors under {quote_name(strategy_label(strategy, labels))}"
    top = HEADING + marks.lanes * style.LINE_HEIGHT
    rows = len(DIMENSIONS)
    page = Page(title, caption, top + rows * ROW + (rows - 1) * ROW_GAP + FOOT)
    actors = {"hedger": scenario["hedger"], **labels}
    for row, dimension in enumerate(DIMENSIONS):
        for column, actor in enumerate(actors):
            ax = page.axes(*panel_place(row, column, top))
            draw_axes(ax, scenario, row, column)
            draw_fan(ax, bands, actor, dimension, style.actor_colour(actor, scenario["patrons"]))
            draw_rules(ax, marks)
            if row == 0:
                draw_heading(
                    ax,
                    actors[actor],
                    panel_place(row, column, top)[2],
                    style.actor_colour(actor, scenario["patrons"]),
                )
            if row == column == 0:
                draw_labels(ax, marks, HEDGER_WIDTH, ROW, HEADING)
    return page.figure


def panel_place(row: int, column: int, top: float) -> tuple[float, float, float, float]:
    """Compute a panel's left, top, width and height in mm; the hedger's column is wider."""
    width = HEDGER_WIDTH if column == 0 else PATRON_WIDTH
    left = LEFT + (HEDGER_WIDTH + GAP + (column - 1) * (PATRON_WIDTH + GAP) if column else 0.0)
    return left, top + row * (ROW + ROW_GAP), width, ROW


def draw_axes(ax: Axes, scenario: Mapping[str, Any], row: int, column: int) -> None:
    """Set up a panel's axes: index from 0 to 1, quarters below, tick labels only at the grid's edges."""
    ax.set_ylim(0.0, 1.0)
    ax.set_yticks([0.0, 0.5, 1.0], ["0", "0.5", "1"] if column == 0 else [""] * 3)
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)
    if column == 0:
        ax.set_ylabel(f"{capitalise_name(DIMENSIONS[row])}\n[index, 0 to 1]")
    width = PATRON_WIDTH if column else HEDGER_WIDTH
    lowest = row == len(DIMENSIONS) - 1
    time_axis(ax, scenario["first_quarter"], scenario["horizon"], width, labelled=lowest)


def draw_fan(ax: Axes, bands: "pd.DataFrame", actor: str, dimension: str, colour: str) -> None:
    """Draw one series: median and bands over quarters; a dot and bars where there is a single quarter."""
    part = bands[(bands["actor"] == actor) & (bands["dimension"] == dimension)].sort_values("quarter")
    quarter = part["quarter"].to_numpy()
    if len(quarter) == 1:
        row = part.iloc[0]
        ax.vlines(0, row["p05"], row["p95"], color=style.lighten(colour, 0.6), linewidth=1.5)
        ax.vlines(0, row["p25"], row["p75"], color=style.lighten(colour, 0.3), linewidth=3.5)
        ax.plot(0, row["p50"], marker="o", color=colour, markersize=4)
        return
    ax.fill_between(quarter, part["p05"], part["p95"], color=style.lighten(colour, 0.8), linewidth=0)
    ax.fill_between(quarter, part["p25"], part["p75"], color=style.lighten(colour, 0.55), linewidth=0)
    ax.plot(quarter, part["p50"], color=colour, linewidth=1.3)


def draw_heading(ax: Axes, label: str, width: float, colour: str) -> None:
    """Write the actor's name above its column, on white so that no event rule crosses it."""
    text = shorten_text(label, width + GAP - 1.5, style.TEXT, "bold")
    title = ax.set_title(text, color=colour, fontweight="bold", pad=4)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})

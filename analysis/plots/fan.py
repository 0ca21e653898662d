"""Plot fans: medians and quantile bands over runs of all actors on the three dimensions over time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.outcomes import DIMENSIONS
from ..labels import capitalise_name, quote_name, strategy_label
from .parts import source, style
from .parts.page import MARGIN, Page, shared_look, shorten_text, wrap_lines
from .parts.palette import Looks
from .parts.source import Names, Results
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis

if TYPE_CHECKING:
    import pandas as pd

KIND = "fan"
GAP, RIGHT = 4.5, 3.0
HEDGER_WIDTH = 50.0
ROW_GAP, HEADING, FOOT = 4.0, 6.0, 6.0
MOST_COLUMNS = 3
"""Most patrons that have a column each; actors of a scenario with more have a row each."""
READ = (
    "Line: median over runs; dark band: middle 50% of runs, light band: middle 90%. A patron's autonomy is"
    " its freedom of action towards the hedger."
)


class Layout(NamedTuple):
    """Names of rows and columns of panels, actors either way; lengths in mm."""

    rows: Sequence[str]
    columns: Sequence[str]
    left: float
    widths: Sequence[float]
    height: float
    gap: float = GAP
    row_gap: float = ROW_GAP

    @property
    def actors_in_rows(self) -> bool:
        """Return whether each actor has a row, and each dimension a column."""
        return "hedger" in self.rows

    def panels(self) -> Iterator[tuple[int, int, str, str]]:
        """Yield row, column, actor and dimension of each panel."""
        for (row, a), (column, b) in product(enumerate(self.rows), enumerate(self.columns)):
            yield (row, column, a, b) if self.actors_in_rows else (row, column, b, a)

    def place(self, row: int, column: int, top: float) -> tuple[float, float, float, float]:
        """Compute a panel's left, top, width and height."""
        left = self.left + sum(self.widths[:column]) + self.gap * column
        return left, top + row * (self.height + self.row_gap), self.widths[column], self.height

    @property
    def body(self) -> float:
        """Compute the height of all rows."""
        return len(self.rows) * (self.height + self.row_gap) - self.row_gap


def choose_layout(actors: Sequence[str]) -> Layout:
    """Lay out the panels: a column for each actor, the hedger's wider; with many patrons, a row for each."""
    patrons = len(actors) - 1
    if patrons <= MOST_COLUMNS:
        room = style.WIDTH - 17.0 - RIGHT - HEDGER_WIDTH - GAP * patrons
        return Layout(DIMENSIONS, actors, 17.0, [HEDGER_WIDTH, *[room / patrons] * patrons], 34.0)
    columns = len(DIMENSIONS)
    room = style.WIDTH - 29.0 - RIGHT - GAP * (columns - 1)
    return Layout(actors, DIMENSIONS, 29.0, [room / columns] * columns, 22.0)


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw small multiples of the hedger and its patrons on security, economy and autonomy.

    Raises
    ------
    InputError
        If several scenarios or strategies are requested, or one that was not run.
    """
    name = source.single_scenario(results, scenarios, KIND)
    strategy = source.single_strategy(results, strategies, KIND)
    scenario = results.manifest["scenarios"][name]
    bands = source.select_bands(results, name, strategy)
    labels, looks = source.patron_labels(scenario), source.patron_looks(scenario)
    actors = {"hedger": str(scenario["hedger"]), **labels}
    layout = choose_layout(list(actors))
    marks = event_marks(scenario, layout.widths[0], style.WIDTH - layout.left - RIGHT)
    caption = source.figure_caption(results, [name], [strategy], READ, marks.note)
    title = f"{scenario['title']}: hedger and patrons under {quote_name(strategy_label(strategy, labels))}"
    top = HEADING + marks.lanes * style.LINE_HEIGHT
    page = Page(title, caption, top + layout.body + FOOT)
    for row, column, actor, dimension in layout.panels():
        ax = page.axes(*layout.place(row, column, top))
        draw_axes(ax, scenario, layout, row, column)
        draw_fan(ax, bands, actor, dimension, style.actor_colour(actor, looks))
        draw_rules(ax, marks)
        if row == column == 0:
            draw_labels(ax, marks, layout.widths[0], layout.height, HEADING)
    write_names(page, layout, actors, looks, top)
    return page.figure


def write_names(page: Page, layout: Layout, actors: Mapping[str, str], looks: Looks, top: float) -> None:
    """Write the names of columns above the first panels, and of actors with a row each at the left."""
    for column, name in enumerate(layout.columns):
        text = actors.get(name, capitalise_name(name))
        draw_heading(page.figure.axes[column], text, layout.widths[column], style.actor_colour(name, looks))
    if not layout.actors_in_rows:
        return
    for row, actor in enumerate(layout.rows):
        lines = wrap_lines(actors[actor], layout.left - MARGIN - 9.0, 4, style.TEXT, "bold")
        middle = layout.place(row, 0, top)[1] + layout.height / 2.0
        page.write(
            "\n".join(lines), MARGIN, middle, size=style.TEXT, weight="bold", va="center", gid="actor",
            color=style.actor_colour(actor, looks),
        )  # fmt: skip


def draw_axes(ax: Axes, scenario: Mapping[str, Any], layout: Layout, row: int, column: int) -> None:
    """Set up a panel's axes: index from 0 to 1, quarters below, tick labels only at the grid's edges."""
    ax.set_ylim(0.0, 1.0)
    ax.set_yticks([0.0, 0.5, 1.0], ["0", "0.5", "1"] if column == 0 else [""] * 3)
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)
    if column == 0 and not layout.actors_in_rows:
        ax.set_ylabel(f"{capitalise_name(layout.rows[row])}\n[index, 0 to 1]")
    lowest = row == len(layout.rows) - 1
    time_axis(ax, scenario["first_quarter"], scenario["horizon"], layout.widths[column], labelled=lowest)


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
    """Write a name above its column, on white so that no event rule crosses it."""
    text = shorten_text(label, width + GAP - 1.5, style.TEXT, "bold")
    title = ax.set_title(text, color=colour, fontweight="bold", pad=4)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})

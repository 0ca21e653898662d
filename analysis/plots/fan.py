"""Plot fans: medians and quantile bands over runs of all actors on the three dimensions over time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...model.errors import InputError
from ...model.outcomes import DIMENSIONS
from ..explore.replay.draw_paths import DrawPaths, replay_draws
from ..explore.replay.sweep_points import Setting, rebuild
from ..labels import capitalise_name, quote_name, strategy_label
from .courses import draw as draw_courses
from .parts import source, style
from .parts.key import AREA, LINE, draw_key
from .parts.page import MARGIN, Page, fit_names, shared_look, shorten_text, wrap_lines
from .parts.palette import Looks
from .parts.source import Names, Results
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis
from .parts.value_axis import Span, check_span, value_axis

if TYPE_CHECKING:
    import pandas as pd

KIND = "fan"
GAP, RIGHT = 4.5, 3.0
HEDGER_WIDTH = 50.0
ROW_GAP, HEADING, FOOT = 4.0, 6.0, 6.0
NAMES, SCALE = (18.0, 34.0), 9.0
"""Least and most room for names where each actor has a row, and room for a scale's numbers, in mm."""
LIGHT, DARK = 0.8, 0.55
"""How much white is in the outer and the inner band."""
MOST_SCENARIOS = 4
"""Most scenarios that are drawn over one another without being named."""
MOST_COLUMNS = 3
"""Most patrons that have a column each; actors of a scenario with more have a row each."""
READ = "Line: median over runs; dark band: middle 50% of runs, light band: middle 90%."
FREEDOM = "A patron's autonomy is its freedom of action towards the hedger."
DRAWS = (
    "Line: mean. Dark band, 5 to 95% between draws: what is not known, without the noise of runs where draws"
    " were played more than once. Light band, 5 to 95% of runs: with shocks as well."
)
SAMPLES = {"draws": "between draws (5 to 95%)", "shocks": "with shocks (5 to 95% of runs)", "mean": "mean"}
"""The key where runs carry draws."""


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


def choose_layout(names: Mapping[str, str]) -> Layout:
    """Lay out the panels: a column for each actor, the hedger's wider; with many patrons, a row for each.

    ``names`` are the names of the actors in words, by id.
    """
    actors = list(names)
    patrons = len(actors) - 1
    if patrons <= MOST_COLUMNS:
        room = style.page_width() - 17.0 - RIGHT - HEDGER_WIDTH - GAP * patrons
        return Layout(DIMENSIONS, actors, 17.0, [HEDGER_WIDTH, *[room / patrons] * patrons], 34.0)
    columns = len(DIMENSIONS)
    left = fit_names(names.values(), *NAMES)[0] + MARGIN + SCALE
    room = style.page_width() - left - RIGHT - GAP * (columns - 1)
    return Layout(actors, DIMENSIONS, left, [room / columns] * columns, 22.0)


@shared_look
def draw(
    results: Results,
    scenarios: Names | None,
    strategies: Names | None,
    *,
    columns: Names | None = None,
    against: str | None = None,
    by: str | None = None,
    at: Setting | None = None,
    span: str | None = None,
) -> Figure:
    """Draw small multiples of the hedger and its patrons, or fans of several courses over one another.

    Courses are drawn where there are several scenarios or strategies, for columns, and by levels of an input;
    without ``scenarios`` those that :func:`choose_scenarios` finds;
    the parameters after ``strategies`` are those of :func:`.courses.draw`.

    Raises
    ------
    InputError
        If a scenario or strategy was not run, or see :func:`.courses.draw`.
    """
    axis = check_span(span)
    single = source.single_strategy(results, None, KIND)
    chosen = source.select_strategies(results, strategies) if strategies else [single]
    alone = bool(by) or len(chosen) > 1
    names = (
        source.select_scenarios(results, scenarios) if scenarios else choose_scenarios(results, alone=alone)
    )
    names += [n for n in source.scenarios_run(results) if n == against and n not in names]
    chosen += [s for s in source.strategies_run(results) if s == against and s not in chosen]
    if columns or against or by or len(names) * len(chosen) > 1:
        levels = (by, at or {}) if by else None
        return draw_courses(results, list(product(names, chosen)), columns, against, axis, levels)
    return draw_actors(results, names[0], chosen[0], axis)


def choose_scenarios(results: Results, *, alone: bool = False) -> list[str]:
    """Choose the scenarios to draw where none is named: all of a few, else the first.

    Several are drawn from runs that are played again, over the same quarters; where this cannot be, as with
    folders of another version, the first alone is drawn from its bands. ``alone`` is whether fans differ by
    strategy or level, so that a second scenario would be too much.
    """
    names = source.scenarios_run(results)
    if alone or len(names) > MOST_SCENARIOS:
        return names[:1]
    try:
        source.require_same_time(results, names)
        rebuild(results)
    except InputError:
        return names[:1]
    return names


def draw_actors(results: Results, name: str, strategy: str, span: Span | None) -> Figure:
    """Draw small multiples of the hedger and its patrons on security, economy and autonomy."""
    scenario = results.manifest["scenarios"][name]
    bands = source.select_bands(results, name, strategy)
    labels, looks = source.patron_labels(scenario), source.patron_looks(scenario)
    actors = {"hedger": str(scenario["hedger"]), **labels}
    layout = choose_layout(actors)
    marks = event_marks(scenario, layout.widths[0], style.page_width() - layout.left - RIGHT)
    courses = replay_draws(results, name, strategy)
    notes = (DRAWS if courses else READ, FREEDOM, marks.note)
    caption = source.figure_caption(results, [name], [strategy], *notes)
    title = f"{scenario['title']}: hedger and patrons under {quote_name(strategy_label(strategy, labels))}"
    top = HEADING + marks.lanes * style.LINE_HEIGHT
    page = Page(title, caption, top + layout.body + FOOT + (LINE if courses else 0.0))
    for row, column, actor, dimension in layout.panels():
        ax = page.axes(*layout.place(row, column, top))
        draw_axes(ax, scenario, layout, row, column)
        draw_fan(ax, bands, actor, dimension, style.actor_colour(actor, looks), courses)
        draw_rules(ax, marks)
        if row == column == 0:
            draw_labels(ax, marks, layout.widths[0], layout.height, HEADING)
    if span == "data":
        share_range(page.figure.axes, layout)
    write_names(page, layout, actors, looks, top)
    if courses:
        draw_bands_key(page, top + layout.body + FOOT)
    return page.figure


def share_range(panels: Sequence[Axes], layout: Layout) -> None:
    """Give the panels of each row the range of their data, so that actors compare by eye."""
    across = len(layout.columns)
    for row in range(len(layout.rows)):
        part = panels[row * across : (row + 1) * across]
        ends = [end for ax in part for end in ax.dataLim.intervaly]
        for column, ax in enumerate(part):
            ax.dataLim.intervaly = min(ends), max(ends)
            value_axis(ax, "data")
            ax.tick_params(labelleft=column == 0)


def draw_bands_key(page: Page, top: float) -> None:
    """Draw the key of bands between draws and with shocks, in the hedger's colour."""

    def swatch(ax: Axes, name: str, at: float, middle: float) -> None:
        if name == "mean":
            ax.plot([at, at + AREA], [middle, middle], color=style.HEDGER, linewidth=1.3)
            return
        shade = style.lighten(style.HEDGER, DARK if name == "draws" else LIGHT)
        ax.add_patch(Rectangle((at, middle - 1.5), AREA, 3.0, facecolor=shade, edgecolor="none"))

    draw_key(
        page.axes(MARGIN, top, style.page_width() - 2 * MARGIN, LINE), [list(SAMPLES)], SAMPLES, AREA, swatch
    )


def write_names(page: Page, layout: Layout, actors: Mapping[str, str], looks: Looks, top: float) -> None:
    """Write the names of columns above the first panels, and of actors with a row each at the left."""
    for column, name in enumerate(layout.columns):
        text = actors.get(name, capitalise_name(name))
        draw_heading(page.figure.axes[column], text, layout.widths[column], style.actor_colour(name, looks))
    if not layout.actors_in_rows:
        return
    width, size = fit_names(actors.values(), *NAMES)
    for row, actor in enumerate(layout.rows):
        lines = wrap_lines(actors[actor], width, 4, size, "bold")
        middle = layout.place(row, 0, top)[1] + layout.height / 2.0
        page.write(
            "\n".join(lines), MARGIN, middle, size=size, weight="bold", va="center", gid="actor",
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


def draw_fan(
    ax: Axes, bands: "pd.DataFrame", actor: str, dimension: str, colour: str, courses: DrawPaths | None = None
) -> None:
    """Draw one series: a line and bands over quarters; a dot and bars where there is a single quarter.

    With draws the line is the mean and the inner band that between draws.
    """
    part = bands[(bands["actor"] == actor) & (bands["dimension"] == dimension)].sort_values("quarter")
    quarter = part["quarter"].to_numpy()
    line, low, high = "p50", "p25", "p75"
    if courses:
        inner = courses.estimate(actor, dimension)
        part = part.drop(columns="mean").merge(inner, left_on="quarter", right_index=True)
        line, low, high = "mean", "draws_low", "draws_high"
    if len(quarter) == 1:
        row = part.iloc[0]
        ax.vlines(0, row["p05"], row["p95"], color=style.lighten(colour, 0.6), linewidth=1.5)
        ax.vlines(0, row[low], row[high], color=style.lighten(colour, 0.3), linewidth=3.5)
        ax.plot(0, row[line], marker="o", color=colour, markersize=4)
        return
    ax.fill_between(quarter, part["p05"], part["p95"], color=style.lighten(colour, LIGHT), linewidth=0)
    ax.fill_between(quarter, part[low], part[high], color=style.lighten(colour, DARK), linewidth=0)
    ax.plot(quarter, part[line], color=colour, linewidth=1.3)


def draw_heading(ax: Axes, label: str, width: float, colour: str) -> None:
    """Write a name above its column, on white so that no event rule crosses it."""
    text = shorten_text(label, width + GAP - 1.5, style.TEXT, "bold")
    title = ax.set_title(text, color=colour, fontweight="bold", pad=4)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})

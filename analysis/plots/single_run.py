"""Plot a single run: all actors on the three dimensions, and their ties to the hedger."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..labels import capitalise_name, quote_name, strategy_label
from .parts import source, style
from .parts.line_ends import label_ends
from .parts.page import Page, shared_look, shorten_text, text_width
from .parts.palette import Looks
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis

if TYPE_CHECKING:
    import pandas as pd

LEFT, WIDEST = 15.5, 28.0
"""Room left of a panel, and the most for names right of it, in mm."""
ROW, ROW_GAP, FOOT = 31.0, 7.0, 6.0


class Panel(NamedTuple):
    """A panel: its heading, its unit, and the table's column by actor."""

    heading: str
    unit: str
    columns: Mapping[str, str]


def panel_rows(patrons: Sequence[str]) -> tuple[tuple[Panel, Panel], ...]:
    """Return the rows of panels: the actors' indices at the left, the patrons' ties at the right."""

    def tie(heading: str, unit: str, column: str) -> Panel:
        return Panel(heading, unit, {p: f"{column}_{p}" for p in patrons})

    def index(name: str) -> Panel:
        return Panel(
            capitalise_name(name), "index, 0 to 1", {"hedger": name} | {p: f"{name}_{p}" for p in patrons}
        )

    utility = Panel("Utility of the hedger", "index, 0 to 1", {"hedger": "utility"})
    return (
        (index("security"), tie("Influence", "share of all patrons'", "influence")),
        (index("economy"), tie("Goods exports by partner", "share of exports", "export_share")),
        (index("autonomy"), tie("Goods imports by partner", "share of imports", "import_share")),
        (utility, tie("Coercion by each patron", "share, 0 to 1", "coercion")),
    )


@shared_look
def draw(paths: "pd.DataFrame", scenario: Mapping[str, Any], strategy: str, seed: int, run: int) -> Figure:
    """Draw one run from its table of paths; see :func:`hedgesim.analysis.plots.draw.draw_run`."""
    labels, looks = source.patron_labels(scenario), source.patron_looks(scenario)
    actors = {"hedger": str(scenario["hedger"]), **labels}
    room = min(max(map(text_width, actors.values())) + 4.0, WIDEST)
    width = style.page_width() / 2.0 - LEFT - room
    marks = event_marks(scenario, width, style.page_width() - LEFT - 3.0)
    title = f"{scenario['title']}: one run of {quote_name(strategy_label(strategy, labels))}"
    name = scenario.get("name")
    text = f"Scenario {name}. " if name else ""
    text += f"Strategy {strategy}, run {run}, seed {seed}. One run is one possible course, not a forecast."
    top = 6.0 + marks.lanes * style.LINE_HEIGHT
    rows = panel_rows(scenario["patrons"])
    page = Page(title, f"{text} {marks.note}".strip(), top + len(rows) * (ROW + ROW_GAP) - ROW_GAP + FOOT)
    for row, pair in enumerate(rows):
        for column, panel in enumerate(pair):
            ax = page.axes(LEFT + column * style.page_width() / 2.0, top + row * (ROW + ROW_GAP), width, ROW)
            draw_axes(ax, panel)
            time_axis(ax, scenario["first_quarter"], len(paths), width, labelled=row == len(rows) - 1)
            draw_rules(ax, marks)
            names = {a: shorten_text(actors[a], room - 3.5) for a in panel.columns}
            draw_lines(ax, width, panel, paths, names, looks)
            if row == column == 0:
                draw_labels(ax, marks, width, ROW, 5.5)
    return page.figure


def draw_axes(ax: Axes, panel: Panel) -> None:
    """Set up a panel's axes from 0 to 1, with a heading on white so that no event rule crosses it."""
    ax.set_ylim(0.0, 1.0)
    ax.set_yticks([0.0, 0.5, 1.0], ["0", "0.5", "1"])
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)
    ax.set_ylabel(f"[{panel.unit}]")
    title = ax.set_title(panel.heading, loc="left", fontweight="bold", pad=4)
    title.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def draw_lines(
    ax: Axes, width: float, panel: Panel, paths: "pd.DataFrame", names: Mapping[str, str], looks: Looks
) -> None:
    """Draw one line per actor, labelled at its end; line styles repeat the colours for grey print.

    ``width`` is the panel's in mm.
    """
    ends = {actor: float(paths[column].iloc[-1]) for actor, column in panel.columns.items()}
    for actor, column in panel.columns.items():
        colour = style.actor_colour(actor, looks)
        marker = "o" if len(paths) == 1 else ""
        ax.plot(
            range(len(paths)),
            paths[column],
            color=colour,
            linestyle=style.actor_line(actor, looks),
            linewidth=1.2,
            marker=marker,
            markersize=4,
        )
    label_ends(ax, (width, ROW), names, ends, {actor: style.actor_colour(actor, looks) for actor in ends})

"""Plot a single run: the four actors on the three dimensions, and their ties to the hedger."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..labels import capitalise_name, quote_name, strategy_label
from .parts import source, style
from .parts.page import Page, shared_look, shorten_text, text_width
from .parts.time_axis import draw_labels, draw_rules, event_marks, time_axis

if TYPE_CHECKING:
    import pandas as pd

LEFT, WIDEST = 15.5, 28.0
"""Room left of a panel, and the most for names right of it, in mm."""
ROW, ROW_GAP, FOOT = 31.0, 7.0, 6.0
LINE = 3.4
"""Least distance between two names at the right of a panel in mm."""


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
    labels = source.patron_labels(scenario)
    actors = {"hedger": str(scenario["hedger"]), **labels}
    room = min(max(map(text_width, actors.values())) + 4.0, WIDEST)
    width = style.WIDTH / 2.0 - LEFT - room
    marks = event_marks(scenario, width, style.WIDTH - LEFT - 3.0)
    title = f"{scenario['title']}: one run of {quote_name(strategy_label(strategy, labels))}"
    name = scenario.get("name")
    told = f"Scenario {name}. " if name else ""
    told += f"Strategy {strategy}, run {run}, seed {seed}. One run is one possible course, not a forecast."
    top = 6.0 + marks.lanes * style.LINE_HEIGHT
    rows = panel_rows(scenario["patrons"])
    page = Page(title, f"{told} {marks.note}".strip(), top + len(rows) * (ROW + ROW_GAP) - ROW_GAP + FOOT)
    for row, pair in enumerate(rows):
        for column, panel in enumerate(pair):
            ax = page.axes(LEFT + column * style.WIDTH / 2.0, top + row * (ROW + ROW_GAP), width, ROW)
            draw_axes(ax, panel)
            time_axis(ax, scenario["first_quarter"], len(paths), width, labelled=row == len(rows) - 1)
            draw_rules(ax, marks)
            names = {a: shorten_text(actors[a], room - 3.5) for a in panel.columns}
            draw_lines(ax, panel, paths, names, scenario["patrons"])
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
    ax: Axes, panel: Panel, paths: "pd.DataFrame", names: Mapping[str, str], patrons: Sequence[str]
) -> None:
    """Draw one line per actor, labelled at its end; line styles repeat the colours for grey print."""
    ends = {actor: float(paths[column].iloc[-1]) for actor, column in panel.columns.items()}
    heights = spread_heights(ends, LINE / ROW)
    for actor, column in panel.columns.items():
        colour = style.actor_colour(actor, patrons)
        look = style.actor_line(actor, patrons)
        marker = "o" if len(paths) == 1 else ""
        ax.plot(
            range(len(paths)),
            paths[column],
            color=colour,
            linestyle=look,
            linewidth=1.2,
            marker=marker,
            markersize=4,
        )
        label_end(ax, names[actor], ends[actor], heights[actor], colour)


def label_end(ax: Axes, name: str, end: float, height: float, colour: str) -> None:
    """Write a line's name beside the panel at a height of its own, with a thin line to the line's end."""
    thin = {"arrowstyle": "-", "color": colour, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate(
        name,
        (ax.get_xlim()[1], end),
        (1.0 + 2.0 / (ax.get_position().width * style.WIDTH), height),
        xycoords="data",
        textcoords="axes fraction",
        color=colour,
        size=style.SMALL,
        va="center",
        gid="name",
        annotation_clip=False,
        arrowprops=thin | {"relpos": (0, 0.5)},
    )


def spread_heights(ends: Mapping[str, float], least: float) -> dict[str, float]:
    """Compute label heights near the lines' ends, at least ``least`` apart, within 0 to 1.

    Labels keep the order of the ends; those that would overlap are spaced evenly about their mean.

    Parameters
    ----------
    ends : mapping of str to float
        Height of each line's end, 0 to 1.
    least : float
        Least distance between two labels, as share of the panel's height.
    """
    groups: list[list[str]] = []
    for actor in sorted(ends, key=lambda a: ends[a]):
        groups.append([actor])
        # a merged group is wider and may now overlap the one below: merge until none does
        while (
            len(groups) > 1
            and compute_heights(groups[-1], ends, least)[0] - compute_heights(groups[-2], ends, least)[-1]
            < least
        ):
            last = groups.pop()
            groups[-1] += last
    return {a: h for group in groups for a, h in zip(group, compute_heights(group, ends, least), strict=True)}


def compute_heights(group: Sequence[str], ends: Mapping[str, float], least: float) -> list[float]:
    """Compute evenly spaced heights of one group of labels, kept within the panel."""
    extent = least * (len(group) - 1)
    middle = sum(ends[a] for a in group) / len(group)
    bottom = min(max(middle - extent / 2.0, 0.0), 1.0 - extent)
    return [bottom + least * place for place in range(len(group))]

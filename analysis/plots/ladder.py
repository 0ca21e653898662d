"""Plot ladders of premiums: the steps above the best lean, and the small rungs on a scale of their own."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..compare.ladder import LEVELS
from ..compare.paired import find_baseline
from ..explore.ladder import Ladder
from .comparison import difference_axis
from .parts import style
from .parts.dot_rows import Dot, axis_limits, build_dots, draw_dot, name_column, row_axis
from .parts.doubts import draw_doubt_key, key_height, read_dots
from .parts.key import LINE, draw_key
from .parts.page import MARGIN, Page, shared_look

ROW, HEAD, FOOT, GAP, RIGHT = 11.0, 2.0, 11.0, 7.0, 4.0
SWATCH = 4.0
READ = (
    "Chosen under what is in force in the first quarter, on one half of the runs, and scored on the other."
    " Foresight: the best mix that knew what would change. Caution: hedge without caution about a rupture"
    " less hedge, where nothing changes."
)
LINES = (
    "Lines: 95% interval, paired by run, hidden where it is narrower than the mark; a full mark: it leaves"
    " out zero."
)


class Mark(NamedTuple):
    """How a rung is drawn: words of the key, marker, colour, and place above or below the row's middle."""

    words: str
    marker: str
    colour: str
    offset: float


CLIMB = {
    "mix": Mark("best fixed mix less best lean", "s", "#0072B2", -0.24),
    "hedge": Mark("hedge less best lean", "o", style.BLACK, 0.0),
    "foresight": Mark("foresight less best lean", "^", "#D55E00", 0.24),
}
"""Levels, drawn less the best lean."""
SMALL = {
    "flexibility": Mark("flexibility (hedge less best mix)", "o", style.BLACK, -0.24),
    "surprise": Mark("surprise (foresight less hedge)", "^", "#D55E00", 0.0),
    "caution": Mark("caution", "D", "#009E73", 0.24),
}
Panel = Mapping[str, Mark]


@shared_look
def draw(found: Ladder, titles: Mapping[str, str]) -> Figure:
    """Draw a row for each scenario, the largest hedging premium first.

    Parameters
    ----------
    found : Ladder
        Ladders of premiums.
    titles : mapping of str to str
        Title of each scenario by its name.
    """
    hedging = found.rungs[found.rungs["rung"] == "hedging"]
    order = list(hedging.sort_values("mean", ascending=False, kind="stable")["scenario"])
    left = name_column(titles[name] for name in order)
    width, height = (style.page_width() - left - RIGHT - GAP) / 2.0, ROW * len(order)
    runs = int(hedging["runs"].iloc[0])
    flat = [dot for rung in (*CLIMB, *SMALL) for dot in find_dots(found, rung).values()]
    caption = f"{runs} runs each, seed {found.seed}. {READ} {read_dots(flat, LINES)}"
    foot = HEAD + height + FOOT + 2 * LINE
    page = Page("What hedging gains, and by what", caption, foot + key_height(flat))
    draw_doubt_key(page, flat, foot)
    base = [order.index(find_baseline(order))] if len(order) > 1 else []
    labels = ("Utility less that of the best lean", "Rungs on a wider scale [utility]")
    for column, (panel, label) in enumerate(zip((CLIMB, SMALL), labels, strict=True)):
        ax = page.axes(left + column * (width + GAP), HEAD, width, height)
        row_axis(ax, [titles[name] for name in order], base, labelled=column == 0)
        draw_panel(ax, found, order, panel, width)
        ax.set_xlabel(label)
    for line, panel in enumerate((CLIMB, SMALL)):
        draw_panel_key(page, panel, HEAD + height + FOOT + line * LINE)
    return page.figure


def draw_panel(ax: Axes, found: Ladder, order: Sequence[str], panel: Panel, width: float) -> None:
    """Draw the marks of a panel in the rows of ``order``."""
    marks = {rung: find_dots(found, rung) for rung in panel}
    difference_axis(ax, axis_limits((d for dots in marks.values() for d in dots.values()), 0.0), width)
    for row, name in enumerate(order):
        for rung, mark in panel.items():
            dot, at = marks[rung][name], row + mark.offset
            ax.plot([0.0, dot.mean], [at, at], color=mark.colour, linewidth=0.5, alpha=0.5, zorder=1)
            draw_dot(ax, dot, at, mark.marker, mark.colour)


def find_dots(found: Ladder, name: str) -> dict[str, Dot]:
    """Return a level less the best lean, or a rung, by scenario."""
    if name in LEVELS:
        return build_dots(found.levels[found.levels["level"] == name], "scenario", "above")
    return build_dots(found.rungs[found.rungs["rung"] == name], "scenario")


def draw_panel_key(page: Page, panel: Panel, top: float) -> None:
    """Draw the key of a panel below the axes, in a row of its own."""
    texts = {rung: mark.words for rung, mark in panel.items()}

    def swatch(ax: Axes, rung: str, at: float, middle: float) -> None:
        mark = panel[rung]
        ax.plot(at + SWATCH / 2.0, middle, mark.marker, color=mark.colour, markersize=4)

    ax = page.axes(MARGIN, top, style.page_width() - 2 * MARGIN, LINE)
    draw_key(ax, [list(panel)], texts, SWATCH, swatch)

"""Plot whether hedging is insurance: leads with moods and without, what moods add, and the worst quarters."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.strategies import MIX
from ..compare.paired import list_rows
from ..explore.risk.question import CALM, LEAN, MOODS
from ..explore.risk.result import AT_MEAN, LEAD, Risk
from ..explore.risk.scores import TAIL
from ..labels import lower_first, strategy_label
from .comparison import difference_axis
from .parts import style
from .parts.dot_rows import Dot, axis_limits, build_dot, draw_dot, name_column, row_axis
from .parts.doubts import draw_doubt_key, key_height, read_dots
from .parts.key import LINE, draw_key
from .parts.page import MARGIN, Page, shared_look

if TYPE_CHECKING:
    import pandas as pd

ROW, HEAD, FOOT, GAP, RIGHT = 6.5, 7.0, 11.0, 7.0, 4.0
TAIL_HEIGHT, TAIL_LEFT = 38.0, 14.0
SWATCH = 6.0
OFFSET = 0.18
READ = (
    "Lines: 95% interval over runs on the same shocks, hidden where it is narrower than the mark; a full"
    " mark: it leaves out zero."
)
PANELS = {"mean": "Mean", "cvar10_quarters": "Worst tenth of quarters"}
"""Scores with a panel of leads each; the third panel has what moods add to both."""


class Mark(NamedTuple):
    """How an estimate is drawn: words of the key, its columns, marker, colour, and offset in its row."""

    words: str
    name: str
    marker: str
    colour: str
    offset: float


LEAD_MARKS = {
    MOODS: Mark("with moods", LEAD, "o", style.BLACK, -OFFSET),
    CALM: Mark("moods at their mean", AT_MEAN, "s", "#0072B2", OFFSET),
}
PART_MARKS = {
    "mean": Mark("added in the mean", "", "^", "#009E73", -OFFSET),
    "cvar10_quarters": Mark("added in the worst tenth of quarters", "", "D", "#D55E00", OFFSET),
}
LINES = (style.BLACK, "#56B4E9", "#E69F00", "#CC79A7")
"""Colours of subjects and references among the worst quarters."""
DASHES = {MOODS: "-", CALM: ":"}


@shared_look
def draw(found: Risk) -> Figure:
    """Draw a row for each strategy, the largest mean lead first, and the worst quarters below.

    Parameters
    ----------
    found : Risk
        Result of :func:`~hedgesim.analysis.risk`.
    """
    table = found.insurance[found.insurance["reference"] == found.references[0]]
    leads = table[table["score"] == "mean"].sort_values("lead", ascending=False, kind="stable")
    order = [str(name) for name in leads["strategy"]]
    height = ROW * len(order)
    dots = [build_dot(row, LEAD) for row in list_rows(table)]
    keys = HEAD + height + FOOT + 2 * LINE * found.moody
    below = keys + key_height(dots)
    page = Page(describe_title(found), describe_risk(found, dots), below + HEAD + TAIL_HEIGHT + FOOT + LINE)
    draw_leads(page, found, table, order)
    draw_doubt_key(page, dots, keys)
    draw_tails(page, found, below + HEAD)
    return page.figure


def draw_leads(page: Page, found: Risk, table: "pd.DataFrame", order: Sequence[str]) -> None:
    """Draw a panel of leads for each score, with moods also one of what they add, and the keys."""
    words = [describe_strategy(name, found) for name in order]
    panels = list_panels(found)
    left, height = name_column(words), ROW * len(order)
    width = (style.page_width() - left - RIGHT - (len(panels) - 1) * GAP) / len(panels)
    bold = [order.index(name) for name in found.subjects if name in order]
    for column, (heading, marks) in enumerate(panels.items()):
        ax = page.axes(left + column * (width + GAP), HEAD, width, height)
        row_axis(ax, words, bold, labelled=column == 0)
        ax.set_title(heading, fontweight="bold", pad=4)
        draw_marks(ax, table, order, marks, width)
        ax.set_xlabel("lead" if heading in PANELS.values() else "change of the lead")
    for line, key in enumerate((LEAD_MARKS, PART_MARKS) if found.moody else ()):
        draw_marks_key(page, key, HEAD + height + FOOT + line * LINE)


def list_panels(found: Risk) -> dict[str, list[tuple[str, Mark]]]:
    """Return by the heading of each panel the scores that it shows, each with its mark."""
    if not found.moody:
        return {
            heading: [(score, LEAD_MARKS[MOODS]._replace(offset=0.0))] for score, heading in PANELS.items()
        }
    leads = {heading: [(score, m) for m in LEAD_MARKS.values()] for score, heading in PANELS.items()}
    return leads | {"What moods add": list(PART_MARKS.items())}


def draw_marks(
    ax: Axes, table: "pd.DataFrame", order: Sequence[str], marks: Sequence[tuple[str, Mark]], width: float
) -> None:
    """Draw the estimates of a panel in the rows of ``order``."""
    dots = [
        (build_dot(row, mark.name), order.index(row["strategy"]) + mark.offset, mark)
        for score, mark in marks
        for row in list_rows(table[table["score"] == score])
    ]
    difference_axis(ax, axis_limits((dot for dot, _, _ in dots), 0.0), width)
    for dot, at, mark in dots:
        draw_dot(ax, dot, at, mark.marker, mark.colour)


def draw_marks_key(page: Page, marks: Mapping[str, Mark], top: float) -> None:
    """Draw a key of marks below the panels."""

    def swatch(ax: Axes, name: str, at: float, middle: float) -> None:
        mark = marks[name]
        ax.plot(at + SWATCH / 2.0, middle, mark.marker, color=mark.colour, markersize=4)

    ax = page.axes(MARGIN, top, style.page_width() - 2 * MARGIN, LINE)
    draw_key(ax, [list(marks)], {name: mark.words for name, mark in marks.items()}, SWATCH, swatch)


def draw_tails(page: Page, found: Risk, top: float) -> None:
    """Draw the utility that each share of quarters is below, and the key of its lines."""
    ax = page.axes(TAIL_LEFT, top, style.page_width() - TAIL_LEFT - RIGHT, TAIL_HEIGHT)
    names = list(dict.fromkeys((*found.subjects, *found.references)))
    colours = dict(zip(names, LINES, strict=False))
    for world in dict.fromkeys(found.tails["world"]):
        for name, colour in colours.items():
            part = found.tails[(found.tails["strategy"] == name) & (found.tails["world"] == world)]
            line = DASHES[world]
            ax.plot(part["share"] * 100.0, part["utility"], color=colour, linestyle=line, linewidth=1.3)
    ax.set_xlim(0.0, 100.0 * TAIL)
    ax.grid(axis="y", color=style.PALE, linewidth=0.4)
    ax.set_title("The worst quarters", loc="left", fontweight="bold", pad=4)
    ax.set_ylabel("utility")
    ax.set_xlabel("quarters that are worse [% of all quarters of all runs]")

    def swatch(ax: Axes, name: str, at: float, middle: float) -> None:
        ax.plot([at, at + SWATCH], [middle, middle], color=colours[name], linewidth=1.3)

    texts = {name: describe_strategy(name, found) for name in names}
    key = page.axes(MARGIN, top + TAIL_HEIGHT + FOOT, style.page_width() - 2 * MARGIN, LINE)
    draw_key(key, [names], texts, SWATCH, swatch)


def describe_strategy(name: str, found: Risk) -> str:
    """Describe a strategy in words; the best lean too."""
    kind, _, patron = name.partition(":")
    if kind == LEAN:
        return f"Best lean ({found.labels[patron]})"
    return "Best fixed mix" if name == MIX else strategy_label(name, found.labels)


def describe_title(found: Risk) -> str:
    """Return the title: what is asked of which scenario."""
    question = "is hedging insurance against moods?" if found.moody else "leads, and the worst quarters"
    return f"{found.title}: {question}"


def describe_risk(found: Risk, dots: Sequence[Dot]) -> str:
    """Return the caption: what leads are over, how often it was played, and how to read the marks."""
    reference = lower_first(describe_strategy(found.references[0], found))
    worlds = (
        "What moods add: the lead with moods less that at their mean. Solid lines: with moods; dotted: at"
        " their mean."
        if found.moody
        else "No patron has moods here."
    )
    return (
        f"Leads over: {reference}. {worlds} {found.runs:,} runs, seed {found.seed}. {read_dots(dots, READ)}"
    )

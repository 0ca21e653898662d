"""Plot the points of a sweep over each pair of inputs, marked where a condition holds."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...labels import quote_name
from ..parts import style
from ..parts.key import LINE, draw_key
from ..parts.page import Page, shared_look, wrap_lines
from ..parts.source import Names, Results
from .points import MarkedPoints, mark_points, name_column, write_caption

KIND = "pairs"
MOST = 5
"""Most columns: inputs and what the condition reads."""
LEFT, RIGHT, FOOT, GAP = 20.0, 4.0, 18.0, 3.0
BINS = 12
MARKED, OTHER = "#7B3294", "#999999"
TEXTS = {"marked": "the condition holds", "other": "it does not"}
READ = "Each panel: points over two inputs; on the diagonal how many points have each value."


@shared_look
def draw(
    results: Results, scenarios: Names | None, strategies: Names | None, *, where: str | None = None
) -> Figure:
    """Draw a scatter for each pair of columns below the diagonal, and histograms on it.

    Raises
    ------
    InputError
        If nothing varies, or the condition is missing or cannot be read.
    """
    found = mark_points(results, scenarios, strategies, where, KIND)
    columns = found.select_columns(MOST)
    side = (style.page_width() - LEFT - RIGHT - GAP * (len(columns) - 1)) / len(columns)
    body = len(columns) * (side + GAP) - GAP + FOOT
    caption = write_caption(results, found, columns, READ)
    page = Page(f"Where {quote_name(found.condition)} holds, by pairs of inputs", caption, body + LINE)
    words = ["\n".join(wrap_lines(name_column(results, c, found.inputs), side, 3)) for c in columns]
    for row, y in enumerate(columns):
        for column, x in enumerate(columns[: row + 1]):
            ax = page.axes(LEFT + column * (side + GAP), row * (side + GAP), side, side)
            if row == column:
                draw_counts(ax, found, x)
            else:
                draw_points(ax, found, x, y)
            below = words[column] if row == len(columns) - 1 else ""
            label_edges(ax, below, words[row] if column == 0 < row else "")
    draw_key(page.axes(LEFT, body, 120.0, LINE), [list(TEXTS)], TEXTS, 4.0, draw_swatch)
    return page.figure


def draw_points(ax: Axes, found: MarkedPoints, x: str, y: str) -> None:
    """Draw the points over two columns, marked ones on top."""
    for marked, colour, marker, name in ((False, OTHER, "o", "other"), (True, MARKED, "^", "marked")):
        part = found.table[found.marked == marked]
        ax.plot(
            part[x], part[y], marker, color=colour, markersize=2.6, alpha=0.7, markeredgewidth=0.0, gid=name
        )


def draw_counts(ax: Axes, found: MarkedPoints, x: str) -> None:
    """Draw how many points have each value, marked ones at the bottom of each bar."""
    values = [found.table.loc[found.marked, x], found.table.loc[~found.marked, x]]
    low, high = found.table[x].min(), found.table[x].max()
    ax.hist(values, bins=BINS, range=(low, high), stacked=True, color=[MARKED, OTHER])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def label_edges(ax: Axes, x: str, y: str) -> None:
    """Set few ticks, with labels and names only where given."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}".replace("-", "\N{MINUS SIGN}")))
    ax.xaxis.set_major_locator(MaxNLocator(3, prune="upper"))  # or it would meet the next panel's
    if not x:
        ax.tick_params(labelbottom=False)
    if ax.get_yticks().size:
        ax.yaxis.set_major_locator(MaxNLocator(3))
        ax.tick_params(labelleft=bool(y))
    ax.set_xlabel(x)
    ax.set_ylabel(y)


def draw_swatch(ax: Axes, name: str, left: float, middle: float) -> None:
    """Draw the mark of an entry of the key; lengths in mm."""
    marker, colour = ("^", MARKED) if name == "marked" else ("o", OTHER)
    ax.plot(left + 2.0, middle, marker, color=colour, markersize=4.0, markeredgewidth=0.0)

"""Plot what a cut costs: utility-years that each strategy loses, and how much more than the reference."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..compare.fallback import Fallback
from ..labels import strategy_label
from .comparison import difference_axis
from .parts import style
from .parts.dot_rows import Dot, axis_limits, build_dots, draw_dot, draw_reference, name_column, row_axis
from .parts.doubts import draw_doubt_key, key_height, read_dots
from .parts.page import Page, shared_look

ROW, HEAD, FOOT, GAP, RIGHT = 5.5, 2.0, 11.0, 7.0, 4.0
SAID = "Lost: utility without the cut less with it, summed to the end, in years; at the right paired by run."
READ = "Lines: 95% interval over runs; a full mark: it leaves out zero."


@shared_look
def draw(found: Fallback) -> Figure:
    """Draw a row for each strategy, the one that loses least first.

    Parameters
    ----------
    found : Fallback
        Result of :func:`~hedgesim.analysis.fallback`.
    """
    rows, spec = found.rows.sort_values("mean", kind="stable"), found.scenario
    order = [str(name) for name in rows["strategy"]]
    words = [strategy_label(name, spec.labels) for name in order]
    left, height = name_column(words), ROW * len(order)
    width = (style.page_width() - left - RIGHT - GAP) / 2.0
    reference = strategy_label(found.reference, spec.labels)
    others = rows[rows["strategy"] != found.reference]
    panels = {
        "Utility-years lost": build_dots(rows, "strategy"),
        f"Lost more than {reference}": build_dots(others, "strategy", "more"),
    }
    flat = [dot for dots in panels.values() for dot in dots.values()]
    page = Page(
        "What strategies lose when a patron cuts the state off",
        f"{describe_cut(found)} {SAID} {read_dots(flat, READ)}",
        HEAD + height + FOOT + key_height(flat),
    )
    draw_doubt_key(page, flat, HEAD + height + FOOT)
    for column, (label, dots) in enumerate(panels.items()):
        ax = page.axes(left + column * (width + GAP), HEAD, width, height)
        row_axis(ax, words, [order.index(found.reference)], labelled=column == 0)
        draw_dots(ax, {order.index(name): dot for name, dot in dots.items()}, width)
        if column:
            draw_reference(ax, order.index(found.reference))
        ax.set_xlabel(label)
    return page.figure


def draw_dots(ax: Axes, dots: dict[int, Dot], width: float) -> None:
    """Draw a dot with its interval in every row."""
    difference_axis(ax, axis_limits(dots.values()), width)
    for row, dot in dots.items():
        draw_dot(ax, dot, row)


def describe_cut(found: Fallback) -> str:
    """Return the caption: who cuts, when and for how long."""
    spec, cut = found.scenario, found.cut
    cuts = ", ".join(spec.labels[p] for p in dict.fromkeys(found.rows["cut"]))
    when = f"{cut.quarters} quarters from {spec.quarter_name(cut.first)}"
    return f"{spec.title}. Cut by {cuts}, {when}; {int(found.rows['runs'].iloc[0])} runs."

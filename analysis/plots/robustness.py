"""Plot the robustness of strategies over all futures: one panel per criterion, with intervals and ranks."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..compare.paired import list_rows
from ..explore.robustness import (
    CRITERIA,
    LESS_IS_BETTER,
    Robustness,
    describe_futures,
    list_criteria,
    sort_by_mean,
)
from ..labels import capitalise_name, strategy_label
from .parts import style
from .parts.dot_rows import FAINT, draw_bar, name_column, row_axis
from .parts.page import Page, shared_look

ROW, HEAD, FOOT, GAP, RIGHT, ACROSS = 5.5, 7.0, 10.5, 6.0, 4.0, 3
RANK = 5.0
"""Room for a rank right of a panel in mm."""
SHARES = frozenset({"domain", "satisficing"})
READ = (
    "Dots: the criterion over all futures. Lines: 95% interval over resampled {units}. Numbers: rank; a full"
    " dot is best. Regret: the best strategy's mean less the strategy's own; domain: share of ways to weigh"
    " the futures under which the strategy is best."
)
DRAWS = " Bars: 5 to 95% of the criteria of single draws, what is not known."


@shared_look
def draw(found: Robustness, labels: Mapping[str, str], runs_note: str = "") -> Figure:
    """Draw one panel per criterion and one row per strategy, sorted by mean, the best first.

    Parameters
    ----------
    found : Robustness
        Result of :func:`~hedgesim.analysis.explore.robustness.robustness`.
    labels : mapping of str to str
        The patrons' labels by their ids.
    runs_note : str
        Start of the caption: scenario, seed, engine.
    """
    order, names = sort_by_mean(found), list_criteria(found)
    words = [strategy_label(s, labels) for s in order]
    left, deep = name_column(words), ROW * len(order)
    width = (style.page_width() - left - RIGHT - ACROSS * RANK - (ACROSS - 1) * GAP) / ACROSS
    high = HEAD + deep + FOOT
    need = f" Requirement: {found.require}." if found.require else ""
    futures = describe_futures(found)
    caption = f"{runs_note} {futures[:1].upper()}{futures[1:]}.{need} {read_criteria(found)}".strip()
    title = f"How robust are the strategies? {capitalise_name(found.outcome)}, all futures"
    page = Page(title, caption, high * -(-len(names) // ACROSS))
    for place, name in enumerate(names):
        line, column = divmod(place, ACROSS)
        ax = page.axes(left + column * (width + RANK + GAP), HEAD + line * high, width, deep)
        row_axis(ax, words, labelled=column == 0)
        draw_criterion(ax, found, name, order)
    return page.figure


def read_criteria(found: Robustness) -> str:
    """Return the part of the caption that explains the marks."""
    draws = "draws_low" in found.rows
    return f"{READ.format(units='draws' if draws else 'runs')}{DRAWS if draws else ''}"


def draw_criterion(ax: Axes, found: Robustness, name: str, order: list[str]) -> None:
    """Draw one criterion: a dot, its interval and its rank for each strategy, in the rows of ``order``."""
    better = "less is better" if name in LESS_IS_BETTER else "more is better"
    heading = CRITERIA[name][:1].upper() + CRITERIA[name][1:]
    ax.set_title(heading, fontweight="bold", loc="left", size=style.SMALL)
    for row in list_rows(found.rows[found.rows["criterion"] == name]):
        at = order.index(row["strategy"])
        if "draws_low" in row:
            draw_bar(ax, (row["draws_low"], row["draws_high"]), at, style.lighten(style.BLACK, FAINT))
        ax.plot([row["low"], row["high"]], [at, at], color=style.BLACK, linewidth=1.2, solid_capstyle="butt")
        face = style.BLACK if row["rank"] == 1 else "white"
        ax.plot(
            row["value"], at, "o", markersize=4, color=style.BLACK, markerfacecolor=face, markeredgewidth=0.8
        )
        ax.annotate(
            str(row["rank"]), (1.0, at), (4, 0), ("axes fraction", "data"), "offset points",
            va="center", size=style.SMALL, color=style.GREY, gid="rank",
        )  # fmt: skip
    if name in SHARES:
        ax.set_xlim(-0.04, 1.04)
    ax.margins(x=0.08)
    ax.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}".replace("-", "\N{MINUS SIGN}")))
    ax.grid(axis="x", color=style.PALE, linewidth=0.4)
    ax.set_axisbelow(True)
    ax.set_xlabel(f"{'Share' if name in SHARES else 'Index'}, {better}", size=style.SMALL)

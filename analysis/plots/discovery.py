"""Plot scenario discovery (PRIM): the trade-off of coverage and density, and the limits of the chosen box."""

from collections.abc import Mapping
from math import isnan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...model.errors import InputError
from ..compare.paired import list_rows
from ..explore.discovery.discovery import Discovery, describe_box
from ..labels import input_name, quote_name
from .parts import style
from .parts.dot_rows import name_column, row_axis
from .parts.page import Page, shared_look

CURVE, HEAD, FOOT, GAP, RIGHT, ROW = 48.0, 7.0, 11.0, 8.0, 13.0, 11.0
LEFT = 12.0
READ = (
    "Left: boxes from all runs inwards; the full dot is the one chosen, with how many inputs it limits."
    " Right: its limits on the range that was run; thin lines: quartiles of each limit over resamples; at the"
    " right: share of resamples that limit the input."
)


@shared_look
def draw(found: Discovery, condition: str, labels: Mapping[str, str], runs_note: str = "") -> Figure:
    """Draw the trade-off of coverage and density at the left, the limits of the chosen box at the right.

    Parameters
    ----------
    found : Discovery
        Result of :func:`~hedgesim.analysis.explore.discovery.discover`.
    condition : str
        Expression that makes a run a case of interest, as in ``--where``.
    labels : mapping of str to str
        The patrons' labels by their ids.
    runs_note : str
        Start of the caption: scenario, strategy, runs, seed, engine.

    Raises
    ------
    InputError
        If no box qualified, so that there are no limits to draw.
    """
    if found.box.empty:
        raise InputError(describe_box(found, condition, labels))
    names = [input_name(row["input"], labels) for row in list_rows(found.box)]
    names = [f"{n[:1].upper()}{n[1:]}" for n in names]
    deep = max(CURVE, ROW * len(names))
    caption = f"{runs_note} {describe_box(found, condition, labels)} {READ}".strip()
    page = Page(f"Which inputs lead to {quote_name(condition)}?", caption, HEAD + deep + FOOT)
    draw_trade_off(page.axes(LEFT, HEAD, CURVE, CURVE), found)
    left = LEFT + CURVE + GAP + name_column(names)
    draw_limits(page.axes(left, HEAD, style.page_width() - left - RIGHT, ROW * len(names)), found, names)
    return page.figure


def draw_trade_off(ax: Axes, found: Discovery) -> None:
    """Plot density against coverage of all boxes; a full dot marks the chosen one."""
    table = found.trade_off
    own = table.sort_values("coverage", ascending=False)
    ax.plot(own["coverage"], own["density"], "o-", color=style.GREY, markersize=3, markerfacecolor="white",
            linewidth=0.6, markeredgewidth=0.6)  # fmt: skip
    best = found.best
    ax.plot(best["coverage"], best["density"], "o", color=style.BLACK, markersize=6, zorder=4)
    text = f"{best['dimensions']} {'input' if best['dimensions'] == 1 else 'inputs'}"
    ax.annotate(text, (best["coverage"], best["density"]), (-6, -8), textcoords="offset points", ha="right",
                va="top", size=style.SMALL, weight="bold")  # fmt: skip
    ax.set_xlim(0.0, 1.03)
    ax.set_ylim(0.0, 1.03)
    ax.set_title("Trade-off", fontweight="bold", loc="left")
    ax.set_xlabel("Coverage [share of all cases]")
    ax.set_ylabel("Density [share of those inside]")
    ax.grid(color=style.PALE, linewidth=0.4)
    ax.set_axisbelow(True)


def draw_limits(ax: Axes, found: Discovery, names: list[str]) -> None:
    """Draw the chosen box on each limited input's range, scaled so that 0 and 1 are its ends in the runs."""
    row_axis(ax, names)
    ax.set_xlim(0.0, 1.0)
    ax.set_xticks([0.0, 1.0], ["least run", "most run"])
    first, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    ax.set_title("The box", fontweight="bold", loc="left")
    steady = {row["input"]: row for row in list_rows(found.stability)}
    for at, row in enumerate(list_rows(found.box)):
        draw_input(ax, at, row, steady[row["input"]])


def draw_input(ax: Axes, at: int, row: Mapping[str, Any], steady: Mapping[str, Any]) -> None:
    """Draw one input's row: a bar between its limits, their quartiles, and how often they are set."""
    least, most = float(row["least"]), float(row["most"])

    def part(value: float) -> float:
        return (value - least) / (most - least)

    start, end = (part(row[k]) if not isnan(row[k]) else e for k, e in (("low", 0.0), ("high", 1.0)))
    ax.add_patch(Rectangle((0.0, at - 0.14), 1.0, 0.28, facecolor=style.PALE, edgecolor="none"))
    ax.add_patch(
        Rectangle((start, at - 0.14), end - start, 0.28, facecolor=style.BLACK, edgecolor="none", gid="box")
    )
    for key, place, side in (("low", start, "left"), ("high", end, "right")):
        if isnan(row[key]):
            continue
        anchor = "center" if 0.12 < place < 0.88 else "right" if place >= 0.88 else "left"
        # two limits may lie close together: push their numbers apart
        shift = 0.0 if isnan(row["low"]) or isnan(row["high"]) else 0.05 * (1 if side == "right" else -1)
        ax.text(place + shift, at - 0.2, f"{row[key]:.3g}", ha=anchor, va="bottom", size=style.SMALL)
        ends = [part(steady[f"{key}_{q}"]) for q in (25, 75)]
        ax.plot(ends, [at + 0.26, at + 0.26], color=style.GREY, linewidth=1.0, solid_capstyle="butt")
        for mark in ends:
            ax.plot([mark, mark], [at + 0.2, at + 0.32], color=style.GREY, linewidth=1.0)
    ax.annotate(f"{100.0 * steady['limited']:.0f}%", (1.0, at), (6, 0), ("axes fraction", "data"),
                "offset points", va="center", size=style.SMALL, color=style.GREY)  # fmt: skip

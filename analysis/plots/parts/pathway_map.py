"""Draw a map of pathways: time on the axis, a band for each stage of a plan, and a row for each future."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from ...labels import input_name
from . import style
from .page import MARGIN, Page, shorten_text, wrap_lines
from .time_axis import time_axis

LEFT, RIGHT, EDGE, FOOT, GAP = 46.0, 38.0, 3.0, 6.0, 9.0
LANE, ROW = 24.0, 8.0
FULL = 0.6
"""Height of a band that all runs are in, as a part of a lane."""
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
"""Colours of the stages, from the first on."""
NAMED = 4
"""Packages of effort that the label of a stage names."""
THICKEST, LEAST = 9.0, 0.002
"""Width of a line that stands for all runs, in points, and the least share of runs that is drawn."""
READ = (
    "Height of a band: share of runs; lines between bands: runs that go over (solid) or return (dashed) in a"
    " quarter, in the colour of where they go."
)
READ_ROWS = "Below: where the runs of each scenario are, in the bands' colours, mixed where runs differ"


class Row(NamedTuple):
    """A future below the map: its name, shares of runs by quarter and stage, and what it gains in words."""

    name: str
    shares: np.ndarray
    gain: str


class Chart(NamedTuple):
    """Everything that a map shows.

    Attributes
    ----------
    title, caption : str
        Title and caption.
    stages : sequence of (str, list of str)
        Head and lines beside each band, the first stage first.
    tips : sequence of list of str
        Lines between two bands: what tips, and when.
    late : sequence of bool
        Whether the switch comes in the second half, so that its lines stand at the left.
    course : DataFrame
        Shares of runs by quarter and stage: quarter, stage, share, onward, back; averaged over futures.
    rows : sequence of Row
        Futures; none where there is one.
    first, horizon : int
        Calendar quarter of the first quarter, and number of quarters.
    """

    title: str
    caption: str
    stages: Sequence[tuple[str, list[str]]]
    tips: Sequence[list[str]]
    late: Sequence[bool]
    course: pd.DataFrame
    rows: Sequence[Row]
    first: int
    horizon: int


def draw_chart(chart: Chart) -> Figure:
    """Draw the bands, the latest stage on top, and below them the futures."""
    rows = len(chart.rows)
    width = style.page_width() - LEFT - (RIGHT if rows else EDGE)  # gains stand at the right of rows
    height = LANE * len(chart.stages)
    body = height + (GAP + ROW * rows if rows else 0.0) + FOOT
    page = Page(chart.title, chart.caption, body)
    ax = page.axes(LEFT, 0.0, width, height)
    for stage in range(len(chart.stages)):
        draw_band(ax, chart, stage)
        write_stage(page, chart, stage, height - (stage + 0.5) * LANE)
    ax.set_ylim(-0.48, len(chart.stages) - 0.52)
    hide_rows(ax)
    time_axis(ax, chart.first, chart.horizon, width, labelled=not rows)
    if rows:
        strip = page.axes(LEFT, height + GAP, width, ROW * rows)
        draw_rows(strip, page, chart, height + GAP)
        time_axis(strip, chart.first, chart.horizon, width)
    return page.figure


def hide_rows(ax: Axes) -> None:
    """Remove the y axis."""
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def draw_band(ax: Axes, chart: Chart, stage: int) -> None:
    """Draw the band of a stage, as high as the share of runs in it, and the moves from the one before."""
    course = chart.course[chart.course["stage"] == stage]
    half = FULL / 2.0 * course["share"].to_numpy()
    ax.plot(course["quarter"], np.full(len(course), stage), color=style.PALE, linewidth=0.6, zorder=0)
    colour = style.lighten(COLOURS[stage], 0.35)
    ax.fill_between(course["quarter"], stage - half, stage + half, color=colour, linewidth=0.0, zorder=2)
    if stage == 0:
        return
    for column, line, side, goal in (("onward", "-", -0.15, stage), ("back", (0, (2, 1)), 0.15, stage - 1)):
        for quarter, share in zip(course["quarter"], course[column], strict=True):
            if share >= LEAST:
                look = {"linestyle": line, "linewidth": max(0.5, THICKEST * share), "color": COLOURS[goal]}
                ax.plot([quarter + side] * 2, [stage - 1.0, stage], zorder=1, **look)
    at, side_ = (0.02, "left") if chart.late[stage - 1] else (0.98, "right")
    ax.text(
        at, stage - 0.5, "\n".join(chart.tips[stage - 1]), transform=ax.get_yaxis_transform(), ha=side_,
        va="center", zorder=4, fontsize=style.SMALL,
        path_effects=[withStroke(linewidth=2.0, foreground="white")],  # lines of flow stay in sight
    )  # fmt: skip


def write_stage(page: Page, chart: Chart, stage: int, middle: float) -> None:
    """Write beside a band what is done at its stage."""
    head, lines = chart.stages[stage]
    top = middle - style.LINE_HEIGHT * (1 + len(lines)) / 2.0
    for number, (line, weight) in enumerate([(head, "bold"), *((line, "normal") for line in lines)]):
        text = shorten_text(line, LEFT - MARGIN - 2.0, weight=weight)
        page.write(text, MARGIN, top + style.LINE_HEIGHT * number, size=style.SMALL, weight=weight)


def draw_rows(ax: Axes, page: Page, chart: Chart, top: float) -> None:
    """Draw a row for each future: where its runs are in each quarter, and what it gains."""
    if any(row.gain for row in chart.rows):
        page.write(
            "Gain", style.page_width() - MARGIN, top - 4.5, ha="right", weight="bold", size=style.SMALL
        )
    for number, row in enumerate(chart.rows):
        mixed = [blend_colours(shares) for shares in row.shares]
        ax.bar(np.arange(chart.horizon), 0.8, 1.0, number - 0.4, color=mixed, linewidth=0.0)
        middle = top + ROW * (number + 0.5)
        lines = "\n".join(wrap_lines(row.name, LEFT - MARGIN - 2.0, 2))
        page.write(lines, MARGIN, middle, va="center", size=style.SMALL)
        page.write(row.gain, style.page_width() - MARGIN, middle, va="center", ha="right", size=style.SMALL)
    ax.set_ylim(len(chart.rows) - 0.5, -0.5)
    hide_rows(ax)


def blend_colours(shares: Sequence[float]) -> str:
    """Mix the colours of stages in the proportion of the runs that are there."""
    mixed = [0.0, 0.0, 0.0]
    for share, colour in zip(shares, COLOURS, strict=False):
        pale = style.lighten(colour, 0.35)
        mixed = [m + share * int(pale[at : at + 2], 16) for m, at in zip(mixed, (1, 3, 5), strict=True)]
    return "#" + "".join(f"{min(round(channel), 255):02X}" for channel in mixed)


def describe_sign(watch: str, labels: dict[str, str]) -> str:
    """Describe an indicator in words: ``EU's coercion``, ``Belief that Russia is cold``."""
    kind, _, who = watch.partition(".")
    if kind == "belief":
        return f"Belief that {labels.get(who, who)} is cold"
    words = input_name(f"patrons.{who}.{kind}" if who and "-" not in who else watch, labels)
    return f"{words[:1].upper()}{words[1:]}"


def list_effort(shares: dict[str, float], labels: dict[str, str]) -> list[str]:
    """Describe the largest shares of a mix, one a line: ``China security 33%``."""
    lines = []
    for path, share in sorted(shares.items(), key=lambda pair: -pair[1])[:NAMED]:
        *_, patron, kind = path.split(".")
        name = "Self-reliance" if kind == "self_reliance" else f"{labels.get(patron, patron)} {kind}"
        lines += [f"{name} {share:.0%}"] if share >= 0.005 else []
    return lines


def describe_tip(
    sign: str, level: float, release: float, quarters: int, switched: float, when: str
) -> list[str]:
    """Describe in lines what tips, for how long, in which share of runs and when."""
    time = f" for {quarters} quarters" if quarters > 1 else ""
    back = f"back below {release:.3g}" if release > 0.0 else "for good"
    first = f"{sign} \N{GREATER-THAN OR EQUAL TO} {level:.3g}{time}; {back}"
    seen = f"{switched:.0%} of runs, first in {when} (median)" if when else "never fires in these runs"
    return [first, seen]

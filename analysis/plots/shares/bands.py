"""Plot four and more patrons' influence shares over time as stacked bands."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..parts import style
from ..parts.key import AREA, LINE, draw_key, flow_names
from ..parts.line_ends import label_ends
from ..parts.page import Page, shorten_text, wrap_lines
from ..parts.time_axis import draw_labels, draw_rules, event_marks, time_axis
from .paths import Selection, SharePath
from .regions import Array, read_limit

LEFT, RIGHT, HEAD, FOOT = 18.0, 4.0, 5.0, 7.0
COLUMNS, GAP = 3, 6.0
"""Panels in a row, and the room between them in mm."""
SINGLE, SMALL = 80.0, 40.0
"""Height of a panel that is alone, and of one of several, in mm."""
NAMES = 40.0
"""Room for names beside a panel that is alone, in mm."""
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
PALER = 0.25
"""How far the patrons' colours are lightened."""
READ = (
    "Bands, from the bottom in the order of the names: mean shares of influence. A patron with more than"
    " {limit:.0%} dominates, so that hedging is asymmetric."
)


def draw(selection: Selection) -> Figure:
    """Draw a panel for each path: alone with names beside it, or several with a common key."""
    if len(selection.paths) == 1:
        return draw_single(selection)
    rows = -(-len(selection.paths) // COLUMNS)
    width = (style.page_width() - LEFT - RIGHT - (COLUMNS - 1) * GAP) / COLUMNS
    names = [wrap_lines(path.name, width, 2, style.TEXT, "bold") for path in selection.paths]
    head = HEAD * max(map(len, names))
    step = SMALL + head + FOOT
    room = style.page_width() - LEFT - RIGHT
    key = flow_names(selection.labels, room, AREA)
    page = selection.page(rows * step + LINE * len(key), reading_guide(selection))
    for place, path in enumerate(selection.paths):
        row, column = divmod(place, COLUMNS)
        ax = page.axes(LEFT + column * (width + GAP), row * step + head, width, SMALL)
        draw_bands(ax, path, selection, width, labelled=column == 0)
        ax.set_title("\n".join(names[place]), loc="left", weight="bold", pad=3)
    draw_patron_key(page, key, selection, rows * step)
    return page.figure


def draw_single(selection: Selection) -> Figure:
    """Draw the panel of a single path, with the patrons' names and last shares beside it."""
    width = style.page_width() - LEFT - NAMES
    marks = event_marks(selection.scenario, width, width + NAMES - 2.0)
    top = 1.0 + marks.lanes * style.LINE_HEIGHT
    page = selection.page(top + SINGLE + FOOT, reading_guide(selection), marks.note)
    ax = page.axes(LEFT, top, width, SINGLE)
    (path,) = selection.paths
    draw_bands(ax, path, selection, width, labelled=True)
    draw_rules(ax, marks)
    draw_labels(ax, marks, width, SINGLE, 0.0)
    last = path.shares[-1]
    middles = dict(zip(selection.looks, np.cumsum(last) - last / 2.0, strict=True))
    names = {
        p: f"{shorten_text(selection.labels[p], NAMES - 14.0)} {share:.0%}"
        for p, share in zip(selection.looks, last, strict=True)
    }
    label_ends(ax, (width, SINGLE), names, middles, {p: look.colour for p, look in selection.looks.items()})
    return page.figure


def draw_bands(ax: Axes, path: SharePath, selection: Selection, width: float, *, labelled: bool) -> None:
    """Draw the shares of a path as bands that add up to 1, the first patron's at the bottom."""
    quarters, shares = widen_quarter(path.shares)
    edges = stack_shares(shares)
    for place, look in enumerate(selection.looks.values()):
        ax.fill_between(
            quarters, edges[:, place], edges[:, place + 1], facecolor=style.lighten(look.colour, PALER),
            edgecolor=style.WHITE, linewidth=0.6, gid="band",
        )  # fmt: skip
    time_axis(ax, selection.scenario["first_quarter"], len(path.shares), width)
    share_axis(ax, labelled=labelled)


def share_axis(ax: Axes, *, labelled: bool) -> None:
    """Set up a y axis of shares from 0% to 100%, with labels only if ``labelled``."""
    ax.set_ylim(0.0, 1.0)
    ax.set_yticks(TICKS, [f"{tick:.0%}" if labelled else "" for tick in TICKS])
    ax.set_ylabel("Share of influence" if labelled else "")


def stack_shares(shares: Array) -> Array:
    """Compute the edges of stacked bands, shape (quarters, patrons + 1), from 0 to 1."""
    return np.cumsum(np.column_stack([np.zeros(len(shares)), shares]), axis=1)


def widen_quarter(shares: Array) -> tuple[Array, Array]:
    """Return quarters and shares by quarter; a single quarter becomes as wide as its axis."""
    if len(shares) > 1:
        return np.arange(len(shares), dtype=float), shares
    return np.array([-0.5, 0.5]), np.repeat(shares, 2, axis=0)


def draw_patron_key(page: Page, rows: list[list[str]], selection: Selection, top: float) -> None:
    """Draw the key of patrons below the panels, ``top`` mm down the page's body."""

    def draw_swatch(ax: Axes, patron: str, left: float, middle: float) -> None:
        colour = style.lighten(selection.looks[patron].colour, PALER)
        ax.add_patch(Rectangle((left, middle - 1.4), AREA, 2.8, facecolor=colour, edgecolor=style.WHITE))

    ax = page.axes(LEFT, top, style.page_width() - LEFT - RIGHT, LINE * len(rows))
    draw_key(ax, rows, selection.labels, AREA, draw_swatch)


def reading_guide(selection: Selection) -> str:
    """Describe how to read the bands."""
    return READ.format(limit=read_limit(selection.scenario["values"]))

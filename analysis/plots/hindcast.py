"""Plot forecasts against observations: a fan per series, with persistence as the naive forecast."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from ...model.errors import InputError
from .parts import style
from .parts.page import Page, shared_look, shorten_text, text_width
from .parts.palette import Looks

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

COLUMNS = 3
LEFT, RIGHT, GAP = 12.0, 3.0, 13.0
ROW, ROW_GAP = 34.0, 15.0
HEADING, FOOT = 9.0, 6.0
STEPS = (1, 2, 5, 10, 20, 50)
AIR = 0.06
"""Room above and below what is drawn, in parts of its range."""
BANDS = {("low90", "high90"): 0.8, ("low50", "high50"): 0.55}
"""Columns of a band's ends and how much white is in its colour."""
NEEDED = (
    "series", "year", "low90", "low50", "median", "high50", "high90", "observed", "persistence", "training",
)  # fmt: skip
READ = (
    "Line: median; dark band: middle 50%, light band: middle 90%. Dots: observed. Dashed: persistence, the"
    " last value before the forecast. Shaded years, after the rule, are forecast. Each panel has its own"
    " scale."
)


class About(NamedTuple):
    """Label, unit and patron of a series; the patron, if any, gives the colour."""

    label: str
    unit: str
    patron: str = ""


@shared_look
def draw(table: "pd.DataFrame", about: Mapping[str, About], looks: Looks, title: str, caption: str) -> Figure:
    """Draw small multiples, one panel per series, three panels in a row.

    Parameters
    ----------
    table : DataFrame
        One row per series and year, columns NEEDED: ends of the central 50% and 90% intervals and median of
        the forecast, observation and persistence (each NaN where there is none), and whether the year was
        used in training.
    about : mapping
        Label, unit and patron of each series; panels come in its order.
    looks : mapping
        Look of each patron, of which the colour is used.
    title, caption : str
        Title; scenario, strategy, draws, seed and training years. How to read the marks is appended.

    Returns
    -------
    Figure
        160 mm wide.

    Raises
    ------
    InputError
        If a column or series is missing.
    """
    require_columns(table, about)
    rows = -(-len(about) // COLUMNS)
    page = Page(title, f"{caption} {READ}", HEADING + rows * ROW + (rows - 1) * ROW_GAP + FOOT)
    for place, (series, facts) in enumerate(about.items()):
        row, column = divmod(place, COLUMNS)
        left, top = LEFT + column * (panel_width() + GAP), HEADING + row * (ROW + ROW_GAP)
        part = table[table["series"] == series].sort_values("year")
        draw_panel(
            page.axes(left, top, panel_width(), ROW), part, facts, style.actor_colour(facts.patron, looks)
        )
    return page.figure


def require_columns(table: "pd.DataFrame", about: Mapping[str, About]) -> None:
    """Raise if the table lacks a column or a series.

    Raises
    ------
    InputError
        If a column or series is missing; the message names them.
    """
    lacking = [c for c in NEEDED if c not in table]
    if lacking:
        msg = f"forecast table: missing {', '.join(lacking)}; needed are {', '.join(NEEDED)}"
        raise InputError(msg)
    known = list(dict.fromkeys(table["series"]))
    absent = [s for s in about if s not in known]
    if absent or not about:
        msg = f"forecast table: no series {', '.join(absent) or 'asked for'}; it holds {', '.join(known)}"
        raise InputError(msg)


def panel_width() -> float:
    """Compute the width of a panel in mm."""
    return (style.page_width() - LEFT - RIGHT - (COLUMNS - 1) * GAP) / COLUMNS


def draw_panel(ax: Axes, part: "pd.DataFrame", about: About, colour: str) -> None:
    """Draw one series: bands and median, persistence, observations, and the end of training."""
    year = part["year"].to_numpy(float)
    for (low, high), white in BANDS.items():
        draw_band(ax, year, column_values(part, low), column_values(part, high), style.lighten(colour, white))
    draw_line(ax, year, column_values(part, "median"), color=colour, linewidth=1.3, zorder=3)
    draw_line(
        ax,
        year,
        column_values(part, "persistence"),
        color=style.GREY,
        linewidth=0.8,
        linestyle="--",
        zorder=3,
    )
    ax.plot(
        year, column_values(part, "observed"), linestyle="", marker="o", markersize=3, zorder=4,
        color=colour, markeredgecolor="white", markeredgewidth=0.4, clip_on=False, gid="observed",
    )  # fmt: skip
    draw_division(ax, part)
    year_axis(ax, int(year.min()), int(year.max()))
    value_axis(ax, part)
    draw_heading(ax, about, colour)


def column_values(part: "pd.DataFrame", name: str) -> Floats:
    """Return a column as an array of floats, shape (years,)."""
    return np.asarray(part[name].to_numpy(float))


def draw_band(ax: Axes, year: Floats, low: Floats, high: Floats, colour: str) -> None:
    """Fill a band where both ends are finite, and draw a bar at a year without finite neighbours.

    ``year``, ``low`` and ``high`` have shape (years,).
    """
    known = np.isfinite(low) & np.isfinite(high)
    ax.fill_between(year, low, high, where=known.tolist(), color=colour, linewidth=0, zorder=2)
    # fill_between needs two neighbouring points: a single one would be invisible
    alone = known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
    ax.vlines(year[alone], low[alone], high[alone], color=colour, linewidth=3.5, zorder=2)


def draw_line(ax: Axes, year: Floats, values: Floats, **look: object) -> None:
    """Draw a line through the finite values, shape (years,); a short dash where only one year is finite."""
    known = np.isfinite(values)
    if known.sum() == 1:
        ax.plot(year[known][0] + np.array([-0.3, 0.3]), values[known].repeat(2), **look)  # type: ignore[arg-type]
        return
    ax.plot(year, values, **look)  # type: ignore[arg-type]


def draw_division(ax: Axes, part: "pd.DataFrame") -> None:
    """Draw a rule after the last training year, and shade the years after it."""
    used = part.loc[part["training"].astype(bool), "year"]
    if used.empty or len(used) == len(part):
        return
    at = float(used.max()) + 0.5
    ax.axvspan(at, float(part["year"].max()) + 0.5, color="#F4F4F4", linewidth=0, zorder=0)
    ax.axvline(at, color=style.GREY, linewidth=0.5, zorder=1, gid="divide")


def year_axis(ax: Axes, first: int, last: int) -> None:
    """Label the x axis with years, at the smallest step at which the labels fit."""
    ax.set_xlim(first - 0.5, last + 0.5)
    room = (text_width("2000") + 2.0) * (last - first + 1) / panel_width()
    step = next((s for s in STEPS if s >= room), STEPS[-1])
    ticks = [y for y in range(first, last + 1) if y % step == 0] or [last]
    ax.set_xticks(ticks, [str(y) for y in ticks])


def value_axis(ax: Axes, part: "pd.DataFrame") -> None:
    """Scale the y axis to all finite values with a margin; start at 0 where the values come near it."""
    shown = part[[*NEEDED[2:9]]].to_numpy(float)  # the columns with values: neither keys nor ``training``
    shown = shown[np.isfinite(shown)]
    low, high = (float(shown.min()), float(shown.max())) if len(shown) else (0.0, 1.0)
    if 0.0 <= low < 0.5 * high:
        low = 0.0
    air = AIR * (high - low) or max(abs(high) * AIR, 0.01)
    ax.set_ylim(low - (air if low else 0.0), high + air)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))  # short numbers
    ax.grid(axis="y", color=style.PALE, linewidth=0.4, zorder=0)
    ax.set_axisbelow(True)


def draw_heading(ax: Axes, about: About, colour: str) -> None:
    """Write a series' label and unit above its panel, each cut to one line."""
    room = panel_width() + GAP - 2.0
    unit = shorten_text(f"[{about.unit}]", room)
    label = shorten_text(about.label, room, style.SMALL, "bold")
    look = {"transform": ax.transAxes, "size": style.SMALL, "ha": "left", "va": "bottom"}
    ax.text(0.0, 1.0 + 4.4 / ROW, label, color=colour, fontweight="bold", gid="series", **look)  # type: ignore[arg-type]
    ax.text(0.0, 1.0 + 1.0 / ROW, unit, color=style.GREY, gid="unit", **look)  # type: ignore[arg-type]

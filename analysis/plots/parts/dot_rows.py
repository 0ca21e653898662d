"""Draw panels with one row per scenario or strategy: names at the left, dots with intervals at the right.

Where runs carry draws, a thick bar shows the spread between draws, and the interval is that of the mean.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import isnan, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes

from ...compare.paired import list_rows
from . import style
from .page import text_width, wrap_lines, wrap_text

if TYPE_CHECKING:
    import pandas as pd

ROW = 8.5
"""Height of a row with a name of up to two lines, in mm."""
THICK = 4.0
"""Width in points of the bar between draws."""
DARK, FAINT = 0.6, 0.85
"""How much white is in such a bar, where it leaves out zero and where it does not."""
WIDEST = 46.0
"""Widest column of names in mm; longer names take two lines."""


class Dot(NamedTuple):
    """A mean with the ends of its 95% interval, ``low`` and ``high``: NaN where a single run gives none.

    ``draws_low`` and ``draws_high`` are the ends of the spread between draws, NaN where runs carry none.
    """

    mean: float
    low: float
    high: float
    draws_low: float = nan
    draws_high: float = nan

    @property
    def has_draws(self) -> bool:
        """Return whether there is a spread between draws."""
        return not isnan(self.draws_low)

    @property
    def sure(self) -> bool:
        """Return whether draws exclude zero, or the interval where there are none; False without both."""
        low, high = (self.draws_low, self.draws_high) if self.has_draws else (self.low, self.high)
        return low > 0.0 or high < 0.0


def break_name(name: str) -> str:
    """Break a name into at most two lines of about equal length, within the column's width."""
    lines = wrap_lines(name, WIDEST, 2)
    # the narrowest of these widths that needs no further line makes the lines about equal
    widths = (WIDEST * part / 20.0 for part in range(10, 21))
    return "\n".join(next((even for w in widths if len(even := wrap_text(name, w)) == len(lines)), lines))


def name_column(names: Iterable[str]) -> float:
    """Compute the width in mm that a column of names needs."""
    return (
        max(text_width(line, weight="bold") for name in names for line in break_name(name).split("\n")) + 4.0
    )


def row_axis(ax: Axes, names: Sequence[str], bold: Collection[int] = (), *, labelled: bool = True) -> None:
    """Label rows with names from top to bottom; row numbers in ``bold`` get bold names."""
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), [break_name(n) if labelled else "" for n in names])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for place, tick in enumerate(ax.get_yticklabels()):
        tick.set_fontweight("bold" if place in bold else "normal")


def zero_line(ax: Axes) -> None:
    """Draw the vertical line at zero, the reference of all differences."""
    ax.axvline(0.0, color=style.GREY, linewidth=0.8, zorder=1)


def draw_dot(ax: Axes, dot: Dot, row: float, marker: str = "", colour: str = style.BLACK) -> None:
    """Draw a dot with its interval; filled if the interval excludes zero, open otherwise.

    With draws a thick bar is dark if it excludes zero, and pale otherwise; a tick is the mean, unless another
    marker tells dots apart.
    """
    if dot.has_draws:
        shade = style.lighten(colour, DARK if dot.sure else FAINT)
        draw_bar(ax, (dot.draws_low, dot.draws_high), row, shade)
        draw_mean(ax, dot, row, marker or "|", colour)
        return
    if not isnan(dot.low):
        ax.plot([dot.low, dot.high], [row, row], color=colour, linewidth=1.2, solid_capstyle="butt", zorder=2)
    face = colour if dot.sure else "white"
    ax.plot(
        dot.mean,
        row,
        marker=marker or "o",
        markersize=4,
        color=colour,
        markerfacecolor=face,
        markeredgewidth=0.8,
        zorder=3,
    )


def draw_bar(ax: Axes, ends: tuple[float, float], row: float, shade: str) -> None:
    """Draw the spread between draws as a thick bar."""
    ax.plot(ends, [row, row], color=shade, linewidth=THICK, solid_capstyle="butt", zorder=1.5, gid="draws")


def draw_mean(ax: Axes, dot: Dot, row: float, marker: str = "|", colour: str = style.BLACK) -> None:
    """Draw a mean with its interval, in thin lines that stand on a bar."""
    ax.plot([dot.low, dot.high], [row, row], color=colour, linewidth=1.0, solid_capstyle="butt", zorder=2)
    size = 7.0 if marker == "|" else 2.5
    ax.plot(dot.mean, row, marker=marker, markersize=size, color=colour, markeredgewidth=0.9, zorder=3)


def draw_reference(ax: Axes, row: float) -> None:
    """Draw the row of the reference itself: a grey dot at zero, without interval."""
    ax.plot(0.0, row, marker="o", markersize=4, color=style.GREY, zorder=3)


def axis_limits(dots: Iterable[Dot], least: float = 0.002) -> tuple[float, float]:
    """Compute the limits of an axis that covers all dots, their intervals and zero, with a margin.

    ``least`` is the smallest margin, in data units.
    """
    dots = list(dots)
    ends = [0.0, *(x for d in dots for x in d if not isnan(x))]
    low, high = min(ends), max(ends)
    air = max(0.06 * (high - low), least)
    return low - air, high + air


def format_difference(value: float, digits: int = 3) -> str:
    """Format a difference with its sign, ``+0.012``; without a sign where it rounds to zero."""
    text = f"{value:+.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else text[1:]


def build_dots(table: "pd.DataFrame", key: str, name: str = "") -> dict[str, Dot]:
    """Build a dot for each row of a table by its name in the column ``key``, see :func:`build_dot`."""
    return {str(row[key]): build_dot(row, name) for row in list_rows(table)}


def build_dot(row: Mapping[str, Any], name: str = "") -> Dot:
    """Build a dot from the columns mean, low and so on; with a name from NAME, NAME_low and so on."""
    prefix = f"{name}_" if name else ""
    return Dot(
        float(row[name or "mean"]), *(float(row.get(f"{prefix}{end}", nan)) for end in Dot._fields[1:])
    )

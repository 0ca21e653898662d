"""Draw the cells of a map of pairwise interactions between inputs."""

from collections.abc import Sequence
from math import isnan

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..parts import style
from ..parts.dot_rows import Dot

DARK = 0.55
"""Part of the largest value above which a square is too dark for black text."""
LEAST = 0.05
"""Part of the variance that is never darkest: less is little, even where nothing is more."""
FADED = "#888888"
"""Ink of a pair whose interval includes 0."""
SIDE = 0.46
"""Half the side of a square, of 1 between its neighbours."""


def draw_cells(ax: Axes, pairs: pd.DataFrame, order: Sequence[str]) -> None:
    """Draw a square with its value for each pair, in the triangle below the diagonal.

    Parameters
    ----------
    ax : Axes
        Panel to fill.
    pairs : DataFrame
        Second-order indices; columns parameter, parameter_2, value, low, high.
    order : sequence of str
        Inputs to show, from top to bottom and from left to right.
    """
    size, place = len(order), {p: k for k, p in enumerate(order)}
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.set_xticks(range(size), [str(k + 1) for k in range(size)])
    ax.set_yticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    sizes = pairs["value"].where(pairs["low"].fillna(0.0) > 0.0, 0.0)
    most = max(float(sizes.max()), LEAST)
    columns = pairs[["parameter", "parameter_2", "value", "low", "high"]]
    for first, second, value, low, high in columns.itertuples(index=False):
        if first in place and second in place:
            row, column = sorted((place[first], place[second]), reverse=True)
            found = Dot(value, low, high)
            part = max(value, 0.0) / most if found.sure else 0.0
            draw_square(ax, row, column, style.lighten(style.BLUE, 1.0 - part))
            ink = style.BLACK if found.sure else FADED
            draw_value(ax, (column, row), found, "white" if part > DARK else ink)
    for k in range(size):
        draw_square(ax, k, k, style.PALE)


def draw_square(ax: Axes, row: int, column: int, fill: str) -> None:
    """Draw a filled square at a row and column."""
    corner = (column - SIDE, row - SIDE)
    ax.add_patch(Rectangle(corner, 2 * SIDE, 2 * SIDE, facecolor=fill, edgecolor="none"))


def draw_value(ax: Axes, place: tuple[float, float], found: Dot, colour: str) -> None:
    """Write a pair's value and half its interval's width below; bold where the interval excludes zero."""
    value = f"{found.mean:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")
    half = "" if isnan(found.low) else f"\n\N{PLUS-MINUS SIGN}{(found.high - found.low) / 2.0:.2f}"
    weight = "bold" if found.sure else "normal"
    ax.text(
        *place, value + half.replace("0.", ".", 1), ha="center", va="center", size=style.SMALL, color=colour,
        weight=weight,
    )  # fmt: skip

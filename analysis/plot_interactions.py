"""Squares of a map of interactions between inputs."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from . import style
from .plot_parameters import BLUE

SIDE = 0.46
"""Half the side of a square, of 1 between its neighbours."""


def cells(ax: Axes, pairs: pd.DataFrame, order: Sequence[str]) -> None:
    """A square for each pair, at its row and column below the diagonal, with its value.

    Parameters
    ----------
    ax : Axes
        Panel to fill.
    pairs : DataFrame
        parameter, parameter_2, value, low, high: second-order indices.
    order : sequence of str
        Inputs shown, from the top and from the left.
    """
    size, place = len(order), {p: k for k, p in enumerate(order)}
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.set_xticks(range(size), [str(k + 1) for k in range(size)])
    ax.set_yticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    most = max(float(pairs["value"].max()), 1e-9)
    columns = pairs[["parameter", "parameter_2", "value", "low", "high"]]
    for first, second, value, low, high in columns.itertuples(index=False):
        if first in place and second in place:
            row, column = sorted((place[first], place[second]), reverse=True)
            cell(ax, row, column, float(value), max(float(value), 0.0) / most, low > 0.0 or high < 0.0)
    for k in range(size):
        square(ax, k, k, style.PALE)


def square(ax: Axes, row: int, column: int, fill: str) -> None:
    """A square of one colour."""
    corner = (column - SIDE, row - SIDE)
    ax.add_patch(Rectangle(corner, 2 * SIDE, 2 * SIDE, facecolor=fill, edgecolor="none"))


def cell(ax: Axes, row: int, column: int, value: float, part: float, sure: bool) -> None:
    """One pair: its square, darker for a larger part of the largest, and its value."""
    square(ax, row, column, style.lighter(BLUE, 1.0 - part))
    text = f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")
    look = {"color": "white" if part > 0.55 else style.BLACK, "weight": "bold" if sure else "normal"}
    ax.text(column, row, text, ha="center", va="center", size=style.SMALL, **look)  # type: ignore[arg-type]

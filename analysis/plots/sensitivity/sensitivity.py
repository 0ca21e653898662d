"""Plot which inputs decide an outcome: tornado, Morris' plane and map of interactions, from index tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ....model.errors import InputError
from ....model.strategies import HEDGE
from ...labels import quote_name, strategy_label
from ..comparison import difference_axis, draw_axis_label
from ..parts import style
from ..parts.dot_rows import Dot, axis_limits, build_dots, draw_dot, format_difference, row_axis
from ..parts.doubts import draw_doubt_key, key_height, read_dots
from ..parts.input_labels import COLUMN, INPUT_ROW, Words, describe_input, outcome_words, write_names
from ..parts.page import Page, shared_look
from ..parts.source import patron_labels
from .interactions import draw_cells
from .morris_plane import draw_plane

MOST = 15
"""Inputs shown, the strongest; a caption says how many are left out."""
MOST_PAIRS = 10
GAP, RIGHT, HEAD, FOOT = 15.0, 13.0, 7.0, 11.0
"""Right of each panel there is room for its numbers; lengths in mm."""
SOBOL = "parts of the outcome's variance: an input alone, and with all it takes part in"
PANELS: dict[str, tuple[dict[str, str], str, str]] = {
    "ST": ({"S1": "First order", "ST": "Total"}, "Part of variance", f"Sobol indices, {SOBOL}."),
    "mu_star": (
        {"mu": "Mean effect", "mu_star": "Mean size of effect"},
        "Change of the outcome over the whole range",
        "Elementary effects (Morris): mean, and mean of their sizes.",
    ),
    "SRRC": (
        {"SRRC": "Rank regression"},
        "Standardised coefficient",
        "Standardised rank regression coefficients: sign and strength where effects are monotone.",
    ),
    "range": (
        {"at_low": "At its lowest", "at_high": "At its highest"},
        "Change of the outcome",
        "One input at a time, the others as in the scenario.",
    ),
}
"""Main index of a method: its panels, the axis below them, and what they are."""
INTERVALS = "Lines: 95% interval; a full dot says that it leaves out zero."


def select_rows(rows: pd.DataFrame, outcome: str | None, strategy: str | None) -> pd.DataFrame:
    """Select the rows of one outcome and strategy; by default hedge and the first outcome.

    Raises
    ------
    InputError
        If the outcome or strategy is unknown, or the table is empty.
    """
    for column, name in (("outcome", outcome), ("strategy", strategy)):
        known = list(rows[column].unique())
        if name is not None and name not in known:
            msg = f"no sensitivity of {column} {name!r}; there are {', '.join(map(str, known))}"
            raise InputError(msg)
        usual = HEDGE if HEDGE in known else known[0] if known else None
        rows = rows[rows[column] == (name or usual)] if known else rows
    if rows.empty:
        msg = "no indices of sensitivity to draw"
        raise InputError(msg)
    return rows


def require_indices(rows: pd.DataFrame, indices: Sequence[str], figure: str, kind: str) -> None:
    """Raise if the table has none of the indices that a figure needs.

    Raises
    ------
    InputError
        If all are missing; the message names the kind of design that computes them.
    """
    if not set(indices) & set(rows["index"]):
        msg = f"{figure} is drawn from {' and '.join(indices)}, which a design of kind {kind} gives"
        raise InputError(msg)


def describe_omission(shown: int, total: int) -> str:
    """Describe how many of all inputs a figure shows; empty where it shows all."""
    return f" The {shown} strongest of {total} inputs." if shown < total else ""


@shared_look
def draw_tornado(
    rows: pd.DataFrame,
    scenario: Mapping[str, Any],
    caption: str = "",
    outcome: str | None = None,
    strategy: str | None = None,
) -> Figure:
    """Draw inputs from the strongest down: one panel per index, bars from zero with dot and interval.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`hedgesim.analysis.explore.sensitivity.sensitivity`.
    scenario : mapping
        The scenario's entry in the manifest, read for labels.
    caption : str
        Start of the caption: scenario, points, runs, seed, engine.
    outcome, strategy : str, optional
        Names to show; by default hedge and the first outcome.

    Raises
    ------
    InputError
        If the outcome or strategy is unknown, or the table has no index to draw.
    """
    rows = select_rows(rows, outcome, strategy)
    require_indices(rows, list(PANELS), "a tornado", "sobol, morris, lhs or oat")
    main = main_index(rows)
    panels, axis, read = PANELS[main]
    every = rank_inputs(rows, main)
    order = every[:MOST]
    dots = {index: dots_by_parameter(rows, index) for index in panels}
    flat = [d for found in dots.values() for p, d in found.items() if p in order]
    span = axis_limits(flat)
    head = f"{read} {read_dots(flat, INTERVALS)}{describe_omission(len(order), len(every))}"
    names = [describe_input(p, scenario) for p in order]
    text, key = f"{caption} {head}".strip(), key_height(flat)
    page, axes = lay_out_panels(names, panels, span, axis, figure_title(rows, scenario), text, key)
    for index, ax in axes.items():
        for row, parameter in enumerate(order):
            dot = dots[index][parameter]
            ax.barh(row, dot.mean, height=0.45, color=style.lighten(style.BLUE, 0.6), zorder=1.5)
            draw_dot(ax, dot, row)
            write_number(ax, dot, row, signed=main != "ST")
    draw_doubt_key(page, flat, HEAD + INPUT_ROW * len(names) + FOOT)
    return page.figure


def write_number(ax: Axes, dot: Dot, row: int, *, signed: bool) -> None:
    """Write a mean right of its panel, where it can be read whatever the length of the other bars."""
    text = (
        format_difference(dot.mean)
        if signed
        else f"{round(dot.mean, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")
    )
    ax.annotate(
        text, (1.0, row), (3, 0), ("axes fraction", "data"), "offset points", size=style.SMALL,
        va="center_baseline", gid="number",
    )  # fmt: skip


def main_index(rows: pd.DataFrame) -> str:
    """Return the index by which inputs are ranked: the first of PANELS that the table has."""
    return next(index for index in PANELS if (rows["index"] == index).any())


def rank_inputs(rows: pd.DataFrame, main: str) -> list[str]:
    """Sort inputs by the absolute value of their main index, the strongest first."""
    table = rows[rows["index"] == main].sort_values("value", key=np.abs, ascending=False, kind="stable")
    return list(table["parameter"])


def lay_out_panels(
    names: Sequence[Words],
    panels: Mapping[str, str],
    span: tuple[float, float],
    axis: str,
    shown: str,
    caption: str,
    key: float = 0.0,
) -> tuple[Page, dict[str, Axes]]:
    """Lay out a page with one row per input and one panel per index, side by side.

    ``shown`` is the page's title, ``axis`` the label below the panels, ``span`` the limits of their x axes,
    ``key`` the height in mm of a key below.
    """
    height = INPUT_ROW * len(names)
    page = Page(shown, caption, HEAD + height + FOOT + key)
    write_names(page, names, HEAD)
    left = COLUMN + 5.0
    width = (style.page_width() - left - RIGHT - GAP * (len(panels) - 1)) / len(panels)
    axes = {}
    for k, (index, heading) in enumerate(panels.items()):
        ax = axes[index] = page.axes(left + k * (width + GAP), HEAD, width, height)
        row_axis(ax, [n.path for n in names], labelled=False)
        difference_axis(ax, span, width)
        ax.set_title(heading, fontweight="bold")
    draw_axis_label(page, axis, left, HEAD + height)
    return page, axes


def figure_title(rows: pd.DataFrame, scenario: Mapping[str, Any], what: str = "What decides") -> str:
    """Compose a title from the outcome, and the strategy unless the outcome is the hedging premium."""
    outcome, strategy = str(rows["outcome"].iloc[0]), str(rows["strategy"].iloc[0])
    label = quote_name(strategy_label(strategy, patron_labels(scenario)))
    under = "" if outcome == "premium" else f" under {label}"
    return f"{what} the {outcome_words(outcome)}{under}"


def dots_by_parameter(rows: pd.DataFrame, index: str) -> dict[str, Dot]:
    """Return one index with its interval, as a dot by input."""
    return build_dots(rows[rows["index"] == index].rename(columns={"value": "mean"}), "parameter")


@shared_look
def draw_morris_plane(
    rows: pd.DataFrame,
    scenario: Mapping[str, Any],
    caption: str = "",
    outcome: str | None = None,
    strategy: str | None = None,
) -> Figure:
    """Draw the mean size of elementary effects against their spread; the strongest are numbered.

    Parameters as in :func:`draw_tornado`.

    Raises
    ------
    InputError
        If there are no elementary effects.
    """
    rows = select_rows(rows, outcome, strategy)
    require_indices(rows, ["mu_star", "sigma"], "Morris' plane", "morris")
    table = rows[rows["index"].isin(["mu_star", "sigma"])].pivot_table(
        index="parameter", columns="index", values="value", sort=False
    )
    table = table.sort_values("mu_star", ascending=False, kind="stable")
    found = [describe_input(str(p), scenario) for p in table.index]
    return draw_plane(
        table[["mu_star", "sigma"]].to_numpy(float), found, figure_title(rows, scenario), caption
    )


@shared_look
def draw_interaction_map(
    rows: pd.DataFrame,
    scenario: Mapping[str, Any],
    caption: str = "",
    outcome: str | None = None,
    strategy: str | None = None,
) -> Figure:
    """Draw second-order Sobol indices of pairs: darker is stronger, faded if the interval includes 0.

    Parameters as in :func:`draw_tornado`.

    Raises
    ------
    InputError
        If there are no second-order indices.
    """
    rows = select_rows(rows, outcome, strategy)
    require_indices(rows, ["S2"], "a map of interactions", "sobol with at least two inputs")
    pairs = rows[rows["index"] == "S2"]
    every = list(dict.fromkeys([*pairs["parameter"], *pairs["parameter_2"]]))
    weight = {
        p: pairs.loc[(pairs[["parameter", "parameter_2"]] == p).any(axis=1), "value"].max() for p in every
    }
    order = sorted(every, key=lambda p: -weight[p])[:MOST_PAIRS]
    size = len(order)
    side = min((style.page_width() - COLUMN - 5.0 - RIGHT) / size, 14.0)
    read = (
        "Second-order Sobol indices: the part of the outcome's variance that two inputs have only together;"
        " darker is more; below it half of the 95% interval, faded where that interval includes 0."
        f"{describe_omission(size, len(every))}"
    )
    page = Page(
        figure_title(rows, scenario, "Inputs that work together on"),
        f"{caption} {read}".strip(),
        HEAD + INPUT_ROW * size + 2.0,
    )
    write_names(page, [describe_input(p, scenario) for p in order], HEAD, numbers=True)
    ax = page.axes(COLUMN + 5.0, HEAD, side * size, INPUT_ROW * size)
    draw_cells(ax, pairs, order)
    return page.figure

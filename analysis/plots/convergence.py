"""Plot the convergence of sensitivity indices: each input's index from growing parts of a design."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from .parts import style
from .parts.dot_rows import axis_limits, draw_dot
from .parts.input_labels import describe_input
from .parts.page import shared_look
from .sensitivity.sensitivity import (
    INTERVALS,
    PANELS,
    describe_omission,
    dots_by_parameter,
    figure_title,
    lay_out_panels,
    main_index,
    rank_inputs,
    require_indices,
    select_rows,
)

MOST = 12
"""Inputs shown, the strongest; a caption says how many are left out."""
HALF = 0.3
"""Half the height of an input's dots, as part of its row."""
PALEST = 0.65
"""How far the colour of the smallest sample is lightened."""


@shared_look
def draw(
    rows: pd.DataFrame,
    scenario: Mapping[str, Any],
    caption: str = "",
    outcome: str | None = None,
    strategy: str | None = None,
) -> Figure:
    """Draw one row per input and one panel per index, with a dot for each part of the design.

    In a row the smallest part is on top, the whole design lowest.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`hedgesim.analysis.explore.sensitivity.convergence`.
    scenario, caption, outcome, strategy
        As in :func:`hedgesim.analysis.plots.sensitivity.draw_tornado`.

    Raises
    ------
    InputError
        If the outcome or strategy is unknown, or the table has none of the indices.
    """
    rows = select_rows(rows, outcome, strategy)
    require_indices(rows, list(PANELS), "convergence", "sobol, morris or lhs")
    panels, axis, read = PANELS[main_index(rows)]
    sizes = sorted(int(n) for n in rows["samples"].unique())
    every = rank_inputs(rows[rows["samples"] == sizes[-1]], main_index(rows))
    order = every[:MOST]
    dots = {
        index: [dots_by_parameter(rows[rows["samples"] == size], index) for size in sizes] for index in panels
    }
    span = axis_limits(d for found in dots.values() for part in found for p, d in part.items() if p in order)
    text = f"{caption} {read} {describe_sizes(sizes)}{describe_omission(len(order), len(every))}".strip()
    names = [describe_input(p, scenario) for p in order]
    title = figure_title(rows, scenario, "As the design grows: what decides")
    page, axes = lay_out_panels(names, panels, span, axis, title, text)
    for index, ax in axes.items():
        for k, part in enumerate(dots[index]):
            colour = style.lighten(style.BLACK, PALEST * (len(sizes) - 1 - k) / max(len(sizes) - 1, 1))
            for row, parameter in enumerate(order):
                draw_dot(ax, part[parameter], row + row_offset(k, len(sizes)), colour=colour)
    return page.figure


def row_offset(place: int, count: int) -> float:
    """Compute the offset of dot number ``place`` of ``count`` from its row's middle, in row heights."""
    return HALF * (2.0 * place / (count - 1) - 1.0) if count > 1 else 0.0


def describe_sizes(sizes: Sequence[int]) -> str:
    """Describe in the caption which dot of a row belongs to how many samples."""
    listed = ", ".join(f"{size:,}" for size in sizes)
    return f"In a row from above: {listed} samples, the last the whole design. {INTERVALS}"

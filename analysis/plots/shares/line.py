"""Plot two patrons' influence shares over time: the second one's as a line, the first one's is the rest."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..parts import source, style
from ..parts.time_axis import Marks, draw_labels, draw_rules, event_marks, time_axis
from .line_axes import Band, find_bands, label_scales, name_spots, shade_bands, write_names
from .paths import PathKey, Selection, draw_path
from .region_names import RegionKey
from .regions import Array, build_regions, describe_regions, name_regions

if TYPE_CHECKING:
    import pandas as pd

LEFT, TOP, HEIGHT, FOOT = 18.0, 1.0, 80.0, 8.0
QUANTILES = (("p05", "p95", 0.15), ("p25", "p75", 0.25))
DRAWS = (("p05", "p95", 0.15), ("draws_low", "draws_high", 0.25))
"""Columns of a band's ends, and how strong its grey is: over runs, and where runs carry draws."""
READ = "Dark band: middle 50% of runs, light band: middle 90%."
READ_DRAWS = (
    "Dark band: 5 to 95% between draws, what is not known; light band: 5 to 95% of runs, with shocks."
)
STEPS = np.linspace(0.0, 1.0, 101)
"""Places, across a panel or up a band or rule, of points that names of regions avoid."""


def panel_width() -> float:
    """Compute the width of the panel in mm."""
    return style.page_width() - 2 * LEFT


def draw(selection: Selection) -> Figure:
    """Draw the line of mean shares with bands over runs, or a line for each of several paths."""
    looks, paths = selection.looks, selection.paths
    marks = event_marks(selection.scenario, panel_width(), panel_width() + LEFT)
    bands = find_bands(build_regions(list(looks), selection.scenario["values"]))
    texts = name_regions(selection.labels)
    spots = name_spots(
        bands, texts, (panel_width(), HEIGHT), np.concatenate([*marked_points(selection, marks)])
    )
    named = {spot.region for spot in spots}
    key = PathKey(paths, panel_width())
    others = RegionKey({b.region: texts[b.region] for b in bands if b.region not in named}, panel_width())
    top = TOP + marks.lanes * style.LINE_HEIGHT
    below = top + HEIGHT + FOOT
    page = selection.page(below + key.height + others.height, *reading_guide(selection), marks.note)
    ax = page.axes(LEFT, top, panel_width(), HEIGHT)
    draw_panel(ax, selection, bands, marks)
    write_names(ax, spots, texts, looks)
    draw_paths(ax, selection)
    key.draw(page, LEFT, below)
    others.draw(page, LEFT, below + key.height, looks)
    return page.figure


def draw_panel(ax: Axes, selection: Selection, bands: Sequence[Band], marks: Marks) -> None:
    """Draw all of the panel but names of regions and paths."""
    time_axis(ax, selection.scenario["first_quarter"], len(selection.paths[0].shares), panel_width())
    shade_bands(ax, bands, selection.looks)
    label_scales(ax, selection.labels, selection.looks, HEIGHT)
    draw_rules(ax, marks)
    draw_labels(ax, marks, panel_width(), HEIGHT, 0.0)


def marked_points(selection: Selection, marks: Marks) -> Iterator[Array]:
    """Yield points of paths, bands and rules, in parts of the panel's width and height, shape (n, 2)."""
    quarters = len(selection.paths[0].shares)
    own = np.linspace(0.0, 1.0, quarters) if quarters > 1 else np.array([0.5])
    series = [path.shares[:, 1] for path in selection.paths]
    if len(selection.paths) == 1:
        runs, (low, high, _) = select_runs(selection), QUANTILES[0]
        series += [(1.0 - step) * runs[low] + step * runs[high] for step in STEPS]
    for values in series:
        yield np.column_stack([STEPS, np.interp(STEPS, own, values)])
    for rule in marks.rules:
        yield np.column_stack([np.full(len(STEPS), own[rule]), STEPS])


def select_runs(selection: Selection) -> "pd.DataFrame":
    """Select the quantiles over runs of a single path's shares, and between draws, by rising quarter."""
    rows = source.select_bands(selection.results, selection.names[0], selection.strategies[0])
    mine = rows[(rows["dimension"] == "influence") & (rows["actor"] == list(selection.looks)[1])]
    between, mine = selection.paths[0].between, mine.sort_values("quarter")
    if between is None:
        return mine
    return mine.merge(between.drop(columns="mean"), left_on="quarter", right_index=True)


def draw_paths(ax: Axes, selection: Selection) -> None:
    """Draw the paths; a single one with bands that hold the middle 90% and 50% of its runs."""
    quarters = np.arange(len(selection.paths[0].shares), dtype=float)
    if len(selection.paths) == 1:
        part = select_runs(selection)
        for low, high, strength in QUANTILES if selection.paths[0].between is None else DRAWS:
            ax.fill_between(
                quarters, part[low], part[high], color=style.BLACK, alpha=strength, linewidth=0, zorder=1
            )
    for number, path in enumerate(selection.paths):
        draw_path(ax, number, quarters, path.shares[:, 1])


def reading_guide(selection: Selection) -> list[str]:
    """Describe how to read the marks."""
    first, second = (selection.labels[p] for p in selection.looks)
    many = len(selection.paths) > 1
    return [
        f"{'Lines: mean shares' if many else 'Line: mean share'} of influence: at the top {second} has all,"
        f" at the bottom {first}.",
        "" if many else READ if selection.paths[0].between is None else READ_DRAWS,
        describe_regions(selection.scenario["values"]),
    ]

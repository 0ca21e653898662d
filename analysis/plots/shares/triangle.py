"""Plot three patrons' influence shares as paths in a triangle, over the regions in which one dominates."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ....model.dates import quarter_name
from ..parts import style
from ..parts.page import Page, text_width
from .paths import PathKey, Selection, SharePath, draw_path
from .region_names import RegionKey, Spot, write_regions
from .regions import Array, Regions, build_regions, describe_regions, name_regions
from .triangle_axes import (
    choose_step,
    draw_box,
    draw_grid,
    hide_covered_marks,
    label_closer_view,
    label_triangle,
    shade_regions,
)
from .triangle_geometry import HEIGHT, Window, closer_window, label_spots, to_plane, to_shares

SIDE, CLOSER, ALONE = 74.0, 54.0, 104.0
"""Widths in mm of the triangle, of the closer view beside it, and of a triangle alone."""
FAR = 0.55
"""Largest useful width of a closer view, as part of the triangle's: a wider one shows hardly more."""
DRAWS = " Grey points: shares in the last quarter by draw, with what is left of chance in its runs."
LEFT, TOP, FOOT = 12.0, 6.0, 11.0


class View(NamedTuple):
    """A panel: its window of the plane, its upper left corner in mm, and the places of region labels."""

    window: Window
    left: float
    top: float
    spots: Sequence[Spot]


def draw(selection: Selection) -> Figure:
    """Draw the triangle, an enlarged view of the paths unless they run far, and keys below."""
    paths, labels, looks = selection.paths, selection.labels, selection.looks
    regions = build_regions(list(looks), selection.scenario["values"])
    texts = name_regions(labels)
    views = choose_views(paths, regions, texts)
    key = PathKey(paths, style.page_width() - 2 * LEFT)
    others = RegionKey(unlabelled_regions(regions, views, texts), key.width)
    below = TOP + views[0].window.size * HEIGHT + FOOT
    page = selection.page(below + key.height + others.height, reading_guide(selection))
    panels = [draw_view(page, view, regions, selection, texts) for view in views]
    label_triangle(panels[0], labels, looks)
    if len(panels) > 1:
        draw_box(panels[0], views[1].window)
        label_closer_view(panels[1], views[1].window, labels, looks)
    if len(paths) == 1:
        date_ends(panels[-1], paths[0], selection.scenario["first_quarter"], views[-1].window)
        hide_covered_marks(page.figure)
    key.draw(page, LEFT, below)
    others.draw(page, LEFT, below + key.height, looks)
    return page.figure


def choose_views(paths: Sequence[SharePath], regions: Regions, texts: Mapping[str, str]) -> list[View]:
    """Choose the views: whole triangle and enlarged view, or a larger triangle where paths run far."""
    points = np.concatenate([to_plane(s) for p in paths for s in (p.shares, p.last) if s is not None])
    sizes = {r: (text_width(t), 3.0) for r, t in texts.items()}

    def view(window: Window, left: float, top: float, *frames: Array) -> View:
        dates = [cover_dates(path, window) for path in paths if len(paths) == 1]
        taken = np.concatenate([points, *dates, *frames])
        return View(window, left, top, label_spots(window, regions, taken, sizes))

    closer = closer_window(points, CLOSER)
    if closer.width > FAR:
        return [view(Window(0.0, 0.0, 1.0, HEIGHT, ALONE), (style.page_width() - ALONE) / 2.0, TOP)]
    beside = style.page_width() - CLOSER - 4.0, TOP + SIDE * HEIGHT - CLOSER
    return [view(Window(0.0, 0.0, 1.0, HEIGHT, SIDE), LEFT, TOP, frame_points(closer)), view(closer, *beside)]


def frame_points(window: Window) -> Array:
    """Return points along the frame of a closer view, shape (n, 2), from which names keep away."""
    along = np.linspace(0.0, 1.0, 41)
    ends = np.zeros(41), np.ones(41)
    x = np.concatenate([along, along, *ends])
    y = np.concatenate([*ends, along, along])
    return np.column_stack([window.left + x * window.width, window.bottom + y * window.height])


def draw_view(
    page: Page, view: View, regions: Regions, selection: Selection, texts: Mapping[str, str]
) -> Axes:
    """Draw a panel with its regions, grid, labels and paths, and return its axes."""
    window = view.window
    ax = page.axes(view.left, view.top, window.size, window.height * window.scale)
    shade_regions(ax, window, regions, selection.looks)
    draw_grid(ax, choose_step(window))
    write_regions(ax, view.spots, texts, selection.looks)
    for number, path in enumerate(selection.paths):
        if path.last is not None:
            ax.plot(
                *to_plane(path.last).T,
                ".",
                color=style.GREY,
                markersize=2.5,
                alpha=0.6,
                zorder=2,
                gid="draws",
            )
        draw_path(ax, number, *to_plane(path.shares).T)
    return ax


def unlabelled_regions(regions: Regions, views: Sequence[View], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the regions of the triangle, with labels, that no panel has room to label."""
    named = {spot.region for view in views for spot in view.spots}
    # a grid of 0.4 mm is that of label_spots, so both see the same regions
    return {r: texts[r] for r in regions.map(to_shares(*views[0].window.grid(0.4))) if r not in named}


def reading_guide(selection: Selection) -> str:
    """Describe how to read the marks."""
    first, quarters = selection.scenario["first_quarter"], len(selection.paths[0].shares)
    paths = "Paths" if len(selection.paths) > 1 else "Path"
    drawn = selection.paths[0].last is not None
    return (
        f"{paths}: mean shares of the patrons' influence from {quarter_name(first)} (open mark) to"
        f" {quarter_name(first + quarters - 1)} (full mark)."
        f"{DRAWS if drawn else ''}"
        f" {describe_regions(selection.scenario['values'])}"
    )


def date_places(path: SharePath, window: Window) -> list[tuple[float, float, bool]]:
    """Find where the dates of a path's ends stand: x, y, and whether the text is above that place.

    The date of the higher end stands above it, that of the lower end below it.
    """
    ends = to_plane(path.shares[[0, -1]])
    up = bool(ends[0, 1] >= ends[1, 1])
    shift = 0.05 * window.height
    return [
        (float(x), float(y + (shift if above else -shift)), above)
        for (x, y), above in zip(ends, (up, not up), strict=True)
    ]


def cover_dates(path: SharePath, window: Window) -> Array:
    """Return points in the dates of a path's ends, shape (n, 2), from which names of regions keep away."""
    wide, high = text_width("2000Q1") / 2.0 / window.scale, style.LINE_HEIGHT / window.scale
    return np.array(
        [
            (x + part * wide, y + (row if above else -row) * high)
            for x, y, above in date_places(path, window)
            for part in np.linspace(-1.0, 1.0, 7)
            for row in (0.0, 1.0)
        ]
    )


def date_ends(ax: Axes, path: SharePath, first: int, window: Window) -> None:
    """Write the first and last quarter beside the ends of a single path."""
    quarters = (first, first + len(path.shares) - 1)
    for (x, y, above), quarter in zip(date_places(path, window), quarters, strict=True):
        ax.text(
            x,
            y,
            quarter_name(quarter),
            ha="center",
            va="bottom" if above else "top",
            size=style.SMALL,
            zorder=7,
            gid="date",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
        )

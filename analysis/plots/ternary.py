"""Plot the three patrons' influence shares as paths in a triangle, over the regimes they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.dates import quarter_name
from ..labels import quote_name, regime_label, regime_order, strategy_label
from .parts import source, style
from .parts.key import AREA, LINE, draw_key, flow_names, regime_swatch
from .parts.page import Page, shared_look, text_width
from .parts.source import Names, Results
from .parts.ternary_axes import (
    choose_colour,
    choose_step,
    draw_box,
    draw_grid,
    label_closer_view,
    label_triangle,
    shade_regimes,
    write_regions,
)
from .parts.ternary_geometry import HEIGHT, Array, Regions, Spot, Window, closer_window, label_spots, to_plane

KIND = "ternary"
SIDE, CLOSER, ALONE = 74.0, 54.0, 104.0
"""Widths in mm of the triangle, of the closer view beside it, and of a triangle alone."""
FAR = 0.55
"""Largest useful width of a closer view, as part of the triangle's: a wider one shows hardly more."""
LEFT, TOP, FOOT = 12.0, 6.0, 11.0
PATH = 13.0
"""Width of the sample of a path in the key in mm."""


class SharePath(NamedTuple):
    """A path of mean influence shares over time, shape (quarters, 3), with its label in the key."""

    name: str
    shares: Array


def mean_path(results: Results, scenario: str, strategy: str, patrons: Sequence[str]) -> Array:
    """Compute mean influence shares by quarter, shape (quarters, 3), rows summing to 1."""
    bands = source.select_bands(results, scenario, strategy)
    told = bands[bands["dimension"] == "influence"]
    table = told.pivot_table(index="quarter", columns="actor", values="mean", observed=True)[list(patrons)]
    shares = table.to_numpy(dtype=float)
    whole: Array = shares / shares.sum(axis=1, keepdims=True)
    return whole


def compute_paths(
    results: Results, scenarios: Names, strategies: Names, patrons: Sequence[str]
) -> list[SharePath]:
    """Compute a path for each scenario and strategy, labelled by what differs between the paths."""
    titles = source.scenario_labels(results, scenarios)
    found = []
    for scenario in scenarios:
        labels = source.patron_labels(results.manifest["scenarios"][scenario])
        for strategy in strategies:
            parts = [titles[scenario]] if len(scenarios) > 1 else []
            parts += [strategy_label(strategy, labels)] if len(strategies) > 1 else []
            found.append(SharePath(": ".join(parts), mean_path(results, scenario, strategy, patrons)))
    return found


class View(NamedTuple):
    """A panel: its window of the plane, its upper left corner in mm, and the places of regime labels."""

    window: Window
    left: float
    top: float
    spots: Sequence[Spot]


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw the triangle, an enlarged view of the paths unless they run far, and keys below.

    Raises
    ------
    InputError
        If a requested name was not run, or the scenarios have different patrons.
    """
    names = source.select_scenarios(results, scenarios)[: None if scenarios else 1]
    chosen = source.select_strategies(results, strategies or [source.single_strategy(results, None, KIND)])
    patrons = source.list_patrons(results, names)
    scenario = results.manifest["scenarios"][names[0]]
    labels = source.patron_labels(scenario)
    paths = compute_paths(results, names, chosen, patrons)
    regions = Regions(patrons, int(np.argmax(paths[0].shares[0])), scenario["values"])
    texts = {r: regime_label(r, labels) for r in regime_order(patrons)}
    views = choose_views(paths, regions, texts)
    keys = Keys(paths if len(paths) > 1 else [], unlabelled_regimes(regions, views, texts))
    below = TOP + views[0].window.size * HEIGHT + FOOT
    page = Page(
        figure_title(results, names, chosen, labels),
        source.figure_caption(
            results, names, chosen, reading_guide(scenario, len(paths[0].shares), many=len(names) > 1)
        ),
        below + keys.height,
    )
    panels = [draw_view(page, view, regions, paths, texts) for view in views]
    label_triangle(panels[0], labels, patrons)
    if len(panels) > 1:
        draw_box(panels[0], views[1].window)
        label_closer_view(panels[1], views[1].window, labels, patrons)
    if len(paths) == 1:
        date_ends(panels[-1], paths[0], scenario["first_quarter"], views[-1].window)
    keys.draw(page, below, patrons)
    return page.figure


def choose_views(paths: Sequence[SharePath], regions: Regions, texts: Mapping[str, str]) -> list[View]:
    """Choose the views: whole triangle and enlarged view, or a larger triangle where paths run far."""
    points = np.concatenate([to_plane(p.shares) for p in paths])
    sizes = {r: (text_width(t), 3.0) for r, t in texts.items()}

    def view(window: Window, left: float, top: float) -> View:
        return View(window, left, top, label_spots(window, regions, points, sizes))

    closer = closer_window(points, CLOSER)
    if closer.width > FAR:
        return [view(Window(0.0, 0.0, 1.0, HEIGHT, ALONE), (style.WIDTH - ALONE) / 2.0, TOP)]
    beside = style.WIDTH - CLOSER - 4.0, TOP + SIDE * HEIGHT - CLOSER
    return [view(Window(0.0, 0.0, 1.0, HEIGHT, SIDE), LEFT, TOP), view(closer, *beside)]


def draw_view(
    page: Page, view: View, regions: Regions, paths: Sequence[SharePath], texts: Mapping[str, str]
) -> Axes:
    """Draw a panel with its regimes, grid, labels and paths, and return its axes."""
    window = view.window
    ax = page.axes(view.left, view.top, window.size, window.height * window.scale)
    shade_regimes(ax, window, regions)
    draw_grid(ax, choose_step(window))
    write_regions(ax, view.spots, texts)
    draw_paths(ax, paths)
    return ax


def unlabelled_regimes(regions: Regions, views: Sequence[View], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the regimes of the triangle, with labels, that no panel has room to label."""
    named = {spot.regime for view in views for spot in view.spots}
    # a grid of 0.4 mm is that of label_spots, so both see the same regimes
    return {r: texts[r] for r in regions.map(*views[0].window.grid(0.4)) if r not in named}


def figure_title(results: Results, names: Names, strategies: Names, labels: Mapping[str, str]) -> str:
    """Compose the title, with the scenario and the strategy where there is only one."""
    parts = ["Who holds influence"]
    if len(names) == 1:
        parts.append(f"in {quote_name(str(results.manifest['scenarios'][names[0]]['title']))}")
    if len(strategies) == 1:
        parts.append(f"under {quote_name(strategy_label(strategies[0], labels))}")
    return " ".join(parts)


def reading_guide(scenario: Mapping[str, Any], quarters: int, *, many: bool) -> str:
    """Describe how to read the marks."""
    first = scenario["first_quarter"]
    whose = "the first scenario's" if many else "the scenario's"
    return (
        f"Paths: mean shares of the patrons' influence from {quarter_name(first)} (open mark) to"
        f" {quarter_name(first + quarters - 1)} (full mark). Shades: regimes by {whose} thresholds and its"
        " rivalries at the start; isolation depends on how much influence there is and is not shown."
    )


def draw_paths(ax: Axes, paths: Sequence[SharePath]) -> None:
    """Draw each path in its line style, from an open mark at the start to a full one at the end."""
    for number, path in enumerate(paths):
        line, marker = style.path_look(number)
        x, y = to_plane(path.shares).T
        ax.plot(x, y, color=style.BLACK, linestyle=line, linewidth=1.1, zorder=3)
        for place, face in ((0, "white"), (-1, style.BLACK)):
            ax.plot(
                x[place],
                y[place],
                marker=marker,
                color=style.BLACK,
                markerfacecolor=face,
                markersize=5,
                zorder=4,
            )


def date_ends(ax: Axes, path: SharePath, first: int, window: Window) -> None:
    """Write the first and last quarter beside the ends of a single path.

    The date of the higher end stands above it, that of the lower end below it.
    """
    ends = to_plane(path.shares[[0, -1]])
    up = bool(ends[0, 1] >= ends[1, 1])
    for (x, y), quarter, above in zip(ends, (first, first + len(path.shares) - 1), (up, not up), strict=True):
        shift = 0.05 * window.height * (1.0 if above else -1.0)
        ax.text(
            x,
            y + shift,
            quarter_name(quarter),
            ha="center",
            va="bottom" if above else "top",
            size=style.SMALL,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
        )


class Keys(NamedTuple):
    """Keys below the panels: of the paths, and of the regimes that no panel labels."""

    paths: Sequence[SharePath]
    regimes: Mapping[str, str]

    @property
    def rows(self) -> tuple[list[list[str]], list[list[str]]]:
        """Return the entries in rows: numbers of paths, then names of regimes."""
        width = style.WIDTH - 2 * LEFT
        numbers = {str(n): p.name for n, p in enumerate(self.paths)}
        return flow_names(numbers, width, PATH), flow_names(self.regimes, width, AREA)

    @property
    def height(self) -> float:
        """Compute the height of both keys in mm."""
        return LINE * sum(map(len, self.rows))

    def draw(self, page: Page, top: float, patrons: Sequence[str]) -> None:
        """Draw both keys on a page."""
        paths, regimes = self.rows
        numbers = {str(n): p.name for n, p in enumerate(self.paths)}
        width = style.WIDTH - 2 * LEFT
        if paths:
            draw_key(page.axes(LEFT, top, width, LINE * len(paths)), paths, numbers, PATH, path_swatch)
        if regimes:
            below = page.axes(LEFT, top + LINE * len(paths), width, LINE * len(regimes))
            draw_key(below, regimes, self.regimes, AREA, regime_swatch(patrons, choose_colour))


def path_swatch(ax: Axes, number: str, left: float, middle: float) -> None:
    """Draw a short sample of a path with its open and full mark; lengths in mm."""
    line, marker = style.path_look(int(number))
    ends = [left + 1.5, left + PATH - 2.0]
    ax.plot(ends, [middle] * 2, color=style.BLACK, linestyle=line, linewidth=1.1)
    for x, face in zip(ends, ("white", style.BLACK), strict=True):
        ax.plot(x, middle, marker=marker, color=style.BLACK, markerfacecolor=face, markersize=5, zorder=4)

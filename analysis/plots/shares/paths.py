"""Select the mean influence shares of scenarios and strategies, for any number of patrons."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ...explore.replay.draw_paths import replay_draws
from ...labels import quote_name, strategy_label
from ..parts import source, style
from ..parts.key import LINE, draw_key, flow_names
from ..parts.page import Page
from ..parts.palette import Looks
from ..parts.source import Names, Results

if TYPE_CHECKING:
    import pandas as pd

KIND = "shares"
Array = NDArray[np.float64]

SAMPLE = 13.0
"""Width of the sample of a path in the key in mm."""


class SharePath(NamedTuple):
    """A path of mean influence shares over time, shape (quarters, patrons), with its label in the key.

    Of a single path whose runs carry draws, ``last`` are the shares in the last quarter by draw, shape
    (draws, patrons), and ``between`` the second patron's share between draws by quarter.
    """

    name: str
    shares: Array
    last: Array | None = None
    between: "pd.DataFrame | None" = None


class Selection(NamedTuple):
    """What a picture of shares shows: scenarios, strategies, and a path for each pair of them.

    ``scenario`` is the first scenario's entry in the manifest: labels, events and limits are its own.
    """

    results: Results
    names: Names
    strategies: Names
    scenario: Mapping[str, Any]
    labels: Mapping[str, str]
    looks: Looks
    paths: Sequence[SharePath]

    def page(self, body: float, *notes: str) -> Page:
        """Build the page with title and caption; ``body`` is the height of the panels in mm."""
        caption = source.figure_caption(self.results, self.names, self.strategies, *notes)
        return Page(self.title, caption, body)

    @property
    def title(self) -> str:
        """Compose the title, with the scenario and the strategy where there is only one."""
        parts = ["Who holds influence"]
        if len(self.names) == 1:
            parts.append(f"in {quote_name(str(self.scenario['title']))}")
        if len(self.strategies) == 1:
            parts.append(f"under {quote_name(strategy_label(self.strategies[0], self.labels))}")
        return " ".join(parts)


def select_shares(results: Results, scenarios: Names | None, strategies: Names | None) -> Selection:
    """Select scenarios and strategies, by default the baseline and ``hedge``, with their paths.

    Raises
    ------
    InputError
        If a requested name was not run, or the scenarios have different patrons.
    """
    names = source.select_scenarios(results, scenarios)[: None if scenarios else 1]
    chosen = source.select_strategies(results, strategies or [source.single_strategy(results, None, KIND)])
    patrons = source.list_patrons(results, names)
    scenario = results.manifest["scenarios"][names[0]]
    paths = compute_paths(results, names, chosen, patrons)
    labels, looks = source.patron_labels(scenario), source.patron_looks(scenario)
    return Selection(results, names, chosen, scenario, labels, looks, paths)


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
    if len(found) == 1 and (courses := replay_draws(results, scenarios[0], strategies[0])):
        between = courses.estimate(patrons[1], "influence")
        return [found[0]._replace(last=courses.last_shares(patrons), between=between)]
    return found


def mean_path(results: Results, scenario: str, strategy: str, patrons: Sequence[str]) -> Array:
    """Compute mean influence shares by quarter, shape (quarters, patrons), rows summing to 1."""
    bands = source.select_bands(results, scenario, strategy)
    influence = bands[bands["dimension"] == "influence"]
    table = influence.pivot_table(index="quarter", columns="actor", values="mean", observed=True)[
        list(patrons)
    ]
    shares = table.to_numpy(dtype=float)
    whole: Array = shares / shares.sum(axis=1, keepdims=True)
    return whole


class PathKey(NamedTuple):
    """The key of several paths: their names with samples of their lines, in rows ``width`` mm wide."""

    paths: Sequence[SharePath]
    width: float

    @property
    def texts(self) -> dict[str, str]:
        """Return the paths' names by number; none where there is a single path."""
        return {str(n): p.name for n, p in enumerate(self.paths)} if len(self.paths) > 1 else {}

    @property
    def height(self) -> float:
        """Compute the height of the key in mm."""
        return LINE * len(flow_names(self.texts, self.width, SAMPLE))

    def draw(self, page: Page, left: float, top: float) -> None:
        """Draw the key on a page, if it has entries."""
        if rows := flow_names(self.texts, self.width, SAMPLE):
            draw_key(page.axes(left, top, self.width, self.height), rows, self.texts, SAMPLE, draw_sample)


def draw_sample(ax: Axes, number: str, left: float, middle: float) -> None:
    """Draw a short sample of a path with its open and full mark; lengths in mm."""
    draw_path(ax, int(number), [left + 1.5, left + SAMPLE - 2.0], [middle] * 2)


def draw_path(ax: Axes, number: int, x: Sequence[float] | Array, y: Sequence[float] | Array) -> None:
    """Draw the n-th path in its line style, from an open mark at the start to a full one at the end."""
    line, marker = style.path_look(number)
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
            clip_on=False,
        )

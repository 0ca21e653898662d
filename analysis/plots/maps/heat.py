"""Plot how much hedging pays over two inputs of a grid: a heat map with a line of zero and its doubt."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ....model.outcomes import UTILITY
from ....model.strategies import HEDGE
from ...compare.paired import DRAW, find_draws
from ...compare.premium import list_rivals
from ...compare.two_part import estimate_mean
from ...labels import DOUBT_NOTE
from ..parts import source, style
from ..parts.input_labels import name_input
from ..parts.key import AREA, LINE, draw_key, flow_names
from ..parts.page import Page, shared_look
from ..parts.source import Names, Results
from .cells import Matrix, Plane, arrange_cells, cell_edges, choose_plane
from .colours import INK
from .frames import FOOT, LEFT, RIGHT, build_panel, choose_size, compute_head, place_panels
from .panels import Panel, draw_cross, set_up_axes

KIND = "heat"
BAR, BAR_FOOT = 3.5, 12.0
"""Height of the colour bar, and room below it for its label, in mm."""
COLOURS = "PuOr"
"""Orange (hedging costs) to purple (it pays), which colour-blind readers tell apart."""
PALEST = 0.12
"""Where a colour begins, of 0.5 from neutral to its end, so that the palest is no white."""
NEUTRAL = "#FFFFFF"
Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""
STEPS = 256
SAID = (
    "Colour: mean utility of hedge less that of the best other strategy, chosen by its mean at each point;"
    " white cells are not clearly different from 0, whatever their size."
)
OWN = "Cross: the scenario's own values."
TEXTS = {
    "neutral": "not clearly different from 0 (its 95% interval includes 0)",
    "costs": "hedging costs",
    "premium": "premium 0",
    "spread_low": "0 at the low end of the {of}: all of it above 0 towards purple",
    "spread_high": "0 at its high end: all of it below 0 towards orange",
}
"""The key; lines are named after the field that is 0 along them."""
LINES = {"spread_low": (1.1, "--"), "spread_high": (1.1, ":"), "premium": (1.8, "-")}
"""Width and style of the lines of zero."""


class HeatCell(NamedTuple):
    """The premium at a point, the 95% interval of its mean, and its spread; NaN where it is not known.

    The spread is the middle 90% of draws, and the interval again where runs carry none.
    """

    premium: float
    low: float
    high: float
    spread_low: float
    spread_high: float

    @property
    def is_nothing(self) -> bool:
        """Return whether the interval includes 0, or a single run leaves none."""
        return isnan(self.low) or self.low <= 0.0 <= self.high


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one panel per combination of levels of the other inputs, with a colour bar below.

    Raises
    ------
    InputError
        If a requested name was not run, hedge or all others are left out, or the folder has no grid over two
        numeric inputs.
    """
    plane = choose_plane(results, KIND)
    name = source.single_scenario(results, scenarios, KIND)
    chosen = source.select_strategies(results, strategies)
    source.require_hedge(chosen)
    scenario = results.manifest["scenarios"][name]
    runs = source.select_finished_runs(results, [name], chosen)
    points = results.design.drop_duplicates("point").set_index("point")
    cells = compute_premiums(runs)
    panels = [build_panel(arrange_cells(cells, points, plane, p), plane, p) for p in plane.panels]
    size = choose_size(len(panels))
    texts = list_marks(panels, "5 to 95% of draws" if DRAW in runs else "95% interval")
    key = flow_names(texts, style.page_width() - LEFT - RIGHT, AREA)
    below = compute_head(plane) + size[1] + FOOT
    inputs = f"{name_input(plane.x.path, scenario)} and {name_input(plane.y.path, scenario)}"
    count, each = results.manifest["design"]["points"], results.manifest["runs"]
    notes = [
        f"{count:,} points, {each:,} {'run' if each == 1 else 'runs'} at each, the same shocks at all.",
        SAID, *([OWN] if any(p.own for p in panels) else []), DOUBT_NOTE,
    ]  # fmt: skip
    caption = source.figure_caption(results, [name], chosen, *notes)
    page = Page(f"How much hedging pays, by {inputs}", caption, below + BAR + BAR_FOOT + LINE * len(key))
    scale = Scale(list(cells.values()))
    for ax, panel in place_panels(page, panels, plane, scenario, size):
        draw_cells(ax, panel, plane, scale)
        draw_lines(ax, panel, plane)
    room = style.page_width() - 2 * (LEFT + 20.0)
    draw_bar(page.axes(LEFT + 20.0, below + 1.0, room, BAR), scale)
    if key:
        width = style.page_width() - LEFT - RIGHT
        ax = page.axes(LEFT, below + BAR + BAR_FOOT, width, LINE * len(key))
        draw_key(ax, key, texts, AREA, draw_swatch)
    return page.figure


def compute_premiums(runs: pd.DataFrame) -> dict[int, HeatCell]:
    """Compute the premium at each point, by point number.

    Parameters
    ----------
    runs : DataFrame
        Finished runs of one scenario; columns point, strategy, run and ``utility_mean``.
    """
    index = ["point", "run", *([DRAW] if DRAW in runs else [])]
    wide = runs.pivot_table(index=index, columns="strategy", values=UTILITY).dropna()
    rivals = list_rivals([str(name) for name in wide.columns])
    return {
        int(str(point)): estimate_cell(part[HEDGE], part[rivals])
        for point, part in wide.groupby(level="point")
    }


def estimate_cell(hedge: "pd.Series[float]", rivals: pd.DataFrame) -> HeatCell:
    """Estimate the premium at a point from utilities by run, over the rival that is best by its mean."""
    gains = hedge - rivals[rivals.mean().idxmax()]
    found = estimate_mean(gains.to_numpy(float), find_draws(gains.index.to_frame(index=False)))
    ends = (found.get("draws_low", found["low"]), found.get("draws_high", found["high"]))
    return HeatCell(found["mean"], found["low"], found["high"], *ends)


def find_shade(place: float) -> Colour:
    """Return a colour of COLOURS by its place from 0 to 1."""
    red, green, blue, opacity = map(float, mpl.colormaps[COLOURS](place))
    return red, green, blue, opacity


class Scale:
    """Colours of premiums that are clearly different from 0, from pale to strong.

    What is nothing has no place on the scale: a premium whose interval is wide may be larger than a sure one.

    Attributes
    ----------
    most : float
        Largest size of a premium.
    """

    def __init__(self, cells: Sequence[HeatCell]) -> None:
        self.most = max((abs(c.premium) for c in cells), default=0.0) or 1e-4

    def find_colour(self, premium: float) -> Colour:
        """Return the colour of a premium that is clearly different from 0, RGBA from 0 to 1."""
        strength = PALEST + (0.5 - PALEST) * min(abs(premium) / self.most, 1.0)
        return find_shade(0.5 + float(np.copysign(strength, premium)))

    def build_map(self) -> ListedColormap:
        """Build the colour map of the bar."""
        return ListedColormap([self.find_colour(v) for v in np.linspace(-self.most, self.most, STEPS)])


def draw_cells(ax: Axes, panel: Panel, plane: Plane, scale: Scale) -> None:
    """Draw cells in the colour of their premium, neutral where it is nothing, hatched where hedging costs."""
    x, y = cell_edges(plane.x), cell_edges(plane.y)
    colours = np.ones((*panel.cells.shape, 4))
    for (row, column), cell in np.ndenumerate(panel.cells):
        if cell is None or cell.is_nothing:
            continue
        colours[row, column] = scale.find_colour(cell.premium)
        if cell.premium < 0.0:
            (left, right), (bottom, top) = map(float, x[column : column + 2]), map(float, y[row : row + 2])
            ax.add_patch(hatched_patch(left, bottom, right - left, top - bottom, "none"))
    mesh = ax.pcolormesh(x, y, colours, antialiased=False, rasterized=True)
    mesh.set_gid("premium")
    set_up_axes(ax, plane)


def hatched_patch(left: float, bottom: float, width: float, height: float, face: Colour | str) -> Rectangle:
    """Build a hatched rectangle without an edge."""
    return Rectangle(
        (left, bottom), width, height, facecolor=face, edgecolor=INK, hatch="////", linewidth=0.0, gid="costs"
    )


def find_values(panel: Panel, name: str) -> Matrix:
    """Return a field of the cells, shape (levels of y, levels of x); NaN where there is none."""
    return np.array([[np.nan if c is None else getattr(c, name) for c in row] for row in panel.cells], float)


def crosses_zero(values: Matrix) -> bool:
    """Return whether values are positive in some cells and negative in others."""
    return bool((values > 0.0).any() and (values < 0.0).any())


def draw_lines(ax: Axes, panel: Panel, plane: Plane) -> None:
    """Draw the line of zero premium, those of the ends of its spread, and the scenario's own values."""
    x, y = np.sort(plane.x.levels), np.sort(plane.y.levels)
    for name, (width, line) in LINES.items():
        values = find_values(panel, name)
        if crosses_zero(values):
            drawn = ax.contour(
                x, y, values, levels=[0.0], colors=style.BLACK, linewidths=width, linestyles=line
            )
            drawn.set_path_effects([withStroke(linewidth=width + 1.6, foreground="white")])
            drawn.set_gid(f"zero {name}")
    if panel.own:
        draw_cross(ax, float(plane.x.base or 0.0), float(plane.y.base or 0.0))


def draw_bar(ax: Axes, scale: Scale) -> None:
    """Draw the colour bar."""
    colours = mpl.cm.ScalarMappable(Normalize(-scale.most, scale.most), scale.build_map())
    bar = ax.figure.colorbar(colours, cax=ax, orientation="horizontal")
    bar.set_label("Hedging premium [utility, index points]", size=style.SMALL)
    bar.ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], symmetric=True))
    bar.ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: format_signed(v)))
    bar.outline.set_linewidth(0.4)


def format_signed(value: float) -> str:
    """Format a number with its sign; 0 without."""
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}") if value else "0"


def list_marks(panels: Sequence[Panel], of: str) -> Mapping[str, str]:
    """Return the texts of the key by mark, of those marks that the panels have."""
    cells = [c for panel in panels for c in panel.cells.ravel() if c is not None]
    shown = {
        "neutral": any(c.is_nothing for c in cells),
        "costs": any(not c.is_nothing and c.premium < 0.0 for c in cells),
        **{name: any(crosses_zero(find_values(panel, name)) for panel in panels) for name in LINES},
    }
    return {name: text.format(of=of) for name, text in TEXTS.items() if shown[name]}


def draw_swatch(ax: Axes, name: str, left: float, middle: float) -> None:
    """Draw the swatch of an entry of the key at a place in mm."""
    if name in LINES:
        width, line = LINES[name]
        ax.plot([left, left + AREA], [middle] * 2, color=style.BLACK, linewidth=width, linestyle=line)
    elif name == "costs":
        ax.add_patch(hatched_patch(left, middle - 1.4, AREA, 2.8, find_shade(0.25)))
    else:
        ax.add_patch(
            Rectangle((left, middle - 1.4), AREA, 2.8, facecolor=NEUTRAL, edgecolor=INK, linewidth=0.4)
        )

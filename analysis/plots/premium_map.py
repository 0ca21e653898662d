"""Plot a premium map: over two inputs of a grid, the best strategy or the commonest regime."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from ...model.scenario.describe import format_value
from ..design.axis import Axis
from ..labels import input_name, lower_first, quote_name, strategy_label
from .parts import source, style
from .parts.input_labels import describe_input
from .parts.page import Page, shared_look, shorten_text
from .parts.premium_map_cells import Cells, Plane, arrange_cells, choose_plane, compute_cells
from .parts.premium_map_key import LEFT, Keys
from .parts.premium_map_panels import Panel, changes_sign, draw_cells, draw_marks
from .parts.source import Names, Results

KIND = "map"
RIGHT, GAP, FOOT = 3.0, 4.0, 11.0
WIDEST, HIGHEST = 100.0, 75.0
"""Most width and height of a panel in mm."""
BEST = (
    "Colour and hatch: the strategy with the best mean utility at a point; paler: fewer resamples of"
    " its runs agree."
)
COMMONEST = (
    "Colour and hatch: the commonest regime at a point; paler: a smaller share of its runs ends in it."
)
ZERO = "Line: the hedging premium is 0 (hedge less the best other strategy, by mean)."
OWN = "Cross: the scenario's own values."
ALONE = "One run at each point: how sure a colour is cannot be said."


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one panel per combination of levels of the other inputs, side by side, with a key below.

    Raises
    ------
    InputError
        If a requested name was not run, or the folder has no grid over two numeric inputs.
    """
    plane = choose_plane(results)
    name = source.single_scenario(results, scenarios, KIND)
    chosen = source.select_strategies(results, strategies)
    scenario = results.manifest["scenarios"][name]
    runs = source.select_finished_runs(results, [name], chosen)
    points = results.design.drop_duplicates("point").set_index("point")
    cells = compute_cells(runs, chosen, int(results.manifest["seed"]))
    panels = [build_panel(arrange_cells(cells, points, plane, p), plane, p) for p in plane.panels]
    keys = Keys(
        panels,
        source.patron_labels(scenario),
        source.patron_looks(scenario),
        "resamples" if len(chosen) > 1 else "runs",
    )
    width = min((style.WIDTH - LEFT - RIGHT - GAP * (len(panels) - 1)) / len(panels), WIDEST)
    height = min(max(width, 45.0), HIGHEST)
    page = Page(
        figure_title(plane, scenario, chosen),
        source.figure_caption(results, [name], chosen, *reading_guide(results, panels, chosen)),
        compute_head(plane) + height + FOOT + keys.height,
    )
    draw_panels(page, panels, plane, scenario, (width, height))
    keys.draw(page, compute_head(plane) + height + FOOT)
    return page.figure


def compute_head(plane: Plane) -> float:
    """Compute the height in mm above the panels: more where several panels need headings."""
    return 9.0 if plane.others else 2.0


def build_panel(cells: Cells, plane: Plane, levels: tuple[float, ...]) -> Panel:
    """Build the panel at given levels of the other inputs."""
    told = [format_value(a.path, v, a.unit) for a, v in zip(plane.others, levels, strict=True)]
    inside = all(a.base is not None and a.low <= a.base <= a.high for a in (plane.x, plane.y))
    own = inside and all(a.base == v for a, v in zip(plane.others, levels, strict=True))
    return Panel(", ".join(told), cells, own)


def figure_title(plane: Plane, scenario: Mapping[str, Any], strategies: Names) -> str:
    """Compose the figure's title from its inputs, and from the strategy where there is one."""
    inputs = f"{format_name(plane.x, scenario)} and {format_name(plane.y, scenario)}"
    if len(strategies) > 1:
        return f"Which strategy is best, by {inputs}"
    label = strategy_label(strategies[0], source.patron_labels(scenario))
    return f"Which regime {quote_name(label)} ends in, by {inputs}"


def format_name(axis: Axis, scenario: Mapping[str, Any]) -> str:
    """Format an input's name for the middle of a sentence."""
    if axis.path.startswith(("events.", "hedger.effort.")):
        return lower_first(describe_input(axis.path, scenario).name)
    return input_name(axis.path, source.patron_labels(scenario))


def reading_guide(results: Results, panels: Sequence[Panel], strategies: Names) -> list[str]:
    """Describe the number of points and runs, and how to read the marks."""
    runs, points = results.manifest["runs"], results.manifest["design"]["points"]
    told = [f"{points:,} points, {runs:,} {'run' if runs == 1 else 'runs'} at each, the same shocks at all."]
    told.append(BEST if len(strategies) > 1 else COMMONEST)
    told += [ZERO] if any(changes_sign(p) for p in panels) else []
    told += [OWN] if any(p.own for p in panels) else []
    return [*told, ALONE] if runs == 1 else told


def draw_panels(
    page: Page,
    panels: Sequence[Panel],
    plane: Plane,
    scenario: Mapping[str, Any],
    size: tuple[float, float],
) -> None:
    """Place the panels, each of ``size`` (width, height) in mm, with the inputs' names around them."""
    width, height = size
    whole = width * len(panels) + GAP * (len(panels) - 1)
    left = LEFT + (style.WIDTH - LEFT - RIGHT - whole) / 2.0
    heading = ", ".join(capitalize(format_name(a, scenario)) for a in plane.others)
    page.write(shorten_text(heading, whole), left, 0.5, size=style.SMALL, color=style.GREY, gid="heading")
    for number, panel in enumerate(panels):
        ax = page.axes(left + number * (width + GAP), compute_head(plane), width, height)
        draw_cells(ax, panel, plane, source.patron_looks(scenario))
        draw_marks(ax, panel, plane)
        ax.set_title(
            shorten_text(capitalize(panel.name), width, style.TEXT), loc="left", fontweight="bold", pad=3
        )
        ax.tick_params(labelleft=number == 0)
        if number == 0:
            ax.set_ylabel(shorten_text(axis_label(plane.y, scenario), height))
    text = shorten_text(axis_label(plane.x, scenario), whole)
    page.write(
        text, left + whole / 2.0, compute_head(plane) + height + 5.5, ha="center", size=style.SMALL, gid="x"
    )


def capitalize(text: str) -> str:
    """Return a text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def axis_label(axis: Axis, scenario: Mapping[str, Any]) -> str:
    """Format an input's name with its unit as label of an axis."""
    return f"{capitalize(format_name(axis, scenario))}{f' [{axis.unit}]' if axis.unit else ''}"

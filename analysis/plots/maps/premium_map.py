"""Plot a premium map: over two inputs of a grid, the best strategy or the commonest regime."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from ...compare.paired import DRAW
from ...labels import quote_name, strategy_label
from ..parts import source
from ..parts.input_labels import name_input
from ..parts.page import Page, shared_look
from ..parts.source import Names, Results
from .cells import Plane, arrange_cells, choose_plane, compute_cells
from .frames import FOOT, build_panel, choose_size, compute_head, place_panels
from .key import Keys
from .panels import Panel, changes_sign, draw_cells, draw_marks

KIND = "map"
BEST = (
    "Colour and hatch: the strategy with the best mean utility at a point; paler: fewer resamples of"
    " its runs agree."
)
BEST_IN_DRAWS = (
    "Colour and hatch: the strategy with the best mean utility at a point; paler: it is the best in fewer"
    " draws, with the noise of their runs."
)
COMMONEST = (
    "Colour and hatch: the commonest regime at a point; paler: a smaller share of its runs ends in it."
)
ZERO = "Line: the hedging premium is 0 (hedge less the best other strategy, by mean)."
OWN = "Cross: the scenario's own values."
ALONE = "One run at each point: the doubt of a colour is not known."


@shared_look
def draw(results: Results, scenarios: Names | None, strategies: Names | None) -> Figure:
    """Draw one panel per combination of levels of the other inputs, side by side, with a key below.

    Raises
    ------
    InputError
        If a requested name was not run, or the folder has no grid over two numeric inputs.
    """
    plane = choose_plane(results, KIND)
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
        ("draws" if DRAW in runs else "resamples") if len(chosen) > 1 else "runs",
    )
    width, height = choose_size(len(panels))
    page = Page(
        figure_title(plane, scenario, chosen),
        source.figure_caption(results, [name], chosen, *reading_guide(results, panels, chosen)),
        compute_head(plane) + height + FOOT + keys.height,
    )
    looks = source.patron_looks(scenario)
    for ax, panel in place_panels(page, panels, plane, scenario, (width, height)):
        draw_cells(ax, panel, plane, looks)
        draw_marks(ax, panel, plane)
    keys.draw(page, compute_head(plane) + height + FOOT)
    return page.figure


def figure_title(plane: Plane, scenario: Mapping[str, Any], strategies: Names) -> str:
    """Compose the figure's title from its inputs, and from the strategy where there is one."""
    inputs = f"{name_input(plane.x.path, scenario)} and {name_input(plane.y.path, scenario)}"
    if len(strategies) > 1:
        return f"Which strategy is best, by {inputs}"
    label = strategy_label(strategies[0], source.patron_labels(scenario))
    return f"Which regime {quote_name(label)} ends in, by {inputs}"


def reading_guide(results: Results, panels: Sequence[Panel], strategies: Names) -> list[str]:
    """Describe the number of points and runs, and how to read the marks."""
    runs, points = results.manifest["runs"], results.manifest["design"]["points"]
    notes = [f"{points:,} points, {runs:,} {'run' if runs == 1 else 'runs'} at each, the same shocks at all."]
    best = BEST_IN_DRAWS if DRAW in results.design else BEST
    notes.append(best if len(strategies) > 1 else COMMONEST)
    notes += [ZERO] if any(changes_sign(p) for p in panels) else []
    notes += [OWN] if any(p.own for p in panels) else []
    return [*notes, ALONE] if runs == 1 else notes

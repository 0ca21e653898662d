"""Draw the hedging premium over a sweep's points: as a map of a grid over two inputs, else point by point."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...model.errors import InputError
from ...model.strategies import HEDGE
from ..compare.point_values import choose_targets, join_finished_runs, select_values
from ..design.points import build_axes
from ..explore.sensitivity import sensitivity
from ..labels import PREMIUM, input_name
from ..plots.draw import KINDS, draw
from ..plots.parts.source import patron_labels, scenario_labels
from ..results.folder import Results
from .charts import build_map_chart, build_points_chart
from .gallery import draw_figure
from .html_page import Block, Chart, Picture

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MAPS = ("heat", "map")
"""Kinds of figure of a grid over two inputs."""
MOST = 12_000
"""Dots of a chart at most; of more points some are left out evenly."""
MAP_CAPTION = "Point at a cell for its numbers. Purple: hedging pays, orange: it does not, pale: neither."
POINTS_CAPTION = (
    "Choose an input, and point at a dot for its numbers. A dot is a point of the sweep, at which all inputs"
    " differ: hedging pays where it is blue, above the line."
)
MEANING = " Gain: mean utility of hedge less that of the best other strategy, chosen at each point."


def draw_premium_points(results: Results, names: Sequence[str], *, charts: bool) -> Iterator[Block]:
    """Yield the figure of the premium over all points, the first scenario first."""
    still = draw_still(results, names[0])
    try:
        tables = {name: list_premiums(results, name) for name in names}
    except InputError:  # without hedge and another strategy there is no premium
        charts = False
    if charts:
        yield build_chart(results, tables, still)
    elif still:
        yield still


def draw_still(results: Results, name: str) -> Picture | None:
    """Draw the map of a grid; of another design what decides the premium."""
    found = next(draw_map(results, name), None)
    return found or draw_figure("tornado: what decides the premium", partial(draw_strengths, results, name))


def draw_map(results: Results, name: str) -> Iterator[Picture]:
    """Yield the maps of one scenario of a grid: how much hedging pays, and what is best where."""
    for kind in MAPS:
        make = partial(draw, kind, results, scenarios=[name])
        if figure := draw_figure(f"{kind}: {KINDS[kind]}", make):
            yield figure


def draw_strengths(results: Results, name: str) -> "Figure":
    """Draw how strongly each input decides the premium."""
    from ..plots.sensitivity.sensitivity import draw_tornado

    m = results.manifest
    rows = sensitivity(results.design, results.outcomes, m["design"], [PREMIUM], [HEDGE], scenario=name)
    return draw_tornado(rows, m["scenarios"][name], f"Scenario {name}. {m['design']['points']:,} points.")


def build_chart(results: Results, tables: Mapping[str, "pd.DataFrame"], picture: Picture | None) -> Chart:
    """Build the chart of premiums by point: a map where two inputs make a grid."""
    spec, names = results.manifest["design"], list(tables)
    titles = scenario_labels(results, names)
    scenario: Mapping[str, Any] = results.manifest["scenarios"][names[0]]
    labels = patron_labels(scenario)
    words = {a.path: input_name(a.path, labels) for a in build_axes(spec)}
    joined = join_tables([table.assign(scenario=titles[name]) for name, table in tables.items()])
    if spec["kind"] == "grid" and len(words) == 2:
        x, y = words
        cells = joined.rename(columns={x: "x", y: "y"})[["scenario", "x", "y", "premium"]]
        chart = build_map_chart(cells, list(words.values()))
        return Chart("Where hedging pays", MAP_CAPTION + MEANING, chart, picture)
    every = -(-len(joined) * len(words) // MOST)
    part = joined[joined["point"] % every == 0]
    columns = ["scenario", "input", "value", "point", "premium"]
    parts = [part.assign(input=label, value=part[path])[columns] for path, label in words.items()]
    return Chart(
        "Where hedging pays", POINTS_CAPTION + MEANING, build_points_chart(join_tables(parts)), picture
    )


def join_tables(tables: Sequence["pd.DataFrame"]) -> "pd.DataFrame":
    """Return tables one below the other."""
    import pandas as pd

    return pd.concat(tables, ignore_index=True)


def list_premiums(results: Results, name: str) -> "pd.DataFrame":
    """List the hedging premium at each point of a scenario, with the values of the inputs.

    Raises
    ------
    InputError
        If ``hedge`` or every other strategy was not run.
    """
    spec = results.manifest["design"]
    runs = join_finished_runs(results.design, results.outcomes, spec, name)
    choose_targets(runs, results.outcomes, [PREMIUM], None)
    values = select_values(runs, PREMIUM, "").groupby("point")["value"].mean()
    points = runs.drop_duplicates("point").set_index("point")[[a.path for a in build_axes(spec)]]
    return points.join(values.rename("premium"), how="inner").reset_index()

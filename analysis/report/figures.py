"""Write the report's section of paths over time, and of all kinds of figure that apply to the folder."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...model.outcomes import INDICES
from ..labels import capitalise_name, strategy_label
from ..plots.parts.source import patron_labels, scenario_labels
from ..results.folder import Results
from .charts import QUANTILES, build_fan_chart
from .gallery import SHOWN, Gallery
from .html_page import Block, Chart, Section
from .provenance import order_scenarios

if TYPE_CHECKING:
    import pandas as pd

MOST = 25_000
"""Rows of a chart of paths, which take up to two megabytes; further scenarios are left out."""
HEDGER = "hedger"
"""The hedger in the column actor."""
FAN_CAPTION = (
    "Choose above what is shown, and point at a quarter for its numbers. Line: median over runs;"
    " band: 5 to 95% of them, which differ by their shocks and, where there are draws, by what is not known."
)


def draw_figures(gallery: Gallery, *, charts: bool) -> Section:
    """Build the section of the paths over time, and of all kinds of figure that apply to the folder."""
    results = gallery.results
    if results.manifest["design"]:
        return Section("figures", "Further figures", [])
    blocks: list[Block] = list(draw_fan(gallery, order_scenarios(results), charts=charts))
    blocks += filter(None, map(gallery.draw, SHOWN))
    return Section("figures", "Over time, and further figures", blocks)


def draw_fan(gallery: Gallery, names: Sequence[str], *, charts: bool) -> Iterator[Block]:
    """Yield the figure of the hedger's indices over time, the first scenario first."""
    results = gallery.results
    if not charts or results.bands.empty:
        still = gallery.draw("fan", names[:1])
        yield from [still] if still else []
        return
    bands = select_fans(results, names)
    left = len(names) - bands["scenario"].nunique()
    more = f" Left out here for the size of the page: scenarios after the first {len(names) - left}."
    indices = {name: capitalise_name(name) for name in reversed(INDICES)}  # utility first
    chart = build_fan_chart(bands, indices)
    still = gallery.draw("fan", names[:1])  # last, for another process may still draw it
    yield Chart("How the hedger fares over time", FAN_CAPTION + (more if left else ""), chart, still)


def select_fans(results: Results, names: Sequence[str]) -> "pd.DataFrame":
    """Return the hedger's quantiles over runs in thousandths, with labels.

    There are as many scenarios as a page can carry: one row per scenario, strategy and quarter.
    """
    table = results.bands
    table = table[(table["actor"] == HEDGER) & table["dimension"].isin(INDICES)]
    keys = ["scenario", "strategy", "quarter", "date"]
    wide = table.pivot_table(index=keys, columns="dimension", values=list(QUANTILES), sort=False)
    wide.columns = ["_".join(map(str, pair)) for pair in wide.columns.to_flat_index()]
    wide = (1000.0 * wide).round().astype(int).reset_index()
    shown = list(names)[: max(1, MOST * wide["scenario"].nunique() // len(wide))]
    labels = patron_labels(results.manifest["scenarios"][names[0]])
    order = {name: number for number, name in enumerate(shown)}
    wide = wide[wide["scenario"].isin(shown)]
    wide = wide.sort_values("scenario", key=lambda c: c.map(order), kind="stable")
    return wide.drop(columns="quarter").assign(
        strategy=wide["strategy"].map(lambda s: strategy_label(s, labels)),
        scenario=wide["scenario"].map(scenario_labels(results, shown)),
    )

"""Put figures into a report: draw them, then move their title and caption into the page's text."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from ...model.errors import InputError
from ...model.outcomes import INDICES
from ..labels import capitalise_name, strategy_label
from ..plots.draw import KINDS, draw
from ..plots.parts.embedding import embed_figure
from ..plots.parts.source import patron_labels, scenario_labels
from ..results.folder import Results
from .charts import QUANTILES, build_fan_chart
from .html_page import Block, Chart, Picture, Section
from .provenance import order_scenarios

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("regimes", "shares", "inputs", "pathways")
"""Kinds of figure in a section of their own; the others stand where they belong."""
MOST = 25_000
"""Rows of a chart of paths, which take up to two megabytes; further scenarios are left out."""
HEDGER = "hedger"
"""The hedger in the column actor."""
FAN_CAPTION = (
    "Choose above what is shown, and point at a quarter for its numbers. Line: median over runs;"
    " band: 5 to 95% of them, which differ by their shocks and, where there are draws, by what is not known."
)


def draw_figures(results: Results, *, charts: bool) -> Section:
    """Build the section of the paths over time, and of all kinds of figure that apply to the folder."""
    if results.manifest["design"]:
        return Section("figures", "Further figures", [])
    blocks: list[Block] = list(draw_fan(results, order_scenarios(results), charts=charts))
    for kind in SHOWN:
        blocks += draw_figure(f"{kind}: {KINDS[kind]}", partial(draw, kind, results))
    return Section("figures", "Over time, and further figures", blocks)


def draw_fan(results: Results, names: Sequence[str], *, charts: bool) -> Iterator[Block]:
    """Yield the figure of the hedger's indices over time, the first scenario first."""
    still = list(draw_figure(f"fan: {KINDS['fan']}", partial(draw, "fan", results, scenarios=names[:1])))
    if not charts or results.bands.empty:
        yield from still
        return
    bands = select_fans(results, names)
    picture = next((b for b in still if isinstance(b, Picture)), None)
    left = len(names) - bands["scenario"].nunique()
    more = f" Left out here for the size of the page: scenarios after the first {len(names) - left}."
    indices = {name: capitalise_name(name) for name in reversed(INDICES)}  # utility first
    chart = build_fan_chart(bands, indices)
    yield Chart("How the hedger fares over time", FAN_CAPTION + (more if left else ""), chart, picture)


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


def draw_figure(what: str, make: Callable[[], Figure]) -> Iterator[Block]:
    """Yield a figure as a block; nothing where it does not apply to the folder."""
    try:
        yield encode_picture(make(), what)
    except InputError:
        return


def encode_picture(figure: Figure, what: str) -> Picture:
    """Encode a figure for the page, without title and caption, which become text of the page.

    Parameters
    ----------
    figure : Figure
        The figure of a :class:`hedgesim.analysis.plots.parts.page.Page`.
    what : str
        Alternative text: what the figure shows.
    """
    title, caption, image = embed_figure(figure)
    return Picture(title, caption, f"{title}. Figure of kind {what}.", image)

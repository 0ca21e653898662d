"""Write the report's comparison of strategies, in a batch or over a sweep's points, and their robustness."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial

from ...model.errors import InputError
from ..compare.comparison import Comparison, comparison
from ..compare.part import group_by_quarters, take_part
from ..compare.sweep import summarise_sweep
from ..labels import strategy_label
from ..plots.parts.source import patron_labels, scenario_labels
from ..results.folder import Results
from ..tables.comparison import overview_sheets, strategy_sheets
from ..tables.explore.robustness import robustness_sheets
from ..tables.sweep import premiums_sheet, regimes_sheet, strategies_sheet
from ..verdicts.explore.points import phrase_futures
from ..verdicts.explore.robustness import judge_robustness
from .charts import build_premium_chart
from .gallery import FUTURES, Gallery, compute_robustness, draw_robustness
from .html_page import Answer, Block, Chart, Fold, Heading, Section, Text, title_tables
from .points import draw_map
from .provenance import order_scenarios

PREMIUM_CAPTION = (
    "Point at a row for its numbers. Dot: mean utility of hedge less that of the best other strategy, chosen"
    " by its mean over all runs; thin line: 95% interval; thick bar, where runs carry draws: 5 to 95% of"
    " them, blue where it leaves out zero."
)
BRIDGE = (
    "Here strategies are ranked by their mean over all scenarios, which count alike. The answer at the top"
    " counts the scenarios in which hedging beats the best other strategy there: best in the mean is not best"
    " in each."
)


def compare_groups(results: Results) -> list[Comparison]:
    """Compare the scenarios that cover the same quarters, those of the first scenario first.

    Groups of which no run finished are left out.
    """
    found = []
    for names in group_by_quarters(results.manifest["scenarios"], order_scenarios(results)):
        with contextlib.suppress(InputError):  # no run finished
            found.append(comparison(take_part(results, names)))
    return found


def compare_strategies(gallery: Gallery, groups: Sequence[Comparison], *, charts: bool) -> Section:
    """Build the section that compares strategies and scenarios; empty where no run finished."""
    results = gallery.results
    if results.manifest["design"]:
        blocks = list(point_blocks(results)) if groups else []
    else:
        blocks = [block for found in groups for block in scenario_blocks(gallery, found, charts=charts)]
    return Section("comparison", "Strategies by scenario", blocks)


def scenario_blocks(gallery: Gallery, found: Comparison, *, charts: bool) -> Iterator[Block]:
    """Yield the overview of scenarios, then each of them with its tables, the user's own first."""
    names = [name for name in order_scenarios(gallery.results) if name in found.scenarios]
    if len(names) > 1:
        yield from draw_premium(gallery, found, charts=charts)
        yield from title_tables(overview_sheets(found))
    for name in names:
        yield from describe_strategies(found, name)


def draw_premium(gallery: Gallery, found: Comparison, *, charts: bool) -> Iterator[Block]:
    """Yield the figure of the hedging premium by scenario."""
    still = gallery.draw("premium", list(found.scenarios))
    table = found.tables["premium"]
    if not charts or table.empty:
        yield from [still] if still else []
        return
    labels = [
        strategy_label(best, patron_labels(found.scenarios[name]))
        for name, best in zip(table["scenario"], table["best"], strict=True)
    ]
    titles = scenario_labels(gallery.results, list(table["scenario"]))
    rows = table.assign(best=labels, scenario=table["scenario"].map(titles), mean=table["premium"])
    yield Chart("Hedging premium by scenario", PREMIUM_CAPTION, build_premium_chart(rows), still)


def describe_strategies(found: Comparison, name: str) -> Iterator[Block]:
    """Yield a scenario's title and question, the tables of its strategies, and further tables in a fold."""
    scenario = found.scenarios[name]
    yield Heading(str(scenario["title"]).strip() or name)
    yield Text(" ".join(str(scenario["question"]).split()) or "The scenario asks no question.")
    sheets = list(title_tables(strategy_sheets(found, name)))
    firsts = [s for s in sheets if not s.detail]
    yield from firsts[:2]
    if rest := [*firsts[2:], *(s for s in sheets if s.detail)]:
        yield Fold("Further tables", rest)


def point_blocks(results: Results) -> Iterator[Block]:
    """Yield the tables of a sweep over all points, and maps of a grid."""
    names = order_scenarios(results)
    found = summarise_sweep(results, names)
    if len(found.premiums):
        yield premiums_sheet(found)
    yield from (strategies_sheet(found, name, detail=False) for name in names)
    yield Text(
        "Outcomes are means over all points and runs. They have no intervals, for points are chosen, not"
        " drawn; which inputs the differences depend on stands below."
    )
    for name in names:
        yield from draw_map(results, name)
    yield Fold("Regimes", [regimes_sheet(found, name) for name in names])


def compare_futures(gallery: Gallery) -> Section:
    """Build the section on robustness over all futures: scenarios, points or both."""
    manifest = gallery.results.manifest
    try:
        found = compute_robustness(gallery.results)
    except InputError:
        return Section("robustness", "Robustness", [])
    figure = gallery.draw(FUTURES, make=partial(draw_robustness, found, manifest))
    answer = Answer(judge_robustness(found, phrase_futures(manifest)).text)
    bridge = [] if len(manifest["scenarios"]) == 1 or manifest["design"] else [Text(BRIDGE)]
    blocks: list[Block] = [answer, *bridge, *title_tables(robustness_sheets(found))]
    blocks += [figure] if figure else []
    return Section("robustness", "Robustness", blocks)

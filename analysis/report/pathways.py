"""Write the report's part on triggers that were searched beforehand."""

from functools import partial

from ..explore.pathways.result import Pathways
from ..tables.explore.pathways import pathway_sheets
from ..verdicts.explore.pathways import judge_pathways
from .gallery import draw_figure
from .html_page import Answer, Section, title_tables


def report_pathways(found: Pathways | None) -> Section:
    """Build the section of triggers: verdict, tables and the map of the best."""
    if found is None:
        return Section("pathways", "When to switch", [])
    from ..plots.pathways import draw_search

    answer, tables = Answer(judge_pathways(found).text), title_tables(pathway_sheets(found))
    figure = draw_figure("map of pathways", partial(draw_search, found))
    return Section("pathways", "When to switch", [answer, *tables, *([figure] if figure else [])])

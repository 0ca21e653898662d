"""Write the report's part on scores of risk that were computed beforehand."""

from collections.abc import Iterator, Sequence
from functools import partial

from ..explore.risk.result import Risk
from ..results.folder import Results
from ..tables.risk import risk_sheets
from ..verdicts.risk import judge_risk
from .gallery import draw_figure
from .html_page import Answer, Block, Section, title_tables
from .provenance import warn_of_other_values


def report_risk(results: Results, risks: Sequence[Risk]) -> Section:
    """Build the section of risk: of each scenario the verdict, the tables and a figure."""
    return Section("risk", "Risk", [block for found in risks for block in risk_parts(results, found)])


def risk_parts(results: Results, found: Risk) -> Iterator[Block]:
    """Yield one analysis of risk, and a warning if the scenario then had other values than in this folder."""
    from ..plots import risk as plot_risk

    scenarios = results.manifest["scenarios"]
    yield Answer(judge_risk(found).text)
    yield from title_tables(risk_sheets(found))
    if figure := draw_figure(f"risk in {found.scenario}", partial(plot_risk.draw, found)):
        yield figure
    yield from warn_of_other_values(scenarios, found.scenario, found.digest, "These scores of risk were")

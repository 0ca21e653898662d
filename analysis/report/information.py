"""Write the report's part on what would be most worth knowing, if that was computed beforehand."""

from collections.abc import Iterator, Sequence
from functools import partial

from ...model.scenario.scenario import Scenario
from ..explore.information.result import Information
from ..plots.parts.source import patron_labels
from ..results.folder import Results
from ..tables.explore.information import information_sheets
from ..verdicts.explore.information import judge_information
from .gallery import draw_figure
from .html_page import Answer, Block, Section, Text, title_tables


def report_information(results: Results, information: Sequence[Information]) -> Section:
    """Build the section of the value of information."""
    blocks = [block for found in information for block in information_parts(results, found)]
    return Section("information", "What would be most worth knowing", blocks)


def information_parts(results: Results, found: Information) -> Iterator[Block]:
    """Yield tables and figure, and a warning if the scenario then had other values than in this folder."""
    from ..plots import information as plot_information

    scenario = results.manifest["scenarios"][found.scenario]
    labels = patron_labels(scenario)
    yield Answer(judge_information(found, labels).text)
    yield from title_tables(information_sheets(found, labels))
    if figure := draw_figure("worth of knowing each input", partial(plot_information.draw, found, scenario)):
        yield figure
    if Scenario.from_dict(scenario).digest != found.digest:
        yield Text(f"This was computed with other values of {found.scenario} than those of this folder.")

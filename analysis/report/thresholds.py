"""Write the report's part on thresholds that were found beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..explore.threshold_result import Tipping
from ..results.folder import Results
from ..tables.explore.thresholds import tipping_sheet
from ..verdicts.explore.thresholds import judge_threshold
from .html_page import Answer, Block, Section
from .provenance import warn_of_other_values


def report_thresholds(results: Results, thresholds: Sequence[Tipping]) -> Section:
    """Build the section of thresholds."""
    scenarios = results.manifest["scenarios"]
    blocks = [block for found in thresholds for block in threshold_parts(found, scenarios)]
    return Section("thresholds", "Thresholds", blocks)


def threshold_parts(found: Tipping, scenarios: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    """Yield one threshold, and a warning if the scenario then had other values than in this folder."""
    yield Answer(judge_threshold(found).text)
    yield tipping_sheet(found)
    yield from warn_of_other_values(scenarios, found.scenario, found.digest, "This threshold was")

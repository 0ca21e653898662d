"""Write the report's part on thresholds that were found beforehand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...model.scenario.scenario import Scenario
from ...model.text import shell_word
from ..explore.threshold_result import MADE, Tipping
from ..results.folder import Results
from ..tables.thresholds import tipping_sheet
from .html_page import Block, Section, Text

NONE = "No threshold was handed over. Find one, and name its file:"


def report_thresholds(results: Results, thresholds: Sequence[Tipping]) -> Section:
    """Build the section of thresholds.

    Without thresholds, the section of a sweep says how to find one, and that of a batch is empty.
    """
    manifest = results.manifest
    blocks = [block for found in thresholds for block in threshold_parts(found, manifest["scenarios"])]
    if not blocks and manifest["design"]:
        blocks = [Text(f"{NONE} {MADE}; hedgesim report {shell_word(results.folder.name)} --threshold FILE.")]
    return Section("thresholds", "Thresholds", blocks)


def threshold_parts(found: Tipping, scenarios: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    """Yield one threshold, and a warning if the scenario then had other values than in this folder."""
    yield tipping_sheet(found)
    if Scenario.from_dict(scenarios[found.scenario]).digest != found.digest:
        yield Text(
            f"This threshold was found with other values of {found.scenario} than those of this folder."
        )

"""Write a result folder as one self-contained HTML page: request, results and their limits."""

from collections.abc import Sequence
from pathlib import Path

from ...model.arguments import normalise_arguments
from ..compare.paired import find_baseline
from ..explore.ladder import Ladder
from ..explore.threshold_result import Tipping
from ..results.folder import Results
from ..results.manifest import rebuild_batch
from ..results.output_paths import check_page, write_output
from ..results.provenance import package_versions
from .comparison import compare_futures, compare_strategies
from .figures import draw_figures
from .html_page import Section, build_page
from .ladder import report_ladder
from .provenance import describe_limits, describe_scenarios, reproduction_section, request_section
from .sweep import build_design_section, report_boxes, report_sensitivity
from .thresholds import report_thresholds


@normalise_arguments
def write_report(
    results: Results, path: Path, thresholds: Sequence[Tipping] = (), ladder: Ladder | None = None
) -> Path:
    """Write a report, completely or not at all; the same folder gives the same bytes.

    Parameters
    ----------
    results : Results
        A finished result folder.
    path : Path
        File ending in .html, in an existing folder.
    thresholds : sequence of Tipping
        Thresholds of the folder's scenarios, found beforehand.
    ladder : Ladder, optional
        Ladders of premiums of the folder's scenarios, climbed beforehand.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If the ending is not .html, or the file cannot be written.
    """
    check_page(path)
    text = render_report(results, thresholds, ladder)
    write_output(path, "report", lambda part: part.write_text(text, encoding="utf-8"))
    return path


def render_report(results: Results, thresholds: Sequence[Tipping] = (), ladder: Ladder | None = None) -> str:
    """Build the page as HTML text."""
    held = results.manifest["scenarios"]
    base = find_baseline(list(held))
    others = f" and {len(held) - 1} more" if len(held) > 1 else ""
    lead = "A report of hedgesim, which simulates how a small state hedges between great powers."
    title = f"{str(held[base]['title']).strip() or base}{others}"
    sections = build_sections(results, thresholds, ladder)
    return build_page(title, lead, package_versions()["hedgesim"], sections)


def build_sections(results: Results, thresholds: Sequence[Tipping], ladder: Ladder | None) -> list[Section]:
    """Build the sections of a report in their order; those that do not apply have no blocks."""
    batch = rebuild_batch(results.manifest, results.folder)
    return [
        request_section(results.manifest, batch),
        describe_scenarios(batch),
        build_design_section(results, batch),
        compare_strategies(results),
        report_ladder(results, ladder),
        draw_figures(results),
        report_sensitivity(results),
        report_thresholds(results, thresholds),
        compare_futures(results),
        report_boxes(results),
        describe_limits(),
        reproduction_section(results.manifest),
    ]

"""Write a result folder as one self-contained page: the answer, results, how they were made, their limits."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from ...model.arguments import normalise_arguments
from ..results.folder import Results
from ..results.manifest import rebuild_batch
from ..results.output_paths import check_page, write_output
from ..results.provenance import package_versions
from .charts import build_script, has_chart_libraries, skip_checks
from .findings import Findings
from .gallery import Gallery, open_gallery
from .html_page import Opening, Section, build_page, list_charts
from .pdf import PDF, find_browser, print_page

PARTS = 18
"""Steps in which the progress of a report is counted: the comparison of its scenarios, then its parts."""

Progress = Callable[[int], object]


@normalise_arguments
def write_report(
    results: Results,
    path: Path,
    findings: Findings | None = None,
    title: str = "",
    progress: Progress | None = None,
    workers: int = 1,
) -> Path:
    """Write a report, completely or not at all; the same folder gives the same page.

    Parameters
    ----------
    results : Results
        A finished result folder.
    path : Path
        File ending in .html, or in .pdf where Chromium or Chrome is installed, in an existing folder.
    findings : Findings, optional
        What was computed of the folder's scenarios beforehand.
    title : str
        Title of the page; by default that of the scenario it begins with.
    progress : callable, optional
        Called with 1 after each of PARTS.
    workers : int
        1: this process draws all figures; 2: a second one draws those of a batch while this one does the
        rest. More are not used.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If the ending is another one, no browser is there that prints, or the file cannot be written.
    RunError
        If the second process died.
    """
    check_page(path)
    printed = path.suffix.lower() == PDF
    browser = find_browser(path) if printed else None
    charts = has_chart_libraries() and not printed
    text = render_report(results, findings, title, charts=charts, progress=progress, workers=workers)
    if browser is None:
        write_output(path, "report", lambda part: part.write_text(text, encoding="utf-8"))
    else:
        write_output(path, "report", partial(print_page, text, browser))
    return path


def render_report(
    results: Results,
    findings: Findings | None = None,
    title: str = "",
    *,
    charts: bool = True,
    progress: Progress | None = None,
    workers: int = 1,
) -> str:
    """Build the page as HTML text; see :func:`write_report`.

    Parameters
    ----------
    results, findings, title, progress, workers
        As of :func:`write_report`.
    charts : bool
        Whether figures answer to the pointer, which takes the libraries of the extra ``report``.
    """
    charts = charts and has_chart_libraries()
    with open_gallery(results, workers) as gallery, skip_checks() if charts else nullcontext():
        advance = progress or (lambda _: None)
        parts = plan_parts(gallery, findings or Findings(), title, charts=charts)
        advance(1)
        found: list[Any] = []
        script = ""
        for build in parts:
            part: Any = build()
            found.append(part)
            # at the first chart: another process has just delivered figures and draws the next, for longer
            # than this takes; at other times they would wait for Python's lock, or this page for them
            if not script and list_charts([part.blocks]):
                script = build_script(workers)
            advance(1)
        opening: Opening = found[0]
        sections: Sequence[Section] = found[1:]
    return build_page(opening, package_versions()["hedgesim"], sections, script)


def plan_parts(gallery: Gallery, f: Findings, title: str, *, charts: bool) -> list[Callable[[], object]]:
    """List what builds the parts of a report in their order: the opening, then sections.

    Sections that do not apply have no blocks.
    """
    # imported while another process has begun with the figures
    from .claims import report_claims
    from .comparison import compare_futures, compare_groups, compare_strategies
    from .figures import draw_figures
    from .game import report_games
    from .information import report_information
    from .ladder import report_ladder
    from .opening import build_opening
    from .pathways import report_pathways
    from .provenance import describe_limits, describe_making, describe_scenarios
    from .risk import report_risk
    from .sweep import build_design_section, report_boxes, report_sensitivity
    from .thresholds import report_thresholds

    results = gallery.results
    batch = rebuild_batch(results.manifest, results.folder)
    groups = compare_groups(results)
    return [
        partial(build_opening, gallery, groups, title, charts=charts),
        partial(compare_strategies, gallery, groups, charts=charts),
        partial(report_ladder, results, f.ladder),
        partial(report_risk, results, f.risks),
        partial(report_games, results, f.games),
        partial(report_pathways, f.pathways),
        partial(report_claims, f.claims),
        partial(report_sensitivity, results),
        partial(report_thresholds, results, f.thresholds),
        partial(report_boxes, results),
        partial(compare_futures, gallery),
        partial(report_information, results, f.information),
        partial(draw_figures, gallery, charts=charts),
        partial(build_design_section, results, batch),
        partial(describe_making, results.manifest, batch),
        partial(describe_scenarios, batch),
        describe_limits,
    ]

"""The command that writes a result folder up as one page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...model.errors import InputError, RunError
from ..labels import WINDOW
from .parts import options
from .parts.console import print_line, say
from .parts.result_folders import open_window

if TYPE_CHECKING:
    from ..explore.ladder import Ladder
    from ..results.folder import Results


def report(
    folder: options.Folder,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Page to write: .html, or .pdf where Chromium, Chrome or Edge is installed.",
        ),
    ],
    title: Annotated[
        str, typer.Option("--title", help="Title of the page; that of the first scenario by default.")
    ] = "",
    thresholds: Annotated[
        list[Path] | None,
        typer.Option(
            "--threshold", metavar="FILE", help="What hedgesim threshold --json printed; repeatable."
        ),
    ] = None,
    triggers: Annotated[
        Path | None,
        typer.Option(
            "--triggers", metavar="FILE", help="What hedgesim optimise --over trigger --json printed."
        ),
    ] = None,
    risks: Annotated[
        list[Path] | None,
        typer.Option("--risk", metavar="FILE", help="What hedgesim risk --json printed; repeatable."),
    ] = None,
    information: Annotated[
        list[Path] | None,
        typer.Option("--voi", metavar="FILE", help="What hedgesim voi --json printed; repeatable."),
    ] = None,
    games: Annotated[
        list[Path] | None,
        typer.Option("--game", metavar="FILE", help="What hedgesim game --json printed; repeatable."),
    ] = None,
    claims: Annotated[
        list[Path] | None,
        typer.Option("--claims", metavar="FILE", help="What hedgesim claims --json printed; repeatable."),
    ] = None,
    with_ladder: Annotated[
        bool,
        typer.Option("--ladder", help="Search the ladder of premiums of each scenario, which takes time."),
    ] = False,
    begin: options.From = None,
    end: options.To = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Cores to use. The second draws a batch's figures meanwhile; only --ladder uses more."
            "  [default: all]",
        ),
    ] = None,
) -> None:
    """Write a result folder up as one page: the answer, figures, tables, sources, limits."""
    from ..claims.result import read_judgement
    from ..execution.interrupt import handle_signals
    from ..execution.local import count_cores
    from ..explore.information.result import read_information
    from ..explore.pathways.result import read_pathways
    from ..explore.risk.result import read_risk
    from ..explore.threshold_result import read_tipping
    from ..games.result import read_game
    from ..plots.parts.glyphs import report_missing_glyphs
    from ..report.charts import HINT, has_chart_libraries
    from ..report.findings import Findings
    from ..report.pdf import PDF
    from ..report.report import PARTS, write_report
    from ..results.output_paths import check_page
    from .parts.progress import steps_progress

    check_page(out)
    results = open_window(folder, begin, end)
    if with_ladder and WINDOW in results.manifest:
        msg = "--ladder: its searches are over whole runs; leave out --ladder, or --from and --to"
        raise InputError(msg)
    scenarios = results.manifest["scenarios"]
    findings = Findings(
        thresholds=[read_tipping(path, scenarios) for path in thresholds or []],
        risks=[read_risk(path, scenarios) for path in risks or []],
        information=[read_information(path, scenarios) for path in information or []],
        games=[read_game(path, scenarios) for path in games or []],
        pathways=None if triggers is None else read_pathways(triggers, scenarios),
        claims=[read_judgement(path) for path in claims or []],
        ladder=search_ladder(results, workers) if with_ladder else None,
    )
    with handle_signals("\nstopped; no page was written") as interruption:
        try:
            with steps_progress(PARTS) as progress, report_missing_glyphs():  # one line for all figures
                page = write_report(results, out, findings, title, progress, workers or count_cores())
        except (KeyboardInterrupt, RunError) as stop:
            # where a library loses the exception of a signal, the processes that it ended are missed
            if isinstance(stop, RunError) and not interruption.begun:
                raise
            interruption.say_hint()
            raise typer.Exit(interruption.code) from None
    if out.suffix.lower() != PDF and not has_chart_libraries():
        say(HINT)
    print_line(f"written to {page}")


def search_ladder(results: "Results", workers: int | None) -> "Ladder":
    """Search the ladder of premiums of each scenario of a folder, and say first that it takes time."""
    from ..explore.ladder import climb_ladders, describe_ladder, list_worlds

    worlds, seed = list_worlds(results, None, None)
    say(describe_ladder(worlds, workers))
    return climb_ladders(worlds, seed, workers)

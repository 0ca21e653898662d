"""The command that writes a report."""

from pathlib import Path
from typing import Annotated

import typer

from .parts import options
from .parts.console import print_line, say


def report(
    folder: options.Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Page to write: .html.")],
    thresholds: Annotated[
        list[Path] | None,
        typer.Option(
            "--threshold", metavar="FILE", help="What hedgesim threshold --json printed; repeatable."
        ),
    ] = None,
    with_ladder: Annotated[
        bool,
        typer.Option("--ladder", help="Search the ladder of premiums of each scenario, which takes time."),
    ] = False,
) -> None:
    """Write a result folder up as one page: tables, figures, sources, limits."""
    from ..explore.ladder import climb_ladders, describe_ladder, list_worlds
    from ..explore.threshold_result import read_tipping
    from ..report.report import write_report
    from ..results.folder import load
    from ..results.output_paths import check_page

    check_page(out)
    results = load(folder)
    found = [read_tipping(path, results.manifest["scenarios"]) for path in thresholds or []]
    climbed = None
    if with_ladder:
        worlds, seed = list_worlds(results, None, None)
        say(describe_ladder(worlds, None))
        climbed = climb_ladders(worlds, seed, None)
    print_line(f"written to {write_report(results, out, found, climbed)}")

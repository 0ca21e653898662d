"""The commands that show a result folder: as a figure, and as a page."""

from pathlib import Path
from typing import Annotated

import typer

from ..plots.draw import ALIASES, KINDS
from .comparison import Scenarios
from .parts import options
from .parts.console import print_line

OTHER_NAMES = "; ".join(f"{alias} is another name of {kind}" for alias, kind in ALIASES.items())


def plot(
    folder: options.Folder,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}. {OTHER_NAMES}.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="Figure to write: .png, .svg or .pdf.")
    ],
    scenarios: Scenarios = None,
    strategies: Annotated[
        list[str] | None, typer.Option("--strategy", metavar="NAME", help="Only this strategy; repeatable.")
    ] = None,
) -> None:
    """Draw a figure of a result folder."""
    from ..plots import draw as plots
    from ..results.folder import load
    from ..results.output_paths import check_figure

    check_figure(out)
    figure = plots.draw(kind, load(folder), scenarios=scenarios, strategies=strategies)
    print_line(f"drawn to {plots.save(figure, out)}")


def report(
    folder: options.Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Page to write: .html.")],
    thresholds: Annotated[
        list[Path] | None,
        typer.Option(
            "--threshold", metavar="FILE", help="What hedgesim threshold --json printed; repeatable."
        ),
    ] = None,
) -> None:
    """Write a result folder up as one page: tables, figures, sources, limits."""
    from ..explore.threshold_result import read_tipping
    from ..report.report import write_report
    from ..results.folder import load
    from ..results.output_paths import check_page

    check_page(out)
    results = load(folder)
    found = [read_tipping(path, results.manifest["scenarios"]) for path in thresholds or []]
    print_line(f"written to {write_report(results, out, found)}")

"""The command that writes a report."""

from pathlib import Path
from typing import Annotated

import typer

from . import options


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
    from .places import check_page
    from .report import write_report
    from .store import load
    from .tipping import read_tipping

    check_page(out)
    results = load(folder)
    found = [read_tipping(path, results.manifest["scenarios"]) for path in thresholds or []]
    typer.echo(f"written to {write_report(results, out, found)}")

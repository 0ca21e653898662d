"""The command that writes a report."""

from pathlib import Path
from typing import Annotated

import typer

from . import options


def report(
    folder: options.Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Page to write: .html.")],
) -> None:
    """Write a result folder up as one page: tables, figures, sources, limits."""
    from .report import check_path, write_report
    from .store import load

    check_path(out)
    typer.echo(f"written to {write_report(load(folder), out)}")

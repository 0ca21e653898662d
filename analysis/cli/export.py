"""The commands that take a result folder out of the house: as tables, and as an archive to deposit."""

from pathlib import Path
from typing import Annotated

import typer

from ...model.errors import InputError
from .parts import options
from .parts.console import print_line, say


def export(
    folder: options.Folder,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="csv, xlsx (extra office), dta, parquet or r.  [default: as FILE ends]",
        ),
    ] = None,
    runs: Annotated[
        bool, typer.Option("--runs", help="A row for each run: inputs and outcomes.  [default]")
    ] = False,
    paths: Annotated[bool, typer.Option("--paths", help="A row for each run and quarter.")] = False,
    bands: Annotated[bool, typer.Option("--bands", help="Quantiles over runs by quarter.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="File to write.  [default: DIR-runs.csv or so]"),
    ] = None,
) -> None:
    """Write a table of a result folder for R, Stata, Excel."""
    from ..export.export import choose_format, write_export
    from ..export.extract import build_extract
    from ..export.workbook import describe_wait
    from ..results.folder import load

    to = choose_format(to, out)
    table = choose_table(runs=runs, paths=paths, bands=bands)
    results = load(folder)
    if to == "xlsx" and (note := describe_wait(build_extract(results, table))):
        say(note)
    export = write_export(results, to, table, out)
    print_line(f"written to {export.files[0]}: {export.rows:,} rows, {export.columns:,} columns")
    for file in export.files[1:]:
        print_line(f"      and {file}")


def choose_table(**tables: bool) -> str:
    """Return the table that a switch names, the first where none is given.

    Raises
    ------
    InputError
        If several are given.
    """
    chosen = [name for name, present in tables.items() if present] or list(tables)[:1]
    if len(chosen) > 1:
        msg = f"{' '.join(f'--{name}' for name in chosen)}: choose one; run the command again for another"
        raise InputError(msg)
    return chosen[0]

"""The command that compares strategies and scenarios of a result folder."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.comparison import print_comparison
from ..parts.output import check_output
from ..parts.result_folders import open_window

Scenarios = Annotated[
    list[str] | None, typer.Option("--scenario", metavar="NAME", help="Only this scenario; repeatable.")
]


def compare(
    folder: options.Folder,
    scenarios: Scenarios = None,
    strategy: Annotated[
        str | None,
        typer.Option(help="Strategy with which scenarios are compared with the baseline.  [default: hedge]"),
    ] = None,
    begin: options.From = None,
    end: options.To = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Compare strategies and scenarios by run."""
    from ...compare.comparison import TABLES
    from ...tables.sheet import View

    form = check_output(as_json, as_csv, table, TABLES)
    print_comparison(open_window(folder, begin, end), form, table, scenarios, strategy, View(top, full))

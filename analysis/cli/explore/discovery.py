"""The command that finds the inputs in which a condition holds."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import print_folder
from ..parts.output import check_output
from ..parts.result_folders import open_sweep


def discover(
    folder: options.Folder,
    where: Annotated[
        str,
        typer.Option(
            metavar="CONDITION", help="Which runs are cases, such as 'premium < 0' or \"regime == 'mixed'\"."
        ),
    ],
    strategy: Annotated[str, typer.Option(metavar="NAME", help="Whose runs.")] = "hedge",
    plot: options.Plot = None,
    seed: options.Seed = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Find the box of inputs in which a condition holds; needs the extra explore."""
    from ...explore.discovery.cases import TABLES, select_cases
    from ...explore.discovery.discovery import discover as find
    from ...results.json_values import table_records
    from ...tables.explore.discovery import discovery_sheets
    from ...tables.sheet import View
    from ...verdicts.explore.discovery import judge_discovery

    form = check_output(as_json, as_csv, table, TABLES, plot=plot)
    results = open_sweep(folder)
    runs, holds, inputs, condition, labels = select_cases(results, where, strategy)
    found = find(runs, holds, inputs, 1 if seed is None else seed)
    data = {name: table_records(getattr(found, name)) for name in TABLES}
    answer, view = judge_discovery(found, condition, labels), View(top, full)
    sheets = discovery_sheets(found, condition, labels)
    print_folder(results, form, data, sheets, table, verdict=answer, view=view)
    if plot is not None:
        from ...plots.discovery import draw
        from ...plots.parts.page import save_figure
        from ...plots.parts.source import figure_caption

        scenarios = list(results.manifest["scenarios"])
        figure = draw(found, condition, labels, figure_caption(results, scenarios, [strategy]))
        say(f"drawn to {save_figure(figure, plot)}")

"""The command that climbs from the best lean to foresight."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import choose_source, print_carried
from ..parts.output import check_output
from ..parts.result_folders import open_subject

TABLES = ("rungs", "levels", "rivals", "mixes")


def ladder(
    where: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...|DIR", help="Scenarios, folders of them, or one result folder of a batch."
        ),
    ],
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="R",
            min=4,
            help=f"Runs; either half chooses for the other.  [default: {options.RUNS}, or as in DIR]",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: 1, or as in DIR]")
    ] = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    workers: options.Workers = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Say what spreading, adapting and foresight add to the best lean."""
    from ...explore.ladder import climb_ladders, describe_ladder, list_worlds
    from ...results.json_values import table_records
    from ...tables.ladder import ladder_sheets
    from ...tables.sheet import View
    from ...verdicts.ladder import judge_ladder

    form = check_output(as_json, as_csv, table, TABLES, plot)
    subject, draws = open_subject(where, settings, choose_source(parameters_from, point), runs)
    worlds, key = list_worlds(subject, runs, seed, draws)
    say(describe_ladder(worlds, workers))
    found = climb_ladders(worlds, key, workers)
    tables = {name: table_records(getattr(found, name)) for name in TABLES}
    verdict, view = judge_ladder(found), View(top, full)
    print_carried(form, tables, ladder_sheets(found), draws, table, verdict=verdict, view=view, runs=runs)
    if plot is not None:
        from ...plots.ladder import draw
        from ...plots.parts.page import save_figure

        titles = {world.scenario.name: world.scenario.title for world in worlds}
        say(f"drawn to {save_figure(draw(found, titles), plot)}")

"""The command that climbs from the best lean to foresight."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import say
from .parts.output import check_output

if TYPE_CHECKING:
    from ...model.scenario.scenario import Scenario
    from ..results.folder import Results

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
            help="Runs; either half chooses for the other.  [default: 200, or as in DIR]",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: 1, or as in DIR]")
    ] = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    plot: options.Plot = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Say what spreading, adapting and foresight add to the best lean."""
    from ..explore.ladder import climb_ladders, describe_ladder, list_worlds
    from ..results.json_values import table_records
    from ..tables.ladder import ladder_sheets
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv, table, TABLES, plot)
    worlds, key = list_worlds(open_subject(where, settings), runs, seed)
    say(describe_ladder(worlds, workers))
    found = climb_ladders(worlds, key, workers)
    print_output(
        form, {name: table_records(getattr(found, name)) for name in TABLES}, ladder_sheets(found), table
    )
    if plot is not None:
        from ..plots.ladder import draw
        from ..plots.parts.page import save_figure

        titles = {world.scenario.name: world.scenario.title for world in worlds}
        say(f"drawn to {save_figure(draw(found, titles), plot)}")


def open_subject(where: list[str], settings: list[str] | None) -> "list[Scenario] | Results":
    """Return a result folder, or scenarios with some values set.

    Raises
    ------
    InputError
        If values are to be set in a result folder.
    """
    from ..design.arguments import load_scenarios
    from ..results.manifest import NAME
    from .parts.result_folders import open_results

    if len(where) == 1 and (Path(where[0]) / NAME).is_file():
        return open_results(where[0], settings)
    changes = parse_settings_and_horizon(settings, None)
    return [scenario.vary(changes) for scenario in load_scenarios(where)]

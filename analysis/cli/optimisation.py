"""The command that searches for the effort or the weights that do best."""

from typing import Annotated

import typer

from .parts import options
from .parts.console import say
from .parts.output import check_output
from .parts.result_folders import open_folder_or_scenario


def optimise(
    where: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|DIR", help="A scenario, or a result folder, whose futures all count."
        ),
    ],
    over: Annotated[
        str, typer.Option(metavar="WHAT", help="effort (by package) or weights (what the hedger aims at).")
    ] = "effort",
    aim: Annotated[
        str,
        typer.Option(
            "--for", metavar="AIM", help="mean, worst (decile) or regret; over runs, or over futures."
        ),
    ] = "mean",
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="R", min=2, help="Runs, the same shocks everywhere.  [default: 100, or as in DIR]"
        ),
    ] = None,
    generations: Annotated[
        int, typer.Option(metavar="N", min=1, help="Most generations of the search.")
    ] = 60,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: 1, or as in DIR]")
    ] = None,
    settings: options.Settings = None,
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Search for the effort mix or weights that do best."""
    from ..explore.optimisation import describe_search, question_of
    from ..explore.optimisation import optimise as search
    from ..results.json_values import table_records
    from ..tables.optimisation import optimum_sheets
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv, table, ("scores", "shares"))
    asked = question_of(
        open_folder_or_scenario(where, settings), over, aim, runs=runs, seed=seed, generations=generations
    )
    say(describe_search(asked, workers))
    best = search(asked, workers)
    shares = [{"input": name, "share": value} for name, value in best.shares.items()]
    print_output(
        form, {"scores": table_records(best.scores), "shares": shares}, optimum_sheets(best, asked), table
    )

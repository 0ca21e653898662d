"""The command that plays scenarios x strategies x runs and compares them."""

from pathlib import Path
from typing import Annotated

import typer

from .parts import options
from .parts.batch_session import finish, parse_settings_and_horizon, run_with_progress
from .parts.console import say, say_memory, say_notices
from .parts.draws import choose_source, say_draws
from .parts.output import check_output


def batch(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Scenarios or folders of them; folders leave out history*."),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help=f"Runs of each scenario and strategy.  [default: {options.RUNS}]"
        ),
    ] = None,
    strategies: options.Strategies = None,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    quarters: options.Quarters = None,
    workers: options.Workers = None,
    engine: options.Engine = None,
    executor: options.Executor = "local",
    keep_paths: Annotated[bool, typer.Option("--paths", help="Keep every quarter of every run.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="New folder for the results.  [default: results/NAME of the scenarios]"
        ),
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Go on with a stopped batch; nothing else is needed.")
    ] = None,
    no_compare: options.NoCompare = False,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Run scenarios x strategies x runs; compare."""
    from ..compare.comparison import TABLES
    from ..design.batch import describe_batch, identical_scenarios
    from ..execution.executors import open_executor
    from ..execution.partial_folder import check_folder
    from ..results.output_paths import make_folder
    from ..tables.sheet import View
    from .parts.batch_request import BatchRequest, choose_folder, plan_request

    form = check_output(as_json, as_csv, table, TABLES)
    names = options.split_names(strategies)
    settled = parse_settings_and_horizon(settings, quarters)
    source = choose_source(parameters_from, point)
    request = BatchRequest(paths or [], runs, names, seed, settled, engine, keep_paths, source)
    plan = plan_request(request, resume, out)
    folder = resume or out or choose_folder(paths or [])
    check_folder(plan, folder, resume=resume is not None)
    with open_executor(executor, workers) as there:
        make_folder(folder)
        say_notices(plan)
        for notice in identical_scenarios(plan):
            say(notice)
        if plan.draws is not None:
            say_draws(plan.draws, plan.runs, plan.first_run)
        say(f"{describe_batch(plan)}, into {folder}")
        say_memory(plan, compared=not no_compare)
        results = run_with_progress(plan, folder, there, resume=resume is not None)
    finish(results, form, table, View(top, full), compared=not no_compare)

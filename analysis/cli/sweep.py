"""The command that plays a sweep, in which inputs vary."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.batch_session import finish, parse_settings_and_horizon, run_with_progress
from .parts.console import say, say_memory, say_notices
from .parts.draws import choose_draws, choose_source
from .parts.output import check_output

if TYPE_CHECKING:
    from ..design.batch import Batch

Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=...", help="KEY=LO:HI[:N], KEY=a,b,c or KEY=log:LO:HI[:N] varies an input; repeatable."
    ),
]
Runs = Annotated[int, typer.Option(metavar="R", min=1, help="Runs at each point, the same shocks at all.")]


def sweep(
    scenario: options.Scenario,
    vary: Vary = None,
    uncertain: Annotated[bool, typer.Option("--uncertain", help="Vary every range of the scenario.")] = False,
    all_guesses: Annotated[
        bool, typer.Option("--all-guesses", help="Vary every parameter whose value is a guess.")
    ] = False,
    design: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="grid, lhs, sobol, morris, oat, or a table of points (.csv, .tsv, .txt, .parquet)."
            "  [default: grid where all inputs have levels, else lhs]",
        ),
    ] = None,
    samples: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Samples of lhs (256), sobol (64), morris (32).")
    ] = None,
    runs: Runs = 20,
    strategies: options.Strategies = None,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    point: options.Point = False,
    quarters: options.Quarters = None,
    workers: options.Workers = None,
    engine: options.Engine = None,
    executor: options.Executor = "local",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="New folder.  [default: results/NAME-sweep]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    no_compare: options.NoCompare = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Vary inputs: points x strategies x runs."""
    from ...model.scenario.scenario import Scenario
    from ..compare.comparison import TABLES
    from ..design.parse_axes import require_free
    from ..design.sweep import SweepRequest, build_points, plan_sweep
    from ..execution.executors import open_executor
    from ..execution.partial_folder import check_folder
    from ..explore.next_steps import next_steps
    from ..results.output_paths import make_folder
    from .parts.batch_request import RESULTS, add_mixes, find_free_folder

    form = check_output(as_json, as_csv, table, TABLES)
    key, source = 1 if seed is None else seed, choose_source(parameters_from, point)
    settled = parse_settings_and_horizon(settings, quarters)
    spec = Scenario.load(scenario).vary(settled)
    points = build_points(SweepRequest(vary or [], uncertain, all_guesses, design, samples, key), spec)
    require_free(points.axes, settled, spec)
    names = options.split_names(strategies)
    (spec,) = add_mixes([spec], names, {})
    draws = choose_draws(source, [spec], settled, points.table.columns, runs)
    plan = plan_sweep(spec, points, names, runs=runs, seed=key, engine=engine or "auto", draws=draws)
    folder = out or find_free_folder(RESULTS / f"{Path(spec.name).name}-sweep")
    check_folder(plan, folder, resume=False)
    say_notices(plan)
    for notice in points.notices:
        say(notice)
    with open_executor(executor, workers) as there:
        say_plan(plan, there.workers, None if dry_run else folder)
        if dry_run:
            return
        say_memory(plan, compared=not no_compare)
        make_folder(folder)
        results = run_with_progress(plan, folder, there, resume=False)
    finish(results, form, table, compared=not no_compare)
    for name, question in next_steps(plan, None if no_compare else results).items():
        say(f"{question}: hedgesim {name} {quote(str(folder))}")


def say_plan(plan: "Batch", workers: int, folder: Path | None) -> None:
    """Say what a sweep plays and writes, and which analyses its design does not allow.

    Parameters
    ----------
    plan : Batch
        The sweep.
    workers : int
        Number of cores, for the duration.
    folder : Path or None
        Where results are written; None if nothing will be.
    """
    from ..design.sweep import describe_sweep
    from ..explore.next_steps import analysis_faults

    say(describe_sweep(plan, workers) + ("" if folder is None else f", into {folder}"))
    for name, faults in analysis_faults(plan).items():
        for fault in faults:
            say(f"hedgesim {name} will not be possible: {fault}")

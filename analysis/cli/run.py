"""Commands that run the model: one run, a batch, and a result folder over again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options

MANY = 5_000_000
"""Runs from which on the memory of a comparison is told before a batch begins."""
KILOBYTES = 1.0
"""What a comparison holds of a run, about."""

if TYPE_CHECKING:
    from ...model.scenario.scenario import Scenario
    from ..design.batch import Batch
    from ..execution.executors import Players
    from ..results.folder import Results


def run(
    scenario: options.Scenario,
    strategy: Annotated[str, typer.Option(help="What the hedger does; hedgesim list names all.")] = "hedge",
    seed: options.Seed = None,
    run: Annotated[
        int, typer.Option(metavar="K", help="Number of the run; it is the same as run K of a batch.")
    ] = 0,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
    draw: Annotated[
        int | None, typer.Option(metavar="K", help="Row of --parameters-from.  [default: that of the run]")
    ] = None,
    quarters: options.Quarters = None,
    engine: options.Engine = None,
    plot: options.Plot = None,
    out: options.Out = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Run a scenario once and say what happened."""
    from ...model.scenario.scenario import Scenario
    from ..design.batch import LIMITS, plan_batch
    from ..execution import single_run as one_run
    from ..results.output_paths import check_figure, check_new, make_folder
    from ..tables.sheet import form_of, output

    form = form_of(as_json, as_csv)
    check_number("--run", run, *LIMITS["first run"])
    if plot is not None:
        check_figure(plot)
    spec, settled = Scenario.load(scenario), changes(settings, quarters)
    settled |= drawn(spec, settled, parameters_from, run, draw)
    batch = plan_batch(
        [spec], [strategy], runs=1, first_run=run, seed=1 if seed is None else seed,
        engine=engine or "auto", paths=True, changes=settled,
    )  # fmt: skip
    if out is not None:
        check_new(out)
        make_folder(out)
    tell_notices(batch)
    told = one_run.stored(batch, out, typed()) if out is not None else one_run.played(batch)
    output(form, one_run.plain(told), one_run.sheets(told))
    if out is not None:
        say(f"written to {out}")
    if plot is not None:
        say(f"drawn to {one_run.draw(told, plot)}")


def batch(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Scenarios or folders of them; folders leave out history*."),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Runs of each scenario and strategy.  [default: 20]"),
    ] = None,
    strategies: options.Strategies = None,
    seed: options.Seed = None,
    settings: options.Settings = None,
    parameters_from: options.ParametersFrom = None,
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
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Run scenarios x strategies x runs; compare."""
    from ..compare.comparison import TABLES
    from ..design.batch import alike, sentence
    from ..execution.executors import players
    from ..execution.partial_folder import check_folder
    from ..results.output_paths import make_folder
    from ..tables.sheet import check_table, form_of
    from .parts.batch_request import Asked, folder_for, planned

    form = form_of(as_json, as_csv)
    check_table(form, table, TABLES)
    names = options.names(strategies)
    settled = changes(settings, quarters)
    asked = Asked(paths or [], runs, names, seed, settled, engine, keep_paths, parameters_from)
    plan = planned(asked, resume, out)
    folder = resume or out or folder_for(paths or [])
    check_folder(plan, folder, resume=resume is not None)
    with players(executor, workers) as there:
        make_folder(folder)
        tell_notices(plan)
        for notice in alike(plan):
            say(notice)
        tell_draws(plan)
        say(f"{sentence(plan)}, into {folder}")
        tell_memory(plan, compared=not no_compare)
        results = carried_out(plan, folder, there, resume=resume is not None)
    finish(results, form, table, compared=not no_compare)


def rerun(
    folder: options.Folder,
    check: Annotated[
        bool, typer.Option("--check", help="Compare bit for bit with what the folder holds.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="New folder for the results.  [default: DIR-rerun; none with --check]"
        ),
    ] = None,
    workers: options.Workers = None,
    executor: options.Executor = "local",
) -> None:
    """Make a result folder again from its manifest."""
    import tempfile

    from ..design.batch import sentence
    from ..execution import rerun as repeat
    from ..execution.executors import players
    from ..results.folder import load
    from ..results.manifest import batch_of
    from ..results.output_paths import check_new, make_folder
    from .parts.batch_request import free_folder

    made = load(folder)
    if out is not None:
        check_new(out)
        make_folder(out)
    plan = batch_of(made.manifest, folder)
    for change in repeat.changed_since(made):
        say(change)
    tell_draws(plan)
    say(sentence(plan))
    with tempfile.TemporaryDirectory() as scratch, players(executor, workers) as there:
        where = out or (
            Path(scratch) / "again" if check else free_folder(folder.with_name(f"{folder.name}-rerun"))
        )
        make_folder(where)
        again = carried_out(plan, where, there, resume=False)
        if where.parent != Path(scratch):
            say(f"written to {where}")
        if check:
            typer.echo(repeat.verdict(made, again))


def carried_out(plan: "Batch", folder: Path, there: "Players", *, resume: bool) -> "Results":
    """Run a batch with a progress bar; Ctrl-C and SIGTERM leave a folder to go on with.

    Raises
    ------
    typer.Exit
        With code 130 after Ctrl-C, 143 after SIGTERM.
    """
    from ..execution.runner import run_batch
    from .parts.batch_request import Terminated, stoppable
    from .parts.progress import progress

    try:
        with stoppable(), progress(plan.size) as report:
            return run_batch(
                plan, folder, workers=there.workers, executor=there.executor, resume=resume, report=report,
                command=typed(),
            )  # fmt: skip
    except KeyboardInterrupt as stop:
        say(f"\nstopped; nothing is lost. Go on with: hedgesim batch --resume {folder}")
        raise typer.Exit(143 if isinstance(stop, Terminated) else 130) from None


def finish(results: "Results", form: object, table: str | None, *, compared: bool = True) -> None:
    """Print the comparison of a batch, where it is wanted, and say how it went.

    Raises
    ------
    typer.Exit
        With code 1 if a run failed.
    """
    from ..tables.sheet import Form
    from .comparison import print_comparison
    from .parts.batch_request import comparable

    failed, total = results.manifest["failed"], results.manifest["tables"]["design"]["rows"]
    if compared and failed < total:
        names, left_out = comparable(results)
        for notice in left_out:
            say(notice)
        print_comparison(results, Form(str(form)), table, names, None, brief=True)
    say(f"\nwritten to {results.folder}: {total:,} runs, {failed:,} failed")
    if failed:
        say(f"{failed:,} of {total:,} runs failed; the column error of outcomes.parquet says why")
        raise typer.Exit(1)


def changes(settings: list[str] | None, quarters: int | None) -> dict[str, object]:
    """Values to set, with ``--quarters`` as the horizon."""
    from ...model.errors import InputError
    from ...model.scenario.scenario import parse_settings
    from ...model.scenario.schema import MAX_HORIZON

    found = parse_settings(settings or [])
    if quarters is None:
        return found
    check_number("--quarters", quarters, 1, MAX_HORIZON)
    if "horizon" in found:
        msg = "--quarters and --set horizon: give one of them"
        raise InputError(msg)
    return found | {"horizon": quarters}


def drawn(
    scenario: "Scenario", settled: dict[str, object], file: Path | None, run: int, number: int | None
) -> dict[str, float]:
    """Values that a single run takes from a table of draws, and say so; none without a table.

    Raises
    ------
    InputError
        If a draw is asked for without a table, or one that is not there, or draws do not fit.
    """
    from ...model.errors import InputError
    from ..design.parameter_draws import at_row, drawn_for

    draws = drawn_for(file, scenario.vary(settled), settled)
    if draws is None:
        if number is not None:
            msg = f"--draw {number}: of which table? Name it with --parameters-from FILE"
            raise InputError(msg)
        return {}
    row = at_row(draws, run, number)
    say(f"run {run} takes row {row:,} of {draws.name}, counted from 0")
    return draws.row(row)


def check_number(option: str, number: int, least: int, most: int) -> None:
    """Refuse a number out of its range, by the name of the option as typed.

    Raises
    ------
    InputError
        If it is out of range.
    """
    from ...model.errors import InputError

    if not least <= number <= most:
        msg = f"{option}: found {number}; allowed is {least} to {most}"
        raise InputError(msg)


def tell_notices(plan: "Batch") -> None:
    """Say what a scenario's author or user should know, such as weights that were renormalised."""
    for scenario in plan.scenarios:
        for notice in scenario.notices:
            say(f"{scenario.name}: {notice}")


def tell_memory(plan: "Batch", *, compared: bool) -> None:
    """Say what a comparison will need, where that is much."""
    if compared and plan.size >= MANY:
        size = plan.size * KILOBYTES / 1e6
        say(f"comparing will take about {size:,.0f} GB of memory; --no-compare leaves it out")


def tell_draws(plan: "Batch") -> None:
    """Say which run takes which draw, where there are draws."""
    from ..design.parameter_draws import displaced, told

    if plan.draws is not None:
        for notice in displaced(plan.draws, plan.scenarios):
            say(notice)
        say(told(plan.draws, plan.runs, plan.first_run))


def typed() -> str:
    """Return the command line as typed, the program by its bare name."""
    import shlex

    return shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])


def say(text: str) -> None:
    """Print a line for people, on standard error so that output stays clean."""
    from ...model.text import visible

    typer.echo(visible(text), err=True)

"""The command that plays one run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import command_line, say, say_notices
from .parts.draws import choose_draws, choose_source, print_carried
from .parts.output import check_output

if TYPE_CHECKING:
    from ..design.batch import Batch
    from ..design.parameter_draws import Draws
    from ..execution.single_run import SingleRun


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
        int | None, typer.Option(metavar="K", help="Row of the draws.  [default: that of the run]")
    ] = None,
    point: options.Point = False,
    quarters: options.Quarters = None,
    engine: options.Engine = None,
    plot: options.Plot = None,
    out: options.Out = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Run a scenario once and say what happened."""
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ...model.text import shell_word
    from ..design.batch import ALL, plan_batch
    from ..tables.sheet import View
    from ..tables.single_run import run_sheets, single_run_record
    from ..verdicts.single_run import judge_single_run
    from .parts.batch_request import add_mixes

    form = check_output(as_json, as_csv, plot=plot)
    if strategy == ALL:
        msg = (
            f"--strategy {ALL}: a run plays one strategy; to compare all: hedgesim batch"
            f" {shell_word(scenario)} --strategies {ALL}"
        )
        raise InputError(msg)
    spec, changes = Scenario.load(scenario), parse_settings_and_horizon(settings, quarters)
    draws = choose_draws(choose_source(parameters_from, point), [spec.vary(changes)], changes)
    row = choose_row(draws, run, draw)
    draws = draws if draws is None or row is None else draws.single(row)
    batch = plan_batch(
        add_mixes([spec], [strategy], changes), [strategy], runs=1, first_run=run,
        seed=1 if seed is None else seed, engine=engine or "auto", paths=True, changes=changes, draws=draws,
    )  # fmt: skip
    origin = f"run {run} takes row {row:,} of {draws.name}, counted from 0" if draws is not None else ""
    outcome = play_run(batch, out, origin)
    record, verdict = single_run_record(outcome) | {"draw": row}, judge_single_run(outcome)
    print_carried(form, record, run_sheets(outcome), draws, verdict=verdict, view=View(full=full))
    if out is not None:
        say(f"written to {out}")
    if plot is not None:
        say(f"drawn to {draw_run(outcome, plot)}")


def play_run(batch: "Batch", out: Path | None, origin: str) -> "SingleRun":
    """Play the one run of a batch, and store it in a new folder if there is one to write.

    Where its draw comes from is said once the folder is known to be free.

    Raises
    ------
    InputError
        If the folder is there already, or cannot be written.
    """
    from ..execution import single_run

    if out is not None:
        from ..execution.partial_folder import check_new_folder  # brings pandas along, as all folders do
        from ..results.output_paths import make_folder

        check_new_folder(out)
        make_folder(out)
    if origin:
        say(origin)
    say_notices(batch)
    if out is None:
        return single_run.play_single_run(batch)
    return single_run.store_single_run(batch, out, command_line())


def choose_row(draws: "Draws | None", run: int, number: int | None) -> int | None:
    """Return the row that a run takes: the one asked for, else run mod number of draws; None without draws.

    Raises
    ------
    InputError
        If there is no such draw.
    """
    from ...model.errors import InputError

    if draws is None:
        if number is not None:
            msg = f"--draw {number}: with --point there are no draws; leave one out"
            raise InputError(msg)
        return None
    if number is not None and not 0 <= number < draws.count:
        msg = f"--draw: found {number}; {draws.name} holds rows 0 to {draws.count - 1:,}"
        raise InputError(msg)
    return run % draws.count if number is None else number


def draw_run(t: "SingleRun", path: Path) -> Path:
    """Draw a run and save the figure."""
    from ..plots import draw as plots

    figure = plots.draw_run(t.paths, t.scenario.to_dict(), t.strategy, t.seed, t.run)
    return plots.save(figure, path)

"""The command that plays one run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.batch_session import parse_settings_and_horizon
from .parts.console import command_line, say, say_notices
from .parts.output import check_output

if TYPE_CHECKING:
    from ...model.scenario.scenario import Scenario
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
    from ...model.errors import InputError
    from ...model.scenario.scenario import Scenario
    from ...model.text import shell_word
    from ..design.batch import ALL, plan_batch
    from ..execution import single_run
    from ..execution.partial_folder import check_new_folder
    from ..results.output_paths import make_folder
    from ..tables.sheet import print_output
    from ..tables.single_run import run_sheets, single_run_record
    from .parts.batch_request import add_mixes

    form = check_output(as_json, as_csv, plot=plot)
    if strategy == ALL:
        msg = (
            f"--strategy {ALL}: a run plays one strategy; to compare all: hedgesim batch"
            f" {shell_word(scenario)} --strategies {ALL}"
        )
        raise InputError(msg)
    spec, settled = Scenario.load(scenario), parse_settings_and_horizon(settings, quarters)
    settled |= take_draw(spec, settled, parameters_from, run, draw)
    batch = plan_batch(
        add_mixes([spec], [strategy], settled), [strategy], runs=1, first_run=run,
        seed=1 if seed is None else seed, engine=engine or "auto", paths=True, changes=settled,
    )  # fmt: skip
    if out is not None:
        check_new_folder(out)
        make_folder(out)
    say_notices(batch)
    told = (
        single_run.store_single_run(batch, out, command_line())
        if out is not None
        else single_run.play_single_run(batch)
    )
    print_output(form, single_run_record(told), run_sheets(told))
    if out is not None:
        say(f"written to {out}")
    if plot is not None:
        say(f"drawn to {draw_run(told, plot)}")


def take_draw(
    scenario: "Scenario", settled: dict[str, object], file: Path | None, run: int, number: int | None
) -> dict[str, float]:
    """Return the values by path that a single run takes from a table of draws, and print which row it is.

    The mapping is empty without a table.

    Raises
    ------
    InputError
        If ``--draw`` is given without a table or is no row of it, or the draws do not fit the scenario.
    """
    from ...model.errors import InputError
    from ..design.columns import opening_columns
    from ..design.parameter_draws import choose_row, read_draws_for

    draws = read_draws_for(file, scenario.vary(settled), settled)
    if draws is None:
        if number is not None:
            msg = f"--draw {number}: of which table? Name it with --parameters-from FILE"
            raise InputError(msg)
        return {}
    row = choose_row(draws, run, number)
    for notice in draws.notices:
        say(notice)
    say(f"run {run} takes row {row:,} of {draws.name}, counted from 0")
    opened = opening_columns(scenario.vary(settled), draws.columns)
    return draws.row(row) | {path: float(values[row]) for path, values in opened.items()}


def draw_run(t: "SingleRun", path: Path) -> Path:
    """Draw a run and save the figure."""
    from ..plots import draw as plots

    figure = plots.draw_run(t.paths, t.scenario.to_dict(), t.strategy, t.seed, t.run)
    return plots.save(figure, path)

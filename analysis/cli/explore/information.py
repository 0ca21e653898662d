"""The command that says what would be most worth knowing."""

from typing import Annotated

import typer

from ..parts import options
from ..parts.console import say
from ..parts.draws import print_folder
from ..parts.output import check_output


def voi(
    folder: options.Folder,
    pairs: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, max=50, help="Pairs of inputs that are most worth knowing together."
        ),
    ] = 0,
    runs: options.Runs = 8,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random numbers.  [default: as in DIR]")
    ] = None,
    workers: options.Workers = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    table: options.Table = None,
) -> None:
    """Say what would be most worth knowing before committing to a mix."""
    from ...explore.information.information import (
        compute_information,
        describe_information,
        list_subject,
        plan_steps,
    )
    from ...explore.information.result import TABLES
    from ...results.folder import load
    from ...tables.explore.information import information_sheets
    from ...tables.sheet import View
    from ...verdicts.explore.information import judge_information
    from ..parts.progress import steps_progress

    form = check_output(as_json, as_csv, table, TABLES, plot)
    results = load(folder)
    subject = list_subject(results, runs, seed)
    say(describe_information(subject, workers))
    with steps_progress(plan_steps(subject, pairs)) as report:
        found = compute_information(subject, pairs, workers, report)
    scenario = results.manifest["scenarios"][found.scenario]
    answer, view = judge_information(found, scenario["labels"]), View(top, full)
    sheets = information_sheets(found, scenario["labels"])
    print_folder(results, form, found.to_plain_data(), sheets, table, verdict=answer, view=view)
    if plot is not None:
        from ...plots.information import draw
        from ...plots.parts.page import save_figure

        say(f"drawn to {save_figure(draw(found, scenario), plot)}")

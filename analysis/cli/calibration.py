"""The command that fits parameters to observations."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .parts import options
from .parts.console import command_line, say
from .parts.output import check_output

if TYPE_CHECKING:
    from ..calibration.fit import Calibration

Histories = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO...", help="Histories such as belarus/history; several share parameters."
    ),
]
Observations = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Table of series, year, value, or of dated events.  [default: observations.csv beside it]",
    ),
]

Series = Annotated[
    list[str] | None,
    typer.Option(metavar="WORD", help="Only series that begin so; repeatable.  [default: all]"),
]


def calibrate(
    scenarios: Histories,
    out: Annotated[Path, typer.Option(metavar="DIR", help="New folder for chains and results.")],
    observations: Observations = None,
    until: Annotated[int, typer.Option(metavar="YEAR", help="Last year that counts.")] = 2016,
    parameters: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY[=LO:HI]", help="What to fit; repeatable.  [default: all of priors.csv]"),
    ] = None,
    series: Series = None,
    learnt_from: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draws of another calibration, to take as prior.")
    ] = None,
    steps: Annotated[int, typer.Option(metavar="N", min=60, help="Steps of each of four chains.")] = 1500,
    runs: Annotated[int, typer.Option(metavar="R", min=1, help="Runs that a reading is the mean of.")] = 8,
    draws: Annotated[int, typer.Option(metavar="N", min=20, help="Posterior draws to write.")] = 1000,
    seed: options.Seed = None,
    workers: options.Workers = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the chains in the folder.")] = False,
    top: options.Top = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Fit parameters to what happened, with their uncertainty."""
    from ...model.scenario.scenario import Scenario
    from ..calibration import folder
    from ..calibration.fit import calibrate as fit
    from ..calibration.fit import join_history_names
    from ..calibration.histories import choose_prior, describe_prior, read_histories
    from ..calibration.problem import check_years
    from ..design.parameter_draws import read_draws
    from ..execution.interrupt import handle_signals
    from ..execution.local import count_cores
    from ..results.json_values import table_records
    from ..tables.calibration import chains_sheet, parameter_sheet
    from ..tables.output import print_output
    from ..tables.sheet import View
    from ..verdicts.calibration import judge_calibration
    from .parts.progress import steps_progress

    form = check_output(as_json, as_csv)
    histories = read_histories([Scenario.load(s) for s in scenarios], observations, series)
    earlier = None if learnt_from is None else read_draws(learnt_from)
    for notice in earlier.notices if earlier else ():
        say(notice)
    prior = choose_prior(parameters, list(histories), earlier.table() if earlier else None)
    check_years(histories, until)
    key = 1 if seed is None else seed
    settings = {"until": until, "runs": runs, "seed": key, "steps": steps, "draws": draws}
    request = folder.describe_request(histories, prior, settings)
    go_on = command_line() + ("" if resume else " --resume")

    def describe_stop() -> str:
        return f"\nstopped; {folder.describe_state(out)}. Go on with: {go_on}"

    with folder.hold_calibration(out, request, resume=resume):
        say(describe_prior(histories, prior, until, steps))
        with handle_signals(describe_stop) as interruption:
            try:
                with steps_progress(4 * steps) as stepped:
                    found = fit(
                        histories, prior, out, until=until, runs=runs, steps=steps, draws=draws, seed=key,
                        workers=workers or count_cores(), stepped=stepped,
                    )  # fmt: skip
            except KeyboardInterrupt:
                interruption.say_hint()
                raise typer.Exit(interruption.code) from None
        folder.write_tables(out, found.summary, found.posterior, {s.name: o for s, o in histories.items()})
        title = f"Calibrated on {found.name}"
        draw_posterior(out, found, title)
    names = join_history_names([history.name for history in histories])
    sheets = [parameter_sheet(found.summary, title), chains_sheet(found.summary)]
    data, verdict = {"parameters": table_records(found.summary)}, judge_calibration(found.summary, names)
    print_output(form, data, sheets, verdict=verdict, view=View(top, full))
    say(f"{len(found.posterior):,} draws: {out / folder.POSTERIOR}; figures: posterior.png, corner.png")


def draw_posterior(out: Path, found: "Calibration", title: str) -> None:
    """Draw both figures of a posterior into its folder."""
    from ..plots.parts.page import save_figure
    from ..plots.posterior import draw_pairs

    caption = f"{len(found.posterior):,} of the draws, {found.problem.runs} runs a reading."
    save_figure(found.plot(title, caption), out / "posterior.png")
    save_figure(draw_pairs(found.summary, found.posterior, title), out / "corner.png")

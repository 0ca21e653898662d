"""Commands that hold the model against what happened: calibrate and hindcast."""

from pathlib import Path
from typing import Annotated

import typer

from . import options
from .commands_run import say

Histories = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO...", help="Histories such as belarus/history; several share parameters."
    ),
]
Observations = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Table of series, year, value.  [default: observations.csv beside it]"),
]


def calibrate(
    scenarios: Histories,
    out: Annotated[Path, typer.Option(metavar="DIR", help="New folder for chains and results.")],
    observations: Observations = None,
    until: Annotated[int, typer.Option(metavar="YEAR", help="Last year that counts.")] = 2016,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY[=LO:HI]", help="What to fit; repeatable.  [default: what history can inform]"
        ),
    ] = None,
    prior: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draws of an earlier calibration, as prior.")
    ] = None,
    steps: Annotated[int, typer.Option(metavar="N", min=60, help="Steps of each of four chains.")] = 1500,
    runs: Annotated[int, typer.Option(metavar="R", min=1, help="Runs that a reading is the mean of.")] = 8,
    draws: Annotated[int, typer.Option(metavar="N", min=20, help="Posterior draws to write.")] = 1000,
    seed: options.Seed = None,
    workers: options.Workers = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the chains in the folder.")] = False,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Fit parameters to what happened, with their uncertainty."""
    from ..model.scenario import Scenario
    from .calibration import folder
    from .calibration.calibrate import calibrate as fit
    from .calibration.histories import histories_of, prior_of, prior_words
    from .calibration.sheets import parameter_sheet
    from .progress import steps_progress
    from .tables import form_of, output, records
    from .workers import cores

    form = form_of(as_json, as_csv)
    histories = histories_of([Scenario.load(s) for s in scenarios], observations)
    wanted = prior_of(parameters, list(histories), prior)
    key = 1 if seed is None else seed
    settings = {"until": until, "runs": runs, "seed": key, "steps": steps, "draws": draws}
    folder.claim(out, folder.asked(histories, wanted, settings), resume=resume)
    say(prior_words(histories, wanted, until, steps))
    with steps_progress(4 * steps) as stepped:
        found = fit(
            histories, wanted, out, until=until, runs=runs, steps=steps, draws=draws, seed=key,
            workers=workers or cores(), stepped=stepped,
        )  # fmt: skip
    folder.write_tables(out, found.summary, found.posterior, {s.name: o for s, o in histories.items()})
    title = f"Calibrated on {', '.join(s.name for s in histories)} until {until}"
    output(form, {"parameters": records(found.summary)}, [parameter_sheet(found.summary, title)])
    say(f"{len(found.posterior):,} draws: {out / folder.POSTERIOR}")

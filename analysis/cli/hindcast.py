"""The command that forecasts years that were held back, and scores the forecasts."""

from pathlib import Path
from typing import Annotated

import typer

from .calibration import Observations, Series
from .parts import options
from .parts.console import say
from .parts.output import check_output


def hindcast(
    scenario: options.Scenario,
    parameters_from: Annotated[
        Path, typer.Option(metavar="FILE", help="Draws: posterior.csv of a calibration.")
    ],
    first: Annotated[int, typer.Option("--from", metavar="YEAR", help="First year forecast.")],
    last: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", help="Last year forecast.  [default: the last observed]"),
    ] = None,
    observations: Observations = None,
    series: Series = None,
    runs: Annotated[int, typer.Option(metavar="R", min=1, help="Runs that a reading is the mean of.")] = 8,
    seed: options.Seed = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Fan charts: .png, .svg or .pdf.")] = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Forecast years that were held back, and score the forecasts."""
    from ...model.scenario.scenario import Scenario
    from ..calibration.histories import read_draws_for_forecast, read_forecast_observations
    from ..forecast.hindcast import hindcast as forecast
    from ..results.json_values import table_records
    from ..tables.hindcast import score_sheet
    from ..tables.sheet import print_output

    form = check_output(as_json, as_csv, plot=plot)
    spec = Scenario.load(scenario)
    known, table = read_forecast_observations(spec, observations, series)
    wanted, draws, note = read_draws_for_forecast(parameters_from, spec, first)
    say(note)
    key = 1 if seed is None else seed
    found = forecast(spec, known, wanted, draws, first=first, last=last, runs=runs, seed=key, table=table)
    title = f"Forecasts of {spec.name} from {first} on"
    print_output(form, {"scores": table_records(found.scores)}, [score_sheet(found.scores, title, first)])
    if plot is not None:
        from ..plots.parts.page import save_figure

        caption = (
            f"{spec.name}, {len(draws):,} draws of {parameters_from.name}; years before {first} are known."
        )
        save_figure(found.plot(title, caption), plot)

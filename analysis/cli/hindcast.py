"""The command that forecasts years that were held back, and scores the forecasts."""

from pathlib import Path
from typing import Annotated

import typer

from .calibration import Observations, Series
from .parts import options
from .parts.console import say
from .parts.output import check_output

TABLES = ("scores", "rivals", "lambda")


def hindcast(
    scenario: options.Scenario,
    first: Annotated[int, typer.Option("--from", metavar="YEAR", help="First year forecast.")],
    parameters_from: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",  # not options.ParametersFrom: every draw is played here, none by the run's number
            help="Draws, such as posterior.csv of a calibration.  [default: the case's ensemble]",
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", help="Last year forecast.  [default: the last observed]"),
    ] = None,
    observations: Observations = None,
    series: Series = None,
    runs: Annotated[int, typer.Option(metavar="R", min=1, help="Runs that a reading is the mean of.")] = 8,
    seed: options.Seed = None,
    plot: options.Plot = None,
    top: options.Top = None,
    full: options.Full = False,
    table: options.Table = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
) -> None:
    """Forecast years that were held back, and say by how much that beats naive forecasts."""
    from ...model.scenario.scenario import Scenario
    from ..calibration.histories import read_draws_for_forecast, read_forecast_observations
    from ..design.batch import SEED
    from ..ensembles.default import find_draws_for
    from ..forecast.hindcast import hindcast as forecast
    from ..results.json_values import table_records
    from ..tables.hindcast import hindcast_sheets, tabulate_data
    from ..tables.output import print_output
    from ..tables.sheet import View
    from ..verdicts.hindcast import judge_hindcast

    form = check_output(as_json, as_csv, table, TABLES, plot)
    spec = Scenario.load(scenario)
    known, place = read_forecast_observations(spec, observations, series)
    if parameters_from is None:
        draws, note = find_draws_for(spec), ""
    else:
        draws, note = read_draws_for_forecast(parameters_from, spec, first)
    say(note or f"{draws.count:,} draws of {draws.name}")
    key = SEED if seed is None else seed
    found = forecast(spec, known, draws, first=first, last=last, runs=runs, seed=key, table=place)
    data = {name: table_records(frame) for name, frame in tabulate_data(found).items()}
    verdict, view = judge_hindcast(found), View(top, full)
    print_output(form, data, hindcast_sheets(found), table, verdict=verdict, view=view)
    if plot is not None:
        from ..plots.parts.page import save_figure

        caption = f"{spec.name}, draws of {draws.name}; years before {first} are known."
        save_figure(found.plot(f"Forecasts of {spec.name} from {first} on", caption), plot)

"""What a notebook asks of the past: observations, a calibration, the shipped draws, forecasts."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from ...model.scenario.scenario import Scenario
from ..calibration import fit as fits
from ..calibration import folder as place
from ..calibration.diagnostics import summarise_draws
from ..calibration.histories import histories_of, prior_from_draws, prior_of, read_forecast_observations
from ..calibration.posterior import Posterior
from ..design.arguments import Names, file_named, list_names, load_scenario, load_scenarios
from ..design.parameter_draws import Draws, match_draws, read_draws
from ..execution.local import count_cores
from ..forecast.hindcast import Hindcast
from ..forecast.hindcast import hindcast as forecast

Given = Posterior | Draws | str | Path


def observed(
    scenario: Scenario | str, observations: str | Path | None = None, series: str | Names | None = None
) -> pd.DataFrame:
    """Return what was observed of a history, in the model's units.

    Parameters
    ----------
    scenario : Scenario or str
        A history, such as ``belarus/history``.
    observations : str or Path, optional
        A table of series, year and value; that beside the scenario where none is named.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.

    Returns
    -------
    DataFrame
        A row a year, a column a series; NaN where nothing was observed.

    Raises
    ------
    InputError
        If there are no observations, or no such series.
    """
    found, _ = read_forecast_observations(load_scenario(scenario), path_of(observations), list_names(series))
    columns = {s.about.name: pd.Series(s.values, index=s.years) for s in found}
    return pd.DataFrame(columns).sort_index().rename_axis("year")


def calibrate(
    scenarios: Scenario | str | Sequence[Scenario | str],
    observations: str | Path | None = None,
    *,
    until: int = 2016,
    parameters: str | Names | None = None,
    series: str | Names | None = None,
    learnt_from: Given | None = None,
    steps: int = 1500,
    runs: int = 8,
    draws: int = 1000,
    seed: int = 1,
    folder: str | Path | None = None,
    workers: int | None = None,
) -> fits.Calibration:
    """Fit parameters to what happened, as ``hedgesim calibrate`` does.

    Parameters
    ----------
    scenarios : Scenario, str or sequence of them
        Histories; several share the parameters.
    observations : str or Path, optional
        A table of series, year and value; that beside each history where none is named.
    until : int
        Last year that counts.
    parameters : str or sequence of str, optional
        What to fit, ``KEY`` or ``KEY=LO:HI``; all of ``priors.csv`` where nothing is named.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.
    learnt_from : Posterior, Draws, str or Path, optional
        Draws of an earlier calibration, to take as prior.
    steps : int
        Steps of each of four chains.
    runs, draws, seed : int
        Runs that a reading is the mean of, posterior draws to give, and the seed of everything.
    folder : str or Path, optional
        A new folder that keeps chains and results; nothing is kept where none is named.
    workers : int, optional
        Chains that play at the same time; as many as there are cores where not given.

    Raises
    ------
    InputError
        With everything that is wrong with what was asked for.
    """
    histories = histories_of(list(load_scenarios(scenarios)), path_of(observations), list_names(series))
    earlier = None if learnt_from is None else table_of(learnt_from)
    prior = prior_of(list_names(parameters), list(histories), earlier)
    settings = {"until": until, "runs": runs, "seed": seed, "steps": steps, "draws": draws}
    with TemporaryDirectory() as scratch:
        kept = Path(scratch) if folder is None else Path(folder)
        if folder is not None:
            place.claim_folder(kept, place.describe_request(histories, prior, settings), resume=False)
        found = fits.calibrate(
            histories, prior, kept, until=until, runs=runs, steps=steps, draws=draws, seed=seed,
            workers=workers or count_cores(),
        )  # fmt: skip
        if folder is not None:
            place.write_tables(
                kept, found.summary, found.posterior, {s.name: o for s, o in histories.items()}
            )
    return found


def posterior(
    draws: Given, scenarios: Scenario | str | Sequence[Scenario | str], *, learnt_from: Given | None = None
) -> Posterior:
    """Return draws of a calibration that was made before, compared with the prior that it began with.

    Parameters
    ----------
    draws : str, Path or Draws
        A file of draws, such as the shipped ``belarus/posterior.csv``, or draws that were read.
    scenarios : Scenario, str or sequence of them
        The histories that were fitted, beside which the priors stand.
    learnt_from : str, Path, Draws or Posterior, optional
        Draws that were its prior, such as ``world/posterior.csv`` for Belarus.

    Raises
    ------
    InputError
        If draws cannot be read, or are of something that no history has.
    """
    histories = list(load_scenarios(scenarios))
    table = table_of(draws)
    earlier = None if learnt_from is None else table_of(learnt_from)
    prior = prior_of([str(c) for c in table], histories, earlier)
    names = fits.join_history_names([s.name for s in histories])
    return Posterior(prior, summarise_draws(prior, table.to_numpy(float), 1), table, names)


def hindcast(
    scenario: Scenario | str,
    draws: Given,
    first: int,
    last: int | None = None,
    *,
    observations: str | Path | None = None,
    series: str | Names | None = None,
    runs: int = 8,
    seed: int = 1,
) -> Hindcast:
    """Forecast years that are held back and score the forecasts, as ``hedgesim hindcast`` does.

    Parameters
    ----------
    scenario : Scenario or str
        A history that goes on through the years forecast.
    draws : Posterior, Draws, str or Path
        Parameters: a calibration, draws, or a file of them. They must not have seen the years forecast.
    first, last : int
        First and last year forecast; the last observed where none is named.
    observations : str or Path, optional
        A table whose years count before those of the table beside the scenario.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.
    runs, seed : int
        As the parameters were calibrated.

    Raises
    ------
    InputError
        If draws or observations do not go with the scenario, or nothing is known before the first year or
        observed from then on.
    """
    spec = load_scenario(scenario)
    known, table = read_forecast_observations(spec, path_of(observations), list_names(series))
    taken = match_draws(draws_of(draws), [spec], (), ())
    points = pd.DataFrame(taken.columns)
    return forecast(
        spec, known, prior_from_draws(points), points.to_numpy(float),
        first=first, last=last, runs=runs, seed=seed, table=table,
    )  # fmt: skip


def draws_of(source: Given) -> Draws:
    """Return draws, read where a file is named."""
    if isinstance(source, Posterior):
        return source.draws
    return source if isinstance(source, Draws) else read_draws(source)


def table_of(source: Given) -> pd.DataFrame:
    """Return draws as a table, a column a parameter."""
    return pd.DataFrame({path: np.asarray(values) for path, values in draws_of(source).columns.items()})


def path_of(name: str | Path | None) -> Path | None:
    """Return a file that is named, or one of a built-in case."""
    return None if name is None else file_named(name)

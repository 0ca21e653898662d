"""Notebook functions on the past: observations, calibrations, stored posteriors, forecasts."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from ..calibration import fit as fits
from ..calibration import folder as place
from ..calibration.diagnostics import summarise_draws
from ..calibration.histories import choose_prior, read_forecast_observations, read_histories
from ..calibration.posterior import Posterior
from ..design.arguments import Names, file_named, list_names, load_scenario, load_scenarios
from ..design.parameter_draws import Draws, read_draws
from ..execution.local import count_cores
from ..forecast.hindcast import Hindcast
from ..forecast.hindcast import hindcast as forecast

DrawSource = Posterior | Draws | str | Path
"""Draws, or the folder or table to read them from."""


@normalise_arguments
def observed(
    scenario: Scenario | str, observations: str | Path | None = None, series: str | Names | None = None
) -> pd.DataFrame:
    """Return the observations of a history, in the model's units.

    Parameters
    ----------
    scenario : Scenario or str
        A history, such as ``belarus/history``.
    observations : str or Path, optional
        A table of series, year and value, whose values replace those of the table beside the scenario; by
        default that table alone.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.

    Returns
    -------
    DataFrame
        One row per year, one column per series; NaN where nothing was observed.

    Raises
    ------
    InputError
        If there are no observations, or no such series.
    """
    found, _ = read_forecast_observations(
        load_scenario(scenario), find_path(observations), list_names(series)
    )
    columns = {s.about.name: pd.Series(s.values, index=s.years) for s in found}
    return pd.DataFrame(columns).sort_index().rename_axis("year")


@normalise_arguments
def calibrate(
    scenarios: Scenario | str | Sequence[Scenario | str],
    observations: str | Path | None = None,
    *,
    until: int = 2016,
    parameters: str | Names | None = None,
    series: str | Names | None = None,
    learnt_from: DrawSource | None = None,
    steps: int = 1500,
    runs: int = 8,
    draws: int = 1000,
    seed: int = 1,
    folder: str | Path | None = None,
    workers: int | None = None,
) -> fits.Calibration:
    """Fit parameters to observations, as ``hedgesim calibrate`` does.

    Parameters
    ----------
    scenarios : Scenario, str or sequence of them
        Histories; several share the parameters.
    observations : str or Path, optional
        A table of series, year and value; by default the one beside each history.
    until : int
        Last year whose observations are used.
    parameters : str or sequence of str, optional
        Parameters to fit, ``KEY`` or ``KEY=LO:HI``; by default all of ``priors.csv``.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.
    learnt_from : Posterior, Draws, str or Path, optional
        Draws of an earlier calibration, used as prior.
    steps : int
        Steps of each of four chains.
    runs, draws, seed : int
        Number of runs that a reading is the mean of, number of posterior draws, and the seed of everything.
    folder : str or Path, optional
        A new folder for chains and results; by default nothing is stored.
    workers : int, optional
        Number of chains run at the same time; by default the number of cores.

    Raises
    ------
    InputError
        With every fault of the arguments.
    """
    histories = read_histories(list(load_scenarios(scenarios)), find_path(observations), list_names(series))
    earlier = None if learnt_from is None else load_table(learnt_from)
    prior = choose_prior(list_names(parameters), list(histories), earlier)
    settings = {"until": until, "runs": runs, "seed": seed, "steps": steps, "draws": draws}
    request = place.describe_request(histories, prior, settings)
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        kept = Path(scratch) if folder is None else Path(folder)
        if folder is not None:
            stack.enter_context(place.hold_calibration(kept, request, resume=False))
        found = fits.calibrate(
            histories, prior, kept, until=until, runs=runs, steps=steps, draws=draws, seed=seed,
            workers=workers or count_cores(),
        )  # fmt: skip
        if folder is not None:
            place.write_tables(
                kept, found.summary, found.posterior, {s.name: o for s, o in histories.items()}
            )
    return found


@normalise_arguments
def posterior(
    draws: DrawSource,
    scenarios: Scenario | str | Sequence[Scenario | str],
    *,
    learnt_from: DrawSource | None = None,
) -> Posterior:
    """Return draws of an earlier calibration, with a summary that compares them with its prior.

    Parameters
    ----------
    draws : str, Path, Draws or Posterior
        A file of draws, such as the shipped ``world/posterior.csv``, or draws that were read.
    scenarios : Scenario, str or sequence of them
        The histories of the calibration, beside which the priors are stored.
    learnt_from : str, Path, Draws or Posterior, optional
        Draws that were its prior, such as ``world/posterior.csv`` for Belarus.

    Raises
    ------
    InputError
        If draws cannot be read, or are of a parameter that no history has.
    """
    histories = list(load_scenarios(scenarios))
    table = load_table(draws)
    earlier = None if learnt_from is None else load_table(learnt_from)
    prior = choose_prior([str(c) for c in table], histories, earlier)
    names = fits.join_history_names([s.name for s in histories])
    return Posterior(prior, summarise_draws(prior, table.to_numpy(float), 1), table, names)


@normalise_arguments
def hindcast(
    scenario: Scenario | str,
    draws: DrawSource,
    first: int,
    last: int | None = None,
    *,
    observations: str | Path | None = None,
    series: str | Names | None = None,
    runs: int = 8,
    seed: int = 1,
) -> Hindcast:
    """Forecast years that were held back and score the forecasts, as ``hedgesim hindcast`` does.

    Parameters
    ----------
    scenario : Scenario or str
        A history that covers the years forecast.
    draws : Posterior, Draws, str or Path
        Draws of parameters: a calibration, draws, or a file of them. They must not be fitted to observations
        of the years forecast.
    first, last : int
        First and last year forecast; by default the last observed.
    observations : str or Path, optional
        A table whose values replace those of the table beside the scenario.
    series : str or sequence of str, optional
        Only series whose names begin with one of these.
    runs, seed : int
        Number of runs that a reading is the mean of, and the seed; use those of the calibration.

    Raises
    ------
    InputError
        If draws or observations do not fit the scenario, nothing is known before the first year, or nothing
        is observed from then on.
    """
    spec = load_scenario(scenario)
    known, table = read_forecast_observations(spec, find_path(observations), list_names(series))
    return forecast(spec, known, load_draws(draws), first=first, last=last, runs=runs, seed=seed, table=table)


def load_draws(source: DrawSource) -> Draws:
    """Return draws; read them if a file is named."""
    if isinstance(source, Posterior):
        return source.draws
    return source if isinstance(source, Draws) else read_draws(source)


def load_table(source: DrawSource) -> pd.DataFrame:
    """Return draws as a table with one row per draw and one column per parameter."""
    return load_draws(source).table()


def find_path(name: str | Path | None) -> Path | None:
    """Return the path of a named file, which may be of a built-in case; None without a name."""
    return None if name is None else file_named(name)

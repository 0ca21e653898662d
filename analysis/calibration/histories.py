"""From options of the command line to the inputs of a calibration: observed histories and a prior."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.scenario.files import read_chain
from ...model.scenario.scenario import Scenario
from ..design.arguments import file_named
from ..design.axis import list_keys
from ..design.fit_record import NAME, read_record
from ..design.parameter_draws import Draws, match_draws, read_draws
from .observations import Series, find_observations, read_observations, require_known
from .prior import Prior, parse_prior, read_priors
from .problem import count_evidence

Numbers = NDArray[np.float64]

PRIORS = "priors.csv"
PAIRED = ("rivalry", "volatile", "overlap")
"""First words of what a pair of patrons has."""


def read_histories(
    scenarios: Sequence[Scenario], observations: Path | None, only: Sequence[str] | None = None
) -> dict[Scenario, tuple[Series, ...]]:
    """Read the observations of each scenario.

    Raises
    ------
    InputError
        If one file is named for several scenarios, a scenario is named twice, or observations are missing.
    """
    names = [s.name for s in scenarios]
    twice = [n for n in dict.fromkeys(names) if names.count(n) > 1]
    if twice:
        msg = f"scenario {', '.join(twice)} is given twice"
        raise InputError(msg)
    if observations is not None and len(scenarios) > 1:
        msg = f"--observations {observations}: one file for {len(scenarios)} scenarios; leave it out"
        raise InputError(msg)
    tables = {
        s: find_observations(s) if observations is None else file_named(observations) for s in scenarios
    }
    return {s: filter_series(read_observations(table, s), only) for s, table in tables.items()}


def filter_series(series: tuple[Series, ...], only: Sequence[str] | None) -> tuple[Series, ...]:
    """Return the series whose names begin with one of the given words; all series if no word is given.

    Raises
    ------
    InputError
        If no name begins with a word; names all series.
    """
    names = [s.about.name for s in series]
    unknown = [word for word in only or () if not any(n.startswith(word) for n in names)]
    if unknown:
        raise InputError(*(f"--series {w}: begins no series; there are {', '.join(names)}" for w in unknown))
    return tuple(s for s in series if not only or s.about.name.startswith(tuple(only)))


def choose_prior(
    paths: Sequence[str] | None, scenarios: Sequence[Scenario], earlier: pd.DataFrame | None
) -> Prior:
    """Build the prior of the named parameters, by default of all in the priors.csv of the first scenario.

    Draws of an earlier calibration replace the prior of its parameters, see :func:`~.prior.parse_prior`.

    Raises
    ------
    InputError
        With every fault of ``paths``, or if neither ``paths`` nor a priors.csv names parameters.
    """
    known = read_priors(place) if (place := priors_beside(scenarios)) is not None else {}
    if not paths and not known:
        msg = f"{scenarios[0].name}: no priors.csv beside it; name what to fit with --parameters KEY=LO:HI"
        raise InputError(msg)
    there = {path for s in scenarios for path in list_keys(s)}
    inputs = paths or [path for path in known if path in there]
    return parse_prior(inputs, scenarios, known, earlier)


def priors_beside(scenarios: Sequence[Scenario]) -> Path | None:
    """Return the path of priors.csv in the first scenario's folder, or else beside a file that it extends."""
    for document in reversed(read_chain(scenarios[0].name)):
        if document.path is not None and (place := document.path.with_name(PRIORS)).is_file():
            return place
    return None


def describe_prior(
    histories: Mapping[Scenario, Sequence[Series]], chosen: Prior, until: int, steps: int
) -> str:
    """Describe the size of a calibration: parameters, histories, observations, chains and steps."""
    from .mcmc import CHAINS  # brings the sampler along, which nothing else here needs

    counted = sum(len(count_evidence(s, until).years) for series in histories.values() for s in series)
    states = "1 history" if len(histories) == 1 else f"{len(histories)} histories"
    size = f"{len(chosen.paths)} parameters, {states}, {counted} observations until {until}"
    return f"{size}, {CHAINS} chains x {steps:,} steps"


def read_forecast_observations(
    scenario: Scenario, observations: Path | None, only: Sequence[str] | None = None
) -> tuple[tuple[Series, ...], Path | None]:
    """Read observations for a forecast: those beside the scenario, and a given file, which takes precedence.

    Returns
    -------
    tuple of Series, Path or None
        The series, and the path of the table beside the scenario (or of the given file if there is none).

    Raises
    ------
    InputError
        If there are no observations.
    """
    if observations is None:
        own = find_observations(scenario)
        return filter_series(read_observations(own, scenario), only), own
    observations = file_named(observations)
    require_known(observations, scenario)
    try:
        own = find_observations(scenario)
    except InputError:
        return filter_series(read_observations(observations, scenario), only), observations
    return filter_series(read_observations(observations, scenario, own), only), own


def read_draws_for_forecast(path: Path, scenario: Scenario, first: int) -> tuple[Draws, str]:
    """Read draws of parameters from a file, without the columns that are of other cases.

    Returns
    -------
    Draws, str
        The draws, and a note on what was left out and on the calibration that they come from.

    Raises
    ------
    InputError
        If the file cannot be read, or a column is a parameter of no case.
    """
    read = read_draws(path)
    foreign = [name for name in read.columns if is_foreign(name, scenario)]
    columns = {name: values for name, values in read.columns.items() if name not in foreign}
    draws = match_draws(replace(read, columns=columns), [scenario], (), ())
    record = file_named(path).with_name(NAME)
    note = f"{draws.count:,} draws of {path}{describe_training(record, scenario, first)}"
    less = f"note: {scenario.name} has no {', '.join(foreign)}: left out" if foreign else ""
    return draws, "\n".join(line for line in (*draws.notices, note, less) if line)


def is_foreign(path: str, scenario: Scenario) -> bool:
    """Return whether a path is of an event or a patron that a scenario does not have, but others may."""
    parts = path.split(".")
    if path in list_keys(scenario):
        return False
    own = set(scenario.patrons)
    ids = {id_ for k, part in enumerate(parts[:-1]) if part == "patrons" for id_ in [parts[k + 1]]}
    pair = set(parts[1].split("-")) if parts[0] in PAIRED and len(parts) == 2 else set()
    return parts[0] == "events" or bool((ids | pair) - own)


def describe_training(place: Path, scenario: Scenario, first: int) -> str:
    """Describe what data the draws of a folder were fitted to and warn if the forecast is no fair test."""
    if not place.is_file():
        return ""
    record = read_record(place)
    until, names = record.get("until"), list(record.get("scenarios") or {})
    if not isinstance(until, int):
        msg = f"{place}: until: found {until!r}; expected the last year of a calibration"
        raise InputError(msg)
    text = f", calibrated until {until}"
    if until >= first:
        text += ": they have seen what is forecast, so this is no test"
    if state_folder(scenario.name) not in map(state_folder, names):
        text += (
            f"\nnote: fitted to {join_names(names)}, not to {scenario.name}: what they say of it is borrowed"
        )
    return text


def state_folder(name: str) -> str:
    """Return the folder part of a scenario's name, which stands for one state; or the name if it has none."""
    return name.rpartition("/")[0] or name


def join_names(names: Sequence[str]) -> str:
    """Join the first three names and state how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}" if names else "nothing"

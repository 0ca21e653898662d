"""What a command line asks a calibration for: histories with their observations, and a prior."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.scenario import Scenario
from ..axes import keys_of
from ..points_file import read_points, read_table
from .calibrate import INFORMED_BY_HISTORY
from .chains import CHAINS
from .folder import NAME
from .observed import Series, beside, read_observations
from .prior import Prior, prior
from .problem import counting

Numbers = NDArray[np.float64]


def histories_of(
    scenarios: Sequence[Scenario], observations: Path | None
) -> dict[Scenario, tuple[Series, ...]]:
    """Scenarios with their observations.

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
    return {s: read_observations(observations or beside(s), s) for s in scenarios}


def prior_of(wanted: Sequence[str] | None, scenarios: Sequence[Scenario], earlier: Path | None) -> Prior:
    """The prior that options ask for; by default of all that history can inform and a scenario has.

    Raises
    ------
    InputError
        With every fault of the options.
    """
    if not wanted:
        known = {path for s in scenarios for path in keys_of(s)}
        wanted = [text for text in INFORMED_BY_HISTORY if text.partition("=")[0] in known]
    return prior(wanted, scenarios, read_table(earlier) if earlier is not None else None)


def prior_words(histories: Mapping[Scenario, Sequence[Series]], wanted: Prior, until: int, steps: int) -> str:
    """What a calibration will do."""
    counted = sum(len(counting(s, until).years) for series in histories.values() for s in series)
    states = "1 history" if len(histories) == 1 else f"{len(histories)} histories"
    asked = f"{len(wanted.paths)} parameters, {states}, {counted} observations until {until}"
    return f"{asked}, {CHAINS} chains x {steps:,} steps"


def observed_for(scenario: Scenario, observations: Path | None) -> tuple[tuple[Series, ...], Path | None]:
    """Observations for a forecast: those beside the scenario, and a file's, which count where both have one.

    Returns
    -------
    tuple of Series, Path or None
        The series, and the table that lies beside the scenario.

    Raises
    ------
    InputError
        If there are none.
    """
    if observations is None:
        own = beside(scenario)
        return read_observations(own, scenario), own
    try:
        own = beside(scenario)
    except InputError:
        return read_observations(observations, scenario), observations
    return read_observations(observations, scenario, own), own


def drawn_from(path: Path, scenario: Scenario, first: int) -> tuple[Prior, Numbers, str]:
    """Draws of a file, the parameters they are of, and what to say of what they had seen.

    Raises
    ------
    InputError
        If the file cannot be read or a column is no parameter of the scenario.
    """
    points = read_points(path, scenario)
    table = points.table
    low, high = table.min().to_numpy(float), table.max().to_numpy(float)
    none = np.zeros(0)
    held = Prior(tuple(table.columns), low, low, high, none, np.zeros((0, 0)), none.astype(np.int64))
    note = f"{len(table):,} draws of {path}{what_they_saw(path.with_name(NAME), first)}"
    return held, table.to_numpy(float), note


def what_they_saw(place: Path, first: int) -> str:
    """Until when draws were calibrated, where their folder says so, and whether a forecast is then fair."""
    if not place.is_file():
        return ""
    until = json.loads(place.read_text(encoding="utf-8")).get("until")
    if until is None or until < first:
        return f", calibrated until {until}"
    return f", calibrated until {until}: they have seen what is foretold, so this is no test"

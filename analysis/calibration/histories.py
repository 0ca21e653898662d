"""What a command line asks a calibration for: histories with their observations, and a prior."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...model.errors import InputError
from ...model.scenario import Scenario
from ..axes import keys_of
from ..points_file import read_table
from .calibrate import INFORMED_BY_HISTORY
from .chains import CHAINS
from .observed import Series, beside, read_observations
from .prior import Prior, prior
from .problem import counting


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

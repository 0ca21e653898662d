"""Notebook function on what is not known of a case."""

from pathlib import Path

from ...model.arguments import normalise_arguments
from ...model.scenario.scenario import Scenario
from ..design.arguments import file_named, load_scenario
from ..ensembles.ensemble import Ensemble
from ..ensembles.fit import fit_ensemble
from ..ensembles.plan import plan_ensemble


@normalise_arguments
def ensemble(
    scenario: Scenario | str,
    ranges: str | Path | None = None,
    patterns: str | Path | None = None,
    history: str | None = None,
    *,
    until: int = 2016,
    particles: int = 2000,
    seed: int = 1,
    workers: int | None = None,
) -> Ensemble:
    """Draw what is not known of a case, as ``hedgesim ensemble`` does.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario of the case, or its name or file.
    ranges, patterns : str or Path, optional
        Tables of argued ranges and of patterns; by default those of the case, if there are any.
    history : str, optional
        History with observations; by default that of the case, if there is one.
    until : int
        Last year of observations that counts.
    particles, seed, workers : int
        Number of particles, seed, and cores to use; all cores by default.

    Raises
    ------
    InputError
        If a file cannot be read, with its faults, or history and observations do not match.
    """
    plan = plan_ensemble(
        load_scenario(scenario),
        ranges=None if ranges is None else file_named(ranges),
        patterns=None if patterns is None else file_named(patterns),
        history=history, until=until, particles=particles, seed=seed,
    )  # fmt: skip
    return fit_ensemble(plan, workers=workers)

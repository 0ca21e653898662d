"""Open the result folders that commands name."""

from pathlib import Path
from typing import TYPE_CHECKING

from .batch_session import parse_settings_and_horizon

if TYPE_CHECKING:
    from ....model.scenario.scenario import Scenario
    from ...design.parameter_draws import Draws
    from ...ensembles.default import Source
    from ...results.folder import Results


def open_window(folder: Path, begin: str | None, end: str | None) -> "Results":
    """Open a finished result folder, with its outcomes over a part of the time if dates are given.

    Raises
    ------
    InputError
        If a date is none, the folder kept no paths, or a scenario does not run then.
    """
    from ...results.folder import load
    from ...results.window import select_window

    return select_window(load(folder), begin, end)


def open_sweep(folder: Path, begin: str | None = None, end: str | None = None) -> "Results":
    """Open the finished result folder of a sweep; with dates as :func:`open_window`.

    Raises
    ------
    InputError
        If nothing varies in it.
    """
    from ....model.errors import InputError

    results = open_window(folder, begin, end)
    if not results.manifest["design"]:
        msg = f"{folder}: nothing varies in it; make a sweep: hedgesim sweep SCENARIO --vary KEY=LO:HI"
        raise InputError(msg)
    return results


def open_folder_or_scenario(
    where: str, settings: list[str] | None, source: "Source", runs: int | None = None
) -> "tuple[Scenario | Results, Draws | None]":
    """Return a result folder with its draws, or else a scenario with some values set and what it carries.

    Raises
    ------
    InputError
        If values or draws are to be set in a result folder.
    """
    subject, draws = open_subject([where], settings, source, runs)
    return (subject[0] if isinstance(subject, list) else subject), draws


def open_subject(
    where: list[str], settings: list[str] | None, source: "Source", runs: int | None = None
) -> "tuple[list[Scenario] | Results, Draws | None]":
    """Return a result folder with its draws, or scenarios with some values set and what they carry.

    Raises
    ------
    InputError
        If values or draws are to be set in a result folder.
    """
    from ...design.arguments import load_scenarios
    from ...results.manifest import NAME, rebuild_draws
    from .draws import choose_draws

    if len(where) == 1 and (Path(where[0]) / NAME).is_file():
        results = open_results(where[0], settings, source)
        return results, rebuild_draws(results.manifest, results.folder)
    changes = parse_settings_and_horizon(settings, None)
    scenarios = [scenario.vary(changes) for scenario in load_scenarios(where)]
    return scenarios, choose_draws(source, scenarios, changes, runs=runs)


def open_results(where: str, settings: list[str] | None, source: "Source") -> "Results":
    """Open a result folder, in which neither values nor draws can be set.

    Raises
    ------
    InputError
        If they are to be set.
    """
    from ....model.errors import InputError
    from ...ensembles.default import CASE
    from ...results.folder import load

    faults = ["--set"] if settings else []
    faults += ["--point"] if source is None else ["--parameters-from"] if source != CASE else []
    if faults:
        raise InputError(
            *(
                f"{o}: {where} is a result folder, whose values are what they were; leave {o} out"
                for o in faults
            )
        )
    return load(Path(where))

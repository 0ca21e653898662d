"""Open the result folders that commands name."""

from pathlib import Path
from typing import TYPE_CHECKING

from .batch_session import parse_settings_and_horizon

if TYPE_CHECKING:
    from ....model.scenario.scenario import Scenario
    from ...results.folder import Results


def open_sweep(folder: Path) -> "Results":
    """Open the finished result folder of a sweep.

    Raises
    ------
    InputError
        If nothing varies in it.
    """
    from ....model.errors import InputError
    from ...results.folder import load

    results = load(folder)
    if not results.manifest["design"]:
        msg = f"{folder}: nothing varies in it; make a sweep: hedgesim sweep SCENARIO --vary KEY=LO:HI"
        raise InputError(msg)
    return results


def open_folder_or_scenario(where: str, settings: list[str] | None) -> "Scenario | Results":
    """Return a result folder, or else a scenario with some values set.

    Raises
    ------
    InputError
        If values are to be set in a result folder.
    """
    from ....model.scenario.scenario import Scenario
    from ...results.manifest import NAME

    if not (Path(where) / NAME).is_file():
        return Scenario.load(where).vary(parse_settings_and_horizon(settings, None))
    return open_results(where, settings)


def open_results(where: str, settings: list[str] | None) -> "Results":
    """Open a result folder, in which no value can be set.

    Raises
    ------
    InputError
        If values are to be set.
    """
    from ....model.errors import InputError
    from ...results.folder import load

    if settings:
        msg = f"--set: {where} is a result folder, whose values are what they were; leave --set out"
        raise InputError(msg)
    return load(Path(where))

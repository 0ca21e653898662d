"""Arguments of notebook functions: scenarios, strategies and axes, given singly or as a list."""

from collections.abc import Iterator, Sequence
from os.path import normpath
from pathlib import Path

from ...model.errors import InputError
from ...model.scenario.files import builtin_root
from ...model.scenario.scenario import Scenario
from ...model.text import shorten
from .axis import Axis
from .parse_axes import parse_axes, uncertain_axes
from .scenario_names import expand_names

Names = Sequence[str]


def load_scenarios(scenarios: Scenario | str | Sequence[Scenario | str]) -> Iterator[Scenario]:
    """Yield scenarios: loaded ones as they are, others by their names, with all scenarios of a folder."""
    for each in [scenarios] if isinstance(scenarios, Scenario | str) else scenarios:
        if isinstance(each, Scenario):
            yield each
        else:
            yield from map(Scenario.load, expand_names([each]))


def load_scenario(scenario: Scenario | str) -> Scenario:
    """Return a scenario; load it if it is given by name."""
    return scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)


def file_named(name: str | Path) -> Path:
    """Return the path of a file, or if there is none of a built-in case's: ``belarus/ensemble.csv.gz``.

    Raises
    ------
    InputError
        If the operating system takes no such name, for example as it is too long.
    """
    place, built_in = Path(name), builtin_root() / name
    try:
        # normalise first, so that a name with .. cannot leave the folder of built-in cases
        inside = built_in.is_file() and Path(normpath(built_in)).is_relative_to(builtin_root())
        return built_in if inside and not place.exists() else place
    except OSError as error:
        msg = f"{shorten(str(name))}: cannot be read: {error.strerror}"
        raise InputError(msg) from error


def list_names(names: str | Names | None) -> list[str] | None:
    """Return names as a list, a single name as a list of one, None as None."""
    return names if names is None else [names] if isinstance(names, str) else list(names)


def parse_given_axes(vary: str | Names | None, scenario: Scenario) -> tuple[Axis, ...]:
    """Parse axes in the form of ``--vary``; by default return the scenario's uncertain ranges.

    Raises
    ------
    InputError
        With every fault of the axes.
    """
    return uncertain_axes(scenario) if vary is None else parse_axes(list_names(vary) or (), scenario)

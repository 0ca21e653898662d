"""What a notebook names: scenarios, strategies and axes, by themselves or several."""

from collections.abc import Iterator, Sequence
from os.path import normpath
from pathlib import Path

from ...model.scenario.files import builtin_root
from ...model.scenario.scenario import Scenario
from .axis import Axis
from .parse_axes import parse_axes, uncertain_axes
from .scenario_names import expand_names

Names = Sequence[str]


def load_scenarios(scenarios: Scenario | str | Sequence[Scenario | str]) -> Iterator[Scenario]:
    """Yield scenarios, those named loaded, folders with all in them."""
    for each in [scenarios] if isinstance(scenarios, Scenario | str) else scenarios:
        if isinstance(each, Scenario):
            yield each
        else:
            yield from map(Scenario.load, expand_names([each]))


def load_scenario(scenario: Scenario | str) -> Scenario:
    """Return a scenario, loaded where it is a name."""
    return scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)


def file_named(name: str | Path) -> Path:
    """Return a file; where there is none, that of a built-in case, such as ``belarus/posterior.csv``."""
    place, built_in = Path(name), builtin_root() / name
    inside = built_in.is_file() and Path(normpath(built_in)).is_relative_to(builtin_root())
    return built_in if inside and not place.exists() else place


def list_names(names: str | Names | None) -> list[str] | None:
    """Return a list of names; one name is a list of one."""
    return names if names is None else [names] if isinstance(names, str) else list(names)


def axes_given(vary: str | Names | None, scenario: Scenario) -> tuple[Axis, ...]:
    """Return axes as ``--vary`` takes them; the scenario's own ranges where none are given.

    Raises
    ------
    InputError
        With everything that is wrong with them.
    """
    return uncertain_axes(scenario) if vary is None else parse_axes(list_names(vary) or (), scenario)

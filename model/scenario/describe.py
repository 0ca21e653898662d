"""Description of a scenario in words: every value with its source; and the template of a new file."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from ..errors import InputError
from ..parameters.lookup import FEWEST_PATRONS, LADDER, MOST_PATRONS, parameters
from .scenario import Event, Scenario

STARTER = "starter.toml"


class ValueLine(NamedTuple):
    """One value as ``hedgesim show`` prints it."""

    path: str
    value: str
    unit: str
    kind: str
    place: str
    source: str


def format_value(path: str, value: float, unit: str) -> str:
    """Format a value as it is written in a scenario file."""
    if unit == "switch":
        return "true" if value > 0.5 else "false"
    if path.endswith(".agreement"):
        return LADDER[int(value)] if value >= 0.0 else "-"
    return f"{value:g}"


def describe_values(scenario: Scenario) -> Iterator[ValueLine]:
    """Yield a line for every value of a scenario, in the order of the parameter table, then its events."""
    for path, row in parameters(scenario.patrons).items():
        origin = scenario.origins[path]
        place = f"{origin.file}:{origin.line}" if origin.line else origin.file
        value = format_value(path, scenario.values[path], row.unit)
        yield ValueLine(path, value, row.unit, origin.kind, place, origin.source)
    for event in scenario.events:
        yield ValueLine(
            f"events.{event.name}", describe_event(scenario, event), "", "event", "", event.source
        )


def describe_event(scenario: Scenario, event: Event) -> str:
    """Describe an event in words, such as ``set world.strain 0.8 from 2020Q3 until 2022Q1``."""
    row = parameters(scenario.patrons)[event.path]
    value = format_value(event.path, event.value, row.unit)
    until = "" if event.until is None else f" until {scenario.quarter_name(event.until)}"
    return f"{event.operation} {event.path} {value} from {scenario.quarter_name(event.first)}{until}"


def starter_text(name: str, patrons: int = 3) -> str:
    """Compose a commented scenario file with invented patrons.

    Parameters
    ----------
    name : str
        Name of the case: letters, digits, dashes and underscores; the title is made from it.
    patrons : int
        Number of patrons.

    Raises
    ------
    InputError
        If the name has another form, or a scenario cannot have so many patrons.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]{0,59}", name):
        msg = f"{name!r}: a name starts with a letter and has letters, digits, - and _, at most 60"
        raise InputError(msg)
    if not FEWEST_PATRONS <= patrons <= MOST_PATRONS:
        msg = f"patrons: found {patrons}; a scenario has {FEWEST_PATRONS} to {MOST_PATRONS}"
        raise InputError(msg)
    text = files(__package__).joinpath(STARTER).read_text(encoding="utf-8")
    text = text.replace("TITLE", name.replace("_", " ").replace("-", " ").capitalize())
    for patron in re.findall(r"^\[patrons\.(\w+)\]", text, re.MULTILINE)[patrons:]:
        text = remove_patron(text, patron)
    return text


def remove_patron(text: str, patron: str) -> str:
    """Remove a patron's tables and the lines of its pairs from the template."""
    text = remove_table(remove_table(text, f"patrons.{patron}"), f"start.patrons.{patron}")
    return re.sub(rf"^(\w+-{patron}|{patron}-\w+) = .*\n", "", text, flags=re.MULTILINE)


def remove_table(text: str, heading: str) -> str:
    """Remove a table, which ends at an empty line, from the template."""
    return re.sub(rf"^\[{re.escape(heading)}\].*?\n\n", "", text, flags=re.MULTILINE | re.DOTALL)

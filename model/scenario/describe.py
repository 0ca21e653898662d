"""Description of a scenario in words: every value with its source."""

from collections.abc import Iterator
from typing import NamedTuple

from ..parameters.lookup import LADDER, parameters
from .resolution import Origin
from .scenario import Event, Scenario
from .trigger import list_trigger

UNUSED = "unused"
"""What the agreement of a patron with a framework is called."""


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
        return LADDER[int(value)] if value >= 0.0 else UNUSED
    return f"{value:g}"


def describe_values(scenario: Scenario) -> Iterator[ValueLine]:
    """Yield a line for every value of a scenario, in the order of the parameter table, then other things.

    These are triggers, interests and menus, which change no run, and events.
    """
    for path, row in parameters(scenario.patrons).items():
        origin = scenario.origins[path]
        value = format_value(path, scenario.values[path], row.unit)
        change = scenario.relative.get(path)
        before = f"{change.describe()} of {change.own:g}: " if change else ""
        yield ValueLine(path, value, row.unit, origin.kind, format_place(origin), before + origin.source)
    for path, state in list_trigger(scenario.trigger, scenario.patrons):
        origin = scenario.origins.get("trigger", Origin("", 0, "choice", ""))
        yield ValueLine(path, state, "", origin.kind, format_place(origin), "")
    yield from describe_game(scenario)
    for event in scenario.events:
        yield ValueLine(
            f"events.{event.name}", describe_event(scenario, event), "", "event", "", event.source
        )


def format_place(origin: Origin) -> str:
    """Format where a value is set: file and line."""
    return f"{origin.file}:{origin.line}" if origin.line else origin.file


def describe_game(scenario: Scenario) -> Iterator[ValueLine]:
    """Yield a line for every interest that a patron has, and for every list of levels in its menu."""
    values = {
        f"patrons.{p}.interests.{name}": (f"{weight:g}", "weight")
        for p, weights in scenario.interests.items()
        for name, weight in weights.items()
    }
    for p, menu in scenario.menus.items():
        for name, levels in menu.items():
            path = f"patrons.{p}.{name}"
            unit = parameters(scenario.patrons)[path].unit
            values[f"menus.{p}.{name}"] = (", ".join(format_value(path, v, unit) for v in levels), unit)
    for path, (value, unit) in values.items():
        if (origin := scenario.origins.get(path)) is not None:
            yield ValueLine(path, value, unit, origin.kind, format_place(origin), origin.source)


def describe_event(scenario: Scenario, event: Event) -> str:
    """Describe an event in words, such as ``set world.strain 0.8 from 2020Q3 until 2022Q1``."""
    row = parameters(scenario.patrons)[event.path]
    value = format_value(event.path, event.value, row.unit)
    until = "" if event.until is None else f" until {scenario.quarter_name(event.until)}"
    return f"{event.operation} {event.path} {value} from {scenario.quarter_name(event.first)}{until}"

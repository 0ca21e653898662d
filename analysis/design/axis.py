"""An axis of a sweep: one input that varies, over a range or a list of levels, within allowed values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log

from ...model.errors import InputError
from ...model.parameters.lookup import LADDER, STEPPED, effort_paths, parameters
from ...model.parameters.row import SHARE
from ...model.scenario.scenario import Scenario

LINEAR, LOG = "linear", "log"


@dataclass(frozen=True)
class Axis:
    """One input that varies.

    Attributes
    ----------
    path : str
        Canonical path of a parameter, an effort share, or ``events.NAME.value``.
    low, high : float
        Ends of the range, in the parameter's unit; of levels the smallest and the largest.
    levels : tuple of float
        The values taken, in the order given; empty for a range.
    scale : str
        ``linear`` or ``log``: the scale on which a range is sampled.
    base : float or None
        The scenario's own value; None if it has none, such as an agreement where a framework is given.
    unit : str
        The parameter's unit; ``step`` and ``switch`` have only whole numbers.
    """

    path: str
    low: float
    high: float
    levels: tuple[float, ...] = ()
    scale: str = LINEAR
    base: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Key:
    """An input that can vary: its path, unit, bounds (None where the other events decide) and own value."""

    path: str
    unit: str
    allowed: tuple[float, float] | None
    base: float | None


def list_keys(scenario: Scenario) -> dict[str, Key]:
    """Return every input of a scenario that can vary, by path in the table's order.

    The horizon and the dates of events cannot vary.
    """
    rows, values = parameters(scenario.patrons), scenario.values
    found = {
        path: Key(path, row.unit, row.allowed, scenario_value(values.get(path), path))
        for path, row in rows.items()
    }
    found |= {p: Key(p, "share", SHARE, values.get(p)) for p in effort_paths(scenario.patrons)}
    for e in scenario.events:
        path = f"events.{e.name}.value"
        found[path] = Key(path, rows[e.path].unit, None, e.value)
    return found


def scenario_value(value: float | None, path: str) -> float | None:
    """Return a scenario's own value, or None for the -1 of an agreement, which means that there is none."""
    return None if value is not None and path.endswith(".agreement") and value < 0.0 else value


def axis_conflicts(paths: Sequence[str]) -> list[str]:
    """Describe axes that cannot vary together: a path given twice, a patron's framework and agreement."""
    faults = [f"{p}: varied twice" for p in dict.fromkeys(paths) if paths.count(p) > 1]
    for path in dict.fromkeys(paths):
        stem, _, name = path.rpartition(".")
        if path.startswith("patrons.") and name == "framework" and f"{stem}.agreement" in paths:
            faults.append(f"{stem}: found framework and agreement; vary one, each takes the other's place")
    return faults


def range_axis(
    key: Key, low: float, high: float, scenario: Scenario, scale: str = LINEAR, count: int = 0
) -> Axis:
    """Build an axis over a range, or with ``count`` evenly spaced levels over it.

    A range of a parameter with steps becomes a list of all its steps.

    Raises
    ------
    InputError
        If its ends are in the wrong order or not allowed.
    """
    if low >= high:
        msg = f"{key.path}: found {low:g} to {high:g}; the first number must be the smaller"
        raise InputError(msg)
    if scale == LOG and low <= 0.0:
        msg = f"{key.path}: found log:{low:g}; a logarithmic range begins above 0"
        raise InputError(msg)
    check_values(key, (low, high), scenario)
    if key.unit in STEPPED and not count:
        return level_axis(key, [float(v) for v in range(int(low), int(high) + 1)], scenario)
    if count:
        return level_axis(key, even_values(low, high, scale, count), scenario, scale)
    return Axis(key.path, low, high, (), scale, key.base, key.unit)


def even_values(low: float, high: float, scale: str, count: int) -> list[float]:
    """Return ``count`` values, evenly spaced on the scale, with both ends exact."""
    a, b = (log(low), log(high)) if scale == LOG else (low, high)
    inner = [a + (b - a) * k / (count - 1) for k in range(1, count - 1)]
    return [low, *(exp(v) if scale == LOG else v for v in inner), high]


def level_axis(key: Key, levels: Sequence[float], scenario: Scenario, scale: str = LINEAR) -> Axis:
    """Build an axis with a list of levels.

    Raises
    ------
    InputError
        If there is only one, one is given twice, or one is not allowed.
    """
    if len(levels) < 2:
        msg = f"{key.path}: one value is no variation; set it with --set {key.path}={levels[0]:g}"
        raise InputError(msg)
    twice = [f"{v:g}" for v, times in Counter(levels).items() if times > 1]
    if twice:
        msg = f"{key.path}: level {', '.join(twice)} is given twice"
        raise InputError(msg)
    check_values(key, levels, scenario)
    return Axis(key.path, min(levels), max(levels), tuple(levels), scale, key.base, key.unit)


def check_values(key: Key, levels: Sequence[float], scenario: Scenario) -> None:
    """Refuse values that a scenario file could not hold.

    Raises
    ------
    InputError
        With the values found and the values allowed.
    """
    low, high = key.allowed or (float("-inf"), float("inf"))
    if key.unit == "step":
        low, high = 0.0, len(LADDER) - 1.0
    outside = [f"{v:g}" for v in levels if not low <= v <= high]
    between = [f"{v:g}" for v in levels if key.unit in STEPPED and not v.is_integer()]
    if outside or between:
        kind = " in whole numbers" if key.unit in STEPPED else ""
        found = ", ".join(dict.fromkeys(outside + between))
        span = f"{low:g} to {high:g}" if isfinite(low) else "what its parameter may be"
        msg = f"{key.path}: found {found}; allowed is {span}{kind}"
        raise InputError(msg)
    if key.allowed is None:  # an event's bounds depend on the other events
        for value in levels:
            scenario.vary({key.path: value})

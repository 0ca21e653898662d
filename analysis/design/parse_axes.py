"""The inputs that a sweep varies: axes from ``--vary`` texts, from a scenario's ranges, or all its guesses.

``KEY=LO:HI`` is a range, ``KEY=LO:HI:N`` N evenly spaced levels with both ends, ``KEY=log:LO:HI[:N]`` the
same on a logarithmic scale, ``KEY=a,b,c`` levels: numbers, steps of an agreement by name, true or false. A
range of a parameter that has steps (an agreement, a switch) is a list of them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import TypeVar

from ...model.arguments import parse_truth
from ...model.errors import InputError
from ...model.parameters.lookup import LADDER, STEPPED, advise, canonical_path, hint, parameters
from ...model.scenario.scenario import Scenario
from ...model.text import advise_number
from .axis import LINEAR, LOG, Axis, Key, axis_conflicts, level_axis, list_keys, range_axis

__all__ = ["Axis", "guess_axes", "parse_axes", "uncertain_axes"]

DASHED = re.compile(r"-?[\d.]+(e-?\d+)?\s*(-|–|to|\.\.)\s*-?[\d.]+(e-?\d+)?")  # noqa: RUF001 - a dash
"""A range as people write it elsewhere."""
FORMS = "KEY=LO:HI, KEY=LO:HI:N, KEY=log:LO:HI[:N] or KEY=a,b,c"
MOST_LEVELS = 10_000
T = TypeVar("T")
WORDS = {"step": LADDER, "switch": ("false", "true")}
"""Words for the values 0, 1 and so on of a parameter, by its unit."""


def parse_axes(texts: Sequence[str], scenario: Scenario) -> tuple[Axis, ...]:
    """Parse ``--vary`` texts into axes.

    Parameters
    ----------
    texts : sequence of str
        One per axis; the docstring of the module describes their form.
    scenario : Scenario
        The scenario whose values vary.

    Returns
    -------
    tuple of Axis
        In the order given.

    Raises
    ------
    InputError
        With every fault of every text: form, unknown key with the nearest, bounds, a key given twice.
    """
    if not texts:
        msg = f"nothing to vary; write {FORMS}"
        raise InputError(msg)
    keys = list_keys(scenario)
    return build_distinct_axes(texts, lambda text: parse_axis(text, scenario, keys))


def build_distinct_axes(sources: Iterable[T], build: Callable[[T], Axis]) -> tuple[Axis, ...]:
    """Build an axis from each source and check that none excludes another.

    Raises
    ------
    InputError
        With the faults of all axes.
    """
    axes: list[Axis] = []
    faults: list[str] = []
    for source in sources:
        try:
            axes.append(build(source))
        except InputError as error:
            faults += error.faults
    faults += axis_conflicts([a.path for a in axes])
    if faults:
        raise InputError(*faults)
    return tuple(axes)


def parse_axis(text: str, scenario: Scenario, keys: dict[str, Key]) -> Axis:
    """Parse one ``--vary`` text into an axis.

    Raises
    ------
    InputError
        With the first fault of the text.
    """
    name, equals, levels = (part.strip() for part in text.partition("="))
    if not equals or not name or not levels:
        msg = f"{text!r}: write {FORMS}"
        raise InputError(msg)
    key = find_key(name, scenario, keys)
    if levels.count(",") >= MOST_LEVELS:
        msg = f"{name}: found {levels.count(',') + 1:,} levels; allowed are {MOST_LEVELS:,}"
        raise InputError(msg)
    if ":" not in levels:
        return parse_level_list(key, levels, scenario)
    scale = LOG if levels.startswith("log:") else LINEAR
    parts = [part.strip() for part in levels.removeprefix("log:").split(":")]
    if len(parts) not in {2, 3} or "," in levels:
        near = "".join(map(advise_number, parts))
        msg = f"{name}: found {levels!r}; allowed is LO:HI, LO:HI:N, log:LO:HI[:N] or a,b,c{near}"
        raise InputError(msg)
    count = parse_count(name, parts[2]) if len(parts) == 3 else 0
    low, high = (parse_level(name, part, key.unit) for part in parts[:2])
    return range_axis(key, low, high, scenario, scale, count)


def parse_level_list(key: Key, text: str, scenario: Scenario) -> Axis:
    """Parse levels that commas separate into an axis.

    Raises
    ------
    InputError
        With the first fault; that of 0,5 says that a decimal takes a point.
    """
    try:
        return level_axis(key, [parse_level(key.path, part, key.unit) for part in text.split(",")], scenario)
    except InputError as error:
        if near := advise_number(text):
            msg = f"{error}; a comma separates levels{near} for a decimal"
            raise InputError(msg) from None
        raise


def require_free(axes: Sequence[Axis], settings: Iterable[str], scenario: Scenario) -> None:
    """Refuse to vary inputs that are also set.

    Parameters
    ----------
    axes : sequence of Axis
        The axes of the sweep.
    settings : iterable of str
        Names of the inputs that are set.
    scenario : Scenario
        The scenario whose inputs they are.

    Raises
    ------
    InputError
        Names every input that is both set and varied.
    """
    named = {canonical_path(name, scenario.patrons) for name in settings}
    faults = [
        f"{a.path}: both set and varied; use only one of --set and --vary" for a in axes if a.path in named
    ]
    if faults:
        raise InputError(*faults)


def find_key(name: str, scenario: Scenario, keys: dict[str, Key]) -> Key:
    """Return the input of a given name.

    Raises
    ------
    InputError
        If it is unknown, with the nearest known name, or cannot vary.
    """
    path = canonical_path(name, scenario.patrons)
    if path in keys:
        return keys[path]
    if path == "horizon" or (path.startswith("events.") and path.endswith(".date")):
        msg = f"{name}: cannot be varied: runs of different length or dates do not compare; use --set"
        raise InputError(msg)
    msg = f"{name}: unknown parameter of {scenario.name}{advise(name, keys)}"
    raise InputError(msg)


def parse_level(name: str, text: str, unit: str) -> float:
    """Parse a number, a step of an agreement by name, or true or false.

    Raises
    ------
    InputError
        If it is none of these.
    """
    text = text.strip()
    try:
        number = parse_word(text, unit)
        value = float(text) if number is None else number
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        words = WORDS.get(unit, ())
        more = f" or one of {', '.join(words)}" if words else ""
        meant = "; a range is written LO:HI" if DASHED.fullmatch(text) else hint(text, words)
        meant = meant or advise_number(text)
        msg = f"{name}: found {text!r}; allowed is a finite number{more}{meant}"
        raise InputError(msg)
    return value


def parse_word(text: str, *units: str) -> float | None:
    """Return the number of a step by name, or of a truth value; None for words of other units than these."""
    if "step" in units and text.strip() in LADDER:
        return float(LADDER.index(text.strip()))
    truth = parse_truth(text) if "switch" in units else None
    return None if truth is None else float(truth)


def convert_word(cell: object) -> object:
    """Return the number of a cell that is a step by name or a truth value, any other cell as it is."""
    number = parse_word(cell, "step", "switch") if isinstance(cell, str) else None
    return cell if number is None else number


def parse_count(name: str, text: str) -> int:
    """Parse the number of levels.

    Raises
    ------
    InputError
        If it is no whole number from 2 to MOST_LEVELS.
    """
    if not text.isdecimal() or len(text) > 9 or not 2 <= int(text) <= MOST_LEVELS:
        msg = f"{name}: found {text!r} levels; allowed is a whole number from 2 to {MOST_LEVELS:,}"
        raise InputError(msg)
    return int(text)


def uncertain_axes(scenario: Scenario) -> tuple[Axis, ...]:
    """Return an axis for every range under ``[uncertainty]`` in the scenario's files, in their order.

    Raises
    ------
    InputError
        If there is none, or with the faults of all ranges.
    """
    if not scenario.uncertainty:
        msg = f"{scenario.name}: its file gives no [uncertainty]; name what to vary with --vary {FORMS}"
        raise InputError(msg)
    return build_axes_over_ranges(
        {path: (low, high) for path, (low, high) in scenario.uncertainty.items()}, scenario
    )


def guess_axes(scenario: Scenario) -> tuple[Axis, ...]:
    """Return an axis for every parameter that the scenario only guesses, over its range in the table.

    A parameter is a guess if ``scenario.origins`` says so. Left out are switches and steps of agreements,
    which are choices and not quantities; values at the start (``start.*``), whose trade shares must add up to
    1; and the framework of a patron with an agreement, which follows from it.

    Raises
    ------
    InputError
        If nothing is a guess.
    """
    found = {}
    for path, row in parameters(scenario.patrons).items():
        agreed = scenario.values.get(f"{path.rpartition('.')[0]}.agreement", -1.0) >= 0.0
        follows = path.endswith(".framework") and agreed
        if row.unit in STEPPED or path.startswith("start.") or follows:
            continue
        if scenario.origins[path].kind == "guess":
            found[path] = (row.low, row.high)
    if not found:
        msg = f"{scenario.name}: no parameter is a guess; name what to vary with --vary {FORMS}"
        raise InputError(msg)
    return build_axes_over_ranges(found, scenario)


def build_axes_over_ranges(found: dict[str, tuple[float, float]], scenario: Scenario) -> tuple[Axis, ...]:
    """Build an axis for each given range (low, high) by path.

    Raises
    ------
    InputError
        With the faults of all ranges.
    """
    keys = list_keys(scenario)
    return build_distinct_axes(
        found, lambda path: range_axis(find_key(path, scenario, keys), *found[path], scenario)
    )

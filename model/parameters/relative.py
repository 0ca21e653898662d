"""Relative changes: half as much again (``{ times = 1.5 }``, ``x1.5``) or more by a number (``+0.2``).

A relative change applies to what the value was before: the number of the scenario that a file extends, or
with draws of parameters the draw's own value.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, NamedTuple

from ..arguments import unwrap_scalar
from ..text import shorten_value
from .lookup import STEPPED, hint, template_of
from .table import ROWS

TIMES, PLUS = "times", "plus"
SIGNS = {"x": TIMES, "+": PLUS}
"""How a text of ``--set`` begins, and the key of a file that says the same."""
TABLES = {row.path: row for row in ROWS}

Where = tuple[str | int, ...]


class Relative(NamedTuple):
    """A change of a value: what it was before, and that this times ``times`` plus ``plus`` is the value."""

    own: float
    times: float
    plus: float

    def apply(self, value: Any) -> Any:  # noqa: ANN401 - a number or an array of draws
        """Return a changed value."""
        return value * self.times + self.plus

    def extend(self, key: str, number: float) -> Relative:
        """Return the change followed by another one."""
        if key == TIMES:
            return self._replace(times=self.times * number, plus=self.plus * number)
        return self._replace(plus=self.plus + number)

    def describe(self) -> str:
        """Describe the change as on a command line: ``x1.5``, ``+0.2``, or ``x1.5 +0.2``."""
        parts = [f"x{self.times:g}"] if self.times != 1.0 else []
        parts += [f"+{self.plus:g}"] if self.plus != 0.0 or not parts else []
        return " ".join(parts)


def is_relative(value: object) -> bool:
    """Return whether an entry of a file says how a value changes instead of what it is."""
    return isinstance(value, Mapping) and any(key in value for key in (TIMES, PLUS))


def parse_relative(text: str) -> dict[str, float] | None:
    """Parse ``x1.5`` or ``+0.2`` to an entry of a file; None for any other text."""
    try:
        return {SIGNS[text[:1]]: float(text[1:])}
    except (KeyError, ValueError):
        return None


def remove_relative(
    raw: Mapping[str, Any], where: Where = ()
) -> tuple[dict[str, Any], list[tuple[Where, str]]]:
    """Return a document without its relative changes, and the faults of these, each with its place.

    What is no parameter in numbers keeps its entry, so that the check of the shape refuses it.
    """
    plain: dict[str, Any] = {}
    faults: list[tuple[Where, str]] = []
    for key, value in raw.items():
        place = (*where, key)
        row = TABLES.get(template_of(".".join(map(str, place))))
        if row is not None and is_relative(value):
            faults += [(place, what) for what in relative_faults(value, row.unit)]
        elif isinstance(value, Mapping):
            plain[key], more = remove_relative(value, place)
            faults += more
        else:
            plain[key] = value
    return plain, faults


def relative_faults(entry: Mapping[str, Any], unit: str) -> list[str]:
    """Describe what is wrong with a relative change of a parameter of a unit."""
    if unit in STEPPED:
        return [f"found {shorten_value(dict(entry))}; {STEPPED[unit]} is given as it is, not relative"]
    more = [key for key in entry if key not in {TIMES, PLUS}]
    if more:
        return [f"unknown key {key}{hint(str(key), [TIMES, PLUS])}" for key in more]
    if len(entry) > 1:
        return ["found times and plus; give one of them"]
    number = unwrap_scalar(next(iter(entry.values())))
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
        return [f"found {shorten_value(number)}; allowed is a finite number"]
    return []

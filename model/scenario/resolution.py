"""A resolved chain of scenario files: values with their origins, how one is set, and dated events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..dates import quarter_name
from ..parameters.lookup import LADDER, canonical_path, rows_by_path
from ..parameters.relative import Relative
from ..parameters.row import Row

if TYPE_CHECKING:
    from .files import Document
    from .syntax.toml_lines import Where

PAIRS = ("rivalry", "volatile", "overlap")
"""Sections with a number for each pair of patrons."""
TABLE = "parameter table"
"""Name of the file of values that no file gives."""


@dataclass(frozen=True)
class Origin:
    """Where a value is set (file, and line or 0) and how it is known (kind, and source in words)."""

    file: str
    line: int
    kind: str
    source: str


class Belief(NamedTuple):
    """The likeliest value within a range, and why the range is as it is."""

    likeliest: float
    why: str


Course = str | tuple[float, ...]
"""A strategy by its name, or constant shares of effort in the order of ``effort_paths``, which sum to 1."""


class TriggerStep(NamedTuple):
    """A trigger: what is watched, when it fires, when it is taken back, and what is done then."""

    watch: str
    level: float
    release: float
    quarters: int
    then: Course


class Trigger(NamedTuple):
    """A strategy with triggers: what is done at first, and the steps that may follow."""

    first: Course
    steps: tuple[TriggerStep, ...]


@dataclass
class Resolved:
    """The merged files of a chain, mutable while files are added; the attributes are those of Scenario."""

    patrons: tuple[str, ...]
    title: str = ""
    question: str = ""
    hedger: str = "hedger"
    first_quarter: int = -1
    horizon: int = 0
    strategies: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    uncertainty: dict[str, tuple[float, float]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    root: dict[str, float] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    interests: dict[str, dict[str, float]] = field(default_factory=dict)
    menus: dict[str, dict[str, tuple[float, ...]]] = field(default_factory=dict)
    extra: dict[str, Origin] = field(default_factory=dict)
    trigger: Trigger | None = None
    relative: dict[str, Relative] = field(default_factory=dict)
    beliefs: dict[str, Belief] = field(default_factory=dict)

    @property
    def rows(self) -> Mapping[str, Row]:
        """Return the row of the parameter table for every path."""
        return rows_by_path(self.patrons)


@dataclass(frozen=True)
class Event:
    """A dated change; ``first`` and ``until`` (exclusive) are quarters after the scenario's first one."""

    name: str
    first: int
    until: int | None
    operation: str
    path: str
    value: float
    source: str
    date: str
    label: str = ""

    def as_file(self, begin: int) -> dict[str, Any]:
        """Return the event as an entry of a scenario file; ``begin`` is the scenario's first quarter."""
        value: Any = LADDER[int(self.value)] if self.path.endswith(".agreement") else self.value
        record: dict[str, Any] = {
            "name": self.name,
            "date": quarter_name(begin + self.first),
            self.operation: self.path,
            "value": value,
            "source": self.source,
        }
        record |= {} if self.until is None else {"until": quarter_name(begin + self.until)}
        return record | ({"label": self.label} if self.label else {})


def set_value(
    r: Resolved, document: Document, where: Where, value: float | str | Mapping[str, float]
) -> list[str]:
    """Set one value and return faults; a framework replaces an agreement, which sets its framework.

    An unknown pair, a fault, sets nothing, but the other values are set: sources and events read them.
    """
    path = canonical_path(".".join(map(str, where)), r.patrons)
    if where[0] in PAIRS and path not in r.rows:
        return []
    r.relative.pop(f"{path.rpartition('.')[0]}.framework" if path.endswith(".agreement") else "", None)
    if isinstance(value, Mapping):
        faults, value = change_value(r, document, where, path, value)
        if faults:
            return faults
    else:
        r.relative.pop(path, None)
    origin = Origin(document.name, document.lines.get(where, 0), "guess", "")
    stem, _, name = path.rpartition(".")
    if path.startswith("patrons.") and name == "agreement":
        number = float(LADDER.index(value))
        r.values[f"{stem}.framework"], r.origins[f"{stem}.framework"] = number / 4.0, origin
    elif path.startswith("patrons.") and name == "framework":
        number = float(value)
        if (step := r.values.get(f"{stem}.agreement", -1.0)) >= 0.0:
            r.notices += (f"{stem}.agreement ({LADDER[int(step)]}) is unused: {path} takes its place",)
        r.values[f"{stem}.agreement"], r.origins[f"{stem}.agreement"] = -1.0, origin
    else:
        number = float(value)
    r.values[path], r.origins[path] = number, origin
    return []


def change_value(
    r: Resolved, document: Document, where: Where, path: str, entry: Mapping[str, float]
) -> tuple[list[str], float]:
    """Apply a relative change to the value before; return faults and the changed value."""
    if path not in r.values:
        return [document.at(where) + "a relative change of no value: no file gives one before"], 0.0
    before = r.relative.get(path, Relative(r.values[path], 1.0, 0.0))
    ((key, number),) = entry.items()
    change = before.extend(key, float(number))
    r.relative[path], value = change, change.apply(change.own)
    low, high = r.rows[path].allowed
    if low <= value <= high:
        return [], value
    what = f"{change.describe()} of {change.own:g} is {value:g}; allowed is {low:g} to {high:g}"
    return [document.at(where) + what], value

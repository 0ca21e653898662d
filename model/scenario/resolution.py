"""Data classes of a resolved chain of scenario files: values with their origins, and dated events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..dates import quarter_name
from ..parameters.lookup import LADDER, rows_by_path
from ..parameters.row import Row

TABLE = "parameter table"
"""Name of the file of values that no file gives."""


@dataclass(frozen=True)
class Origin:
    """Where a value is set (file, and line or 0) and how it is known (kind, and source in words)."""

    file: str
    line: int
    kind: str
    source: str


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
        told: dict[str, Any] = {
            "name": self.name,
            "date": quarter_name(begin + self.first),
            self.operation: self.path,
            "value": value,
            "source": self.source,
        }
        told |= {} if self.until is None else {"until": quarter_name(begin + self.until)}
        return told | ({"label": self.label} if self.label else {})

"""Scenarios: what happens around the hedger, read from a file, checked, varied, and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..dates import quarter_name
from ..errors import InputError
from ..parameters.lookup import parameters
from ..state import Case, Start
from .files import display_name, read_chain
from .resolution import Event, Origin, Resolved
from .resolve import apply_settings, resolve_chain
from .scenario_data import data_faults
from .timeline import CODES, Change, build_cases, case_of, case_paths, start_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Scenario:
    """A resolved scenario; nothing in it changes.

    Attributes
    ----------
    name : str
        Built-in name or path, without ``.toml``.
    title, question, hedger : str
        Title, what it asks, and the hedger's name in words.
    patrons : tuple of str
        Ids of the three patrons, in order.
    labels : Mapping
        Patron id to name in words.
    first_quarter : int
        4 * year + quarter - 1.
    horizon : int
        Quarters.
    strategies : tuple of str
        What is compared by default.
    values : Mapping
        Every path to its number; an agreement is its step, -1 where a framework is given; a switch 0 or 1.
    events : tuple of Event
        Dated changes, in the order they are folded.
    uncertainty : Mapping
        Path to the range that sweeps vary.
    origins : Mapping
        Path to where its value comes from.
    notices : tuple of str
        What a user should know, such as weights that were renormalised.
    """

    name: str
    title: str
    question: str
    hedger: str
    patrons: tuple[str, ...]
    labels: Mapping[str, str]
    first_quarter: int
    horizon: int
    strategies: tuple[str, ...]
    values: Mapping[str, float]
    events: tuple[Event, ...]
    uncertainty: Mapping[str, tuple[float, float]]
    origins: Mapping[str, Origin]
    notices: tuple[str, ...]

    @classmethod
    def load(cls, name: str) -> Scenario:
        """Load a built-in scenario by name, or a file by path.

        Raises
        ------
        InputError
            With every fault of the file, each with its line.
        """
        documents = read_chain(str(name))
        path = documents[-1].path
        assert path is not None
        return cls.of(display_name(path), resolve_chain(documents))

    @classmethod
    def of(cls, name: str, r: Resolved) -> Scenario:
        """Return a scenario from what resolving gave."""
        return cls(
            name, r.title, r.question, r.hedger, r.patrons, MappingProxyType(r.labels), r.first_quarter,
            r.horizon, r.strategies, MappingProxyType(r.values), r.events, MappingProxyType(r.uncertainty),
            MappingProxyType(r.origins), r.notices,
        )  # fmt: skip

    def __repr__(self) -> str:
        last = self.quarter_name(self.horizon - 1)
        events = f", {len(self.events)} events" if self.events else ""
        return (
            f"<Scenario {self.name}: {self.title}; {self.quarter_name(0)} to {last},"
            f" patrons {', '.join(self.patrons)}{events}, {len(self.values)} values in .table()>"
        )

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, Any]:
        """Return plain data, so that a scenario can go to another process."""
        return {"data": self.to_dict()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for key, value in vars(Scenario.from_dict(state["data"])).items():
            object.__setattr__(self, key, value)

    def vary(self, changes: Mapping[str, object]) -> Scenario:
        """Return the same scenario with other values, checked like a file.

        Parameters
        ----------
        changes : Mapping
            Path to value: any parameter, ``horizon``, ``events.NAME.value`` or ``events.NAME.date``.

        Raises
        ------
        InputError
            With every fault; an unknown path names the nearest.
        """
        if not changes:
            return self
        copy = Resolved(
            self.patrons, self.title, self.question, self.hedger, self.first_quarter, self.horizon,
            self.strategies, dict(self.labels), dict(self.values), self.events,
            dict(self.uncertainty), dict(self.origins),
        )  # fmt: skip
        return Scenario.of(self.name, apply_settings(copy, self.name, changes))

    def table(self) -> pd.DataFrame:
        """Return every value as a table, for a notebook.

        Returns
        -------
        DataFrame
            One row a value, by its path: value (an agreement as its step), unit, kind (how it is known), low
            and high (the plausible range), meaning, source.
        """
        import pandas as pd

        rows = parameters(self.patrons)
        told = [
            (self.values[path], row.unit, self.origins[path].kind, row.low, row.high, row.meaning,
             self.origins[path].source)
            for path, row in rows.items()
        ]  # fmt: skip
        columns = ["value", "unit", "kind", "low", "high", "meaning", "source"]
        return pd.DataFrame(told, index=pd.Index(rows, name="path"), columns=columns)

    def case(self) -> Case:
        """Parameters before any event."""
        return case_of(self.values, self.patrons)

    def start(self) -> Start:
        """Return where a run begins."""
        return start_of(self.values, self.patrons)

    def changes(self) -> tuple[Change, ...]:
        """Return the events as numbers, in the order they are folded."""
        rows = {path: row for row, path in enumerate(case_paths(self.patrons))}
        changes: list[Change] = []
        for e in self.events:
            until = -1.0 if e.until is None else float(e.until)
            changes.append(Change(rows[e.path], float(e.first), until, CODES[e.operation], e.value))
        return tuple(changes)

    def timeline(self) -> tuple[Case, ...]:
        """Parameters in force, one case per quarter."""
        return self._timeline

    @cached_property
    def _timeline(self) -> tuple[Case, ...]:
        return build_cases(self.case(), self.changes(), self.horizon)

    def quarter_name(self, number: int) -> str:
        """Return name of a quarter of the run, such as 2017Q3 for the first."""
        return quarter_name(self.first_quarter + number)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that decides results; titles, sources and origins do not."""
        told = [self.patrons, self.first_quarter, self.horizon, sorted(self.values.items())]
        told += [[(e.name, e.first, e.until, e.operation, e.path, e.value) for e in self.events]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that JSON carries without losing a bit."""
        data = {key: getattr(self, key) for key in self.__dataclass_fields__}
        data |= {key: dict(data[key]) for key in ("labels", "values")}
        data["events"] = [asdict(e) for e in self.events]
        data["origins"] = {path: asdict(o) for path, o in self.origins.items()}
        data["uncertainty"] = {path: list(bounds) for path, bounds in self.uncertainty.items()}
        for key in ("patrons", "strategies", "notices"):
            data[key] = list(data[key])
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scenario:
        """Return a scenario from :meth:`to_dict`.

        Raises
        ------
        InputError
            If the data is not what :meth:`to_dict` gives, or of another version with other parameters.
        """
        try:
            if faults := data_faults(data):
                raise InputError(*(f"scenario {data['name']}: {fault}" for fault in faults))
            d = dict(data)
            d["events"] = tuple(Event(**e) for e in d["events"])
            d["origins"] = MappingProxyType({path: Origin(**o) for path, o in d["origins"].items()})
            d["uncertainty"] = MappingProxyType(
                {path: (low, high) for path, (low, high) in d["uncertainty"].items()}
            )
            for key in ("patrons", "strategies", "notices"):
                d[key] = tuple(d[key])
            for key in ("labels", "values"):
                d[key] = MappingProxyType(dict(d[key]))
            return cls(**d)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            msg = f"not a scenario: {error!r}"
            raise InputError(msg) from error

    def renamed(self, name: str) -> Scenario:
        """Return the same scenario under another name."""
        return replace(self, name=name)


def parse_setting(text: str) -> tuple[str, object]:
    """Split ``KEY=VALUE``: a number, true or false, or a name.

    Raises
    ------
    InputError
        If there is no ``=`` or nothing on a side of it.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not key or not value:
        msg = f"{text!r}: a setting is written KEY=VALUE, such as patrons.russia.barrier=0.3"
        raise InputError(msg)
    if value in {"true", "false"}:
        return key, value == "true"
    try:
        return key, int(value) if value.lstrip("+-").isdigit() else float(value)
    except ValueError:
        return key, value


def parse_settings(texts: Sequence[str]) -> dict[str, object]:
    """Several settings; a key given twice is an error."""
    settings_: dict[str, object] = {}
    for text in texts:
        key, value = parse_setting(text)
        if key in settings_:
            msg = f"{key}: set twice"
            raise InputError(msg)
        settings_[key] = value
    return settings_


__all__ = ["Event", "Origin", "Scenario", "parse_setting", "parse_settings"]

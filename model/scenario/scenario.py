"""The class Scenario, an immutable set of parameters, start values and events; and ``KEY=VALUE`` texts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..arguments import normalise_arguments, parse_truth
from ..dates import quarter_name
from ..errors import InputError
from ..parameters.lookup import parameters
from ..parameters.relative import Relative, parse_relative
from ..state import Case, Start
from ..state.layout import case_paths
from .files import display_name, read_chain
from .mixes import Mix, find_mix
from .resolution import Belief, Event, Origin, Resolved, Trigger
from .resolve import apply_settings, resolve_chain
from .scenario_data import data_faults
from .timeline import CODES, Change, build_cases, case_of, start_of
from .trigger import trigger_from_data, trigger_to_data

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Scenario:
    """A resolved, immutable scenario.

    Attributes
    ----------
    name : str
        Built-in name or path, without ``.toml``.
    title : str
        Title in words.
    question : str
        Research question.
    hedger : str
        The hedger's name in words.
    patrons : tuple of str
        Ids of the patrons, two to six, in order.
    labels : Mapping
        Name in words of each patron id.
    first_quarter : int
        First quarter, as 4 * year + quarter - 1.
    horizon : int
        Number of quarters.
    strategies : tuple of str
        Strategies compared by default.
    values : Mapping
        Number of every path; an agreement is its step, or -1 if a framework is given; a switch is 0 or 1.
    events : tuple of Event
        Dated changes, in the order in which they are applied.
    uncertainty : Mapping
        Range of each path that sweeps vary.
    origins : Mapping
        Origin of the value of each path.
    notices : tuple of str
        Messages for the user, such as on weights that do not sum to 1.
    root : Mapping
        Numbers of the file that describes the state, from which the opening is solved.
    colours : Mapping
        Colour in figures of each patron id that its files give one, as ``#RRGGBB``.
    mix : Mix or None
        Best fixed mix of effort that stands beside its file; it may have been found under other values.
    interests : Mapping
        What each patron wants, for those whose files say so: weights by name, which sum to 1.
    menus : Mapping
        Levels that each patron chooses among, by its parameters; agreements are steps.
    trigger : Trigger or None
        What the strategy ``trigger`` does at first, and its triggers.
    relative : Mapping
        Change of each path whose value is given relative to that of the case, from which draws follow it.
    beliefs : Mapping
        Likeliest value of each path whose range gives one, and why the range is as it is.
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
    root: Mapping[str, float]
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    mix: Mix | None = None
    interests: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: MappingProxyType({}))
    menus: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    trigger: Trigger | None = None
    relative: Mapping[str, Relative] = field(default_factory=lambda: MappingProxyType({}))
    beliefs: Mapping[str, Belief] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def load(cls, name: str) -> "Scenario":
        """Load a built-in scenario by name, or a file by path.

        Raises
        ------
        InputError
            With every fault of the file, each with its line.
        """
        documents = read_chain(str(name))
        path = documents[-1].path
        assert path is not None
        loaded = cls.of(display_name(path), resolve_chain(documents))
        return replace(loaded, mix=find_mix(path, loaded.patrons))

    @classmethod
    def of(cls, name: str, r: Resolved) -> "Scenario":
        """Build a scenario from the resolved values of its files."""
        return cls(
            name, r.title, r.question, r.hedger, r.patrons, MappingProxyType(r.labels), r.first_quarter,
            r.horizon, r.strategies, MappingProxyType(r.values), r.events, MappingProxyType(r.uncertainty),
            MappingProxyType(r.origins | r.extra), r.notices, MappingProxyType(r.root),
            MappingProxyType(r.colours), None, MappingProxyType(r.interests), MappingProxyType(r.menus),
            r.trigger, MappingProxyType(r.relative), MappingProxyType(r.beliefs),
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
        """Return plain data, as a MappingProxyType cannot be pickled for another process."""
        return {"data": self.to_dict()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for key, value in vars(Scenario.from_dict(state["data"])).items():
            object.__setattr__(self, key, value)

    @normalise_arguments
    def vary(self, changes: Mapping[str, object]) -> "Scenario":
        """Return a copy of the scenario with changed values, checked like a file.

        Parameters
        ----------
        changes : Mapping
            Value by path: any parameter, ``horizon``, ``events.NAME.value`` or ``events.NAME.date``.

        Raises
        ------
        InputError
            With every fault; for an unknown path, the message names the most similar one.
        """
        if not changes:
            return self
        copy = Resolved(
            self.patrons, self.title, self.question, self.hedger, self.first_quarter, self.horizon,
            self.strategies, dict(self.labels), dict(self.values), self.events,
            dict(self.uncertainty), dict(self.origins), (), dict(self.root), dict(self.colours),
            {p: dict(weights) for p, weights in self.interests.items()},
            {p: dict(menu) for p, menu in self.menus.items()},
            trigger=self.trigger, relative=dict(self.relative), beliefs=dict(self.beliefs),
        )  # fmt: skip
        return replace(Scenario.of(self.name, apply_settings(copy, self.name, changes)), mix=self.mix)

    def hold_start(self) -> "Scenario":
        """Return the scenario with what is in force in its first quarter for good; no mix, no trigger."""
        events = (
            replace(e, until=None)
            for e in self.events
            if e.first <= 0 and e.operation != "ramp" and (e.until is None or e.until > 0)
        )
        return replace(self, events=tuple(events), mix=None, trigger=None)

    @property
    def fresh_mix(self) -> Mix | None:
        """Return the mix if it was found under what is in force in the first quarter, else None."""
        return self.mix if self.mix is not None and self.mix.under == self.hold_start().digest else None

    def table(self) -> "pd.DataFrame":
        """Build a table of all values, for notebooks.

        Returns
        -------
        DataFrame
            One row per value, indexed by path: value (an agreement as its step), unit, kind (how the value is
            known), low and high (the plausible range), meaning, source.
        """
        import pandas as pd

        rows = parameters(self.patrons)
        facts = [
            (self.values[path], row.unit, self.origins[path].kind, row.low, row.high, row.meaning,
             self.origins[path].source)
            for path, row in rows.items()
        ]  # fmt: skip
        columns = ["value", "unit", "kind", "low", "high", "meaning", "source"]
        return pd.DataFrame(facts, index=pd.Index(rows, name="path"), columns=columns)

    def case(self) -> Case:
        """Return the parameters before any event."""
        return case_of(self.values, self.patrons)

    def start(self) -> Start:
        """Return the start values of a run."""
        return start_of(self.values, self.patrons)

    def changes(self) -> tuple[Change, ...]:
        """Convert the events to numbers, in the order in which they are applied."""
        rows = {path: row for row, path in enumerate(case_paths(self.patrons))}
        changes: list[Change] = []
        for e in self.events:
            until = -1.0 if e.until is None else float(e.until)
            changes.append(Change(rows[e.path], float(e.first), until, CODES[e.operation], e.value))
        return tuple(changes)

    def timeline(self) -> tuple[Case, ...]:
        """Return the parameters in force, one case per quarter."""
        return self._timeline

    @cached_property
    def _timeline(self) -> tuple[Case, ...]:
        return build_cases(self.case(), self.changes(), self.horizon)

    def quarter_name(self, number: int) -> str:
        """Format quarter ``number`` of the run, counted from 0, as a date such as 2017Q3."""
        return quarter_name(self.first_quarter + number)

    @cached_property
    def digest(self) -> str:
        """Compute the SHA-256 hash of all that affects results; titles, colours and sources do not."""
        content = [self.patrons, self.first_quarter, self.horizon, sorted(self.values.items())]
        content.append(sorted(self.root.items()))
        content += [[(e.name, e.first, e.until, e.operation, e.path, e.value) for e in self.events]]
        content += [] if self.trigger is None else [trigger_to_data(self.trigger)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data for JSON, without loss of precision."""
        data = {key: getattr(self, key) for key in self.__dataclass_fields__}
        data |= {key: dict(data[key]) for key in ("labels", "values", "root", "colours")}
        data["events"] = [asdict(e) for e in self.events]
        data["origins"] = {path: asdict(o) for path, o in self.origins.items()}
        data["uncertainty"] = {path: list(bounds) for path, bounds in self.uncertainty.items()}
        for key in ("patrons", "strategies", "notices"):
            data[key] = list(data[key])
        data["interests"] = {p: dict(weights) for p, weights in self.interests.items()}
        data["menus"] = {p: {k: list(v) for k, v in menu.items()} for p, menu in self.menus.items()}
        data["mix"] = self.mix and {"under": self.mix.under, "effort": list(self.mix.effort)}
        data["trigger"] = trigger_to_data(self.trigger)
        data["beliefs"] = {path: belief._asdict() for path, belief in self.beliefs.items()}
        data["relative"] = {path: list(change) for path, change in self.relative.items()}
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Scenario":
        """Build a scenario from the data of :meth:`to_dict`.

        Raises
        ------
        InputError
            If the data does not have the form of :meth:`to_dict`, or is of a version with other parameters.
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
            for key in ("labels", "values", "root", "colours"):
                d[key] = MappingProxyType(dict(d.get(key, {})))
            d["interests"] = MappingProxyType({p: dict(w) for p, w in d.get("interests", {}).items()})
            menus = d.get("menus", {}).items()
            d["menus"] = MappingProxyType({p: {k: tuple(v) for k, v in m.items()} for p, m in menus})
            if d.get("mix") is not None:
                d["mix"] = Mix(d["mix"]["under"], tuple(d["mix"]["effort"]))
            d["trigger"] = trigger_from_data(d.get("trigger"))
            relative = {path: Relative(*map(float, c)) for path, c in d.get("relative", {}).items()}
            d["relative"] = MappingProxyType(relative)
            beliefs = {path: Belief(**b) for path, b in d.get("beliefs", {}).items()}
            d["beliefs"] = MappingProxyType(beliefs)
            return cls(**d)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            msg = f"not a scenario: {error!r}"
            raise InputError(msg) from error

    def renamed(self, name: str) -> "Scenario":
        """Return a copy of the scenario under another name."""
        return replace(self, name=name)


def parse_setting(text: str) -> tuple[str, object]:
    """Parse ``KEY=VALUE``; the value is a number, a relative change, a truth value or a name.

    Raises
    ------
    InputError
        If there is no ``=``, or nothing before or after it.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not key or not value:
        msg = f"{text!r}: a setting is written KEY=VALUE, such as patrons.russia.barrier=0.3"
        raise InputError(msg)
    if (truth := parse_truth(value)) is not None:
        return key, truth
    if parse_relative(value) is not None:
        return key, value
    try:
        return key, int(value) if value.lstrip("+-").isdigit() else float(value)
    except ValueError:
        return key, value


def parse_settings(texts: Sequence[str]) -> dict[str, object]:
    """Parse several settings ``KEY=VALUE``; raise InputError if a key is given twice."""
    settings_: dict[str, object] = {}
    for text in texts:
        key, value = parse_setting(text)
        if key in settings_:
            msg = f"{key}: set twice"
            raise InputError(msg)
        settings_[key] = value
    return settings_


__all__ = ["Event", "Origin", "Scenario", "parse_setting", "parse_settings"]

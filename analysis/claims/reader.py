"""Read the tables of a ledger: fields of the right kind and nothing else; every fault with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.files import locate_file
from ...model.scenario.scenario import Scenario
from ...model.scenario.syntax.toml_lines import Where
from ...model.text import shorten, shorten_value

Table = Mapping[str, Any]
Fields = Mapping[str, str]
"""Kind of every field that a table may have."""


def is_number(value: object) -> bool:
    """Return whether a value of a file is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def is_text(value: object) -> bool:
    """Return whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


KINDS = {
    "text": (is_text, "a text"),
    "number": (is_number, "a number"),
    "switch": (lambda v: isinstance(v, bool), "true or false"),
    "table": (lambda v: isinstance(v, dict) and bool(v), "a table, such as { key = value }"),
    "tables": (
        lambda v: isinstance(v, list) and bool(v) and all(isinstance(t, dict) for t in v),
        "tables, each under a line of its own such as [[claim]]",
    ),
    "bound": (
        lambda v: is_number(v) or (isinstance(v, list) and len(v) == 2 and all(map(is_number, v))),
        "a number, or [low, high]",
    ),
    "names": (
        lambda v: is_text(v) or (isinstance(v, list) and bool(v) and all(map(is_text, v))),
        "a name or a list of names",
    ),
}
"""Kinds of fields: a test of a value, and what to write, in words."""


@dataclass
class Reader:
    """What is read of one ledger, and its faults.

    Attributes
    ----------
    name : str
        Name of the file in messages.
    folder : Path
        Its folder, beside which scenarios are looked for.
    raw : mapping
        Its content.
    lines : mapping
        Line of every place.
    faults : list of str
        Faults so far.
    scenarios : dict
        Scenarios by name; None where one cannot be loaded.
    """

    name: str
    folder: Path
    raw: Table
    lines: Mapping[Where, int]
    faults: list[str] = field(default_factory=list)
    scenarios: dict[str, Scenario | None] = field(default_factory=dict)

    def add_fault(self, where: Where, what: str) -> None:
        """Record a fault of a place, with its line and the claim's id."""
        spot = where
        while spot and spot not in self.lines:
            spot = spot[:-1]
        line = f":{self.lines[spot]}" if spot else ""
        label = self.describe_place(where)
        self.faults.append(f"{self.name}{line}: {label}{': ' if label else ''}{what}")

    def describe_place(self, where: Where) -> str:
        """Return a place in words: the claim's id, then the field."""
        if len(where) < 2 or where[0] != "claim":
            return ".".join(map(str, where))
        found = self.raw["claim"][where[1]].get("id")
        label = shorten(found) if is_text(found) else f"claim number {int(where[1]) + 1}"
        rest = [str(part + 1) if isinstance(part, int) else str(part) for part in where[2:]]
        return ".".join([label, *rest])

    def read_fields(self, where: Where, table: Table, fields: Fields, needed: tuple[str, ...]) -> Table:
        """Return the fields of a table that are known and of their kind; record all that is wrong."""
        found = {}
        for key, value in table.items():
            if key not in fields:
                near = hint(key, fields) or f"; there are {', '.join(fields)}"
                self.add_fault((*where, key), f"no such field here{near}")
                continue
            test, words = KINDS[fields[key]]
            if test(value):
                found[key] = value
            else:
                self.add_fault((*where, key), f"found {shorten_value(value)}; allowed is {words}")
        if lacking := [key for key in needed if key not in table]:
            self.add_fault(where, f"lacks {' and '.join(lacking)}")
        return found

    def choose(self, where: Where, value: str, known: Mapping[str, Any] | tuple[str, ...]) -> bool:
        """Return whether a word is one of those known; record a fault if it is not."""
        if value in known:
            return True
        self.add_fault(where, f"found {shorten(value)!r}; allowed are {', '.join(known)}{hint(value, known)}")
        return False

    def load_scenario(self, where: Where, name: str) -> Scenario | None:
        """Load a scenario by its name, or its path from the ledger's folder; record its faults."""
        if name not in self.scenarios:
            self.scenarios[name] = None
            try:
                self.scenarios[name] = Scenario.load(str(locate_file(name, self.folder)))
            except InputError as error:
                for fault in error.faults:
                    self.add_fault(where, fault)
        return self.scenarios[name]

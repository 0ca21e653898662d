"""The codebook of an export: type, unit and meaning of every variable, and its values in words."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Any, NamedTuple

from ...model.outcomes import regime_names
from ...model.parameters.lookup import LADDER
from ..labels import regime_label, strategy_label

TEXT, INTEGER, NUMBER = "text", "integer", "number"
HEADS = ("variable", "type", "unit", "meaning", "values", "stata")

LONGEST = 32
"""Most characters of a name in Stata."""


class Variable(NamedTuple):
    """What a column of an export means.

    Attributes
    ----------
    name : str
        Name of the column.
    type : str
        ``text``, ``integer`` or ``number``.
    unit, meaning : str
        In words.
    values : str
        What its values stand for, ``0 = hedging; 1 = mixed``; empty where they speak for themselves.
    stata : str
        Name in a file of Stata.
    """

    name: str
    type: str
    unit: str
    meaning: str
    values: str
    stata: str

    @property
    def label(self) -> str:
        """Return meaning and unit in a line: ``number of the run``, ``GDP against its growth (index)``."""
        begins = self.meaning.startswith("of ")
        return f"{self.unit} {self.meaning}" if begins else f"{self.meaning} ({self.unit})"


def describe_values(manifest: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Describe what values of a result folder's columns stand for, by name and type of the column."""
    scenarios = manifest["scenarios"]
    first = next(iter(scenarios.values()))
    labels, patrons = first["labels"], first["patrons"]
    regimes = {name: regime_label(name, labels) for name in regime_names(patrons)}
    strategies = dict.fromkeys(name for names in manifest["strategies"].values() for name in names)
    steps = list_values({-1: "no ladder, a framework is given", **dict(enumerate(LADDER))})
    return {
        ("scenario", TEXT): list_values({name: scenario["title"] for name, scenario in scenarios.items()}),
        ("strategy", TEXT): list_values({name: strategy_label(name, labels) for name in strategies}),
        ("actor", TEXT): list_values({"hedger": first["hedger"], **labels}),
        ("regime", TEXT): list_values(regimes),
        ("regime", NUMBER): list_values(dict(enumerate(regimes.values()))),
        **{(f"agreement_{p}", NUMBER): steps for p in patrons},
        **{(f"patrons.{p}.agreement", NUMBER): steps for p in patrons},
    }


def list_values(words: Mapping[Any, str]) -> str:
    """Return values and what they stand for in a line."""
    return "; ".join(f"{value} = {' '.join(str(word).split())}" for value, word in words.items())


def name_for_stata(names: Iterable[str]) -> dict[str, str]:
    """Return Stata's name of every variable: letters, digits, underscores, at most LONGEST, each once.

    ``patrons.russia.barrier`` becomes ``russia_barrier``.
    """
    found: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"\W", "_", name.removeprefix("patrons."), flags=re.ASCII)
        tries = (f"{stem[: LONGEST - 1 - len(str(k))]}_{k}" for k in count(2))
        taken = set(found.values())
        found[name] = next(s for s in chain([stem[:LONGEST]], tries) if s not in taken)
    return found

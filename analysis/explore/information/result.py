"""The value of information with its settings, printed as JSON by a command and read again by a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...results.json_values import table_records
from ...results.printed import read_printed
from .expectation import ESTIMATE, Expectation

TABLES = ("inputs", "pairs", "mixes")
NUMBERS = ("points", "available", "runs", "seed")
MOST, LEAST, SMALL = 15, 5, 0.005
COMMAND = "hedgesim voi ... --json > FILE"


@dataclass(frozen=True)
class Information:
    """Value of information among committed mixes.

    Attributes
    ----------
    scenario, digest : str
        The scenario's name, and the hash of everything that determines its results.
    points, available, runs, seed : int
        Points played, of those in the folder; runs at each, and the seed of their shocks.
    values : Expectation
        EVPI, and EVPPI of inputs and pairs.
    mixes : DataFrame
        The committed mixes, the best first: mix, patron (the only one of a lean, else empty), mean (utility),
        best (share of points where it is the best), then the share of effort of every package.
    """

    scenario: str
    digest: str
    points: int
    available: int
    runs: int
    seed: int
    values: Expectation
    mixes: pd.DataFrame

    @property
    def leading(self) -> pd.DataFrame:
        """Return the inputs to show: those worth at least SMALL of everything, LEAST to MOST of them."""
        count = int((self.values.inputs["share"] >= SMALL).sum())
        return self.values.inputs.head(max(LEAST, min(MOST, count)))

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_information` restores the object."""
        settings = {name: getattr(self, name) for name in ("scenario", "digest", *NUMBERS)}
        tables = (self.values.inputs, self.values.pairs, self.mixes)
        return {
            "settings": settings,
            "evpi": dict(self.values.total),
            **dict(zip(TABLES, map(table_records, tables), strict=True)),
        }


def read_information(path: Path, scenarios: Mapping[str, Mapping[str, Any]]) -> Information:
    """Read the value of information from a JSON file.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim voi --json``.
    scenarios : mapping
        Scenarios of a result folder by name; it must belong to one of them.

    Raises
    ------
    InputError
        If the file cannot be read, holds something else, or belongs to another scenario.
    """
    return read_printed(path, scenarios, information_from_plain_data, "a value of information", COMMAND)


def information_from_plain_data(plain_data: Mapping[str, Any]) -> Information:
    """Build the value of information from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are something else.
    """
    settings = plain_data["settings"]
    scenario, digest = settings["scenario"], settings["digest"]
    if not isinstance(scenario, str) or not isinstance(digest, str):
        raise TypeError
    total = {name: float(plain_data["evpi"][name]) for name in ("mean", "low", "high")}
    inputs = restore_table(plain_data["inputs"], ("input",), ESTIMATE)
    pairs = restore_table(plain_data["pairs"], ("input", "input_2"), (*ESTIMATE, "apart"))
    mixes = restore_table(plain_data["mixes"], ("mix", "patron"), ("mean", "best"))
    numbers = {name: int(settings[name]) for name in NUMBERS}
    return Information(scenario, digest, **numbers, values=Expectation(total, inputs, pairs), mixes=mixes)


def restore_table(
    rows: list[dict[str, Any]], texts: tuple[str, ...], numbers: tuple[str, ...]
) -> pd.DataFrame:
    """Build a table of columns of text, of numbers, and of a truth ``star``; others are numbers."""
    found = pd.DataFrame(rows, columns=None if rows else [*texts, *numbers])
    kinds = {"star": bool, **dict.fromkeys(texts, str)}
    return found.astype({c: kinds.get(str(c), float) for c in dict.fromkeys([*found, *texts, *numbers])})

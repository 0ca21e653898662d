"""A threshold or frontier with its settings, printed as JSON by a command and read again by a report."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ..results.json_values import table_records

CROSSING = ("crossing", "low", "high", "direction", "share")
"""Columns of a row besides other inputs."""
POINTS = ("x", "mean", "low", "high")
TABLES = ("crossings", "points")
TEXTS = ("scenario", "digest", "input", "when", "margin", "strategy")
MADE = "hedgesim threshold ... --json > FILE"


@dataclass(frozen=True, repr=False)
class Tipping:
    """The values of an input at which a condition starts or ceases to hold.

    Attributes
    ----------
    scenario, digest : str
        The scenario's name, and the hash of everything that determines its results.
    patrons : tuple of str
        The scenario's patrons.
    input : str
        Path of the input that was varied, from ``low`` to ``high``.
    when, margin : str
        The condition, and a description of the margin that crosses zero.
    strategy : str
        Strategy of the outcomes.
    runs, seed : int
        Runs at each value, and their seed.
    rows : DataFrame
        One row a crossing: values of other inputs, then CROSSING; NaN and ``none`` if a frontier has none.
    points : DataFrame
        All points computed: values of other inputs, then POINTS.
    """

    scenario: str
    digest: str
    patrons: tuple[str, ...]
    input: str
    low: float
    high: float
    when: str
    margin: str
    strategy: str
    runs: int
    seed: int
    rows: pd.DataFrame
    points: pd.DataFrame

    def __repr__(self) -> str:
        found = int(self.rows["crossing"].notna().sum())
        return (
            f"<Tipping of {self.when} in {self.scenario}: {self.input} from {self.low:g} to {self.high:g},"
            f" {found} crossing{'' if found == 1 else 's'}>"
        )

    @property
    def others(self) -> list[str]:
        """Return the paths of the inputs that were held fixed at several values."""
        return [str(c) for c in self.rows if c not in CROSSING]

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_tipping` restores the object."""
        asked = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"rows", "points"}}
        asked["patrons"] = list(self.patrons)
        return {"asked": asked, "crossings": table_records(self.rows), "points": table_records(self.points)}


def read_tipping(path: Path, scenarios: Mapping[str, Mapping[str, Any]]) -> Tipping:
    """Read a threshold from a JSON file.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim threshold --json``.
    scenarios : mapping
        Scenarios of a result folder by name; the threshold must belong to one of them.

    Raises
    ------
    InputError
        If the file cannot be read, holds no threshold, or belongs to another scenario.
    """
    try:
        found = threshold_from_plain_data(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise InputError(msg) from error
    # broken JSON and Unicode are ValueErrors
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        msg = f"{path}: not a threshold; make one: {MADE}"
        raise InputError(msg) from error
    if found.scenario not in scenarios:
        msg = (
            f"{path}: a threshold of {found.scenario}, which is not in the folder;"
            f" it holds {', '.join(scenarios)}{hint(found.scenario, scenarios)}"
        )
        raise InputError(msg)
    return found


def threshold_from_plain_data(plain_data: Mapping[str, Any]) -> Tipping:
    """Build a threshold from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are no threshold.
    """
    asked = plain_data["asked"]
    texts = {name: asked[name] for name in TEXTS}
    if not all(isinstance(text, str) for text in [*texts.values(), *asked["patrons"]]):
        raise TypeError
    return Tipping(
        **texts,
        patrons=tuple(asked["patrons"]),
        low=float(asked["low"]),
        high=float(asked["high"]),
        runs=int(asked["runs"]),
        seed=int(asked["seed"]),
        rows=results_table(plain_data["crossings"], CROSSING),
        points=results_table(plain_data["points"], POINTS),
    )


def results_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Build a table with the given columns among others; all are numbers except the direction."""
    found = pd.DataFrame(rows, columns=None if rows else list(columns))
    return found.astype({c: str if c == "direction" else float for c in [*found, *columns]})

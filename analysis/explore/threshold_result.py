"""A threshold or frontier with its settings, printed as JSON by a command and read again by a report."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from ..results.json_values import table_records
from ..results.printed import read_printed
from .crossings import SPREAD

CROSSING = ("crossing", "low", "high", "direction", "share")
"""Columns of a row besides other inputs."""
POINTS = ("x", "mean", "low", "high")
TABLES = ("crossings", "points")
TEXTS = ("scenario", "digest", "input", "when", "margin", "strategy")
COMMAND = "hedgesim threshold ... --json > FILE"


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
        Where runs carry draws also SPREAD of :mod:`.crossings`.
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
        return [str(c) for c in self.rows if c not in {*CROSSING, *SPREAD}]

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_tipping` restores the object."""
        request = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"rows", "points"}}
        request["patrons"] = list(self.patrons)
        return {"asked": request, "crossings": table_records(self.rows), "points": table_records(self.points)}


def read_tipping(path: Path, scenarios: Mapping[str, Mapping[str, Any]]) -> Tipping:
    """Read a threshold of one of some scenarios; see :func:`~hedgesim.analysis.results.printed.read_printed`.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim threshold --json``.
    scenarios : mapping
        Scenarios of a result folder by name.
    """
    return read_printed(path, scenarios, threshold_from_plain_data, "a threshold", COMMAND)


def threshold_from_plain_data(plain_data: Mapping[str, Any]) -> Tipping:
    """Build a threshold from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are no threshold.
    """
    request = plain_data["asked"]
    texts = {name: request[name] for name in TEXTS}
    if not all(isinstance(text, str) for text in [*texts.values(), *request["patrons"]]):
        raise TypeError
    return Tipping(
        **texts,
        patrons=tuple(request["patrons"]),
        low=float(request["low"]),
        high=float(request["high"]),
        runs=int(request["runs"]),
        seed=int(request["seed"]),
        rows=results_table(plain_data["crossings"], CROSSING),
        points=results_table(plain_data["points"], POINTS),
    )


def results_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Build a table with the given columns among others; all are numbers except the direction."""
    found = pd.DataFrame(rows, columns=None if rows else list(columns))
    return found.astype({c: str if c == "direction" else float for c in [*found, *columns]})

"""Scores of risk with their settings, printed as JSON by a command and read again by a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...results.json_values import table_records
from ...results.printed import read_printed

ENDS = ("mean", "low", "high")
LEAD, AT_MEAN = "lead", "known"
LEADS = (LEAD, f"{LEAD}_low", f"{LEAD}_high")
KNOWN = (AT_MEAN, f"{AT_MEAN}_low", f"{AT_MEAN}_high")
"""A strategy's score less that of the reference, with moods and with moods at their mean."""
TABLES: Mapping[str, Sequence[str]] = {
    "insurance": ("strategy", "reference", "score", "runs", *LEADS, *KNOWN, *ENDS),
    "scores": ("strategy", "world", "score", "runs", *ENDS),
    "tails": ("strategy", "world", "share", "utility"),
}
"""Columns of each table; where runs carry draws, PARTS of every estimate come after."""
TEXTS = ("strategy", "reference", "score", "world")
PRINTED_BY = "hedgesim risk ... --json > FILE"


def read_text(value: object) -> str:
    """Return a value that is a text.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(value, str):
        raise TypeError
    return value


def read_texts(values: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a file holds
    """Return texts of a list."""
    return tuple(map(read_text, values))


SETTINGS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("scenario", "digest", "title", "advice"), read_text),
    **dict.fromkeys(("patrons", "subjects", "references"), read_texts),
    "labels": lambda labels: {read_text(k): read_text(v) for k, v in labels.items()},
    "moody": bool,
    **dict.fromkeys(("runs", "seed"), int),
    **dict.fromkeys(("floor", "level", "aversion"), float),
}
"""Settings of a result, and what reads each from JSON."""


@dataclass(frozen=True, repr=False)
class Risk:
    """Scores of strategies with the moods of patrons and with moods at their mean.

    Attributes
    ----------
    scenario, digest, title : str
        The scenario's name, the hash of everything that determines its results, and its title.
    patrons : tuple of str
        The scenario's patrons.
    labels : mapping
        Name in words of each patron.
    subjects : tuple of str
        Strategies whose insurance is in question: hedging, and the best fixed mix where it was played.
    references : tuple of str
        What they are compared with, the one that counts first; ``lean:PATRON`` is the best lean.
    moody : bool
        Whether a patron's conduct depends on moods; without moods there is a single world.
    advice : str
        Without moods, settings that would bring them; else "".
    runs, seed : int
        Runs of every strategy in every world, and the seed of their shocks.
    floor, level : float
        The floor as a share of utility in the opening record, and as utility.
    aversion : float
        Relative aversion to risk of the certainty equivalent.
    insurance : DataFrame
        strategy, reference, score, runs; lead, lead_low, lead_high: the strategy's score less that of the
        reference with moods; known, known_low, known_high: the same with moods at their mean; mean, low,
        high: the first less the second, which is the insurance part; PARTS of each where runs carry draws.
    scores : DataFrame
        strategy, world (``moods`` or ``known``), score, runs, mean, low, high, PARTS where runs carry draws.
    tails : DataFrame
        strategy, world, share, utility: the utility that this share of quarters is below, of subjects and
        references.
    """

    scenario: str
    digest: str
    title: str
    patrons: tuple[str, ...]
    labels: Mapping[str, str]
    subjects: tuple[str, ...]
    references: tuple[str, ...]
    moody: bool
    advice: str
    runs: int
    seed: int
    floor: float
    level: float
    aversion: float
    insurance: pd.DataFrame
    scores: pd.DataFrame
    tails: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Risk of {', '.join(self.subjects)} against {', '.join(self.references)} in {self.scenario},"
            f" {self.runs} runs>"
        )

    def to_plain_data(self) -> dict[str, Any]:
        """Return plain data for JSON, from which :func:`read_risk` restores the object."""
        settings = {name: getattr(self, name) for name in SETTINGS}
        settings |= {name: list(settings[name]) for name in ("patrons", "subjects", "references")}
        settings["labels"] = dict(self.labels)
        return {"settings": settings} | {name: table_records(getattr(self, name)) for name in TABLES}


def read_risk(path: Path, scenarios: Mapping[str, Mapping[str, Any]]) -> Risk:
    """Read scores of risk of one of some scenarios; see :func:`~.results.printed.read_printed`.

    Parameters
    ----------
    path : Path
        Output of ``hedgesim risk --json``.
    scenarios : mapping
        Scenarios of a result folder by name.
    """
    return read_printed(path, scenarios, risk_from_plain_data, "an analysis of risk", PRINTED_BY)


def read_table(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Build a table from rows: the columns of every result, and those on draws if there are any."""
    extra = [c for c in (rows[0] if rows else {}) if c not in columns]
    table = pd.DataFrame(rows, columns=[*columns, *extra])
    return table.astype({c: str if c in TEXTS else float for c in table})


def risk_from_plain_data(plain_data: Mapping[str, Any]) -> Risk:
    """Build scores of risk from plain data.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the data are something else.
    """
    settings = {name: convert(plain_data["settings"][name]) for name, convert in SETTINGS.items()}
    if settings["labels"].keys() != set(settings["patrons"]) or not settings["subjects"]:
        raise ValueError
    tables: dict[str, Any] = {name: read_table(plain_data[name], columns) for name, columns in TABLES.items()}
    return Risk(**settings, **tables)

"""The states other than Belarus, and their tables and files."""

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

SCENARIOS = Path(str(files("hedgesim.scenarios")))
CASES = {
    "moldova": "MDA",
    "georgia": "GEO",
    "ukraine": "UKR",
    "armenia": "ARM",
    "kyrgyzstan": "KGZ",
    "kazakhstan": "KAZ",
    "serbia": "SRB",
    "azerbaijan": "AZE",
    "mongolia": "MNG",
}

Table = dict[str, Any]
BOUNDED = re.compile(
    r"(security|economy|autonomy|utility)(_\w+)?|tie_\w+|influence_\w+|omega_\w+|(export|import)_share_\w+"
)
"""Recorded columns whose values lie between 0 and 1."""
each_case = pytest.mark.parametrize("case", CASES)


def rows(name: str) -> list[dict[str, str]]:
    """Read a table by its name below the scenarios."""
    with (SCENARIOS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def toml(case: str) -> Table:
    """Read a case's history as it stands."""
    return tomllib.loads((SCENARIOS / case / "history.toml").read_text(encoding="utf-8"))


def observed(case: str) -> dict[tuple[str, int], float]:
    """Values of a case's observations by series and year."""
    return {(r["series"], int(r["year"])): float(r["value"]) for r in rows(f"{case}/observations.csv")}

"""The states other than Belarus, and their tables and files."""

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import path_columns
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.strategies import compared_strategies

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


def assert_plays_off_its_bounds(spec: Scenario) -> None:
    """Assert finite numbers of every strategy, and under hedge no index on a bound in a fifth of the time."""
    assert spec.notices == ()
    columns = list(path_columns(spec.patrons))
    bounded = [k for k, column in enumerate(columns) if BOUNDED.fullmatch(column)]
    for strategy in compared_strategies(spec.patrons):
        result = simulate(spec, strategy, 1, np.arange(5), paths=True)
        assert result.sound.all()
        assert np.isfinite(result.paths).all()
        if strategy == "hedge":
            values = result.paths[..., bounded]
            stuck = ((values <= 1e-6) | (values >= 1.0 - 1e-6)).mean(axis=(0, 1))
            assert [columns[k] for k, part in zip(bounded, stuck, strict=True) if part > 0.2] == []

"""The tables and scenario files of the Belarus case as they stand, for tests."""

import csv
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from hedgesim.model.scenario.files import find_scenarios

SCENARIOS = Path(str(files("hedgesim.scenarios")))
BELARUS = SCENARIOS / "belarus"
NAMES = [path.stem for path in find_scenarios(BELARUS)]
VARIATIONS = [name for name in NAMES if name != "baseline" and not name.startswith("history")]
PATRONS = {"russia": "RU", "china": "CN", "eu": "EU27"}
SERIES_COLUMNS = ["series", "year", "value", "unit", "source", "source_location", "quality", "note"]
EVENT_COLUMNS = [
    "date",
    "actors",
    "channel",
    "patron",
    "direction",
    "intensity",
    "description",
    "source",
    "quality",
]
EMBARGO_COLUMNS = ["date", "partner", "flow", "coverage", "basis", "source", "quality"]
STARTS = ("events.csv ", "drivers.csv ", "embargoes.csv ", "guess", "Eurasia Daily Monitor")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Row = dict[str, str]
Table = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Read a table of the Belarus folder."""
    with (BELARUS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def series(name: str) -> dict[tuple[str, int], float]:
    """Values of a table by series and year; where sources contradict each other, the first row."""
    found: dict[tuple[str, int], float] = {}
    for row in rows(name):
        found.setdefault((row["series"], int(row["year"])), float(row["value"]))
    return found


def toml(name: str) -> Table:
    """Read a scenario file as it stands."""
    return tomllib.loads((BELARUS / f"{name}.toml").read_text(encoding="utf-8"))


def leaves(table: Table, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every number and switch of the model that a scenario file gives, by path."""
    for key, value in table.items():
        if isinstance(value, dict) and value.keys() <= {"times", "plus"}:  # relative to the baseline
            base = baseline_value(f"{before}{key}")
            yield f"{before}{key}", base * value.get("times", 1.0) + value.get("plus", 0.0)
        elif isinstance(value, dict):
            if key != "interests" and (before or key not in ("sources", "uncertainty", "menus")):
                yield from leaves(value, f"{before}{key}.")
        elif before and key != "label":
            yield f"{before}{key}", value


def baseline_value(path: str) -> float:
    """Value of a path in the baseline's file."""
    found: Any = toml("baseline")
    for part in path.split("."):
        found = found[part]
    return float(found)


def effects(table: Table) -> list[tuple[str, Any]]:
    """Everything of the model that a file sets: its own numbers and those of its events."""
    changed = [
        (event[operation], event["value"])
        for event in table.get("events", [])
        for operation in ("set", "add", "scale", "ramp")
        if operation in event
    ]
    return [*leaves(table), *changed]


def general(path: str) -> str:
    """Turn a path of a file into the path of the parameter table."""
    parts = path.split(".")
    if parts[0] in ("rivalry", "volatile", "overlap"):
        return f"{parts[0]}.P-Q"
    return ".".join("P" if part in PATRONS and index else part for index, part in enumerate(parts))

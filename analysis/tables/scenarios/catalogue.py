"""List the scenarios, the strategies and the sources of the shipped data."""

from collections.abc import Mapping
from typing import Any

from ....model.scenario.data_sources import find_non_commercial_files, read_data_sources
from ....model.scenario.files import builtin_root, builtin_scenarios
from ....model.scenario.scenario import Scenario
from ...glossary.terms import list_kind
from ..sheet import Sheet

Rows = list[dict[str, Any]]


def scenario_rows() -> Rows:
    """List the built-in scenarios: name, title, first quarter and horizon."""
    loaded = [Scenario.load(name) for name in builtin_scenarios()]
    return [
        {"scenario": s.name, "title": s.title, "first_quarter": s.quarter_name(0), "horizon": s.horizon}
        for s in loaded
    ]


def strategy_rows() -> Rows:
    """List the strategies with their meaning."""
    return [{"strategy": term.name, "meaning": term.meaning} for term in list_kind("strategy")]


def catalogue_sheets(catalogue: Mapping[str, Rows]) -> list[Sheet]:
    """Build the text tables of built-in scenarios, by case and with their titles, and of strategies."""
    note = (
        "P stands for a patron of the scenario, such as russia, china or eu. all: every one but fixed and"
        " trigger, and mix only where it is known."
    )
    return [
        Sheet(
            "Built-in scenarios",
            ["case", "scenarios"],
            case_cells(catalogue["scenarios"]),
            notes=["Written CASE/SCENARIO, such as belarus/baseline; hedgesim show says what one is."],
            left=frozenset({0, 1}),
        ),
        Sheet(
            "Titles",
            ["scenario", "title", "begins", "quarters"],
            format_cells(catalogue["scenarios"]),
            left=frozenset({0, 1}),
            detail=True,
        ),
        Sheet(
            "Strategies",
            ["strategy", "what the hedger does"],
            format_cells(catalogue["strategies"]),
            notes=[note],
            left=frozenset({0, 1}),
        ),
    ]


def case_cells(rows: Rows) -> list[list[str]]:
    """List the names of each case's scenarios, its baseline first."""
    cases: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: not row["scenario"].endswith("/baseline")):
        case, _, name = row["scenario"].partition("/")
        cases.setdefault(case, []).append(name)
    return [[case, ", ".join(names)] for case, names in sorted(cases.items())]


def source_rows() -> Rows:
    """List the sources of the shipped data: name, terms, citation and files."""
    return [
        {
            "source": source.name,
            "terms": source.terms,
            "non_commercial": source.non_commercial,
            "citation": source.citation,
            "files": ", ".join(source.files),
        }
        for source in read_data_sources()
    ]


def source_sheets(rows: Rows) -> list[Sheet]:
    """Build a table of sources and terms, and a block of details for each.

    Scenario files, all own work, are not listed one by one.
    """
    blocks = [Sheet(r["source"], [], [], notes=source_notes(r), detail=True) for r in rows]
    cells = [[r["source"], r["terms"]] for r in rows]
    table = Sheet("Sources of the shipped data", ["source", "terms"], cells, left=frozenset({0, 1}), limit=12)
    notes = ["The code is under the MIT licence; the figures in the data files keep the terms above."]
    if restricted := find_non_commercial_files():
        notes.append(
            f"For non-commercial use only: {', '.join(restricted)}. Whoever may not use them deletes them"
            f" from {builtin_root()}: all but what needs observations of these states works without them."
        )
    return [table, *blocks, Sheet("What this means", [], [], notes=notes)]


def source_notes(row: Mapping[str, Any]) -> list[str]:
    """Describe a source in lines: terms, citation and files."""
    return [f"Terms: {row['terms']}", f"Citation: {row['citation']}", f"Files: {shorten_files(row['files'])}"]


def shorten_files(files: str) -> str:
    """Name scenario files, of which there are many, in one word."""
    names = files.split(", ")
    tables = [name for name in names if not name.endswith(".toml")]
    return ", ".join(tables if len(tables) == len(names) else ["scenario files", *tables])


def format_cells(rows: Rows) -> list[list[str]]:
    """Format the values of rows as text."""
    return [[str(value) for value in row.values()] for row in rows]

"""Format scenarios, strategies and parameters as tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...model.outcomes import Column
from ...model.parameters.lookup import LADDER, default_words
from ...model.parameters.row import Row
from ...model.parameters.table import ROWS
from ...model.scenario.data_sources import find_non_commercial_files, read_data_sources
from ...model.scenario.describe import describe_values
from ...model.scenario.files import builtin_root, builtin_scenarios
from ...model.scenario.scenario import Scenario
from ..plots.parts.palette import assign_looks
from .sheet import Sheet

Rows = list[dict[str, Any]]


STRATEGIES = {
    "hedge": "all packages: security or economy with each patron, and self-reliance",
    "bandwagon:P": "only patron P's two packages and self-reliance",
    "pivot:P": "as at the start, then over to patron P from hedger.pivot_quarter on",
    "equidistance": "equal effort on all patrons; chooses between security and economy of each",
    "self_reliance": "all effort on own know-how, third countries and the trade directive",
    "myopic": "all packages, for the economy only",
    "fixed": "the shares in [hedger.effort] of the scenario, whatever happens",
}


def scenario_rows() -> Rows:
    """List the built-in scenarios: name, title, first quarter and horizon."""
    loaded = [Scenario.load(name) for name in builtin_scenarios()]
    return [
        {"scenario": s.name, "title": s.title, "first_quarter": s.quarter_name(0), "horizon": s.horizon}
        for s in loaded
    ]


def strategy_rows() -> Rows:
    """List the strategies with their meaning."""
    return [{"strategy": name, "meaning": meaning} for name, meaning in STRATEGIES.items()]


def catalogue_sheets(catalogue: Mapping[str, Rows]) -> list[Sheet]:
    """Build the text tables of built-in scenarios and strategies."""
    heads = ["scenario", "title", "begins", "quarters"]
    note = "P stands for a patron of the scenario, such as russia, china or eu. all: every one but fixed."
    return [
        Sheet("Built-in scenarios", heads, format_cells(catalogue["scenarios"]), left=frozenset({0, 1})),
        Sheet(
            "Strategies",
            ["strategy", "what the hedger does"],
            format_cells(catalogue["strategies"]),
            notes=[note],
            left=frozenset({0, 1}),
        ),
    ]


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
    """Build one block of text per source; scenario files, all own work, are not listed one by one."""
    blocks = [Sheet(r["source"], [], [], notes=source_notes(r)) for r in rows]
    notes = ["The code is under the MIT licence; the figures in the data files keep the terms above."]
    if restricted := find_non_commercial_files():
        notes.append(
            f"For non-commercial use only: {', '.join(restricted)}. Whoever may not use them deletes them"
            f" from {builtin_root()}: all but what needs observations of these states works without them."
        )
    return [*blocks, Sheet("What this means", [], [], notes=notes)]


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


def scenario_heading(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's description without its values."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "hedger": scenario.hedger,
        "patrons": dict(scenario.labels),
        "colours": {p: look.colour for p, look in assign_looks(scenario.patrons, scenario.colours).items()},
        "first_quarter": scenario.quarter_name(0),
        "horizon": scenario.horizon,
        "strategies": ", ".join(scenario.strategies),
        "notices": "; ".join(scenario.notices),
    }


def value_rows(scenario: Scenario) -> Rows:
    """List every value and event of a scenario with unit, kind and source."""
    return [told._asdict() for told in describe_values(scenario)]


def scenario_sheets(scenario: Scenario) -> list[Sheet]:
    """Build the text tables of one scenario: description, values, events and sources."""
    rows = value_rows(scenario)
    told = [[r["path"], r["value"], r["unit"], r["kind"], r["place"]] for r in rows if r["kind"] != "event"]
    return [
        Sheet(f"{scenario.name}: {scenario.title}", [], [], notes=describe_scenario(scenario)),
        Sheet(
            "",
            ["path", "value", "unit", "kind", "from"],
            told,
            left=frozenset(),
            firm=frozenset({0, 2, 3, 4}),
        ),
        Sheet(
            "Events",
            ["event", "change", "source"],
            event_cells(rows),
            left=frozenset({1, 2}),
            firm=frozenset({0}),
        ),
        Sheet(
            "Sources",
            ["kind", "paths", "source"],
            source_cells(rows),
            left=frozenset({1, 2}),
            firm=frozenset({0}),
        ),
    ]


def describe_scenario(scenario: Scenario) -> list[str]:
    """Describe a scenario in lines: its question, quarters, hedger, patrons, strategies and notices."""
    about = scenario_heading(scenario)
    last = scenario.quarter_name(scenario.horizon - 1)
    patrons = (f"{label} ({p}, {about['colours'][p]})" for p, label in about["patrons"].items())
    return [
        " ".join(about["question"].split()),
        f"{scenario.horizon} quarters, {about['first_quarter']} to {last}. Hedger: {scenario.hedger}."
        f" Patrons: {', '.join(patrons)}.",
        f"Strategies compared by default: {about['strategies']}.",
        *(f"Note: {notice}." for notice in scenario.notices),
    ]


def event_cells(rows: Rows) -> list[list[str]]:
    """Format events: name, change and source."""
    told = [r for r in rows if r["kind"] == "event"]
    return [[r["path"].partition(".")[2], r["value"], r["source"]] for r in told]


def source_cells(rows: Rows) -> list[list[str]]:
    """List each source that the scenario's files give, once, with its kind and the paths it covers."""
    own = {row.source for row in ROWS}  # sources of defaults stand in the parameter table
    paths: dict[tuple[str, str], list[str]] = {}
    for r in rows:
        if r["source"] and r["kind"] != "event" and r["source"] not in own:
            paths.setdefault((r["kind"], r["source"]), []).append(r["path"])
    return [[kind, ", ".join(found), source] for (kind, source), found in paths.items()]


def parameter_rows(rows: Sequence[Row]) -> Rows:
    """List rows of the parameter table, the allowed range as two columns."""
    return [
        {k: v for k, v in row._asdict().items() if k != "allowed"}
        | {"allowed_low": row.allowed[0], "allowed_high": row.allowed[1]}
        for row in rows
    ]


def key_rows(keys: Mapping[str, str]) -> Rows:
    """List keys of a scenario file that are no parameters."""
    return [{"path": path, "meaning": meaning} for path, meaning in keys.items()]


def key_sheets(keys: Mapping[str, str]) -> list[Sheet]:
    """Build one block of text per key of a scenario file."""
    return [Sheet(path, [], [], notes=[meaning]) for path, meaning in keys.items()]


def column_rows(columns: Mapping[str, Column]) -> Rows:
    """List outcomes and path columns, P and Q standing for patrons."""
    return [{"column": name, "unit": c.unit, "meaning": c.meaning} for name, c in columns.items()]


def column_sheets(columns: Mapping[str, Column]) -> list[Sheet]:
    """Build one block of text per column: meaning and unit."""
    return [Sheet(name, [], [], notes=[f"{c.meaning} [{c.unit}]"]) for name, c in columns.items()]


def parameter_sheets(rows: Sequence[Row]) -> list[Sheet]:
    """Build one block of text per parameter: meaning, default, ranges and source."""
    made = []
    for row in rows:
        notes = [
            f"{row.meaning} [{row.unit}]",
            *([f"steps       {', '.join(LADDER)}"] if row.unit == "step" else []),
            f"default     {default_words(row)}",
            f"plausible   {row.low:g} to {row.high:g} (what a sensitivity analysis varies)",
            f"allowed     {row.allowed[0]:g} to {row.allowed[1]:g}",
            f"known by    {row.kind}: {row.source}",
        ]
        made.append(Sheet(row.path, [], [], notes=notes))
    return made

"""Show one scenario: its description, values, events and sources, or what it changes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ....model.errors import InputError
from ....model.parameters.lookup import hint
from ....model.parameters.table import ROWS
from ....model.scenario.describe import describe_values
from ....model.scenario.resolution import TABLE
from ....model.scenario.scenario import Scenario
from ...compare.changes import list_changed_inputs
from ...plots.parts.palette import assign_looks
from ..sheet import Sheet

Rows = list[dict[str, Any]]

SOURCE, EVENT, DEFAULT = "source", "event", "default"
KINDS = ("measured", "literature", "calibrated", "guess", "choice", EVENT, DEFAULT, SOURCE)
"""What ``--kind`` takes: how values are known, events, values that no file gives, and sources."""
SHOWN, MOST_EVENTS = 25, 6
"""Rows of values, and of events or sources, which are longer, printed unless more are asked for."""


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
    return [line._asdict() for line in describe_values(scenario)]


def change_rows(scenario: Scenario, parent: Scenario) -> Rows:
    """List the values and events that differ from another scenario's, in both."""
    both = {"before": parent.to_dict(), "here": scenario.to_dict()}
    paths = list(list_changed_inputs(both, "before")["path"])
    lines = {line.path: line for line in describe_values(scenario)}
    before = {line.path: line.value for line in describe_values(parent)}
    return [
        {
            "path": path,
            "before": before.get(path, ""),
            "value": lines[path].value if path in lines else "",
            "change": describe_relative(scenario, path),
            "kind": lines[path].kind if path in lines else "",
            "place": lines[path].place if path in lines else "",
            "source": lines[path].source if path in lines else "",
        }
        for path in paths
        if path.replace(".framework", ".agreement") not in set(paths) - {path}  # which sets it
    ]


def describe_relative(scenario: Scenario, path: str) -> str:
    """Describe a value that is given relative to another, ``x1.5 of 0.02``; "" for any other."""
    change = scenario.relative.get(path)
    return f"{change.describe()} of {change.own:g}" if change else ""


def select_rows(rows: Rows, kind: str) -> Rows:
    """Return the rows of a kind; DEFAULT are values that no file gives.

    Raises
    ------
    InputError
        If there is no such kind.
    """
    if kind not in KINDS:
        msg = f"--kind: found {kind!r}; allowed is one of {', '.join(KINDS)}{hint(kind, KINDS)}"
        raise InputError(msg)
    if kind == SOURCE:
        return [r for r in rows if r["source"] and not is_default(r)]
    return [r for r in rows if (is_default(r) if kind == DEFAULT else r["kind"] == kind)]


def is_default(row: Mapping[str, Any]) -> bool:
    """Return whether no file gives a value: it is that of the parameter table."""
    return str(row["place"]) == TABLE


def scenario_sheets(scenario: Scenario, parent: Scenario | None = None) -> list[Sheet]:
    """Build the text tables of one scenario: description, changes, values by kind, events and sources."""
    rows = value_rows(scenario)
    own = [r for r in rows if r["kind"] != "event" and not is_default(r)]
    changed = [] if parent is None else [change_sheet(change_rows(scenario, parent), parent)]
    tables = [
        *changed,
        replace(value_sheet(own, "Values that its files give"), detail=bool(changed)),
        value_sheet([r for r in rows if is_default(r)], "Values left at their defaults", detail=True),
        replace(event_sheet(rows), detail=bool(changed)),
        source_sheet(rows, detail=True),
    ]
    about = Sheet(f"{scenario.name}: {scenario.title}", [], [], notes=describe_scenario(scenario, rows))
    return [about, *(sheet for sheet in tables if sheet.rows)]


def kind_sheets(scenario: Scenario, rows: Rows, kind: str) -> list[Sheet]:
    """Build the table of the values of one kind."""
    if kind == SOURCE:
        return [source_sheet(rows)]
    if kind == EVENT:
        return [event_sheet(rows)]
    return [value_sheet(rows, f"{scenario.name}: {len(rows)} values, {kind}")]


def value_sheet(rows: Rows, title: str, *, detail: bool = False) -> Sheet:
    """Build the table of values: path, value, kind and place; folders only where two files have one name."""
    cells = [[r["path"], r["value"], r["kind"], r["place"]] for r in rows]
    files = {place.rpartition(":")[0] for *_, place in cells}
    if len({file.rpartition("/")[2] for file in files}) == len(files):
        cells = [[*others, place.rpartition("/")[2]] for *others, place in cells]
    return Sheet(
        title, ["path", "value", "kind", "from"], cells,
        left=frozenset({1}), firm=frozenset({0, 2, 3}), limit=SHOWN, detail=detail,
    )  # fmt: skip


def change_sheet(rows: Rows, parent: Scenario) -> Sheet:
    """Build the table of what differs from the scenario that a file extends."""
    here = [f"{r['value']} ({r['change']})" if r["change"] else r["value"] for r in rows]
    cells = [[r["path"], r["before"], value, r["kind"]] for r, value in zip(rows, here, strict=True)]
    return Sheet(
        f"What differs from {parent.name}", ["path", "there", "here", "kind"], cells,
        left=frozenset({1, 2}), firm=frozenset({0, 3}), limit=SHOWN,
    )  # fmt: skip


def event_sheet(rows: Rows) -> Sheet:
    """Build the table of events: name, change and source."""
    cells = [[r["path"].partition(".")[2], r["value"], r["source"]] for r in rows if r["kind"] == EVENT]
    return Sheet(
        "Events", ["event", "change", "source"], cells,
        left=frozenset({1, 2}), firm=frozenset({0}), limit=MOST_EVENTS,
    )  # fmt: skip


def source_sheet(rows: Rows, *, detail: bool = False) -> Sheet:
    """Build the table of sources that the scenario's files give."""
    return Sheet(
        "Sources", ["kind", "paths", "source"], source_cells(rows),
        left=frozenset({1, 2}), firm=frozenset({0}), limit=MOST_EVENTS, detail=detail,
    )  # fmt: skip


def describe_scenario(scenario: Scenario, rows: Rows) -> list[str]:
    """Describe a scenario in lines, among them how many of its values are known how."""
    counts = Counter(DEFAULT if is_default(r) else r["kind"] for r in rows)
    about = scenario_heading(scenario)
    last = scenario.quarter_name(scenario.horizon - 1)
    patrons = (f"{label} ({p}, {about['colours'][p]})" for p, label in about["patrons"].items())
    return [
        " ".join(about["question"].split()),
        f"{scenario.horizon} quarters, {about['first_quarter']} to {last}. Hedger: {scenario.hedger}."
        f" Patrons: {', '.join(patrons)}.",
        f"Strategies compared by default: {about['strategies']}.",
        f"Values: {', '.join(f'{counts[kind]} {kind}' for kind in KINDS if counts[kind])}"
        f" (left as in the parameter table); --kind and --changed show some of them.",
        *(f"Note: {notice}." for notice in scenario.notices),
    ]


def source_cells(rows: Rows) -> list[list[str]]:
    """List each source that the scenario's files give, once, with its kind and the paths it covers."""
    own = {row.source for row in ROWS}  # sources of defaults stand in the parameter table
    paths: dict[tuple[str, str], list[str]] = {}
    for r in rows:
        if r["source"] and r["kind"] != "event" and r["source"] not in own:
            paths.setdefault((r["kind"], r["source"]), []).append(r["path"])
    return [[kind, ", ".join(found), source] for (kind, source), found in paths.items()]

"""Checks of a scenario stored in a file of results, before a Scenario is built from it."""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from typing import Any

from ..parameters.lookup import FEWEST_PATRONS, INTERESTS, MOST_PATRONS, effort_paths, rows_by_path
from ..parameters.row import SOLVED
from ..state.layout import case_paths
from .schema import MAX_HORIZON, MOST_EVENTS
from .timeline import CODES

MOST_LISTED = 3
"""Most paths that a message names."""


def data_faults(data: Mapping[str, Any]) -> list[str]:
    """Check stored data of a scenario; return faults of its patrons, horizon, values and events."""
    patrons, horizon = tuple(data["patrons"]), data["horizon"]
    if not FEWEST_PATRONS <= len(patrons) <= MOST_PATRONS or not 1 <= horizon <= MAX_HORIZON:
        return [f"found {len(patrons)} patrons and {horizon} quarters"]
    unsourced = [path for path in data["values"] if path not in data["origins"]]
    return [
        *value_faults(data["values"], patrons),
        *(f"root: {fault}" for fault in root_faults(data.get("root", {}), patrons)),
        *event_faults(data["events"], patrons),
        *([f"lacks the origins of {list_some(unsourced)}"] if unsourced else []),
        *mix_faults(data.get("mix"), patrons),
        *game_faults(data.get("interests", {}), data.get("menus", {}), patrons),
    ]


def mix_faults(mix: Mapping[str, Any] | None, patrons: tuple[str, ...]) -> list[str]:
    """Describe why a mix is none of these patrons."""
    count = len(effort_paths(patrons))
    if mix is None or len(mix["effort"]) == count:
        return []
    return [f"mix: found {len(mix['effort'])} shares of effort; expected {count}"]


def game_faults(
    interests: Mapping[str, Mapping[str, float]],
    menus: Mapping[str, Mapping[str, Sequence[float]]],
    patrons: tuple[str, ...],
) -> list[str]:
    """List patrons whose interests are no weights, and levels that no menu can have."""
    rows = rows_by_path(patrons)
    wrong = [
        f"interests.{p}.{name}"
        for p, weights in interests.items()
        for name, weight in weights.items()
        if p not in patrons or name not in INTERESTS or not 0.0 <= weight <= 1.0
    ]
    for p, menu in menus.items():
        for name, levels in menu.items():
            row = rows.get(f"patrons.{p}.{name}")
            if row is None or not all(row.allowed[0] <= level <= row.allowed[1] for level in levels):
                wrong.append(f"menus.{p}.{name}")
    return [f"has {list_some(wrong)}, which no patron can have"] if wrong else []


def root_faults(root: Mapping[str, float], patrons: tuple[str, ...]) -> list[str]:
    """List faults of the numbers that the opening is solved from; a folder of an earlier version has none."""
    solved = {path for path, row in rows_by_path(patrons).items() if row.source == SOLVED}
    return value_faults(root, patrons, solved) if root else []


def value_faults(
    values: Mapping[str, float], patrons: tuple[str, ...], optional: Collection[str] = ()
) -> list[str]:
    """List values that are missing and not optional, unknown, not finite or out of range."""
    rows, more = rows_by_path(patrons), set(effort_paths(patrons))
    faults = []
    if lacking := [path for path in rows if path not in values and path not in optional]:
        faults.append(f"lacks {list_some(lacking)}, which this version of hedgesim has")
    unknown = [path for path in values if path not in rows and path not in more]
    if unknown:
        faults.append(f"has {list_some(unknown)}, which this version of hedgesim does not have")
    for path in (path for path in values if path not in unknown):
        value, (low, high) = values[path], rows[path].allowed if path in rows else (0.0, 1.0)
        if not isfinite(value) or not low <= value <= high:
            faults.append(f"{path}: found {value:g}; allowed is {low:g} to {high:g}")
    return faults


def event_faults(events: Sequence[Mapping[str, Any]], patrons: tuple[str, ...]) -> list[str]:
    """List events with an unknown path or operation, or without valid numbers."""
    paths = case_paths(patrons)
    if len(events) > MOST_EVENTS:
        return [f"found {len(events):,} events; allowed are {MOST_EVENTS:,}"]
    return [
        f"event {e['name']}: {e['operation']} {e['path']} is no change that can be made"
        for e in events
        if e["path"] not in paths
        or e["operation"] not in CODES
        or not isfinite(e["value"])
        or not isinstance(e["first"], int)
        or not (e["until"] is None or isinstance(e["until"], int))
        or (e["operation"] == "ramp" and e["until"] is None)
    ]


def list_some(names: Sequence[str]) -> str:
    """Format the first names of a list, and how many more there are."""
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"{', '.join(names[:MOST_LISTED])}{more}"

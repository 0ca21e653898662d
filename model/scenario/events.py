"""Dated events: reading from files, checking, and merging along an ``extends`` chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dates import quarter_name, quarter_of
from ..parameters.lookup import LADDER, advise, canonical_path, hint
from ..parameters.row import Row
from ..state.layout import case_paths
from ..text import advise_number, shorten_value
from .files import Document
from .resolution import Event
from .schema import OPERATIONS
from .timeline import CODES, Change, fold_event

if TYPE_CHECKING:
    from .resolution import Resolved


def shift_event(e: Event, later: int) -> Event:
    """Shift an event to a first quarter of the scenario that is ``later`` quarters later."""
    until = None if e.until is None else max(e.until - later, 0)
    return replace(e, first=e.first - later, until=until)


def events_of(r: Resolved, document: Document) -> tuple[tuple[Event, ...], list[str]]:
    """Merge the events of one file, by name, into those resolved so far; return events and faults."""
    events = {e.name: e for e in r.events}
    faults, seen = [], set()
    misshapen = {where[:2] for where, _ in document.faults}
    for place, raw in enumerate(document.raw.get("events") or []):
        where = ("events", place)
        if where in misshapen:
            continue
        if raw["name"] in seen:
            faults.append(document.at((*where, "name")) + "another event of this file has the same name")
            continue
        seen.add(raw["name"])
        event, wrong = event_of(r, raw)
        faults += [document.at((*where, key) if key else where) + what for key, what in wrong]
        if event is not None:
            events[event.name] = event
    return tuple(events.values()), faults


def event_of(r: Resolved, raw: Mapping[str, Any]) -> tuple[Event | None, list[tuple[str, str]]]:
    """Parse one event; return it, or None if it is faulty, and the faults as (key, message)."""
    faults: list[tuple[str, str]] = []
    chosen = [name for name in OPERATIONS if raw.get(name) is not None]
    if len(chosen) != 1:
        found = " and ".join(chosen) if chosen else "none"
        return None, [("", f"found {found} of set, add, scale and ramp; give exactly one")]
    operation = chosen[0]
    first, until = parse_quarter(raw, "date", faults), parse_quarter(raw, "until", faults)
    path = canonical_path(raw[operation], r.patrons)
    paths = case_paths(r.patrons)
    if path not in paths:
        begun = path.startswith("start.")
        what = "a start value cannot change later" if begun else f"unknown parameter{advise(path, paths)}"
        faults.append((operation, f"{raw[operation]}: {what}"))
        return None, faults
    value = parse_value(raw["value"], path, operation, r.rows[path], faults)
    if operation == "ramp" and "until" not in raw:
        faults.append(("", "a ramp needs until, the quarter in which it reaches its value"))
    if first is not None and until is not None and until <= first:
        faults.append(("until", f"found {raw['until']}; it must lie at least a quarter after {raw['date']}"))
    if faults or first is None or value is None:
        return None, faults
    begin = max(r.first_quarter, 0)
    # an event that ends before the start ends in quarter 0, as negative numbers stand for "no end"
    end = None if until is None else max(until - begin, 0)
    about = (raw["source"], str(raw["date"]), raw.get("label") or "")
    return Event(raw["name"], first - begin, end, operation, path, value, *about), faults


def parse_quarter(raw: Mapping[str, Any], key: str, faults: list[tuple[str, str]]) -> int | None:
    """Convert a date of an event to a quarter; return None if it is absent or faulty."""
    if key not in raw:
        return None
    try:
        return quarter_of(raw[key])
    except ValueError as error:
        faults.append((key, str(error)))
        return None


def parse_value(
    value: object, path: str, operation: str, row: Row, faults: list[tuple[str, str]]
) -> float | None:
    """Convert an event's value to a number and check its range; return None if it is faulty."""
    found = shorten_value(value)
    if path.endswith(".agreement"):
        if operation != "set":
            faults.append((operation, "an agreement can only be set"))
        elif value in LADDER:
            return float(LADDER.index(str(value)))
        else:
            faults.append(
                ("value", f"found {found}; allowed is one of {', '.join(LADDER)}{hint(str(value), LADDER)}")
            )
    elif row.unit == "switch":
        if operation == "set" and (isinstance(value, bool) or value in {0.0, 1.0}):
            return float(value)
        faults.append(("value", f"found {found}; a switch is set to true or false"))
    elif isinstance(value, bool) or not isinstance(value, int | float):
        near = advise_number(value) if isinstance(value, str) else ""
        faults.append(("value", f"found {found}; allowed is a number{near}"))
    elif operation in {"set", "ramp"} and not row.allowed[0] <= value <= row.allowed[1]:
        faults.append(("value", f"found {found}; allowed is {row.allowed[0]:g} to {row.allowed[1]:g}"))
    else:
        return float(value)
    return None


def event_faults(r: Resolved, document: Document) -> list[str]:
    """Check events once all values are known: never in force, without effect, or out of range."""
    if r.horizon < 1 or r.first_quarter < 0:  # missing or faulty, which is reported
        return []
    places = {e["name"]: ("events", k) for k, e in enumerate(document.raw.get("events") or [])}
    faults = []
    for e in r.events:
        where = document.at(places.get(e.name, ("events",)))
        if e.first >= r.horizon or (e.operation != "ramp" and e.until is not None and e.until <= 0):
            begin, end = quarter_name(r.first_quarter), quarter_name(r.first_quarter + r.horizon - 1)
            if e.name in places:
                faults.append(where + f"never in force: the scenario runs from {begin} to {end}")
        elif what := unread_reason(r, e):
            faults.append(where + what)
    return faults or range_faults(r, document)


def unread_reason(r: Resolved, e: Event) -> str:
    """Describe why an event's value would have no effect; return "" if it has one."""
    stem, _, name = e.path.rpartition(".")
    step = r.values.get(f"{stem}.agreement", -1.0)
    if name == "agreement" and step < 0.0:
        return f"nobody reads it: {stem} has a framework; set {stem}.framework, or give it an agreement"
    if name == "framework" and stem.startswith("patrons.") and step >= 0.0:
        return f"nobody reads it: {stem} has an agreement; set {stem}.agreement, or give it a framework"
    if name == "negotiable" and step < 0.0:
        return f"nobody reads it: {stem} has a framework; give it an agreement"
    if name == "agreement" and r.values.get(f"{stem}.negotiable", 0.0) > 0.0:
        return f"nobody reads it: the agreement of {stem} is negotiable and moves by itself"
    return ""


def range_faults(r: Resolved, document: Document) -> list[str]:
    """List parameters that events together move out of the allowed range, with the first such quarter."""
    faults = []
    for path in dict.fromkeys(e.path for e in r.events):
        low, high = r.rows[path].allowed
        mine = [e for e in r.events if e.path == path]
        for t in range(r.horizon):
            value = r.values.get(path, low)
            for e in mine:
                until = -1.0 if e.until is None else float(e.until)
                value = fold_event(
                    value, Change(0, float(e.first), until, CODES[e.operation], e.value), float(t)
                )
            if not low <= value <= high:
                named = ", ".join(e.name for e in mine)
                when = quarter_name(r.first_quarter + t)
                what = (
                    f"{path}: events {named} take it to {value:g} in {when}; allowed is {low:g} to {high:g}"
                )
                faults.append(document.at(("events",)) + what)
                break
    return faults

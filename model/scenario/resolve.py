"""Resolution of a chain of scenario files to one set of values; every fault is reported with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import combinations
from numbers import Real
from typing import Any

from ..arguments import parse_truth, unwrap_scalar
from ..dates import quarter_of
from ..errors import InputError
from ..parameters.lookup import (
    LADDER,
    STEPPED,
    advise,
    canonical_path,
    effort_paths,
    hint,
)
from ..parameters.relative import is_relative, parse_relative
from ..parameters.row import Row
from ..strategies import compared_strategies, describe_unknown, strategy_names
from ..text import LONGEST_NUMBER, advise_number, shorten_value
from .checks import check_totals, heading_faults, missing_course_data, missing_values
from .events import event_faults, events_of, range_faults, shift_event
from .files import Document, sort_by_line
from .interests import add_game, menu_faults
from .opening import add_terms, find_opening_file, keep_opening, settle_opening
from .resolution import PAIRS, TABLE, Belief, Origin, Resolved, set_value
from .schema import shape_faults
from .syntax.toml_lines import Where
from .tables import read_ends
from .trigger import read_trigger

SECTIONS = ("patrons", "hedger", "start", "world", "response", "trade", "mechanisms", "regimes", *PAIRS)


def resolve_chain(documents: list[Document]) -> Resolved:
    """Merge a chain of files, root first, into one set of values.

    Raises
    ------
    InputError
        With every fault.
    """
    last = documents[-1]
    patrons, faults = patrons_of(documents)
    if faults or any(document.shape for document in documents[:-1]):  # of which heirs could be at fault
        shapes = (what for document in documents for what in document.describe_faults())
        raise InputError(*sort_by_line([*faults, *shapes]))
    r = Resolved(patrons, labels={p: p for p in patrons})
    for path, row in r.rows.items():
        if row.default is not None:
            r.values[path] = row.default
            r.origins[path] = Origin(TABLE, 0, row.kind, row.source)
    opening = find_opening_file(documents, patrons)
    for place, document in enumerate(documents):
        faults += add_document(r, document)
        if place == opening:
            add_terms(r, document)
            faults += keep_opening(r, document)
            r.relative.clear()  # of what the case itself says nothing is relative any more
    faults += missing_course_data(r, documents) if not last.shape else []
    faults += missing_values(r, last) if not faults else []
    faults += check_totals(r, last) if not faults else []
    faults += settle_opening(r, documents[opening]) if not faults else []
    faults += menu_faults(r, last) if not faults else []
    faults += range_faults(r, last) if not faults else []  # with the bases that are solved only now
    if faults:
        raise InputError(*sort_by_line(faults))
    return r


def patrons_of(documents: Iterable[Document]) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of the patrons, in the order of the root file, and faults about patrons."""
    root, *others = documents
    found = tuple(root.raw.get("patrons", {}))
    faults = alike_pairs(root, found)
    for document in (root, *others):
        for where in patron_places(document.raw):
            if where[-1] not in found:
                what = f"unknown patron; known are {', '.join(found)}{hint(str(where[-1]), found)}"
                faults.append(document.at(where) + what)
    return found, faults


def alike_pairs(root: Document, patrons: Sequence[str]) -> list[str]:
    """List pairs of patrons whose columns would have one name, such as a, b_c and a_b, c."""
    columns: dict[str, tuple[str, str]] = {}
    for pair in combinations(patrons, 2):
        column = f"rivalry_{'_'.join(pair)}"
        if (other := columns.setdefault(column, pair)) != pair:
            what = f"found {'-'.join(other)} and {'-'.join(pair)}, both {column} in tables; rename a patron"
            return [root.at(("patrons",)) + what]
    return []


def patron_places(raw: Mapping[str, Any]) -> Iterator[Where]:
    """Yield every place of a document whose last part is the id of a patron."""
    yield from (("patrons", p) for p in raw.get("patrons", {}))
    yield from (("start", "patrons", p) for p in raw.get("start", {}).get("patrons", {}) or {})
    yield from (("menus", p) for p in raw.get("menus", {}) or {})
    effort = raw.get("hedger", {}).get("effort", {}) or {}
    yield from (("hedger", "effort", p) for p in effort if p != "self_reliance")


def flatten_document(raw: Mapping[str, Any], where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Yield place and value of every number, switch and agreement in a document's parameter tables."""
    for key, value in raw.items():
        if isinstance(value, Mapping) and key != "interests" and not is_relative(value):
            yield from flatten_document(value, (*where, key))
        elif key not in {"label", "colour", "interests"}:
            yield (*where, key), value


def add_document(r: Resolved, document: Document) -> list[str]:
    """Merge one file into what is resolved so far; return its faults."""
    raw = document.raw
    faults = add_heading(r, document)
    values = dict(flatten_document({name: raw[name] for name in SECTIONS if name in raw}))
    faults += pair_faults(r, document, values) + ladder_faults(document, values)
    for where, value in values.items():
        faults += set_value(r, document, where, value)
    faults += read_trigger(r, document)
    r.events, wrong = events_of(r, document)
    faults += wrong
    faults += event_faults(r, document) if not (faults or document.shape) else []
    return faults + add_game(r, document) + add_sources(r, document) + add_ranges(r, document)


def add_heading(r: Resolved, document: Document) -> list[str]:
    """Merge title, question, names, first quarter, horizon and strategies of one file; return faults."""
    raw, faults = document.raw, []
    r.title, r.question = raw.get("title", r.title), raw.get("question", r.question).strip()
    r.hedger = raw.get("hedger", {}).get("label", r.hedger)
    r.horizon = raw.get("horizon", r.horizon)
    r.labels |= {p: t["label"] for p, t in raw.get("patrons", {}).items() if "label" in t}
    r.colours |= {p: t["colour"].upper() for p, t in raw.get("patrons", {}).items() if "colour" in t}
    faults += heading_faults(r, document)
    if "first_quarter" in raw:
        try:
            begin = quarter_of(raw["first_quarter"])
            r.events = tuple(shift_event(e, begin - max(r.first_quarter, 0)) for e in r.events)
            r.first_quarter = begin
        except ValueError as error:
            faults.append(document.at(("first_quarter",)) + str(error))
    if "strategies" in raw:
        chosen = [
            s
            for name in raw["strategies"]
            for s in (compared_strategies(r.patrons) if name == "all" else (name,))
        ]
        for name in dict.fromkeys(chosen):
            if name not in strategy_names(r.patrons):
                faults.append(document.at(("strategies",)) + describe_unknown(name, r.patrons, "all"))
        if not chosen:
            faults.append(
                document.at(("strategies",)) + "found an empty list; name at least one strategy, or all"
            )
        r.strategies = tuple(dict.fromkeys(chosen))
    return faults


def pair_faults(r: Resolved, document: Document, entries: Mapping[Where, Any]) -> list[str]:
    """List faulty pairs: unknown patrons, one patron twice, or one pair in both orders."""
    faults, seen = [], set()
    for where in entries:
        if where[0] not in PAIRS:
            continue
        path = canonical_path(".".join(map(str, where)), r.patrons)
        if path not in r.rows:
            options = [p for p in r.rows if p.startswith(f"{where[0]}.")]
            faults.append(
                document.at(where) + f"unknown pair; known are {', '.join(options)}{hint(path, options)}"
            )
        elif path in seen:
            faults.append(document.at(where) + "given twice, in both orders of its patrons")
        seen.add(path)
    return faults


def ladder_faults(document: Document, entries: Mapping[Where, Any]) -> list[str]:
    """List patrons for which one file gives both a framework and an agreement."""
    return [
        document.at(where) + "found framework and agreement; give exactly one"
        for where in entries
        if where[0] == "patrons" and where[-1] == "framework" and (*where[:-1], "agreement") in entries
    ]


def add_sources(r: Resolved, document: Document) -> list[str]:
    """Merge the sources of values, given by paths in which ``*`` matches one part; return faults."""
    faults = []
    misshapen = [".".join(map(str, where)) for where, _ in document.faults]
    for pattern, source in (document.raw.get("sources") or {}).items():
        canonical = canonical_path(pattern, r.patrons)
        known = [*r.values, *r.extra]
        fitting = fitting_paths(known, canonical)
        if not fitting and not fitting_paths(misshapen, canonical):
            what = f"no value has this path{advise(pattern, known)}"
            faults.append(document.at(("sources", pattern)) + what)
        for path in fitting:
            origins = r.origins if path in r.origins else r.extra
            origins[path] = replace(origins[path], kind=source["kind"], source=source["text"])
    return faults


def fitting_paths(paths: Iterable[str], pattern: str) -> list[str]:
    """List the paths that match a pattern, part by part."""
    pieces = pattern.split(".")
    split = [(path, path.split(".")) for path in paths]
    # comparing one part without wildcards first avoids fnmatch for most paths
    fixed, firm = next(((k, w) for k, w in enumerate(pieces) if w.isidentifier()), (0, ""))
    return [
        path
        for path, parts in split
        if len(parts) == len(pieces)
        and (not firm or parts[fixed] == firm)
        and all(fnmatchcase(p, w) for p, w in zip(parts, pieces, strict=True))
    ]


def add_ranges(r: Resolved, document: Document) -> list[str]:
    """Merge the ranges, each within the allowed range of its parameter; return faults, those of shape too."""
    faults = document.describe_faults()
    wrong = {where[1] for where, _ in document.faults if where[0] == "uncertainty" and where[1:]}
    sizes = {f"events.{e.name}.value": r.rows.get(e.path) for e in r.events}
    faulty = {f"events.{e.get('name')}.value" for e in document.raw.get("events") or []} - set(sizes)
    for name, entry in (document.raw.get("uncertainty") or {}).items():
        path, ends = canonical_path(name, r.patrons), read_ends(entry)
        if path in faulty:
            continue  # the event's own fault is reported
        row = r.rows.get(path) or sizes.get(path)
        if row is None:
            found = [f"unknown parameter{advise(path, [*r.rows, *sizes])}"]
        else:
            found = limit_faults(row, *ends, bounded=path in r.rows) if ends else []
        faults += [document.at(("uncertainty", name)) + what for what in found]
        if ends and not found and name not in wrong:
            r.uncertainty[path] = ends
            r.beliefs.pop(path, None)
            argued = isinstance(entry, Mapping)
            r.beliefs |= {path: Belief(float(entry["likeliest"]), entry["why"])} if argued else {}
    return faults


def limit_faults(row: Row, low: float, high: float, *, bounded: bool) -> list[str]:
    """Describe ends of a range that its parameter does not allow; the size of an event is not bounded."""
    least, most = row.allowed
    if bounded and not (least <= min(low, high) and max(low, high) <= most):
        return [f"found {low:g} to {high:g}; allowed is {least:g} to {most:g}"]
    if row.unit in STEPPED and not (low.is_integer() and high.is_integer()):
        return [f"found {low:g} to {high:g}; {STEPPED[row.unit]} is counted in whole numbers from 0"]
    return []


def apply_settings(r: Resolved, name: str, changes: Mapping[str, object]) -> Resolved:
    """Apply changes from a command line or an experimental design, checked like a file.

    ``r`` is changed in place and returned.

    Raises
    ------
    InputError
        With every fault.
    """
    document, faults = as_document(r, changes, name)
    faults += [document.at(where) + what for where, what in shape_faults(document.raw)]
    faults = faults or add_document(r, document)
    faults = faults or check_totals(r, document)
    if faults:
        raise InputError(*faults)
    return r


def as_document(r: Resolved, changes: Mapping[str, object], name: str) -> tuple[Document, list[str]]:
    """Convert changes by path to a document with only these values; return it and faults of paths."""
    known = [*r.rows, *effort_paths(r.patrons), "horizon"]
    known += [f"events.{e.name}.{part}" for e in r.events for part in ("value", "date")]
    raw: dict[str, Any] = {}
    faults, seen = [], set()
    for key, value in changes.items():
        path = canonical_path(key, r.patrons)
        if path not in known:
            faults.append(f"{name}: {key}: unknown parameter{advise(path, known)}")
        elif path in seen:
            faults.append(f"{name}: {key}: set twice, in both orders of its patrons")
        elif what := text_fault(value, r.rows.get(path)):
            faults.append(f"{name}: {key}: {what}")
        elif path.startswith("events."):
            change_event(r, raw, path, value)
        else:
            table, parts = raw, path.split(".")
            for part in parts[:-1]:
                table = table.setdefault(part, {})
            table[parts[-1]] = file_value(path, value, r.rows.get(path))
        seen.add(path)
    return Document(name, None, raw, {}), faults


def text_fault(value: object, row: Row | None) -> str:
    """Describe a text in the place of a number, or a change of an agreement, which is a word; else ""."""
    if row is None or not isinstance(value, str):
        return ""
    change = parse_relative(value)
    if row.unit == "step" and change is not None:
        words = ", ".join(LADDER)
        return f"found {value}; an agreement is a word ({words}) and cannot be multiplied or added to"
    if row.unit in STEPPED or change is not None:
        return ""
    near = advise_number(value) or ", or x1.5 or +0.2 of the scenario's own"
    return f"found {shorten_value(value)}; allowed is a number{near}"


def change_event(r: Resolved, raw: dict[str, Any], path: str, value: object) -> None:
    """Write a change of an event's value or date into ``raw``; the rest of the event stays the same."""
    _, name, part = path.split(".")
    event = next(e for e in r.events if e.name == name)
    record = next((e for e in raw.get("events", []) if e["name"] == name), None)
    if record is None:
        record = event.as_file(r.first_quarter)
        raw.setdefault("events", []).append(record)
    record[part] = file_value(event.path, value, r.rows[event.path]) if part == "value" else value


def file_value(path: str, value: object, row: Row | None) -> object:
    """Convert a value to its form in a file: a step to an agreement's name, 0, 1 and words to a switch."""
    found, unit = unwrap_scalar(value), row.unit if row is not None else ""
    if row is not None and isinstance(found, str):
        meant = parse_truth(found) if unit == "switch" else parse_relative(found)
        return found if meant is None else meant
    if not isinstance(found, Real) or isinstance(found, bool):
        return found
    if isinstance(found, int) and abs(found) > LONGEST_NUMBER:
        return found  # float() could overflow; shape_faults refuses it
    number = float(found)
    if path == "horizon":
        return int(number) if number.is_integer() else found
    if path.endswith(".agreement") and number in range(len(LADDER)):
        return LADDER[int(number)]
    return number == 1.0 if unit == "switch" and number in {0.0, 1.0} else number

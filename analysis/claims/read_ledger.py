"""Read a ledger of claims from a TOML file; all its faults are reported at once."""

import tomllib
from collections.abc import Collection
from math import inf
from pathlib import Path

from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.files import builtin_root, read_text
from ...model.scenario.syntax.toml_faults import toml_fault
from ...model.scenario.syntax.toml_lines import Where, key_lines
from .ledger import Claim, Ledger
from .read_parts import PLACES, read_number, read_sides
from .reader import Reader, Table
from .words import WORDS

LEDGER = {"scenario": "text", "claim": "tables"}
COMMON = {
    "id": "text", "text": "text", "source": "text", "scope": "text", "why": "text", "use": "text",
    "belief": "number", "tolerance": "number", "constraint": "text", "expected": "text", "shocks": "switch",
    "scenario": "text", "at": "table", "direction": "text",
}  # fmt: skip
WRITTEN = ("id", "text", "source", "scope", "why", "use", "belief", "constraint", "expected")
"""Fields that a claim keeps as they are written."""
SIDES = {"outcome": "text", "strategy": "text", "window": "table", "least": "number", "relative": "switch"}
NUMBER = {"number": "text", "cells": "table", "bound": "bound", "parts": "tables"}
KINDS = {
    "change": COMMON | SIDES | {"to": "text", "set": "table"},
    "contest": COMMON | SIDES | {"than": "text"},
    "number": COMMON | NUMBER,
}
NEEDED = {
    "change": ("outcome", "direction"),
    "contest": ("outcome", "direction", "strategy"),
    "number": ("cells",),
}
MOVES = ("rises", "falls", "still")
HELD_BACK = "held back"
"""Use of a pattern about years that no fit may know of: an ensemble does not even read its scenarios."""
USES = ("claim", "constraint", "reported", HELD_BACK)


def read_ledger(path: str | Path, leave_out: Collection[str] = ()) -> Ledger:
    """Read a ledger.

    Parameters
    ----------
    path : str or Path
        A TOML file of ``[[claim]]``, or that of a built-in case, such as ``belarus/claims.toml``.
    leave_out : collection of str
        Claims of these uses are not read, nor the scenarios that only they name.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    name, file = str(path), locate_ledger(Path(path))
    text = read_text(file, name)
    try:
        raw = tomllib.loads(text)
    except ValueError as error:
        raise InputError(f"{name}:{toml_fault(str(error), text)}") from error  # noqa: EM102
    reader = Reader(name, file.absolute().parent, raw, key_lines(text))
    claims = read_claims(reader, leave_out)
    scenario = reader.scenarios.get(str(raw.get("scenario")))
    if reader.faults or scenario is None:
        raise InputError(*dict.fromkeys(reader.faults))
    return Ledger(name, scenario, claims)


def locate_ledger(path: Path) -> Path:
    """Return the file of a ledger: the path itself, or that of a built-in case.

    Raises
    ------
    InputError
        If there is no such file, with the ledgers that are built in and the nearest.
    """
    if path.exists():
        return path
    if (builtin_root() / path).is_file():
        return builtin_root() / path
    files = (f for kind in ("claims", "patterns") for f in builtin_root().glob(f"*/{kind}.toml"))
    known = sorted(f.relative_to(builtin_root()).as_posix() for f in files)
    msg = f"{path}: no such file; built in are {', '.join(known)}{hint(str(path), known)}"
    raise InputError(msg)


def read_claims(reader: Reader, leave_out: Collection[str]) -> tuple[Claim, ...]:
    """Read every claim of a ledger; record the faults of all."""
    heading = reader.read_fields((), reader.raw, LEDGER, ("scenario", "claim"))
    if "scenario" not in heading or reader.load_scenario(("scenario",), heading["scenario"]) is None:
        return ()
    found, ids = [], set()
    for place, table in enumerate(heading.get("claim", [])):
        where = ("claim", place)
        name = table.get("id")
        if isinstance(name, str) and name in ids:
            reader.add_fault((*where, "id"), "the id is given twice")
        ids.add(str(name))
        if str(table.get("use")) not in leave_out:
            found.append(read_claim(reader, where, {"scenario": heading["scenario"], **table}))
    return tuple(claim for claim in found if claim is not None)


def find_kind(table: Table) -> str:
    """Return the kind of a claim by the fields that only one kind has."""
    if table.keys() & NUMBER.keys():
        return "number"
    return "contest" if "than" in table else "change"


def read_claim(reader: Reader, where: Where, table: Table) -> Claim | None:
    """Read a claim; None if it is faulty."""
    before, kind = len(reader.faults), find_kind(table)
    fields = reader.read_fields(where, table, KINDS[kind], ("id", "text", "source", *NEEDED[kind]))
    check_words(reader, where, kind, fields)
    if len(reader.faults) > before:
        return None
    parts = (
        read_number(reader, where, fields) if kind == "number" else read_sides(reader, where, kind, fields)
    )
    if len(reader.faults) > before:
        return None
    words = {key: fields[key] for key in WRITTEN if key in fields}
    return Claim(**words, kind=kind, parts=parts, direction=str(fields.get("direction", "")))


def check_words(reader: Reader, where: Where, kind: str, fields: Table) -> None:
    """Record the faults of words and numbers that a claim of any kind may have."""
    known = {"expected": tuple(WORDS), "use": USES, "direction": PLACES if kind == "number" else MOVES}
    for key, words in known.items():
        if key in fields:
            reader.choose((*where, key), fields[key], words)
    for key, low, high in (("belief", 0.0, 1.0), ("tolerance", 0.0, inf), ("least", 0.0, inf)):
        if key in fields and not low <= fields[key] <= high:
            allowed = f"{low:g} to {high:g}" if high < inf else f"{low:g} or more"
            reader.add_fault((*where, key), f"found {fields[key]:g}; allowed is {allowed}")
    if fields.get("use") == "constraint" and "belief" not in fields:
        reader.add_fault(where, "a constraint lacks belief: how sure its source makes us, 0 to 1")
    if fields.get("direction") == "still" and not fields.get("least"):
        reader.add_fault((*where, "direction"), "still lacks least: the change that would matter")

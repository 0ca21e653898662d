"""What patrons want, and the policies they choose among: tables of a scenario file that change no run.

``hedgesim game`` reads them. A file that gives a table of a patron replaces the table that it inherits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..parameters.lookup import INTERESTS, LADDER
from .files import Document
from .resolution import Origin

if TYPE_CHECKING:
    from .resolution import Resolved

TOLERANCE = 1e-6
"""Tolerance of the sum of weights."""
EXCLUSIVE = {"agreement": "framework", "framework": "agreement"}
"""Two parameters of which a patron has one, and the other."""


def add_game(r: Resolved, document: Document) -> list[str]:
    """Merge interests and menus of one file; return faults."""
    return add_interests(r, document) + add_menus(r, document)


def add_interests(r: Resolved, document: Document) -> list[str]:
    """Merge the interests of patrons in one file; return faults."""
    faults = []
    for patron, table in (document.raw.get("patrons") or {}).items():
        weights = table.get("interests")
        if weights is None:
            continue
        where = ("patrons", patron, "interests")
        total = sum(weights.values())
        if abs(total - 1.0) > TOLERANCE:
            faults.append(document.at(where) + f"weights sum to {total:g}; they must sum to 1")
        r.interests[patron] = {name: float(weights.get(name, 0.0)) for name in INTERESTS}
        replace_origins(r, document, where, weights)
    return faults


def add_menus(r: Resolved, document: Document) -> list[str]:
    """Merge the menus of patrons in one file; return faults."""
    faults = []
    for patron, table in (document.raw.get("menus") or {}).items():
        menu = {name: convert_levels(levels) for name, levels in table.items()}
        for name, levels in menu.items():
            if what := level_fault(levels):
                faults.append(document.at(("menus", patron, name)) + what)
        r.menus[patron] = menu
        replace_origins(r, document, ("menus", patron), table)
    return faults


def replace_origins(
    r: Resolved, document: Document, where: tuple[str, ...], table: Mapping[str, Any]
) -> None:
    """Note where the entries of a table are given, in place of those of the table that it replaces."""
    stem = f"{'.'.join(where)}."
    r.extra = {path: origin for path, origin in r.extra.items() if not path.startswith(stem)}
    for name in table:
        line = document.lines.get((*where, name), 0)
        r.extra[f"{stem}{name}"] = Origin(document.name, line, "guess", "")


def convert_levels(levels: list[float | bool | str]) -> tuple[float, ...]:
    """Convert the levels of a menu to numbers: an agreement to its step, a switch to 0 or 1."""
    return tuple(float(LADDER.index(v)) if isinstance(v, str) else float(v) for v in levels)


def level_fault(levels: tuple[float, ...]) -> str:
    """Describe why levels are no choice; "" if they are."""
    if len(levels) < 2:
        return f"found {len(levels)} level{'' if len(levels) == 1 else 's'}; a choice has two at least"
    return "a level is given twice" if len(set(levels)) < len(levels) else ""


def menu_faults(r: Resolved, document: Document) -> list[str]:
    """List menus of a parameter that its patron does not have: a framework beside an agreement."""
    faults = []
    for patron, menu in r.menus.items():
        own = "agreement" if r.values[f"patrons.{patron}.agreement"] >= 0.0 else "framework"
        if EXCLUSIVE[own] in menu:
            what = f"the patron has {'an' if own == 'agreement' else 'a'} {own}; give a menu of that"
            faults.append(document.at(("menus", patron, EXCLUSIVE[own])) + what)
    return faults

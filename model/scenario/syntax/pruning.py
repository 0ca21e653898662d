"""Leave out what is faulty in the shape of a document, so that the rest can be checked at the same time."""

from collections.abc import Iterable, Mapping
from typing import Any

from ...parameters.lookup import nearest_name
from .toml_lines import Where

Document = dict[str, Any]
DEPTHS = {"trigger": 1, "menus": 1, "sources": 2, "patrons": 3}
"""Parts of a place that are left out together: what is inside is of no use without the rest."""
KEPT = ("events", "uncertainty")
"""Tables whose readers leave out what is faulty in them."""
SKELETON = ("extends", "patrons")
"""Keys on which all others depend."""
LISTS = ("strategies",)
"""Keys at the top with a list of their own."""


def prune_faults(raw: Mapping[str, Any], places: Iterable[Where]) -> Document | None:
    """Copy a document without what is faulty; None if the rest means nothing without it.

    Events and ranges are kept whole: those that read them leave the faulty ones out, an event by its number.
    """
    rest = copy_tables(raw)
    for where in places:
        if bears_rest(raw, where):
            return None
        if len(where) == 1 or where[0] not in KEPT:
            remove_place(rest, where[: DEPTHS.get(str(where[0]), len(where))])
    return rest


def bears_rest(raw: Mapping[str, Any], where: Where) -> bool:
    """Return whether other parts of a document depend on what is faulty: a slip in it would give more."""
    if len(where) == 1:
        container = isinstance(raw.get(str(where[0])), Mapping | list) and where[0] not in LISTS
        return container or nearest_name(str(where[0]), SKELETON) is not None
    return len(where) == 2 and (where[0] in {"patrons", "events"} or where == ("start", "patrons"))


def copy_tables(table: Mapping[str, Any]) -> Document:
    """Copy a table and the tables in it; lists and values are shared."""
    return {key: copy_tables(value) if isinstance(value, Mapping) else value for key, value in table.items()}


def remove_place(table: Document, where: Where) -> None:
    """Remove a place from nested tables, where it is there."""
    for part in where[:-1]:
        inner = table.get(str(part))
        if not isinstance(inner, dict):
            return
        table = inner
    table.pop(str(where[-1]), None)

"""The opening of a case: where its indices start, and the bases solved from that (ODD section 5).

Utility is measured against the hedger's three indices before the first quarter (eq. 21). They are taken once,
from the file of the ``extends`` chain that describes the state, and again for every draw of its parameters.
What a variation, ``--set``, a point of a sweep or an event changes is thereby a change against the opening.
Security and economy have no zero of their own: a case states where they open, and the threat or income that
puts them there is solved. Autonomy is a measured share, and opens where it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..parameters.lookup import rows_by_path
from ..rules.initial_state import reach_economy, reach_security, solve_income_base, solve_threat_base
from ..rules.quarter import measure_opening
from .files import Document
from .resolution import TABLE, Origin
from .timeline import case_of, start_of

if TYPE_CHECKING:
    from .resolution import Resolved

THREAT, INCOME, SCALE = "hedger.threat_base", "hedger.income_base", "hedger.income_scale"
INDICES = {THREAT: "start.hedger.security", INCOME: "start.hedger.economy"}
"""Bases, and the index at the opening from which each is solved unless the file gives the base."""
AUTONOMY = "start.hedger.autonomy"
PLACEHOLDERS = {THREAT: 1.0, INCOME: 0.0, AUTONOMY: 0.5}
"""Values of what is solved while the opening is measured; nothing else of it depends on them."""

Values = Mapping[str, Any]
"""A number of each path, or for many draws an array."""
Binding = Callable[[Any], Any]
"""What binds a rule to the words of arithmetic that its numbers need."""


def as_it_is(rule: Any) -> Any:  # noqa: ANN401 - any rule
    """Return a rule as it is, for plain numbers."""
    return rule


def find_opening_file(documents: Sequence[Document], patrons: Sequence[str]) -> int:
    """Return the place of the file that describes the state: the last with every patron's export share."""

    def describes(document: Document) -> bool:
        start = (document.raw.get("start") or {}).get("patrons") or {}
        return all("exports" in (start.get(p) or {}) for p in patrons)

    return max((k for k, document in enumerate(documents) if describes(document)), default=0)


def solve_opening(
    values: Values, patrons: tuple[str, ...], bind: Binding = as_it_is
) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    """Solve the opening of a case.

    Parameters
    ----------
    values : mapping
        What the case gives, by path; without the bases that are to be solved.
    patrons : tuple of str
        Ids of the patrons.
    bind : callable
        Binds the rules to arrays if values are arrays, one number per draw.

    Returns
    -------
    dict
        Both bases and the three indices at the opening, by path.
    dict
        Lowest and highest index that the allowed bases reach, by the path of each index that is stated.
    """
    full = {**PLACEHOLDERS, **values}
    d = bind(measure_opening)(case_of(full, patrons), start_of(full, patrons))
    found = {AUTONOMY: d.autonomy, INDICES[THREAT]: d.security, INDICES[INCOME]: d.economy}
    reached = {}
    for base, by, solve, reach in (
        (THREAT, full[THREAT], solve_threat_base, reach_security),
        (INCOME, full[SCALE], solve_income_base, reach_economy),
    ):
        found[base] = full[base]
        if base not in values:
            index = INDICES[base]
            found |= {index: values[index], base: bind(solve)(d, by, values[index])}
            low, high = (bind(reach)(d, by, end) for end in rows_by_path(patrons)[base].allowed)
            reached[index] = (high, low)
    return found, reached


def describe_unreachable(path: str, found: float, low: float, high: float) -> str:
    """Describe that no allowed base lets an index open where it should."""
    base = next(base for base, index in INDICES.items() if index == path)
    return f"found {found:g}; with the ties of the start {base} can take it to {low:.3g} to {high:.3g}"


def add_terms(r: Resolved, document: Document) -> None:
    """Set the terms of the start's trade, by default those of the file that describes the state."""
    for p in r.patrons:
        for name in ("framework", "barrier", "uncertainty"):
            path, current = f"start.patrons.{p}.{name}", f"patrons.{p}.{name}"
            own = path in r.values and r.origins[path].file == document.name
            if not own and current in r.values:
                r.values[path] = r.values[current]
                r.origins[path] = Origin(document.name, 0, "guess", f"as {current} of {document.name}")


def keep_opening(r: Resolved, document: Document) -> list[str]:
    """Keep the numbers of the file that describes the state, and report bases given with their index."""
    r.root = {path: r.values[path] for path in r.rows if path in r.values}
    return [
        document.at(tuple(base.split("."))) + f"found {base} and {index}; give one, the other follows"
        for base, index in INDICES.items()
        if base in r.root and r.origins[index].file != TABLE
    ]


def settle_opening(r: Resolved, document: Document) -> list[str]:
    """Set what the opening of the case solves, where no file gives it; return faults."""
    found, reached = solve_opening(r.root, r.patrons)
    for path, value in found.items():
        if path not in r.values or (r.origins[path].file == TABLE and r.values[path] != value):
            r.values[path] = value
            r.origins[path] = Origin(document.name, 0, "guess", f"solved at the opening of {document.name}")
    return [
        document.at(tuple(path.split("."))) + describe_unreachable(path, found[path], low, high)
        for path, (low, high) in reached.items()
        if not low <= found[path] <= high
    ]

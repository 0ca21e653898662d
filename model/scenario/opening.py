"""The opening of a case: where its indices start, and the bases solved from that (ODD section 5).

Utility is measured against the hedger's three indices before the first quarter (eq. 21). They are taken once,
from the file of the ``extends`` chain that describes the state, and again for every draw of its parameters.
What a variation, ``--set``, a point of a sweep or an event changes is thereby a change against the opening.
Security and economy have no zero of their own: a case states where they open, and the threat or income that
puts them there is solved. Autonomy is a measured share, and opens where it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..arithmetic import log, logistic
from ..parameters.lookup import rows_by_path
from ..rules.quarter import measure_opening
from ..state import Dimensions
from .files import Document
from .resolution import TABLE, Origin
from .timeline import case_of, start_of

if TYPE_CHECKING:
    from .resolution import Resolved

THREAT, INCOME = "hedger.threat_base", "hedger.income_base"
INDICES = {THREAT: "start.hedger.security", INCOME: "start.hedger.economy"}
"""Bases, and the index at the opening from which each is solved unless the file gives the base."""
AUTONOMY = "start.hedger.autonomy"
SOLVED = (*INDICES, *INDICES.values(), AUTONOMY)
PLACEHOLDERS = {THREAT: 1.0, INCOME: 0.0, AUTONOMY: 0.5}
"""Values of what is solved while the opening is measured; no other number of it depends on them."""


class Anchor(NamedTuple):
    """A stated index that no base reaches: its path, the index, and the indices that can be reached."""

    path: str
    index: float
    low: float
    high: float

    def __str__(self) -> str:
        return (
            f"{self.path}: found {self.index:g}; with the ties of the start, {base_of(self.path)} can take it"
            f" to {self.low:.3g} to {self.high:.3g}"
        )


def base_of(index: str) -> str:
    """Return the base that is solved from an index."""
    return next(base for base, path in INDICES.items() if path == index)


def find_opening_file(documents: Sequence[Document], patrons: Sequence[str]) -> int:
    """Return the place of the file that describes the state: the last with every patron's export share."""

    def describes(document: Document) -> bool:
        start = (document.raw.get("start") or {}).get("patrons") or {}
        return all("exports" in (start.get(p) or {}) for p in patrons)

    return max((k for k, document in enumerate(documents) if describes(document)), default=0)


def solve_opening(
    values: Mapping[str, float], patrons: tuple[str, ...]
) -> tuple[dict[str, float], list[Anchor]]:
    """Solve the opening of a case.

    Parameters
    ----------
    values : mapping
        The numbers that the case gives, by path; without the bases that are to be solved.
    patrons : tuple of str
        Ids of the patrons.

    Returns
    -------
    dict
        Both bases and the three indices at the opening, by path.
    list of Anchor
        Stated indices that cannot be reached.
    """
    full = {**PLACEHOLDERS, **values}
    d = measure_opening(case_of(full, patrons), start_of(full, patrons))
    found = {THREAT: full[THREAT], INCOME: full[INCOME], AUTONOMY: d.autonomy}
    found |= {INDICES[THREAT]: d.security, INDICES[INCOME]: d.economy}
    unreachable = []
    for base, index in INDICES.items():
        if base not in values:
            found[index] = values[index]
            found[base] = solve_base(base, values[index], d, full)
            low, high = rows_by_path(patrons)[base].allowed
            if not low <= found[base] <= high:
                ends = sorted(index_at(base, end, d, full) for end in (low, high))
                unreachable.append(Anchor(index, values[index], *ends))
    return found, unreachable


def solve_base(base: str, index: float, d: Dimensions, values: Mapping[str, float]) -> float:
    """Compute the base at which an index opens at a value (eq. 18, 19)."""
    odds = (1.0 - index) / index
    if base == THREAT:
        return d.strength * odds - (d.threat - values[THREAT])
    return d.income + values["hedger.income_scale"] * log(odds)


def index_at(base: str, value: float, d: Dimensions, values: Mapping[str, float]) -> float:
    """Compute where an index opens with a base: the inverse of :func:`solve_base`."""
    if base == THREAT:
        return d.strength / (d.strength + d.threat - values[THREAT] + value)
    return logistic((d.income - value) / values["hedger.income_scale"])


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
    found, unreachable = solve_opening(r.root, r.patrons)
    for path, value in found.items():
        if path not in r.values or (
            path in r.root and r.root[path] != value and r.origins[path].file == TABLE
        ):
            r.values[path] = value
            r.origins[path] = Origin(document.name, 0, "guess", f"solved at the opening of {document.name}")
    return [document.at(()) + str(anchor) for anchor in unreachable]

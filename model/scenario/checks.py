"""Checks of a complete scenario, after the files of its ``extends`` chain have been merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..dates import quarter_name
from ..parameters.lookup import effort_paths, hint
from ..strategies import FIXED, TRIGGER, compared_strategies
from ..text import shorten
from .colours import LEAST_DISTANCE, colour_distance, visibility_fault
from .files import Document

if TYPE_CHECKING:
    from .resolution import Resolved

TOLERANCE = 1e-9  # tolerance of sums that should be 1


def missing_values(r: Resolved, document: Document) -> list[str]:
    """List required values that no file of the chain gives; fill in the default strategies."""
    faults = [
        document.at(()) + f"{key}: missing; it must be given"
        for key in ("title", "question")
        if not getattr(r, key)
    ]
    if r.first_quarter < 0:
        faults.append(document.at(()) + "first_quarter: missing; it must be given")
    if r.horizon < 1:
        faults.append(document.at(()) + "horizon: missing; it must be given")
    for p in r.patrons:
        if f"patrons.{p}.framework" not in r.values:
            faults.append(
                document.at(("patrons", p)) + "found neither framework nor agreement; give exactly one"
            )
            continue
        absent = [path for path in r.rows if path.startswith(f"start.patrons.{p}.") and path not in r.values]
        faults += [document.at(tuple(path.split("."))) + "missing; it must be given" for path in absent]
    if not r.strategies:
        r.strategies = compared_strategies(r.patrons)
    return faults


def heading_faults(r: Resolved, document: Document) -> list[str]:
    """List faulty colours of a file, and a table of embargoes that is not there."""
    return colour_faults(r, document) + embargo_faults(document)


def embargo_faults(document: Document) -> list[str]:
    """List the fault of a file that names a table of embargoes which is not there."""
    named = document.raw.get("embargoes")
    if named is None or document.path is None:
        return []
    folder = document.path.parent
    try:
        if (folder / named).is_file():
            return []
        near = hint(named, [place.name for place in folder.glob("*.csv")])
    except OSError:  # a name that is too long for the operating system
        near = ""
    return [f'{document.at(("embargoes",))}found "{shorten(named)}"; no such file beside this one{near}']


def colour_faults(r: Resolved, document: Document) -> list[str]:
    """List colours of a file that would not show, or that look like the colour of another patron."""
    faults = []
    for patron, colour in r.colours.items():
        if "colour" not in document.raw.get("patrons", {}).get(patron, {}):
            continue
        others = {p: c for p, c in r.colours.items() if p != patron}
        near = [f'"{c}" of {p}' for p, c in others.items() if colour_distance(colour, c) < LEAST_DISTANCE]
        what = visibility_fault(colour) or (near and f"too near the {near[0]}; choose another")
        if what:
            faults.append(document.at(("patrons", patron, "colour")) + f'found "{colour}", {what}')
    return faults


def check_totals(r: Resolved, document: Document) -> list[str]:
    """Check sums over patrons, weights and effort shares; return the faults and store notices in ``r``.

    Effort shares that are not given are set to 0 if at least one is given.
    """
    faults, notices = unmovable_agreements(r), early_events(r)
    for flow in ("exports", "imports"):
        whole = sum(r.values[f"start.patrons.{p}.{flow}"] for p in r.patrons)
        if whole > 1.0 + TOLERANCE:
            faults.append(
                document.at(("start", "patrons"))
                + f"{flow} of all patrons sum to {whole:g}; at most 1 is allowed"
            )
    shares = effort_paths(r.patrons)
    efforts = [path for path in shares if path in r.values]
    groups = {
        "hedger.weights": [p for p in r.values if p.startswith("hedger.weights.")],
        "hedger.effort": efforts,
    }
    for name, paths in groups.items():
        whole = sum(r.values[p] for p in paths)
        if paths and whole <= 0.0:
            faults.append(document.at(tuple(name.split("."))) + "all are 0; at least one must be larger")
        elif paths and abs(whole - 1.0) > TOLERANCE:
            notices.append(f"{name} sum to {whole:g}; they count relative to their sum")
    if efforts:
        nowhere = replace(r.origins[efforts[0]], file=document.name, line=0, kind="guess", source="not given")
        r.values |= {path: r.values.get(path, 0.0) for path in shares}
        r.origins |= {path: r.origins.get(path, nowhere) for path in shares}
    if max(r.values[f"patrons.{p}.market"] for p in r.patrons) <= 0.0:
        notices.append("no patron has a market: nobody invests for access")
    r.notices += tuple(notices)
    return faults


def missing_course_data(r: Resolved, documents: Sequence[Document]) -> list[str]:
    """Check that a file gives what the strategies ``fixed`` and ``trigger`` need where they are named."""
    present = {
        FIXED: any(path in r.values for path in effort_paths(r.patrons)),
        TRIGGER: r.trigger is not None,
    }
    needs = {
        FIXED: "effort shares; give them in [hedger.effort]",
        TRIGGER: "triggers; give them in [trigger]",
    }
    lacking = [name for name in needs if name in r.strategies and not present[name]]
    naming = [d for d in documents if "strategies" in d.raw][-1:]
    return [
        d.at(("strategies",)) + f"{s!r} needs {needs[s]}, or leave it out" for d in naming for s in lacking
    ]


def unmovable_agreements(r: Resolved) -> list[str]:
    """List patrons that are negotiable but have a framework instead of an agreement."""
    faults = []
    for p in r.patrons:
        path = f"patrons.{p}.negotiable"
        if r.values[path] > 0.0 and r.values[f"patrons.{p}.agreement"] < 0.0:
            origin = r.origins[path]
            line = f":{origin.line}" if origin.line else ""
            what = "the patron has a framework; give it an agreement"
            faults.append(f"{origin.file}{line}: {path}: {what}")
    return faults


def early_events(r: Resolved) -> list[str]:
    """Compose notices on events dated before the first quarter, which are in force from the start."""
    begin = quarter_name(r.first_quarter)
    return [
        f"{e.name}: dated {quarter_name(r.first_quarter + e.first)}, in force from the start ({begin})"
        for e in r.events
        if e.first < 0 and (e.until is None or e.until > 0)
    ]

"""A diagnosis as tables: what is wrong with a case, what to set first, and anchors to score it by."""

from typing import Any

from ....model.parameters.lookup import template_of
from ...compare.premium import NOTHING
from ...diagnosis.anchors import Scale, list_scales
from ...diagnosis.diagnosis import FIRST, Diagnosis
from ...diagnosis.screen import Candidate
from ...explore.screen import RUNS
from ..sheet import BOLD, Sheet

Rows = list[dict[str, Any]]


def diagnosis_tables(d: Diagnosis) -> dict[str, Rows]:
    """List findings, values by what they move, strategies and anchors."""
    return {
        "findings": [f._asdict() for f in d.findings],
        "set_first": [candidate_row(c) for c in d.candidates],
        "strategies": [{"strategy": s, "utility_mean": mean} for s, mean in d.means.items()],
        "anchors": [
            {"path": s.path, "question": s.question, **anchor._asdict()}
            for s in list_scales()
            for anchor in s.anchors
        ],
    }


def candidate_row(c: Candidate) -> dict[str, Any]:
    """List a value with its range and what it does at both ends."""
    return {"value": c.value, "kind": c.kind, **c.influence._asdict(), "turns": c.turns}


def diagnosis_sheets(d: Diagnosis) -> list[Sheet]:
    """Build the tables for people."""
    return [finding_sheet(d), first_sheet(d), *anchor_sheets(d)]


def finding_sheet(d: Diagnosis) -> Sheet:
    """Build the table of findings; one that says so where there are none."""
    cells = [[f.check, f"{f.text}. {f.advice[:1].upper()}{f.advice[1:]}."] for f in d.findings]
    return Sheet(
        f"{d.scenario.name}: what is wrong",
        ["finding", "what was found, and what to do"],
        cells or [["nothing", "no check found a fault; that is no proof that the case is right."]],
        left=frozenset({0, 1}),
    )


def first_sheet(d: Diagnosis) -> Sheet:
    """Build the table of guesses and defaults by how much they move hedge less the best other strategy."""
    cells = [
        [
            c.path,
            f"{c.value:.3g} {c.kind}",
            f"{c.influence.low:.3g} to {c.influence.high:.3g}",
            f"{c.influence.at_low:+.3f} to {c.influence.at_high:+.3f}",
        ]
        for c in d.candidates
    ]
    bold = frozenset((k, 3) for k, c in enumerate(d.candidates) if c.turns)
    return Sheet(
        "Ten to set first",
        ["path", "value", "range", "premium"],
        cells,
        bold,
        [
            "Guesses and defaults that move the premium most, each alone over its range. Premium: utility of"
            f" hedge less {d.rival}, at both ends, {RUNS} runs each.",
            f"{BOLD}: an end of the range reverses the order of both, by over {NOTHING:g}.",
        ],
        left=frozenset({0}),
        firm=frozenset({0, 1}),
        limit=FIRST,
    )


def anchor_sheets(d: Diagnosis) -> list[Sheet]:
    """Build a table of anchors for each scale, printed only with --full unless one of the first is on it."""
    first = {template_of(c.path) for c in d.candidates[:FIRST]}
    return [scale_sheet(s, detail=s.path not in first) for s in list_scales()]


def scale_sheet(s: Scale, *, detail: bool) -> Sheet:
    """Build the table of a scale: number, words, and a shipped case that has it."""
    cells = [[f"{a.value:g}", a.words, a.case] for a in s.anchors]
    return Sheet(
        f"Anchors of {s.path}", ["value", "in words", "as"], cells, notes=[s.question],
        left=frozenset({1, 2}), detail=detail,
    )  # fmt: skip

"""Format an ensemble as text: whether to trust it, patterns, what was learnt, and what it depends on."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..ensembles.conditioning import CONFLICT, PART_OF_PRIOR
from ..ensembles.ensemble import Ensemble
from ..numerals import format_fixed, format_percent
from ..plots.posterior import format_two_digits
from .sheet import Sheet

Row = dict[str, Any]

ACCEPTED, ALIKE, DISTINCT, EFFECTIVE = (0.15, 0.6), 0.15, 0.8, 400
"""What diagnostics should be: part of moves accepted, resemblance at most, parts and draws at least."""
MOST_INPUTS = 8
"""Inputs printed unless more are asked for."""
WEIGHTY = 0.5
"""A series or pattern is listed if leaving it out leaves less than this part of the draws effective."""


def ensemble_sheets(found: Ensemble) -> list[Sheet]:
    """Build the tables of diagnostics, patterns, inputs, and what depends on one thing."""
    about = found.about
    sheets = [diagnostics_sheet(about)]
    sheets += [patterns_sheet(about["patterns"], data=bool(about["until"]))] if about["patterns"] else []
    sheets += [inputs_sheet(found)] if about["marginals"] else []
    sheets += [without_sheet(about)] if about["until"] else []
    return [sheet for sheet in sheets if sheet.rows or sheet.notes]


def count_failing(about: Mapping[str, Any]) -> int:
    """Count the diagnostics that are not as they should be."""
    return len(diagnostics_sheet(about).bold)


def diagnostics_sheet(about: Mapping[str, Any]) -> Sheet:
    """Build the table of diagnostics, each with what it should be."""
    rows = [
        ["effective draws after patterns", f"{about['effective']:,}", f"{EFFECTIVE} or more"],
        ["different draws in the table", f"{about['distinct_draws']:,} of {about['draws']:,}", ""],
    ]
    wrong = {0} if about["effective"] < EFFECTIVE else set()
    if about["until"]:
        low, high = ACCEPTED
        checks = (
            ("stages by which the evidence came in", f"{len(about['stages'])}", "", True),
            ("moves accepted, last stage", f"{about['acceptance']:.2f}", f"{low} to {high}",
             low <= about["acceptance"] <= high),
            ("resemblance to where draws started", f"{about['resemblance']:.2f}", f"below {ALIKE}",
             about["resemblance"] < ALIKE),
            ("different particles", f"{about['distinct']:.0%}", f"{DISTINCT:.0%} or more",
             about["distinct"] >= DISTINCT),
            ("effective particles over many runs", f"{about['effective_data']:,}", f"{EFFECTIVE} or more",
             about["effective_data"] >= EFFECTIVE),
            ("draws of the prior that fit the data", f"{about['prior_fits']:.1%}", "", True),
        )  # fmt: skip
        wrong = {len(checks)} if wrong else set()
        wrong |= {k for k, check in enumerate(checks) if not check[3]}
        rows = [[*check[:3]] for check in checks] + rows
    cells = [[*row, "not so" if k in wrong else "yes" if row[2] else ""] for k, row in enumerate(rows)]
    bold = frozenset((k, 3) for k in wrong)
    heads = ["diagnostic", "found", "should be", "is it?"]
    return Sheet("Can it be trusted?", heads, cells, bold, firm=frozenset({2, 3}))


def patterns_sheet(rows: list[Row], *, data: bool) -> Sheet:
    """Build the table of patterns: what share of draws shows every part of each."""
    shares = ["prior", "data", "ensemble"] if data else ["prior", "ensemble"]
    cells = [
        [
            str(row["pattern"]),
            *(format_percent(row[name]) for name in shares),
            "-" if row["without"] is None else format_percent(row["without"]),
            describe_use(row),
        ]
        for row in rows
    ]
    heads = ["pattern", *shares, "without it", "used"]
    used = len(heads) - 1
    bold = frozenset((k, used) for k, row in enumerate(rows) if row["conflict"])
    seen = " with the data," if data else ""
    notes = [
        f"Share of draws that show every part of a pattern: under the prior,{seen} in the ensemble, and in it"
        " had that pattern not been used."
    ]
    near = [str(row["pattern"]) for row in rows if row["belief"] is not None and row["ensemble"] < 0.5]
    if near:
        notes.append(f"Shown by less than half strictly, at best within its tolerance: {', '.join(near)}.")
    if bold:
        notes.append(
            f"Failed: fewer than {CONFLICT:.0%} of the draws that the data leave show it, and fewer than"
            f" {PART_OF_PRIOR:.0%} of the prior's share."
        )
    return Sheet("Patterns", heads, cells, bold, notes, firm=frozenset({used}))


def describe_use(row: Row) -> str:
    """Say how a pattern is used."""
    if row["conflict"]:
        return "no: failed, the data contradict it"
    return "no: reported only" if row["belief"] is None else f"belief {row['belief']:g}"


def inputs_sheet(found: Ensemble) -> Sheet:
    """Build the table of the inputs of which most was learnt."""
    rows = []
    for row in found.about["marginals"]:
        path = str(row["input"])
        spans = [summarise(values) for values in (row["prior"], found.draws.columns[path])]
        rows.append([path.replace("patrons.", ""), *spans, format_fixed(found.about["learnt"][path], 2)])
    heads = ["input", "prior", "ensemble", "learnt"]
    notes = ["Medians, in brackets 90% of the draws; learnt: part of the prior's variance that is gone."]
    return Sheet("Inputs of which most was learnt", heads, rows, notes=notes, limit=MOST_INPUTS)


def summarise(values: object) -> str:
    """Format the median of some values with the interval of the 90% in the middle."""
    low, median, high = map(format_two_digits, np.quantile(np.asarray(values, float), (0.05, 0.5, 0.95)))
    return f"{median} [{low}, {high}]"


def without_sheet(about: Mapping[str, Any]) -> Sheet:
    """Build the table of what the ensemble depends on: few draws would count if it were left out."""
    counts = sorted(about["effective_without"].items(), key=lambda item: item[1])
    few = [[name, f"{n:,}"] for name, n in counts if n < WEIGHTY * about["draws"]]
    notes = [
        f"Of {about['draws']:,} draws so many stay effective if it is left out by weights (columns"
        " without.*); where few do, leave it out by a fit of its own."
    ]
    heads = ["series or pattern", "draws left"]
    return Sheet("What the draws depend on", heads, few, notes=notes if few else [], detail=True)


def tabulate_ensemble(found: Ensemble) -> dict[str, list[Row]]:
    """Return the tables for programs: diagnostics, patterns and inputs."""
    about = found.about
    names = (
        "scenario", "history", "until", "particles", "seed", "draws", "varied", "directions", "acceptance",
        "resemblance", "distinct", "distinct_draws", "effective_data", "effective", "prior_fits",
    )  # fmt: skip
    inputs = []
    for path, part in about["learnt"].items():
        low, median, high = np.quantile(found.draws.columns[path], (0.05, 0.5, 0.95))
        inputs.append({"input": path, "median": median, "low": low, "high": high, "learnt": part})
    without = [{"without": name, "effective": n} for name, n in about["effective_without"].items()]
    return {
        "diagnostics": [{name: about[name] for name in names}],
        "patterns": [dict(row) for row in about["patterns"]],
        "inputs": inputs,
        "without": without,
    }

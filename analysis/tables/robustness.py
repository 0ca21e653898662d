"""Format robustness as text: every criterion by strategy, and pairs whose order depends on the criterion."""

from collections.abc import Sequence
from dataclasses import replace

from ..compare.paired import list_rows
from ..explore.robustness import CRITERIA, Robustness, describe_futures, list_criteria, sort_by_mean
from .sheet import INTERVAL_NOTE, Sheet, format_interval

MOST_FLIPS = 20
SHORT = {
    "max_regret": "largest\nregret",
    "regret_90": "regret,\n90th pct.",
    "worst": "worst\nfuture",
    "mean": "mean of\nfutures",
    "domain": "domain",
    "satisficing": "meets it",
}
"""Heads of columns."""


def robustness_sheets(found: Robustness) -> list[Sheet]:
    """Build the tables of a robustness analysis."""
    names = list_criteria(found)
    first, second = criteria_sheet(found, names[:3]), criteria_sheet(found, names[3:])
    return [
        replace(first, notes=()),
        replace(second, title="", notes=criteria_notes(found)),
        flips_sheet(found),
    ]


def criteria_sheet(found: Robustness, names: Sequence[str]) -> Sheet:
    """Build a table with one row per strategy and one column per criterion, the best of each in bold."""
    cells = {(r["strategy"], r["criterion"]): r for r in list_rows(found.rows)}
    order = sort_by_mean(found)
    rows = [
        [s, *(format_interval(*(cells[s, c][k] for k in ("value", "low", "high"))) for c in names)]
        for s in order
    ]
    bold = {(n, m + 1) for n, s in enumerate(order) for m, c in enumerate(names) if cells[s, c]["rank"] == 1}
    heads = ["strategy", *(SHORT[c] for c in names)]
    return Sheet(f"Robustness of {found.outcome}", heads, rows, frozenset(bold))


def criteria_notes(found: Robustness) -> list[str]:
    """Describe how to read the criteria."""
    told = [
        f"{found.outcome} over {describe_futures(found)}; bold: the best by that criterion.",
        "Regret: the best strategy's mean less the strategy's own, by future; less is better. Domain: share"
        " of all ways to weigh the futures under which the strategy has the best mean.",
    ]
    if found.require:
        told.append(f"Meets it: share of runs over all futures with {found.require}.")
    if found.runs > 1:
        told.append(f"{INTERVAL_NOTE} from {found.draws} resamples of runs, the same for all.")
    return told


def flips_sheet(found: Robustness) -> Sheet:
    """Build the table of pairs of strategies whose order depends on the criterion."""
    flips = found.flips
    rows = [
        [
            str(r["strategy"]),
            str(r["other"]),
            describe_criteria(str(r["ahead"])),
            describe_criteria(str(r["behind"])),
        ]
        for r in list_rows(flips.head(MOST_FLIPS))
    ]
    more = len(flips) - len(rows)
    told = [f"{more} more pairs in --json."] if more else []
    if not rows:
        told = ["No pair of strategies changes its order: all criteria rank them alike."]
    heads = ["strategy", "other", "ahead by", "behind by"]
    return Sheet("Ranking flips", heads, rows, notes=told, left=frozenset({0, 1, 2, 3}))


def describe_criteria(names: str) -> str:
    """Format names of criteria, separated by commas, in words."""
    return ", ".join(CRITERIA[c] for c in names.split(", "))

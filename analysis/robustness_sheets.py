"""Robustness for people: every criterion by strategy, and pairs whose order depends on the criterion."""

from .compare import rows_of
from .robustness import CRITERIA, DRAWS, Robustness
from .tables import INTERVAL_NOTE, Sheet, spread

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


def by_mean(found: Robustness) -> list[str]:
    """Strategies, the best mean over all futures first."""
    table = found.rows[found.rows["criterion"] == "mean"]
    return list(table.sort_values("value", ascending=False, kind="stable")["strategy"])


def criteria_of(found: Robustness) -> list[str]:
    """Criteria in their order."""
    return [str(c) for c in found.rows["criterion"].unique()]


def futures_said(found: Robustness) -> str:
    """How many futures and runs numbers come from."""
    lost = f"; {found.left_out} futures are left out, for runs are missing" if found.left_out else ""
    each = f"{found.runs} {'run' if found.runs == 1 else 'runs'} each"
    return f"{found.futures:,} futures that weigh alike, {each}{lost}"


def robustness_sheets(found: Robustness) -> list[Sheet]:
    """The tables of a robustness analysis."""
    return [criteria_sheet(found), flips_sheet(found)]


def criteria_sheet(found: Robustness) -> Sheet:
    """One row a strategy, one column a criterion, the best of each in bold."""
    cells = {(r["strategy"], r["criterion"]): r for r in rows_of(found.rows)}
    order, names = by_mean(found), criteria_of(found)
    rows = [[s, *(spread(*(cells[s, c][k] for k in ("value", "low", "high"))) for c in names)] for s in order]
    bold = {(n, m + 1) for n, s in enumerate(order) for m, c in enumerate(names) if cells[s, c]["rank"] == 1}
    notes = [
        f"{found.outcome} over {futures_said(found)}; bold: the best by that criterion.",
        "Regret: the best strategy's mean less the strategy's own, by future; less is better. Domain: share of"
        " all ways to weigh the futures under which the strategy has the best mean.",
    ]
    if found.require:
        notes.append(f"Meets it: share of runs over all futures with {found.require}.")
    if found.runs > 1:
        notes.append(f"{INTERVAL_NOTE} from {DRAWS} resamples of runs, the same for all.")
    return Sheet(
        f"Robustness of {found.outcome}",
        ["strategy", *(SHORT[c] for c in names)],
        rows,
        frozenset(bold),
        notes,
    )


def flips_sheet(found: Robustness) -> Sheet:
    """Pairs of strategies whose order depends on the criterion."""
    flips = found.flips
    rows = [
        [str(r["strategy"]), str(r["other"]), said(str(r["ahead"])), said(str(r["behind"]))]
        for r in rows_of(flips.head(MOST_FLIPS))
    ]
    more = len(flips) - len(rows)
    notes = [f"{more} more pairs in --json."] if more else []
    if not rows:
        notes = ["No pair of strategies changes its order: all criteria rank them alike."]
    heads = ["strategy", "other", "ahead by", "behind by"]
    return Sheet("Ranking flips", heads, rows, notes=notes, left=frozenset({0, 1, 2, 3}))


def said(names: str) -> str:
    """Criteria in words."""
    return ", ".join(CRITERIA[c] for c in names.split(", "))

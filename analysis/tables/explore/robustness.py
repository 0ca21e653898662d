"""Format robustness as text: every criterion by strategy, and pairs whose order depends on the criterion."""

from ...compare.paired import list_rows
from ...explore.robustness import CRITERIA, Robustness, describe_futures, list_criteria
from ...labels import premium_rival
from ...numerals import format_fixed
from ..parts.estimates import HALF_NOTE, describe_noise, format_gain, format_value, has_draws, note_doubts
from ..sheet import BOLD, INTERVAL_NOTE, Sheet

STRATEGIES, FLIPS = 10, 2
"""Strategies, and pairs of them, shown by default."""
SHORT = {
    "max_regret": "largest\nregret",
    "regret_90": "regret,\n90th pct.",
    "worst": "worst\nfuture",
    "mean": "mean of\nfutures",
    "domain": "domain",
    "satisficing": "meets it",
}
"""Heads of columns."""
LEADING = ("worst", "max_regret", "domain", "satisficing")
"""Criteria of the first table, besides the mean."""


def robustness_sheets(found: Robustness) -> list[Sheet]:
    """Build the tables of a robustness analysis: one for all strategies, then details."""
    return [summary_sheet(found), flips_sheet(found), criteria_sheet(found)]


def summary_sheet(found: Robustness) -> Sheet:
    """Build the table of strategies: the best mean first, what others lack to it, and leading criteria."""
    cells = {(r["strategy"], r["criterion"]): r for r in list_rows(found.rows)}
    leading = [c for c in LEADING if c in list_criteria(found)]
    rows, bold = [], set()
    for at, gap in enumerate(list_rows(found.behind)):
        name = str(gap["strategy"])
        criteria = [cells[name, c] for c in ("mean", *leading)]
        mean, *others = (format_fixed(r["value"]) for r in criteria)
        rows.append([name, mean, format_gain(gap, sign=False) if at else "-", *others])
        bold |= {(at, place) for place, r in zip((1, *range(3, 3 + len(leading))), criteria, strict=True)
                 if r["rank"] == 1}  # fmt: skip
    heads = ["strategy", SHORT["mean"], "less than\nthe best", *(SHORT[c] for c in leading)]
    return Sheet(
        f"Robustness of {found.outcome}", heads, rows, frozenset(bold), summary_notes(found), limit=STRATEGIES
    )


def summary_notes(found: Robustness) -> list[str]:
    """Describe how to read the first table."""
    notes = [
        f"{found.outcome} over {describe_futures(found)}. {BOLD}: the best by that criterion.",
        "Regret: the best strategy's mean less the strategy's own, by future; less is better. Domain: share"
        " of all ways to weigh the futures under which the strategy has the best mean.",
    ]
    if (rival := premium_rival(found.outcome)) is not None:
        notes.append(
            f"{found.outcome}: mean utility less that of the best {rival or 'strategy besides hedge'}, which"
            " is chosen at each future."
        )
    if found.require:
        notes.append(f"Meets it: share of runs over all futures with {found.require}.")
    if found.runs > 1:
        notes += note_doubts(list_rows(found.behind)[1:], HALF_NOTE, bold=False)
    return notes


def criteria_sheet(found: Robustness) -> Sheet:
    """Build the detailed table with one column per criterion and its doubts, the best of each in bold."""
    cells = {(r["strategy"], r["criterion"]): r for r in list_rows(found.rows)}
    order, names = list(found.behind["strategy"]), list_criteria(found)
    rows = [[s, *(format_value(cells[s, c]) for c in names)] for s in order]
    bold = {(n, m + 1) for n, s in enumerate(order) for m, c in enumerate(names) if cells[s, c]["rank"] == 1}
    heads = ["strategy", *(SHORT[c] for c in names)]
    title = f"All criteria of {found.outcome} and their doubts"
    return Sheet(title, heads, rows, frozenset(bold), interval_notes(found), detail=True)


def interval_notes(found: Robustness) -> list[str]:
    """Describe how to read the intervals of criteria."""
    drawn, notes = has_draws(found.rows), []
    if found.runs > 1:
        what = "draws" if drawn else "runs"
        notes.append(f"{INTERVAL_NOTE} from {found.draws} resamples of {what}, the same for all.")
    if drawn:
        notes.append(
            "Criteria are those of the means over draws. Below: 5 to 95% of those of single draws, what is"
            f" not known. {describe_noise(list_rows(found.rows))}"
        )
    return notes


def flips_sheet(found: Robustness) -> Sheet:
    """Build the table of pairs of strategies whose order depends on the criterion."""
    rows = [
        [
            str(r["strategy"]),
            str(r["other"]),
            describe_criteria(str(r["ahead"])),
            describe_criteria(str(r["behind"])),
        ]
        for r in list_rows(found.flips)
    ]
    notes = [] if rows else ["No pair of strategies changes its order: all criteria rank them alike."]
    heads = ["strategy", "other", "ahead by", "behind by"]
    return Sheet("Ranking flips", heads, rows, notes=notes, left=frozenset({0, 1, 2, 3}), limit=FLIPS)


def describe_criteria(names: str) -> str:
    """Format names of criteria, separated by commas, in words."""
    return ", ".join(CRITERIA[c] for c in names.split(", "))

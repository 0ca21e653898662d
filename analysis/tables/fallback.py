"""Format what a cut costs as text: a verdict, then what each strategy loses and keeps."""

from typing import Any

from ..compare.fallback import LEADER, Fallback
from ..compare.paired import list_rows
from .sheet import HALF_NOTE, Sheet, format_fixed, format_gain

Row = dict[str, Any]


def fallback_sheets(found: Fallback) -> list[Sheet]:
    """Build the verdict and the table of strategies, the least loss first."""
    rows = sorted(list_rows(found.rows), key=lambda row: row["mean"])
    title = "What is left without a patron?"
    return [Sheet(title, [], [], notes=[verdict_sentence(found, rows)]), losses_sheet(found, rows)]


def verdict_sentence(found: Fallback, rows: list[Row]) -> str:
    """Say in a sentence what the reference loses, and which strategies lose clearly more or less."""
    cut, spec = found.cut, found.scenario
    who = "the leading patron cuts" if cut.patron == LEADER else f"{spec.labels[cut.patron]} cuts"
    quarters = f"{cut.quarters} quarter{'s' if cut.quarters > 1 else ''}"
    mine = next(row for row in rows if row["strategy"] == found.reference)
    words = (
        f"If {who} the hedger off for {quarters} from {spec.quarter_name(cut.first)}, {found.reference} loses"
        f" {format_fixed(mine['mean'])} utility-years and keeps {100.0 * mine['kept']:.0f}% of its utility"
        " meanwhile"
    )
    others = [row for row in rows if row["strategy"] != found.reference]
    return f"{words}{compare_others(others)}."


def compare_others(others: list[Row]) -> str:
    """Say how many strategies clearly lose more or less than the reference, and the ends of their range."""
    if len(others) < 2:
        return "".join(f"; {row['strategy']} loses {format_fixed(row['mean'])}" for row in others)
    more = sum(row["more_low"] > 0.0 for row in others)
    less = sum(row["more_high"] < 0.0 for row in others)
    least, most = others[0], others[-1]
    return (
        f"; clearly more is lost with {more} of {len(others)} other strategies, clearly less with {less},"
        f" from {format_fixed(least['mean'])} ({least['strategy']}) to {format_fixed(most['mean'])}"
        f" ({most['strategy']})"
    )


def losses_sheet(found: Fallback, rows: list[Row]) -> Sheet:
    """Build the table of what each strategy loses, and how much more that is than the reference's loss."""
    cells = [
        [
            row["strategy"],
            row["cut"],
            format_gain(row, 3).lstrip("+"),
            "-" if row["strategy"] == found.reference else format_gain(select_more(row), 3),
            format_fixed(row["kept"], 2),
        ]
        for row in rows
    ]
    bold = {(at, 3) for at, row in enumerate(rows) if row["more_low"] > 0.0 or row["more_high"] < 0.0}
    spec = found.scenario
    notes = [
        f"Lost: utility without the cut less with it, summed to {spec.quarter_name(spec.horizon - 1)}, in"
        f" years; {rows[0]['runs']} runs. Kept: utility during the cut over that without it.",
        HALF_NOTE,
    ]
    if found.cut.patron == LEADER:
        notes.append("Cut: the patron with the largest share of the hedger's room before the cut.")
    heads = ["strategy", "cut", "utility-years\nlost", f"more than\n{found.reference}", "kept"]
    return Sheet(f"{spec.name}: {spec.title}", heads, cells, frozenset(bold), notes, frozenset({0, 1}))


def select_more(row: Row) -> Row:
    """Return the difference to the reference's loss as an estimate."""
    return {"mean": row["more"], "low": row["more_low"], "high": row["more_high"]}

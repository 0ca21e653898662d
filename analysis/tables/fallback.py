"""Format what a cut costs as text: what each strategy loses and keeps, the least loss first."""

from typing import Any

from ..compare.fallback import LEADER, Fallback
from ..compare.paired import list_rows
from ..numerals import format_fixed
from .parts.estimates import (
    HALF_NOTE,
    describe_noise,
    format_mean,
    format_share,
    format_spread,
    has_draws,
    is_sure,
    take_estimate,
)
from .sheet import BOLD, Sheet

Row = dict[str, Any]

MOST_STRATEGIES = 20
"""Strategies printed unless more are asked for."""


def fallback_sheets(found: Fallback) -> list[Sheet]:
    """Build the table of strategies."""
    return [losses_sheet(found, sorted(list_rows(found.rows), key=lambda row: row["mean"]))]


def losses_sheet(found: Fallback, rows: list[Row]) -> Sheet:
    """Build the table of what each strategy loses, and how much more that is than the reference's loss."""
    carried = has_draws(rows)
    cells = [losses_cells(found, row, carried=carried) for row in rows]
    more = 4 if carried else 3
    sure = [row["strategy"] != found.reference and is_sure(take_estimate(row, "more")) for row in rows]
    spec = found.scenario
    notes = [
        f"Lost: utility without the cut less with it, summed to {spec.quarter_name(spec.horizon - 1)}, in"
        f" years; {rows[0]['runs']} runs. More: than {found.reference}, paired by run. Kept: utility during"
        " the cut over that without it.",
        f"{BOLD}: draws leave out 0. {describe_noise(rows)}" if carried else HALF_NOTE,
    ]
    if found.cut.patron == LEADER:
        notes.append("Cut: the patron with the largest share of the hedger's room before the cut.")
    draws = "5 to 95%\nof draws"
    heads = (
        ["strategy", "cut", "lost", draws, "more", draws, "above\n0", "kept"]
        if carried
        else ["strategy", "cut", "utility-years\nlost", f"more than\n{found.reference}", "kept"]
    )
    bold = frozenset((at, more) for at, is_bold in enumerate(sure) if is_bold)
    title = f"{spec.name}: {spec.title}"
    return Sheet(title, heads, cells, bold, notes, frozenset({0, 1}), limit=MOST_STRATEGIES)


def losses_cells(found: Fallback, row: Row, *, carried: bool) -> list[str]:
    """Format a strategy's loss and by how much it is more than the reference's, in cells of a line."""
    more, mine = take_estimate(row, "more"), row["strategy"] == found.reference
    start, kept = [row["strategy"], row["cut"]], format_fixed(row["kept"], 2)
    if not carried:
        return [*start, format_mean(row, 3, sign=False), "-" if mine else format_mean(more, 3), kept]
    gap = [format_fixed(more["mean"], 3, sign=True), format_spread(more, 3), format_share(more)]
    lost = [format_fixed(row["mean"], 3), format_spread(row, 3, sign=False)]
    return [*start, *lost, *(["-"] * 3 if mine else gap), kept]

"""Format an attribution as text table: the contribution of each input or mechanism."""

import pandas as pd

from ...compare.paired import list_rows
from ...explore.shapley import WHOLE
from ...numerals import count_decimals
from ..parts.estimates import format_estimate, format_share, has_draws, is_sure, note_doubts
from ..sheet import BOLD, INTERVAL_NOTE, Sheet

ROWS = 18
"""Inputs shown by default."""


def shapley_sheet(table: pd.DataFrame, title: str, outcome: str) -> Sheet:
    """Build a table of Shapley values, the total first, then the largest.

    Parameters
    ----------
    table : DataFrame
        Table of Shapley values; the row named WHOLE is the total.
    title, outcome : str
        Title of the table; name of the outcome in words.
    """
    last = table["input"] == WHOLE
    order = table[~last].sort_values("value", key=abs, ascending=False, kind="stable")
    shown = list_rows(pd.concat([table[last], order]))
    digits = count_decimals(max(abs(float(r["value"])) for r in shown))
    values = [{**r, "mean": r["value"]} for r in shown]
    rows = [[r["input"], format_estimate(r, digits, sign=True)] for r in values]
    bold = frozenset((n, 1) for n, r in enumerate(values) if is_sure(r))
    heads = ["input", f"adds to {outcome}"]
    if has_draws(values):
        rows = [[*row, format_share(r)] for row, r in zip(rows, values, strict=True)]
        heads.append("above 0")
    notes = [
        "Shapley values: what each input adds to the others, averaged over all orders of changing them; over"
        f" {shown[0]['runs']} paired runs they add up to the whole.",
        *note_doubts(values, f"{INTERVAL_NOTE} over runs. {BOLD}: it leaves out 0."),
    ]
    if table["orders"].max() > 0.0:
        notes.append(f"Orders were drawn; this adds at most {table['orders'].max():.2g} either way.")
    return Sheet(title, heads, rows, bold, notes, limit=ROWS)

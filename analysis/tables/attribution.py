"""Format an attribution as text table: the contribution of each input or mechanism."""

import pandas as pd

from ..compare.paired import list_rows
from ..explore.shapley import WHOLE
from .sheet import INTERVAL_NOTE, Sheet, count_decimals, format_interval


def shapley_sheet(table: pd.DataFrame, title: str, outcome: str) -> Sheet:
    """Build a table of Shapley values, the largest first and their total last.

    Parameters
    ----------
    table : DataFrame
        Table of Shapley values; the row named WHOLE is the total.
    title, outcome : str
        Title of the table; name of the outcome in words.
    """
    last = table["input"] == WHOLE
    order = table[~last].sort_values("value", key=abs, ascending=False, kind="stable")
    shown = list_rows(pd.concat([order, table[last]]))
    digits = count_decimals(max(abs(float(r["value"])) for r in shown))
    rows = [[r["input"], format_interval(r["value"], r["low"], r["high"], digits, sign=True)] for r in shown]
    bold = frozenset((n, 1) for n, r in enumerate(shown) if r["low"] > 0.0 or r["high"] < 0.0)
    notes = [
        "Shapley values: what each input adds to the others, averaged over all orders of changing them; over"
        f" {shown[0]['runs']} paired runs they add up to the whole.",
        f"{INTERVAL_NOTE} over runs; bold where it leaves out 0.",
    ]
    if table["orders"].max() > 0.0:
        notes.append(f"Orders were drawn; this adds at most {table['orders'].max():.2g} either way.")
    return Sheet(title, ["input", f"adds to {outcome}"], rows, bold, notes)

"""Format strategies over the points of a sweep as text: means, premiums by rival, regimes."""

import pandas as pd

from ..compare.paired import MEANS, list_rows
from ..compare.sweep import BEST_OTHER, Sweep
from ..labels import DOUBT_NOTE, lower_name
from ..numerals import format_fixed, format_percent
from .comparison import regime_columns
from .parts.estimates import DIGITS
from .parts.scenarios import shorten_names
from .premium import FAST_KINDS
from .sheet import BOLD, Sheet

STRATEGIES = 14
"""Strategies shown by default."""


def sweep_sheets(found: Sweep) -> list[Sheet]:
    """Build the tables of a sweep: strategies of each scenario, premiums, and regimes as a detail."""
    names = list(found.regimes)
    sheets = [strategies_sheet(found, name, detail=name != names[0]) for name in names]
    sheets += [premiums_sheet(found)] if len(found.premiums) else []
    return [*sheets, *(regimes_sheet(found, name) for name in names)]


def strategies_sheet(found: Sweep, scenario: str, *, detail: bool = False) -> Sheet:
    """Build the table of strategies in one scenario, the best mean utility first."""
    table = found.strategies[found.strategies["scenario"] == scenario]
    table = table.sort_values(MEANS[3], ascending=False, kind="stable")
    rows = [
        [r["strategy"], *(format_fixed(r[m]) for m in MEANS), format_percent(r["best"])]
        for r in list_rows(table)
    ]
    best = table[list(MEANS)].to_numpy().argmax(axis=0)
    bold = {(int(row), column + 1) for column, row in enumerate(best)} if len(rows) > 1 else set()
    notes = [
        f"Means over all points and runs; best at: share of points at which its mean utility is the highest."
        f" {BOLD}: the best."
    ]
    heads = ["strategy", "security", "economy", "autonomy", "utility", "best at"]
    title = f"{scenario}: strategies over all points"
    return Sheet(title, heads, rows, frozenset(bold), notes, limit=STRATEGIES, detail=detail)


def premiums_sheet(found: Sweep) -> Sheet:
    """Build the table of hedge less its rivals over points, by scenario."""
    table = found.premiums[found.premiums["rival"].isin([BEST_OTHER, *FAST_KINDS])]
    names = shorten_names(list(found.regimes))
    several = len(names) > 1
    rows = []
    for r in list_rows(table):
        numbers = [format_fixed(r[c], DIGITS, sign=True) for c in ("mean", "low", "median", "high")]
        head = [names[r["scenario"]]] if several else []
        rows.append([*head, r["rival"], *numbers, format_percent(r["below"])])
    notes = [
        f"Mean utility of hedge less that of the {BEST_OTHER}, chosen at each point on the same runs, or of"
        " the best of a kind, chosen at each point on one half of the runs and scored on the other.",
        DOUBT_NOTE,
    ]
    heads = [
        *(["scenario"] if several else []),
        "hedge less",
        "mean",
        "5%",
        "median",
        "95%",
        "points\nbelow 0",
    ]
    left = frozenset({0, 1} if several else {0})
    return Sheet("Hedging premium over the points", heads, rows, notes=notes, left=left)


def regimes_sheet(found: Sweep, scenario: str) -> Sheet:
    """Build the table of regimes in one scenario by strategy."""
    shares: pd.DataFrame = found.regimes[scenario]
    names = regime_columns(shares)
    rows = [[r["strategy"], *(format_percent(r[name]) for name in names)] for r in list_rows(shares)]
    heads = ["strategy", *(lower_name(name).replace(":", ":\n").replace(" ", "\n") for name in names)]
    notes = ["Share of runs by their regime over the last 8 quarters; a dot is none."]
    return Sheet(f"{scenario}: regimes over all points", heads, rows, notes=notes, detail=True)

"""Format what distinguishes a scenario from the baseline: inputs that differ, and outcomes that changed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...model.parameters.lookup import parameters
from ...model.parameters.relative import Relative
from ...model.scenario.describe import format_value
from ..compare.comparison import Comparison
from ..compare.paired import list_rows
from ..numerals import count_decimals, format_fixed
from .parts.estimates import format_estimate, has_draws
from .parts.scenarios import runs_note
from .sheet import INTERVAL_NOTE, Sheet

MOST_CHANGES = 4
"""Inputs and outcomes printed of a scenario unless more are asked for."""


def inputs_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of the inputs in which a scenario differs from the baseline."""
    table = c.tables["inputs"]
    units = {path: row.unit for path, row in parameters(c.scenarios[scenario]["patrons"]).items()}
    rows = [
        [
            row["path"],
            value_words(row["path"], row["baseline"], units),
            value_words(row["path"], row["value"], units) + change_words(c.scenarios[scenario], row["path"]),
        ]
        for row in list_rows(table[table["scenario"] == scenario])
    ]
    title = f"{scenario}: inputs that differ"
    notes = [] if rows else [f"No input differs from {c.baseline}."]
    return Sheet(
        title, ["input", "baseline", "here"], rows, notes=notes, left=frozenset({0, 1, 2}), limit=MOST_CHANGES
    )


def value_words(path: str, value: float | str, units: Mapping[str, str]) -> str:
    """Format an input as in a scenario file; a dash if only the other scenario has it."""
    return (value or "-") if isinstance(value, str) else format_value(path, value, units.get(path, ""))


def change_words(scenario: Mapping[str, Any], path: str) -> str:
    """Return how a value is given relative to the case's own, `` (x1.5)``; "" where it is not."""
    change = scenario.get("relative", {}).get(path)
    return f" ({Relative(*change).describe()})" if change else ""


def outcomes_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of outcomes that differ clearly from the baseline's, the largest changes first."""
    table = c.tables["outcomes"]
    clear = select_clear(table[table["scenario"] == scenario])
    title = f"{scenario}: outcomes that changed"
    if clear.empty:
        return Sheet(title, [], [], notes=[f"Strategy {c.strategy}: no outcome changed clearly."])
    carried = has_draws(clear)
    rows = []
    for row in list_rows(clear):
        digits = count_decimals(row["reference_mean"], row["mean"])
        change = format_estimate(row, digits, sign=True).split("\n")
        rows.append([row["measure"], format_fixed(row["reference_mean"], digits), *map(str.strip, change)])
    half = "\N{PLUS-MINUS SIGN}: half of the mean's 95% interval" if carried else INTERVAL_NOTE
    notes = [
        f"Strategy {c.strategy}, paired by run, {runs_note(c, clear['runs'])}; largest changes first. {half}."
    ]
    heads = ["outcome", "baseline", "change", *(["5 to 95% of draws"] if carried else [])]
    return Sheet(title, heads, rows, notes=notes, limit=MOST_CHANGES)


def select_clear(table: pd.DataFrame) -> pd.DataFrame:
    """Return the changes whose interval leaves out 0, of draws where there are some; all of a single run."""
    low, high = ("draws_low", "draws_high") if has_draws(table) else ("low", "high")
    return table[(table[low] > 0.0) | (table[high] < 0.0) | table["low"].isna()]

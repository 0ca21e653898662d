"""Format thresholds and frontiers as text table."""

from collections.abc import Mapping
from math import isnan, nan
from typing import Any

from ....model.parameters.lookup import parameters
from ....model.scenario.describe import format_value
from ...compare.paired import list_rows
from ...explore.crossings import read_ends
from ...explore.threshold_result import Tipping
from ...numerals import count_decimals, format_fixed, format_interval
from ..parts.estimates import describe_noise, has_draws
from ..premium import percent_or_dash
from ..sheet import INTERVAL_NOTE, Sheet

ROWS = 12
"""Crossings shown by default."""


def tipping_sheet(found: Tipping) -> Sheet:
    """Build the table of an input's values at which a condition tips, by values of other inputs."""
    units = {p: row.unit for p, row in parameters(found.patrons).items()}
    digits = count_decimals(found.low, found.high)
    rows = []
    for row in list_rows(found.rows):
        settings = [format_value(p, float(row[p]), units.get(p, "")) for p in found.others]
        none = isnan(row["crossing"])
        tips = "no crossing" if none else format_crossing(row, digits + 1)
        rows.append([found.input, *settings, tips, row["direction"], percent_or_dash(row["share"])])
    heads = ["input", *found.others, "tips at", "direction", "seen"]
    left = frozenset(range(1 + len(found.others)))
    title = f"{found.scenario}: where {found.margin} crosses zero"
    return Sheet(title, heads, rows, notes=threshold_notes(found, digits), left=left, limit=ROWS)


def format_crossing(row: Mapping[str, Any], digits: int) -> str:
    """Format a crossing of the mean with its interval, and where draws cross in a second line."""
    text = format_interval(row["crossing"], *read_ends(row), digits)
    if isnan(row.get("draws_low", nan)):
        return text
    ends = " to ".join(format_fixed(row[end], digits) for end in ("draws_low", "draws_high"))
    return f"{text}\n{ends} in {100.0 * row['draws_share']:.0f}%"


def threshold_notes(found: Tipping, digits: int) -> list[str]:
    """Compose the notes: the range searched, and how to read the columns."""
    runs = f"{found.runs:,} {'run' if found.runs == 1 else 'runs'}"
    under = f"strategy {found.strategy}, {runs} with the same shocks everywhere, seed {found.seed}"
    notes = [
        f"Looked for from {format_fixed(found.low, digits)} to {format_fixed(found.high, digits)}; {under}."
    ]
    if found.rows["share"].notna().any():
        notes.append(
            f"{INTERVAL_NOTE} from resampled runs. Direction: which way it goes through zero as the input"
            " rises; seen: share of resamples that cross this way at all. If that is under half, the"
            " crossing is only possible and has no interval."
        )
    if has_draws(found.rows):
        notes.append(
            "The interval says how sure the crossing of the mean is; draws are resampled. Below it: what is"
            " not known, where 5 to 95% of the draws that cross do so, and how many of all draws cross."
            f" {describe_noise(list_rows(found.rows))}"
        )
    return notes

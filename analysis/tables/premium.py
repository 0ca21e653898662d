"""Format the hedging premium as text: by scenario, over each draw's own best, and over kinds of rivals."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from ..compare.comparison import Comparison
from ..compare.paired import list_rows
from ..compare.premium import RESAMPLES
from ..labels import DOUBT_NOTE
from ..numerals import format_interval, format_percent
from ..verdicts.comparison import take_premium
from .parts.estimates import (
    DIGITS,
    HALF_NOTE,
    Estimate,
    format_gain,
    format_mean,
    format_share,
    format_spread,
    has_draws,
    is_sure,
    note_doubts,
    take_estimate,
)
from .parts.scenarios import runs_note, shorten_names
from .sheet import BOLD, INTERVAL_NOTE, Sheet

TITLE = "Hedging premium by scenario"
MOST_SCENARIOS = 16
"""Scenarios printed unless more are asked for."""
FAST_KINDS = ("bandwagon", "pivot", "equidistance", "mix")
"""Kinds of strategies in the table of the fast ladder; --json has all."""


def premium_sheets(c: Comparison) -> list[Sheet]:
    """Build the tables of the premium: in a line for each scenario, then in detail; none without hedge."""
    table = c.tables["premium"]
    if table.empty:
        return []
    sheets = [premium_sheet(c)]
    sheets += [own_premium_sheet(c)] if has_draws(table) else []
    sheets += [fixed_sheet(c)] if table["over_fixed"].notna().any() else []
    kinds = c.tables["rivals"]["rival"].isin(FAST_KINDS).any()
    return [*sheets, fast_ladder_sheet(c)] if kinds else sheets


def premium_sheet(c: Comparison) -> Sheet:
    """Build the table of the hedging premium, a line for each scenario."""
    table, names = c.tables["premium"], shorten_names(c.scenarios)
    found = [(row, take_premium(row)) for row in list_rows(table)]
    carried = has_draws(table)
    rows = [[names[row["scenario"]], row["best"], *premium_cells(row, gain)] for row, gain in found]
    bold = frozenset((at, 2) for at, (_, gain) in enumerate(found) if is_sure(gain))
    doubt = "draws leave" if carried else "it leaves"
    notes = [
        "Mean utility of hedge less that of the best other strategy, chosen after the fact by its"
        f" mean {runs_note(c, table['runs'])}. {BOLD}: {doubt} out 0. {DOUBT_NOTE}"
    ]
    if not carried and table["low"].notna().any():
        notes.append(
            f"{INTERVAL_NOTE} from {RESAMPLES:,} resamples of runs, each choosing anew; same: how often they"
            " choose the same best."
        )
    heads = ["5 to 95% of draws", "above 0"] if carried else ["same"]
    return Sheet(
        TITLE, ["scenario", "best other", "hedging premium", *heads], rows, bold, notes,
        frozenset({0, 1}), limit=MOST_SCENARIOS,
    )  # fmt: skip


def premium_cells(row: Mapping[str, Any], gain: Estimate) -> list[str]:
    """Format a premium with its doubt in one line: draws and their share above 0, else the interval."""
    if has_draws([gain]):
        return [format_mean(gain), format_spread(gain), format_share(gain)]
    text = format_interval(row["premium"], row["low"], row["high"], DIGITS, sign=True)
    return [text, percent_or_dash(row["sure"])]


def own_premium_sheet(c: Comparison) -> Sheet:
    """Build the table of hedge less each draw's own best rival."""
    found, names = list_rows(c.tables["premium"]), shorten_names(c.scenarios)
    gains = [take_estimate(row, "own") for row in found]
    rows = [
        [
            names[row["scenario"]],
            f"{row['own_best']} {format_percent(row['own_most'])}",
            *premium_cells(row, gain),
        ]
        for row, gain in zip(found, gains, strict=True)
    ]
    notes = [
        "Mean utility of hedge less that of the strategy that is best in each draw by itself.",
        *note_doubts(gains, ""),
        describe_own_choice(found),
    ]
    heads = ["scenario", "best in most draws", "hedge less it", "5 to 95% of draws", "above 0"]
    bold = frozenset((at, 2) for at, gain in enumerate(gains) if is_sure(gain))
    return Sheet(
        "Hedging premium over each draw's own best", heads, rows, bold, notes, frozenset({0, 1}), detail=True
    )


def fixed_sheet(c: Comparison) -> Sheet:
    """Build the table of hedge less the fixed mix that a scenario gives."""
    names = shorten_names(c.scenarios)
    rows = [
        [
            names[row["scenario"]],
            format_interval(
                row["over_fixed"], row["over_fixed_low"], row["over_fixed_high"], DIGITS, sign=True
            ),
        ]
        for row in list_rows(c.tables["premium"])
    ]
    heads = ["scenario", "hedge less fixed mix"]
    return Sheet("Hedge less the fixed mix", heads, rows, notes=[f"{INTERVAL_NOTE}."], detail=True)


def describe_own_choice(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say how each draw's own best rival was chosen, and how much that choice matters."""
    bias = max(row["own_bias"] for row in rows)
    if isnan(bias):
        return (
            "A draw's own best is chosen on the run that scores it, so noise chooses too and that premium is"
            " too low: play more runs than draws."
        )
    if round(bias, DIGITS) == 0.0:
        return "Chosen on the run that scores it or on its other runs, a draw's own best comes to the same."
    return (
        "A draw's own best is chosen on its other runs, where noise sometimes chooses a lesser one, so that"
        f" premium is rather too high. Chosen on the run that scores it, it would be up to {bias:.4f} lower,"
        " which is too low."
    )


def fast_ladder_sheet(c: Comparison) -> Sheet:
    """Build the table of hedge less the best strategy of each kind: the ladder without a search."""
    table, names = c.tables["rivals"], shorten_names(c.scenarios)
    kinds = [k for k in FAST_KINDS if (table["rival"] == k).any()]
    rows = {(row["scenario"], row["rival"]): row for row in list_rows(table)}
    order = list(table["scenario"].unique())
    cells = [[names[s], *(format_gain(rows[s, k]) if (s, k) in rows else "-" for k in kinds)] for s in order]
    bold = {
        (at, place)
        for at, s in enumerate(order)
        for place, k in enumerate(kinds, 1)
        if (s, k) in rows and is_sure(rows[s, k])
    }
    notes = [
        "Mean utility of hedge less that of the best strategy of a kind, chosen on one half of the runs and"
        " scored on the other. Nothing is searched: hedgesim ladder has the rungs.",
        *note_doubts([rows[s, k] for s in order for k in kinds if (s, k) in rows], HALF_NOTE),
    ]
    return Sheet(
        "Fast ladder: hedge less the best of a kind", ["scenario", *kinds], cells, frozenset(bold), notes,
        detail=True,
    )  # fmt: skip


def percent_or_dash(share: float) -> str:
    """Format a share in percent; NaN as a dash."""
    return format_percent(share) if share == share else "-"  # noqa: PLR0124 - NaN

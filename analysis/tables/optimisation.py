"""Format optima as text tables."""

from collections.abc import Sequence

import pandas as pd

from ..compare.paired import list_rows
from ..explore.optimisation import Best, Question
from .sheet import Sheet, format_fixed, format_percent

MOST_NAMES = 2
"""Scenarios that a title names."""


def optimum_sheets(best: Best, question: Question) -> list[Sheet]:
    """Build the tables of the best mix found, and of its scores beside the named strategies."""
    shares = [[path, format_percent(value)] for path, value in best.shares.items()]
    what = "effort mix" if question.over == "effort" else "weights to decide by"
    cases = question.searched
    names = ", ".join(part.scenario.name for part in cases.parts[:MOST_NAMES])
    more = f" and {len(cases.parts) - MOST_NAMES} more" if len(cases.parts) > MOST_NAMES else ""
    where = (
        f"{cases.points:,} futures, {cases.runs:,} runs each"
        if cases.averaged
        else f"{cases.runs:,} runs each"
    )
    notes = [f"{best.evaluations:,} mixes tried by differential evolution, {where}."]
    title = f"{names}{more}: the {what} that did best ({question.aim})"
    return [Sheet(title, ["", "share"], shares, notes=notes), mix_score_sheet(best.scores, question)]


def mix_score_sheet(scores: pd.DataFrame, question: Question) -> Sheet:
    """Build the table of scores on fresh shocks, the best first."""
    ordered = scores.sort_values(question.aim, ascending=question.aim == "regret")
    columns = ("mean", "worst", "regret")
    cells = [
        [
            str(r["strategy"]),
            *(format_fixed(r[c], 4) for c in columns),
            format_fixed(r[f"{question.aim}_seen"], 4),
        ]
        for r in list_rows(ordered)
    ]
    heads: Sequence[str] = ["strategy", "mean", "worst decile", "regret", f"{question.aim} as searched"]
    case, over = (
        ("future", f"{question.checked.points:,} futures") if question.searched.averaged else ("run", "runs")
    )
    notes = [
        f"Utility over {over} on fresh shocks, which the search has not seen; regret: what the best named"
        f" strategy has more in the same {case}, 90% quantile. The last column is what the search saw."
    ]
    bold = frozenset((k, 0) for k, r in enumerate(cells) if r[0] == "found")
    return Sheet("On fresh shocks", heads, cells, bold=bold, notes=notes)

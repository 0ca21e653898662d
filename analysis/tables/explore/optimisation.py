"""Format optima as text tables."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from ...compare.paired import list_rows
from ...explore.optimisation.mix_scores import FOUND, SIMPLE
from ...explore.optimisation.optimisation import Best
from ...explore.optimisation.question import Question
from ...numerals import format_fixed, format_percent
from ..parts.estimates import Estimate, format_gain, has_draws, is_sure, note_doubts, take_estimate
from ..sheet import BOLD, Sheet

INTERVAL = "the 95% interval"
PLANS = 8
"""Plans shown by default."""
MOST_NAMES = 2
"""Scenarios that a title names."""


def optimum_sheets(best: Best, question: Question) -> list[Sheet]:
    """Build the tables of the mix found, and of its scores beside other plans."""
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
    notes = [
        f"{best.evaluations:,} mixes tried by differential evolution, {where}; on its own shocks the last"
        f" quarter of {best.generations} generations added {best.late_gain:.5f}."
    ]
    title = f"{names}{more}: the {what} that the search found ({question.aim})"
    return [Sheet(title, ["", "share"], shares, notes=notes), mix_score_sheet(best.scores, question)]


def mix_score_sheet(scores: pd.DataFrame, question: Question) -> Sheet:
    """Build the table of scores on fresh shocks: the found mix, then named strategies and simple mixes."""
    aim, found = question.aim, scores["kind"] == FOUND
    order = scores[~found].sort_values(aim, ascending=aim == "regret", kind="stable")
    plans = list_rows(pd.concat([scores[found], order]))
    gaps = [take_estimate(plan, "behind") for plan in plans]
    heads = ["plan", "mean", "worst\ndecile", "regret", f"{aim},\nas searched", "found is\nbetter by"]
    cells = [
        [
            f"{plan['strategy']}{' (mix)' if plan['kind'] == SIMPLE else ''}",
            *(format_fixed(plan[c], 4) for c in ("mean", "worst", "regret", f"{aim}_seen")),
            "-" if plan["kind"] == FOUND else format_gap(gap),
        ]
        for plan, gap in zip(plans, gaps, strict=True)
    ]
    bold = frozenset((at, 5) for at, gap in enumerate(gaps) if is_sure(gap))
    notes = score_notes(question, gaps[1:])
    return Sheet("On fresh shocks", heads, cells, bold=bold, notes=notes, limit=PLANS)


def format_gap(gap: Estimate) -> str:
    """Format by how much the found mix is better, with its interval and, if there is one, its spread."""
    if has_draws([gap]) or isnan(gap["low"]):
        return format_gain(gap)
    return f"{format_fixed(gap['mean'], 4, sign=True)}\n{gap['low']:+.4f} to {gap['high']:+.4f}"


def score_notes(question: Question, gaps: Sequence[Estimate]) -> list[str]:
    """Describe how to read the scores."""
    checked = question.checked
    case, over = ("future", f"{checked.points:,} futures") if checked.averaged else ("run", "runs")
    notes = [
        f"Utility over {over} on fresh shocks, which the search has not seen; regret: what the best named"
        f" strategy has more in the same {case}, 90% quantile, less is better. As searched: what the search"
        " saw. (mix): a constant mix that takes no search."
    ]
    if has_draws(gaps):
        return [*notes, *note_doubts(gaps, "")]
    better = f"Better by: in the aim, {question.aim}; below it {INTERVAL}, paired by run."
    return [*notes, f"{better} {BOLD}: it leaves out 0."]

"""Optima as tables for people."""

from collections.abc import Sequence

import pandas as pd

from .compare import rows_of
from .optimisation import Best
from .tables import Sheet, fixed, percent


def optimum_sheets(best: Best, name: str, over: str, aim: str, runs: int) -> list[Sheet]:
    """What a search found, and how it does against the named strategies."""
    shares = [[path, percent(value)] for path, value in best.shares.items()]
    title = (
        f"{name}: the {'effort mix' if over == 'effort' else 'weights to decide by'} that did best ({aim})"
    )
    note = f"{best.evaluations:,} mixes tried by differential evolution, {runs:,} runs each."
    return [Sheet(title, ["", "share"], shares, notes=[note]), score_sheet(best.scores, aim)]


def score_sheet(scores: pd.DataFrame, aim: str) -> Sheet:
    """Scores on fresh shocks, best first."""
    ordered = scores.sort_values(aim, ascending=aim == "regret")
    columns = ("mean", "worst", "regret")
    cells = [
        [str(r["strategy"]), *(fixed(r[c], 4) for c in columns), fixed(r[f"{aim}_seen"], 4)]
        for r in rows_of(ordered)
    ]
    heads: Sequence[str] = ["strategy", "mean", "worst decile", "regret", f"{aim} as searched"]
    notes = [
        "Utility on fresh shocks, which the search has not seen; regret: what the best named strategy has"
        " more in the same run, 90% quantile. The last column is on the shocks of the search."
    ]
    bold = frozenset((k, 0) for k, r in enumerate(cells) if r[0] == "found")
    return Sheet("On fresh shocks", heads, cells, bold=bold, notes=notes)

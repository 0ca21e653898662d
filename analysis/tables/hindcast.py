"""Format a hindcast as text: each rival and what it knew, then each series."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ..compare.paired import list_rows
from ..forecast.hindcast import Hindcast
from ..forecast.rivals import NAIVE, RIVALS
from ..forecast.summary import divide_gain
from ..numerals import format_fixed, format_percent
from .sheet import BOLD, Sheet

MOST_SERIES = 20
"""Series printed unless more are asked for."""
YES = {True: "yes", False: "-"}
SHORT = {"import": "imports", "export": "exports"}


def hindcast_sheets(found: Hindcast) -> list[Sheet]:
    """Build the table of rivals and that of series; the rules of rivals and lambda are details."""
    details = [rules_sheet(found), shrinkage_sheet(found)]
    return [
        rivals_sheet(found),
        series_sheet(found),
        *(replace(sheet, detail=True) for sheet in details),
    ]


def say_gain(found: Hindcast) -> list[str]:
    """Say what the gain over persistence in trade is made of; nothing without trade."""
    gain = divide_gain(found.scores)
    if not gain:
        return []
    total = np.exp(-sum(gain.values()))
    spread, model, later = (f"{np.exp(-gain[part]):.2f}" for part in ("spread", "model", "drivers"))
    return [
        f"In trade the error is {total:.2f} of persistence's: {spread} by spreads pooled over states, times"
        f" {model} by the model with what was in force at the origin, times {later} by what it was given of"
        " later years."
    ]


def describe_ratio(row: dict[str, Any]) -> str:
    """Describe a ratio with its interval: ``.93 [.86, .99]``."""
    mean, low, high = (format_fixed(row[c], 2) for c in ("ratio", "low", "high"))
    return f"{mean} [{low}, {high}]"


def rivals_sheet(found: Hindcast) -> Sheet:
    """Build the table of rivals: ratio of errors, and what each knew."""
    rows = list_rows(found.compared)
    cells = [
        [
            RIVALS[r["rival"]].head, describe_ratio(r), str(r["n"]),
            YES[r["states"]], YES[r["later"]], YES[r["embargoes"]],
        ]
        for r in rows
    ]  # fmt: skip
    bold = {(at, 1) for at, r in enumerate(rows) if r["high"] < 1.0 or r["low"] > 1.0}
    notes = [
        "CRPS, an error that counts how wide a forecast is as well, in multiples of the rival's (geometric"
        f" mean over series); below 1 this forecast is better. In brackets: 90% interval. {BOLD}: it leaves"
        " out 1. At the right what each knew; this forecast knew all of it.",
        *([f"{found.embargoes}."] if found.embargoes else []),
    ]
    heads = ["compared with", "error", "n", "other\nstates", "later\nyears", "embargoes"]
    title = f"Forecasts of {found.scenario.name} from {found.first} on, against rivals"
    return Sheet(title, heads, cells, frozenset(bold), notes)


def rules_sheet(found: Hindcast) -> Sheet:
    """Build the table of what each rival does, with what it may know."""
    rows = [
        [RIVALS[name].head, RIVALS[name].rule] for name in (row["rival"] for row in list_rows(found.compared))
    ]
    notes = [
        "Other states: their observations to the origin. Later years: what moved the world after it (oil"
        " price, masses, terms, rivalry)."
    ]
    return Sheet("Rules of the rivals", ["rival", "rule"], rows, notes=notes, left=frozenset({0, 1}))


def series_sheet(found: Hindcast) -> Sheet:
    """Build the table of series: error, multiples of persistence's and of the best naive one's, coverage."""
    cells, bold = [], set()
    for at, row in enumerate(list_rows(found.scores)):
        errors = {rule: row[f"crps_{rule}"] for rule in NAIVE if np.isfinite(row[f"crps_{rule}"])}
        best = min(errors, key=lambda rule: errors[rule])
        cells.append(
            [
                row["series"], str(row["n"]), f"{row['crps']:.3g}",
                *(format_multiple(row, errors[rule]) for rule in ("persistence", "pooled", best)),
                RIVALS[best].head, format_percent(row["coverage50"]), format_percent(row["coverage90"]),
            ]
        )  # fmt: skip
        bold |= {(at, 2)} if row["crps"] <= errors[best] else set()
    notes = [
        f"CRPS in each series' unit. {BOLD}: no naive forecast is better. Then as multiple of persistence's"
        " (last), of that with a pooled spread and of the best naive one's. 50%, 90%: part of observations"
        " inside.",
        *say_gain(found),
    ]
    heads = ["series", "n", "CRPS", "/ last", "/ pooled", "/ best", "best", "50%", "90%"]
    return Sheet("Series by series", heads, cells, frozenset(bold), notes, frozenset({0}), limit=MOST_SERIES)


def format_multiple(row: dict[str, Any], other: float) -> str:
    """Format a row's score as a multiple of another; both count as ``least`` at the least."""
    return format_fixed(max(row["crps"], row["least"]) / max(other, row["least"]), 2)


def shrinkage_sheet(found: Hindcast) -> Sheet:
    """Build the table of what part of the model's changes is believed."""
    cells = [
        [
            f"{SHORT[r['flow']]}, {r['partner']}",
            format_fixed(r["mean"], 2),
            f"{r['low']:.2f} to {r['high']:.2f}",
        ]
        for r in list_rows(found.shrinkage)
    ]
    notes = [
        "Lambda: part of the model's change that the forecast follows, estimated from yearly changes to the"
        " origin in the other shipped states, each flow and partner shrunk towards all. 0 for arms, 1 for"
        " subsidies; disputes and support come back to their mean; loans are the model's reading plus a"
        " discrepancy."
    ]
    return Sheet(
        "What part of the model's change is believed", ["", "lambda", "90% interval"], cells, notes=notes
    )


def tabulate_data(found: Hindcast) -> dict[str, pd.DataFrame]:
    """Return the tables for programs by name."""
    return {"scores": found.scores, "rivals": found.compared, "lambda": found.shrinkage}

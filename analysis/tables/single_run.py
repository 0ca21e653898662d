"""Format a single run as tables: all actors, means over the run, and its regime with the reasons."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from ...model.outcomes import INDICES, regime_name
from ...model.state import RegimeLimits
from ..execution.single_run import SingleRun
from ..labels import step_name
from ..numerals import format_fixed
from ..results.json_values import json_value
from .indicators import indicator_sheets
from .sheet import Sheet

LATE = 8
"""Last quarters whose means decide the regime."""


YEAR = 4
MOST_PATRONS = 3
"""Patrons whose influence is shown over time, the strongest."""
MOST_ROWS = 17
"""Rows of the course of a run: one a year, or fewer where it is long."""
MOST_REASONS = 12
"""Rows printed of what decides a regime unless more are asked for."""


def single_run_record(t: SingleRun) -> dict[str, Any]:
    """Build a record of the run for JSON: identification, outcomes and every quarter."""
    about = {"scenario": t.scenario.name, "strategy": t.strategy, "seed": t.seed, "run": t.run}
    outcomes = {name: json_value(value) for name, value in t.outcomes.items()}
    return about | {"outcomes": outcomes, "quarters": list_quarters(t)}


def list_quarters(t: SingleRun) -> list[dict[str, Any]]:
    """Return the run's quarters as JSON values by column, with regimes and steps of agreements by name."""
    patrons = t.scenario.patrons
    columns = {name: values.tolist() for name, values in t.quarters.items() if name != "run_id"}
    columns["regime"] = [regime_name(code, patrons) for code in columns["regime"]]
    for name in (f"agreement_{p}" for p in patrons):
        columns[name] = [step_name(step) for step in columns[name]]
    return [
        {name: json_value(value) for name, value in zip(columns, row, strict=True)}
        for row in zip(*columns.values(), strict=True)
    ]


def average_late(t: SingleRun, column: str) -> float:
    """Average a column over the last quarters, which decide the regime."""
    return float(np.mean(t.quarters[column][-LATE:]))


def run_sheets(t: SingleRun) -> list[Sheet]:
    """Build the text tables of the run; patrons and indicators are details."""
    details = [patrons_sheet(t), *indicator_sheets(t)]
    return [
        course_sheet(t),
        summary_sheet(t),
        regime_sheet(t),
        *(replace(sheet, detail=True) for sheet in details),
    ]


def select_quarters(t: SingleRun) -> list[int]:
    """Return the first quarter of each year and the last of all, of some years only where there are many."""
    last = t.length - 1
    step = YEAR * (1 + last // (YEAR * (MOST_ROWS - 1)))
    return sorted({*range(0, last + 1, step), last})


def course_sheet(t: SingleRun) -> Sheet:
    """Build the table of the hedger's indices over time, and of the strongest patrons' influence."""
    strongest = sorted(t.scenario.patrons, key=lambda p: -t.outcomes[f"influence_{p}_mean"])[:MOST_PATRONS]
    shown = [p for p in t.scenario.patrons if p in strongest]
    columns = [*INDICES, *(f"influence_{p}" for p in shown)]
    rows = [
        [t.quarters["date"][k], *(format_fixed(float(t.quarters[c][k])) for c in columns)]
        for k in select_quarters(t)
    ]
    influence = (f"influence\nof {t.scenario.labels[p]}" for p in shown)
    notes = [
        f"{t.scenario.hedger}, strategy {t.strategy}, seed {t.seed}, run {t.run}, {t.length} quarters;"
        " indices from 0 to 1 at the quarter's end, influence as a share of all patrons'."
    ]
    heads = ["quarter", *INDICES, *influence]
    return Sheet(f"{t.scenario.name}: {t.scenario.title}", heads, rows, notes=notes)


def patrons_sheet(t: SingleRun) -> Sheet:
    """Build the table of the patrons' security, economy and autonomy over time."""
    rows = [
        [
            t.quarters["date"][k],
            *(
                " ".join(format_fixed(float(t.quarters[f"{d}_{p}"][k])) for d in INDICES[:3])
                for p in t.scenario.patrons
            ),
        ]
        for k in select_quarters(t)
    ]
    heads = ["quarter", *(f"{label}\n sec.  econ. auto." for label in t.scenario.labels.values())]
    notes = ["A patron's autonomy is its freedom of action towards the hedger."]
    return Sheet("Patrons over the run", heads, rows, notes=notes)


def summary_sheet(t: SingleRun) -> Sheet:
    """Build the table of the hedger's dimensions and utility over the whole run."""
    windows = {
        "mean": "mean",
        "last": "last 4 quarters",
        "min": "smallest",
        "p10": "worst decile",
        "cvar10": "worst tenth, mean",
    }
    rows = [[d, *(format_fixed(t.outcomes[f"{d}_{w}"]) for w in windows)] for d in INDICES]
    return Sheet(f"{t.scenario.hedger} over the run", ["", *windows.values()], rows)


def regime_sheet(t: SingleRun) -> Sheet:
    """Build the table of the final regime: the numbers that decide it, with their thresholds."""
    rules = t.scenario.timeline()[-1].regimes
    efforts, alone = share_effort(t)
    rows = [
        *conduct_rows(t, efforts, alone, rules),
        *rival_rows(t, efforts, rules),
        *structure_rows(t, rules),
        *([f"effort on {t.scenario.labels[p]}", format_fixed(part), ""] for p, part in efforts.items()),
    ]
    notes = [
        f"Means of the last {min(LATE, t.length)} quarters; effort is what no patron forced. The"
        f" first that applies: bandwagon or pivot (with {2.0 * rules.counter:g} of all effort), isolation,"
        f" hedging, mixed. {hedging_words(t)}",
    ]
    heads = ["why", "value", "threshold"]
    title = f"Regime: {t.outcomes['regime'].replace('_', ' ')}"
    return Sheet(title, heads, rows, notes=notes, left=frozenset({0, 2}), limit=MOST_REASONS)


def share_effort(t: SingleRun) -> tuple[dict[str, float], float]:
    """Compute the shares of unforced effort on each patron and on self-reliance."""
    free = {p: average_late(t, f"free_effort_{p}") for p in t.scenario.patrons}
    alone = average_late(t, "effort_self_reliance")
    every = sum(free.values()) + alone
    return {p: part / every for p, part in free.items()}, alone / every


def conduct_rows(
    t: SingleRun, efforts: Mapping[str, float], alone: float, rules: RegimeLimits
) -> list[list[str]]:
    """Format what the hedger does: effort on itself, and the most on one patron as a part of that on all."""
    top = max(efforts, key=lambda p: efforts[p])
    lead = efforts[top] / max(sum(efforts.values()), 1e-300)
    return [
        [
            f"most effort on a patron: {t.scenario.labels[top]}",
            format_fixed(lead),
            f"leaning from {rules.lean:g}",
        ],
        ["effort on self-reliance", format_fixed(alone), f"isolation from {rules.lean:g}"],
    ]


def rival_rows(t: SingleRun, efforts: Mapping[str, float], rules: RegimeLimits) -> list[list[str]]:
    """Format the smaller effort on every pair of rivals in the last quarters."""
    rows = []
    for a, b in combinations(t.scenario.patrons, 2):
        rivalry = average_late(t, f"rivalry_{a}_{b}")
        if rivalry >= rules.rival:
            what = f"smaller effort on rivals: {t.scenario.labels[a]}, {t.scenario.labels[b]}"
            rows.append([what, format_fixed(min(efforts[a], efforts[b])), f"hedging from {rules.counter:g}"])
    return rows or [["rivals (no pair)", "-", f"rivalry from {rules.rival:g} on"]]


def structure_rows(t: SingleRun, rules: RegimeLimits) -> list[list[str]]:
    """Format what comes of it: room that patrons hold, dominance, and utility without the strongest."""
    shares = {p: average_late(t, f"influence_{p}") for p in t.scenario.patrons}
    top = max(shares, key=lambda p: shares[p])
    room, reserve = average_late(t, "room"), average_late(t, "reserve")
    label = t.scenario.labels[top]
    return [
        [
            f"influence of the strongest: {label}",
            format_fixed(shares[top]),
            f"asymmetric above {rules.dominance:g}",
        ],
        [
            "utility left without the strongest",
            format_fixed(reserve),
            f"asymmetric below {rules.reserve:g}",
        ],
        [
            "part of the room that patrons hold",
            format_fixed(room),
            f"isolation below {rules.isolation:g}",
        ],
    ]


def hedging_words(t: SingleRun) -> str:
    """Describe whether and when hedging was lost."""
    lost = t.outcomes["hedging_lost_quarter"]
    if lost is None or lost != lost:  # noqa: PLR0124 - NaN
        return "Hedging was never lost."
    return f"Hedging was lost in {t.scenario.quarter_name(int(lost))}."

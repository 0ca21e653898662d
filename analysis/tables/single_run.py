"""Format a single run as tables: all actors, means over the run, and its regime with the reasons."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from ...model.outcomes import INDICES
from ...model.state import RegimeLimits
from ..compare.paired import list_rows
from ..execution.single_run import SingleRun
from ..results.json_values import json_value, table_records
from .indicators import indicator_sheets
from .sheet import Sheet, format_fixed

LATE = 8
"""Last quarters whose means decide the regime."""


YEAR = 4


def single_run_record(t: SingleRun) -> dict[str, Any]:
    """Build a record of the run for JSON: identification, outcomes and every quarter."""
    about = {"scenario": t.scenario.name, "strategy": t.strategy, "seed": t.seed, "run": t.run}
    outcomes = {name: json_value(value) for name, value in t.outcomes.items()}
    return about | {"outcomes": outcomes, "quarters": table_records(t.paths.drop(columns="run_id"))}


def run_sheets(t: SingleRun) -> list[Sheet]:
    """Build the text tables of the run."""
    return [actors_sheet(t), summary_sheet(t), regime_sheet(t), *indicator_sheets(t)]


def actors_sheet(t: SingleRun) -> Sheet:
    """Build the table of all actors' security, economy and autonomy, one row per year."""
    last = len(t.paths) - 1
    quarters = sorted({*range(0, last + 1, YEAR), last})
    actors = {"": t.scenario.hedger} | {f"_{p}": label for p, label in t.scenario.labels.items()}
    rows = []
    for row in list_rows(t.paths.iloc[quarters]):
        cells = [" ".join(format_fixed(row[f"{d}{a}"]) for d in INDICES[:3]) for a in actors]
        rows.append([row["date"], cells[0], format_fixed(row["utility"]), *cells[1:]])
    hedger, *patrons = (f"{label}\n sec.  econ. auto." for label in actors.values())
    heads = ["quarter", hedger, "utility", *patrons]
    title = f"{t.scenario.name}: {t.scenario.title}"
    notes = [
        f"Strategy {t.strategy}, seed {t.seed}, run {t.run}, {last + 1} quarters; indices from 0 to 1 at the"
        " quarter's end. A patron's autonomy is its freedom of action towards the hedger."
    ]
    return Sheet(title, heads, rows, notes=notes)


def summary_sheet(t: SingleRun) -> Sheet:
    """Build the table of the hedger's dimensions and utility over the whole run."""
    windows = {
        "mean": "mean",
        "last": "last 4 quarters",
        "min": "smallest",
        "p10": "worst decile",
        "cvar10": "worst tenth,\nmean",
    }
    rows = [[d, *(format_fixed(t.outcomes[f"{d}_{w}"]) for w in windows)] for d in INDICES]
    return Sheet(f"{t.scenario.hedger} over the run", ["", *windows.values()], rows)


def regime_sheet(t: SingleRun) -> Sheet:
    """Build the table of the final regime: the numbers that decide it, with their thresholds."""
    late, rules = t.paths.tail(LATE), t.scenario.timeline()[-1].regimes
    efforts, alone = share_effort(t.scenario.patrons, late)
    rows = [
        *conduct_rows(t, efforts, alone, rules),
        *rival_rows(t, late, efforts, rules),
        *structure_rows(t, late, rules),
    ]
    margin = format_fixed(t.outcomes["regime_margin"])
    notes = [
        f"Means of the last {len(late)} quarters; effort is what no patron forced. The first that applies:"
        f" bandwagon or pivot, isolation, hedging, mixed. The nearest"
        f" threshold is {margin} away. {hedging_words(t)}",
    ]
    heads = ["why", "value", "threshold"]
    return Sheet(f"Regime: {t.outcomes['regime']}", heads, rows, notes=notes, left=frozenset({0, 2}))


def share_effort(patrons: Sequence[str], late: pd.DataFrame) -> tuple[dict[str, float], float]:
    """Compute the shares of unforced effort on each patron and on self-reliance."""
    free = {p: float(late[f"free_effort_{p}"].mean()) for p in patrons}
    alone = float(late["effort_self_reliance"].mean())
    every = sum(free.values()) + alone
    return {p: part / every for p, part in free.items()}, alone / every


def conduct_rows(
    t: SingleRun, efforts: Mapping[str, float], alone: float, rules: RegimeLimits
) -> list[list[str]]:
    """Format what the hedger does: effort on each patron and on itself, and whether it leans on one."""
    labels, top = t.scenario.labels, max(efforts, key=lambda p: efforts[p])
    lead = efforts[top] / max(sum(efforts.values()), 1e-300)
    leaning = f"leaning from {rules.lean:g}, if it gets {2.0 * rules.counter:g} of all"
    return [
        *([f"effort on {labels[p]}", format_fixed(part), ""] for p, part in efforts.items()),
        [f"part of effort on patrons that {labels[top]} gets", format_fixed(lead), leaning],
        ["effort on self-reliance", format_fixed(alone), f"isolation from {rules.lean:g}"],
    ]


def rival_rows(
    t: SingleRun, late: pd.DataFrame, efforts: Mapping[str, float], rules: RegimeLimits
) -> list[list[str]]:
    """Format the smaller effort on every pair of rivals; ``late`` holds the quarters to average over."""
    rows = []
    for a, b in combinations(t.scenario.patrons, 2):
        rivalry = float(late[f"rivalry_{a}_{b}"].mean())
        if rivalry >= rules.rival:
            what = f"smaller effort on the rivals {t.scenario.labels[a]} and {t.scenario.labels[b]}"
            rows.append([what, format_fixed(min(efforts[a], efforts[b])), f"hedging from {rules.counter:g}"])
    return rows or [["rivals (no pair)", "-", f"rivalry from {rules.rival:g} on"]]


def structure_rows(t: SingleRun, late: pd.DataFrame, rules: RegimeLimits) -> list[list[str]]:
    """Format what comes of it: room that patrons hold, dominance, and utility without the strongest."""
    shares = {p: float(late[f"influence_{p}"].mean()) for p in t.scenario.patrons}
    top = max(shares, key=lambda p: shares[p])
    room, reserve = float(late["room"].mean()), float(late["reserve"].mean())
    label = t.scenario.labels[top]
    return [
        [
            f"influence share of {label}, the strongest",
            format_fixed(shares[top]),
            f"asymmetric above {rules.dominance:g}",
        ],
        [
            "part of utility left without the strongest",
            format_fixed(reserve),
            f"asymmetric below {rules.reserve:g}",
        ],
        [
            "part of the hedger's room that patrons hold",
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

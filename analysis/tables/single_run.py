"""Format a single run as tables: all actors, means over the run, and its regime with the reasons."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from ...model.outcomes import INDICES
from ..compare.paired import list_rows
from ..execution.single_run import SingleRun
from ..results.json_values import json_value, table_records
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
    return [actors_sheet(t), summary_sheet(t), regime_sheet(t)]


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
    windows = {"mean": "mean", "last": "last 4 quarters", "min": "smallest", "p10": "worst decile"}
    rows = [[d, *(format_fixed(t.outcomes[f"{d}_{w}"]) for w in windows)] for d in INDICES]
    return Sheet(f"{t.scenario.hedger} over the run", ["", *windows.values()], rows)


def regime_sheet(t: SingleRun) -> Sheet:
    """Build the table of the final regime: the numbers that decide it, with their thresholds."""
    late = t.paths.tail(LATE)
    rules = t.scenario.timeline()[-1].regimes
    labels, shares = t.scenario.labels, {p: float(late[f"influence_{p}"].mean()) for p in t.scenario.patrons}
    strongest = max(shares, key=lambda p: shares[p])
    number, room = 1.0 / sum(s * s for s in shares.values()), float(late["room"].mean())
    rows = [[f"influence share of {labels[p]}", format_fixed(s), ""] for p, s in shares.items()]
    rows += [
        [
            "part of the hedger's room that patrons hold",
            format_fixed(room),
            f"isolation below {rules.isolation:g}",
        ],
        [
            f"share of the strongest, {labels[strongest]}",
            format_fixed(shares[strongest]),
            f"pivot above {rules.pivot:g} if new",
        ],
        ["effective number of patrons", format_fixed(number), f"hedging from {rules.hedging_number:g}"],
        ["", "", f"bandwagon below {rules.bandwagon_number:g}"],
        *rival_rows(t, late, shares, rules.rival, rules.hedging_share),
    ]
    margin = format_fixed(t.outcomes["regime_margin"])
    notes = [
        f"Means of the last {len(late)} quarters. The first that applies: isolation, pivot, hedging,"
        f" bandwagon, mixed. The nearest threshold is {margin} away. {hedging_words(t)}",
    ]
    heads = ["why", "value", "threshold"]
    return Sheet(f"Regime: {t.outcomes['regime']}", heads, rows, notes=notes, left=frozenset({0, 2}))


def rival_rows(
    t: SingleRun, late: pd.DataFrame, shares: Mapping[str, float], rival: float, least: float
) -> list[list[str]]:
    """Format the smaller influence share of every pair of rivals.

    ``late`` holds the quarters to average over, ``rival`` the least rivalry of rivals, ``least`` the share
    from which on hedging is possible.
    """
    rows = []
    for a, b in combinations(t.scenario.patrons, 2):
        rivalry = float(late[f"rivalry_{a}_{b}"].mean())
        if rivalry >= rival:
            what = f"smaller share of the rivals {t.scenario.labels[a]} and {t.scenario.labels[b]}"
            rows.append([what, format_fixed(min(shares[a], shares[b])), f"hedging from {least:g}"])
    return rows or [["rivals (no pair)", "-", f"rivalry from {rival:g} on"]]


def hedging_words(t: SingleRun) -> str:
    """Describe whether and when hedging was lost."""
    lost = t.outcomes["hedging_lost_quarter"]
    if lost is None or lost != lost:  # noqa: PLR0124 - NaN
        return "Hedging was never lost."
    return f"Hedging was lost in {t.scenario.quarter_name(int(lost))}."

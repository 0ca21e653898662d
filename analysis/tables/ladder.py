"""Format ladders of premiums as text: the rungs, and the levels below them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ..compare.ladder import LEVELS
from ..explore.ladder import Ladder
from ..labels import DOUBT
from ..numerals import format_fixed, format_percent
from ..verdicts.ladder import CONDUCT, TIE, select_leans, select_rows
from .parts.estimates import (
    DIGITS,
    HALF_NOTE,
    format_gain,
    format_mean,
    format_share,
    has_draws,
    is_sure,
    note_doubts,
)
from .parts.scenarios import shorten_names
from .sheet import BOLD, Sheet

GAINS, COSTS = ("diversification", "flexibility", "hedging"), ("surprise", "caution")
ENDS = {TIE: "rent pays\nthe tie", "": "as it is", CONDUCT: "rent pays\nconduct"}
"""Settings under which hedge is compared with leans that adapt, and heads of their columns."""
MOST_SCENARIOS = 30
"""Scenarios printed unless more are asked for."""
GAINS_NOTE = (
    "Diversification: best fixed mix less best lean. Flexibility: hedge less best mix. Hedging: both."
)
CHOICE_NOTE = "Chosen under what holds in the first quarter, on one half of {runs} runs, scored on the other."
LEVEL_WORDS = {"lean": "best lean", "mix": "best mix", "hedge": "hedge", "foresight": "foresight"}


def ladder_sheets(found: Ladder) -> list[Sheet]:
    """Build the tables; of several scenarios a line each first, of a single one the mixes themselves too."""
    names = shorten_names(found.rungs["scenario"].unique())
    sheets = [
        gains_sheet(found, names),
        costs_sheet(found, names),
        doubt_sheet(found.rivals, names),
        levels_sheet(found, names),
    ]
    if len(names) == 1:
        return [*sheets[:3], mixes_sheet(found), replace(sheets[3], detail=True)]
    return [overview_sheet(found, names), *(replace(sheet, detail=True) for sheet in sheets)]


def overview_sheet(found: Ladder, names: Mapping[str, str]) -> Sheet:
    """Build the table of what hedging gains and by what, a line for each scenario."""
    columns = [select_rows(found.rungs, "rung", rung) for rung in GAINS]
    hedging = columns[-1]
    carried = has_draws(list(hedging.values()))
    rows = [
        [
            names[n],
            *(format_mean(rows[n]) for rows in columns),
            *([format_share(hedging[n])] if carried else []),
        ]
        for n in names
    ]
    bold = frozenset((at, k) for at, n in enumerate(names) for k, c in enumerate(columns, 1) if is_sure(c[n]))
    notes = [
        f"{GAINS_NOTE} {CHOICE_NOTE.format(runs=int(found.rungs['runs'].iloc[0]))}"
        f" {BOLD}: {'draws leave' if carried else 'the interval leaves'} out 0."
        f"{' Above 0: share of draws, of hedging.' if carried else ''}"
    ]
    heads = ["scenario", *GAINS, *(["above\n0"] if carried else [])]
    return Sheet("What hedging gains over the best lean", heads, rows, bold, notes, limit=MOST_SCENARIOS)


def rung_sheet(
    title: str, names: Mapping[str, str], columns: Mapping[str, dict[str, dict[str, Any]]], notes: list[str]
) -> Sheet:
    """Build a table of differences: a row for each scenario, a column for each head."""
    cells = [[names[n], *(format_gain(rows[n]) for rows in columns.values())] for n in names]
    bold = frozenset(
        (at, place)
        for at, n in enumerate(names)
        for place, rows in enumerate(columns.values(), 1)
        if is_sure(rows[n])
    )
    return Sheet(title, ["scenario", *columns], cells, bold, notes)


def gains_sheet(found: Ladder, names: Mapping[str, str]) -> Sheet:
    """Build the table of what spreading and adapting add, which is what hedging gains."""
    columns = {rung: select_rows(found.rungs, "rung", rung) for rung in GAINS}
    notes = [
        f"{GAINS_NOTE} {CHOICE_NOTE.format(runs=int(found.rungs['runs'].iloc[0]))}",
        *note_doubts([row for rows in columns.values() for row in rows.values()], HALF_NOTE),
    ]
    return rung_sheet("What hedging gains", names, columns, notes)


def costs_sheet(found: Ladder, names: Mapping[str, str]) -> Sheet:
    """Build the table of what surprise and caution cost, and of hedge less equal shares of effort."""
    columns = {rung: select_rows(found.rungs, "rung", rung) for rung in COSTS}
    columns["hedge less\nequidistance"] = select_rows(found.rivals, "rival", "equidistance")
    notes = [
        "Surprise: the best mix that knew what would change, less hedge. Caution: hedge without caution about"
        " a rupture less hedge, where nothing changes.",
    ]
    return rung_sheet("What hedging costs", names, columns, notes)


def doubt_sheet(rivals: pd.DataFrame, names: Mapping[str, str]) -> Sheet:
    """Build the table of hedge less the best lean that adapts, at both ends of the guess about rent."""
    columns = {head: select_leans(rivals, setting) for setting, head in ENDS.items()}
    notes = [f"{DOUBT} at 0, as it is, and at 1: a guess that a premium depends on."]
    return rung_sheet("Hedge less the best lean that adapts (bandwagon, no search)", names, columns, notes)


def levels_sheet(found: Ladder, names: Mapping[str, str]) -> Sheet:
    """Build the table of utility by level."""
    rows = {level: select_rows(found.levels, "level", level) for level in LEVELS}
    leans = found.mixes[found.mixes["level"] == "lean"].groupby("scenario")["on"]
    on = {str(name): ", ".join(dict.fromkeys(part)) for name, part in leans}
    cells = [
        [names[n], *(format_fixed(rows[lev][n]["mean"], DIGITS) for lev in LEVELS), on[n]] for n in names
    ]
    heads = ["scenario", *LEVEL_WORDS.values(), "leans on"]
    return Sheet("Mean utility", heads, cells, left=frozenset({0, 5}))


def mixes_sheet(found: Ladder) -> Sheet:
    """Build the table of effort shares of what the two halves of the runs chose."""
    levels = [level for level in ("lean", "mix", "foresight") if level != "foresight" or found.eventful]
    paths = [c for c in map(str, found.mixes) if c.startswith("hedger.effort.")]
    by_level = {level: found.mixes[found.mixes["level"] == level] for level in levels}
    rows = [
        [
            path.removeprefix("hedger.effort."),
            *(" ".join(map(format_percent, by_level[level][path])) for level in levels),
        ]
        for path in paths
    ]
    notes = ["Two shares each: what either half of the runs chose."]
    return Sheet("Effort", ["package", *(LEVEL_WORDS[level] for level in levels)], rows, notes=notes)

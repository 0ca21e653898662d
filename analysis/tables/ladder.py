"""Format ladders of premiums as text: a verdict with its doubt, then the rungs and the levels below them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ..compare.ladder import LEVELS
from ..compare.paired import list_rows
from ..explore.ladder import Ladder
from ..labels import DOUBT
from .comparison import DIGITS, shorten_names
from .sheet import HALF_NOTE, Estimate, Sheet, format_fixed, format_gain, format_percent, is_sure

GAINS, COSTS = ("diversification", "flexibility", "hedging"), ("surprise", "insurance")
ENDS = {f"{DOUBT}=0": "rent pays\nthe tie", "": "as it is", f"{DOUBT}=1": "rent pays\nconduct"}
"""Settings under which hedge is compared with leans that adapt, and heads of their columns."""
LEVEL_WORDS = {"lean": "best lean", "mix": "best mix", "hedge": "hedge", "foresight": "foresight"}


def ladder_sheets(found: Ladder) -> list[Sheet]:
    """Build the verdict and the tables; the mixes themselves only of a single scenario."""
    names = shorten_names(found.rungs["scenario"].unique())
    title = "Does hedging pay, and by what?"
    sheets = [
        Sheet(title, [], [], notes=verdict_sentences(found)),
        gains_sheet(found, names),
        costs_sheet(found, names),
        doubt_sheet(found.rivals, names),
        levels_sheet(found, names),
    ]
    return [*sheets, mixes_sheet(found)] if len(names) == 1 else sheets


def select_rows(table: pd.DataFrame, key: str, value: str) -> dict[str, dict[str, Any]]:
    """Return the rows in which a column has a value, by scenario."""
    return {row["scenario"]: row for row in list_rows(table[table[key] == value])}


def select_leans(rivals: pd.DataFrame, setting: str) -> dict[str, dict[str, Any]]:
    """Return hedge less the best lean that adapts, under a setting, by scenario."""
    rows = rivals[rivals["rival"] == "bandwagon"]
    return select_rows(rows, "setting", setting)


def verdict_sentences(found: Ladder) -> list[str]:
    """Say in one to three sentences whether hedging pays, by what, and what this depends on."""
    names = list(found.rungs["scenario"].unique())
    rows = {rung: select_rows(found.rungs, "rung", rung) for rung in (*GAINS, *COSTS)}
    ends = [select_leans(found.rivals, setting) for setting in ENDS]
    if len(names) > 1:
        return several_sentences(rows, ends)
    spread, adapt, hedging, surprise = (rows[rung][names[0]] for rung in (*GAINS, "surprise"))
    leans = found.mixes[found.mixes["level"] == "lean"]["on"]
    low, own, high = (format_gain(end[names[0]]) for end in ends)
    coming = (
        f"The best mix that knew what was to come differs from hedge by {format_gain(surprise)}."
        if names[0] in found.eventful
        else "Nothing changes after the first quarter, so no mix could know more."
    )
    return [
        f"{names[0]}: {describe_gain(hedging)} the best lean ({' or '.join(dict.fromkeys(leans))}):"
        f" {format_gain(spread)} by spreading effort, {format_gain(adapt)} by adapting it. {coming} Over"
        f" leans that adapt it is {own}: {low} if rent pays the tie alone, {high} if it pays conduct alone."
    ]


def describe_gain(row: Estimate) -> str:
    """Say whether hedging gains over something, loses to it or does neither clearly, with the difference."""
    if not is_sure(row):
        return f"hedging has no clear gain ({format_gain(row).strip()}) over"
    return f"hedging {'gains' if row['mean'] > 0.0 else 'loses'} {format_gain(row)} of utility against"


def several_sentences(
    rows: Mapping[str, dict[str, dict[str, Any]]], ends: Sequence[dict[str, dict[str, Any]]]
) -> list[str]:
    """Say for several scenarios in how many hedging pays, by what, and what this depends on."""
    names = shorten_names(rows["hedging"])
    pays = [r for r in rows["hedging"].values() if r["low"] > 0.0]
    adapts = [names[n] for n, r in rows["flexibility"].items() if r["low"] > 0.0]
    spreads = [r for r in rows["diversification"].values() if r["low"] > 0.0]
    losing = [names[n] for n, r in rows["hedging"].items() if r["high"] < 0.0]
    least, most = (
        min(rows["hedging"].values(), key=lambda r: r["mean"]),
        max(rows["hedging"].values(), key=lambda r: r["mean"]),
    )
    signs = ({r[name]["mean"] > 0.0 for r in ends if is_sure(r[name])} for name in names)
    flips = sum(len(found) > 1 for found in signs)
    return [
        f"Hedging gains over the best lean in {len(pays)} of {len(names)} scenarios"
        f"{f' and loses in {len(losing)}' if losing else ''}, from {format_gain(least)}"
        f" ({names[least['scenario']]}) to {format_gain(most)} ({names[most['scenario']]})."
        f" Spreading effort alone gains in {len(spreads)};"
        f" adapting it adds to the best fixed mix in {len(adapts)}"
        f"{': ' + ', '.join(adapts[:3]) if adapts else ''}{' and others' if len(adapts) > 3 else ''}."
        f" Whether rent pays the tie or conduct turns a clear sign in {flips}."
    ]


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
    runs = int(found.rungs["runs"].iloc[0])
    notes = [
        "Diversification: best fixed mix less best lean. Flexibility: hedge less best mix. Hedging: both.",
        f"Chosen under what holds in the first quarter, on one half of {runs} runs, scored on the other.",
        HALF_NOTE,
    ]
    return rung_sheet("What hedging gains", names, columns, notes)


def costs_sheet(found: Ladder, names: Mapping[str, str]) -> Sheet:
    """Build the table of what surprise and insurance cost, and of hedge less equal shares of effort."""
    columns = {rung: select_rows(found.rungs, "rung", rung) for rung in COSTS}
    columns["hedge less\nequidistance"] = select_rows(found.rivals, "rival", "equidistance")
    notes = [
        "Surprise: the best mix that knew what would change, less hedge. Insurance: hedge without caution"
        " about a rupture less hedge, where nothing changes.",
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

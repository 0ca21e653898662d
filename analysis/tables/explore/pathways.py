"""Format triggers that were found as text: triggers, mixes and futures."""

from math import isnan

from ....model.dates import quarter_name
from ...compare.paired import list_rows
from ...explore.pathways.result import Pathways
from ...explore.pathways.trigger_search import DATE
from ...numerals import format_fixed, format_percent
from ..parts.estimates import (
    HALF_NOTE,
    Estimate,
    format_gain,
    format_mean,
    is_sure,
    note_doubts,
    take_estimate,
)
from ..parts.scenarios import shorten_names
from ..sheet import Sheet

KNOWLEDGE = {"run": "every run in advance", "future": "only which future it is"}
NOTE = (
    "Gains of utility over the best constant mix of effort, on other shocks than those of the search. Over a"
    " date: over the best switch after some quarters, which looks at nothing, so that this is what the sign"
    " adds; of perfect: share of perfect information about every run."
)
DATED_NOTE = "a date: all runs switch in the same quarters, so that the sign adds nothing."
FUTURES_NOTE = "The interval is over runs: it leaves out that other futures could have been asked about."
DIGITS = 5
"""Decimals of gains, most of which are below .001."""
ROWS = 5
"""Triggers shown by default."""


def pathway_sheets(found: Pathways) -> list[Sheet]:
    """Build the tables of triggers, mixes and, if there are several, futures."""
    sheets = [trigger_sheet(found), switch_mix_sheet(found)]
    return [*sheets, future_sheet(found)] if len(found.futures) > 1 else sheets


def describe_knowledge(found: Pathways) -> str:
    """Say what perfect information would be worth."""
    worth = {row["knowledge"]: format_mean(row, DIGITS) for row in list_rows(found.perfect)}
    perfect = " and ".join(f"{value} to know {KNOWLEDGE[name]}" for name, value in worth.items())
    return f"It would be worth {perfect}: lower bounds, by constant mixes and, for every run, these plans."


def over_date(row: Estimate) -> Estimate:
    """Return what a trigger gains over the best switch at a date."""
    return take_estimate(row, "over_date")


def trigger_sheet(found: Pathways) -> Sheet:
    """Build the table of triggers: the best on fresh shocks, the switch at a date, then the others."""
    best, *others, date = list_rows(found.triggers)
    triggers = [best, date, *others]
    rows = [
        [
            row["watch"], f"{row['level']:.4g}" if row["watch"] != DATE else "-",
            f"{row['release']:.4g}" if row["release"] > 0.0 else "never",
            str(int(row["quarters"])), format_gain(row, DIGITS), format_over_date(row),
            "-" if isnan(row["share"]) else format_percent(row["share"]),
        ]
        for row in triggers
    ]  # fmt: skip
    bold = {(k, 4) for k, row in enumerate(triggers) if is_sure(row)}
    bold |= {(k, 5) for k, row in enumerate(triggers) if is_sure(over_date(row)) and not row["dated"]}
    heads = ["watch", "fires\nat", "back\nbelow", "quarters", "gain", "over a\ndate", "of\nperfect"]
    runs, many = int(found.triggers["runs"].iloc[0]), len(found.futures)
    size = f"{many} futures with equal chances, " if many > 1 else ""
    notes = [
        f"{size}{found.question['searched']} runs searched and {runs} judged of each. {NOTE}",
        describe_knowledge(found),
    ]
    notes += note_doubts(triggers, HALF_NOTE)
    notes += [FUTURES_NOTE] if many > 1 else []
    notes += [DATED_NOTE] if found.triggers["dated"][:-1].any() else []
    return Sheet("Triggers", heads, rows, bold=frozenset(bold), notes=notes, limit=ROWS)


def format_over_date(row: Estimate) -> str:
    """Format what a trigger gains over a date; ``a date`` for one that is a date itself."""
    if row["watch"] == DATE:
        return "-"
    return "a date" if row["dated"] else format_fixed(row["over_date"], DIGITS, sign=True)


def switch_mix_sheet(found: Pathways) -> Sheet:
    """Build the table of the best constant mix, and of those before and after the best trigger."""
    best = found.triggers["watch"].iloc[0]
    mixes = found.mixes[found.mixes["watch"].isin(["", best])].drop(columns="watch").set_index("part")
    rows = [
        [str(path).removeprefix("hedger.effort."), *(format_percent(v) for v in mixes[path])]
        for path in mixes
    ]
    return Sheet(f"Effort, watching {best}", ["", *map(str, mixes.index)], rows)


def future_sheet(found: Pathways) -> Sheet:
    """Build the table of futures: where the best trigger fires, when, and what it gains there."""
    begin = found.question["first_quarter"]
    names = found.name_futures(shorten_names(found.futures["scenario"].unique()))
    rows = [
        [
            name, format_percent(row["switched"]),
            "-" if isnan(row["median"]) else quarter_name(begin + int(row["median"])),
            format_gain(row, DIGITS),
        ]
        for name, row in zip(names, list_rows(found.futures), strict=True)
    ]  # fmt: skip
    bold = frozenset((k, 3) for k, row in enumerate(list_rows(found.futures)) if is_sure(row))
    heads = ["future", "runs that\nswitch", "median\nfirst switch", "gain"]
    title = f"Where it switches, watching {found.triggers['watch'].iloc[0]}"
    return Sheet(title, heads, rows, bold=bold, detail=True)

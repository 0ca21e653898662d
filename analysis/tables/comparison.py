"""Format a comparison as text tables: a scenario's strategies in a line each, the premium, then details."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ...model.strategies import HEDGE
from ..compare.comparison import Comparison
from ..compare.paired import MEANS, NEAR, list_rows
from ..labels import lower_name
from ..numerals import format_fixed, format_percent
from .changes import inputs_sheet, outcomes_sheet
from .indicators import indicators_sheet
from .parts.estimates import (
    DIGITS,
    format_estimate,
    format_mean,
    format_share,
    format_spread,
    has_draws,
    is_sure,
    note_doubts,
)
from .parts.scenarios import runs_note, shorten_names
from .premium import premium_sheets
from .sheet import BOLD, INTERVAL_NOTE, Sheet

REGIMES_NOTE = (
    f"regime of the last 8 quarters; a dot is none. Near: within {NEAR:g} of a threshold. Lost: hedging held"
    " for 4 quarters and ended."
)
MOST_STRATEGIES = 12
"""Strategies printed unless more are asked for."""


def comparison_sheets(c: Comparison, scenarios: Sequence[str]) -> list[Sheet]:
    """Build the tables that a command prints: the first scenario's strategies, then the premium of all.

    Everything else is detail; of a scenario that alone is asked for, what changes takes the premium's place.
    """
    first, *others = (strategy_sheets(c, name) for name in scenarios)
    overview = overview_sheets(c)
    if not others and len(c.scenarios) > 1:
        return [*first, *(replace(sheet, detail=True) for sheet in overview)]
    rest = [*first[1:], *(sheet for sheets in others for sheet in sheets)]
    return [first[0], *(replace(sheet, detail=True) for sheet in rest), *overview]


def overview_sheets(c: Comparison) -> list[Sheet]:
    """Build the tables with one row per scenario; what scenarios change is no detail without a premium."""
    sheets = premium_sheets(c)
    effects = c.tables["scenarios"]
    if (effects["strategy"] == c.strategy).any():
        sheets.append(replace(effects_sheet(c), detail=bool(sheets)))
    return [*sheets, regimes_sheet(c)]


def strategy_sheets(c: Comparison, scenario: str) -> list[Sheet]:
    """Build the tables of one scenario; a strategy alone is no detail by its dimensions."""
    dimensions = dimensions_sheet(c, scenario)
    several = len(dimensions.rows) > 1
    sheets = [strategies_sheet(c, scenario), dimensions] if several else [replace(dimensions, detail=False)]
    sheets.append(regime_shares_sheet(c, scenario))
    sheets += [] if (indicators := indicators_sheet(c, scenario)) is None else [indicators]
    if scenario != c.baseline:
        sheets += [inputs_sheet(c, scenario), outcomes_sheet(c, scenario)]
    return sheets


def effects_sheet(c: Comparison) -> Sheet:
    """Build the table of each scenario's difference from the baseline, for one strategy."""
    table, names = c.tables["scenarios"], shorten_names(c.scenarios)
    table = table[table["strategy"] == c.strategy]
    rows, bold = [], set()
    for at, (scenario, part) in enumerate(table.groupby("scenario", sort=False)):
        found = {row["measure"]: row for row in list_rows(part)}
        cells = [found[m] for m in MEANS[:3]]
        rows.append(
            [
                names[str(scenario)],
                *(format_estimate(f, sign=True) for f in cells),
            ]
        )
        bold |= {(at, k + 1) for k, f in enumerate(cells) if is_sure(f)}
    notes = [
        f"Mean over the run with strategy {c.strategy} less the same in {names[c.baseline]}, paired by run,"
        f" {runs_note(c, table['runs'])}.",
        *note_doubts(list_rows(table), f"{INTERVAL_NOTE}. {BOLD}: it leaves out 0."),
    ]
    title = f"What each scenario changes against {c.baseline}"
    return Sheet(title, ["scenario", "security", "economy", "autonomy"], rows, frozenset(bold), notes)


def regime_columns(table: pd.DataFrame) -> list[str]:
    """List the columns of regimes in which some run ended."""
    first = list(table.columns).index("hedging_lost") + 1
    return [c for c in table.columns[first:] if table[c].max() > 0.0]


def regimes_sheet(c: Comparison) -> Sheet:
    """Build the table of regime shares by scenario, for one strategy."""
    table, names = c.tables["regimes"], shorten_names(c.scenarios)
    table = table[table["strategy"] == c.strategy]
    found = regime_columns(table)
    shown = [*found, "near_threshold", "hedging_lost"]
    rows = [
        [names[row["scenario"]], *(format_percent(row[column]) for column in shown)]
        for row in list_rows(table)
    ]
    notes = [
        f"Share of runs, strategy {c.strategy}, {runs_note(c, table['runs'])}; {REGIMES_NOTE}"
        f"{' Shares count what is not known and chance alike.' if c.draws else ''}"
    ]
    return Sheet("Regimes by scenario", ["scenario", *regime_heads(found)], rows, notes=notes, detail=True)


def regime_heads(regimes: Sequence[str]) -> list[str]:
    """Return narrow heads of regimes, broken before patrons and between words, and of the two shares."""
    words = [lower_name(name).replace(":", ":\n").replace(" ", "\n") for name in regimes]
    return [*words, "near a\nthreshold", "hedging\nlost"]


def strategies_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of a scenario's strategies, a line each: utility, its lead, and how most runs end."""
    means, gaps = (select_utility(c.tables[n], scenario) for n in ("strategies", "differences"))
    regimes = select_scenario(c.tables["regimes"], scenario)
    shares, found = {row["strategy"]: row for row in list_rows(regimes)}, regime_columns(regimes)
    reference = str(c.tables["differences"]["reference"].iloc[0]) if gaps else HEDGE
    best = max(means.values(), key=lambda row: row["mean"])["strategy"]
    carried = has_draws(list(means.values()))
    rows = [
        [
            name,
            format_fixed(row["mean"]),
            *gap_cells(gaps.get(name), carried=carried),
            main_regime(shares[name], found),
        ]
        for name, row in means.items()
    ]
    bold = {(at, 1) for at, name in enumerate(means) if name == best}
    bold |= {(at, 2) for at, name in enumerate(means) if name in gaps and is_sure(gaps[name])}
    doubt = "draws leave" if carried else "the interval leaves"
    notes = [
        f"Mean utility over time, {runs_note(c, regimes['runs'])}."
        f" {BOLD}: the best, and where {doubt} out 0. Ends in: the regime of"
        f" most runs, with their share unless all.{note_hedging(shares)}"
    ]
    doubts = ["5 to 95% of draws", "> 0"] if carried else ["95% interval"]
    less = f"less\n{reference.replace(':', ': ')}"
    title = f"{scenario}: {c.scenarios[scenario]['title']}"
    heads = ["strategy", "utility", less, *doubts, "ends in"]
    return Sheet(
        title, heads, rows, frozenset(bold), notes, frozenset({0, len(heads) - 1}), limit=MOST_STRATEGIES
    )


def note_hedging(shares: Mapping[str, Mapping[str, Any]]) -> str:
    """Say how often the strategy hedge ends as what is called hedging; empty where it was not played."""
    if HEDGE not in shares:
        return ""
    share = sum(shares[HEDGE][regime] for regime in ("hedging", "asymmetric_hedging"))
    return f" Strategy {HEDGE} ends as hedging, asymmetric or not, in {format_percent(share)} of runs."


def select_scenario(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """Return the rows of a scenario."""
    return table[table["scenario"] == scenario]


def select_utility(table: pd.DataFrame, scenario: str) -> dict[str, dict[str, Any]]:
    """Return a scenario's rows of utility by strategy."""
    rows = list_rows(select_scenario(table, scenario))
    return {row["strategy"]: row for row in rows if row["measure"] == MEANS[3]}


def gap_cells(gap: Mapping[str, Any] | None, *, carried: bool) -> list[str]:
    """Format a difference and its doubt in cells of a line; dashes for the reference itself."""
    if gap is None:
        return ["-"] * (3 if carried else 2)
    mean = format_fixed(gap["mean"], DIGITS, sign=True)
    if carried:
        return [mean, format_spread(gap), format_share(gap)]
    ends = [format_fixed(gap[end], DIGITS, sign=True) for end in ("low", "high")]
    return [mean, "-" if "-" in ends else " to ".join(ends)]


def main_regime(row: Mapping[str, Any], regimes: Sequence[str]) -> str:
    """Name the regime in which most runs ended, and unless all did their share: ``mixed 95%``."""
    name = max(regimes, key=lambda regime: row[regime])
    return lower_name(name) + (f" {format_percent(row[name])}" if row[name] < 1.0 else "")


def dimensions_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of a scenario's strategies: means of the three dimensions and utility."""
    table = select_scenario(c.tables["strategies"], scenario)
    best = set(table.loc[table.groupby("measure")["mean"].idxmax()].index)
    rows, bold = [], set()
    for at, (strategy, part) in enumerate(table.groupby("strategy", sort=False)):
        rows.append([str(strategy), *(format_mean(row, 3, sign=False) for row in list_rows(part))])
        bold |= {(at, k + 1) for k, index in enumerate(part.index) if index in best}
    bold = bold if len(rows) > 1 else set()
    notes = [
        f"Mean over time, then {runs_note(c, table['runs'])}{f'. {BOLD}: the best' if len(rows) > 1 else ''}."
        " \N{PLUS-MINUS SIGN}: half of the mean's 95% interval; --json has the spread of draws."
    ]
    heads = ["strategy", "security", "economy", "autonomy", "utility"]
    return Sheet(f"{scenario}: dimensions", heads, rows, frozenset(bold), notes, detail=True)


def regime_shares_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of the regimes in which a scenario's runs ended, by strategy."""
    table = select_scenario(c.tables["regimes"], scenario)
    found = regime_columns(table)
    rows = [
        [row["strategy"], *(format_percent(row[r]) for r in [*found, "near_threshold", "hedging_lost"])]
        for row in list_rows(table)
    ]
    heads = ["strategy", *regime_heads(found)]
    notes = [f"Share of runs, {runs_note(c, table['runs'])}; {REGIMES_NOTE}"]
    return Sheet(f"{scenario}: regimes by strategy", heads, rows, notes=notes, detail=True)

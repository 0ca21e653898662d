"""Format a comparison as text tables: an overview of all scenarios, then each scenario by itself."""

from collections.abc import Collection, Mapping

import pandas as pd

from ...model.parameters.lookup import parameters
from ...model.scenario.describe import format_value
from ...model.strategies import HEDGE
from ..compare.comparison import Comparison
from ..compare.paired import MEANS, NEAR, list_rows
from ..compare.premium import DRAWS
from ..labels import DOUBT_NOTE
from .indicators import indicators_sheet
from .sheet import (
    HALF_NOTE,
    INTERVAL_NOTE,
    Sheet,
    count_decimals,
    format_fixed,
    format_gain,
    format_interval,
    format_percent,
    is_sure,
)

MOST_OUTCOMES = 12
"""Changed outcomes shown of a scenario, the clearest first."""


DIGITS = 4
"""Decimals of a premium: many are a few thousandths."""


FAST_KINDS = ("bandwagon", "pivot", "equidistance", "mix")
"""Kinds of strategies in the table of the fast ladder; --json has all."""


def overview_sheets(c: Comparison) -> list[Sheet]:
    """Build the tables with one row per scenario."""
    sheets = [premium_sheet(c)] if len(c.tables["premium"]) else []
    sheets += [fast_ladder_sheet(c)] if c.tables["rivals"]["rival"].isin(FAST_KINDS).any() else []
    effects = c.tables["scenarios"]
    if (effects["strategy"] == c.strategy).any():
        sheets.append(effects_sheet(c))
    return [*sheets, regimes_sheet(c)]


def strategy_sheets(c: Comparison, scenario: str) -> list[Sheet]:
    """Build the tables of one scenario."""
    sheets = [strategies_sheet(c, scenario)]
    if c.tables["strategies"]["strategy"].nunique() > 1:
        sheets.append(rivals_sheet(c, scenario))
    if (indicators := indicators_sheet(c, scenario)) is not None:
        sheets.append(indicators)
    if scenario != c.baseline:
        sheets += [inputs_sheet(c, scenario), outcomes_sheet(c, scenario)]
    return sheets


def shorten_names(scenarios: Collection[str]) -> dict[str, str]:
    """Shorten scenario names by the folder, if all scenarios share it."""
    folders = {n.rpartition("/")[0] for n in scenarios}
    return {n: n.rpartition("/")[2] if len(folders) == 1 else n for n in scenarios}


def runs_note(c: Comparison, runs: "pd.Series[int]") -> str:
    """Describe the number of runs behind a table, and how many failed."""
    least, most = int(runs.min()), int(runs.max())
    number = f"{least}" if least == most else f"{least} to {most}"
    text = f"over {number} {'run' if most == 1 else 'runs'} each"
    if most == 1:
        text += "; one run gives no interval"
    return f"{text}; {c.failed} failed runs are left out" if c.failed else text


def premium_sheet(c: Comparison) -> Sheet:
    """Build the table of the hedging premium by scenario."""
    table, names, rows, bold = c.tables["premium"], shorten_names(c.scenarios), [], set()
    fixed_mix = bool(table["over_fixed"].notna().any())
    for at, row in enumerate(list_rows(table)):
        cells = [
            names[row["scenario"]],
            format_fixed(row["hedge"]),
            row["best"],
            format_fixed(row["best_mean"]),
        ]
        gain = format_interval(row["premium"], row["low"], row["high"], DIGITS, sign=True)
        cells += [gain, percent_or_dash(row["sure"])]
        if fixed_mix:
            over = (row["over_fixed"], row["over_fixed_low"], row["over_fixed_high"])
            cells.append(format_interval(*over, DIGITS, sign=True))
        rows.append(cells)
        bold |= {(at, 4)} if row["low"] > 0.0 or row["high"] < 0.0 else set()
    notes = [
        "Hedging premium: mean utility of hedge less that of the best other strategy, which is chosen by its"
        f" mean {runs_note(c, table['runs'])}.",
        DOUBT_NOTE,
    ]
    if table["low"].notna().any():
        notes.append(
            f"{INTERVAL_NOTE} from {DRAWS:,} resamples of runs, each choosing anew; bold where it leaves out"
            " 0. Same: how often they choose the same best strategy."
        )
    heads = ["scenario", "hedge", "best other", "its utility", "hedging premium", "same"]
    return Sheet(
        "Hedging premium by scenario",
        [*heads, "hedge less fixed mix"] if fixed_mix else heads,
        rows, frozenset(bold), notes, frozenset({0, 2}),
    )  # fmt: skip


def fast_ladder_sheet(c: Comparison) -> Sheet:
    """Build the table of hedge less the best strategy of each kind: the ladder without a search."""
    table, names = c.tables["rivals"], shorten_names(c.scenarios)
    kinds = [k for k in FAST_KINDS if (table["rival"] == k).any()]
    rows = {(row["scenario"], row["rival"]): row for row in list_rows(table)}
    order = list(table["scenario"].unique())
    cells = [[names[s], *(format_gain(rows[s, k]) if (s, k) in rows else "-" for k in kinds)] for s in order]
    bold = {
        (at, place)
        for at, s in enumerate(order)
        for place, k in enumerate(kinds, 1)
        if (s, k) in rows and is_sure(rows[s, k])
    }
    notes = [
        "Mean utility of hedge less that of the best strategy of a kind, chosen on one half of the runs and"
        " scored on the other. Nothing is searched: hedgesim ladder has the rungs.",
        HALF_NOTE,
    ]
    return Sheet(
        "Fast ladder: hedge less the best of a kind", ["scenario", *kinds], cells, frozenset(bold), notes
    )


def percent_or_dash(share: float) -> str:
    """Format a share in percent; NaN as a dash."""
    return format_percent(share) if share == share else "-"  # noqa: PLR0124 - NaN


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
                *(format_interval(f["mean"], f["low"], f["high"], sign=True) for f in cells),
            ]
        )
        bold |= {(at, k + 1) for k, f in enumerate(cells) if f["low"] > 0.0 or f["high"] < 0.0}
    notes = [
        f"Mean over the run with strategy {c.strategy} less the same in {names[c.baseline]}, paired by run,"
        f" {runs_note(c, table['runs'])}.",
        f"{INTERVAL_NOTE}; bold where it leaves out 0.",
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
        f"Share of runs by their regime over the last 8 quarters, strategy {c.strategy},"
        f" {runs_note(c, table['runs'])}; a dot is none. Near: within {NEAR:g} of a threshold."
        " Lost: hedging held for 4 quarters and ended."
    ]
    heads = ["scenario", *(break_before_patron(r) for r in found), "near a\nthreshold", "hedging\nlost"]
    return Sheet("Regimes by scenario", heads, rows, notes=notes)


def break_before_patron(name: str) -> str:
    """Break the name of a strategy or regime before its patron, and that of asymmetric hedging."""
    return name.replace(":", ":\n").replace("_hedging", "_\nhedging")


def strategies_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of a scenario's strategies: means of the three dimensions and utility."""
    table = c.tables["strategies"]
    table = table[table["scenario"] == scenario]
    best = set(table.loc[table.groupby("measure")["mean"].idxmax()].index)
    rows, bold = [], set()
    for at, (strategy, part) in enumerate(table.groupby("strategy", sort=False)):
        rows.append(
            [str(strategy), *(format_interval(r["mean"], r["low"], r["high"]) for r in list_rows(part))]
        )
        bold |= {(at, k + 1) for k, index in enumerate(part.index) if index in best}
    several = len(rows) > 1
    notes = [f"Mean over time, then {runs_note(c, table['runs'])}{'; bold: the best' if several else ''}."]
    if table["low"].notna().any():
        notes.append(f"{INTERVAL_NOTE} of the mean over runs.")
    title = f"{scenario}: {c.scenarios[scenario]['title']}"
    heads = ["strategy", "security", "economy", "autonomy", "utility"]
    return Sheet(title, heads, rows, frozenset(bold), notes)


def rivals_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of a scenario's strategies: utility less that of the reference, and regime shares."""
    gaps = c.tables["differences"]
    gaps = gaps[(gaps["scenario"] == scenario) & (gaps["measure"] == MEANS[3])]
    by_name = {row["strategy"]: row for row in list_rows(gaps)}
    reference = str(gaps["reference"].iloc[0]) if len(gaps) else HEDGE
    table = c.tables["regimes"]
    table = table[table["scenario"] == scenario]
    found = regime_columns(table)
    rows, bold = [], set()
    for at, row in enumerate(list_rows(table)):
        gap = by_name.get(row["strategy"])
        text = format_interval(gap["mean"], gap["low"], gap["high"], sign=True) if gap else "-"
        rows.append([row["strategy"], text, *(format_percent(row[r]) for r in [*found, "near_threshold"])])
        bold |= {(at, 1)} if gap and (gap["low"] > 0.0 or gap["high"] < 0.0) else set()
    notes = [
        f"Utility less that of {reference}, paired by run; bold where the interval leaves out 0."
        f" Regimes: share of runs, {runs_note(c, table['runs'])}; near: within {NEAR:g} of a threshold."
    ]
    heads = [
        "strategy",
        f"utility less {reference}'s",
        *(break_before_patron(r) for r in found),
        "near a\nthreshold",
    ]
    return Sheet("", heads, rows, frozenset(bold), notes)


def inputs_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of the inputs in which a scenario differs from the baseline."""
    table = c.tables["inputs"]
    units = {path: row.unit for path, row in parameters(c.scenarios[scenario]["patrons"]).items()}
    rows = [
        [row["path"], *(value_words(row["path"], row[side], units) for side in ("baseline", "value"))]
        for row in list_rows(table[table["scenario"] == scenario])
    ]
    title = f"{scenario}: what changed against {c.baseline}"
    notes = [] if rows else ["No input differs."]
    return Sheet(title, ["input", "baseline", "here"], rows, notes=notes, left=frozenset({0, 1, 2}))


def value_words(path: str, value: float | str, units: Mapping[str, str]) -> str:
    """Format an input as in a scenario file; a dash if only the other scenario has it."""
    return (value or "-") if isinstance(value, str) else format_value(path, value, units.get(path, ""))


def outcomes_sheet(c: Comparison, scenario: str) -> Sheet:
    """Build the table of outcomes that differ clearly from the baseline's, the largest changes first."""
    table = c.tables["outcomes"]
    table = table[table["scenario"] == scenario]
    clear = table[(table["low"] > 0.0) | (table["high"] < 0.0) | table["low"].isna()]
    rows = []
    for row in list_rows(clear.head(MOST_OUTCOMES)):
        digits = count_decimals(row["reference_mean"], row["mean"])
        change = format_interval(row["mean"], row["low"], row["high"], digits, sign=True)
        rows.append([row["measure"], format_fixed(row["reference_mean"], digits), change])
    more = len(clear) - len(rows)
    notes = [
        f"Strategy {c.strategy}, paired by run, {runs_note(c, table['runs'])}. {INTERVAL_NOTE};"
        f" largest changes first{f', {more} more in --json' if more else ''}."
        if rows
        else f"Strategy {c.strategy}: no outcome changed clearly."
    ]
    return Sheet("", ["outcome", "baseline", "change"], rows, notes=notes)

"""Format sensitivity indices as text tables."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

import pandas as pd

from ...compare.paired import list_rows
from ...explore.indices import SIZES
from ...numerals import count_decimals, format_interval
from ..parts.estimates import describe_noise, format_value, has_draws, is_sure
from ..sheet import BOLD, INTERVAL_NOTE, Sheet

METHODS: dict[str, tuple[tuple[str, ...], str]] = {
    "ST": (
        ("S1", "ST"),
        "Parts of variance: S1 by the input alone, ST with all that it takes part in.",
    ),
    "mu_star": (
        ("mu_star", "mu", "sigma"),
        "Elementary effects over an input's whole range, in the outcome's unit: mean size, mean, and spread;"
        " a spread near mu_star means interactions or a bent effect. Sizes and spreads are above 0 by"
        " construction and never bold.",
    ),
    "SRRC": (("SRRC",), "Standardised rank regression coefficients: sign and strength of monotone effects."),
    "range": (
        ("range", "at_low", "at_high"),
        "One input at a time: largest less smallest outcome, above 0 by construction and never bold;"
        " its change at the input's lowest and highest.",
    ),
}
"""Main index of a method: the columns shown, and what they mean."""
SIGNED = frozenset({"mu", "SRRC", "at_low", "at_high"})
"""Indices that have a direction."""
SHOWN = (8, 4)
"""Inputs of each table shown by default, by the number of tables; more tables are details."""
PAIRS = 5
"""Second-order indices shown by default, the largest."""
STEPS = 16
"""Rows of indices from parts of a design that are shown by default."""


def sensitivity_sheets(rows: pd.DataFrame) -> list[Sheet]:
    """Build tables of indices for each outcome and strategy, and of the strongest pairs.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`hedgesim.analysis.explore.sensitivity.sensitivity`.

    Returns
    -------
    list of Sheet
        Inputs from the strongest down; bold where the interval excludes 0.
    """
    targets = list(rows.groupby(["outcome", "strategy"], sort=False))
    limit, sheets = SHOWN[min(len(targets), len(SHOWN)) - 1], []
    for at, ((outcome, strategy), part) in enumerate(targets):
        main = next(index for index in METHODS if (part["index"] == index).any())
        what, last = f"{outcome} with strategy {strategy}", at == min(len(targets), len(SHOWN)) - 1
        sheet = index_sheet(what, part, main, reading=last or at >= len(SHOWN))
        sheets.append(replace(sheet, limit=limit, detail=at >= len(SHOWN)))
        pairs = part[part["index"] == "S2"].sort_values("value", ascending=False, kind="stable")
        if len(pairs):
            sheets.append(replace(pairs_sheet(what, pairs), detail=len(targets) > 1))
    return sheets


def index_sheet(what: str, part: pd.DataFrame, main: str, *, reading: bool = True) -> Sheet:
    """Build the table of all inputs with their indices, the strongest first.

    ``reading`` is whether notes say how to read it, once for several tables.
    """
    shown, meaning = METHODS[main]
    table = part[part["index"].isin(shown)]
    digits = count_decimals(*table["value"])
    found = {(r["parameter"], r["index"]): r for r in list_rows(table)}
    ranked = table[table["index"] == main].sort_values("value", key=abs, ascending=False, kind="stable")
    rows, bold = [], set()
    for at, parameter in enumerate(ranked["parameter"]):
        cells = [found[parameter, index] for index in shown]
        rows.append([str(parameter), *(format_value(c, digits, sign=c["index"] in SIGNED) for c in cells)])
        bold |= {(at, k + 1) for k, c in enumerate(cells) if c["index"] not in SIZES and is_sure(c)}
    notes = [*describe_fit(part), *([meaning, *note_indices(table)] if reading else [])]
    return Sheet(f"What decides {what}", ["input", *shown], rows, frozenset(bold), notes)


def note_indices(table: pd.DataFrame) -> list[str]:
    """Describe how to read the doubts of indices."""
    if not has_draws(table):
        return [f"{INTERVAL_NOTE}. {BOLD}: it leaves out 0."]
    return [
        f"{INTERVAL_NOTE}: how sure the index of the means is. Below it: 5 to 95% of the indices in single"
        f" draws, what is not known. {BOLD}: they leave out 0. {describe_noise(list_rows(table))}"
    ]


def describe_fit(part: pd.DataFrame) -> list[str]:
    """Describe the R2 of the ranks and the shares of run noise, where the table has them."""
    found = {r["index"]: r for r in list_rows(part[part["parameter"] == ""])}
    notes = []
    if "R2" in found:
        r = found["R2"]
        notes.append(
            f"R2 of the ranks: {format_interval(r['value'], r['low'], r['high'], 2)};"
            " low: effects are not monotone."
        )
    one, means = found.get("noise_share"), found.get("mean_noise_share")
    if one is None or means is None:
        return notes
    if isnan(one["value"]):
        return [
            *notes,
            "One run a point: the noise of runs is not known, and indices are for its shocks alone.",
        ]
    noise = [format_interval(r["value"], r["low"], r["high"], 2) for r in (one, means)]
    what = "Draws and shocks" if has_draws(part) else "Run noise"
    return [*notes, f"{what}: {noise[0]} of a single run's variance, {noise[1]} of that of points' means."]


def pairs_sheet(what: str, pairs: pd.DataFrame) -> Sheet:
    """Build the table of the strongest pairs of inputs."""
    digits = count_decimals(*pairs["value"])
    rows: list[Sequence[str]] = []
    bold = set()
    for at, r in enumerate(list_rows(pairs)):
        rows.append(
            [r["parameter"], r["parameter_2"], format_interval(r["value"], r["low"], r["high"], digits)]
        )
        bold |= {(at, 2)} if r["low"] > 0.0 else set()
    notes = [f"S2: part of variance that two inputs have only together. {INTERVAL_NOTE}."]
    title, left = f"Pairs that decide {what}", frozenset({0, 1})
    return Sheet(title, ["input", "with", "S2"], rows, frozenset(bold), notes, left, limit=PAIRS)


def convergence_sheet(rows: pd.DataFrame) -> Sheet:
    """Build the table of indices from growing parts of a design."""
    digits = count_decimals(*rows["value"])
    cells = [
        [r["outcome"], r["strategy"], r["parameter"] or "all", r["index"], f"{r['samples']:,}",
         format_interval(r["value"], r["low"], r["high"], digits)]
        for r in list_rows(rows.sort_values(["outcome", "strategy", "parameter", "index", "samples"]))
    ]  # fmt: skip
    heads = ["outcome", "strategy", "input", "index", "samples", "value"]
    notes = [f"{INTERVAL_NOTE}; an index has settled where those of the last rows overlap and are narrow."]
    title = "Indices from growing parts of the design"
    return Sheet(
        title, heads, cells, notes=notes, left=frozenset({0, 1}), firm=frozenset({2, 3}), limit=STEPS
    )

"""Format sensitivity indices as text tables."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from ..compare.paired import list_rows
from .sheet import INTERVAL_NOTE, Sheet, count_decimals, format_interval

METHODS: dict[str, tuple[tuple[str, ...], str]] = {
    "ST": (
        ("S1", "ST"),
        "Parts of variance: S1 by the input alone, ST with all that it takes part in.",
    ),
    "mu_star": (
        ("mu_star", "mu", "sigma"),
        "Elementary effects over an input's whole range, in the outcome's unit: mean size, mean, and spread;"
        " a spread near mu_star tells of interactions or a bent effect.",
    ),
    "SRRC": (("SRRC",), "Standardised rank regression coefficients: sign and strength of monotone effects."),
    "range": (
        ("range", "at_low", "at_high"),
        "One input at a time: largest less smallest outcome; its change at the input's lowest and highest.",
    ),
}
"""Main index of a method: the columns shown, and what they mean."""
SIGNED = frozenset({"mu", "SRRC", "at_low", "at_high"})
"""Indices that have a direction."""
MOST_PAIRS = 10
"""Second-order indices shown, the largest."""


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
    sheets = []
    for (outcome, strategy), part in rows.groupby(["outcome", "strategy"], sort=False):
        main = next(index for index in METHODS if (part["index"] == index).any())
        sheets.append(index_sheet(f"{outcome} with strategy {strategy}", part, main))
        pairs = part[part["index"] == "S2"].sort_values("value", ascending=False, kind="stable")
        if len(pairs):
            sheets.append(pairs_sheet(pairs))
    return sheets


def index_sheet(what: str, part: pd.DataFrame, main: str) -> Sheet:
    """Build the table of all inputs with their indices, the strongest first."""
    shown, meaning = METHODS[main]
    table = part[part["index"].isin(shown)]
    digits = count_decimals(*table["value"])
    found = {(r["parameter"], r["index"]): r for r in list_rows(table)}
    ranked = table[table["index"] == main].sort_values("value", key=abs, ascending=False, kind="stable")
    rows, bold = [], set()
    for at, parameter in enumerate(ranked["parameter"]):
        cells = [found[parameter, index] for index in shown]
        texts = [
            format_interval(c["value"], c["low"], c["high"], digits, sign=c["index"] in SIGNED) for c in cells
        ]
        rows.append([str(parameter), *texts])
        bold |= {(at, k + 1) for k, c in enumerate(cells) if c["low"] > 0.0 or c["high"] < 0.0}
    notes = [meaning, f"{INTERVAL_NOTE}; bold where it leaves out 0.", *describe_fit(part)]
    return Sheet(f"What decides {what}", ["input", *shown], rows, frozenset(bold), notes)


def describe_fit(part: pd.DataFrame) -> list[str]:
    """Describe the R2 of the ranks and the shares of run noise, where the table has them."""
    found = {r["index"]: r for r in list_rows(part[part["parameter"] == ""])}
    told = []
    if "R2" in found:
        r = found["R2"]
        told.append(
            f"R2 of the ranks: {format_interval(r['value'], r['low'], r['high'], 2)};"
            " low: effects are not monotone."
        )
    one, means = found.get("noise_share"), found.get("mean_noise_share")
    if one is None or means is None:
        return told
    if isnan(one["value"]):
        return [*told, "One run a point: run noise cannot be told apart, and indices are given its shocks."]
    noise = [format_interval(r["value"], r["low"], r["high"], 2) for r in (one, means)]
    return [*told, f"Run noise: {noise[0]} of a single run's variance, {noise[1]} of that of points' means."]


def pairs_sheet(pairs: pd.DataFrame) -> Sheet:
    """Build the table of the strongest pairs of inputs."""
    digits = count_decimals(*pairs["value"])
    rows: list[Sequence[str]] = []
    bold = set()
    for at, r in enumerate(list_rows(pairs.head(MOST_PAIRS))):
        text = format_interval(r["value"], r["low"], r["high"], digits, sign=True)
        rows.append([r["parameter"], r["parameter_2"], text])
        bold |= {(at, 2)} if r["low"] > 0.0 or r["high"] < 0.0 else set()
    more = len(pairs) - len(rows)
    left = f"; {more} weaker pairs in --json" if more else ""
    notes = [f"S2: part of variance that two inputs have only together. {INTERVAL_NOTE}{left}."]
    return Sheet("", ["input", "with", "S2"], rows, frozenset(bold), notes, frozenset({0, 1}))


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
    return Sheet(title, heads, cells, notes=notes, left=frozenset({0, 1}), firm=frozenset({2, 3}))

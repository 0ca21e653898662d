"""Format a scenario discovery as text: the box in words, its limits, the trade-off and its stability."""

from collections.abc import Mapping
from math import isnan
from typing import Any

from ...compare.paired import list_rows
from ...explore.discovery.boxes import SURE
from ...explore.discovery.discovery import Discovery, format_box
from ...labels import format_limit, input_name
from ...numerals import count_decimals, format_fixed, format_percent
from ..parts.estimates import describe_noise, has_draws
from ..sheet import BOLD, Sheet

MOST_BOXES = 12
"""Boxes of the trade-off shown."""
LIMITS = 8
"""Limited inputs shown by default."""
OFTEN = 0.5
"""Share of resamples that must limit an input for it to be shown though the box does not."""


def describe_tree(found: Discovery, labels: Mapping[str, str]) -> str:
    """Describe the classification tree, as second opinion on the box, in one sentence."""
    if found.tree.empty:
        return "Second opinion, a classification tree: finds no split."
    first = list_rows(found.tree)[0]
    return (
        f"Second opinion, a classification tree: {format_box(found.tree, labels)}"
        f" (covers {100.0 * first['coverage']:.0f}%, {100.0 * first['density']:.0f}% inside)."
    )


def discovery_sheets(found: Discovery, condition: str, labels: Mapping[str, str]) -> list[Sheet]:
    """Build the tables of a discovery; see :func:`in_words` for the parameters."""
    return [box_sheet(found, condition, labels), trade_off_sheet(found, condition)]


def box_sheet(found: Discovery, condition: str, labels: Mapping[str, str]) -> Sheet:
    """Build the table of inputs limited in the box or most resamples: limits, quartiles, quasi-p values."""
    limits = {row["input"]: row for row in list_rows(found.box)}
    order = list_rows(found.stability.sort_values("limited", ascending=False, kind="stable"))
    shown = [row for row in order if row["input"] in limits or row["limited"] >= OFTEN]
    rows = [box_row(row, limits.get(row["input"], {}), labels) for row in shown]
    bold = frozenset((at, 0) for at, row in enumerate(shown) if row["input"] in limits)
    rest = [row["limited"] for row in order if row not in shown]
    notes = [describe_tree(found, labels)]
    if rest:
        word = "input has" if len(rest) == 1 else "inputs have"
        notes.append(
            f"{len(rest)} more {word} no limit, and at most in {100.0 * max(rest):.0f}% of resamples."
        )
    notes.append(
        f"{BOLD}: limited in the box. In brackets: quartiles of the limit over {found.draws} resamples."
        " Limited: share of resamples that limit the input. Quasi-p: chance to do as well by luck without"
        f" the limit, runs of one point held together; limits with {SURE:g} or more are lifted."
    )
    if has_draws(found.doubts):
        notes.append(describe_noise(list_rows(found.doubts)))
    heads = ["input", "path", "from", "up to", "quasi-p", "limited"]
    title = f"Where {condition}: the box"
    return Sheet(title, heads, rows, bold, notes, frozenset({0}), frozenset({1}), limit=LIMITS)


def box_row(row: Mapping[str, Any], own: Mapping[str, Any], labels: Mapping[str, str]) -> list[str]:
    """Format one input as a row: name, path, limits, quasi-p value and share of resamples.

    ``row`` is the input's row of the stability table, ``own`` that of the box, empty if it is not limited.
    """
    name = input_name(row["input"], labels)
    ends = [value_and_quartiles(own.get(end, float("nan")), row, end) for end in ("low", "high")]
    p = [v for v in (own.get("low_p"), own.get("high_p")) if v is not None and v == v]  # noqa: PLR0124 - NaN
    sure = f"{max(p):.2g}" if p else "-"
    return [f"{name[:1].upper()}{name[1:]}", row["input"], *ends, sure, format_percent(row["limited"])]


def value_and_quartiles(value: float, row: Mapping[str, Any], end: str) -> str:
    """Format a limit with its quartiles over resamples, steps by their names; a dash where it is NaN.

    ``end`` is ``low`` or ``high``.
    """
    low, high = float(row[f"{end}_25"]), float(row[f"{end}_75"])
    if has_steps(row["input"]):
        limit, *quartiles = (
            "-" if isnan(v) else name_limit(row["input"], v, end) for v in (value, low, high)
        )
        return limit if isnan(low) else f"{limit} [{', '.join(quartiles)}]"
    if low != low:  # noqa: PLR0124 - NaN
        return format_fixed(value, count_decimals(value))
    digits = count_decimals(low, high, *(v for v in (value,) if v == v))  # noqa: PLR0124 - NaN
    return f"{format_fixed(value, digits)} [{format_fixed(low, digits)}, {format_fixed(high, digits)}]"


def has_steps(path: str) -> bool:
    """Return whether an input has steps or is a switch, whose limits are names."""
    return not format_limit(path, 0.0, upper=True).startswith("below")


def name_limit(path: str, value: float, end: str) -> str:
    """Name the step at which an input is limited from below or above."""
    return format_limit(path, value, upper=end == "high").removeprefix("at most ").removeprefix("at least ")


def trade_off_sheet(found: Discovery, condition: str) -> Sheet:
    """Build the table of the boxes from all points inwards, the chosen one in bold.

    Of many boxes, evenly spaced ones and the chosen one are shown.
    """
    table = found.trade_off
    step = -(-len(table) // MOST_BOXES)
    shown = table[(table["box"] % step == 0) | table["chosen"]]
    rows, bold = [], set()
    for at, row in enumerate(list_rows(shown)):
        shares = [f"{100.0 * row[c]:.0f}%" for c in ("coverage", "density", "mass")]
        rows.append([str(row["box"]), *shares, str(row["points"]), str(row["dimensions"])])
        bold |= {(at, 0)} if row["chosen"] else set()
    notes = [
        f"Coverage: share of all runs with {condition} that lie inside. Density: their share of those inside."
        f" Mass: share of all runs inside. {BOLD}: the chosen box, where their harmonic mean is largest.",
    ]
    heads = ["box", "coverage", "density", "mass", "runs", "limited inputs"]
    return Sheet("Trade-off between coverage and density", heads, rows, frozenset(bold), notes)

"""Format estimates: a mean with its interval; where runs carry draws, with both kinds of doubt.

How sure the mean is stands beside it, what is not known (5 to 95% of draws) in a second line.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ...compare.two_part import PARTS
from ...numerals import format_fixed, format_interval
from ..sheet import BOLD

Estimate = Mapping[str, Any]
"""A row with mean, low and high; with PARTS where runs carry draws."""
DIGITS = 4
"""Decimals of a premium: many are a few thousandths."""
HALF_NOTE = f"\N{PLUS-MINUS SIGN}: half of the 95% interval over runs, paired. {BOLD}: it leaves out 0."
DRAWS_NOTE = (
    "\N{PLUS-MINUS SIGN}: half of the mean's 95% interval, how sure the mean is; with it 5 to 95% of draws,"
    " what is not known"
)


def has_draws(rows: "Iterable[Estimate] | pd.DataFrame") -> bool:
    """Return whether the runs behind some rows carry draws."""
    if isinstance(rows, pd.DataFrame):
        return bool("draws_low" in rows and rows["draws_low"].notna().any())
    return any(not math.isnan(row.get("draws_low", math.nan)) for row in rows)


def take_estimate(row: Estimate, prefix: str) -> dict[str, Any]:
    """Return an estimate whose columns are PREFIX, PREFIX_low and so on, as one with mean, low and so on."""
    ends = {key: row[f"{prefix}_{key}"] for key in ("low", "high", *PARTS) if f"{prefix}_{key}" in row}
    return {"mean": row[prefix], **ends}


def format_gain(row: Estimate, digits: int = 4, *, sign: bool = True) -> str:
    """Format a difference with half of its interval, ``+0.0290 ±0.0003``, and draws in a second line."""
    half = max(row["high"] - row["mean"], row["mean"] - row["low"])  # one end may stop at a bound
    text = format_fixed(row["mean"], digits, sign=sign)
    text = text if math.isnan(half) else f"{text} \N{PLUS-MINUS SIGN}{format_fixed(half, digits)}"
    return f"{text}\n{format_spread(row, digits, sign=sign)}" if has_draws([row]) else text


def format_mean(row: Estimate, digits: int = 4, *, sign: bool = True) -> str:
    """Format a difference with half of its interval alone, without draws: ``+0.0290 ±0.0003``."""
    return format_gain(row, digits, sign=sign).partition("\n")[0].strip()


def format_estimate(row: Estimate, digits: int = 3, *, sign: bool = False) -> str:
    """Format a mean as ``0.412 [0.405, 0.419]``; with draws as :func:`format_gain` does."""
    if has_draws([row]):
        return format_gain(row, digits, sign=sign)
    return format_interval(row["mean"], row["low"], row["high"], digits, sign=sign)


def format_value(row: Estimate, digits: int = 3, *, sign: bool = False) -> str:
    """Format a number in the column value with its interval, and draws in a second line."""
    text = format_interval(row["value"], row["low"], row["high"], digits, sign=sign)
    return f"{text}\n{format_spread(row, digits, sign=sign)}" if has_draws([row]) else text


def format_spread(row: Estimate, digits: int = 4, *, sign: bool = True) -> str:
    """Format the spread between draws: ``-0.0030 to +0.0119``."""
    ends = (format_fixed(row[end], digits, sign=sign) for end in ("draws_low", "draws_high"))
    return " to ".join(end.strip() for end in ends)


def format_share(row: Estimate) -> str:
    """Format the share of draws above 0: all or none only where it is all or none; a dash without draws."""
    share = row.get("share", math.nan)
    if math.isnan(share):
        return "-"
    if 0.0 < share < 1.0:
        return "<1%" if share < 0.005 else ">99%" if share > 0.995 - 1e-9 else f"{100.0 * share:.0f}%"
    return f"{100.0 * share:.0f}%"


def is_sure(row: Estimate) -> bool:
    """Return whether zero is left out: by the spread between draws, or by the interval without draws."""
    low, high = ("draws_low", "draws_high") if has_draws([row]) else ("low", "high")
    return bool(row[low] > 0.0 or row[high] < 0.0)


def note_doubts(rows: Sequence[Estimate], note: str, *, bold: bool = True) -> list[str]:
    """Return the notes on how to read estimates: ``note`` where runs carry no draws.

    Parameters
    ----------
    rows : sequence of mapping
        The estimates shown.
    note : str
        The note for runs without draws.
    bold : bool
        Whether cells are bold where draws leave out 0.
    """
    if not has_draws(rows):
        return [note]
    return [f"{DRAWS_NOTE}. {f'{BOLD}: draws leave out 0. ' if bold else ''}{describe_noise(rows)}"]


def describe_noise(rows: Sequence[Estimate]) -> str:
    """Say how much of the spread between draws was noise of runs, or that the spread includes it."""
    parts = sorted(row["noise"] for row in rows if has_draws([row]))
    if any(map(math.isnan, parts)):
        return (
            "No draw was played twice, or too few were: the spread includes the noise of runs as well. More"
            " runs than draws separate them."
        )
    least, most = f"{100.0 * parts[0]:.0f}", f"{100.0 * parts[-1]:.0f}"
    share = f"{most}%" if least == most else f"{least} to {most}%"
    return f"Noise of runs is taken out of the spread: {share} of its variance."

"""Where a condition tips, how sure that is, and where it does not tip at all."""

from collections.abc import Mapping
from math import isnan, nan
from typing import Any

from ...compare.paired import list_rows
from ...compare.two_part import LEVEL
from ...explore.crossings import HALF, UP, read_ends
from ...explore.threshold_result import Tipping
from ...labels import premium_rival
from ...numerals import count_decimals
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields, quantify, read_numbers

MOST = 3
"""Crossings that are named."""


def judge_threshold(found: Tipping) -> Verdict:
    """Say where a margin crosses zero as an input varies, or in how many settings of other inputs.

    Parameters
    ----------
    found : Tipping
        The crossings.
    """
    digits = count_decimals(found.low, found.high)
    text, fields = judge_frontier(found) if found.others else judge_input(found)
    ends = {name: Quantity(getattr(found, name), digits=digits) for name in ("low", "high")}
    return write_verdict(
        text + note_best_of_many(found), **fields, **ends, **read_numbers(found.margin), margin=found.margin,
        input=found.input, runs=count(found.runs),
    )  # fmt: skip


def note_best_of_many(found: Tipping) -> str:
    """Say what a premium in the condition is over, where its rival is the best of several."""
    names = found.margin.replace("(", " ").replace(")", " ").split()
    rivals = [rival for name in names if (rival := premium_rival(name)) is not None]
    if not rivals or ":" in rivals[0]:
        return ""
    return f" The premium is over the best {rivals[0] or 'other strategy'}, chosen at each value."


def judge_input(found: Tipping) -> tuple[str, Fields]:
    """Write the sentence on a single input."""
    rows = list_rows(found.rows)
    over = "as {input} goes from {low} to {high}, over {runs} runs"
    if not rows:
        mean = found.points["mean"]
        ends = {"least": float(mean.min()), "most": float(mean.max())}
        digits = count_decimals(*ends.values())
        share, fields = phrase_shares(found)
        text = f"No threshold: the mean of {{margin}} stays between {{least}} and {{most}} {over}{share}."
        return text, fields | {name: Quantity(value, digits=digits) for name, value in ends.items()}
    if len(rows) == 1:
        clause, fields = phrase_crossing(found, rows[0], "crossing")
        way = "rises" if rows[0]["direction"] == UP else "falls"
        way = way if is_firm(rows[0]) else f"may {way[:-1]}, in under half of resamples,"
        return f"{{margin}} {way} through zero once {over}: at {clause}.", fields
    parts, fields = [], {"times": count(len(rows))}
    for place, row in enumerate(rows[:MOST], 1):
        clause, more = phrase_crossing(found, row, f"crossing_{place}")
        parts.append(f"{row['direction']} at {clause}")
        fields |= more
    rest = "; and further" if len(rows) > MOST else ""
    times, open_rows = "{times} times", [row for row in rows if not is_firm(row)]
    if open_rows:
        times += " ({possible} only possible, in under half of resamples)"
        fields["possible"] = count(len(open_rows))
    return f"{{margin}} crosses zero {times} {over}: {', '.join(parts)}{rest}.", fields


def is_firm(row: Mapping[str, Any]) -> bool:
    """Return whether at least half of the resamples cross as the mean does; a single run has none."""
    return not row["share"] < HALF


def phrase_crossing(found: Tipping, row: dict[str, Any], name: str) -> tuple[str, Fields]:
    """Write where a crossing is, with its interval and where those of draws are."""
    digits = count_decimals(found.low, found.high) + 1
    at = quantify(row["crossing"], *read_ends(row), "95% interval", digits=digits)
    if isnan(row["share"]):
        return f"{{{name}}}", {name: at}
    fields: Fields = {name: at, f"{name}_resamples": Quantity(row["share"], percent=True, digits=0)}
    text = "" if is_firm(row) else "possible: "
    if at.low is not None:
        text += f"{{level}} interval {{{name}:range}}, "
        fields["level"] = Quantity(LEVEL, percent=True, digits=0)
    text += f"in {{{name}_resamples}} of resamples"
    if not isnan(row.get("draws_share", nan)):
        text += f"; {{{name}_share}} of draws cross this way"
        fields[f"{name}_share"] = Quantity(row["draws_share"], percent=True, digits=0)
    if not isnan(row.get("draws_low", nan)):
        text += f", most of them {{{name}_draws:range}}"
        ends = (row["draws_low"], row["draws_high"])
        fields[f"{name}_draws"] = Quantity(
            row["crossing"], *ends, "5 to 95% of draws that cross", digits=digits
        )
    return f"{{{name}}} ({text})", fields


def phrase_shares(found: Tipping) -> tuple[str, Fields]:
    """Write in how many draws the margin is above zero at both ends; empty without draws."""
    shares = found.points.sort_values("x").get("share")
    if shares is None or shares.isna().any():
        return "", {}
    ends = {"first_share": float(shares.iloc[0]), "last_share": float(shares.iloc[-1])}
    text = "; it is above zero in {first_share} of draws at the low end and in {last_share} at the high end"
    return text, {name: Quantity(value, percent=True, digits=0) for name, value in ends.items()}


def judge_frontier(found: Tipping) -> tuple[str, Fields]:
    """Write the sentence on several settings of other inputs."""
    table = found.rows
    settings = table.groupby(found.others, sort=False)["crossing"].first()
    firm = table[table["crossing"].notna() & ~(table["share"] < HALF)].groupby(found.others).ngroups
    crossed = table["crossing"].dropna()
    fields: Fields = {
        "settings": count(len(settings)), "crossed": count(firm),
        "possible": count(int(settings.notna().sum()) - firm),
        "others": " and ".join(found.others),
    }  # fmt: skip
    over = "as {input} goes from {low} to {high}, over {runs} runs each"
    if crossed.empty:
        return (
            f"No threshold in any of {{settings}} settings of {{others}} {over}: {{margin}} keeps its sign.",
            fields,
        )
    digits = count_decimals(found.low, found.high) + 1
    fields |= {
        "least": Quantity(float(crossed.min()), digits=digits),
        "most": Quantity(float(crossed.max()), digits=digits),
    }
    where = "from {least} to {most}" if len(crossed) > 1 else "at {least}"
    text = "{margin} crosses zero in {crossed} of {settings} settings of {others}"
    text += " and possibly (in under half of resamples) in {possible} more" if firm < settings.count() else ""
    text += f" {over}: {where}."
    return text, fields

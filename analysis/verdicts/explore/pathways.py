"""Whether it pays to watch a sign and go over to another mix, on shocks that the search has not seen."""

from typing import Any

from ...compare.paired import list_rows
from ...explore.pathways.result import Pathways
from ..doubts import Estimate, find_side, measure, phrase_doubt
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields

DIGITS = 5
"""Decimals of gains, most of which are below .001."""
SMALL = 0.1
"""Part of a gain that a sign must add to a date to be called worth watching."""
PARTS = ("low", "high", "draws_low", "draws_high", "share", "noise")


def judge_pathways(found: Pathways) -> Verdict:
    """Say whether a sign pays on fresh shocks, whether it does better than a date, and when to switch."""
    best, *others, date = list_rows(found.triggers)
    gain = {**best, "share": best.get("draws_share", float("nan"))}
    over = take_over_date(best)
    doubt, sure = phrase_doubt("gain", gain)
    over_doubt, over_fields = phrase_doubt("over_date", over)
    when, when_fields = describe_trigger(best)
    fields: Fields = {**sure, **over_fields, **when_fields,
        "signs": count(1 + len(others)), "watch": str(best["watch"]), "runs": count(int(best["runs"])),
        "gain": measure(gain, "the best constant mix", DIGITS), "over_date": measure(over, "a date", DIGITS),
        "seen": Quantity(best["seen"], digits=DIGITS, sign=True), "after": count(int(date["quarters"])),
        "date": Quantity(date["mean"], digits=DIGITS, sign=True),
    }  # fmt: skip
    perfect = ""
    if best["share"] == best["share"]:
        perfect = ", {perfect} of what perfect information is worth"
        fields["perfect"] = Quantity(best["share"], percent=True, digits=0)
    which = "the best of {signs} signs," if others else "the sign"
    text = (
        f"{open_verdict(gain, over)}: {which} {{watch}}{',' if others else ''} gains {{gain}} of utility over"
        f" the best constant mix on {{runs}} fresh runs{f' ({doubt})' if doubt else ''}{perfect}; on those"
        " of the search {seen}."
    )
    dated = (
        f" A switch after {{after}} quarters, which looks at nothing, gains {{date}}: the sign adds"
        f" {{over_date}}{f' ({over_doubt})' if over_doubt else ''}."
    )
    same = "; all runs do so in the same quarters" if best["dated"] else ""
    return write_verdict(f"{text}{dated} Switch when: {when}{same}.", **fields)


def take_over_date(row: Estimate) -> dict[str, Any]:
    """Return what a trigger gains over the best switch at a date, as an estimate."""
    ends = {part: row[f"over_date_{part}"] for part in PARTS if f"over_date_{part}" in row}
    return {"mean": row["over_date"], **ends}


def describe_trigger(row: Estimate) -> tuple[str, Fields]:
    """Describe when a trigger fires and when it is taken back."""
    fields: Fields = {"fires": Quantity(row["level"])}
    time, back = "", "for good"
    if row["quarters"] > 1:
        time, fields["quarters"] = " for {quarters} quarters", count(int(row["quarters"]))
    if row["release"] > 0.0:
        back, fields["release"] = f"back below {{release}}{time}", Quantity(row["release"])
    return f"{{watch}} at {{fires}} or more{time}, {back}", fields


def open_verdict(best: Estimate, over: Estimate) -> str:
    """Say whether a sign pays, and whether it does better than a date."""
    if best["dated"]:
        return "No sign does better than a date"
    if find_side(best) < 1:
        return "No sign clearly pays"
    if find_side(over) < 1:
        return "No sign clearly does better than a date"
    if over["mean"] < SMALL * best["mean"]:
        return "No sign does much better than a date"
    return "It pays to watch a sign"

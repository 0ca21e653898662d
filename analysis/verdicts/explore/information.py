"""What would be most worth knowing, and how much that is worth."""

from collections.abc import Mapping
from typing import Any

from ...compare.paired import list_rows
from ...compare.two_part import LEVEL
from ...explore.information.result import Information
from ...labels import input_name
from ...numerals import count_decimals
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields, quantify

WHO = "to a state that commits itself to a mix of effort for good"


def judge_information(found: Information, labels: Mapping[str, str]) -> Verdict:
    """Say what a committed state would best know, what that and everything is worth, and against what.

    Parameters
    ----------
    found : Information
        The value of information.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    inputs = list_rows(found.values.inputs)
    digits = count_decimals(float(found.values.total["high"]))
    best, several = inputs[0], len(inputs) > 1
    fields: Fields = {
        "inputs": count(len(inputs)),
        "total": measure_worth(found.values.total, digits),
        "level": Quantity(LEVEL, percent=True, digits=0),
        "points": count(found.points),
    }
    everything = "all {inputs} inputs" if several else "the only input"
    more, extra = compare_with_premium(found)
    if not best["star"] or not best["low"] > 0.0:
        text = (
            f"No input by itself is clearly worth knowing {WHO}; to know {everything} would be worth"
            " {total} of utility ({level} interval {total:range}), over {points} points."
        )
        return write_verdict(f"{text} {more}".strip(), **fields, **extra)
    fields |= {
        "input": input_name(str(best["input"]), labels), "path": str(best["input"]),
        "best": measure_worth(best, digits),
    }  # fmt: skip
    part = "of"
    if best["share"] == best["share"]:  # where all of it is worth nothing there is no share
        part, fields["part"] = "{part} of", Quantity(best["share"], percent=True, digits=0)
    text = (
        f"Most worth knowing {WHO} is {{input}} ({{path}}): {{best}} of utility ({{level}} interval"
        f" {{best:range}}), {part} the {{total}} ({{total:range}}) that {everything} would be worth,"
        " over {points} points."
    )
    return write_verdict(f"{text} {more}".strip(), **fields, **extra)


def measure_worth(row: Mapping[str, Any], digits: int) -> Quantity:
    """Return what knowledge is worth as a quantity with its interval."""
    return quantify(row["mean"], row["low"], row["high"], "95% interval", digits=digits)


def compare_with_premium(found: Information) -> tuple[str, Fields]:
    """Say how large EVPI is against what the best mix gains over the best lean, if it gains anything."""
    leans = found.mixes[found.mixes["patron"] != ""]
    gain = float(found.mixes["mean"].max() - leans["mean"].max())
    if not gain > 0.0:
        return "", {}
    fields: Fields = {
        "gain": Quantity(gain, against="the best committed lean"),
        "gain_part": Quantity(found.values.total["mean"] / gain, percent=True, digits=0),
        "mixes": count(len(found.mixes)),
    }
    text = (
        "To know everything is worth {gain_part} of what the best of {mixes} mixes gains over the best lean"
        " on one patron, {gain}."
    )
    return text, fields

"""What varied, in words of a verdict."""

import re
from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from ...labels import RUNG_COLUMNS, input_name, lower_name, premium_rival
from ..verdict import Quantity, count

NUMBER = re.compile(r"(?<![\w.:/])(?:\d+\.?\d*|\.\d+)(?![\w:/])")
MOST_NAMES = 3
"""Inputs that are named; of more their number is said."""
Fields = dict[str, Quantity | str]


def phrase_points(points: int, inputs: Sequence[str], labels: Mapping[str, str]) -> tuple[str, Fields]:
    """Write over which points of which inputs an answer is, for a template.

    Parameters
    ----------
    points : int
        Number of points.
    inputs : sequence of str
        Paths of the inputs that varied.
    labels : mapping of str to str
        The patrons' labels by their ids.

    Returns
    -------
    str
        Such as ``{points} points of {varied}``.
    dict
        Its fields.
    """
    fields: Fields = {"points": count(points)}
    word = "point" if points == 1 else "points"
    if len(inputs) > MOST_NAMES:
        return f"{{points}} {word} of {{inputs}} inputs", fields | {"inputs": count(len(inputs))}
    return f"{{points}} {word} of {{varied}}", fields | {
        "varied": join_names([input_name(path, labels) for path in inputs])
    }


def phrase_folder(manifest: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, Fields]]:
    """Return the labels of a sweep's patrons, and over which points of which inputs its answers are."""
    labels = dict(next(iter(manifest["scenarios"].values()))["labels"])
    points, inputs = int(manifest["design"]["points"]), list(manifest["points"]["columns"])
    return labels, phrase_points(points, inputs, labels)


def phrase_futures(manifest: Mapping[str, Any]) -> tuple[str, Fields]:
    """Write what the futures of a result folder are, for a template: scenarios, points of inputs or both."""
    scenarios, inputs = manifest["scenarios"], list(manifest["points"]["columns"])
    if not inputs:
        return "scenarios", {}
    labels = next(iter(scenarios.values()))["labels"]
    text, fields = phrase_points(1, inputs, labels)
    text = text.removeprefix("{points} point")
    return ("scenarios at points" if len(scenarios) > 1 else "points") + text, {
        name: value for name, value in fields.items() if name != "points"
    }


def name_outcome(outcome: str, strategy: str, where: str = "point") -> str:
    """Name a strategy's outcome in words; of a premium also what it is over, chosen there."""
    rival = premium_rival(outcome)
    if outcome in RUNG_COLUMNS:
        return f"premium of {strategy} by the rung {outcome}"
    if rival is None:
        return f"{lower_name(outcome.removesuffix('_mean'))} of {strategy}"
    best = f"the best {rival or 'other strategy'} (chosen at each {where})"
    return f"premium of {strategy} over {rival if ':' in rival else best}"


def join_names(names: Sequence[str]) -> str:
    """Join names as in a sentence: ``a, b and c``."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def quantify(
    value: float, low: float, high: float, doubt: str, *, digits: int = 4, sign: bool = False
) -> Quantity:
    """Return a number as a quantity; without an interval where its ends are not numbers."""
    if isnan(low) or isnan(high):
        return Quantity(value, digits=digits, sign=sign)
    return Quantity(value, low, high, doubt, digits=digits, sign=sign)


def read_numbers(condition: str) -> Fields:
    """Return the numbers that a condition holds as quantities, so that a verdict may repeat it."""
    found = NUMBER.findall(condition)
    return {f"in_condition_{place}": Quantity(float(text)) for place, text in enumerate(found, 1)}

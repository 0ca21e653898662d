"""Compare the numbers of a verdict's sentences with those beside them in JSON."""

import re
from collections.abc import Mapping
from typing import Any

from hedgesim.analysis.verdicts.verdict import Verdict

NUMBER = re.compile(r"(?<![\w./:])[+-]?(?:\d[\d,]*)?\.?\d+%?(?![\w/:])")
"""A number that is no part of a name such as belarus/war_2022 or 2022Q1."""


def check_verdict(verdict: Mapping[str, Any]) -> None:
    """Fail unless a verdict has one to three sentences whose every number stands in its JSON as well."""
    text = verdict["text"]
    assert 1 <= len(re.findall(r"[.!?](?=\s+[A-Z]|$)", text)) <= 3, text
    known = [
        number
        for quantity in verdict["numbers"].values()
        for number in (quantity["value"], quantity["low"], quantity["high"])
        if number is not None
    ]
    for found in NUMBER.findall(text):
        assert any(matches(found, number) for number in known), f"{found} stands nowhere in JSON: {text}"


def text_of(verdict: Verdict) -> str:
    """The sentences, after a check of their numbers."""
    check_verdict(verdict.to_plain_data())
    return verdict.text


def matches(printed: str, number: float) -> bool:
    """Return whether a printed number is another one, rounded."""
    digits = printed.rstrip("%").replace(",", "")
    decimals = len(digits.partition(".")[2])
    scale = 100.0 if printed.endswith("%") else 1.0
    return abs(float(digits) - scale * number) <= 1.01 * 10.0**-decimals * (0.5 if scale == 1.0 else 1.0)

"""Whether hedging is insurance: what the moods of patrons add to its lead, in the tail and in the mean."""

from typing import Any

from ..compare.paired import list_rows
from ..explore.risk.result import Risk
from .doubts import SINGLE, find_side, measure, phrase_doubt
from .verdict import Quantity, Verdict, count, write_verdict

Fields = dict[str, Quantity | str]
TAIL, MEAN = "cvar10_quarters", "mean"
SIDES = {
    1: "In {scenario} {subject} insures against the moods of patrons",
    0: "Whether {subject} insures against the moods of patrons in {scenario} is open",
    -1: "In {scenario} {subject} is the opposite of insurance against the moods of patrons",
}
LEADS = {
    1: "In the mean {subject} leads {reference}",
    0: "Whether {subject} leads {reference} in the mean is open",
    -1: "In the mean {subject} is behind {reference}",
}
DIGITS = 5
"""Decimals: what moods add to a lead is often a few ten-thousandths."""


def judge_risk(found: Risk) -> Verdict:
    """Say of the first subject and reference whether moods add to the lead, in the worst tenth and the mean.

    The worst tenth decides, for it is there that insurance pays.
    """
    subject, reference = found.subjects[0], next(r for r in found.references if r != found.subjects[0])
    rows = find_rows(found, subject, reference)
    lead, lead_fields = phrase_doubt("lead", take_lead(rows[MEAN]))
    tail_lead, tail_lead_fields = phrase_doubt("tail_lead", take_lead(rows[TAIL]))
    fields: Fields = {
        "scenario": found.scenario,
        "subject": subject,
        "reference": describe_reference(reference),
        "runs": count(found.runs),
        "lead": measure(take_lead(rows[MEAN]), reference),
        "tail_lead": measure(take_lead(rows[TAIL]), reference),
        **lead_fields,
        **tail_lead_fields,
    }
    if not found.moody:
        return write_verdict(
            "No patron of {scenario} has moods, so there is nothing to insure against."
            f" {LEADS[find_side(take_lead(rows[MEAN]))]}: the difference is {{lead}} ({lead or SINGLE}), in"
            f" the worst tenth of quarters {{tail_lead}} ({tail_lead or SINGLE}), over {{runs}} runs.",
            **fields,
        )
    tail, tail_fields = phrase_doubt("tail", rows[TAIL])
    mean, mean_fields = phrase_doubt("gain", rows[MEAN])
    fields |= {"tail": measure(rows[TAIL], reference, DIGITS), "gain": measure(rows[MEAN], reference, DIGITS)}
    template = (
        f"{SIDES[find_side(rows[TAIL])]}: in the worst tenth of quarters they add {{tail}} to its lead over"
        f" {{reference}} ({tail or SINGLE}), in the mean {{gain}} ({mean or SINGLE}). With moods that"
        f" lead is {{tail_lead}} in the worst tenth ({tail_lead or SINGLE}) and {{lead}} in the mean"
        f" ({lead or SINGLE}), over {{runs}} runs."
    )
    return write_verdict(template, **(fields | tail_fields | mean_fields))


def find_rows(found: Risk, strategy: str, reference: str) -> dict[str, dict[str, Any]]:
    """Return the estimates of a strategy against a reference by score."""
    table = found.insurance
    rows = table[(table["strategy"] == strategy) & (table["reference"] == reference)]
    return {row["score"]: row for row in list_rows(rows)}


def take_lead(row: dict[str, Any]) -> dict[str, Any]:
    """Return the lead with moods as an estimate."""
    parts = {k.removeprefix("lead_"): v for k, v in row.items() if k.startswith("lead_")}
    return {"mean": row["lead"], "runs": row["runs"], **parts}


def describe_reference(name: str) -> str:
    """Describe a reference in words that fit inside a sentence."""
    kind, _, patron = name.partition(":")
    return f"the best lean as known at the start ({patron})" if kind == "lean" else name

"""What data and patterns say of what is not known of a case, and whether the draws can be trusted."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from .verdict import Quantity, Verdict, count, write_verdict

NAMED = 3
"""Inputs that the sentence names."""

Fields = dict[str, Quantity | str]


def judge_ensemble(about: Mapping[str, Any], failing: int) -> Verdict:
    """Say what informs an ensemble, in how many directions, and whether it can be trusted.

    Parameters
    ----------
    about : mapping
        What is written of an ensemble beside its draws.
    failing : int
        Number of diagnostics that are not as they should be.
    """
    used = sum(row["belief"] is not None for row in about["patterns"])
    fields: Fields = {
        "scenario": about["scenario"],
        "varied": count(about["varied"]),
        "patterns": count(used),
        "draws": count(about["draws"]),
        "effective": count(about["effective"]),
        "failing": count(failing),
    }
    patterns = f"{{patterns}} pattern{'' if used == 1 else 's'}"
    if not about["until"]:
        inform = f"; {patterns} weigh{'s' if used == 1 else ''} the draws" if used else ""
        text = f"No data inform {{scenario}}: {{varied}} numbers vary as argued or by rule{inform}."
        return write_verdict(f"{text} {describe_trust(failing)}", **fields)
    fields |= measure_directions(about)
    most = []
    for place, row in enumerate(about["marginals"][:NAMED]):
        fields[f"input_{place}"] = str(row["input"])
        fields[f"learnt_{place}"] = Quantity(about["learnt"][row["input"]], percent=True, digits=0)
        most.append(f"{{input_{place}}} ({{learnt_{place}}} of its variance)")
    named = f"; most was learnt of {', '.join(most)}" if most else ""
    failed = ", ".join(str(row["pattern"]) for row in about["patterns"] if row["conflict"])
    text = (
        f"Data{f' and {patterns}' if used else ''} inform {{directions}} of {{varied}} directions of what is"
        f" not known of {{scenario}}, give or take {{doubt}}{named}."
        f"{f' The data contradict {failed}.' if failed else ''}"
    )
    return write_verdict(f"{text} {describe_trust(failing)}", **fields)


def describe_trust(failing: int) -> str:
    """Write the sentence on effective draws and diagnostics."""
    trust = "all diagnostics are as they should be"
    if failing:
        trust = "{failing} diagnostic" + (
            " is not as it should be" if failing == 1 else "s are not as they should be"
        )
    return f"Of {{draws}} draws {{effective}} are effective, and {trust}."


def measure_directions(about: Mapping[str, Any]) -> Fields:
    """Return the number of directions that were learnt, and its standard error over draws."""
    doubt = float(np.sqrt(2.0 * about["varied"] / about["distinct_draws"]))
    number = float(about["directions"])
    ends = (max(0.0, number - doubt), min(float(about["varied"]), number + doubt))
    return {
        "directions": Quantity(number, *ends, "give or take a standard error", digits=1),
        "doubt": Quantity(doubt, digits=1),
    }

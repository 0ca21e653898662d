"""Whether forecasts of held back years beat naive ones, and how often their intervals hold."""

import numpy as np

from ..compare.paired import list_rows
from ..forecast.hindcast import Hindcast
from ..forecast.rivals import RIVALS
from ..forecast.summary import average_coverage, divide_gain, find_best_naive
from .verdict import Quantity, Verdict, count, write_verdict

DOUBT = "90% interval over series"


def judge_hindcast(found: Hindcast) -> Verdict:
    """Say how the forecasts fare against the best naive one, how often they hold, and in trade."""
    rival = find_best_naive(found.compared, found.scores)
    rows = {row["rival"]: row for row in list_rows(found.compared)}
    best, coverage = rows[rival], average_coverage(found.scores)
    side = "are worse than" if best["low"] > 1.0 else "may be no better than"
    side = "are better than" if best["high"] < 1.0 else side
    fields: dict[str, Quantity | str] = {
        "scenario": found.scenario.name,
        "rival": RIVALS[rival].head,
        "ratio": Quantity(best["ratio"], best["low"], best["high"], DOUBT, RIVALS[rival].head, digits=2),
        "series": count(int(best["n"])),
        "wide": Quantity(0.9, percent=True, digits=0),
        "narrow": Quantity(0.5, percent=True, digits=0),
        "inside_wide": Quantity(coverage["coverage90"], percent=True, digits=0),
        "inside_narrow": Quantity(coverage["coverage50"], percent=True, digits=0),
    }
    text = (
        f"Forecasts of {{scenario}} {side} the best naive ones, {{rival}}: their error is {{ratio}} of theirs"
        " ({wide} interval {ratio:range}), over {series} series. Of the observations {inside_wide} lie within"
        " the {wide} intervals and {inside_narrow} within the {narrow} intervals."
    )
    if gain := divide_gain(found.scores):
        fields["trade"] = Quantity(float(np.exp(-sum(gain.values()))), digits=2)
        text += " In trade the error is {trade} of persistence's"
        if row := rows.get("drivers"):
            fields["drivers"] = Quantity(row["ratio"], row["low"], row["high"], DOUBT, "drivers", digits=2)
            text += ", and {drivers} ({drivers:range}) of that of a regression on the same drivers"
        text += "."
    return write_verdict(text, **fields)

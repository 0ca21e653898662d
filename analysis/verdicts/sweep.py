"""Which strategy is best over the points of a sweep, and what hedging gains there."""

from collections.abc import Sequence

import pandas as pd

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ..compare.paired import list_finished_runs, list_rows
from ..compare.sweep import BEST_OTHER, Sweep
from ..explore.robustness import compare_means
from ..results.folder import Results
from .doubts import SINGLE, find_side, measure, phrase_doubt
from .explore.points import Fields, phrase_folder
from .verdict import Quantity, Verdict, write_verdict

LEAN = "bandwagon"
SPREAD = "5 to 95% of points"
RIVALS = {
    BEST_OTHER: "the best other strategy (chosen at each point)",
    LEAN: "the best bandwagon (chosen at each point)",
}

SIGNS = {
    1: "Against {words} hedging gains",
    0: "Whether hedging gains against {words} depends on the point",
    -1: "Against {words} hedging loses",
}
"""By whether nine tenths of points lie above zero, on both sides of it, or below."""


def judge_folder(results: Results, scenarios: Sequence[str], found: Sweep) -> Verdict:
    """Say which strategy is best over the points of a result folder, and what hedging gains there.

    Parameters
    ----------
    results : Results
        The folder.
    scenarios : sequence of str
        The scenarios that are judged.
    found : Sweep
        Their summary.
    """
    try:
        behind = compare_means(list_finished_runs(results, scenarios), UTILITY)
    except InputError:  # a single strategy: there is nothing to compare
        behind = None
    return judge_sweep(found, behind, phrase_folder(results.manifest)[1])


def judge_sweep(found: Sweep, behind: pd.DataFrame | None, over: tuple[str, Fields]) -> Verdict:
    """Say which strategy has the best mean over all points, and what hedging gains over its rivals.

    Parameters
    ----------
    found : Sweep
        The sweep; premiums are those of its first scenario.
    behind : DataFrame or None
        What each strategy lacks to the best, as
        :func:`hedgesim.analysis.explore.robustness.compare_means` returns it; None where there is nothing to
        compare.
    over : str and fields
        The points, as :func:`.explore.points.phrase_points` writes them.
    """
    text, fields = judge_alone(found) if behind is None else judge_best(behind, found)
    scenario = found.strategies["scenario"].iloc[0]
    rows = {r["rival"]: r for r in list_rows(found.premiums) if r["scenario"] == scenario}
    for rival, words in RIVALS.items():
        if rival not in rows:
            continue
        row, name = rows[rival], rival.replace(" ", "_")
        ends = f"{{{name}}} on average, {{{name}:range}} at nine tenths of points"
        text += f" {SIGNS[int(row['low'] > 0.0) - int(row['high'] < 0.0)].format(words=words)}: {ends}, below"
        text += f" zero at {{{name}_below}} of them."
        fields[name] = Quantity(row["mean"], row["low"], row["high"], SPREAD, rival, sign=True)
        fields[f"{name}_below"] = Quantity(row["below"], percent=True, digits=0)
    return write_verdict(text.replace("{over}", over[0]), **fields, **over[1])


def judge_best(behind: pd.DataFrame, found: Sweep) -> tuple[str, Fields]:
    """Write the sentence on the strategy with the best mean utility, and by how much."""
    first, lead, *_ = list_rows(behind)
    best, second = str(first["strategy"]), str(lead["strategy"])
    mean = found.strategies.loc[found.strategies["strategy"] == best, UTILITY].mean()
    doubt, sure = phrase_doubt("lead", lead)
    fields: Fields = {**sure, "best": best, "second": second, "mean": Quantity(float(mean), digits=3)}
    fields["lead"] = measure(lead, second)
    if lead["mean"] <= 0.0:
        return "Over {over}, {best} and {second} have the same mean utility, {mean}.", fields
    if find_side(lead) > 0:
        text = "Over {over}, {best} has the highest mean utility: it is {mean}, {lead} more than {second},"
        return f"{text} the next ({doubt}).", fields
    text = "Over {over}, whether {best} or {second} has the higher mean utility is open: that of {best} is"
    return f"{text} {{mean}}, {{lead}} more ({doubt or SINGLE}).", fields


def judge_alone(found: Sweep) -> tuple[str, Fields]:
    """Write the sentence on the first strategy where there is none to compare it with."""
    row = list_rows(found.strategies)[0]
    mean = Quantity(row[UTILITY], row["least"], row["most"], "least and most of points", digits=3)
    text = "Over {over}, {strategy} has a mean utility of {mean}, {mean:range} at single points."
    return text, {"strategy": str(row["strategy"]), "mean": mean}

"""What a difference between two scenarios comes from, and whether there is one."""

import pandas as pd

from ...compare.paired import list_rows
from ...explore.shapley import WHOLE
from ..doubts import find_side, measure, phrase_doubt
from ..verdict import Verdict, count, write_verdict
from .points import Fields, name_outcome

SIDES = {
    1: "{change} the {outcome} rises: {total}",
    -1: "{change} the {outcome} falls: {total}",
    0: "{change} the {outcome} does not clearly change: {total}",
}


def judge_attribution(table: pd.DataFrame, change: str, outcome: str, strategy: str) -> Verdict:
    """Say how an outcome changes, how sure that is, and which inputs it comes from.

    Parameters
    ----------
    table : DataFrame
        Shapley values, as :func:`hedgesim.analysis.explore.attribution.attribute` gives them.
    change : str
        What is changed, as a sentence begins: ``From belarus/baseline to belarus/war_2022``.
    outcome, strategy : str
        What was attributed, and whose it is.
    """
    rows = [{**row, "mean": row["value"]} for row in list_rows(table)]
    total = next(row for row in rows if row["input"] == WHOLE)
    parts = sorted((row for row in rows if row is not total), key=lambda row: -abs(row["mean"]))
    doubt, fields = phrase_doubt("total", total)
    text = f"{SIDES[find_side(total)]}{f' ({doubt})' if doubt else ''}, over {{runs}} paired runs."
    more, extra = judge_parts(parts)
    return write_verdict(
        f"{text} {more}", **fields | extra, change=change, outcome=name_outcome(outcome, strategy, "step"),
        total=measure(total, "no change"), runs=count(int(total["runs"])),
    )  # fmt: skip


def judge_parts(parts: list[dict[str, float]]) -> tuple[str, Fields]:
    """Say which inputs add most, and of how many the doubt leaves out zero."""
    first = parts[0]
    doubt, sure = phrase_doubt("part", first)
    fields: Fields = {**sure, "input": str(first["input"]), "part": measure(first)}
    clear = sum(find_side(row) != 0 for row in parts)
    if len(parts) == 1:
        return "It is a single input, {input}.", {"input": str(first["input"])}
    text = f"{{input}} moves it most, by {{part}}{f' ({doubt})' if doubt else ''}"
    text += ", then {second} by {next}"
    fields |= {"second": str(parts[1]["input"]), "next": measure(parts[1])}
    fields |= {"clear": count(clear), "inputs": count(len(parts))}
    moves = "moves" if clear == 1 else "move"
    return f"{text}; {{clear}} of {{inputs}} inputs clearly {moves} it.", fields

"""Whether hedging pays against the best lean, by what, and what this depends on."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ..compare.paired import list_rows
from ..explore.ladder import Ladder
from ..labels import DOUBT
from .doubts import Estimate, find_side, measure, phrase_doubt, phrase_size
from .verdict import Quantity, Verdict, count, write_verdict

TIE, CONDUCT = f"{DOUBT}=0", f"{DOUBT}=1"
"""Both ends of the guess about rent: it pays the tie alone, or conduct alone."""
SIDES = {
    1: "In {scenario} hedging pays{size}",
    0: "Whether hedging pays in {scenario} is open",
    -1: "In {scenario} hedging does not pay",
}
NAMED = 3
"""Scenarios that a sentence names."""


def select_rows(table: pd.DataFrame, key: str, value: str) -> dict[str, dict[str, Any]]:
    """Return the rows in which a column has a value, by scenario."""
    return {row["scenario"]: row for row in list_rows(table[table[key] == value])}


def select_leans(rivals: pd.DataFrame, setting: str) -> dict[str, dict[str, Any]]:
    """Return hedge less the best lean that adapts, under a setting, by scenario."""
    return select_rows(rivals[rivals["rival"] == "bandwagon"], "setting", setting)


def judge_ladder(found: Ladder) -> Verdict:
    """Say whether hedging pays against the best lean, by what, and what this depends on."""
    names = list(found.rungs["scenario"].unique())
    return judge_scenario(found, names[0]) if len(names) == 1 else judge_scenarios(found, names)


def judge_scenario(found: Ladder, name: str) -> Verdict:
    """Write the sentences on a single scenario."""
    rungs = {
        str(rung): select_rows(found.rungs, "rung", str(rung))[name] for rung in found.rungs["rung"].unique()
    }
    leans = found.mixes[found.mixes["level"] == "lean"]["on"]
    doubt, fields = phrase_doubt("gain", rungs["hedging"])
    adaptive, more = phrase_doubt("own", select_leans(found.rivals, "")[name])
    coming = "Nothing changes after the first quarter, so that no mix could know more"
    if name in found.eventful:
        coming = "The best mix that knew what was to come has {surprise} on hedge"
        fields["surprise"] = measure(rungs["surprise"])
    ends = {"own": "", "tie": TIE, "conduct": CONDUCT}
    for key, setting in ends.items():
        fields[key] = measure(select_leans(found.rivals, setting)[name])
    fields |= more
    fields |= {
        "gain": measure(rungs["hedging"]),
        "spread": measure(rungs["diversification"]),
        "adapt": measure(rungs["flexibility"]),
        "runs": count(int(rungs["hedging"]["runs"])),
    }
    template = (
        f"{SIDES[find_side(rungs['hedging'])]}: {{gain}} over the best lean ({{leans}}; {doubt}), {{spread}}"
        " by spreading effort and {adapt} by adapting it, over {runs} runs."
        f" {coming}. Over leans that adapt it is {{own}} ({adaptive}): {{tie}} if rent pays the tie alone,"
        " {conduct} if conduct alone."
    )
    size, patrons = phrase_size(rungs["hedging"]["mean"]), " or ".join(dict.fromkeys(leans))
    return write_verdict(template, scenario=name, size=size, leans=patrons, **fields)


def judge_scenarios(found: Ladder, names: list[str]) -> Verdict:
    """Write the sentences on several scenarios: in how many hedging pays, by what, and with which doubt."""
    rows = {str(rung): select_rows(found.rungs, "rung", str(rung)) for rung in found.rungs["rung"].unique()}
    hedging = rows["hedging"]
    least, most = (choose(hedging.values(), key=lambda row: row["mean"]) for choose in (min, max))
    adapting = [name for name in names if find_side(rows["flexibility"][name]) > 0]
    ends = [select_leans(found.rivals, setting) for setting in (TIE, "", CONDUCT)]
    fields: dict[str, Quantity | str] = {
        "paying": count(count_sides(hedging.values(), 1)),
        "losing": count(count_sides(hedging.values(), -1)),
        "scenarios": count(len(names)),
        "least": measure(least),
        "worst": least["scenario"],
        "most": measure(most),
        "best": most["scenario"],
        "spreading": count(count_sides(rows["diversification"].values(), 1)),
        "adapting": count(len(adapting)),
        "turning": count(sum({1, -1} <= {find_side(end[name]) for end in ends} for name in names)),
        "runs": count(int(least["runs"])),
    }
    named = ", ".join(adapting[:NAMED]) + (" and others" if len(adapting) > NAMED else "")
    return write_verdict(
        "Over the best lean hedging gains in {paying} of {scenarios} scenarios and loses in {losing}, from"
        " {least} in {worst} ({least:range}) to {most} in {best} ({most:range}), over {runs} runs each."
        " Spreading effort alone gains in {spreading}, adapting it adds to that in {adapting}"
        f"{f': {named}' if named else ''}. Whether rent pays the tie or conduct turns a clear sign in"
        " {turning}.",
        **fields,
    )


def count_sides(rows: Iterable[Estimate], side: int) -> int:
    """Count the differences that lie on a side of zero."""
    return sum(find_side(row) == side for row in rows)

"""Which inputs decide an outcome, and how sure that is."""

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd

from ...compare.paired import list_rows
from ...compare.premium import NOTHING
from ...compare.two_part import LEVEL
from ...explore.indices import SIZES
from ...labels import input_name
from ...numerals import count_decimals
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields, join_names, name_outcome, quantify

INDICES = {
    "ST": "its share of variance, interactions included, is {main}",
    "mu_star": "over its whole range it changes the outcome by {main} on average",
    "SRRC": "its rank coefficient is {main}",
    "range": "by itself it moves the outcome by {main}",
}
"""Main index of a method, in words."""
BOUNDED = frozenset({"ST", "SRRC"})
FIT = 0.5
"""Share of the ranks' variance below which effects are said not to be monotone."""
FLOOR = Quantity(NOTHING, digits=3)
"""Move of an outcome that is not nothing."""
Row = Mapping[str, Any]


def judge_sensitivity(
    rows: pd.DataFrame, labels: Mapping[str, str], over: tuple[str, Fields] = ("", {})
) -> Verdict:
    """Say which inputs decide the first outcome, or that none clearly does.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`hedgesim.analysis.explore.sensitivity.sensitivity`.
    labels : mapping of str to str
        The patrons' labels by their ids.
    over : str and fields
        The points, as :func:`.points.phrase_points` writes them.
    """
    first, part = rows.iloc[0], take_first(rows)
    ranked = rank_inputs(part)
    best = ranked[0]
    main = measure_index(best)
    doubt, fields = phrase_index_doubt(best)
    fields |= {"input": input_name(best["parameter"], labels), "path": best["parameter"], "main": main}
    subject = f"the {name_outcome(str(first['outcome']), str(first['strategy']))}"
    where, index = f" over {over[0]}" if over[0] else "", f"{INDICES[best['index']]}{doubt}"
    text = f"What decides {{subject}}{where} is mostly {{input}} ({{path}}): {index}."
    if not is_clear(best):
        text = (
            f"No input clearly decides {{subject}}{where}: the first, {{input}} ({{path}}),"
            f" {describe_open(best)}; {index}."
        )
    more, extra = judge_others(ranked, labels)
    if best["index"] in SIZES:
        fields["floor"] = FLOOR
    fit, fit_fields = judge_fit(part)
    text = " ".join(sentence for sentence in (text, more, fit) if sentence)
    return write_verdict(text, subject=subject, **fields, **over[1], **extra, **fit_fields)


def take_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the first outcome and strategy."""
    keys = ["outcome", "strategy"]
    return rows[(rows[keys] == rows.iloc[0][keys]).all(axis=1)]


def rank_inputs(part: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the main index of a method, the strongest first."""
    main = next(index for index in INDICES if (part["index"] == index).any())
    table = part[part["index"] == main]
    return list_rows(table.sort_values("value", key=abs, ascending=False, kind="stable"))


def is_clear(row: Row) -> bool:
    """Return whether the interval of an index leaves out 0; of a size, whether it is at least NOTHING."""
    if row["index"] in SIZES:
        return bool((row["value"] if isnan(row["low"]) else row["low"]) >= NOTHING)
    return bool(row["low"] > 0.0 or row["high"] < 0.0)


def describe_open(row: Row) -> str:
    """Write in what an index is not clear."""
    return "does not clearly move it by {floor}" if row["index"] in SIZES else "is not clear of zero"


def measure_index(row: Row) -> Quantity:
    """Return an index as a quantity with its interval."""
    digits = 2 if row["index"] in BOUNDED else min(5, count_decimals(row["value"]))
    sign = row["index"] == "SRRC"
    return quantify(row["value"], row["low"], row["high"], "95% interval", digits=digits, sign=sign)


def phrase_index_doubt(row: Row) -> tuple[str, Fields]:
    """Write how sure an index of means is, and how it is spread in single draws."""
    parts: list[str] = []
    fields: Fields = {}
    if row["low"] == row["low"]:
        parts, fields = ["{level} interval {main:range}"], {"level": Quantity(LEVEL, percent=True, digits=0)}
    if row.get("draws_low", float("nan")) == row.get("draws_low"):
        parts.append("in nine tenths of single draws {single:range}")
        main = measure_index(row)
        fields["single"] = Quantity(
            row["value"], row["draws_low"], row["draws_high"], "5 to 95% of draws", digits=main.digits,
            sign=main.sign,
        )  # fmt: skip
    return f" ({'; '.join(parts)})" if parts else "", fields


def judge_others(ranked: list[dict[str, Any]], labels: Mapping[str, str]) -> tuple[str, Fields]:
    """Say which inputs follow, and how many are clear at all."""
    clear = [row for row in ranked if is_clear(row)]
    fields: Fields = {"clear": count(len(clear)), "ranked": count(len(ranked))}
    if len(ranked) == 1 or not is_clear(ranked[0]):
        return "", {}
    names = []
    for place, row in enumerate(clear[1:3], 2):
        fields[f"index_{place}"] = measure_index(row)
        names.append(f"{input_name(row['parameter'], labels)} at {{index_{place}}}")
    then = f"Then {'comes' if len(names) == 1 else 'come'} {join_names(names)}; " if names else ""
    if ranked[0]["index"] in SIZES:
        found = f"clearly {'moves' if len(clear) == 1 else 'move'} it by {{floor}} or more"
    else:
        found = f"{'is' if len(clear) == 1 else 'are'} clear of zero"
    text = f"{then}{{clear}} of {{ranked}} inputs {found}."
    return text, fields


def judge_fit(part: pd.DataFrame) -> tuple[str, Fields]:
    """Say that effects are not monotone, where ranks explain little."""
    found = list_rows(part[part["index"] == "R2"])
    if not found or found[0]["value"] >= FIT:
        return "", {}
    fit = quantify(found[0]["value"], found[0]["low"], found[0]["high"], "95% interval", digits=2)
    return "Ranks explain only {fit} of the variance: effects bend or interact.", {"fit": fit}


def judge_convergence(rows: pd.DataFrame, labels: Mapping[str, str]) -> Verdict:
    """Say whether the index of the strongest input has settled.

    Parameters
    ----------
    rows : DataFrame
        Result of :func:`hedgesim.analysis.explore.sensitivity.convergence`.
    labels : mapping of str to str
        The patrons' labels by their ids.
    """
    last = rows[rows["samples"] == rows["samples"].max()]
    target = last.iloc[0]
    best = rank_inputs(
        last[(last["outcome"] == target["outcome"]) & (last["strategy"] == target["strategy"])]
    )[0]
    same = rows[(rows[list(IDENTITY)] == [best[c] for c in IDENTITY]).all(axis=1)]
    earlier = list_rows(same.sort_values("samples"))[:-1]
    fields: Fields = {
        "input": input_name(best["parameter"], labels), "path": best["parameter"],
        "index": best["index"], "main": measure_index(best), "samples": count(best["samples"]),
    }  # fmt: skip
    doubt, more = phrase_index_doubt(best)
    text = (
        f"With all {{samples}} samples {{index}} of {{input}} ({{path}}), the strongest, is {{main}}{doubt}"
    )
    if not earlier:
        return write_verdict(f"{text}; fewer samples give no index to compare it with.", **fields, **more)
    before = earlier[-1]
    settled = best["low"] <= before["value"] <= best["high"]
    word = "inside that interval, so that it has settled" if settled else "outside: more samples are needed"
    fields |= {"before": measure_index(before), "fewer": count(before["samples"])}
    return write_verdict(f"{text}. With {{fewer}} it was {{before}}, {word}.", **fields, **more)


IDENTITY = ("outcome", "strategy", "parameter", "index")
"""Columns that say which index a row holds."""

"""What a strategy loses if a patron cuts the hedger off, and which other would lose least."""

from typing import Any

from ..compare.fallback import LEADER, Fallback
from ..compare.paired import list_rows
from ..compare.two_part import PARTS
from .doubts import measure, phrase_doubt
from .verdict import Quantity, Verdict, count, write_verdict

Row = dict[str, Any]
Fields = dict[str, Quantity | str]


def judge_fallback(found: Fallback) -> Verdict:
    """Say what the reference loses and keeps, and what those who lose less or more make of it."""
    rows = list_rows(found.rows)
    mine = next(row for row in rows if row["strategy"] == found.reference)
    doubt, fields = phrase_doubt("lost", mine, share=False)
    patron = mine["cut"]
    who = found.scenario.labels[patron]
    numbers: Fields = {
        "who": f"{who}, the leading patron," if found.cut.patron == LEADER else who,
        "hedger": found.scenario.hedger,
        "cut": count(found.cut.quarters),
        "start": found.scenario.quarter_name(found.cut.first),
        "reference": found.reference,
        "lost": measure(mine, digits=3, sign=False),
        "kept": Quantity(
            mine["kept"], mine["kept_low"], mine["kept_high"], "95% interval", percent=True, digits=0
        ),
        "runs": count(int(mine["runs"])),
    }
    quarters = "{cut} quarter" if found.cut.quarters == 1 else "{cut} quarters"
    first = (
        f"If {{who}} cuts {{hedger}} off for {quarters} from {{start}}, {{reference}} loses {{lost}}"
        f" utility-years{f' ({doubt})' if doubt else ''} and keeps {{kept}} of its utility meanwhile, over"
        " {runs} runs."
    )
    second, others = judge_others(found, [row for row in rows if row["strategy"] != found.reference])
    return write_verdict(f"{first}{second}", **(numbers | fields | others))


def judge_others(found: Fallback, others: list[Row]) -> tuple[str, Fields]:
    """Write the sentence on the other that loses least, and on how many lose clearly more or less."""
    if not others:
        return "", {}
    best = min(others, key=lambda row: row["more"])
    more = {"mean": best["more"], "runs": best["runs"]} | {
        k: best[f"more_{k}"] for k in ("low", "high", *PARTS) if f"more_{k}" in best
    }
    doubt, fields = phrase_doubt("gap", more)
    numbers: Fields = {
        "safest": best["strategy"],
        "least": Quantity(best["mean"], digits=3),
        "gap": measure(more, found.reference, 3),
    }
    gap = f"a difference of {{gap}} from {{reference}}{f' ({doubt})' if doubt else ''}"
    if len(others) == 1:
        return f" The other strategy, {{safest}}, loses {{least}}, {gap}.", {**fields, **numbers}
    counts: Fields = {
        "others": count(len(others)),
        "worse": count(sum(is_beyond(row, 1.0) for row in others)),
        "better": count(sum(is_beyond(row, -1.0) for row in others)),
    }
    lose = "loses" if counts["better"] == count(1) else "lose"
    text = f" Of {{others}} others {{safest}} loses least, {{least}}, {gap}"
    return f"{text}; in the mean {{better}} clearly {lose} less and {{worse}} more.", {
        **fields,
        **numbers,
        **counts,
    }


def is_beyond(row: Row, sign: float) -> bool:
    """Return whether the mean of what is lost is surely more (1) or less (-1) than with the reference."""
    return bool(min(sign * row["more_low"], sign * row["more_high"]) > 0.0)

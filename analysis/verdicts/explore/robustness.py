"""Which strategy is best over all futures, by how much, and whether criteria agree."""

from ...compare.paired import list_rows
from ...explore.robustness import CRITERIA, Robustness, list_criteria
from ...labels import lower_name, premium_rival
from ..doubts import INTERVAL, SINGLE, find_side, measure, phrase_doubt
from ..verdict import Verdict, count, write_verdict
from .points import Fields, join_names, quantify

SIDES = {
    1: "Over {futures} futures ({which}), {best} has the highest mean {outcome}: it is {mean}, {lead} more"
    " than {second}, the next",
    0: "Over {futures} futures ({which}), whether {best} or {second} has the higher mean {outcome} is open:"
    " that of {best} is {mean}, {lead} more",
}
EQUAL = "Over {futures} futures ({which}), {best} and {second} have the same mean {outcome}, {mean}."


def judge_robustness(found: Robustness, which: tuple[str, Fields] = ("", {})) -> Verdict:
    """Say which strategy has the best mean over futures, how sure that is, and what other criteria say.

    Parameters
    ----------
    found : Robustness
        The criteria.
    which : str and fields
        What the futures are, as :func:`.points.phrase_futures` writes it.
    """
    first, lead, *_ = list_rows(found.behind)
    cells = {(r["strategy"], r["criterion"]): r for r in list_rows(found.rows)}
    best, second, mean = str(first["strategy"]), str(lead["strategy"]), cells[first["strategy"], "mean"]
    doubt, fields = phrase_doubt("lead", lead)
    text = SIDES[max(find_side(lead), 0)] + f" ({doubt or SINGLE})."
    text = EQUAL if lead["mean"] <= 0.0 else text
    gain = premium_rival(found.outcome) is not None
    criteria, more = judge_criteria(found, best)
    text = text.replace(" ({which})", f" ({which[0]})" if which[0] else "")
    return write_verdict(
        f"{text} {criteria}", **fields, **more, **which[1], best=best, second=second,
        outcome=name_gain(found.outcome), futures=count(found.futures), lead=measure(lead, second),
        mean=quantify(mean["value"], mean["low"], mean["high"], INTERVAL, digits=3, sign=gain),
    )  # fmt: skip


def name_gain(outcome: str) -> str:
    """Name the outcome of every strategy in words; a premium as a gain, with what it is over."""
    rival = premium_rival(outcome)
    if rival is None:
        return lower_name(outcome.removesuffix("_mean"))
    return f"gain in utility over the best {rival or 'strategy besides hedge'} (chosen at each future)"


def judge_criteria(found: Robustness, best: str) -> tuple[str, Fields]:
    """Say whether the strategy with the best mean is best by the other criteria as well."""
    ranks = {(r["strategy"], r["criterion"]): int(r["rank"]) for r in list_rows(found.rows)}
    criteria = list_criteria(found)
    lost = [c for c in criteria if ranks[best, c] > 1]
    fields: Fields = {"criteria": count(len(criteria))}
    if not lost:
        return "It is the best by all {criteria} criteria.", fields
    winners = {
        c: join_names([s for s in found.behind["strategy"] if ranks[s, c] == 1]) for c in lost
    }  # fmt: skip
    parts = [f"{name} by {join_names([CRITERIA[c] for c in lost if winners[c] == name])}"
             for name in dict.fromkeys(winners.values())]  # fmt: skip
    return f"By {{lost}} of {{criteria}} criteria others are better: {'; '.join(parts)}.", {
        **fields,
        "lost": count(len(lost)),
    }

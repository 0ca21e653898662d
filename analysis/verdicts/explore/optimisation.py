"""Whether the mix that a search found is better than what takes no search, on fresh shocks."""

from collections.abc import Mapping
from typing import Any

from ...compare.paired import list_rows
from ...compare.two_part import PARTS
from ...explore.optimisation.mix_scores import FOUND, NAMED, SIMPLE
from ...explore.optimisation.optimisation import LEAST_GENERATIONS, SETTLED, Best
from ...explore.optimisation.question import Question
from ..doubts import find_side, measure, phrase_doubt
from ..verdict import Quantity, Verdict, count, write_verdict
from .points import Fields

AIMS = {"mean": "mean utility", "worst": "utility of the worst decile", "regret": "regret"}
WHAT = {"effort": "the constant mix that was found", "weights": "deciding by the weights that were found"}
KINDS = {NAMED: "named strategies", SIMPLE: "simple mixes"}


def judge_optimum(best: Best, question: Question) -> Verdict:
    """Say what the found mix gains out of sample over other plans, and whether its search has settled.

    Parameters
    ----------
    best : Best
        Result of the search.
    question : Question
        Its definition.
    """
    plans = list_rows(best.scores)
    found, cases = next(plan for plan in plans if plan["kind"] == FOUND), question.checked
    named, fields = compare_with(plans, NAMED, question.aim)
    simple, more = compare_with(plans, SIMPLE, question.aim)
    over = "{runs} runs at each of {futures} futures" if cases.averaged else "{runs} runs"
    text = f"On fresh shocks {{what}} ({{aim}} {{score}}, over {over}) {named}."
    settled, late = judge_search(best)
    score = Quantity(found[question.aim])
    return write_verdict(
        f"{text} Against simple mixes it {simple}. {settled}", **fields | more | late, score=score,
        what=WHAT[question.over], aim=AIMS[question.aim], runs=count(cases.runs), futures=count(cases.points),
    )  # fmt: skip


def compare_with(plans: list[dict[str, Any]], kind: str, aim: str) -> tuple[str, Fields]:
    """Write what the found mix gains over the best plan of a kind, which is chosen on the same shocks."""
    others = [plan for plan in plans if plan["kind"] == kind]
    rival = min(others, key=lambda plan: plan[aim] * (1.0 if aim == "regret" else -1.0))
    gap, name = take_gap(rival), f"over_{kind}"
    clause, doubt = phrase_doubt(name, gap)
    fields: Fields = {
        **doubt,
        name: measure(gap, str(rival["strategy"])),
        f"{kind}_rival": str(rival["strategy"]),
        f"{kind}_count": count(len(others)),
    }
    which = f"{{{kind}_rival}}, the best of {{{kind}_count}} {KINDS[kind]}"
    if gap["mean"] == 0.0 and gap["low"] == gap["high"]:
        return f"is no other than {which}", fields
    side = find_side(gap)
    word = "better" if gap["mean"] > 0.0 else "worse"
    hedged = "" if side else ", though not clearly"
    return f"does {word} than {which}{hedged}: {{{name}}}{f' ({clause})' if clause else ''}", fields


def take_gap(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return by how much the found mix is better than a plan, as an estimate."""
    ends = {key: plan[f"behind_{key}"] for key in ("low", "high", *PARTS) if f"behind_{key}" in plan}
    return {"mean": plan["behind"], **ends}


def judge_search(best: Best) -> tuple[str, Fields]:
    """Say whether the search has settled, or was too short to say."""
    fields: Fields = {
        "generations": count(best.generations), "late": Quantity(best.late_gain, digits=5),
        "settled_at": Quantity(SETTLED, digits=4), "enough": count(LEAST_GENERATIONS),
    }  # fmt: skip
    generations = "{generations} generation" if best.generations == 1 else "{generations} generations"
    text = f"the last quarter of {generations} added {{late}}"
    if best.settled:
        return f"The search has settled: {text}, at most {{settled_at}}.", fields
    if best.late_gain <= SETTLED:
        return (
            "Whether the search has settled is open: {generations} generations are too few; give it {enough}"
            " or more --generations.",
            fields,
        )
    return (
        f"The search has not settled: {text}, more than {{settled_at}}; give it more --generations.",
        fields,
    )

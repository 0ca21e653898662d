"""Whether hedging pays: the premium of the first scenario with its doubt, and in how many others it holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...model.outcomes import UTILITY
from ...model.scenario.resolution import TABLE
from ...model.scenario.tables import KNOWN
from ...model.strategies import HEDGE
from ..compare.comparison import Comparison
from ..compare.paired import list_rows
from ..compare.premium import list_rivals
from ..compare.two_part import PARTS
from .doubts import MOST, SINGLE, find_side, has_spread, measure, phrase_doubt, phrase_size
from .verdict import Quantity, Verdict, count, insert_parts, write_verdict

LEAN = "bandwagon"
SIDES = {1: "pays", 0: "open", -1: "loses"}
"""Name of the sentence for each side of zero on which the premium lies."""
SENTENCES = {
    "pays": "Hedging pays{size} in {scenario}{origin}",
    "open": "Whether hedging pays in {scenario}{origin} is open",
    "loses": "Hedging does not pay in {scenario}{origin}",
    "guesses": " (all its own numbers are guesses)",
    "best": "{side}: mean utility {hedge}, {gain} over {rival} ({doubts}).",
    "own": "over each draw's own best {own}",
    "only": "{best}, the only other strategy",
    "chosen": "{best}, the best of {others} others chosen after the fact",
    "lean": "Against the best bandwagon, {lean}, the difference is {over_lean} ({doubt}).",
    "alone": "This is over {over}.",
    "beats": "Hedging beats the best other in {where} {how}, over {over}.",
    "where": "{paying} of {scenarios} scenarios",
    "losing": "{paying} of {scenarios} scenarios and loses to it in {losing},",
    "level": "by a {level} interval",
    "most": "in at least {most} of draws",
    "run": "{runs} run",
    "runs": "{runs} runs",
    "draw": "{over} ({draws} draw)",
    "draws": "{over} ({draws} draws)",
    "quarters": "{over} of {quarters} quarters",
    "window": "{over}, outcomes of {window} alone",
    "failed": "{over}, without {failed} that failed",
    "none": "Whether hedging pays in {scenario} is not known: none of its runs finished, {failed} failed.",
    "unknown": (
        "Whether hedging pays in {scenario} is not known: {why}. There {which} has a mean utility of"
        " {utility}{doubt}, over {over}."
    ),
    "best_of": "{best}, the best of {strategies} strategies,",
}
"""Sentences and clauses of the verdict; the page of ``hedgesim page`` fills the same ones."""

Fields = dict[str, Quantity | str]


def judge_comparison(c: Comparison, scenario: str | None = None) -> Verdict:
    """Say whether hedging pays in a scenario, how sure that is, and in how many of all scenarios it does.

    Parameters
    ----------
    c : Comparison
        The comparison.
    scenario : str, optional
        The scenario that the first sentences are about; by default the first one, the baseline.
    """
    name = scenario or next(iter(c.scenarios))
    rows = {row["scenario"]: row for row in list_rows(c.tables["premium"])}
    if name not in rows:
        return judge_without_premium(c, name)
    sentences = [judge_best(c, rows[name]), judge_lean(c, rows[name]), judge_scenarios(c, name, rows)]
    template = " ".join(text for text, _ in sentences if text)
    fields: Fields = {key: value for _, part in sentences for key, value in part.items()}
    return write_verdict(template, scenario=name, **fields)


def take_premium(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the premium over one rival for all draws as an estimate."""
    return {
        "mean": row["premium"],
        **{key: row[key] for key in ("runs", "low", "high", *PARTS) if key in row},
    }


def judge_best(c: Comparison, row: Mapping[str, Any]) -> tuple[str, Fields]:
    """Write the sentence on hedging and the best other strategy, with that on each draw's own best."""
    gain = take_premium(row)
    doubt, fields = phrase_doubt("gain", gain)
    doubts = [doubt or SINGLE]
    if c.draws and row["own"] == row["own"]:
        doubts.append(SENTENCES["own"])
        own = {
            "mean": row["own"],
            "runs": row["runs"],
            **{k: row[f"own_{k}"] for k in ("low", "high", *PARTS)},
        }
        fields["own"] = measure(own, "each draw's own best")
    text = insert_parts(
        SENTENCES["best"],
        side=SENTENCES[SIDES[find_side(gain)]],
        rival=describe_best(c, row),
        doubts="; ".join(doubts),
    )
    numbers: Fields = {
        "hedge": Quantity(row["hedge"], digits=3),
        "gain": measure(gain, row["best"]),
        "size": phrase_size(row["premium"]),
        "origin": phrase_origin(c.scenarios[row["scenario"]]),
        "best": row["best"],
        "others": count(count_rivals(c, row["scenario"])),
    }
    return text, {**fields, **numbers}


def phrase_origin(scenario: Mapping[str, Any]) -> str:
    """Return the clause on a scenario whose own numbers are all guesses; empty for others."""
    own = [o["kind"] for o in scenario.get("origins", {}).values() if o["file"] != TABLE]
    return SENTENCES["guesses"] if own and not set(own) & set(KNOWN) else ""


def count_rivals(c: Comparison, scenario: str) -> int:
    """Count the strategies of a scenario among which the best other one is chosen."""
    table = c.tables["strategies"]
    return len(list_rivals(table.loc[table["scenario"] == scenario, "strategy"].unique()))


def describe_best(c: Comparison, row: Mapping[str, Any]) -> str:
    """Name the best other strategy, and say that it is chosen after the fact where there are several."""
    return SENTENCES["only" if count_rivals(c, row["scenario"]) == 1 else "chosen"]


def judge_lean(c: Comparison, row: Mapping[str, Any]) -> tuple[str, Fields]:
    """Write the sentence on the best bandwagon; none without one, or if it is the best other."""
    table = c.tables["rivals"]
    found = table[(table["scenario"] == row["scenario"]) & (table["rival"] == LEAN)]
    if found.empty or row["best"].partition(":")[0] == LEAN or "point" in table:
        return "", {}
    lean = list_rows(found)[0]
    doubt, fields = phrase_doubt("over_lean", lean)
    return insert_parts(SENTENCES["lean"], doubt=doubt), {
        **fields,
        "over_lean": measure(lean, lean["best"]),
        "lean": lean["best"].replace(", ", " or "),
    }


def judge_scenarios(c: Comparison, name: str, rows: Mapping[str, Mapping[str, Any]]) -> tuple[str, Fields]:
    """Write the sentence on all scenarios, runs, draws and quarters."""
    over, fields = describe_runs(c, name, int(rows[name]["runs"]))
    if len(rows) == 1:
        return insert_parts(SENTENCES["alone"], over=over), fields
    sides = [find_side(take_premium(row)) for row in rows.values()]
    fields |= {"scenarios": count(len(rows)), "paying": count(sides.count(1))}
    how, where = SENTENCES["level"], SENTENCES["where"]
    if any(map(has_spread, rows.values())):
        how, fields["most"] = SENTENCES["most"], Quantity(MOST, percent=True, digits=0)
    if losing := sides.count(-1):
        where, fields["losing"] = SENTENCES["losing"], count(losing)
    return insert_parts(SENTENCES["beats"], where=where, how=how, over=over), fields


def describe_runs(c: Comparison, name: str, runs: int) -> tuple[str, Fields]:
    """Describe runs, draws, quarters and failed runs of a scenario."""
    fields: Fields = {"runs": count(runs), "quarters": count(c.scenarios[name]["horizon"])}
    text, names = SENTENCES["run" if runs == 1 else "runs"], ["quarters"]
    if c.draws:
        names, fields["draws"] = ["draw" if c.draws == 1 else "draws", *names], count(c.draws)
    if c.window:
        names, fields["window"] = [*names, "window"], c.window
    if c.failed:
        names, fields["failed"] = [*names, "failed"], count(c.failed)
    for clause in names:
        text = insert_parts(SENTENCES[clause], over=text)
    return text, fields


def judge_without_premium(c: Comparison, name: str) -> Verdict:
    """Say why nothing can be said on hedging, and which strategy is best."""
    table = c.tables["strategies"]
    means = list_rows(table[(table["scenario"] == name) & (table["measure"] == UTILITY)])
    if not means:
        return write_verdict(SENTENCES["none"], scenario=name, failed=count(c.failed))
    best = max(means, key=lambda row: row["mean"])
    doubt, extra = phrase_doubt("utility", best, share=False)
    over, numbers = describe_runs(c, name, int(best["runs"]))
    text = insert_parts(
        SENTENCES["unknown"],
        why=explain_absence(c, means),
        which=SENTENCES["best_of"] if len(means) > 1 else "{best}",
        doubt=f" ({doubt})" if doubt else "",
        over=over,
    )
    fields: Fields = {
        "best": best["strategy"],
        "utility": measure(best, digits=3, sign=False),
        "strategies": count(len(means)),
    }
    return write_verdict(text, scenario=name, **extra, **numbers, **fields)


def explain_absence(c: Comparison, means: Sequence[Mapping[str, Any]]) -> str:
    """Say why the strategies of a scenario give no premium."""
    played = [row["strategy"] for row in means]
    if HEDGE not in played:
        return f"no run of {HEDGE} finished" if c.failed else f"{HEDGE} was not played"
    if not list_rivals(played):
        return f"{HEDGE} was played without a rival"
    return f"no run finished with both {HEDGE} and its rivals"

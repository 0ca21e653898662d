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
from .verdict import Quantity, Verdict, count, write_verdict

LEAN = "bandwagon"
SIDES = {
    1: "Hedging pays{size} in {scenario}{origin}",
    0: "Whether hedging pays in {scenario}{origin} is open",
    -1: "Hedging does not pay in {scenario}{origin}",
}

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
    parts = [doubt or SINGLE]
    if c.draws and row["own"] == row["own"]:
        parts.append("over each draw's own best {own}")
        own = {
            "mean": row["own"],
            "runs": row["runs"],
            **{k: row[f"own_{k}"] for k in ("low", "high", *PARTS)},
        }
        fields["own"] = measure(own, "each draw's own best")
    text = (
        f"{SIDES[find_side(gain)]}: mean utility {{hedge}}, {{gain}} over {describe_best(c, row)}"
        f" ({'; '.join(parts)})."
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
    return " (all its own numbers are guesses)" if own and not set(own) & set(KNOWN) else ""


def count_rivals(c: Comparison, scenario: str) -> int:
    """Count the strategies of a scenario among which the best other one is chosen."""
    table = c.tables["strategies"]
    return len(list_rivals(table.loc[table["scenario"] == scenario, "strategy"].unique()))


def describe_best(c: Comparison, row: Mapping[str, Any]) -> str:
    """Name the best other strategy, and say that it is chosen after the fact where there are several."""
    if count_rivals(c, row["scenario"]) == 1:
        return "{best}, the only other strategy"
    return "{best}, the best of {others} others chosen after the fact"


def judge_lean(c: Comparison, row: Mapping[str, Any]) -> tuple[str, Fields]:
    """Write the sentence on the best bandwagon; none without one, or if it is the best other."""
    table = c.tables["rivals"]
    found = table[(table["scenario"] == row["scenario"]) & (table["rival"] == LEAN)]
    if found.empty or row["best"].partition(":")[0] == LEAN or "point" in table:
        return "", {}
    lean = list_rows(found)[0]
    doubt, fields = phrase_doubt("over_lean", lean)
    text = f"Against the best bandwagon, {{lean}}, the difference is {{over_lean}} ({doubt})."
    return text, {
        **fields,
        "over_lean": measure(lean, lean["best"]),
        "lean": lean["best"].replace(", ", " or "),
    }


def judge_scenarios(c: Comparison, name: str, rows: Mapping[str, Mapping[str, Any]]) -> tuple[str, Fields]:
    """Write the sentence on all scenarios, runs, draws and quarters."""
    over, fields = describe_runs(c, name, int(rows[name]["runs"]))
    if len(rows) == 1:
        return f"This is over {over}.", fields
    sides = [find_side(take_premium(row)) for row in rows.values()]
    fields |= {"scenarios": count(len(rows)), "paying": count(sides.count(1))}
    how = "by a {level} interval"
    if any(map(has_spread, rows.values())):
        how = "in at least {most} of draws"
        fields["most"] = Quantity(MOST, percent=True, digits=0)
    where = "{paying} of {scenarios} scenarios"
    if losing := sides.count(-1):
        where, fields["losing"] = f"{where} and loses to it in {{losing}},", count(losing)
    return f"Hedging beats the best other in {where} {how}, over {over}.", fields


def describe_runs(c: Comparison, name: str, runs: int) -> tuple[str, Fields]:
    """Describe runs, draws, quarters and failed runs of a scenario."""
    fields: Fields = {"runs": count(runs), "quarters": count(c.scenarios[name]["horizon"])}
    text = "{runs} run" if runs == 1 else "{runs} runs"
    if c.draws:
        text, fields["draws"] = f"{text} ({{draws}} draw{'' if c.draws == 1 else 's'})", count(c.draws)
    text += " of {quarters} quarters"
    if c.window:
        text, fields["window"] = f"{text}, outcomes of {{window}} alone", c.window
    if c.failed:
        text, fields["failed"] = f"{text}, without {{failed}} that failed", count(c.failed)
    return text, fields


def judge_without_premium(c: Comparison, name: str) -> Verdict:
    """Say why nothing can be said on hedging, and which strategy is best."""
    table = c.tables["strategies"]
    means = list_rows(table[(table["scenario"] == name) & (table["measure"] == UTILITY)])
    if not means:
        return write_verdict(
            "Whether hedging pays in {scenario} is not known: none of its runs finished, {failed} failed.",
            scenario=name, failed=count(c.failed),
        )  # fmt: skip
    best = max(means, key=lambda row: row["mean"])
    doubt, extra = phrase_doubt("utility", best, share=False)
    over, numbers = describe_runs(c, name, int(best["runs"]))
    which = "{best}, the best of {strategies} strategies," if len(means) > 1 else "{best}"
    text = (
        f"Whether hedging pays in {{scenario}} is not known: {explain_absence(c, means)}."
        f" There {which} has a mean utility of {{utility}}{f' ({doubt})' if doubt else ''}, over {over}."
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

"""Whether hedging survives when patrons respond by their interests, and who is best to lead with."""

import math
from typing import Any

from ..compare.paired import list_rows
from ..games.result import BANDWAGON, LAST, OBSERVED, RANDOM, SOLUTIONS, Game
from ..games.survey import SETS
from .doubts import find_side, measure, phrase_doubt
from .verdict import Quantity, Verdict, count, write_verdict

Row = dict[str, Any]
Fields = dict[str, Quantity | str]
SIDES = {
    1: "Hedging survives in {scenario} when patrons respond",
    0: "Whether hedging survives in {scenario} when patrons respond is open",
    -1: "Hedging does not survive in {scenario} when patrons respond",
}


def judge_game(found: Game) -> Verdict:
    """Say whether hedge beats the best bandwagon where patrons come to rest, and at the policies in use."""
    rest = select_contrast(found, "hedge", "rest")
    before = select_contrast(found, "hedge", OBSERVED)
    if rest is None or before is None:
        return judge_strategy(found)
    doubt, fields = phrase_doubt("gain", rest)
    earlier, more = phrase_doubt("before", before)
    leading, best = judge_leaders(found)
    random, sets = judge_random(found)
    over, numbers = describe_games(found)
    text = (
        f"{SIDES[find_side(rest)]}: where they come to rest ({{solution}}) hedge earns {{gain}} over the best"
        f" bandwagon ({doubt}), at the policies in use {{before}} ({earlier}). {leading}{random}{over}."
    )
    numbers |= {"gain": measure(rest, "the best bandwagon"), "before": measure(before, "the best bandwagon")}
    return write_verdict(text, **(numbers | fields | more | best | sets))


def select_contrast(found: Game, strategy: str, at: str, against: str = BANDWAGON) -> Row | None:
    """Return a difference of two strategies; None if they were not played or have no rest."""
    table = found.contrasts
    rows = table[(table["strategy"] == strategy) & (table["against"] == against) & (table["at"] == at)]
    return next((row for row in list_rows(rows) if not math.isnan(row["mean"])), None)


def judge_leaders(found: Game) -> tuple[str, Fields]:
    """Write the start of a sentence on the strategy that is best to lead with."""
    rows = [r for r in list_rows(found.strategies) if r["strategy"] != LAST and not math.isnan(r["rest"])]
    best = max(rows, key=lambda row: row["rest"])
    numbers: Fields = {"best": best["strategy"], "utility": Quantity(best["rest"], digits=4)}
    return "Best to lead with is {best} (utility {utility})", numbers


def judge_random(found: Game) -> tuple[str, Fields]:
    """Write how hedge fares with interests drawn at random; nothing where that was not asked."""
    row = select_contrast(found, "hedge", RANDOM)
    if row is None:
        return "", {}
    numbers: Fields = {
        "random": measure(row, "the best bandwagon"),
        "random_share": Quantity(row["share"], percent=True, digits=0),
        "sets": count(SETS),
    }
    return (
        "; with interests drawn at random hedge earns {random} over the best bandwagon (nine tenths of {sets}"
        " sets {random:range}, above zero in {random_share})",
        numbers,
    )


def describe_games(found: Game) -> tuple[str, Fields]:
    """Write over which games this is."""
    numbers: Fields = {
        "scenario": found.scenario,
        "solution": SOLUTIONS[found.solve],
        "runs": count(found.runs),
        "profiles": count(found.profiles),
    }
    runs = "{runs} run" if found.runs == 1 else "{runs} runs"
    text = f", over {runs} of each of {{profiles}} combinations of policies"
    if found.draws:
        numbers["draws"] = count(found.draws)
        text += f" in {{draws}} draw{'' if found.draws == 1 else 's'}"
    return text, numbers


def judge_strategy(found: Game) -> Verdict:
    """Say what a single strategy, or one without a rest, comes to."""
    row = list_rows(found.strategies)[0]
    over, numbers = describe_games(found)
    numbers["strategy"] = row["strategy"]
    if row["settled"] == 0.0:
        return write_verdict(
            f"Against {{strategy}} patrons have no rest of this kind ({{solution}}){over}.", **numbers
        )
    change = select_contrast(found, found.main, "rest", OBSERVED)
    doubt = ""
    if change is not None:
        doubt, fields = phrase_doubt("change", change)
        numbers |= fields | {"change": measure(change, "the policies in use")}
        doubt = f", a difference of {{change}} ({doubt})"
    numbers |= {"rest": Quantity(row["rest"]), "before": Quantity(row["observed"])}
    return write_verdict(
        "Against {strategy} utility in {scenario} is {rest} where patrons come to rest ({solution}) and"
        f" {{before}} at the policies in use{doubt}{over}. Not compared with other strategies: --leader all.",
        **numbers,
    )  # fmt: skip

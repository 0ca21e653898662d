"""Hold claims against draws: how many support each, how large the effect is, and a word for both."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...model.scenario.scenario import Scenario
from ..design.parameter_draws import Draws
from ..labels import format_limit, name_limited
from .cells import Vector
from .failure import Boxes, Failure
from .ledger import Claim, Ledger, Truths
from .play import Player, Track, ignore_steps
from .result import Judgement, Verdict
from .words import choose_word, compute_wilson, list_words

RUNS, SEED = 2, 1
"""Runs of each draw, and the seed of their shocks."""
POINT_RUNS = 200
"""Runs of the scenario's own numbers."""
CHECKED = 3.0
"""Standard errors within which a check still takes the expected word; at 1.96 one of sixty claims would be a
false alarm every few fits."""
MIDDLE, ENDS = 0.5, (0.05, 0.95)


def judge_ledger(
    ledger: Ledger,
    draws: Draws | None,
    weights: Mapping[str, Vector] | None = None,
    *,
    runs: int | None = None,
    seed: int = SEED,
    workers: int | None = None,
    track: Track = ignore_steps,
) -> Judgement:
    """Judge the claims of a ledger.

    Parameters
    ----------
    ledger : Ledger
        The claims.
    draws : Draws or None
        Draws of parameters; None for the scenario's own numbers.
    weights : mapping, optional
        Weight of each draw by pattern, as if that pattern had not been used.
    runs : int, optional
        Runs of each draw, of which a number is the mean; by default 2, or 200 of a scenario's own numbers.
    seed, workers : int
        Seed of the shocks, and cores to use; all by default.
    track : callable
        Shows progress.
    """
    each = runs or (POINT_RUNS if draws is None else RUNS)
    player = Player(draws, each, seed, workers)
    player.play(ledger.list_cells(), track)
    boxes = Boxes({} if draws is None else draws.columns)
    scenario, found = ledger.scenario, weights or {}
    verdicts = tuple(judge_claim(player, claim, boxes, found, scenario) for claim in ledger.claims)
    return Judgement(
        ledger.name, scenario.name, scenario.digest, scenario.title, "" if draws is None else draws.name,
        player.count, each, seed, verdicts, ledger.window,
    )  # fmt: skip


def judge_claim(
    player: Player, claim: Claim, boxes: Boxes, weights: Mapping[str, Vector], scenario: Scenario
) -> Verdict:
    """Judge a claim; the pattern that says the same, or that it is, has no say."""
    same = claim.id if claim.use == "constraint" else claim.constraint
    constraint = same if same in weights else ""  # draws that know nothing of it need no other weights
    each = np.asarray(weights.get(constraint, np.ones(player.count)), float)
    numbers = [player.compute_part(part) for part in claim.parts]
    pairs = list(zip(claim.parts, numbers, strict=True))
    holds = np.all([part.bounds.contain(x) for part, x in pairs], axis=0)
    against = np.any([part.oppose(x) for part, x in pairs], axis=0)
    undefined = ~np.all([np.isfinite(x) for x in numbers], axis=0)
    share = each / each.sum()
    # shares of whole numbers, so that nine tenths of equal draws are exactly .9
    support, opposed, missing = (measure_share(mask, each) for mask in (holds, against, undefined))
    count = float(each.sum() ** 2 / (each @ each))
    low, high = compute_wilson(support, count)
    word, reached = choose_word(support), list_words(low, high)
    effect = measure_effect(numbers[0], share) if len(numbers) == 1 else (np.nan, np.nan, np.nan)
    failure = boxes.find_failure(~holds, share)
    return Verdict(
        claim.id, claim.text, claim.source, claim.scope, claim.kind, claim.direction, claim.parts[0].least,
        constraint, support, low, high, opposed, missing, count, *effect,
        word, " or ".join(other for other in reached if other != word), claim.expected,
        is_moved(claim.expected, support, count), **describe_failure(failure, scenario),
    )  # fmt: skip


def measure_share(mask: Truths, weights: Vector) -> float:
    """Compute the share of the weights of some draws."""
    return float(weights[mask].sum() / weights.sum())


def is_moved(expected: str, support: float, count: float) -> bool:
    """Return whether an expected word is out of reach of the interval at CHECKED standard errors."""
    return bool(expected) and expected not in list_words(*compute_wilson(support, count, CHECKED))


def measure_effect(numbers: Vector, weights: Vector) -> tuple[float, float, float]:
    """Compute the weighted median and the 5 and 95% points of the draws whose number is finite."""
    finite = np.isfinite(numbers)
    if not finite.any():
        return np.nan, np.nan, np.nan
    order = np.argsort(numbers[finite])
    ranked, share = numbers[finite][order], weights[finite][order]
    places = (np.cumsum(share) - share / 2.0) / share.sum()
    median, low, high = np.interp((MIDDLE, *ENDS), places, ranked)
    return float(median), float(low), float(high)


def describe_failure(failure: Failure | None, scenario: Scenario) -> dict[str, Any]:
    """Return where a claim fails as fields of a verdict, the limits in words."""
    if failure is None:
        return {}
    limits = (
        f"{name_limited(path, scenario.labels)} {format_limit(path, value, upper=upper)}"
        for path, value, upper in failure.limits
    )
    return {
        "fails_where": " and ".join(limits),
        "fails_inside": failure.inside,
        "fails_overall": failure.overall,
        "fails_covered": failure.covered,
    }

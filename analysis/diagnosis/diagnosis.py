"""Diagnose a new case: what validate cannot see, and what to set first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ...model.outcomes import INDICES, UTILITY
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE, compared_strategies
from ..compare.two_part import estimate_mean
from ..design.batch import plan_batch
from ..execution.evaluate import simulate_points
from ..execution.in_memory import path_table
from ..explore.screen import RUNS
from .finding import Finding
from .opening import find_unrest, hold_effort
from .screen import Candidate, find_decisive_defaults, rank_candidates
from .text import find_contradiction

EDGE = 0.03
"""Distance from 0 or 1 at which an index is at its bound."""
OFTEN = 0.5
"""Share of quarters there that is stuck."""
FIRST = 10
"""Values to set first."""


@dataclass(frozen=True)
class Diagnosis:
    """What a case's numbers do before anybody believes them.

    Attributes
    ----------
    scenario : Scenario
        The case.
    findings : tuple of Finding
        Faults, by check.
    candidates : tuple of Candidate
        All guesses and defaults of the case, by how much they move hedge less the best other strategy.
    means : mapping of str to float
        Mean utility of each strategy, at the case's own numbers.
    rival : str
        The best strategy other than hedge.
    gap : mapping
        Mean utility of hedge less that of the rival, and the ends of its 95% interval over runs.
    """

    scenario: Scenario
    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...]
    means: Mapping[str, float]
    rival: str
    gap: Mapping[str, float]


def diagnose(scenario: Scenario, seed: int = 1) -> Diagnosis:
    """Diagnose a case by a quick screen: RUNS runs at each end of the range of each guess and default.

    Parameters
    ----------
    scenario : Scenario
        The case, played at its own numbers.
    seed : int
        Seed of the shocks.
    """
    played = simulate_points(scenario, compared_strategies(scenario.patrons), runs=RUNS, seed=seed)
    utility = played.pivot(index="run", columns="strategy", values=UTILITY)
    means = {str(name): float(mean) for name, mean in utility.mean().items()}
    rival = max((name for name in means if name != HEDGE), key=means.__getitem__)
    best, second = (HEDGE, rival) if means[HEDGE] >= means[rival] else (rival, HEDGE)
    gap = estimate_mean((utility[HEDGE] - utility[rival]).to_numpy(np.float64))
    candidates = rank_candidates(scenario, rival, seed, gap["mean"])
    start = hold_effort(scenario)
    findings = [
        *find_contradiction(scenario, start.records[-1].regime),
        *find_unrest(scenario, start),
        *find_bounds(scenario, seed),
        *find_decisive_defaults(candidates, best, second),
    ]
    return Diagnosis(scenario, tuple(findings), tuple(candidates), means, rival, gap)


def find_bounds(scenario: Scenario, seed: int) -> Iterator[Finding]:
    """Yield the indices that lie at 0 or 1 in half of the quarters or more, with hedge."""
    paths = path_table(plan_batch([scenario], [HEDGE], runs=RUNS, seed=seed), 1)
    for index in INDICES:
        values = paths[index].to_numpy(np.float64)
        for end, stuck in ((0.0, values < EDGE), (1.0, values > 1.0 - EDGE)):
            if stuck.mean() >= OFTEN:
                yield Finding(
                    "at its bound",
                    index,
                    f"{index} lies within {EDGE:g} of {end:g} in {stuck.mean():.0%} of quarters: nothing can"
                    " change it, and strategies look alike",
                    f"check what it is measured against; hedgesim explain {index} says by what",
                )

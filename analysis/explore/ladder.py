"""The ladder of premiums of a scenario: best lean, best fixed mix, ``hedge``, and the mix with foresight.

The best lean and the best mix are searched under what is in force in the first quarter: nobody knows then
what will change. The mix with foresight is searched in the scenario with its events.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import effort_paths
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ...model.text import shell_word
from ..compare.ladder import (
    CAREFREE,
    CAREFUL,
    LEVELS,
    RUNGS,
    estimate_gain,
    estimate_levels,
    estimate_rungs,
)
from ..design import duration
from ..design.parameter_draws import BATCH_RUNS, Draws
from ..execution.local import count_cores
from ..labels import DOUBT
from ..results.folder import Results
from ..results.manifest import rebuild_batch
from .futures import Cases, build_cases
from .mix_search import (
    CHOOSERS,
    LEAN_GENERATIONS,
    MIX_GENERATIONS,
    POPULATION,
    SEARCHES,
    Choice,
    bind_payoff,
    climb,
)

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

CAUTION = "hedger.caution"
RIVALS = ("bandwagon", "pivot", "equidistance")
"""Kinds of strategies that ``hedge`` is also compared with: these need no search."""


@dataclass(frozen=True)
class Ladder:
    """Ladders of premiums.

    Attributes
    ----------
    rungs : DataFrame
        scenario, rung, runs, mean, low, high: the premium of each rung, paired by run.
    levels : DataFrame
        scenario, level, runs, mean, low, high: mean utility of each level; above, above_low, above_high: the
        same less that of the best lean, paired by run.
    rivals : DataFrame
        scenario, rival (the kind), setting, best (those chosen by either half), runs, mean, low, high:
        ``hedge`` less the best adaptive strategy of that kind; with leans also at both ends of the parameter
        that a premium depends on much. Where runs carry draws, these three have the columns of
        :data:`~hedgesim.analysis.compare.two_part.PARTS` too.
    mixes : DataFrame
        scenario, level, half, on (the patron of a lean), then the share of effort of every package; packages
        of patrons that a scenario lacks are missing.
    eventful : frozenset of str
        Scenarios in which something changes after the first quarter.
    seed : int
        Seed of the shocks.
    """

    rungs: pd.DataFrame
    levels: pd.DataFrame
    rivals: pd.DataFrame
    mixes: pd.DataFrame
    eventful: frozenset[str]
    seed: int


def climb_ladders(worlds: Sequence[Cases], seed: int, workers: int | None) -> Ladder:
    """Compute the ladder of each world and join their tables."""
    climbs = [climb_scenario(world, seed, workers or count_cores()) for world in worlds]
    names = [world.scenario.name for world in worlds]
    rungs, levels, rivals, mixes = (
        pd.concat(dict(zip(names, parts, strict=True)), names=["scenario"])
        .reset_index(0)
        .reset_index(drop=True)
        for parts in zip(*climbs, strict=True)
    )
    eventful = frozenset(world.scenario.name for world in worlds if is_eventful(world))
    return Ladder(rungs, levels, rivals, mixes, eventful, seed)


def list_worlds(
    subject: Sequence[Scenario] | Results, runs: int | None, seed: int | None, draws: Draws | None = None
) -> tuple[list[Cases], int]:
    """Return the runs of every scenario, and the seed; a folder has draws of its own.

    The state does not know its draw, so one mix is chosen for all draws.

    Raises
    ------
    InputError
        If there are fewer than four runs, or the folder is a sweep.
    """
    if isinstance(subject, Results):
        batch = rebuild_batch(subject.manifest, subject.folder)
        if batch.points:
            names = " ".join(shell_word(scenario.name) for scenario in batch.scenarios)
            msg = (
                f"{subject.folder}: a sweep; a ladder is that of a scenario as it is: hedgesim ladder {names}"
            )
            raise InputError(msg)
        scenarios, draws, key = list(batch.scenarios), batch.draws, batch.seed
        first, number = batch.first_run, runs or batch.runs
    else:
        scenarios, key = list(subject), 1
        first, number = 0, runs or BATCH_RUNS
    require_runs(number)
    numbers = range(first, first + number)
    worlds = [replace(build_cases(s, number), numbers=numbers, draws=draws) for s in scenarios]
    return worlds, key if seed is None else seed


def require_runs(number: int) -> None:
    """Refuse fewer runs than two halves of two.

    Raises
    ------
    InputError
        If there are fewer than four.
    """
    if number < 4:
        msg = f"runs: found {number}; a ladder needs at least 4, two to choose and two to score"
        raise InputError(msg)


def describe_ladder(worlds: Sequence[Cases], workers: int | None) -> str:
    """Describe the size of the searches and their approximate duration."""
    sizes = [sum(plan_searches(world)) for world in worlds]
    quarters = sum(
        size * min(CHOOSERS, world.runs // 2) * world.scenario.horizon
        for size, world in zip(sizes, worlds, strict=True)
    )
    seconds = duration.estimate_calls(1, quarters, 1, workers or count_cores())
    scenarios = f"{len(worlds)} scenario{'s' if len(worlds) > 1 else ''}"
    return f"{scenarios}: up to {sum(sizes):,} mixes, {duration.describe_duration(seconds)}"


def plan_searches(world: Cases) -> Iterator[int]:
    """Yield the number of mixes of every search of a scenario."""
    count = len(world.patrons)
    for _ in range(2):
        yield from (POPULATION * 3 * (LEAN_GENERATIONS + 1) for _ in range(count))
        mixes = POPULATION * (2 * count + 1) * (MIX_GENERATIONS + 1)
        yield mixes * (2 if is_eventful(world) else 1)


def is_eventful(world: Cases) -> bool:
    """Return whether something changes after the first quarter."""
    return world.scenario.events != world.scenario.hold_start().events


def climb_scenario(
    world: Cases, seed: int, workers: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compute the rungs, levels, rivals and mixes of one scenario; see :class:`Ladder`."""
    levels, mixes = simulate_levels(world, seed, workers)
    paths = effort_paths(world.patrons)
    rows = [
        {"level": m.level, "half": m.half, "on": world.patrons[m.patron] if m.patron >= 0 else None}
        | dict(zip(paths, map(float, m.shares), strict=True))
        for m in mixes
    ]
    draws = world.draw_numbers
    rungs, heights = estimate_rungs(levels, draws=draws), estimate_levels(levels, draws)
    tables = rungs, heights, estimate_rivals(world, seed)
    return *tables, pd.DataFrame(rows)


def simulate_levels(
    world: Cases, seed: int, workers: int, needed: Collection[str] = (*LEVELS, CAREFREE, CAREFUL)
) -> tuple[dict[str, Vector], list[Choice]]:
    """Compute the utility by run of the needed levels, and what the searches chose."""
    calm = world.change_scenario(world.scenario.hold_start()) if is_eventful(world) else world
    actual, known = bind_payoff(world, seed, workers), bind_payoff(calm, seed, workers)
    levels: dict[str, Vector] = {}
    choices: list[Choice] = []
    if set(SEARCHES) & set(needed):
        size = len(world.patrons)
        levels, choices = climb(known, actual, world.numbers, size, seed, is_eventful(world), needed)
    if HEDGE in needed:
        levels[HEDGE] = world.simulate_strategy(HEDGE, seed)
    if CAREFREE in needed:
        levels[CAREFREE] = calm.set_value(CAUTION, 0.0).simulate_strategy(HEDGE, seed)
        levels[CAREFUL] = calm.simulate_strategy(HEDGE, seed)
    return levels, choices


def simulate_rung(
    scenario: Scenario, rung: str, runs: int, seed: int, workers: int = 1, draws: Draws | None = None
) -> Vector:
    """Compute a rung of a scenario by run, with the searches that it needs."""
    require_runs(runs)
    upper, lower = RUNGS[rung]
    levels, _ = simulate_levels(build_cases(scenario, runs, draws), seed, workers, (upper, lower))
    return levels[upper] - levels[lower]


def estimate_rivals(world: Cases, seed: int) -> pd.DataFrame:
    """Compare ``hedge`` with the best adaptive strategy of each kind, with leans at both ends of DOUBT."""
    others = [estimate_rival(world, kind, seed) for kind in RIVALS[1:]]
    return pd.DataFrame([*estimate_leans(world, seed), *others])


def estimate_leans(world: Cases, seed: int) -> list[dict[str, Any]]:
    """Compare ``hedge`` with the best lean that adapts, as it is and at both ends of DOUBT."""
    rows = [estimate_rival(world, RIVALS[0], seed)]
    for end in (0.0, 1.0):
        row = estimate_rival(world.set_value(DOUBT, end), RIVALS[0], seed)
        rows.append(row | {"setting": f"{DOUBT}={end:g}"})
    return rows


def estimate_doubt(results: Results, scenarios: Collection[str]) -> pd.DataFrame:
    """Compare ``hedge`` with leans in scenarios of a batch, as in the rows of leans of :attr:`Ladder.rivals`.

    At most BATCH_RUNS runs are played again, so that this takes a fraction of a second a scenario.

    Raises
    ------
    InputError
        If the folder is a sweep, has fewer than four runs, or was made by an earlier version.
    """
    worlds, seed = list_worlds(results, min(results.manifest["runs"], BATCH_RUNS), None)
    rows = [
        {"scenario": world.scenario.name} | row
        for world in worlds
        if world.scenario.name in scenarios
        for row in estimate_leans(world, seed)
    ]
    return pd.DataFrame(rows)


def estimate_rival(world: Cases, kind: str, seed: int) -> dict[str, Any]:
    """Compare ``hedge`` with the best strategy of a kind, chosen on the other half of the runs."""
    names = [kind] if kind == "equidistance" else [f"{kind}:{p}" for p in world.patrons]
    utility = np.stack([world.simulate_strategy(name, seed) for name in names])
    gain = estimate_gain(world.simulate_strategy(HEDGE, seed), utility, names, world.draw_numbers)
    return {"rival": kind, "setting": "", **gain}

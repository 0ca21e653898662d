"""The ladder of premiums of a scenario: best lean, best fixed mix, ``hedge``, and the mix with foresight.

The best lean and the best mix are searched under what is in force in the first quarter: nobody knows then
what will change. The mix with foresight is searched in the scenario with its events.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import effort_paths
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ..compare.ladder import CAREFREE, CAREFUL, estimate_levels, estimate_rungs, pair_halves, score_best
from ..compare.paired import estimate_mean
from ..design import duration
from ..design.arguments import load_scenarios
from ..execution.local import count_cores
from ..results.folder import Results
from ..results.manifest import rebuild_batch
from .futures import Cases, build_cases, hold_start
from .optimisation import search_shares, simulate_utilities

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Payoff = Callable[[Matrix, range], Matrix]
"""Utility of mixes, shape (mixes, packages), in runs of some numbers: shape (mixes, runs)."""

RUNS = 200
CHOOSERS = 40
"""Most runs of a half that a mix is chosen on."""
POPULATION = 6
"""Mixes of a generation for each package."""
MIX_GENERATIONS, LEAN_GENERATIONS = 45, 20
"""Enough for utility within .00003 of what four times as many mixes find."""
CAUTION = "hedger.caution"
DOUBT = "response.conduct_rent"
"""The parameter that a premium depends on most: whether rent pays the tie (0) or conduct (1)."""
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
        that a premium depends on most.
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


@dataclass(frozen=True)
class Mix:
    """A mix that one half of the runs chose.

    Attributes
    ----------
    level : str
        ``lean``, ``mix`` or ``foresight``.
    half : int
        0 if the first run belongs to the half that chose, else 1.
    patron : int
        Place of the patron that is leant on, -1 for other levels.
    shares : array, shape (packages,)
        Shares of effort.
    """

    level: str
    half: int
    patron: int
    shares: Vector


@normalise_arguments
def ladder(
    subject: Scenario | Results | str | Sequence[Scenario | str],
    *,
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
) -> Ladder:
    """Compute the ladder of premiums of scenarios.

    Parameters
    ----------
    subject : Scenario, Results, str or sequence
        Scenarios, or their names, or the scenarios and parameter draws of a result folder: the state does not
        know its draw, so one mix is chosen for all draws.
    runs, seed : int, optional
        Runs, of which either half chooses for the other, and the seed of their shocks; by default 200 and 1,
        or as in the folder.
    workers : int, optional
        Cores to use; all by default.

    Raises
    ------
    InputError
        If there are fewer than four runs, or the folder is a sweep.
    """
    worlds, key = list_worlds(subject, runs, seed)
    return climb_ladders(worlds, key, workers)


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
    subject: Scenario | Results | str | Sequence[Scenario | str], runs: int | None, seed: int | None
) -> tuple[list[Cases], int]:
    """Return the runs of every scenario, and the seed.

    Raises
    ------
    InputError
        If there are fewer than four runs, or the folder is a sweep.
    """
    if isinstance(subject, Results):
        batch = rebuild_batch(subject.manifest, subject.folder)
        if batch.points:
            msg = (
                f"{subject.folder}: a sweep; the ladder searches a scenario as it is: name scenarios instead"
            )
            raise InputError(msg)
        scenarios, draws, key = list(batch.scenarios), batch.draw_values, batch.seed
        first, number = batch.first_run, runs or batch.runs
    else:
        scenarios, draws, key = list(load_scenarios(subject)), {}, 1
        first, number = 0, runs or RUNS
    if number < 4:
        msg = f"runs: found {number}; a ladder needs at least 4, two to choose and two to score"
        raise InputError(msg)
    numbers = range(first, first + number)
    worlds = [replace(build_cases(s, number), numbers=numbers, draws=draws) for s in scenarios]
    return worlds, key if seed is None else seed


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
    return world.scenario.events != hold_start(world.scenario).events


def climb_scenario(
    world: Cases, seed: int, workers: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compute the rungs, levels, rivals and mixes of one scenario; see :class:`Ladder`."""
    calm = world.change_scenario(hold_start(world.scenario)) if is_eventful(world) else world
    actual, known = bind_payoff(world, seed, workers), bind_payoff(calm, seed, workers)
    levels, mixes = climb(known, actual, world.numbers, len(world.patrons), seed, is_eventful(world))
    hedge = world.simulate_strategy(HEDGE, seed)
    levels = {"lean": levels["lean"], "mix": levels["mix"], HEDGE: hedge, "foresight": levels["foresight"]}
    levels |= {
        CAREFREE: calm.set_value(CAUTION, 0.0).simulate_strategy(HEDGE, seed),
        CAREFUL: calm.simulate_strategy(HEDGE, seed),
    }
    paths = effort_paths(world.patrons)
    rows = [
        {"level": m.level, "half": m.half, "on": world.patrons[m.patron] if m.patron >= 0 else None}
        | dict(zip(paths, map(float, m.shares), strict=True))
        for m in mixes
    ]
    tables = estimate_rungs(levels), estimate_levels(levels), estimate_rivals(world, seed)
    return *tables, pd.DataFrame(rows)


def bind_payoff(world: Cases, seed: int, workers: int) -> Payoff:
    """Return the utility of mixes in a world as a function of shares and numbers of runs."""

    def payoff(shares: Matrix, numbers: range) -> Matrix:
        return simulate_utilities(replace(world, numbers=numbers), "effort", shares, seed, workers)

    return payoff


def climb(
    known: Payoff, actual: Payoff, numbers: range, patrons: int, seed: int, eventful: bool
) -> tuple[dict[str, Vector], list[Mix]]:
    """Choose the mixes on either half of the runs and score them on the other.

    Parameters
    ----------
    known, actual : Payoff
        Utility under what is known at the start, by which leans and mixes are chosen, and as it turns out, by
        which all are scored and the mix with foresight is chosen.
    numbers : range
        Numbers of the runs.
    patrons : int
        Number of patrons.
    seed : int
        Seed of the searches.
    eventful : bool
        Whether the two differ; if not, foresight has nothing to add and its mix is the best mix.

    Returns
    -------
    dict
        Utility by run of ``lean``, ``mix`` and ``foresight``.
    list of Mix
        What either half chose.
    """
    levels = {name: np.empty(len(numbers)) for name in ("lean", "mix", "foresight")}
    mixes: list[Mix] = []
    for half, (choice, score) in enumerate(pair_halves(numbers)):
        found = choose_mixes(known, actual, choice[:CHOOSERS], patrons, seed, half, eventful)
        places = np.asarray(score) - numbers.start
        for mix, utility in zip(found, actual(np.stack([m.shares for m in found]), score), strict=True):
            levels[mix.level][places] = utility
        mixes += found
    return levels, mixes


def choose_mixes(
    known: Payoff, actual: Payoff, choice: range, patrons: int, seed: int, half: int, eventful: bool
) -> list[Mix]:
    """Choose the best lean, the best mix and the mix with foresight on some runs; see :func:`climb`."""

    def worth(shares: Matrix) -> Vector:
        return np.asarray(known(shares, choice).mean(axis=1))

    def hindsight(shares: Matrix) -> Vector:
        return np.asarray(actual(shares, choice).mean(axis=1))

    leans = np.stack([search_lean(worth, patron, patrons, seed) for patron in range(patrons)])
    patron = int(worth(leans).argmax())
    mix = search_mix(worth, leans, seed)
    foresight = search_mix(hindsight, np.stack([*leans, mix]), seed) if eventful else mix
    return [
        Mix("lean", half, patron, leans[patron]),
        Mix("mix", half, -1, mix),
        Mix("foresight", half, -1, foresight),
    ]


def search_lean(worth: Callable[[Matrix], Vector], patron: int, patrons: int, seed: int) -> Vector:
    """Search for the best mix of one patron's two packages and self-reliance."""
    places = [patron, patrons + patron, 2 * patrons]

    def spread(shares: Matrix) -> Matrix:
        full = np.zeros((len(shares), 2 * patrons + 1))
        full[:, places] = shares
        return full

    best = search_shares(lambda x: -worth(spread(x)), 3, seed, LEAN_GENERATIONS, POPULATION)
    return np.asarray(spread(best[None])[0])


def search_mix(worth: Callable[[Matrix], Vector], others: Matrix, seed: int) -> Vector:
    """Search for the best mix of all packages, which is at least as good as some others."""
    found = search_shares(lambda x: -worth(x), others.shape[1], seed, MIX_GENERATIONS, POPULATION)
    candidates = np.vstack([found, others])
    return np.asarray(candidates[worth(candidates).argmax()])


def estimate_rivals(world: Cases, seed: int) -> pd.DataFrame:
    """Compare ``hedge`` with the best adaptive strategy of each kind, with leans at both ends of DOUBT."""
    rows = [estimate_rival(world, kind, seed) for kind in RIVALS]
    for end in (0.0, 1.0):
        row = estimate_rival(world.set_value(DOUBT, end), RIVALS[0], seed)
        rows.append(row | {"setting": f"{DOUBT}={end:g}"})
    return pd.DataFrame(rows)


def estimate_rival(world: Cases, kind: str, seed: int) -> dict[str, Any]:
    """Compare ``hedge`` with the best strategy of a kind, chosen on the other half of the runs."""
    names = [kind] if kind == "equidistance" else [f"{kind}:{p}" for p in world.patrons]
    score, best = score_best(np.stack([world.simulate_strategy(name, seed) for name in names]))
    chosen = ", ".join(dict.fromkeys(names[k] for k in best))
    gain = estimate_mean(world.simulate_strategy(HEDGE, seed) - score)
    return {"rival": kind, "setting": "", "best": chosen, **gain}

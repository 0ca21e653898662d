"""Search for fixed mixes of effort: the best lean on one patron, and the best mix of all packages."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.mixes import Mix, build_mix
from ...model.scenario.scenario import Scenario
from ...model.strategies import MIX
from ..compare.ladder import pair_halves
from ..design.parameter_draws import Draws
from ..execution.local import count_cores
from .futures import Cases, build_cases
from .optimisation.optimisation import search_shares
from .optimisation.question import FRESH, simulate_utilities

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Worth = Callable[[Matrix], Vector]
"""Mean utility of mixes, shape (mixes, packages): shape (mixes,)."""
Payoff = Callable[[Matrix, range], Matrix]
"""Utility of mixes, shape (mixes, packages), in runs of some numbers: shape (mixes, runs)."""

SEARCHES = ("lean", "mix", "foresight")
"""Levels of a ladder that are searched."""
CHOOSERS = 40
"""Most runs of a half that a mix is chosen on."""
POPULATION = 6
"""Mixes of a generation for each package."""
MIX_GENERATIONS, LEAN_GENERATIONS = 45, 20
"""Enough for utility within .00003 of what four times as many mixes find."""


@dataclass(frozen=True)
class Choice:
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


def bind_payoff(world: Cases, seed: int, workers: int) -> Payoff:
    """Return the utility of mixes in a world as a function of shares and numbers of runs."""

    def payoff(shares: Matrix, numbers: range) -> Matrix:
        return simulate_utilities(replace(world, numbers=numbers), "effort", shares, seed, workers)

    return payoff


def climb(
    known: Payoff,
    actual: Payoff,
    numbers: range,
    patrons: int,
    seed: int,
    eventful: bool,
    needed: Collection[str] = SEARCHES,
) -> tuple[dict[str, Vector], list[Choice]]:
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
    needed : collection of str
        Levels to search, of SEARCHES.

    Returns
    -------
    dict
        Utility by run of each level.
    list of Choice
        What either half chose.
    """
    levels = {name: np.empty(len(numbers)) for name in SEARCHES if name in needed}
    mixes: list[Choice] = []
    for half, (choice, score) in enumerate(pair_halves(numbers)):
        found = choose_mixes(known, actual, choice[:CHOOSERS], patrons, seed, half, eventful, needed)
        places = np.asarray(score) - numbers.start
        for mix, utility in zip(found, actual(np.stack([m.shares for m in found]), score), strict=True):
            levels[mix.level][places] = utility
        mixes += found
    return levels, mixes


def choose_mixes(
    known: Payoff,
    actual: Payoff,
    choice: range,
    patrons: int,
    seed: int,
    half: int,
    eventful: bool,
    needed: Collection[str],
) -> list[Choice]:
    """Choose the needed of the best lean, the best mix and the mix with foresight; see :func:`climb`."""

    def worth(shares: Matrix) -> Vector:
        return np.asarray(known(shares, choice).mean(axis=1))

    def hindsight(shares: Matrix) -> Vector:
        return np.asarray(actual(shares, choice).mean(axis=1))

    leans = np.stack([search_lean(worth, patron, patrons, seed) for patron in range(patrons)])
    patron = int(worth(leans).argmax())
    found = {"lean": leans[patron]}
    if {"mix", "foresight"} & set(needed):
        found["mix"] = found["foresight"] = search_mix(worth, leans, seed)
    if eventful and "foresight" in needed:
        found["foresight"] = search_mix(hindsight, np.stack([*leans, found["mix"]]), seed)
    return [
        Choice(level, half, patron if level == "lean" else -1, found[level])
        for level in SEARCHES
        if level in needed
    ]


def search_lean(worth: Worth, patron: int, patrons: int, seed: int) -> Vector:
    """Search for the best mix of one patron's two packages and self-reliance."""
    places = [patron, patrons + patron, 2 * patrons]

    def spread(shares: Matrix) -> Matrix:
        full = np.zeros((len(shares), 2 * patrons + 1))
        full[:, places] = shares
        return full

    best = search_shares(lambda x: -worth(spread(x)), 3, seed, LEAN_GENERATIONS, POPULATION)
    return np.asarray(spread(best[None])[0])


def search_mix(worth: Worth, others: Matrix, seed: int) -> Vector:
    """Search for the best mix of all packages, which is at least as good as some others."""
    found = search_shares(lambda x: -worth(x), others.shape[1], seed, MIX_GENERATIONS, POPULATION)
    candidates = np.vstack([found, others])
    return np.asarray(candidates[worth(candidates).argmax()])


def complete_mixes(
    scenarios: Sequence[Scenario],
    strategies: Sequence[str] | None,
    changes: Mapping[str, object] | None = None,
    workers: int | None = None,
) -> list[Scenario]:
    """Search the best mix of scenarios that are to play ``mix`` and lack one that fits what they start with.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The scenarios, before ``changes``.
    strategies : sequence of str, optional
        Strategies to play.
    changes : mapping, optional
        Values that will be set for all scenarios.
    workers : int, optional
        Cores to use; all by default.
    """
    if MIX not in (strategies or ()):
        return list(scenarios)
    varied = (scenario.vary(changes or {}) for scenario in scenarios)
    return [
        scenario if v.fresh_mix is not None else replace(scenario, mix=find_best_mix(v, workers))
        for scenario, v in zip(scenarios, varied, strict=True)
    ]


def find_best_mix(scenario: Scenario, workers: int | None = None, seed: int = 1) -> Mix:
    """Search the best fixed mix under what is in force in the first quarter, on shocks of its own."""
    worth, leans = search_leans(scenario, workers, seed)
    return build_mix(scenario.hold_start().digest, search_mix(worth, leans, seed).tolist())


def find_best_lean(
    scenario: Scenario, workers: int | None = None, seed: int = 1, draws: Draws | None = None
) -> tuple[str, Mix]:
    """Search the best lean on one patron as :func:`find_best_mix` does a mix; return the patron too."""
    worth, leans = search_leans(scenario, workers, seed, draws)
    best = int(worth(leans).argmax())
    return scenario.patrons[best], build_mix(scenario.hold_start().digest, leans[best].tolist())


def search_leans(
    scenario: Scenario, workers: int | None, seed: int, draws: Draws | None = None
) -> tuple[Worth, Matrix]:
    """Search the best lean on each patron under what is in force in the first quarter.

    Returns
    -------
    Worth
        Mean utility of mixes, on shocks that no run of this seed meets.
    array, shape (patrons, packages)
        The leans.
    """
    start = scenario.hold_start()
    payoff = bind_payoff(build_cases(start, CHOOSERS, draws), seed + FRESH, workers or count_cores())

    def worth(shares: Matrix) -> Vector:
        return np.asarray(payoff(shares, range(CHOOSERS)).mean(axis=1))

    count = len(scenario.patrons)
    return worth, np.stack([search_lean(worth, patron, count, seed) for patron in range(count)])

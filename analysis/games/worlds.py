"""The worlds in which a game is played: the scenario as it is, or one for each draw of its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import canonical_path, hint
from ...model.scenario.scenario import Scenario
from ..design import duration
from ..design.parameter_draws import Draws, match_draws
from ..execution.local import count_cores
from .policies import Policies, build_policies, require_interests
from .result import SOLUTIONS

Array = NDArray[np.float64]
Columns = Mapping[str, Array]

PRECISION = 16.0
"""How sharply patrons choose: a policy better by a tenth of a deviation is taken five times as often."""
MOST_PRECISION = 1000.0
RUNS, RUNS_PER_DRAW, DRAWS = 20, 2, 60


@dataclass(frozen=True)
class Worlds:
    """Sets of parameters under which the game is played, each with runs of its own.

    Attributes
    ----------
    scenario : Scenario
        The scenario.
    policies : Policies
        What patrons choose among.
    draws : Draws or None
        Parameter draws, one for each world; without any there is a single world. Levers are settled.
    count : int
        Number of worlds.
    runs, seed : int
        Runs of each profile in each world, with the same shocks at every profile, and their seed.
    source : str
        Name of the draws' file; empty without.
    set_aside : tuple of str
        Drawn paths whose values the menus replace.
    """

    scenario: Scenario
    policies: Policies
    draws: Draws | None
    count: int
    runs: int
    seed: int

    source: str = ""
    set_aside: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Return the number of runs of one strategy."""
        return self.count * self.policies.profiles * self.runs


def plan_worlds(
    scenario: Scenario,
    draws: Draws | None = None,
    number: int | None = None,
    runs: int | None = None,
    seed: int = 1,
) -> Worlds:
    """Lay out the worlds of a game.

    Parameters
    ----------
    scenario : Scenario
        The scenario with its menus.
    draws : Draws, optional
        Parameter draws; columns of levers are left out, as the menus stand for them.
    number : int, optional
        The first draws to use; by default DRAWS, or all if there are fewer.
    runs : int, optional
        Runs of each profile in each world; by default RUNS, or RUNS_PER_DRAW with draws.
    seed : int
        Seed of the shocks.

    Raises
    ------
    InputError
        If there is a number and no draws, the scenario has no menus, a patron with a menu has no interests,
        the draws do not fit, or there is one run in a single world.
    """
    if draws is None and number is not None:
        msg = f"draws: found {number}; a number goes with draws"
        raise InputError(msg)
    policies = build_policies(scenario)
    require_interests(scenario)
    check_runs(runs, 1 if draws is None else min(number or DRAWS, draws.count))
    if draws is None:
        return Worlds(scenario, policies, None, 1, runs or RUNS, seed)
    levers = set(policies.columns(scenario.patrons))
    names = {path: canonical_path(path, scenario.patrons) for path in draws.columns}
    aside = tuple(path for path, name in names.items() if name in levers)
    count = min(number or DRAWS, draws.count)
    matched = match_draws(draws.first(count), [scenario], (), levers, range(count))
    return Worlds(scenario, policies, matched, count, runs or RUNS_PER_DRAW, seed, draws.name, aside)


def check_runs(runs: int | None, worlds: int) -> None:
    """Refuse a single run in a single world, which has no interval.

    Raises
    ------
    InputError
        If there is one run and one world.
    """
    if runs == worlds == 1:
        msg = "runs: found 1; an interval takes at least 2, or several parameter draws"
        raise InputError(msg)


def check_precision(precision: float) -> None:
    """Refuse a precision that makes no sense.

    Raises
    ------
    InputError
        If it is not 0 or more, or larger than numbers can resolve.
    """
    if not 0.0 <= precision <= MOST_PRECISION:
        msg = f"precision: found {precision:g}; allowed is 0 to {MOST_PRECISION:g}"
        raise InputError(msg)


def check_solution(solve: str) -> None:
    """Refuse an unknown name of a solution.

    Raises
    ------
    InputError
        If there is no such solution.
    """
    if solve not in SOLUTIONS:
        msg = f"solve: found {solve!r}; allowed is one of {', '.join(SOLUTIONS)}{hint(solve, SOLUTIONS)}"
        raise InputError(msg)


def describe_worlds(worlds: Worlds, strategies: int, workers: int | None) -> str:
    """Describe the size of a game and its approximate duration."""
    runs = strategies * worlds.size
    seconds = duration.estimate_recorded(runs * worlds.scenario.horizon, workers or count_cores())
    draws = f" x {worlds.count} draws" if worlds.source else ""
    return (
        f"{strategies} strateg{'ies' if strategies > 1 else 'y'} x {worlds.policies.profiles} combinations of"
        f" policies{draws} x {worlds.runs} runs = {runs:,} runs, {duration.describe_duration(seconds)}"
    )

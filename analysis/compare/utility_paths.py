"""Utility of runs quarter by quarter, played in blocks so that few whole records are in memory at a time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.errors import RunError
from ...model.outcomes import REGIMES, outcome_columns, path_columns
from ...model.scenario.scenario import Scenario
from ...model.state import Plan
from ..design.columns import engine_columns, run_columns
from ..design.parameter_draws import Draws

RUNS_AT_ONCE = 500
"""Runs whose records are in memory at a time."""
COLLAPSE = REGIMES.index("collapse")


class UtilityPaths(NamedTuple):
    """What runs leave to judge a strategy by.

    Attributes
    ----------
    utility : array, shape (runs, quarters)
    omega : array, shape (runs, quarters, patrons)
        Shares of the room.
    collapsed : array of bool, shape (runs,)
        Whether the run ended in collapse (ODD section 7).
    """

    utility: NDArray[np.float64]
    omega: NDArray[np.float64]
    collapsed: NDArray[np.bool_]


def simulate_utility(
    scenario: Scenario, plan: Plan, runs: int, seed: int, draws: Draws | None = None
) -> UtilityPaths:
    """Simulate runs 0, 1, ... of a plan, which take the draws in turn if there are any.

    Raises
    ------
    RunError
        If a run gives a number that is not finite.
    """
    blocks = [
        simulate_block(scenario, plan, np.arange(first, min(first + RUNS_AT_ONCE, runs)), seed, draws)
        for first in range(0, runs, RUNS_AT_ONCE)
    ]
    return UtilityPaths(*map(np.concatenate, zip(*blocks, strict=True)))


def simulate_block(
    scenario: Scenario, plan: Plan, numbers: NDArray[np.int64], seed: int, draws: Draws | None
) -> UtilityPaths:
    """Simulate runs of some numbers and leave of their records what is needed."""
    columns = list(path_columns(scenario.patrons))
    places = [columns.index(name) for name in ("utility", *(f"omega_{p}" for p in scenario.patrons))]
    drawn = engine_columns(scenario, "", run_columns(scenario, draws, numbers))
    played = simulate(scenario, plan, seed, numbers, drawn, paths=True)
    if not played.sound.all():
        run = int(numbers[int(np.argmin(played.sound))])
        msg = f"{scenario.name}: run {run} of seed {seed} gives a number that is not finite"
        raise RunError(msg)
    paths = played.paths[:, :, places]
    regime = played.outcomes[list(outcome_columns(scenario.patrons)).index("regime")]
    return UtilityPaths(paths[:, :, 0], paths[:, :, 1:], regime == COLLAPSE)

"""The engine that ``auto`` stands for: the faster one, which depends on what compiled code is kept."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ...model.strategies import plan_for

Plays = Sequence[tuple[Scenario, str]]
"""Each scenario of a batch with each of its strategies."""
Columns = Mapping[str, NDArray[np.float64]]

LOADING, COMPILING = 500, 6_000
"""Quarters that plain Python plays in the time that loading compiled code takes, and compiling it."""


def choose_engine(quarters: int, plays: Plays, columns: Columns) -> str:
    """Return ``plain`` for a batch that ends before compiled code is there, else ``compiled``.

    All engines give the same bits; only the time depends on the choice.

    Parameters
    ----------
    quarters : int
        Quarters of all runs together.
    plays : sequence
        Each scenario with each of its strategies.
    columns : mapping
        Values that vary from run to run, by path.
    """
    if quarters <= LOADING:
        return "plain"
    return "plain" if quarters <= LOADING + COMPILING * count_uncompiled(plays, columns) else "compiled"


def count_uncompiled(plays: Plays, columns: Columns) -> int:
    """Count the kinds of compiled code that runs need and the user's cache does not hold."""
    from ...model.engines.compiled.code_cache import cache_folder, is_kept
    from ...model.engines.compiled.simulate import has_hazards

    kinds = {
        (len(scenario.patrons), has_hazards(scenario, columns), len(plan_for(scenario, strategy).steps))
        for scenario, strategy in plays
    }
    folder = cache_folder()
    return sum(not is_kept(folder, count, hazards=hazards, steps=steps) for count, hazards, steps in kinds)

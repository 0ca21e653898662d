"""The engine that ``auto`` stands for: the faster one, which depends on what compiled code is kept."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ...model.strategies import plan_for

Plays = Sequence[tuple[Scenario, str]]
"""Each scenario of a batch with each of its strategies."""
Columns = Mapping[str, NDArray[np.float64]]

LOADING, COMPILING = 160, 6_000
"""Quarters that plain Python plays in the time that loading compiled code takes, and compiling it."""


def choose_engine(quarters: int, plays: Plays, columns: Columns, *, paths: bool) -> str:
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
    paths : bool
        Whether every quarter of every run is kept.
    """
    if quarters <= LOADING:
        return "plain"
    uncompiled = count_uncompiled(plays, columns, paths=paths)
    return "plain" if quarters <= LOADING + COMPILING * uncompiled else "compiled"


def count_uncompiled(plays: Plays, columns: Columns, *, paths: bool) -> int:
    """Count the kinds of compiled code that runs need and the user's cache does not hold."""
    from ...model.engines.compiled.code_cache import cache_folder, is_kept
    from ...model.engines.compiled.kind import find_kind

    kinds = {find_kind(spec, plan_for(spec, strategy), columns, paths=paths) for spec, strategy in plays}
    folder = cache_folder()
    return sum(not is_kept(folder, kind) for kind in kinds)

"""The engine that ``auto`` stands for: the faster one, which depends on what compiled code is kept."""

from typing import TYPE_CHECKING

from ...model.strategies import plan_for

if TYPE_CHECKING:
    from .batch import Batch

LOADING, COMPILING = 500, 6_000
"""Quarters that plain Python plays in the time that loading compiled code takes, and compiling it."""


def choose_engine(batch: "Batch") -> str:
    """Return ``plain`` for a batch that ends before compiled code is there, else ``compiled``.

    All engines give the same bits; only the time depends on the choice.
    """
    if batch.quarters <= LOADING:
        return "plain"
    return "plain" if batch.quarters <= LOADING + COMPILING * count_uncompiled(batch) else "compiled"


def count_uncompiled(batch: "Batch") -> int:
    """Count the kinds of compiled code that a batch needs and the user's cache does not hold."""
    from ...model.engines.compiled.code_cache import cache_folder, is_kept
    from ...model.engines.compiled.simulate import has_hazards

    columns = {**(batch.draws.columns if batch.draws else {}), **batch.points}
    kinds = {
        (has_hazards(scenario, columns), len(plan_for(scenario, strategy).steps))
        for scenario in batch.scenarios
        for strategy in batch.strategies[scenario.name]
    }
    folder, patrons = cache_folder(), len(batch.patrons)
    return sum(not is_kept(folder, patrons, hazards=hazards, steps=steps) for hazards, steps in kinds)

"""Runs in memory: outcomes of a scenario at some points, for what needs no result folder."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError, RunError
from ...model.outcomes import UTILITY
from ...model.scenario.scenario import Scenario
from ...model.strategies import FIXED, HEDGE
from ..compare.paired import join_outcomes
from ..design.batch import plan_batch
from .blocks import OK
from .in_memory import outcomes_of, play_blocks
from .write_tables import design_table

Points = Mapping[str, NDArray[np.float64]]


def outcomes_at(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    points: Points | None = None,
    *,
    runs: int = 100,
    seed: int = 1,
    workers: int | None = None,
    engine: str = "auto",
) -> pd.DataFrame:
    """Play a scenario at points with strategies and give every run's outcomes.

    Parameters
    ----------
    scenario : Scenario
        What happens around the hedger.
    strategies : sequence of str, optional
        Names, or ``all``; the scenario's own where none are given.
    points : mapping, optional
        Path to values, shape (points,), agreements as steps; nothing varies where none are given.
    runs, seed : int
        Runs at each point, the same shocks at every point; and the seed of all.
    workers : int, optional
        Cores to use; all where not given.
    engine : str
        As in :func:`~hedgesim.analysis.design.batch.plan_batch`.

    Returns
    -------
    DataFrame
        One row a run: run_id, scenario, strategy, point, run, seed, every value that varies, every outcome,
        status, error. Without points there is no column ``point``.

    Raises
    ------
    RunError
        If a run failed.
    """
    batch = plan_batch([scenario], strategies, runs=runs, seed=seed, engine=engine, points=points)
    plain = replace(batch, bands=False)
    table = join_outcomes(design_table(batch), outcomes_of(plain, play_blocks(plain, workers)))
    failed = table[table["status"] != OK]
    if len(failed):
        msg = f"{scenario.name}: {len(failed):,} of {len(table):,} runs failed: {failed['error'].iloc[0]}"
        raise RunError(msg)
    return table


def require_rival(strategies: Iterable[str]) -> None:
    """Refuse a premium where nothing but hedge is played.

    Raises
    ------
    InputError
        If ``hedge`` or another strategy is missing; ``fixed`` is held apart.
    """
    played = set(strategies)
    if HEDGE not in played or not played - {HEDGE, FIXED}:
        listed = ", ".join(sorted(played))
        msg = f"a premium is that of hedge over another strategy; found {listed}: name more strategies"
        raise InputError(msg)


def require_premium_of(strategy: str, option: str) -> None:
    """Refuse a premium of another strategy than hedge.

    Raises
    ------
    InputError
        Names the option and the strategy.
    """
    if strategy != HEDGE:
        msg = f"{option}: a premium is that of hedge, found --strategy {strategy}; leave it out"
        raise InputError(msg)


def with_premium(runs: pd.DataFrame) -> pd.DataFrame:
    """Add ``premium`` to runs of ``hedge``: utility less the best other strategy's in the same run.

    The best other strategy is chosen at every point by its mean over runs, never run by run.
    """
    require_rival(runs["strategy"].unique())
    index = [c for c in ("scenario", "point", "seed", "run") if c in runs]
    utility = runs.pivot_table(index=index, columns="strategy", values=UTILITY, sort=False)
    others = utility.drop(columns=[HEDGE, *(c for c in (FIXED,) if c in utility)])
    at = [c for c in ("scenario", "point") if c in runs]
    means = others.groupby(level=at).transform("mean") if at else others * 0.0 + others.mean()
    best = means.to_numpy().argmax(axis=1)
    names, rival = others.columns.to_numpy()[best], others.to_numpy()[np.arange(len(others)), best]
    told = pd.DataFrame({"premium": utility[HEDGE] - rival, "best_other": names}, index=utility.index)
    return runs[runs["strategy"] == HEDGE].merge(told.reset_index(), on=index)

"""Runs in memory: outcomes of a scenario at given points, for analyses without a result folder."""

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
from ..labels import OK
from .in_memory import outcome_table, play_blocks
from .write_tables import design_table

Points = Mapping[str, NDArray[np.float64]]


def simulate_points(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    points: Points | None = None,
    *,
    runs: int = 100,
    seed: int = 1,
    workers: int | None = None,
    engine: str = "auto",
) -> pd.DataFrame:
    """Play a scenario at points with strategies and return the outcomes of every run.

    Parameters
    ----------
    scenario : Scenario
        The scenario to play.
    strategies : sequence of str, optional
        Names, or ``all``; by default those of the scenario.
    points : mapping, optional
        Values by path, each of shape (points,), agreements as steps; by default nothing varies.
    runs, seed : int
        Number of runs at each point, with the same shocks at every point, and the seed of all.
    workers : int, optional
        Number of cores to use; all by default.
    engine : str
        As in :func:`~hedgesim.analysis.design.batch.plan_batch`.

    Returns
    -------
    DataFrame
        One row per run: run_id, scenario, strategy, point, run, seed, every value that varies, every outcome,
        status, error. Without points there is no column ``point``.

    Raises
    ------
    RunError
        If a run failed.
    """
    batch = plan_batch([scenario], strategies, runs=runs, seed=seed, engine=engine, points=points)
    plain = replace(batch, bands=False)
    table = join_outcomes(design_table(batch), outcome_table(plain, play_blocks(plain, workers)))
    failed = table[table["status"] != OK]
    if len(failed):
        msg = f"{scenario.name}: {len(failed):,} of {len(table):,} runs failed: {failed['error'].iloc[0]}"
        raise RunError(msg)
    return table


def require_rival(strategies: Iterable[str]) -> None:
    """Refuse to compute a premium where ``hedge`` has no other strategy to be compared with.

    Raises
    ------
    InputError
        If ``hedge`` or another strategy is missing; ``fixed`` does not count as another.
    """
    played = set(strategies)
    if HEDGE not in played or not played - {HEDGE, FIXED}:
        listed = ", ".join(sorted(played))
        msg = f"a premium is that of hedge over another strategy; found {listed}: name more strategies"
        raise InputError(msg)


def require_premium_of(strategy: str, option: str) -> None:
    """Refuse the premium of a strategy other than ``hedge``.

    Parameters
    ----------
    strategy : str
        Value of ``--strategy``.
    option : str
        The option that asks for a premium, for the message.

    Raises
    ------
    InputError
        If the strategy is not ``hedge``.
    """
    if strategy != HEDGE:
        msg = f"{option}: a premium is that of hedge, found --strategy {strategy}; leave it out"
        raise InputError(msg)


def add_premium(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs of ``hedge`` with their ``premium`` over the best other strategy, and its name.

    The premium is the utility of ``hedge`` less that of the best other strategy in the same run. The best
    other strategy is chosen at every point by its mean utility over runs, never run by run.
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

"""Runs in memory: outcomes of a scenario at given points, for analyses without a result folder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import RunError
from ...model.scenario.scenario import Scenario
from ..compare.paired import join_outcomes
from ..design.batch import plan_batch
from ..design.parameter_draws import Draws
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
    draws: Draws | None = None,
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
    draws : Draws, optional
        Draws of parameters that the runs take in turn.

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
    batch = plan_batch(
        [scenario], strategies, runs=runs, seed=seed, engine=engine, points=points, draws=draws
    )
    plain = replace(batch, bands=False)
    table = join_outcomes(design_table(batch), outcome_table(plain, play_blocks(plain, workers)))
    failed = table[table["status"] != OK]
    if len(failed):
        msg = f"{scenario.name}: {len(failed):,} of {len(table):,} runs failed: {failed['error'].iloc[0]}"
        raise RunError(msg)
    return table

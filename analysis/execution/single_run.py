"""A single run for display: the actors over time, the regime and the reasons for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from ...model.errors import RunError
from ...model.outcomes import outcome_columns, path_columns
from ...model.scenario.scenario import Scenario
from ..compare.paired import rows_of
from ..design.batch import Batch, cut_blocks
from .blocks import OK, play_block
from .runner import run_batch
from .write_tables import outcome_parts, path_parts


@dataclass(frozen=True)
class SingleRun:
    """A finished run.

    Attributes
    ----------
    scenario : Scenario
        The scenario with all changes applied.
    strategy : str
        The hedger's strategy.
    seed, run : int
        The two numbers that determine the shocks.
    outcomes : mapping
        Outcomes of the run, by column of ``outcomes.parquet``.
    paths : DataFrame
        One row per quarter, with the columns of ``paths.parquet``.
    """

    scenario: Scenario
    strategy: str
    seed: int
    run: int
    outcomes: Mapping[str, Any]
    paths: pd.DataFrame


def play_single_run(batch: Batch) -> SingleRun:
    """Play a batch of one run in memory.

    Raises
    ------
    RunError
        If the run fails.
    """
    block = next(cut_blocks(batch))
    result = play_block(block)
    if len(result.failed):
        msg = f"{block.scenario.name}, {block.strategy}, run {batch.first_run}: {result.errors[0]}"
        raise RunError(msg)
    columns = ["run_id", *outcome_columns(batch.patrons), "status", "error"]
    parts = next(outcome_parts(batch, lambda _: result))
    row = pa.table(dict(zip(columns, parts, strict=True))).to_pylist()[0]
    names = ["run_id", "quarter", "date", *path_columns(batch.patrons)]
    quarters = next(path_parts(batch, lambda _: result))
    paths = pa.table(dict(zip(names, quarters, strict=True))).to_pandas()
    return single_run_of(batch, row, paths)


def store_single_run(batch: Batch, folder: Path, command: str) -> SingleRun:
    """Play a batch of one run into a result folder.

    Raises
    ------
    RunError
        If the run fails; the folder then holds its row with the error.
    """
    results = run_batch(batch, folder, command=command)
    row = rows_of(results.outcomes)[0]
    if row["status"] != OK or results.paths is None:
        msg = f"{batch.scenarios[0].name}, run {batch.first_run}: {row['error']}"
        raise RunError(msg)
    return single_run_of(batch, row, results.paths)


def single_run_of(batch: Batch, row: Mapping[str, Any], paths: pd.DataFrame) -> SingleRun:
    """Build a :class:`SingleRun` from a row of outcomes and the table of its path."""
    scenario = batch.scenarios[0]
    outcomes = {c: row[c] for c in outcome_columns(batch.patrons)}
    return SingleRun(
        scenario, batch.strategies[scenario.name][0], batch.seed, batch.first_run, outcomes, paths
    )

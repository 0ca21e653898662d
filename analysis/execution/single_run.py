"""A single run for people: the four actors over time, the regime and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...model.errors import RunError
from ...model.outcomes import outcome_columns, outcome_row, path_columns
from ...model.scenario.scenario import Scenario
from ...model.scenario.timeline import build_tuple
from ...model.state import Outcome
from ..compare.paired import rows_of
from ..design.batch import Batch, cut_blocks
from .blocks import OK, play_block
from .runner import run_batch


@dataclass(frozen=True)
class SingleRun:
    """A finished run.

    Attributes
    ----------
    scenario : Scenario
        With all changes made.
    strategy : str
        What the hedger did.
    seed, run : int
        Which shocks it met.
    outcomes : mapping
        What the run reports, by column.
    paths : DataFrame
        One row a quarter, with the columns of ``paths.parquet``.
    """

    scenario: Scenario
    strategy: str
    seed: int
    run: int
    outcomes: Mapping[str, Any]
    paths: pd.DataFrame


def play_single_run(batch: Batch) -> SingleRun:
    """Play a batch of one run.

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
    outcome: Outcome = build_tuple(Outcome, iter(result.outcomes[:, 0].tolist()).__next__)
    paths = pd.DataFrame(result.paths[0], columns=list(path_columns(batch.patrons)))
    paths.insert(0, "run_id", block.first_id)
    paths.insert(1, "quarter", range(len(paths)))
    paths.insert(2, "date", [block.scenario.quarter_name(quarter) for quarter in paths["quarter"]])
    return single_run_of(batch, outcome_row(outcome, batch.patrons), paths)


def store_single_run(batch: Batch, folder: Path, command: str) -> SingleRun:
    """Play a batch of one run into a result folder.

    Raises
    ------
    RunError
        If the run fails; the folder holds its row.
    """
    results = run_batch(batch, folder, command=command)
    row = rows_of(results.outcomes)[0]
    if row["status"] != OK or results.paths is None:
        msg = f"{batch.scenarios[0].name}, run {batch.first_run}: {row['error']}"
        raise RunError(msg)
    return single_run_of(batch, row, results.paths)


def single_run_of(batch: Batch, row: Mapping[str, Any], paths: pd.DataFrame) -> SingleRun:
    """Return a run from its outcomes and path."""
    scenario = batch.scenarios[0]
    outcomes = {c: row[c] for c in outcome_columns(batch.patrons)}
    return SingleRun(
        scenario, batch.strategies[scenario.name][0], batch.seed, batch.first_run, outcomes, paths
    )

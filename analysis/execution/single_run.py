"""A single run for display: the actors over time, the regime and the reasons for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...model.errors import RunError
from ...model.outcomes import outcome_columns, outcome_row, path_columns
from ...model.scenario.scenario import Scenario
from ...model.state import Outcome
from ...model.state.layout import build_tuple
from ..compare.paired import list_rows
from ..design.batch import Batch, cut_blocks
from ..labels import OK
from .blocks import play_block
from .runner import run_batch


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
    numbers = iter(result.outcomes[:, 0].tolist())
    outcome: Outcome = build_tuple(Outcome, len(batch.patrons), numbers.__next__)
    paths = pd.DataFrame(result.paths[:, 0].T, columns=list(path_columns(batch.patrons)))
    paths.insert(0, "run_id", block.first_id)
    paths.insert(1, "quarter", range(len(paths)))
    paths.insert(2, "date", [block.scenario.quarter_name(quarter) for quarter in paths["quarter"]])
    return build_single_run(batch, outcome_row(outcome, batch.patrons), paths)


def store_single_run(batch: Batch, folder: Path, command: str) -> SingleRun:
    """Play a batch of one run into a result folder.

    Raises
    ------
    RunError
        If the run fails; the folder then holds its row with the error.
    """
    results = run_batch(batch, folder, command=command)
    row = list_rows(results.outcomes)[0]
    if row["status"] != OK or results.paths is None:
        msg = f"{batch.scenarios[0].name}, run {batch.first_run}: {row['error']}"
        raise RunError(msg)
    return build_single_run(batch, row, results.paths)


def build_single_run(batch: Batch, row: Mapping[str, Any], paths: pd.DataFrame) -> SingleRun:
    """Build a :class:`SingleRun` from a row of outcomes and the table of its path."""
    scenario = batch.scenarios[0]
    outcomes = {c: row[c] for c in outcome_columns(batch.patrons)}
    return SingleRun(
        scenario, batch.strategies[scenario.name][0], batch.seed, batch.first_run, outcomes, paths
    )

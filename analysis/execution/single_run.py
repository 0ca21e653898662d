"""A single run for display: the actors over time, the regime and the reasons for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...model.errors import RunError
from ...model.outcomes import outcome_columns, outcome_row, path_columns
from ...model.scenario.scenario import Scenario
from ...model.state import Outcome
from ...model.state.layout import build_tuple
from ..design.batch import Batch, cut_blocks
from ..labels import OK
from .blocks import play_block

if TYPE_CHECKING:
    import pandas as pd


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
    quarters : mapping
        Value of every quarter by column of ``paths.parquet``, each of shape (quarters,).
    """

    scenario: Scenario
    strategy: str
    seed: int
    run: int
    outcomes: Mapping[str, Any]
    quarters: Mapping[str, NDArray[Any]]

    @property
    def length(self) -> int:
        """Return the number of quarters."""
        return len(self.quarters["quarter"])

    @cached_property
    def paths(self) -> "pd.DataFrame":
        """Return one row per quarter, with the columns of ``paths.parquet``."""
        import pandas as pd  # no text table needs it

        return pd.DataFrame(dict(self.quarters))


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
    numbered = np.arange(result.paths.shape[2])
    quarters = {
        "run_id": np.full(len(numbered), block.first_id),
        "quarter": numbered,
        "date": np.array([block.scenario.quarter_name(quarter) for quarter in numbered.tolist()], object),
        **dict(zip(path_columns(batch.patrons), result.paths[:, 0], strict=True)),
    }
    return build_single_run(batch, outcome_row(outcome, batch.patrons), quarters)


def store_single_run(batch: Batch, folder: Path, command: str) -> SingleRun:
    """Play a batch of one run into a result folder.

    Raises
    ------
    RunError
        If the run fails; the folder then holds its row with the error.
    """
    from ..compare.paired import list_rows
    from .runner import run_batch

    results = run_batch(batch, folder, command=command)
    row = list_rows(results.outcomes)[0]
    if row["status"] != OK or results.paths is None:
        msg = f"{batch.scenarios[0].name}, run {batch.first_run}: {row['error']}"
        raise RunError(msg)
    quarters = {str(name): column.to_numpy() for name, column in results.paths.items()}
    return build_single_run(batch, row, quarters)


def build_single_run(batch: Batch, row: Mapping[str, Any], quarters: Mapping[str, NDArray[Any]]) -> SingleRun:
    """Build a :class:`SingleRun` from a row of outcomes and the columns of its path."""
    scenario = batch.scenarios[0]
    outcomes = {c: row[c] for c in outcome_columns(batch.patrons)}
    return SingleRun(
        scenario, batch.strategies[scenario.name][0], batch.seed, batch.first_run, outcomes, quarters
    )

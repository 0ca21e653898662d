"""Means over runs at the points of a batch, as arrays for the samplers of other packages."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

import numpy as np

from ...model.errors import InputError, RunError
from ...model.outcomes import UTILITY, outcome_columns
from ...model.parameters.lookup import hint
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE
from ..compare.premium import list_rivals, require_rival, select_rivals, subtract_best_rival
from ..conditions.columns import premium_columns
from ..design.batch import Batch, Block, cut_blocks
from ..design.unit_cube import Numbers
from ..execution.blocks import play_block
from ..execution.local import count_cores
from ..labels import RUNG_COLUMNS, explain_rung, premium_rival

NO_NUMBERS = ("regime", "hedging_lost_quarter")
"""Outcomes that have no mean: a name, and a quarter that most runs do not have."""
BLOCKS = 4
"""Blocks in memory for each thread: some wait, so that no thread does."""


def require_outcomes(of: Sequence[str], strategies: Sequence[str], patrons: Sequence[str]) -> None:
    """Check that all outcomes have a mean and that a premium has a rival strategy.

    Raises
    ------
    InputError
        With every unknown outcome and the most similar known one.
    """
    known = [*premium_columns(patrons), *(c for c in outcome_columns(patrons) if c not in NO_NUMBERS)]
    faults = [explain_no_mean(name, known) for name in of if name not in known]
    if faults or not of:
        raise InputError(*(faults or ["no outcome asked for"]))
    for name in select_premiums(of):
        require_rival(strategies, name)


def explain_no_mean(name: str, known: Sequence[str]) -> str:
    """Describe why an outcome has no mean at a point."""
    if name in RUNG_COLUMNS:
        return explain_rung(name)
    return f"outcome {name!r} is not one with a mean{hint(name, known)}"


def select_premiums(of: Sequence[str]) -> list[str]:
    """Return those outcomes that are premiums."""
    return [name for name in of if premium_rival(name) is not None]


def choose_strategies(scenario: Scenario, of: Sequence[str], names: Sequence[str] | None) -> Sequence[str]:
    """Return the strategies to simulate: the named ones, else hedge and the rivals of its premiums."""
    rivals = [rival for name in select_premiums(of) for rival in select_rivals(scenario, name)]
    return names or list(dict.fromkeys([HEDGE, *rivals]))


def simulate_means(batch: Batch, of: Sequence[str], strategy: str, workers: int | None) -> dict[str, Numbers]:
    """Simulate a batch of one scenario and compute means over runs.

    Parameters
    ----------
    batch : Batch
        Batch whose strategies are simulated; runs of a strategy are ordered by point.
    of : sequence of str
        Outcomes of ``strategy``; ``premium`` is the utility of ``hedge`` minus that of the best other
        strategy at the point, ``premium:RIVAL`` minus that of the best of a kind.
    strategy : str
        Strategy of the outcomes, one of the batch's.
    workers : int or None
        Cores to use; all if None.

    Returns
    -------
    dict
        Outcome to its means, shape (points,).

    Raises
    ------
    RunError
        If a run failed.
    """
    columns = {name: name if premium_rival(name) is None else UTILITY for name in of}
    rows = {name: row for row, name in enumerate(dict.fromkeys(columns.values()))}
    runs = simulate_outcomes(batch, list(rows), workers)
    return {
        name: average_runs(
            runs[strategy][rows[column]]
            if (rival := premium_rival(name)) is None
            else compute_premium_at_points(runs, rows[column], rival)
        )
        for name, column in columns.items()
    }


def simulate_outcomes(batch: Batch, names: Sequence[str], workers: int | None) -> dict[str, Numbers]:
    """Simulate a batch and return some outcomes by strategy, shape (names, points, runs).

    No more blocks than threads can use are in memory at once, so that only what is returned grows with runs.

    Raises
    ------
    RunError
        If a run failed.
    """
    rows = [list(outcome_columns(batch.patrons)).index(name) for name in names]
    parts: dict[str, list[Numbers]] = {}
    blocks, cores = cut_blocks(batch), workers or count_cores()
    with ThreadPoolExecutor(cores) as threads:
        while ahead := list(islice(blocks, BLOCKS * cores)):
            for block, found in zip(ahead, threads.map(partial(play_outcomes, rows), ahead), strict=True):
                parts.setdefault(block.strategy, []).append(found)
    shape = (len(names), batch.point_count, batch.runs)
    return {name: np.concatenate(part, axis=1).reshape(shape) for name, part in parts.items()}


def play_outcomes(rows: Sequence[int], block: Block) -> Numbers:
    """Play a block and return some rows of its outcomes, shape (rows, runs).

    Raises
    ------
    RunError
        If a run failed.
    """
    played = play_block(block)
    if len(played.failed):
        msg = f"{block.scenario.name}, strategy {block.strategy}: a run failed: {played.errors[0]}"
        raise RunError(msg)
    return played.outcomes[rows]


def compute_premium_at_points(runs: Mapping[str, Numbers], row: int, rival: str) -> Numbers:
    """Compute the premium run by run, shape (points, runs); the best rival is chosen at each point."""
    rivals = np.stack([runs[name][row] for name in list_rivals(runs, rival)])
    return subtract_best_rival(runs[HEDGE][row], np.moveaxis(rivals, 0, -1), rivals.mean(axis=2).T[:, None])


def average_runs(values: Numbers) -> Numbers:
    """Compute means over runs, shape (points, runs) to (points,).

    Runs are summed in order as :func:`.point_values.compute_point_means` does: both give the same bits.
    """
    points, runs = values.shape
    return np.asarray(np.bincount(np.repeat(np.arange(points), runs), values.ravel(), points) / runs)

"""Play a block of runs and return plain arrays; the only module that calls an engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.engines.histogram import Spread, spread_of
from ...model.engines.reference import Run, play_run
from ...model.errors import RunError
from ...model.outcomes import band_series, outcome_columns, path_columns, path_row
from ...model.scenario.scenario import Scenario
from ...model.state import flatten
from ..design.batch import Block
from ..design.columns import engine_columns, plan_at_point, scenario_at_point

UNEXPLAINED = (
    "a number is not finite in compiled code, though plain Python finishes the run: please report this"
)

Player = Callable[[int, int], Run]


@dataclass(frozen=True)
class BlockResult:
    """The results of a block of n runs, m of which failed.

    Attributes
    ----------
    outcomes : array, shape (outcomes, n)
        Rows in the order of :class:`~hedgesim.model.state.Outcome`, regimes by code; NaN where a run failed.
    failed : array of int, shape (m,)
        Positions of the failed runs.
    errors : array of str, shape (m,)
        Their error messages.
    cells, counts : array of unsigned int, shape (c,)
        Sparse histograms of the band series over finished runs: flat indices of the non-empty cells of an
        array of shape (quarters, series, bins), and their counts; in types no larger than needed.
    sums : array of int, shape (quarters, series)
        Sums over finished runs in multiples of 2**-31.
    paths : array, shape (path columns, n - m, quarters)
        Every quarter of finished runs, a column after the other as tables have them; without runs where paths
        are not kept.
    """

    outcomes: NDArray[np.float64]
    failed: NDArray[np.int64]
    errors: NDArray[np.str_]
    cells: NDArray[Any]
    counts: NDArray[Any]
    sums: NDArray[np.int64]
    paths: NDArray[np.float64]


def plain_player(scenario: Scenario, block: Block) -> Player:
    """Return a function that plays one run in plain Python; what all runs share is computed once."""
    timeline, start = scenario.timeline(), scenario.start()
    plan = plan_at_point(scenario, block.strategy, block.plan)

    def play_one(seed: int, run: int) -> Run:
        records, outcome = play_run(timeline, start, plan, seed, run)
        return Run(records, outcome, scenario.patrons)

    return play_one


def mesa_player(scenario: Scenario, block: Block) -> Player:
    """Return a function that plays one run with the Mesa model."""
    from ...model.engines.mesa_model import HedgingModel

    plan = plan_at_point(scenario, block.strategy, block.plan)

    def play_one(seed: int, run: int) -> Run:
        model = HedgingModel(scenario, plan, run, seed)
        while model.running:
            model.step()
        return model.finished_run()

    return play_one


PLAYERS: Mapping[str, Callable[[Scenario, Block], Player]] = {"plain": plain_player, "mesa": mesa_player}
"""Engines that play one run at a time, by name."""


def play_block(block: Block) -> BlockResult:
    """Play the runs of a block; a run that fails is recorded with its error and the others go on."""
    if block.engine == "compiled":
        return play_compiled(block)
    return pack_runs(block, play_one_by_one(block, range(len(block.runs))))


def play_one_by_one(block: Block, places: range | NDArray[np.int64]) -> list[Run | str]:
    """Play runs of a block, given by position, one by one; return a failed run as its error message."""
    if not len(places):
        return []  # without gathering the columns
    players: dict[tuple[float, ...], Player] = {}
    runs, columns = [], block.columns
    for k in places:
        point = tuple(float(values[k]) for values in columns.values())
        # only the last player is kept: runs of a point follow each other, and a sweep has many points
        if point not in players:
            scenario = scenario_at_point(block.scenario, dict(zip(columns, point, strict=True)))
            players = {point: PLAYERS.get(block.engine, plain_player)(scenario, block)}
        runs.append(try_run(players[point], block.seed, int(block.runs[k])))
    return runs


def try_run(player: Player, seed: int, run: int) -> Run | str:
    """Play a run; if it fails, return its error message on one line."""
    try:
        return player(seed, run)
    except (RunError, ArithmeticError, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__


def pack_runs(block: Block, runs: list[Run | str]) -> BlockResult:
    """Convert finished runs and error messages to the arrays of a :class:`BlockResult`."""
    columns = list(path_columns(block.scenario.patrons))
    finished = [run for run in runs if isinstance(run, Run)]
    shape = (len(finished), block.scenario.horizon, len(columns))
    paths = np.array([[path_row(r) for r in run.records] for run in finished]).reshape(shape)
    places = [columns.index(column) for _, _, column in band_series(block.scenario.patrons)]
    outcomes = np.full((len(outcome_columns(block.scenario.patrons)), len(runs)), np.nan)
    for k, run in enumerate(runs):
        if isinstance(run, Run):
            outcomes[:, k] = flatten(run.outcome)
    failures = {k: run for k, run in enumerate(runs) if isinstance(run, str)}
    return BlockResult(
        outcomes,
        np.array(list(failures), np.int64),
        np.array(list(failures.values()), str),
        *sparse_histograms(spread_of(paths[:, :, places])),
        columns_first(paths if block.paths else paths[:0]),
    )


def sparse_histograms(spread: Spread) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """Compress histograms to the flat indices and counts of non-empty cells, each of shape (c,).

    The sums, shape (quarters, series), are returned as they are.
    """
    flat_counts = spread.counts.reshape(-1)
    cells = np.flatnonzero(flat_counts != 0)  # of truth values, which numpy searches several times as fast
    found = flat_counts[cells]
    # the smallest integer types: a third of a block's bytes, on disk and between processes
    small = np.min_scalar_type(int(found.max(initial=0)))
    return cells.astype(np.min_scalar_type(flat_counts.size)), found.astype(small), spread.sums


def play_compiled(block: Block) -> BlockResult:
    """Play the runs of a block in compiled code; play failed runs again in plain Python for their errors."""
    from ...model.engines.compiled import simulate

    columns = engine_columns(block.scenario, block.strategy, block.columns)
    outcome = simulate(
        block.scenario, block.plan, block.seed, block.runs, columns, bands=block.bands, paths=block.paths
    )
    failed = np.flatnonzero(~outcome.sound)
    again = play_one_by_one(replace(block, engine="plain"), failed)
    outcome.outcomes[:, failed] = np.nan
    return BlockResult(
        outcome.outcomes,
        failed,
        np.array([run if isinstance(run, str) else UNEXPLAINED for run in again], str),
        *sparse_histograms(outcome.spread),
        columns_first(outcome.paths[outcome.sound] if block.paths and len(failed) else outcome.paths),
    )


def columns_first(paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return paths of shape (runs, quarters, columns) in the shape (columns, runs, quarters)."""
    runs, quarters, columns = paths.shape
    # as a matrix, which numpy turns over several times as fast
    return paths.reshape(-1, columns).T.copy().reshape(columns, runs, quarters)

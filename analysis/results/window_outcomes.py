"""Outcomes of runs over some of their quarters, by the model's own rules on the paths that were kept.

Records are added and outcomes computed by the functions that the engines use, bound to arrays. So over all
quarters they are bit for bit the outcomes of the folder.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ...model.engines.reference import mean_of_worst, worst_decile
from ...model.errors import InputError
from ...model.outcomes import INDICES, outcome_columns, path_columns, regime_names
from ...model.rules.initial_state import begin
from ...model.rules.records.run_outcome import compute_outcome
from ...model.rules.records.running_totals import add_record, empty, update_spells, window_weights
from ...model.scenario.scenario import Scenario
from ...model.scenario.timeline import fold_event, start_of, unflatten
from ...model.state import Case, Record, Summary
from ...model.state.layout import build_tuple, case_paths
from ..design.batch import Batch, Block, cut_blocks
from ..design.columns import Columns, engine_columns, on_arrays
from ..labels import OK
from .folder import Results
from .manifest import rebuild_batch

Numbers = NDArray[np.float64]
KEYS = ("run_id", "quarter")
"""Columns that name a row of paths."""
Quarters = Callable[[int, int], tuple[int, int]]
"""Gives first and last quarter of a window from a scenario's first quarter and horizon."""


def compute_outcomes(results: Results, find_quarters: Quarters) -> pd.DataFrame:
    """Compute the outcomes of a folder's runs over some of their quarters.

    Parameters
    ----------
    results : Results
        A result folder that kept paths.
    find_quarters : callable
        Gives first and last quarter, counted from 0, from a scenario's first quarter and horizon.

    Returns
    -------
    DataFrame
        One row per run, with the columns and types of the folder's outcomes; failed runs have no numbers.
    """
    found = results.outcomes.copy()
    finished = (found["status"] == OK).to_numpy(bool)
    batch = rebuild_batch(results.manifest, results.folder)
    parts: dict[str, list[Numbers]] = {name: [] for name in outcome_columns(batch.patrons)}
    for block, fine, paths in pair_blocks(batch, results, finished):
        window = find_quarters(block.scenario.first_quarter, block.scenario.horizon)
        columns = {path: values[fine] for path, values in block.columns.items()}
        for name, values in zip(parts, compute_block(block, columns, paths, window), strict=True):
            parts[name].append(np.broadcast_to(values, paths.shape[-1]))
    names = np.array(regime_names(batch.patrons), object)
    for name, values in parts.items():
        every = np.concatenate(values)
        if name == "regime":
            found.loc[finished, name] = names[every.astype(int)]
        elif name == "hedging_lost_quarter":
            found.loc[finished, name] = pd.array(np.where(every < 0, np.nan, every), "Int64")
        else:
            found.loc[finished, name] = every
    return found


def pair_blocks(
    batch: Batch, results: Results, finished: NDArray[np.bool_]
) -> Iterator[tuple[Block, NDArray[np.bool_], Numbers]]:
    """Yield each block with finished runs, which these are, and their paths.

    Paths have the shape (quarters, columns, finished runs); those of one block at a time are in memory.

    Raises
    ------
    InputError
        If the paths are not those of the finished runs, in their order.
    """
    path, columns = results.folder / "paths.parquet", list(path_columns(batch.patrons))
    with pq.ParquetFile(path) as file:
        parts = (pa.Table.from_batches([part]) for part in file.iter_batches(columns=[*KEYS, *columns]))
        left = file.schema_arrow.empty_table().select([*KEYS, *columns])
        for block in cut_blocks(batch):
            fine = finished[block.first_id : block.first_id + len(block.runs)]
            ids, horizon = block.first_id + np.flatnonzero(fine), block.scenario.horizon
            while len(left) < len(ids) * horizon and (part := next(parts, None)) is not None:
                left = pa.concat_tables([left, part])
            rows, left = left.slice(0, len(ids) * horizon), left.slice(len(ids) * horizon)
            check_keys(path, rows, np.repeat(ids, horizon), np.tile(np.arange(horizon), len(ids)))
            if len(ids):
                numbers = np.array([rows[name].to_numpy() for name in columns])
                yield block, fine, numbers.reshape(len(columns), len(ids), horizon).transpose(2, 0, 1).copy()


def check_keys(path: Path, rows: pa.Table, ids: NDArray[np.int64], quarters: NDArray[np.int64]) -> None:
    """Refuse paths that are not those of some runs and quarters.

    Raises
    ------
    InputError
        If they are not.
    """
    if any(
        not np.array_equal(rows[key].to_numpy(), keys)
        for key, keys in zip(KEYS, (ids, quarters), strict=True)
    ):
        msg = f"{path}: its rows are not those of the runs that finished, quarter by quarter"
        raise InputError(msg)


def compute_block(block: Block, columns: Columns, paths: Numbers, window: tuple[int, int]) -> Iterator[Any]:
    """Yield every outcome of some runs over a window, each a number or of shape (runs,).

    Parameters
    ----------
    block : Block
        Scenario and strategy of the runs.
    columns : mapping
        Values that vary from run to run, by path, each of shape (runs,).
    paths : array, shape (quarters, columns, runs)
        What the runs recorded.
    window : tuple of int
        First and last quarter, counted from 0.
    """
    first, last = window
    scenario, size = block.scenario, paths.shape[-1]
    values: dict[str, Any] = {**scenario.values, **engine_columns(scenario, block.strategy, columns)}
    fixed, _ = on_arrays(begin)(case_at(scenario, values, 0), start_of(values, scenario.patrons))
    worst = tuple(find_worst(paths[first : last + 1, list(INDICES).index(name)]) for name in INDICES)
    summary = add_records(paths[: last + 1], first, len(scenario.patrons), size)
    case, length = case_at(scenario, values, last), float(last - first + 1)
    yield from list_numbers(on_arrays(compute_outcome)(case, fixed, summary, worst, length))


def add_records(paths: Numbers, first: int, patrons: int, size: int) -> Summary:
    """Add up the records of a window, which ends with the last quarter of the paths.

    Spells of regimes are those since the first quarter of the run.
    """
    summary: Summary = empty(np.zeros(size), patrons)  # type: ignore[arg-type]  # bound to arrays
    for quarter, numbers in enumerate(paths):
        record: Record = build_tuple(Record, patrons, iter(numbers).__next__)
        if quarter < first:
            spells = on_arrays(update_spells)(summary.spells, record.regime, float(quarter))
            summary = summary._replace(spells=spells)
        else:
            weights = on_arrays(window_weights)(float(quarter), float(len(paths)))
            summary = on_arrays(add_record)(summary, record, weights, float(quarter))
    return summary


def case_at(scenario: Scenario, values: Mapping[str, Any], quarter: int) -> Case:
    """Build the parameters in force in a quarter from values that are numbers or arrays, one a run."""
    numbers = [values[path] for path in case_paths(scenario.patrons)]
    for change, event in zip(scenario.changes(), scenario.events, strict=True):
        value = values.get(f"events.{event.name}.value", change.value)
        numbers[change.row] = fold_event(numbers[change.row], change._replace(value=value), float(quarter))
    return unflatten(numbers, len(scenario.patrons))


def find_worst(series: Numbers) -> tuple[Numbers, Numbers]:
    """Compute worst decile and mean of the worst tenth of each run, from values of shape (quarters, runs)."""
    runs = series.T.tolist()
    return np.array([worst_decile(run) for run in runs]), np.array([mean_of_worst(run) for run in runs])


def list_numbers(value: Any) -> Iterator[Any]:  # noqa: ANN401 - nested tuples of numbers or arrays
    """Yield the numbers of a nested tuple, depth first."""
    if isinstance(value, tuple):
        for part in value:
            yield from list_numbers(part)
    else:
        yield value

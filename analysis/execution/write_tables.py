"""Convert blocks to the tables of a result folder, part by part so that memory stays bounded."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from ...model.outcomes import outcome_columns, regime_names
from ..design.batch import (
    Batch,
    Block,
    find_draws,
    find_points,
    find_runs,
    read_value,
)
from ..design.batch import cut_blocks as blocks_of
from ..labels import FAILED, OK
from ..results.folder import write_table
from ..results.table_schema import band_schema, design_schema, is_text, outcome_schema, path_schema
from .blocks import BlockResult
from .tally import Tally

ROWS = 50_000
"""Least rows of a row group."""

Reader = Callable[[Block], BlockResult]
Columns = list[Any]


def write_all(
    batch: Batch, folder: Path, read: Callable[..., BlockResult]
) -> tuple[int, dict[str, dict[str, Any]]]:
    """Write every table of a batch.

    Parameters
    ----------
    batch : Batch
        The batch whose blocks were played.
    folder : Path
        The result folder.
    read : callable
        Returns the stored results of a block; with ``paths=False`` the paths, which are large, are left out.

    Returns
    -------
    failed : int
        Number of failed runs.
    tables : dict
        Rows and sha256 of each table, by name.
    """
    tally = Tally()
    without_paths = partial(read, paths=False)
    tables = {}

    def write(name: str, schema: pa.Schema, parts: Iterator[Columns], rows: int = ROWS) -> None:
        tables[name] = write_table(folder, name, schema, gather_tables(prefetch_parts(parts), schema, rows))

    write("design", batch_schema(batch), design_parts(batch))
    write("outcomes", outcome_schema(batch.patrons), outcome_parts(batch, without_paths, tally))
    write("bands", band_schema(), tally.band_parts(), rows=1)
    if batch.paths:
        write("paths", path_schema(batch.patrons), path_parts(batch, read))
    return tally.failed, tables


def gather_tables(parts: Iterable[Columns], schema: pa.Schema, rows: int) -> Iterator[pa.Table]:
    """Yield tables of at least so many rows, made of parts without copying them; the last may be smaller."""
    pending: list[pa.Table] = []
    for part in parts:
        columns = zip(part, schema, strict=True)
        arrays = [pa.array(c, type=field.type, from_pandas=True) for c, field in columns]
        pending.append(pa.Table.from_arrays(arrays, schema=schema))
        if sum(map(len, pending)) >= rows:
            yield pa.concat_tables(pending)
            pending = []
    if pending:
        yield pa.concat_tables(pending)


def prefetch_parts(parts: Iterator[Columns]) -> Iterator[Columns]:
    """Yield parts in order, while a thread already prepares the next one."""
    # one part ahead and no more, so that memory stays bounded; None marks the end of the parts
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = thread.submit(next, parts, None)
            yield part


def decode_names(codes: NDArray[np.int64], names: list[str]) -> Any:  # noqa: ANN401 - an arrow array
    """Convert integer codes, shape (n,), to an Arrow string array; a negative code becomes null."""
    kept: Any = pa.array(codes.astype(np.int32), mask=codes < 0)
    # Arrow looks the names up, so that no Python string is made per row
    return pa.DictionaryArray.from_arrays(kept, pa.array(names, pa.string())).cast(pa.string())


def batch_schema(batch: Batch) -> pa.Schema:
    """Return the schema of the design of a batch."""
    values = [scenario.values for scenario in batch.scenarios]
    settings = {path: is_text(path, value, values) for path, value in batch.changes.items()}
    return design_schema(settings, list(batch.points), batch.draws is not None)


def design_table(batch: Batch) -> pd.DataFrame:
    """Return the design as a table with one row per run.

    The columns are run_id, scenario, strategy, point, run, seed and draw, then one for every value that is
    set or varies by point; ``point`` and ``draw`` only where the batch has them.
    """
    schema = batch_schema(batch)
    parts = [pa.Table.from_arrays(list(map(pa.array, p)), schema=schema) for p in design_parts(batch)]
    return pa.concat_tables(parts).to_pandas()


def design_parts(batch: Batch) -> Iterator[Columns]:
    """Yield the columns of design.parquet in parts of at most ROWS runs, one row per run."""
    first_id = 0
    for scenario in batch.scenarios:
        for strategy in batch.strategies[scenario.name]:
            for first in range(0, batch.rows, ROWS):
                rows = np.arange(first, min(first + ROWS, batch.rows), dtype=np.int64)
                same, places = np.zeros(len(rows), np.int64), find_points(batch, rows)
                columns: Columns = [
                    first_id + rows,
                    decode_names(same, [scenario.name]),
                    decode_names(same, [strategy]),
                ]
                columns += [places] if batch.points else []
                columns += [find_runs(batch, rows), np.full(len(rows), batch.seed, np.int64)]
                draw = find_draws(batch, rows)
                columns += [draw] if batch.draws is not None else []
                for path, value in batch.changes.items():
                    setting = read_value(scenario.values, path, value)
                    text = is_text(path, value, [s.values for s in batch.scenarios])
                    columns.append(
                        decode_names(same, [str(setting)]) if text else np.full(len(rows), float(setting))
                    )
                yield columns + [values[places] for values in batch.points.values()]
            first_id += batch.rows


def outcome_parts(batch: Batch, read: Reader, tally: Tally | None = None) -> Iterator[Columns]:
    """Yield the columns of outcomes.parquet block by block, and add each block to ``tally`` if given."""
    names, regimes = list(outcome_columns(batch.patrons)), regime_names(batch.patrons)
    for block in blocks_of(batch):
        played = read(block)
        n, failed = len(block.runs), np.zeros(len(block.runs), np.int64)
        failed[played.failed] = 1
        if tally is not None:
            tally.add(block, played)
        columns = dict(zip(names, played.outcomes, strict=True))
        columns["regime"] = decode_names(integer_column(columns["regime"]), regimes)
        lost = integer_column(columns["hedging_lost_quarter"])
        columns["hedging_lost_quarter"] = pa.array(lost, mask=lost < 0)
        errors = np.full(n, -1)
        # code of a run's error in played.errors, -1 (null) where the run finished
        errors[played.failed] = np.arange(len(played.failed))
        ids = np.arange(block.first_id, block.first_id + n, dtype=np.int64)
        yield [
            ids,
            *columns.values(),
            decode_names(failed, [OK, FAILED]),
            decode_names(errors, list(played.errors)),
        ]


def integer_column(numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Convert floats, shape (n,), to integers, with -1 for NaN."""
    return np.where(np.isnan(numbers), -1.0, numbers).astype(np.int64)


def path_parts(batch: Batch, read: Reader) -> Iterator[Columns]:
    """Yield the columns of paths.parquet block by block, one row per finished run and quarter."""
    for block in blocks_of(batch):
        played = read(block)
        finished = np.delete(np.arange(len(block.runs), dtype=np.int64), played.failed) + block.first_id
        quarters = np.arange(block.scenario.horizon, dtype=np.int64)
        dates = [block.scenario.quarter_name(int(t)) for t in quarters]
        ids = np.repeat(finished, len(quarters))
        columns = played.paths.reshape(len(played.paths), -1)
        when = np.tile(quarters, len(finished))
        # finished runs have finite numbers only: as Arrow's they are not searched for missing ones
        yield [ids, when, decode_names(when, dates), *map(pa.array, columns)]

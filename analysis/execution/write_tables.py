"""Convert blocks to the tables of a result folder, part by part so that memory stays bounded."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from ...model.outcomes import outcome_columns, regime_names
from ..design.batch import Batch, Block, find_draws, find_points, find_runs, read_value
from ..labels import FAILED, OK
from ..results import table_schema as schemas
from ..results.table_file import TableFile, create_table
from .blocks import BlockResult
from .tally import Tally

ROWS = 50_000
"""Least rows of a row group."""

Columns = list[Any]


@dataclass(frozen=True)
class BatchTables:
    """The tables of a batch while it is played.

    Attributes
    ----------
    tally : Tally
        Counts over the blocks that were added.
    files : dict
        The tables by name, those that are finished and those that grow.
    """

    tally: Tally
    files: dict[str, TableFile]

    def add(self, block: Block, played: BlockResult) -> None:
        """Add the results of the next block, in the order of the design."""
        self.tally.add(block, played)
        self.files["outcomes"].add(outcome_part(block, played))
        if "paths" in self.files:
            self.files["paths"].add(path_part(block, played))

    def facts(self) -> dict[str, dict[str, Any]]:
        """Return rows and sha256 of every finished table, by name."""
        return {name: self.files[name].facts() for name in schemas.TABLES if name in self.files}


@contextlib.contextmanager
def open_tables(batch: Batch, folder: Path) -> Iterator[BatchTables]:
    """Yield the tables of a batch, to which its blocks are added; afterwards all are in the folder."""
    growing = {"outcomes": schemas.outcome_schema(batch.patrons)}
    if batch.paths:
        growing["paths"] = schemas.path_schema(batch.patrons)
    with contextlib.ExitStack() as stack:
        files = {n: stack.enter_context(create_table(folder, n, s, ROWS)) for n, s in growing.items()}
        tables = BatchTables(Tally(), files)
        yield tables
    files["design"] = write_table(folder, "design", batch_schema(batch), design_parts(batch), ROWS)
    files["bands"] = write_table(folder, "bands", schemas.band_schema(), tables.tally.band_parts(), 1)


def write_table(
    folder: Path, name: str, schema: pa.Schema, parts: Iterable[Columns], least: int
) -> TableFile:
    """Write a table whose rows are known; arguments as :func:`.create_table` takes them."""
    with create_table(folder, name, schema, least) as table:
        for part in parts:
            table.add(part)
    return table


def decode_names(codes: NDArray[np.int64], names: list[str]) -> Any:  # noqa: ANN401 - an arrow array
    """Convert integer codes, shape (n,), to an Arrow string array; a negative code becomes null."""
    kept: Any = pa.array(codes.astype(np.int32), mask=codes < 0)
    # Arrow looks the names up, so that no Python string is made per row
    return pa.DictionaryArray.from_arrays(kept, pa.array(names, pa.string())).cast(pa.string())


def batch_schema(batch: Batch) -> pa.Schema:
    """Return the schema of the design of a batch."""
    values = [scenario.values for scenario in batch.scenarios]
    settings = {path: schemas.is_text(path, value, values) for path, value in batch.changes.items()}
    return schemas.design_schema(settings, list(batch.points), batch.draws is not None)


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
                    text = schemas.is_text(path, value, [s.values for s in batch.scenarios])
                    columns.append(
                        decode_names(same, [str(setting)]) if text else np.full(len(rows), float(setting))
                    )
                yield columns + [values[places] for values in batch.points.values()]
            first_id += batch.rows


def outcome_part(block: Block, played: BlockResult) -> Columns:
    """Return a block's columns of outcomes.parquet, one row per run."""
    patrons, failed = block.scenario.patrons, np.zeros(len(block.runs), np.int64)
    failed[played.failed] = 1
    rows = dict(zip(outcome_columns(patrons), played.outcomes, strict=True))
    # as Arrow's, columns without missing numbers are neither searched again nor copied
    columns = {name: row if np.isnan(row).any() else pa.array(row) for name, row in rows.items()}
    columns["regime"] = decode_names(integer_column(rows["regime"]), regime_names(patrons))
    lost = integer_column(rows["hedging_lost_quarter"])
    columns["hedging_lost_quarter"] = pa.array(lost, mask=lost < 0)
    errors = np.full(len(failed), -1)
    # code of a run's error in played.errors, -1 (null) where the run finished
    errors[played.failed] = np.arange(len(played.failed))
    return [
        np.arange(block.first_id, block.first_id + len(failed), dtype=np.int64),
        *columns.values(),
        decode_names(failed, [OK, FAILED]),
        decode_names(errors, list(played.errors)),
    ]


def integer_column(numbers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Convert floats, shape (n,), to integers, with -1 for NaN."""
    return np.where(np.isnan(numbers), -1.0, numbers).astype(np.int64)


def path_part(block: Block, played: BlockResult) -> Columns:
    """Return a block's columns of paths.parquet, one row per finished run and quarter."""
    finished = np.delete(np.arange(len(block.runs), dtype=np.int64), played.failed) + block.first_id
    quarters = np.arange(block.scenario.horizon, dtype=np.int64)
    dates = [block.scenario.quarter_name(int(t)) for t in quarters]
    ids = np.repeat(finished, len(quarters))
    columns = played.paths.reshape(len(played.paths), -1)
    when = np.tile(quarters, len(finished))
    # finished runs have finite numbers only: as Arrow's they are not searched for missing ones
    return [ids, when, decode_names(when, dates), *map(pa.array, columns)]

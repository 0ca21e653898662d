"""Checks of a result folder's Parquet tables against its manifest: columns, types, rows and values.

Columns and rows are read from the head of a file, before anything else of it. Values are checked as they are
read: the design and all keys follow from the manifest, numbers of finished runs lie in their ranges. Of the
design and the outcomes a command may read some columns only; the values of the others are then not checked.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ...model.dates import quarter_name
from ...model.errors import InputError
from ...model.outcomes import (
    STANCE_COLUMNS,
    Column,
    band_series,
    outcome_columns,
    path_columns,
    regime_names,
)
from ...model.scenario.scenario_data import list_some
from ...model.text import shorten_value
from ..design.batch import read_value
from ..labels import FAILED, OK
from .quantiles import QUANTILES
from .table_schema import count_group_runs, list_draw_columns, list_groups

Table = Any
Values = Any
"""A numpy array of numbers, or an arrow array of texts."""
Manifest = Mapping[str, Any]
Points = Mapping[str, NDArray[np.float64]]
Bools = NDArray[np.bool_]

BEYOND = 1e100
"""Largest plausible number of a table: sums of squares of larger ones would overflow."""
ROUNDING = 1e-6
BAND_NUMBER = Column("share", "of all values of a band, which lie between 0 and 1")
LEVELS = frozenset({"gdp", "gdp_last"})
"""Columns called an index that are a level, 100 at the start."""
SIGNED = frozenset({"tension"})
"""Columns called a share that may be below 0: a deviation."""


def open_parquet(path: Path, texts: Collection[str] = ()) -> Any:  # noqa: ANN401 - pyarrow is untyped
    """Open a Parquet file without reading more than its head; columns of ``texts`` are read as dictionaries.

    It is not mapped into memory: mapped pages take room beside the table, and a file that is cut while it is
    read would kill the process instead of raising.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        return pq.ParquetFile(path, read_dictionary=list(texts), pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        msg = f"{path}: cannot be read as a Parquet table: {select_first_line(error)}"
        raise InputError(msg) from None


def read_parquet(path: Path, columns: Collection[str] | None = None, texts: Collection[str] = ()) -> Table:
    """Read a Parquet file, whole or those of some columns that it has; every text in it is UTF-8.

    Raises
    ------
    InputError
        If it is none, or damaged.
    """
    file = open_parquet(path, texts)
    names = [name for name in file.schema_arrow.names if columns is None or name in columns]
    return read_columns(file, names, path)


def read_columns(file: Any, names: Sequence[str], path: Path) -> Table:  # noqa: ANN401 - pyarrow is untyped
    """Read columns of an open Parquet file.

    Raises
    ------
    InputError
        If it is none, or damaged.
    """
    try:
        # what other programs have noted in a file does not change how it is read; threads that wait for the
        # same memory took three times as long
        table = file.read(list(names), use_threads=False).replace_schema_metadata(None)
        table.validate(full=True)
    except (OSError, pa.ArrowException) as error:
        msg = f"{path}: cannot be read as a Parquet table: {select_first_line(error)}"
        raise InputError(msg) from None
    return table


def select_first_line(error: Exception) -> str:
    """Return the first line of an error's message."""
    return str(error).partition("\n")[0]


def head_faults(path: Path, schema: pa.Schema, rows: int) -> list[str]:
    """Describe how columns, types and number of rows of a file differ from those expected."""
    try:
        file = open_parquet(path)
    except InputError as error:
        return list(error.faults)
    found = file.schema_arrow
    names = [name for name in schema.names if name in found.names or not LATER.match(name)]
    if found.names != names:
        return [f"{path}: {column_difference(found.names, names)}"]
    kinds = [(name, found.field(name).type, schema.field(name).type) for name in names]
    faults = [
        f"{path}: column {name}: found values of type {kind}; expected {expected}"
        for name, kind, expected in kinds
        if kind != expected
    ]
    if file.metadata.num_rows != rows:
        faults.append(f"{path}: found {file.metadata.num_rows:,} rows; the manifest has {rows:,}")
    return faults


LATER = re.compile(
    r"(mood|belief|hope|free_effort|dominance|exercises|bandwidth|dependence|realised|alignment|parity|tilt)_"
    r"|stage$|reserve|effective_patrons_mean|\w+_cvar10$|(" + "|".join(STANCE_COLUMNS) + ")"
)
"""Beginnings of columns that folders of earlier versions lack."""


def select_present(columns: Mapping[str, Column], table: Table) -> Iterator[tuple[str, Column]]:
    """Yield the columns that a table has; one of an earlier version may lack some."""
    return ((name, column) for name, column in columns.items() if name in table.column_names)


def column_difference(found: Sequence[str], expected: Sequence[str]) -> str:
    """Describe in what the columns of a file differ from those expected."""
    lacking, more = [c for c in expected if c not in found], [c for c in found if c not in expected]
    twice = [c for c in dict.fromkeys(found) if found.count(c) > 1]
    differing = (("lacks", lacking), ("has also", more), ("has twice", twice))
    parts = [f"{what} {list_some([*map(shorten_value, names)])}" for what, names in differing if names]
    return f"its columns are not those of the manifest: it {'; '.join(parts) or 'has them in another order'}"


def design_faults(table: Table, manifest: Manifest, points: Points, draws: Points) -> Iterator[str]:
    """Yield the columns of a design that are not those that the manifest, points and draws make."""
    for name, expected in design_columns(manifest, points, draws):
        if name in table.column_names:
            yield from difference_faults(name, table[name], expected)


def design_columns(manifest: Manifest, points: Points, draws: Points) -> Iterator[tuple[str, Values]]:
    """Yield name and values of every column of the design."""
    groups, each, runs = list_groups(manifest), count_group_runs(manifest), manifest["runs"]
    group = np.repeat(np.arange(len(groups)), each)
    point = np.tile(np.repeat(np.arange(each // runs), runs), len(groups))
    run = np.tile(np.arange(manifest["first_run"], manifest["first_run"] + runs), len(group) // runs)
    yield "run_id", (rows := np.arange(len(group)))
    yield "scenario", pick_values([scenario for scenario, _ in groups], group)
    yield "strategy", pick_values([strategy for _, strategy in groups], group)
    yield "run", run
    yield "seed", np.full(len(rows), manifest["seed"])
    for path, setting in manifest["set"].items():
        values = [read_value(manifest["scenarios"][name]["values"], path, setting) for name, _ in groups]
        yield path, pick_values(values, group)
    if points:
        yield "point", point
        yield from ((path, values[point]) for path, values in points.items())
    if draws:
        draw = run % len(next(iter(draws.values())))
        yield "draw", draw
        yield from ((path, draws[path][draw]) for path in list_draw_columns(manifest))


def pick_values(values: Sequence[float | str], places: NDArray[np.int64]) -> Values:
    """Return the value at each place: as text if any of the values is text."""
    if any(isinstance(value, str) for value in values):
        texts = [str(value) for value in values]
        names = list(dict.fromkeys(texts))
        codes: Any = pa.array(np.array([names.index(text) for text in texts], np.int32)[places])
        return pa.DictionaryArray.from_arrays(codes, pa.array(names, pa.string()))
    return np.asarray(values, float)[places]


def match_names(column: Table, names: Values) -> NDArray[np.int64]:
    """Return the place of each text of a column among names, -1 where it is none of them, shape (rows,).

    Only the column's dictionary is looked up, not every row.
    """
    parts = [np.empty(0, np.int64)]
    for chunk in column.chunks:
        places: Any = pc.index_in(chunk.dictionary, value_set=names)
        there = np.append(places.fill_null(-1).to_numpy(zero_copy_only=False), -1)
        parts.append(there[chunk.indices.fill_null(len(there) - 1).to_numpy(zero_copy_only=False)])
    return np.concatenate(parts)


def outcome_faults(table: Table, manifest: Manifest) -> Iterator[str]:
    """Yield what is wrong in outcomes: run_ids, status, and numbers of finished runs out of their range."""
    yield from difference_faults("run_id", table["run_id"], np.arange(len(table)))
    statuses = match_names(table["status"], pa.array([OK, FAILED]))
    if (statuses < 0).any():
        yield cell_fault("status", table["status"], int(np.argmin(statuses)), f"{OK} or {FAILED}")
        return
    finished = statuses == 0
    if (failed := int(np.sum(~finished))) != manifest["failed"]:
        yield f"column status: found {FAILED} {failed:,} times; the manifest has {manifest['failed']:,}"
    yield from value_faults(table, manifest, finished)


def value_faults(table: Table, manifest: Manifest, finished: Bools) -> Iterator[str]:
    """Yield what is wrong in some columns of outcomes: values of finished runs out of their range."""
    patrons, scenarios = first_patrons(manifest), manifest["scenarios"].values()
    regimes = pa.array(regime_names(patrons))
    for name, column in select_present(outcome_columns(patrons), table):
        if name == "regime":
            fine = match_names(table[name], regimes) >= 0
            yield from range_faults(name, table[name], fine | ~finished, "the name of a regime")
        elif name == "hedging_lost_quarter":
            last = max(int(scenario["horizon"]) for scenario in scenarios) - 1
            lost = table[name].fill_null(0).to_numpy()
            yield from range_faults(name, table[name], (lost >= 0) & (lost <= last), f"0 to {last}, or none")
        else:
            yield from number_faults(name, table[name], column, finished)


def band_faults(table: Table, manifest: Manifest, finished: Bools) -> Iterator[str]:
    """Yield what is wrong in bands: their keys, quantiles out of range or out of order."""
    played = np.asarray(finished.reshape(len(list_groups(manifest)), -1).any(axis=1), bool)
    for name, expected in band_keys(manifest, played):
        yield from difference_faults(name, table[name], expected)
    every = np.ones(len(table), bool)
    for name in (*QUANTILES, "mean"):
        yield from number_faults(name, table[name], BAND_NUMBER, every)
    for low, high in pairwise(QUANTILES):
        fine = table[low].to_numpy() <= table[high].to_numpy()
        yield from range_faults(high, table[high], fine, f"at least {low}")


def band_keys(manifest: Manifest, played: Bools) -> Iterator[tuple[str, Values]]:
    """Yield the columns that name a row of bands, for the groups that have a finished run."""
    series = band_series(first_patrons(manifest))
    groups = [group for group, there in zip(list_groups(manifest), played, strict=True) if there]
    scenarios = [manifest["scenarios"][name] for name, _ in groups]
    horizons = np.array([s["horizon"] for s in scenarios], np.int64)
    group = np.repeat(np.arange(len(groups)), horizons)
    quarter = count_up(horizons)
    first = np.array([s["first_quarter"] for s in scenarios], np.int64)[group]
    yield "scenario", pick_values([name for name, _ in groups], np.repeat(group, len(series)))
    yield "strategy", pick_values([strategy for _, strategy in groups], np.repeat(group, len(series)))
    yield "quarter", np.repeat(quarter, len(series))
    yield "date", name_quarters(np.repeat(first + quarter, len(series)))
    places = np.tile(np.arange(len(series)), len(group))
    yield "actor", pick_values([actor for actor, _, _ in series], places)
    yield "dimension", pick_values([dimension for _, dimension, _ in series], places)


def path_faults(table: Table, manifest: Manifest, finished: Bools) -> Iterator[str]:
    """Yield what is wrong in paths: their keys, and numbers out of range."""
    scenarios = [manifest["scenarios"][name] for name, _ in list_groups(manifest)]
    ids = np.flatnonzero(finished)
    group = ids // count_group_runs(manifest)
    lengths = np.array([s["horizon"] for s in scenarios], np.int64)[group]
    first = np.array([s["first_quarter"] for s in scenarios], np.int64)[group]
    quarter = count_up(lengths)
    if len(quarter) != len(table):
        yield f"found {len(table):,} rows; the finished runs make {len(quarter):,}"
        return
    yield from difference_faults("run_id", table["run_id"], np.repeat(ids, lengths))
    yield from difference_faults("quarter", table["quarter"], quarter)
    yield from difference_faults("date", table["date"], name_quarters(np.repeat(first, lengths) + quarter))
    every = np.ones(len(table), bool)
    patrons = first_patrons(manifest)
    for name, column in select_present(path_columns(patrons), table):
        if column.unit == "code":
            last = len(regime_names(patrons)) - 1
            coded = table[name].to_numpy()
            yield from range_faults(name, table[name], (coded >= 0) & (coded <= last), f"0 to {last}")
        else:
            yield from number_faults(name, table[name], column, every)


def first_patrons(manifest: Manifest) -> list[str]:
    """Return the patrons, which all scenarios share."""
    return list(next(iter(manifest["scenarios"].values()))["patrons"])


def count_up(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 0 to n - 1 for every length n, one after the other."""
    return np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def name_quarters(numbers: NDArray[np.int64]) -> Values:
    """Return the names of quarters, such as 2017Q3."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    return pick_values([quarter_name(number) for number in range(low, high + 1)], numbers - low)


def difference_faults(name: str, column: Table, expected: Values) -> Iterator[str]:
    """Yield the first cell of a column that is not as expected."""
    if len(column) != len(expected):
        yield f"column {name}: found {len(column):,} rows; expected {len(expected):,}"
        return
    number = isinstance(expected, np.ndarray)
    found = column.to_numpy() if number else match_names(column, expected.dictionary)
    same: Any = found == (expected if number else expected.indices.to_numpy())
    if not same.all():
        row = int(np.argmin(same))
        cell = expected[row].item() if number else expected[row].as_py()
        yield cell_fault(name, column, row, shorten_value(cell))


def number_faults(name: str, column: Table, unit: Column, finished: Bools) -> Iterator[str]:
    """Yield the first number of a finished run that is none, or out of the range that its unit has."""
    low, high = find_range(name, unit)
    numbers = column.to_numpy()
    # no array is made where all is well; NaN is not at least anything
    if len(numbers) and numbers.min() >= low - ROUNDING and numbers.max() <= high + ROUNDING:
        return
    fine = (numbers >= low - ROUNDING) & (numbers <= high + ROUNDING)  # false for NaN
    yield from range_faults(name, column, fine | ~finished, f"{low:g} to {high:g}")


def find_range(name: str, column: Column) -> tuple[float, float]:
    """Return the range of a column's numbers."""
    if column.unit in {"share", "index"} and name not in LEVELS:
        return (-1.0 if name in SIGNED else 0.0), 1.0
    return -BEYOND, BEYOND


def range_faults(name: str, column: Table, fine: Bools, allowed: str) -> Iterator[str]:
    """Yield the first cell of a column that is not fine."""
    if not fine.all():
        yield cell_fault(name, column, int(np.argmin(fine)), allowed)


def cell_fault(name: str, column: Table, row: int, allowed: str) -> str:
    """Describe a cell: column, row counted from 0, what was found and what is allowed."""
    cell = column[row].as_py()
    found = "nothing" if cell is None else shorten_value(cell)
    return f"column {name}, row {row:,}: found {found}; expected {allowed}"

"""Read a user's own table of points from a .csv or .parquet file."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import is_numeric_dtype

from ...model.errors import InputError
from ...model.parameters.lookup import canonical_path, hint
from ...model.scenario.scenario import Scenario
from .arguments import file_named
from .axis import Axis, axis_conflicts, check_values, keys_of
from .parse_axes import convert_word
from .points import TABLE, Points
from .unit_cube import Numbers

LARGEST = 1 << 29
"""Bytes of a table of points or draws."""
MOST_CELLS = 100_000_000


def read_points(path: str | Path, scenario: Scenario) -> Points:
    """Read a user's own table of points and check it against a scenario.

    Parameters
    ----------
    path : str or Path
        A .csv or .parquet file with a row per point and a column per path; a column ``point`` is ignored.
    scenario : Scenario
        The scenario whose values vary.

    Raises
    ------
    InputError
        If the file cannot be read; with every unknown column (and the nearest known) and every wrong cell.
    """
    table = read_table(Path(path)).drop(columns="point", errors="ignore")
    keys, faults, columns = keys_of(scenario), [], {}
    names = [canonical_path(str(c).strip(), scenario.patrons) for c in table.columns]
    faults += [f"{path}: {what}" for what in axis_conflicts(names)]
    if not len(table) or not names:
        faults.append(f"{path}: no points in it")
    for name, (_, column) in zip(names, table.items(), strict=True):
        if name not in keys:
            faults.append(f"{path}: column {name!r} is no parameter of {scenario.name}{hint(name, keys)}")
            continue
        values = parse_column(column)
        if not np.isfinite(values).all():
            faults.append(f"{path}: column {name}: {bad_cells(values)}")
            continue
        try:
            check_values(keys[name], [float(v) for v in dict.fromkeys(values)], scenario)
        except InputError as error:
            faults += [f"{path}: column {fault}" for fault in error.faults]
        columns[name] = values
    if faults:
        raise InputError(*faults)
    axes = tuple(
        Axis(n, float(v.min()), float(v.max()), (), "linear", keys[n].base, keys[n].unit)
        for n, v in columns.items()
    )
    return Points(pd.DataFrame(columns), TABLE, None, 0, axes)


def bad_cells(values: Numbers, first: int = 1) -> str:
    """Describe which rows of a column hold no finite number, counted from ``first``."""
    rows = np.flatnonzero(~np.isfinite(values)) + first
    if len(rows) == 1:
        return f"row {rows[0]} holds no finite number"
    return f"{len(rows)} rows hold no finite number, the first is row {rows[0]}"


def read_table(path: Path, what: str = "a table of points") -> pd.DataFrame:
    """Read a .csv or .parquet file as a table; ``what`` names it in messages.

    Raises
    ------
    InputError
        If it has another ending or cannot be read.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".parquet"}:
        msg = f"{path}: {what} ends in .csv or .parquet, found {path.suffix or 'no ending'!r}"
        raise InputError(msg)
    place = file_named(path)
    try:
        check_size(path, place)
        table = pd.read_csv(place) if ending == ".csv" else pd.read_parquet(place)
    except (OSError, ValueError, pa.ArrowException) as error:  # pandas' own errors are ValueErrors
        msg = f"{path}: cannot be read: {error}"
        raise InputError(msg) from error
    return table.set_axis([str(name) for name in table.columns], axis=1)


def check_size(path: Path, place: Path) -> None:
    """Refuse a table that would not fit into memory.

    Parameters
    ----------
    path, place : Path
        The file as the user named it, for messages, and where it is.

    Raises
    ------
    InputError
        With its size and the largest allowed.
    """
    size = place.stat().st_size
    if size > LARGEST:
        msg = f"{path}: found {size:,} bytes; a table has at most {LARGEST:,}"
        raise InputError(msg)
    if place.suffix.lower() == ".parquet":  # compression lets a small file hold a large table
        held = pq.read_metadata(place)
        if held.num_rows * held.num_columns > MOST_CELLS:
            found = f"{held.num_rows:,} rows of {held.num_columns:,}"
            msg = f"{path}: found {found}; allowed are {MOST_CELLS:,} cells"
            raise InputError(msg)


def parse_column(column: "pd.Series[Any]") -> Numbers:
    """Convert a column to floats, shape (n,), reading words such as ``signed`` or ``true``; else NaN."""
    if is_numeric_dtype(column.dtype):
        return parse_floats(column)
    return parse_floats(column.map(convert_word))


def parse_floats(column: "pd.Series[Any]") -> Numbers:
    """Convert a column to floats, shape (n,); NaN for cells that are not numbers, such as dates or lists."""
    if is_numeric_dtype(column.dtype):
        return column.to_numpy(float, na_value=np.nan)
    return np.array([parse_cell(cell) for cell in column], float)


def parse_cell(cell: object) -> float:
    """Convert a cell to a float; NaN if it is not a number."""
    if not isinstance(cell, str | int | float):
        return float("nan")
    try:
        return float(cell)
    except (OverflowError, ValueError):
        return float("nan")

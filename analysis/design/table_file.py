"""The one reader of a user's own tables: points, draws, observations, events and priors."""

from collections.abc import Iterable, Mapping
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.scenario.syntax.regular_file import check_regular_file
from .arguments import file_named
from .parse_axes import convert_word
from .text_table import read_text_table

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]

PARQUET = ".parquet"
PACKED = ".csv.gz"
ENDINGS = (".csv", ".tsv", ".txt", PACKED, PARQUET)
LARGEST = 1 << 29
"""Largest size of a table in bytes."""
MOST_CELLS = 100_000_000
UNNAMED = ("", "Unnamed: 0")
"""Names that the first column has where pandas or R wrote the labels of rows."""
PARQUET_LABELS = "__index_level_0__"
"""Name of a column in which pandas wrote them, anywhere."""


def is_table_name(name: str) -> bool:
    """Return whether a file's name ends as those of tables do."""
    return Path(name).name.lower().endswith(ENDINGS)


def known_endings() -> str:
    """Return the endings of tables in words."""
    return f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"


def read_table(
    path: str | Path,
    what: str = "a table of points",
    columns: Mapping[str, type] | None = None,
    largest: int = LARGEST,
) -> tuple["pd.DataFrame", tuple[str, ...]]:
    """Read a table as it is written by hand, by Excel, pandas, R or DuckDB.

    Parameters
    ----------
    path : str or Path
        The file, or the name of a built-in case's, such as ``belarus/ensemble.csv.gz``.
    what : str
        What it should be, for messages.
    columns : mapping of str to type, optional
        Columns that it must have, and whether each is of numbers (``float``) or text (``str``); others are
        of no concern. By default all columns are of numbers.
    largest : int
        Bytes allowed.

    Returns
    -------
    DataFrame, tuple of str
        The table, and notices on how it was read.

    Raises
    ------
    InputError
        If it has another ending, is no regular file or cannot be read; with every fault of its head.
    """
    table, notices = read_cells(path, what, columns, largest)
    return table.to_pandas(ignore_metadata=True), notices


def read_cells(
    path: str | Path,
    what: str = "a table of points",
    columns: Mapping[str, type] | None = None,
    largest: int = LARGEST,
) -> tuple[pa.Table, tuple[str, ...]]:
    """Read a table as :func:`read_table` does, for Arrow, which takes less time to load than pandas."""
    path = Path(path)
    if not is_table_name(path.name):
        msg = f"{path}: {what} ends in {known_endings()}; found {path.suffix or 'no ending'!r}"
        raise InputError(msg)
    place = find_table(path, what, largest)
    parquet = place.suffix.lower() == PARQUET
    try:
        if parquet:
            table, notices = read_parquet(path, place)
        else:
            table, notices = read_text_table(path, place, columns, largest)
        table, more = check_head(path, table, columns or ())
    except (OSError, ValueError, pa.ArrowException) as error:  # in own words, not in those of other libraries
        kind = "Parquet columns" if parquet else "separated cells"
        number = error.errno if isinstance(error, OSError) else None
        msg = f"{path}: cannot be read: {strerror(number) if number else f'found no table of {kind}'}"
        raise InputError(msg) from error
    return table, (*notices, *more)


def find_table(path: Path, what: str, largest: int) -> Path:
    """Return where a table is, after a check that it can be read.

    Raises
    ------
    InputError
        If it is no regular file, too large or empty.
    """
    place = file_named(path)
    if not check_regular_file(place, str(path), what, largest):
        msg = f"{path}: cannot be read: the file is empty"
        raise InputError(msg)
    return place


def read_parquet(path: Path, place: Path) -> tuple[pa.Table, tuple[str, ...]]:
    """Read a Parquet file, with DECIMAL columns as floats.

    Raises
    ------
    InputError
        If it holds more than MOST_CELLS, as compression lets a small file hold a large table.
    """
    import pyarrow.parquet as pq  # most tables are text

    with pq.ParquetFile(place) as file:  # unlike pq.read_table it reads two columns of one name
        about = file.metadata
        if about.num_rows * about.num_columns > MOST_CELLS:
            found = f"{about.num_rows:,} rows of {about.num_columns:,}"
            msg = f"{path}: found {found}; allowed are {MOST_CELLS:,} cells"
            raise InputError(msg)
        table = file.read()
    cells = [c.cast(pa.float64()) if pa.types.is_decimal(c.type) else c for c in table.columns]
    return pa.table(cells, names=table.column_names), ()


def check_head(path: Path, table: pa.Table, needed: Iterable[str]) -> tuple[pa.Table, tuple[str, ...]]:
    """Leave out labels of rows and columns without name and cells, and check the names of the others.

    Returns
    -------
    Table, tuple of str
        The columns that are left, and a notice if labels were left out.

    Raises
    ------
    InputError
        With every column that has no name, is there twice or is lacking, named as the file has it.
    """
    names = [name.strip() for name in table.column_names]
    labels = [k for k, name in enumerate(names) if is_row_label(k, name, table.column(k))]
    blank = [k for k, name in enumerate(names) if not name and table.column(k).null_count == len(table)]
    left = [k for k in range(len(names)) if k not in {*labels, *blank}]
    there = [names[k] for k in left]
    faults = [f"{path}: column {k + 1} has no name" for k in left if not names[k]]
    faults += [f"{path}: column {n} is there twice" for n in dict.fromkeys(there) if n and there.count(n) > 1]
    if lacking := [name for name in needed if name not in there]:
        faults.append(f"{path}: lacks the column {', '.join(lacking)}; found {', '.join(there)}")
    if faults:
        raise InputError(*faults)
    labelled = [f"column {k + 1} ({names[k] or 'no name'})" for k in labels]
    notices = tuple(f"{path}: {column} only labels the rows and is left out" for column in labelled)
    return pa.table([table.column(k) for k in left], names=there), notices


def is_row_label(number: int, name: str, cells: "pa.ChunkedArray[Any]") -> bool:
    """Return whether a column holds the labels of rows that pandas writes by default: distinct numbers."""
    if name != PARQUET_LABELS and not (number == 0 and name in UNNAMED):
        return False
    return pa.types.is_integer(cells.type) and pc.count_distinct(cells, mode="all").as_py() == len(cells) > 0


def bad_cells(values: Numbers, first: int = 1) -> str:
    """Describe which rows of a column hold no finite number, counted from ``first``."""
    rows = np.flatnonzero(~np.isfinite(values)) + first
    if len(rows) == 1:
        return f"row {rows[0]} holds no finite number"
    return f"{len(rows)} rows hold no finite number, the first is row {rows[0]}"


def parse_cells(cells: "pa.ChunkedArray[Any]") -> Numbers:
    """Convert a column of :func:`read_cells` to floats as :func:`parse_column` does, shape (n,)."""
    if cells.null_count or not (pa.types.is_floating(cells.type) or pa.types.is_integer(cells.type)):
        return parse_column(cells.to_pandas())
    chunks = [c for c in cells.cast(pa.float64(), safe=False).chunks if len(c)]
    return np.concatenate([np.empty(0), *map(view_floats, chunks)])


def view_floats(chunk: "pa.Array[Any]") -> Numbers:
    """View an array of floats without nulls, shape (n,), in its memory: pyarrow's own view loads pandas."""
    memory: Any = chunk.buffers()[1]  # a buffer by protocol, which its stubs do not say
    values: Numbers = np.frombuffer(memory, float)[chunk.offset : chunk.offset + len(chunk)]
    return values


def parse_column(column: "pd.Series[Any]") -> Numbers:
    """Convert a column to floats, shape (n,), reading words such as ``signed`` or ``true``; else NaN."""
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(column.dtype):
        return parse_floats(column)
    return parse_floats(column.map(convert_word))


def parse_floats(column: "pd.Series[Any]") -> Numbers:
    """Convert a column to floats, shape (n,); NaN for cells that are not numbers, such as dates or lists."""
    from pandas.api.types import is_numeric_dtype

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

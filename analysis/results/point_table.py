"""Points of a sweep and draws of parameters as Parquet files of a result folder.

With them a batch can be resumed and made again.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from .output_paths import write_atomically

NAME = "points.parquet"
DRAWS = "draws.parquet"

Points = Mapping[str, NDArray[np.float64]]


def describe_points(points: Points) -> dict[str, Any]:
    """Return number, paths and hash of points or draws for a manifest.

    The hash covers every bit of the values, and the order of paths and rows.
    """
    digest = hashlib.sha256()
    for path, values in points.items():
        # the zero byte ends the path, so that path and values cannot be confused
        digest.update(path.encode() + b"\0" + np.ascontiguousarray(values, np.float64).tobytes())
    rows = len(next(iter(points.values()))) if points else 0
    return {"rows": rows, "columns": list(points), "sha256": digest.hexdigest()}


def write_points(points: Points, folder: Path, name: str = NAME) -> None:
    """Write points or draws, whole or not at all; write no file if there are none."""
    if not points:
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    with write_atomically(folder / name) as part:
        columns = {path: pa.array(values, pa.float64()) for path, values in points.items()}
        pq.write_table(pa.table(columns), part)


def read_stored_points(record: Mapping[str, Any], folder: Path, name: str = NAME) -> Points:
    """Read the points or draws of a folder, and check them against its manifest.

    Raises
    ------
    InputError
        If the file is missing or was changed.
    """
    if not record.get("columns"):
        return {}
    # later, so that a command that reads no folder starts quickly
    import pyarrow as pa

    from .table_checks import head_faults, read_parquet

    path = folder / name
    if not path.is_file():
        msg = f"{path}: missing, though the manifest lists it"
        raise InputError(msg)
    schema = pa.schema([(column, pa.float64()) for column in record["columns"]])
    if faults := head_faults(path, schema, record.get("rows", 0)):
        raise InputError(*faults)
    table = read_parquet(path)
    points = {column: table[column].to_numpy() for column in table.column_names}
    if not describe_points(points).items() <= record.items():
        msg = f"{path}: changed since it was written, it is not what the manifest lists"
        raise InputError(msg)
    odd = [column for column, values in points.items() if not np.isfinite(values).all()]
    if odd:
        raise InputError(*(f"{path}: column {column}: found a number that is not finite" for column in odd))
    return points

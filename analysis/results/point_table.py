"""What varies from run to run, points of a sweep or draws, as a file of the result folder.

With it a batch can go on and be made again.
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
    """Describe points or draws for a manifest.

    It says how many, of what, and a hash over every bit of them.
    """
    digest = hashlib.sha256()
    for path, values in points.items():
        digest.update(path.encode() + b"\0" + np.ascontiguousarray(values, np.float64).tobytes())
    rows = len(next(iter(points.values()))) if points else 0
    return {"rows": rows, "columns": list(points), "sha256": digest.hexdigest()}


def write_points(points: Points, folder: Path, name: str = NAME) -> None:
    """Write points or draws whole or not at all; nothing where nothing varies."""
    if not points:
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    with write_atomically(folder / name) as part:
        pq.write_table(pa.table({path: pa.array(values) for path, values in points.items()}), part)


def read_points(record: Mapping[str, Any], folder: Path, name: str = NAME) -> Points:
    """Return the points or draws of a folder, as its manifest tells of them.

    Raises
    ------
    InputError
        If the file is missing or was changed.
    """
    if not record.get("columns"):
        return {}
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / name
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        msg = f"{path}: cannot be read: {error}"
        raise InputError(msg) from None
    points = {column: table[column].to_numpy() for column in table.column_names}
    if not describe_points(points).items() <= record.items():
        msg = f"{path}: changed since it was written, it is not what the manifest lists"
        raise InputError(msg)
    return points

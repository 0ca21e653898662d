"""A result folder: a manifest and Parquet tables, whose hashes are checked when it is read."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from . import manifest as manifests
from . import point_table
from .output_paths import error_reason, write_atomically

CHUNK = 1 << 20


@dataclass(frozen=True)
class Results:
    """A finished result folder; each table is read when it is first used.

    Attributes
    ----------
    folder : Path
        Path of the folder.
    manifest : mapping
        How it was made: scenarios, strategies, seed, versions, units and meanings of all columns.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def design(self) -> pd.DataFrame:
        """Return the design, one row per run: run_id, scenario, strategy, run, seed and every value set."""
        return self._table("design")

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Return the outcomes, one row per run, which join the design by run_id."""
        table = self._table("outcomes")
        return table.astype({"hedging_lost_quarter": "Int64"})

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Return quantiles and means over runs by scenario, strategy, quarter, actor and dimension."""
        return self._table("bands")

    @cached_property
    def paths(self) -> pd.DataFrame | None:
        """Return the paths, one row per run and quarter; None where the batch did not keep them."""
        return self._table("paths") if "paths" in self.manifest["tables"] else None

    def _table(self, name: str) -> pd.DataFrame:
        table = pq.read_table(self.folder / f"{name}.parquet", memory_map=True, pre_buffer=False)
        return table.to_pandas(split_blocks=True, self_destruct=True)  # half the memory of a plain copy


@normalise_arguments
def load(folder: Path) -> Results:
    """Open a finished result folder.

    Raises
    ------
    InputError
        If it is not a result folder, is not finished, or a file is missing or changed; there is one message
        per fault.
    """
    manifest = manifests.read_manifest(folder)
    if not manifest.get("complete"):
        msg = f"{folder}: the batch is not finished; go on with: hedgesim batch --resume {folder}"
        raise InputError(msg)
    tables = manifest["tables"].items()
    faults = [fault for name, facts in tables for fault in table_faults(folder, name, facts)]
    for key, name in (("points", point_table.NAME), ("draws", point_table.DRAWS)):
        try:
            point_table.read_points(manifest.get(key, {}), folder, name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return Results(folder, manifest)


def table_faults(folder: Path, name: str, facts: Mapping[str, Any]) -> list[str]:
    """Describe what is wrong with a table's file: missing, unreadable or changed."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        return [f"{path}: missing, though {manifests.NAME} lists it"]
    try:
        found = file_hash(path)
    except OSError as error:
        return [f"{path}: cannot be read: {error_reason(error)}"]
    if found != facts["sha256"]:
        return [f"{path}: changed since it was written, its sha256 is not the one in {manifests.NAME}"]
    return []


def file_hash(path: Path) -> str:
    """Compute the sha256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_table(folder: Path, name: str, schema: pa.Schema, parts: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Write a table part by part, whole or not at all; the same parts give the same bytes.

    Parameters
    ----------
    folder : Path
        The result folder.
    name : str
        Name of the table.
    schema : pyarrow.Schema
        Names and types of its columns.
    parts : iterable of sequences
        Columns of the next rows; every part becomes a row group.

    Returns
    -------
    dict
        Number of rows and sha256.
    """
    path, rows = folder / f"{name}.parquet", 0
    texts = [field.name for field in schema if pa.types.is_string(field.type)]
    how: dict[str, Any] = {"compression": "lz4", "use_dictionary": texts, "write_statistics": texts}
    with write_atomically(path) as part, pq.ParquetWriter(part, schema, **how) as writer:
        for columns in parts:
            table = pa.Table.from_arrays(
                [pa.array(c, type=f.type, from_pandas=True) for c, f in zip(columns, schema, strict=True)],
                schema=schema,
            )
            writer.write_table(table, row_group_size=max(1, len(table)))
            rows += len(table)
    return {"rows": rows, "sha256": file_hash(path)}

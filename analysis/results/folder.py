"""A result folder: a manifest and Parquet tables, which are checked against each other when it is read."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.text import shell_word
from ..labels import OK
from . import manifest as manifests
from . import point_table
from . import table_checks as checks
from .output_paths import error_reason
from .provenance import package_versions
from .table_schema import table_schema

CHUNK = 1 << 20


@dataclass(frozen=True)
class Results:
    """A finished result folder; each table is read when it is first used, and what is read of it is checked.

    Values that the manifest does not allow raise an InputError; those of columns that are left out are not
    seen.

    Attributes
    ----------
    folder : Path
        Path of the folder.
    manifest : mapping
        How it was made: scenarios, strategies, seed, versions, units and meanings of all columns.
    columns : frozenset of str or None
        Columns of the design and the outcomes that are read, and checked; all if None.
    """

    folder: Path
    manifest: Mapping[str, Any]
    columns: frozenset[str] | None = field(default=None, kw_only=True)

    def select_columns(self, columns: Iterable[str]) -> "Results":
        """Return the folder with some columns of the design and the outcomes, besides run_id and status.

        Nothing else of these tables is read: ten columns of a million runs are a tenth of the whole. Texts
        become categories, which a run has a small number of.
        """
        return replace(self, columns=frozenset((*columns, "run_id", "status")))

    @cached_property
    def design(self) -> pd.DataFrame:
        """Return the design, one row per run: run_id, scenario, strategy, run, seed and every value set."""
        points, draws = (
            point_table.read_stored_points(*place) for place in point_places(self.folder, self.manifest)
        )
        return self._table("design", lambda table: checks.design_faults(table, self.manifest, points, draws))

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Return the outcomes, one row per run, which join the design by run_id."""
        table = self._table("outcomes", lambda table: checks.outcome_faults(table, self.manifest))
        lost = [name for name in ("hedging_lost_quarter",) if name in table]
        return table.astype(dict.fromkeys(lost, "Int64"))

    def read_outcomes(self, columns: Sequence[str], count: int) -> Iterator[pd.DataFrame]:
        """Yield columns of all outcomes, ``count`` at a time and not kept; columns not there are left out."""
        finished, path = self._finished, self.folder / "outcomes.parquet"
        file = checks.open_parquet(path, self._list_texts("outcomes"))
        there = [name for name in columns if name in file.schema_arrow.names]
        for first in range(0, len(there), count):
            table = checks.read_columns(file, there[first : first + count], path)
            self._refuse(path, checks.value_faults(table, self.manifest, finished))
            yield convert_table(table)

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Return quantiles and means over runs by scenario, strategy, quarter, actor and dimension."""
        return self._table("bands", lambda table: checks.band_faults(table, self.manifest, self._finished))

    @cached_property
    def paths(self) -> pd.DataFrame | None:
        """Return the paths, one row per run and quarter; None where the batch did not keep them."""
        if "paths" not in self.manifest["tables"]:
            return None
        return self._table("paths", lambda table: checks.path_faults(table, self.manifest, self._finished))

    @property
    def _finished(self) -> NDArray[np.bool_]:
        return (self.select_columns(()).outcomes["status"] == OK).to_numpy(bool)

    def _table(self, name: str, faults_of: Callable[[Any], Iterable[str]]) -> pd.DataFrame:
        path, texts = self.folder / f"{name}.parquet", self._list_texts(name)
        columns = self.columns if name in {"design", "outcomes"} else None
        table = checks.read_parquet(path, columns, texts)
        self._refuse(path, faults_of(table))
        if columns is None:
            kinds = {field.name: field.type for field in table.schema}
            table = table.cast(pa.schema(kinds | {n: pa.string() for n in texts if n in kinds}))
        return convert_table(table)

    def _list_texts(self, name: str) -> list[str]:
        return [field.name for field in table_schema(name, self.manifest) if pa.types.is_string(field.type)]

    def _refuse(self, path: Path, faults: Iterable[str]) -> None:
        if found := [f"{path}: {fault}" for fault in faults]:
            raise InputError(*found, *version_notes(self.folder, self.manifest))


def convert_table(table: Any) -> pd.DataFrame:  # noqa: ANN401 - pyarrow is untyped
    """Convert an arrow table, which cannot be used afterwards: half the memory of a plain copy."""
    frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
    return frame


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
    if not manifest["complete"]:
        msg = f"{folder}: the batch is not finished; go on with: hedgesim batch --resume {shell_word(folder)}"
        raise InputError(msg)
    faults = [fault for name in manifest["tables"] for fault in table_faults(folder, name, manifest)]
    for record, place, name in point_places(folder, manifest):
        try:
            point_table.read_stored_points(record, place, name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults, *version_notes(folder, manifest))
    return Results(folder, manifest)


def point_places(folder: Path, manifest: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Path, str]]:
    """Yield record, folder and file name of points and of draws."""
    for key, name in (("points", point_table.NAME), ("draws", point_table.DRAWS)):
        yield manifest.get(key, {}), folder, name


def version_notes(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return what to do with a faulty folder, if another version of hedgesim made it."""
    version, now = manifest["versions"].get("hedgesim", "unknown"), package_versions()["hedgesim"]
    return (
        []
        if version == now
        else [f"{folder}: made with hedgesim {version}; this is {now}: read it with that one"]
    )


def require_paths(results: Results, purpose: str) -> None:
    """Refuse a folder that kept no paths where they are needed; ``purpose`` begins the reason, with its verb.

    Raises
    ------
    InputError
        If paths were not kept; the message has the command that keeps them.
    """
    if "paths" not in results.manifest["tables"]:
        msg = (
            f"{results.folder}: {purpose} every quarter of every run, which the folder did not keep;"
            f" make one that does: hedgesim rerun {shell_word(results.folder)} --paths"
        )
        raise InputError(msg)


def table_faults(folder: Path, name: str, manifest: Mapping[str, Any]) -> list[str]:
    """Describe what is wrong with a table's file: missing, unreadable, changed, or other columns or rows."""
    path, facts = folder / f"{name}.parquet", manifest["tables"][name]
    if not path.is_file():
        return [f"{path}: missing, though {manifests.NAME} lists it"]
    try:
        found = file_hash(path)
    except OSError as error:
        return [f"{path}: cannot be read: {error_reason(error)}"]
    if found != facts["sha256"]:
        return [f"{path}: changed since it was written, its sha256 is not the one in {manifests.NAME}"]
    return checks.head_faults(path, table_schema(name, manifest), facts["rows"])


def file_hash(path: Path) -> str:
    """Compute the sha256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

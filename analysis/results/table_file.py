"""Write a Parquet table part by part: whole or not at all, its hash computed on the way."""

import contextlib
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .output_paths import write_atomically


class HashedFile(io.BufferedWriter):
    """A new file whose sha256 is computed while it is written, so that it is not read for it.

    Attributes
    ----------
    digest : object
        The hash of hashlib over what was written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path, "w"))
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        """Write bytes to the end of the file."""
        self.digest.update(data)
        return super().write(data)


class TableFile:
    """A table that is written part by part.

    Attributes
    ----------
    schema : pyarrow.Schema
        Names and types of its columns.
    """

    def __init__(self, file: HashedFile, schema: pa.Schema, least: int) -> None:
        texts = [field.name for field in schema if pa.types.is_string(field.type)]
        how: dict[str, Any] = {"compression": "lz4", "use_dictionary": texts, "write_statistics": texts}
        self.schema, self._least, self._file = schema, least, file
        self._writer = pq.ParquetWriter(file, schema, **how)
        self._pending: list[pa.Table] = []
        self._rows = self._pending_rows = 0

    def add(self, columns: Sequence[Any]) -> None:
        """Add rows, given as one column of numbers or texts for each of the schema; NaN means missing."""
        arrays = [
            pa.array(column, type=field.type, from_pandas=True)
            for column, field in zip(columns, self.schema, strict=True)
        ]
        self._pending.append(pa.Table.from_arrays(arrays, schema=self.schema))
        self._pending_rows += len(arrays[0])
        if self._pending_rows >= self._least:
            self._write_pending()

    def _write_pending(self) -> None:
        if self._pending:
            # without copying: each column is written piece by piece
            self._writer.write_table(
                pa.concat_tables(self._pending), row_group_size=max(1, self._pending_rows)
            )
            self._rows += self._pending_rows
            self._pending, self._pending_rows = [], 0

    def end(self) -> None:
        """Write what is pending, and the end of the file."""
        self._write_pending()
        self._writer.close()

    def discard(self) -> None:
        """Close a file that is not finished, whatever the disk says to it."""
        for part in (self._writer, self._file):
            with contextlib.suppress(OSError):
                part.close()

    def facts(self) -> dict[str, Any]:
        """Return number of rows and sha256 of the finished table."""
        return {"rows": self._rows, "sha256": self._file.digest.hexdigest()}


@contextlib.contextmanager
def create_table(folder: Path, name: str, schema: pa.Schema, least: int) -> Iterator[TableFile]:
    """Yield a table of a result folder to write, which is there whole or not at all.

    The same rows give the same bytes, if they are added in the same parts.

    Parameters
    ----------
    folder : Path
        The result folder.
    name : str
        Name of the table.
    schema : pyarrow.Schema
        Names and types of its columns.
    least : int
        Least rows of a row group; the last may be smaller.
    """
    with write_atomically(folder / f"{name}.parquet") as part, HashedFile(part) as file:
        table = TableFile(file, schema, least)
        try:
            yield table
            table.end()
        except BaseException:
            table.discard()
            raise

"""Edits of a result folder whose hashes are made anew, so that only its contents can give them away."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hedgesim.analysis.results import manifest as manifests
from hedgesim.analysis.results.folder import file_hash
from hedgesim.analysis.results.point_table import describe_points

Manifest = dict[str, Any]
Edit = Callable[[Path], None]
Change = Callable[[pa.Table], pa.Table]
VALUES: tuple[Any, ...] = (
    ..., None, -1, 2**62, 10**30, 0.5, float("nan"), True, "\x1b[2J", "\u202ex" * 1500, "x" * 3000,
    "long " * 600,
    [], [[]], {"a": {}},
)  # fmt: skip
"""What takes the place of a value of the manifest; ``...`` stands for nothing at all."""
SHORT_LISTS = 2
"""Entries of long mappings and lists that are edited; those of the manifest itself are all."""


def read_json(folder: Path) -> Manifest:
    """The manifest as it is."""
    held: Manifest = json.loads((folder / manifests.NAME).read_text(encoding="utf-8"))
    return held


def seal_anew(folder: Path, manifest: Manifest) -> None:
    """Write a manifest with the hashes, numbers of rows and names that fit the files of its folder."""
    told = manifest.get("tables")
    for name, facts in told.items() if isinstance(told, dict) else ():
        file = folder / f"{name}.parquet"
        if isinstance(facts, dict) and file.is_file():
            facts["sha256"] = file_hash(file)
    manifest.pop(manifests.SEAL, None)
    sealed = manifest | {manifests.SEAL: manifests.manifest_hash(manifest)}
    (folder / manifests.NAME).write_text(json.dumps(sealed), encoding="utf-8")


def places(held: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a manifest; of long mappings and lists the first few."""
    if before:
        yield before
    parts: list[tuple[Any, Any]] = list(enumerate(held)) if isinstance(held, list) else []
    parts = list(held.items()) if isinstance(held, dict) else parts
    few = len(before) > 2 or (before and len(parts) > 20)
    for key, value in parts[: SHORT_LISTS if few else None]:
        yield from places(value, (*before, key))


def set_value(folder: Path, place: tuple[Any, ...], value: object) -> None:
    """Put another value at a place of the manifest, or remove what is there."""
    manifest = read_json(folder)
    part: Any = manifest
    for key in place[:-1]:
        part = part[key]
    if value is ...:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    seal_anew(folder, manifest)


def manifest_edits(folder: Path) -> Iterator[tuple[str, Edit]]:
    """Every key of the manifest in turn, removed or of another type or size."""
    for place in places(read_json(folder)):
        for value in VALUES:
            name = f"{'.'.join(map(str, place))} = {str(value)[:20]!a}"
            yield name, partial(set_value, place=place, value=value)


def table_edits(folder: Path) -> Iterator[tuple[str, Edit]]:
    """Every table with its rows and columns edited in every way, and files that are no table."""
    for file in sorted(folder.glob("*.parquet")):
        for what, content in BYTES.items():
            yield f"{file.name}: {what}", partial(rewrite, name=file.name, content=content)
        table = pq.read_table(file)
        for what, change in (ROW_CHANGES | HEAD_CHANGES).items():
            yield f"{file.name}: {what}", partial(replace_table, name=file.name, change=change)
        for number, field in enumerate(table.schema):
            if 6 < number < len(table.schema) - 8:
                continue  # the columns between are alike
            for what, column in column_changes(table[field.name], field).items():
                change = partial(set_column, number=number, column=column)
                edit = partial(replace_table, name=file.name, change=change)
                yield f"{file.name}: {field.name} {what}", edit


def rewrite(folder: Path, name: str, content: Callable[[bytes], bytes]) -> None:
    """Change the bytes of a file, and the hash in the manifest."""
    (folder / name).write_bytes(content((folder / name).read_bytes()))
    seal_anew(folder, read_json(folder))


def replace_table(folder: Path, name: str, change: Change) -> None:
    """Change a table, and its rows and hashes in the manifest."""
    table = change(pq.read_table(folder / name))
    pq.write_table(table, folder / name)
    manifest, stem = read_json(folder), name.partition(".")[0]
    if stem in manifest["tables"]:
        manifest["tables"][stem]["rows"] = len(table)
    else:
        numbers = map(numbers_of, table.columns)
        manifest[stem] |= describe_points(dict(zip(table.column_names, numbers, strict=True)))
        manifest[stem]["columns"] = table.column_names
    seal_anew(folder, manifest)


def numbers_of(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """The numbers of a column of points, or as many zeros."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return np.asarray(column.to_pylist(), float)
    return np.zeros(len(column))


def random_bytes(count: int) -> bytes:
    """The same bytes each time."""
    return np.random.default_rng(1).bytes(count)


def flip_middle(data: bytes) -> bytes:
    """Random bytes amid a file that keeps its head and foot."""
    middle = len(data) // 3
    return data[:middle] + random_bytes(200) + data[middle + 200 :]


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "no bytes": lambda _: b"",
    "text": lambda _: b"run_id,scenario\n0,x\n",
    "random bytes": lambda data: random_bytes(len(data)),
    "half its bytes": lambda data: data[: len(data) // 2],
    "random bytes in the middle": flip_middle,
    "random foot": lambda data: data[:-400] + random_bytes(392) + data[-8:],
}
ROW_CHANGES: dict[str, Change] = {
    "half the rows": lambda t: t.slice(0, len(t) // 2),
    "no rows": lambda t: t.slice(0, 0),
    "rows twice": lambda t: pa.concat_tables([t, t]),
    "rows turned round": lambda t: t.take(pa.array(range(len(t) - 1, -1, -1))),
    "first row for the last": lambda t: pa.concat_tables([t.slice(0, len(t) - 1), t.slice(0, 1)]),
}
HEAD_CHANGES: dict[str, Change] = {
    "no columns": lambda t: t.select([]),
    "a column more": lambda t: t.append_column("more", t[0]),
    "first column twice": lambda t: t.append_column(t.schema.field(0), t[0]),
    "columns turned round": lambda t: t.select(t.column_names[::-1]),
    "an index of pandas": lambda t: t.replace_schema_metadata({"pandas": '{"index_columns": ["run_id"]}'}),
}


def column_changes(column: pa.ChunkedArray, field: pa.Field) -> dict[str, Any]:
    """Other contents of a column by their names; None for a column that is gone, a text for another name."""
    n = len(column)
    cells: list[Any] = column.to_pylist()
    odd = "\x1b[2J\u202e" if pa.types.is_string(field.type) else 10**15
    found: dict[str, Any] = {
        "gone": None,
        "renamed": "x\x1b",
        "empty": pa.nulls(n, field.type),
        "one empty": pa.array([None, *cells[1:]], field.type),
        "another value": pa.array([odd, *cells[1:]], field.type),
        "one value": pa.array([cells[0]] * n, field.type),
        "as text": pa.array([str(c) for c in cells]),
        "as lists": pa.array([[c] for c in cells]),
        "as bytes": pa.array([b"\xff\xfe"] * n),
        "as true": pa.array([True] * n),
        "as dates": pa.array([0] * n, pa.timestamp("ns")),
        "as codes": column.dictionary_encode(),
        "of no type": pa.nulls(n),
    }
    if pa.types.is_floating(field.type):
        numbers = (float("nan"), float("inf"), 1e308, -5.0)
        found |= {f"{number}": pa.array([number, *cells[1:]], field.type) for number in numbers}
    if pa.types.is_string(field.type):
        found["not UTF-8"] = pa.array([b"\xff\xfe"] * n, pa.binary()).view(pa.string())
    return found


def set_column(table: pa.Table, number: int, column: Any) -> pa.Table:
    """A table with another column at a place, without it or with another name for it."""
    if column is None:
        return table.remove_column(number)
    names = table.column_names
    if isinstance(column, str):
        return table.rename_columns([column if k == number else name for k, name in enumerate(names)])
    return table.set_column(number, names[number], column)

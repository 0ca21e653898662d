"""Edits of a result folder whose hashes are made anew, so that only its contents can give them away."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hedgesim.analysis.results import manifest as manifests
from hedgesim.analysis.results.folder import file_hash
from hedgesim.analysis.results.point_table import describe_points

Manifest = dict[str, Any]
Edit = Callable[[Path], None]
Change = Callable[[pa.Table], pa.Table]
VALUES = (
    ...,
    None,
    -1,
    2**62,
    10**30,
    0.5,
    float("nan"),
    True,
    "\x1b[2J",
    "\u202ex" * 1500,
    [],
    [[]],
    {"a": {}},
)
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
    parts = list(held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ())
    few = len(before) > 2 or (before and len(parts) > 20)
    for key, value in parts[: SHORT_LISTS if few else None]:
        yield from places(value, (*before, key))


def with_value(manifest: Manifest, place: tuple[Any, ...], value: object) -> Manifest:
    """A copy with another value at a place, or without it."""
    held = copy.deepcopy(manifest)
    part: Any = held
    for key in place[:-1]:
        part = part[key]
    if value is ...:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    return held


def manifest_edits(folder: Path) -> Iterator[tuple[str, Edit]]:
    """Every key of the manifest in turn, removed or of another type or size."""
    manifest = read_json(folder)
    for place in places(manifest):
        for value in VALUES:
            edited = with_value(manifest, place, value)
            name = f"{'.'.join(map(str, place))} = {str(value)[:20]!a}"
            yield name, lambda at, edited=edited: seal_anew(at, copy.deepcopy(edited))


def table_edits(folder: Path) -> Iterator[tuple[str, Edit]]:
    """Every table with its rows and columns edited in every way, and files that are no table."""
    for file in sorted(folder.glob("*.parquet")):
        for what, content in BYTES.items():
            yield (
                f"{file.name}: {what}",
                lambda at, file=file, content=content: rewrite(at, file.name, content),
            )
        table = pq.read_table(file)
        for what, change in (ROW_CHANGES | HEAD_CHANGES).items():
            yield f"{file.name}: {what}", lambda at, f=file, c=change: replace_table(at, f.name, c)
        for number, field in enumerate(table.schema):
            if 6 < number < len(table.schema) - 8:
                continue  # the columns between are alike
            for what, column in column_changes(table[field.name], field).items():
                change = lambda t, n=number, c=column: set_column(t, n, c)  # noqa: E731
                yield (
                    f"{file.name}: {field.name} {what}",
                    lambda at, f=file, c=change: replace_table(at, f.name, c),
                )


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
        numbers = [
            np.nan_to_num(np.asarray(column.to_pylist(), float))
            if is_number(column.type)
            else np.zeros(len(table))
            for column in table.columns
        ]
        manifest[stem] |= describe_points(dict(zip(table.column_names, numbers, strict=True)))
        manifest[stem]["columns"] = table.column_names
    seal_anew(folder, manifest)


def is_number(kind: pa.DataType) -> bool:
    """Whether a column holds plain numbers."""
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind))


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
        found |= {
            f"{value}": pa.array([value, *cells[1:]], field.type)
            for value in (float("nan"), float("inf"), 1e308, -5.0)
        }
    if pa.types.is_string(field.type):
        found["not UTF-8"] = pa.array([b"\xff\xfe"] * n, pa.binary()).view(pa.string())
    return found


def set_column(table: pa.Table, number: int, change: Any) -> pa.Table:
    """A table with another column at a place, without it or with another name for it."""
    if change is None:
        return table.remove_column(number)
    name = table.column_names[number]
    if isinstance(change, str):
        return table.rename_columns([change if k == number else c for k, c in enumerate(table.column_names)])
    return table.set_column(number, name, change)

"""From blocks to the tables of a result folder, a part at a time so that memory stays bounded."""

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..model.outcomes import band_series, outcome_columns, path_columns
from . import bands, blocks
from .blocks import OK, Played
from .design import Batch, Block, design_table
from .design import blocks as blocks_of
from .store import write_table

ROWS = 50_000
"""Least rows of a row group."""
INTEGERS = ("run_id", "run", "seed", "quarter", "hedging_lost_quarter")

BANDS = ("scenario", "strategy", "quarter", "date", "actor", "dimension", *bands.QUANTILES, "mean")
BAND_TEXTS = ("scenario", "strategy", "date", "actor", "dimension")

Reader = Callable[[Block], Played]
Columns = list[Any]


def write_all(batch: Batch, folder: Path, read: Reader) -> tuple[int, dict[str, dict[str, Any]]]:
    """Write every table of a batch.

    Parameters
    ----------
    batch : Batch
        What was run.
    folder : Path
        Where to.
    read : callable
        Gives what a block played.

    Returns
    -------
    failed : int
        Number of failed runs.
    tables : dict
        Rows and sha256 of each table, by name.
    """
    design = design_table(batch)
    columns = [design[c].to_numpy() for c in design]
    texts = ["scenario", "strategy", *(p for p, value in batch.changes.items() if is_text(batch, p, value))]
    tables = {"design": write_table(folder, "design", schema(design.columns, texts), [columns])}
    failures = [0]
    outcomes = ("run_id", *outcome_columns(batch.patrons), "status", "error")
    parts = gathered(outcome_parts(batch, read, failures))
    tables["outcomes"] = write_table(folder, "outcomes", schema(outcomes, blocks.TEXTS), parts)
    tables["bands"] = write_table(folder, "bands", schema(BANDS, BAND_TEXTS), band_parts(batch, read))
    if batch.paths:
        kept = ("run_id", "quarter", "date", *path_columns(batch.patrons))
        parts = gathered(path_parts(batch, read))
        tables["paths"] = write_table(folder, "paths", schema(kept, ["date"]), parts)
    return failures[0], tables


def schema(columns: Iterable[str], texts: Container[str]) -> pa.Schema:
    """Types of columns: those named as text, whole numbers by their names, the rest 64-bit floats."""

    def kind(name: str) -> pa.DataType:
        if name in texts:
            return pa.string()
        return pa.int64() if name in INTEGERS else pa.float64()

    return pa.schema([(name, kind(name)) for name in columns])


def is_text(batch: Batch, path: str, value: object) -> bool:
    """Whether a value that was set stays text in the design."""
    return isinstance(value, str) and any(path not in s.values for s in batch.scenarios)


def gathered(parts: Iterable[Columns]) -> Iterator[Columns]:
    """Parts put together until they hold ROWS rows."""
    held: list[Columns] = []
    rows = 0
    for part in parts:
        held.append(part)
        rows += len(part[0])
        if rows >= ROWS:
            yield [np.concatenate(column) for column in zip(*held, strict=True)]
            held, rows = [], 0
    if held:
        yield [np.concatenate(column) for column in zip(*held, strict=True)]


def outcome_parts(batch: Batch, read: Reader, failures: list[int]) -> Iterator[Columns]:
    """Columns of outcomes.parquet block by block; counts failed runs on the way."""
    numeric = blocks.numeric_columns(batch.patrons)
    for block in blocks_of(batch):
        played = read(block)
        failures[0] += int((played.status != OK).sum())
        found: dict[str, Any] = {name: played.numbers[:, place] for place, name in enumerate(numeric)}
        found["regime"] = or_none(played.regime)
        ids = np.arange(block.first_id, block.first_id + len(block.runs), dtype=np.int64)
        columns = [found[name] for name in outcome_columns(batch.patrons)]
        yield [ids, *columns, played.status.astype(object), or_none(played.error)]


def or_none(texts: NDArray[np.str_]) -> NDArray[np.object_]:
    """Text as objects, None where it is empty."""
    return np.array([str(t) or None for t in texts], dtype=object)


def band_parts(batch: Batch, read: Reader) -> Iterator[Columns]:
    """Columns of bands.parquet, one part per scenario and strategy with a finished run."""
    series = band_series(batch.patrons)
    for (scenario, strategy), group in groupby(blocks_of(batch), key=lambda b: (b.scenario.name, b.strategy)):
        members = list(group)
        body = band_numbers(read(block) for block in members)
        if body is None:
            continue
        dates = [members[0].scenario.quarter_name(t) for t in range(members[0].scenario.horizon)]
        heads = [
            (scenario, strategy, t, date, actor, dimension)
            for t, date in enumerate(dates)
            for actor, dimension, _ in series
        ]
        yield [*map(list, zip(*heads, strict=True)), *body]


def band_numbers(played: Iterable[Played]) -> Columns | None:
    """Quantiles and mean of every quarter and series, flat; None where no run finished."""
    counts, sums, runs = None, [], 0
    for part in played:
        found = bands.count(part.bins)
        counts = found if counts is None else counts + found
        sums.append(part.sums)
        runs += len(part.bins)
    if counts is None or runs == 0:
        return None
    spread = bands.quantiles(counts, list(bands.QUANTILES.values())).reshape(-1, len(bands.QUANTILES))
    return [*spread.T, (bands.exact_sums(np.array(sums)) / runs).ravel()]


def path_parts(batch: Batch, read: Reader) -> Iterator[Columns]:
    """Columns of paths.parquet block by block, only runs that finished."""
    width = len(path_columns(batch.patrons))
    for block in blocks_of(batch):
        played = read(block)
        finished = np.flatnonzero(played.status == OK) + block.first_id
        quarters = np.arange(block.scenario.horizon, dtype=np.int64)
        dates = np.array([block.scenario.quarter_name(int(t)) for t in quarters], dtype=object)
        ids = np.repeat(finished.astype(np.int64), len(quarters))
        flat = played.paths.reshape(len(ids), width)
        yield [ids, np.tile(quarters, len(finished)), np.tile(dates, len(finished)), *flat.T]

"""The tables of a result folder, built in memory from the blocks of a batch."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa

from ..design.batch import Batch, cut_blocks
from ..results import manifest as manifests
from ..results.table_schema import band_schema, outcome_schema, path_schema
from .blocks import play_block
from .local import count_cores
from .tally import Tally
from .write_tables import Reader, design_table, outcome_parts, path_parts


@dataclass(frozen=True)
class Tables:
    """The parts of a result folder that figures and comparisons read, held in memory.

    Attributes
    ----------
    manifest : mapping
        The design that decides the results: scenarios, strategies, seed, engine, points.
    design, outcomes, bands : DataFrame
        The same tables as in :class:`~hedgesim.analysis.results.folder.Results`.
    batch : Batch
        The batch that was played.
    """

    manifest: Mapping[str, Any]
    design: pd.DataFrame
    outcomes: pd.DataFrame
    bands: pd.DataFrame
    batch: Batch


def build_tables(batch: Batch, workers: int | None) -> Tables:
    """Play a batch and return its tables."""
    tally = Tally()
    outcomes = outcome_table(batch, play_blocks(batch, workers), tally)
    bands = join_parts(tally.band_parts(), band_schema())
    return Tables(manifests.record_design(batch), design_table(batch), outcomes, bands, batch)


def play_blocks(batch: Batch, workers: int | None) -> Reader:
    """Play all blocks of a batch on threads, and return a function from a block to its results."""
    todo = list(cut_blocks(batch))
    with ThreadPoolExecutor(workers or count_cores()) as threads:
        found = dict(zip([b.number for b in todo], threads.map(play_block, todo), strict=True))
    return lambda block: found[block.number]


def outcome_table(batch: Batch, read: Reader, tally: Tally | None = None) -> pd.DataFrame:
    """Return the outcomes of a batch, one row per run, and add each block to the tally if one is given."""
    table = join_parts(outcome_parts(batch, read, tally), outcome_schema(batch.patrons))
    lost = table["hedging_lost_quarter"].astype("Int64")  # the type that Results.outcomes has
    # astype of the table would make a block of every column, and pandas warns who adds one to a hundred
    return table.assign(hedging_lost_quarter=lost)


def path_table(batch: Batch, workers: int | None) -> pd.DataFrame:
    """Play a batch and return its paths, one row per finished run and quarter."""
    kept = replace(batch, paths=True, bands=False)
    return join_parts(path_parts(kept, play_blocks(kept, workers)), path_schema(batch.patrons))


def join_parts(parts: Iterable[Sequence[Any]], kinds: pa.Schema) -> pd.DataFrame:
    """Join the parts of a table into one DataFrame; without parts it is empty, with all columns."""
    tables = [kinds.empty_table()]
    tables += [
        pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(part, kinds, strict=True)], schema=kinds)
        for part in parts
    ]
    return pa.concat_tables(tables).to_pandas()

"""The tables of a result folder, built in memory from the blocks of a batch."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa

from ..design.batch import Batch, Block, cut_blocks
from ..results import manifest as manifests
from ..results.table_schema import band_schema, outcome_schema, path_schema
from .blocks import BlockResult, play_block
from .local import count_cores
from .tally import Tally
from .write_tables import design_table, outcome_part, path_part

Played = list[tuple[Block, BlockResult]]


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


def play_blocks(batch: Batch, workers: int | None) -> Played:
    """Play all blocks of a batch on threads; return each with its results, in the order of the design."""
    todo = list(cut_blocks(batch))
    with ThreadPoolExecutor(workers or count_cores()) as threads:
        return list(zip(todo, threads.map(play_block, todo), strict=True))


def outcome_table(batch: Batch, played: Played, tally: Tally | None = None) -> pd.DataFrame:
    """Return the outcomes of a batch, one row per run, and add each block to the tally if one is given."""
    if tally is not None:
        for block, result in played:
            tally.add(block, result)
    table = join_parts((outcome_part(*found) for found in played), outcome_schema(batch.patrons))
    lost = table["hedging_lost_quarter"].astype("Int64")  # the type that Results.outcomes has
    # astype of the table would make a block of every column, and pandas warns who adds one to a hundred
    return table.assign(hedging_lost_quarter=lost)


def path_table(batch: Batch, workers: int | None) -> pd.DataFrame:
    """Play a batch and return its paths, one row per finished run and quarter."""
    kept = replace(batch, paths=True, bands=False)
    parts = (path_part(*found) for found in play_blocks(kept, workers))
    return join_parts(parts, path_schema(batch.patrons))


def join_parts(parts: Iterable[Sequence[Any]], kinds: pa.Schema) -> pd.DataFrame:
    """Join the parts of a table into one DataFrame; without parts it is empty, with all columns."""
    tables = [kinds.empty_table()]
    tables += [
        pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(part, kinds, strict=True)], schema=kinds)
        for part in parts
    ]
    return pa.concat_tables(tables).to_pandas()

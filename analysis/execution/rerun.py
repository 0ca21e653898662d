"""Compare a result folder bit for bit with a second one made from the same manifest."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from ...model.errors import RunError
from ..design.batch import Batch
from ..results import manifest as manifests
from ..results.folder import Results
from ..results.provenance import describe_software
from .in_memory import outcome_table, play_blocks

KEYS = {
    "design": ("run_id",),
    "outcomes": ("run_id",),
    "bands": ("scenario", "strategy", "quarter", "actor", "dimension"),
    "paths": ("run_id", "quarter"),
}
"""Columns that name a row of each table."""


def software_changes(original: Results) -> list[str]:
    """Describe the versions and sources that have changed since the folder was made."""
    return manifests.software_differences(original.manifest, describe_software())


def compare_folders(original: Results, again: Results) -> str:
    """Describe in a sentence that the tables of two folders are identical.

    Raises
    ------
    RunError
        If they are not; names the first difference: table, row, column and both values.
    """
    before, now = original.manifest["tables"], again.manifest["tables"]
    differing = [name for name in before if before[name]["sha256"] != now[name]["sha256"]]
    for name in differing:
        found = first_difference(name, getattr(original, name), getattr(again, name))
        if found is not None:
            msg = f"{original.folder}: not reproduced. {name}.parquet: {found}"
            raise RunError(msg)
    compiled = original.manifest["engine"] == "compiled"
    if compiled:
        check_in_plain_python(original)
    rows = sum(facts["rows"] for facts in before.values())
    size = f"{len(original.design):,} runs, {rows:,} rows in {len(before)} tables"
    same = f"{original.folder}: reproduced bit for bit, {size}"
    if compiled:
        same += ", the first and the last run in plain Python too"
    if differing:
        return (
            f"{same}; the bytes of {', '.join(differing)} differ because they were written by other versions"
        )
    return f"{same}, hash {again.manifest['hash'][:12]}"


def check_in_plain_python(original: Results) -> None:
    """Play the first and the last run of a folder in plain Python: compiled code at fault repeats itself.

    Raises
    ------
    RunError
        If an outcome has other bits; names the run, the column and both values.
    """
    batches = first_and_last_runs(manifests.rebuild_batch(original.manifest, original.folder))
    for row, batch in zip(first_and_last_outcomes(original), batches, strict=True):
        plain = outcome_table(batch, play_blocks(batch, 1)).assign(run_id=row["run_id"].to_numpy())
        found = first_difference("outcomes", row, plain)
        if found is not None:
            msg = f"{original.folder}: not reproduced in plain Python. outcomes.parquet: {found}"
            raise RunError(msg)


def first_and_last_runs(batch: Batch) -> Iterator[Batch]:
    """Yield the first and the last run of a batch, each as a batch of one run in plain Python."""
    for end, run in ((0, 0), (-1, batch.runs - 1)):
        scenario = batch.scenarios[end]
        yield replace(
            batch,
            scenarios=(scenario,),
            strategies={scenario.name: (batch.strategies[scenario.name][end],)},
            runs=1,
            first_run=batch.first_run + run,
            points={path: values[[end]] for path, values in batch.points.items()},
            engine="plain",
            paths=False,
            bands=False,
        )


def first_and_last_outcomes(results: Results) -> Iterator[pd.DataFrame]:
    """Yield the first and the last row of the outcomes, without reading the rows between them."""
    with pq.ParquetFile(results.folder / "outcomes.parquet") as file:
        for group, row in ((0, 0), (file.num_row_groups - 1, -1)):
            table = file.read_row_group(group).to_pandas().iloc[[row]].reset_index(drop=True)
            yield table.astype({"hedging_lost_quarter": "Int64"})


def first_difference(name: str, original: pd.DataFrame, again: pd.DataFrame) -> str | None:
    """Describe the first value in which two tables differ; None if they are identical bit for bit."""
    if list(original.columns) != list(again.columns):
        return f"columns {sorted(set(original.columns) ^ set(again.columns))} are in one of them only"
    if len(original) != len(again):
        return f"{len(original):,} rows there, {len(again):,} now"
    places = {
        c: place for c in original.columns if (place := first_unequal(original[c], again[c])) is not None
    }
    if not places:
        return None
    column = min(places, key=lambda c: places[c])
    row = places[column]
    where = ", ".join(f"{key} {original[key].iloc[row]}" for key in KEYS[name])
    before, now = (show_value(table[column].iloc[row]) for table in (original, again))
    return f"{where}, column {column}: {before} there, {now} now"


def first_unequal(left: pd.Series, right: pd.Series) -> int | None:
    """Return the position of the first unequal value, or None.

    Two missing values are equal; 0.0 and -0.0 are not.
    """
    if left.dtype == right.dtype == np.float64:
        # compare the bits: == would treat 0.0 and -0.0 as equal
        same = left.to_numpy().view(np.int64) == right.to_numpy().view(np.int64)
    else:
        same = (left == right).fillna(False).to_numpy(bool)
    unequal = ~(same | (left.isna() & right.isna()).to_numpy(bool))
    return int(np.argmax(unequal)) if unequal.any() else None


def show_value(value: object) -> str:
    """Format a value with all its digits."""
    return repr(float(value)) if isinstance(value, float) else str(value)

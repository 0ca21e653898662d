"""Compare a result folder bit for bit with a second one made from the same manifest."""

import glob
import itertools
import secrets
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from ...model.errors import InputError, RunError
from ..design.batch import Batch
from ..results import manifest as manifests
from ..results.folder import Results
from ..results.output_paths import unwritable_reason
from ..results.provenance import describe_software
from .partial_folder import check_folder, is_unbegun

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


def check_command(folder: Path) -> str:
    """Return the command that makes a result folder again to compare it, and goes on with a stopped check."""
    return f"hedgesim rerun {folder} --check"


def find_check_folder(folder: Path, batch: Batch) -> tuple[Path, bool]:
    """Find where a result folder is made again to be compared, and whether a stopped check can go on there.

    It lies beside the original, so that it needs no second disk; where nothing can be written there, among
    the system's temporary files.
    """
    parent = Path(tempfile.gettempdir()) if unwritable_reason(folder.parent) else folder.parent
    name = f"{folder.resolve().name}-check"
    for leftover in parent.glob(f".{glob.escape(name)}*.part"):  # killed while it was removed
        shutil.rmtree(leftover, ignore_errors=True)
    numbered = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
    command, places = check_command(folder), map(parent.joinpath, numbered)
    where = next(p for p in places if can_begin(p) or can_go_on(batch, p, command))
    return where, not can_begin(where)


def can_begin(folder: Path) -> bool:
    """Return whether there is no such folder, or nothing in it but what a batch leaves before it begins."""
    return not folder.exists() or (folder.is_dir() and is_unbegun(folder))


def can_go_on(batch: Batch, folder: Path, command: str) -> bool:
    """Return whether a check of the same batch was stopped in a folder; any other folder is a user's own."""
    try:
        check_folder(batch, folder, resume=True)
        return bool(manifests.read_manifest(folder)["command"] == command)
    except InputError:
        return False


def remove_check_folder(folder: Path) -> None:
    """Remove the folder of a check; its hidden name lets the next check remove what a kill leaves of it."""
    hidden = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}.part")
    folder.rename(hidden)
    shutil.rmtree(hidden)


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
    rows = sum(facts["rows"] for facts in before.values())
    size = f"{len(original.design):,} runs, {rows:,} rows in {len(before)} tables"
    same = f"{original.folder}: reproduced bit for bit, {size}"
    if differing:
        return (
            f"{same}; the bytes of {', '.join(differing)} differ because they were written by other versions"
        )
    return f"{same}, hash {again.manifest['hash'][:12]}"


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

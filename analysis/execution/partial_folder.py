"""The folder of an unfinished batch: who may use it, its beginning, and what goes wrong with a disk."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...model.errors import InputError, RunError
from ...model.text import shell_word
from ..design.batch import Batch
from ..results import manifest as manifests
from ..results import point_table
from ..results.output_paths import PART, error_reason
from . import folder_lock as lock
from .block_store import BLOCKS, is_kept

POINTS = (point_table.NAME, point_table.DRAWS)
"""Files that are written before the manifest."""


def check_folder(batch: Batch, folder: Path, *, resume: bool) -> None:
    """Refuse a folder that a batch cannot go into.

    Raises
    ------
    InputError
        If another batch holds it, a new batch would find something there, or a stopped one was made by
        another design or version; every difference is named.
    """
    if folder.is_dir():
        lock.check_free(folder)
    check_contents(batch, folder, resume=resume)


def check_contents(batch: Batch, folder: Path, *, resume: bool) -> None:
    """Refuse a folder for what is in it; see :func:`check_folder`."""
    if not resume:
        check_new_folder(folder)
        return
    begun = read_begun_manifest(folder)
    now = manifests.begin_manifest(continue_engine(batch, begun), "")
    faults = manifests.manifest_differences(begun, now)
    if faults:
        raise InputError(*(f"{folder}: cannot be resumed: {fault}" for fault in faults))


def continue_engine(batch: Batch, begun: Mapping[str, Any]) -> Batch:
    """Return a batch with the engine and the blocks of a begun one, if its own engine was left to ``auto``.

    What ``auto`` stands for depends on the compiled code that is kept, which may have changed since.
    """
    return replace(batch, engine=begun["engine"], block=begun["block"]) if batch.automatic else batch


def check_new_folder(folder: Path) -> None:
    """Refuse a folder for new results that holds something.

    What a batch leaves that was killed before its manifest was written does not count.

    Raises
    ------
    InputError
        If it is not empty; says how to go on with a stopped batch.
    """
    if not folder.is_dir() or is_unbegun(folder):
        return  # what is no folder is refused when the folder is made
    if is_unfinished(folder):
        word = shell_word(folder)
        msg = f"{folder}: the folder is not empty; name another, or go on with its batch: --resume {word}"
        raise InputError(msg)
    msg = f"{folder}: the folder is not empty; results go into a new one, name another"
    raise InputError(msg)


def is_unfinished(folder: Path) -> bool:
    """Return whether a folder holds a batch that can go on, if only to remove its blocks."""
    try:
        return not manifests.read_manifest(folder)["complete"] or (folder / BLOCKS).exists()
    except InputError:
        return False


def is_unbegun(folder: Path) -> bool:
    """Return whether a folder holds at most what is written before a manifest."""
    return all(path.name in (lock.NAME, *POINTS) or path.match(PART) for path in folder.iterdir())


def read_begun_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a batch that is to go on.

    Raises
    ------
    InputError
        If there is none; where the batch was stopped before it was written, says to begin anew.
    """
    if folder.is_dir() and is_unbegun(folder):
        msg = (
            f"{folder}: its batch was stopped before it began, there is nothing to go on with; begin it anew:"
            f" the same command with --out {shell_word(folder)} instead of --resume"
        )
        raise InputError(msg)
    return manifests.read_manifest(folder)


def begin_folder(batch: Batch, folder: Path, command: str) -> dict[str, Any]:
    """Write the manifest of an unfinished batch, or leave the folder empty.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    manifest = manifests.begin_manifest(batch, command)
    remove_files(folder, POINTS)  # of a batch that was stopped here before it began
    try:
        point_table.write_points(batch.points, folder)
        point_table.write_points(batch.draws.columns if batch.draws else {}, folder, point_table.DRAWS)
        manifests.write_manifest(manifest, folder)
    except OSError as error:
        remove_files(folder, POINTS)
        msg = f"{folder}: the batch cannot begin, nothing can be written there: {error_reason(error)}"
        raise InputError(msg) from None
    return manifest


def remove_files(folder: Path, names: tuple[str, ...]) -> None:
    """Remove some files of a folder, where they are there."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove half-written files that a killed process left; only the holder of the folder may do that."""
    for part in folder.rglob(PART):
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def explain_write_errors(folder: Path, batch: Batch) -> Iterator[None]:
    """Turn a failure to write the results of a batch into a message that says how to go on.

    Raises
    ------
    RunError
        If the folder cannot be written to any more.
    """
    try:
        yield
    except OSError as error:
        state = "What is there is whole" if is_kept(batch) else "Its runs are played again from the first"
        msg = (
            f"{folder}: results cannot be written: {error_reason(error)}. {state}: make"
            f" room, then go on with: hedgesim batch --resume {shell_word(folder)}"
        )
        raise RunError(msg) from error

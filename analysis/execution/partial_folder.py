"""The folder of an unfinished batch: checks before it is used, its blocks, and errors of the disk."""

import contextlib
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...model.errors import InputError, RunError
from ..design.batch import Batch, Block, cut_blocks
from ..results import manifest as manifests
from ..results import point_table
from ..results.output_paths import error_reason
from . import folder_lock as lock
from .blocks import BlockResult, play_block, read_block, save_block

BLOCKS = "blocks"
"""Folder within a result folder that holds blocks until the tables are written."""


def check_folder(batch: Batch, folder: Path, *, resume: bool) -> None:
    """Refuse a folder that the batch cannot be written to.

    Raises
    ------
    InputError
        If another batch holds it, a new batch would find files in it, or the batch to resume was made by
        another design or version; there is one message per difference.
    """
    if folder.is_dir():
        lock.check_free(folder)
    check_contents(batch, folder, resume=resume)


def check_contents(batch: Batch, folder: Path, *, resume: bool) -> None:
    """Refuse a folder because of its contents; see :func:`check_folder`."""
    if resume:
        faults = manifests.manifest_differences(
            manifests.read_manifest(folder), manifests.begin_manifest(batch, "")
        )
        if faults:
            raise InputError(*(f"{folder}: cannot be resumed: {fault}" for fault in faults))
    elif folder.exists() and not folder.is_dir():
        msg = f"{folder}: a file is in the way of the result folder"
        raise InputError(msg)
    elif folder.is_dir() and any(path.name != lock.NAME for path in folder.iterdir()):
        msg = f"{folder}: the folder is not empty; name another, or go on with its batch: --resume {folder}"
        raise InputError(msg)


def begin_folder(batch: Batch, folder: Path, command: str) -> dict[str, Any]:
    """Write points, draws and the manifest of an unfinished batch; remove the point files if that fails.

    Raises
    ------
    InputError
        If they cannot be written.
    """
    manifest = manifests.begin_manifest(batch, command)
    try:
        point_table.write_points(batch.points, folder)
        point_table.write_points(batch.draw_values, folder, point_table.DRAWS)
        manifests.write_manifest(manifest, folder)
    except OSError as error:
        for name in (point_table.NAME, point_table.DRAWS):
            (folder / name).unlink(missing_ok=True)
        msg = f"{folder}: the batch cannot begin, nothing can be written there: {error_reason(error)}"
        raise InputError(msg) from None
    return manifest


def block_file(folder: Path, block: Block) -> Path:
    """Return the path of a block's file."""
    return folder / BLOCKS / f"{block.number:06d}.npz"


def block_exists(folder: Path, block: Block) -> bool:
    """Return whether the complete file of a block is there."""
    # a zip archive has its directory at the end, so a file that a crash cut short is not recognised
    return zipfile.is_zipfile(block_file(folder, block))


def drop_blocks(folder: Path) -> None:
    """Remove the blocks once the tables are written."""
    if (folder / BLOCKS).is_dir():
        shutil.rmtree(folder / BLOCKS)


def missing_blocks(batch: Batch, folder: Path) -> Iterator[Block]:
    """Return an iterator over the blocks that the folder lacks; a list would grow with the number of runs."""
    return (block for block in cut_blocks(batch) if not block_exists(folder, block))


@contextlib.contextmanager
def explain_write_errors(folder: Path) -> Iterator[None]:
    """Raise an OSError of the enclosed code as a RunError that says how to resume.

    Raises
    ------
    RunError
        If the folder cannot be written to.
    """
    try:
        yield
    except OSError as error:
        msg = (
            f"{folder}: results cannot be written: {error_reason(error)}. What is there is whole: make"
            f" room, then go on with: hedgesim batch --resume {folder}"
        )
        raise RunError(msg) from error


def load_block(folder: Path, block: Block) -> BlockResult:
    """Read the results of a block; if its file is damaged, play the block again, with identical results."""
    try:
        return read_block(block_file(folder, block))
    except Exception:  # a flipped byte can raise any error in the reader
        played = play_block(block)
        save_block(played, block_file(folder, block))
        return played

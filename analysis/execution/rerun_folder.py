"""The folder in which a result folder is made again to be compared: beside it, resumed, removed."""

import glob
import itertools
import secrets
import shutil
import tempfile
from pathlib import Path

from ...model.errors import InputError
from ...model.text import shell_word
from ..design.batch import Batch
from ..results import manifest as manifests
from ..results.output_paths import unwritable_reason
from .partial_folder import check_folder, is_unbegun


def check_command(folder: Path) -> str:
    """Return the command that makes a result folder again to compare it, and goes on with a stopped check."""
    return f"hedgesim rerun {shell_word(folder)} --check"


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

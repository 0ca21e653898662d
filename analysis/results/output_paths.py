"""Checks of output paths before any work is done, and writing of whole files."""

import errno
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ...model.errors import InputError

FIGURES = (".png", ".svg", ".pdf")
PAGES = (".html", ".pdf")
PART = ".*.part"
"""Pattern of the hidden names under which files are written."""
CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EROFS)
"""Errors of file systems that cannot sync a folder, such as some network disks."""


def check_figure(path: Path) -> None:
    """Refuse a figure's path that could not be written; see :func:`check_file`."""
    check_file(path, "figure", FIGURES)


def check_page(path: Path) -> None:
    """Refuse a report's path that could not be written; see :func:`check_file`."""
    check_file(path, "report", PAGES)


def check_file(path: Path, what: str, endings: Sequence[str]) -> None:
    """Refuse a path that could not be written.

    Raises
    ------
    InputError
        If it is a folder, has a wrong ending, or its folder is missing or not writable.
    """
    if path.is_dir():
        msg = f"{path}: found a folder; name a file in it, such as {path / f'{what}{endings[0]}'}"
        raise InputError(msg)
    if path.suffix.lower() not in endings:
        *most, last = endings
        listed = f"{', '.join(most)} or {last}" if most else last
        msg = f"{path}: a {what}'s file ends in {listed}, found {path.suffix or 'no ending'!r}"
        raise InputError(msg)
    if not path.parent.is_dir():
        msg = f"{path}: the folder {path.parent} is not there; make it first, or name another"
        raise InputError(msg)
    if trouble := unwritable_reason(path.parent):
        msg = f"{path}: the {what} cannot be written: {trouble}"
        raise InputError(msg)


def write_output(path: Path, what: str, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    what : str
        Kind of file, for messages.
    write : callable
        Writes the file to the path that it is given.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        with write_atomically(path) as part:
            write(part)
    except OSError as error:
        msg = f"{path}: the {what} cannot be written: {error_reason(error)}"
        raise InputError(msg) from error


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Yield a hidden name of this process to write to.

    It becomes the file once all is written and on disk, and is removed where that fails. The new name is on
    disk, too, when this returns: neither a crash nor a loss of power leaves half a file.
    """
    # the beginning of the name only: with all of it the hidden name could be too long for the file system
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.part")
    try:
        yield part
        sync_path(part)
        part.replace(path)
        sync_path(path.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def sync_path(path: Path) -> None:
    """Wait until the contents of a file, or the names in a folder, are on disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders; it keeps names by itself
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def error_reason(error: OSError) -> str:
    """Return the reason of a file error in the system's words, without those of the library."""
    return os.strerror(error.errno) if error.errno else str(error)


def make_folder(folder: Path) -> None:
    """Create a result folder, unless it exists.

    Raises
    ------
    InputError
        If it cannot be made or written to.
    """
    if folder.exists() and not folder.is_dir():
        msg = f"{folder}: a file is in the way of the result folder"
        raise InputError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder}: the result folder cannot be made: {error_reason(error)}"
        raise InputError(msg) from None
    if trouble := unwritable_reason(folder):
        msg = f"{folder}: nothing can be written into the result folder: {trouble}"
        raise InputError(msg)


def unwritable_reason(folder: Path) -> str:
    """Return why nothing can be written into a folder; empty if something can."""
    try:
        # try it: permission bits do not tell of read-only or full disks
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error_reason(error)

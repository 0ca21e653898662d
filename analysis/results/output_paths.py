"""Checks of output paths before any work is done, and writing of whole files."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ...model.errors import InputError

FIGURES = (".png", ".svg", ".pdf")
PAGES = (".html",)


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
    """Yield a temporary path in the same folder, and rename it to ``path`` on success.

    If the enclosed code or the renaming fails, the temporary file is removed.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


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
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder}: the result folder cannot be made: {error_reason(error)}"
        raise InputError(msg) from None
    if trouble := unwritable_reason(folder):
        msg = f"{folder}: nothing can be written into the result folder: {trouble}"
        raise InputError(msg)


def check_new(folder: Path) -> None:
    """Refuse a folder for new results that is not empty.

    Raises
    ------
    InputError
        If it is a file, or a folder that is not empty.
    """
    if folder.exists() and not folder.is_dir():
        msg = f"{folder}: a file is in the way of the result folder"
        raise InputError(msg)
    if folder.is_dir() and any(folder.iterdir()):
        msg = f"{folder}: the folder is not empty; results go into a new one, name another"
        raise InputError(msg)


def unwritable_reason(folder: Path) -> str:
    """Return why nothing can be written into a folder; empty if something can."""
    try:
        # try it: permission bits do not tell of read-only or full disks
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error_reason(error)

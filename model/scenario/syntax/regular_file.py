"""Checks of a file that a user names, before anything of it is read."""

from pathlib import Path
from stat import S_ISREG

from ...errors import InputError


def check_regular_file(path: Path, name: str, what: str, largest: int) -> int:
    """Refuse a path that is no regular file or too large, and return its size in bytes.

    Reading a pipe or a device can wait or go on for ever, so only the directory entry is looked at. Files of
    ``/proc`` give their size as 0, and reading some of them waits too: take a size of 0 as empty, and do not
    read the file.

    Parameters
    ----------
    path : Path
        The file; links are followed.
    name : str
        Its name in messages.
    what : str
        What it should be, such as ``a scenario``.
    largest : int
        Bytes allowed.

    Raises
    ------
    InputError
        If it is missing, no regular file or too large.
    """
    try:
        found = path.stat()
    except OSError as error:
        msg = f"{name}: cannot be read: {error.strerror}"
        raise InputError(msg) from error
    except ValueError as error:  # a zero byte in the name
        msg = f"{name}: cannot be read: not the name of a file"
        raise InputError(msg) from error
    if not S_ISREG(found.st_mode):
        msg = f"{name}: not a regular file; {what} is a file on disk"
        raise InputError(msg)
    if found.st_size > largest:
        msg = f"{name}: found {found.st_size:,} bytes; {what} has at most {largest:,}"
        raise InputError(msg)
    return found.st_size

"""One batch per folder: its process holds a lock on a file that names host, process and start.

The lock is the system's own, so it ends with its process however that ends; what a killed process leaves is
taken over. It does not reach other machines everywhere, so a file of another host is never taken over.

Own code rather than the package filelock, which leaves its file behind when it lets go, turns to a weaker
kind of lock without a word where the system's is missing, and does not hand out the open file by which a
folder that was renamed meanwhile is recognised.
"""

import contextlib
import datetime
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from ...model.errors import InputError, RunError

try:
    import fcntl
except ImportError:  # Windows, without such locks: a folder with a lock file is refused
    fcntl = None  # type: ignore[assignment]

NAME = ".lock"


@dataclass(frozen=True)
class FolderLock:
    """A lock that this process holds on a result folder.

    Attributes
    ----------
    folder : Path
        The folder, by the name that it had when it was locked.
    file : FileIO
        Its lock file. While it is open no other file gets its number, so it marks this folder from another of
        the same name.
    """

    folder: Path
    file: FileIO

    def is_in_place(self) -> bool:
        """Return whether the folder's name still leads to the locked folder."""
        try:
            return os.path.samestat(os.fstat(self.file.fileno()), (self.folder / NAME).stat())
        except (FileNotFoundError, NotADirectoryError):
            return False

    def check(self) -> None:
        """Refuse to write to a folder that was renamed, removed or replaced since it was locked.

        Raises
        ------
        RunError
            Says which of these, and how to go on.
        """
        if self.is_in_place():
            return
        if not self.folder.is_dir():
            msg = (
                f"{self.folder}: the folder vanished while its batch ran. If it was renamed, go on with:"
                " hedgesim batch --resume and its new name"
            )
            raise RunError(msg)
        msg = (
            f"{self.folder}: another folder now has this name, or its {NAME} was removed, while the batch"
            " ran. Nothing was written into it. If the folder was renamed, go on with: hedgesim batch"
            " --resume and its new name"
        )
        raise RunError(msg)


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[FolderLock]:
    """Hold the lock of a folder, so that no other batch can use it.

    Raises
    ------
    InputError
        If another process holds it, or did on a host from where it cannot be seen whether it still runs.
    """
    with open_locked(folder) as file:
        refuse_other_host(folder, file)
        lock = FolderLock(folder, file)
        try:
            with contextlib.suppress(OSError):  # on a full disk it holds without words
                file.truncate(0)
                file.write(json.dumps(describe_process()).encode())
            yield lock
        finally:
            if lock.is_in_place():  # else the file of that name is another batch's lock
                with contextlib.suppress(OSError):
                    (folder / NAME).unlink(missing_ok=True)


def check_free(folder: Path) -> None:
    """Refuse a folder that another process holds; see :func:`hold_folder`."""
    with contextlib.suppress(FileNotFoundError), FileIO(folder / NAME) as file:
        lock_file(folder, file)
        refuse_other_host(folder, file)


def open_locked(folder: Path) -> FileIO:
    """Open and lock the lock file; repeat if its holder removed it in between."""
    path = folder / NAME
    while True:
        file = FileIO(path, "a+")
        try:
            lock_file(folder, file)
            # a holder that just ended has removed its file; a lock on that file would not be seen by others
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        except BaseException:
            file.close()
            raise
        file.close()


def lock_file(folder: Path, file: FileIO) -> None:
    """Lock an open file, or refuse because another process holds the lock."""
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        msg = f"{folder}: in use by {describe_holder(read_holder(file))}; wait for it, or name another folder"
        raise InputError(msg) from None
    except OSError:  # a file system without locks: only the text of the file is checked
        return


def refuse_other_host(folder: Path, file: FileIO) -> None:
    """Refuse a folder held by a process of another host, which may still run."""
    found = read_holder(file)
    if found and (fcntl is None or found.get("host") != socket.gethostname()):
        msg = (
            f"{folder}: was in use by {describe_holder(found)}; whether that still runs cannot be seen from"
            f" here ({socket.gethostname()}). If it does not, remove {folder / NAME}"
        )
        raise InputError(msg)


def read_holder(file: FileIO) -> dict[str, Any]:
    """Read the description of the holder from a lock file; empty if it is incomplete."""
    file.seek(0)
    with contextlib.suppress(ValueError):
        found = json.loads(file.read())
        if isinstance(found, dict):
            return found
    return {}


def describe_process() -> dict[str, Any]:
    """Return host, process id and time of this process, as stored in a lock file."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"host": socket.gethostname(), "pid": os.getpid(), "since": now}


def describe_holder(found: dict[str, Any]) -> str:
    """Format the holder of a lock for a message."""
    host, pid, since = (found.get(key, "unknown") for key in ("host", "pid", "since"))
    return f"another command (host {host}, process {pid}, since {since})"

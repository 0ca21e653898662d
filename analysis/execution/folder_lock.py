"""One batch a folder: a file that its writer holds locked, and that says who holds it.

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
from io import FileIO
from pathlib import Path
from typing import Any

from ...model.errors import InputError

try:
    import fcntl
except ImportError:  # Windows: a file left behind is told like one of another host
    fcntl = None  # type: ignore[assignment]

NAME = ".lock"


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold a folder against other batches.

    Raises
    ------
    InputError
        If another batch holds it, or did on a host from where it cannot be told whether it still runs.
    """
    with open_locked(folder) as file:
        refuse_other_host(folder, file)
        try:
            with contextlib.suppress(OSError):  # on a full disk it holds without words
                file.truncate(0)
                file.write(json.dumps(describe_process()).encode())
            yield
        finally:
            with contextlib.suppress(OSError):
                (folder / NAME).unlink(missing_ok=True)


def check_free(folder: Path) -> None:
    """Refuse a folder that another batch holds; see :func:`hold_folder`."""
    with contextlib.suppress(FileNotFoundError), FileIO(folder / NAME) as file:
        lock_file(folder, file)
        refuse_other_host(folder, file)


def open_locked(folder: Path) -> FileIO:
    """Return the lock file, locked; one that its holder removed meanwhile is made anew."""
    path = folder / NAME
    while True:
        file = FileIO(path, "a+")
        try:
            lock_file(folder, file)
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        except BaseException:
            file.close()
            raise
        file.close()


def lock_file(folder: Path, file: FileIO) -> None:
    """Lock an open file, or refuse because another process has."""
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        msg = f"{folder}: in use by {describe_holder(read_holder(file))}; wait for it, or name another folder"
        raise InputError(msg) from None
    except OSError:  # a file system without locks: what the file says must do
        return


def refuse_other_host(folder: Path, file: FileIO) -> None:
    """Refuse a folder whose holder is not of this host: nothing here tells whether it still runs."""
    found = read_holder(file)
    if found and (fcntl is None or found.get("host") != socket.gethostname()):
        msg = (
            f"{folder}: was in use by {describe_holder(found)}; whether that still runs cannot be told from"
            f" here ({socket.gethostname()}). If it does not, remove {folder / NAME}"
        )
        raise InputError(msg)


def read_holder(file: FileIO) -> dict[str, Any]:
    """Return what a lock file says of its holder; nothing where it was cut short."""
    file.seek(0)
    with contextlib.suppress(ValueError):
        found = json.loads(file.read())
        if isinstance(found, dict):
            return found
    return {}


def describe_process() -> dict[str, Any]:
    """Return what a lock file says of its holder, for the process that runs."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"host": socket.gethostname(), "pid": os.getpid(), "since": now}


def describe_holder(found: dict[str, Any]) -> str:
    """Return a holder in words."""
    host, pid, since = (found.get(key, "unknown") for key in ("host", "pid", "since"))
    return f"another batch (host {host}, process {pid}, since {since})"

"""Folder of compiled code in the user's cache, named by a hash of everything the code depends on.

Loading compiled code runs it, and a damaged file gives wrong numbers without a word. A file is therefore read
only if nobody else could have written it, and begins with the SHA-256 of the rest: in one file, so that two
processes that write at once cannot leave the hash of one beside the code of the other.
"""

import contextlib
import hashlib
import os
import platform
import shutil
import stat
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from .kind import LoopKind
from .processor import find_processor

KEPT_VERSIONS = 3  # number of compiled versions that are kept; older ones are removed
DIGITS = 64
"""Hexadecimal digits of a SHA-256."""
SUFFIX = ".code"
"""How the names of files of compiled code end."""
ADVICE = "each command compiles anew until XDG_CACHE_HOME names a folder of your own with free space"


def cache_home() -> Path:
    """Return the user's cache folder for this project, or one among temporary files without a home."""
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "hedgesim"
    # containers start users without HOME and without an entry in the list of users, or with / as their home
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        if home != Path(home.anchor):
            return home / ".cache" / "hedgesim"
    return Path(os.environ.get("TMPDIR") or "/tmp") / f"hedgesim-{os.geteuid()}"


def source_files() -> list[Path]:
    """List every source file that the compiled code depends on."""
    model = Path(__file__).parents[2]
    single = ("arithmetic", "noise", "outcomes", "rebinding", "scenario/timeline", "engines/histogram")
    folders = ("rules", "state", "engines/compiled")
    return [model / f"{name}.py" for name in single] + [
        file for name in folders for file in sorted((model / name).rglob("*.py"))
    ]


def cache_folder() -> Path:
    """Compute the folder for this version of the rules, numba, llvmlite, Python and processor.

    Its name is a hash of all sources, as a change of any rule changes the code.
    """
    digest = hashlib.sha256()
    for file in source_files():
        digest.update(file.read_bytes())
    made_by = (version("numba"), version("llvmlite"), sys.version, platform.machine(), find_processor().name)
    digest.update(" ".join(made_by).encode())
    return cache_home() / digest.hexdigest()[:16]


def file_name(kind: LoopKind) -> str:
    """Return the name of the file of a kind of code for this processor.

    Machines that share a home may differ in their processors.
    """
    return f"{kind.name}-{hashlib.sha256(repr(find_processor()).encode()).hexdigest()[:16]}{SUFFIX}"


def is_kept(folder: Path, kind: LoopKind) -> bool:
    """Return whether a folder seems to hold code of a kind; it is checked when it is loaded, not here."""
    return (folder / file_name(kind)).is_file()


def usable_folder(place: Path) -> Path | None:
    """Return the folder, or None with a notice if others could put code into it or into the one above."""
    for folder in (place.parent, place):
        if fault := folder_fault(folder):
            sys.stderr.write(
                f"{folder}: {fault}; compiled code is neither loaded from here nor kept here: {ADVICE}\n"
            )
            return None
    return place


def folder_fault(folder: Path) -> str | None:
    """Describe who else can write to a folder; None if nobody can, or if there is no such folder."""
    if not hasattr(os, "geteuid"):
        return None  # Windows, where a user's own folders are closed to others
    try:
        link, facts = folder.lstat(), folder.stat()
    except OSError:
        return None  # nothing can be loaded, and saving will say why not
    # a link of somebody else would point wherever they like
    fault = mode_fault(facts)
    return owner_fault(link) or owner_fault(facts) or (fault and f"{fault}, which chmod go-w ends")


def owner_fault(facts: os.stat_result) -> str | None:
    """Describe whose a file or folder is; None if it is the user's own."""
    own = os.geteuid()
    return None if facts.st_uid == own else f"it belongs to user {facts.st_uid}, not to user {own}"


def mode_fault(facts: os.stat_result) -> str | None:
    """Describe that others can write to a file or folder; None if they cannot."""
    mode = stat.S_IMODE(facts.st_mode)
    return f"others can write to it (mode {mode:o})" if mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def read_code(file: Path) -> bytes | None:
    """Read compiled code; return None if there is none.

    A file that is not as it was written is removed, with a notice.
    """
    try:
        with os.fdopen(open_file(file), "rb") as opened:
            fault = file_fault(os.fstat(opened.fileno()))
            content = b"" if fault else opened.read()
    except OSError:
        return None
    digest, code = content[:DIGITS], content[DIGITS:]
    if not fault and digest == compute_digest(code):
        return code
    remove_code(file, fault or "it is damaged, its SHA-256 is not the one it begins with")
    return None


def open_file(file: Path) -> int:
    """Open a file for reading, but follow no link and wait for no pipe."""
    flags = ("O_RDONLY", "O_BINARY", "O_NOFOLLOW", "O_NONBLOCK")  # those that this system has
    return os.open(file, sum(getattr(os, flag, 0) for flag in flags))


def file_fault(facts: os.stat_result) -> str | None:
    """Describe why an open file may not be the user's own code."""
    if not stat.S_ISREG(facts.st_mode):
        return "it is no regular file"
    return (owner_fault(facts) or mode_fault(facts)) if hasattr(os, "geteuid") else None


def compute_digest(code: bytes) -> bytes:
    """Compute the SHA-256 that a file begins with, as :data:`DIGITS` hexadecimal digits."""
    return hashlib.sha256(code).hexdigest().encode()


def remove_code(file: Path, fault: str) -> None:
    """Remove a file of compiled code and say why."""
    sys.stderr.write(f"{file}: {fault}; it is not used\n")
    with contextlib.suppress(OSError):  # in a folder that can only be read
        file.unlink()


def keep_code(file: Path, code: bytes) -> None:
    """Write compiled code and its hash to a file; if this fails, say that it is not kept."""
    try:
        write_code(file, code)
    except OSError as error:
        reason = error.strerror or error
        sys.stderr.write(f"{file.parent}: compiled code is not kept here ({reason}): {ADVICE}\n")


def write_code(file: Path, code: bytes) -> None:
    """Write compiled code and its hash, whole or not at all, in folders that only the user can open."""
    home = file.parent.parent
    home.parent.mkdir(parents=True, exist_ok=True)
    for folder in (home, file.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")  # no other process has this name
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(compute_digest(code) + code)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def remove_old_versions(current: Path) -> None:
    """Remove all compiled versions but ``current`` and the newest ``KEPT - 1`` others."""
    if not current.is_dir():
        return
    with contextlib.suppress(OSError):  # another process may remove the same folders
        others = [f for f in current.parent.iterdir() if f.is_dir() and f != current]
        for old in sorted(others, key=lambda f: f.stat().st_mtime, reverse=True)[KEPT_VERSIONS - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def holds_code(current: Path) -> bool:
    """Return whether a folder contains compiled code."""
    return any(current.rglob(f"*{SUFFIX}"))

"""Folder of compiled code in the user's cache, named by a hash of everything the code depends on."""

import atexit
import contextlib
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from llvmlite.binding import get_host_cpu_name

KEPT_VERSIONS = 3  # number of compiled versions that are kept; older ones are removed


def cache_home() -> Path:
    """Return the user's cache folder for this project."""
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "hedgesim"
    return Path.home() / ".cache" / "hedgesim"


def source_files() -> list[Path]:
    """List every source file that the compiled code depends on."""
    model = Path(__file__).parents[2]
    single = ("arithmetic", "noise", "outcomes", "scenario/timeline", "engines/histogram")
    folders = ("rules", "state", "engines/compiled")
    return [model / f"{name}.py" for name in single] + [
        file for name in folders for file in sorted((model / name).glob("*.py"))
    ]


def cache_folder() -> Path:
    """Compute the folder for this version of the rules, numba, llvmlite, Python and processor.

    numba's own cache only notices a change in the file of the compiled function, not in the rules that this
    function is generated from. The name of the folder is therefore a hash of all sources.
    """
    told = hashlib.sha256()
    for file in source_files():
        told.update(file.read_bytes())
    made_by = (version("numba"), version("llvmlite"), sys.version, platform.machine(), get_host_cpu_name())
    told.update(" ".join(made_by).encode())
    return cache_home() / told.hexdigest()[:16]


def usable_folder(place: Path) -> Path:
    """Create the folder; if it is not writable, warn and return a temporary one, removed at exit.

    Without a folder numba would store the code next to its source file, where an edited rule would go
    unnoticed (see :func:`cache_folder`).
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):  # a folder may exist and still not be writable
            return place
    except OSError as error:
        here = Path(tempfile.mkdtemp(prefix="hedgesim-"))
        atexit.register(shutil.rmtree, here, ignore_errors=True)
        sys.stderr.write(f"{place}: compiled code cannot be kept here ({error.strerror}); it is made anew\n")
        return here / place.name


def remove_old_versions(current: Path) -> None:
    """Remove all compiled versions but ``current`` and the newest ``KEPT - 1`` others."""
    if not current.is_dir():
        return
    with contextlib.suppress(OSError):  # another process may remove the same folders
        others = [f for f in current.parent.iterdir() if f.is_dir() and f != current]
        for old in sorted(others, key=lambda f: f.stat().st_mtime, reverse=True)[KEPT_VERSIONS - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def holds_code(current: Path) -> bool:
    """Return whether a folder contains compiled code (files ``*.nbc`` of numba)."""
    return any(current.rglob("*.nbc"))


@contextlib.contextmanager
def use_for_numba(current: Path) -> Iterator[None]:
    """Set numba's cache folder inside a ``with`` block; the previous setting is restored afterwards."""
    from numba import config

    before = config.CACHE_DIR
    config.CACHE_DIR = str(current)
    try:
        yield
    finally:
        config.CACHE_DIR = before

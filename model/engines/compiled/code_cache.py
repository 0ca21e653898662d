"""Where compiled code is kept: a folder of the user's, named by what it was compiled from."""

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

KEPT = 3  # compiled versions that stay; older ones are swept


def cache_home() -> Path:
    """Return the user's cache folder for this project."""
    if base := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(base) / "hedgesim"
    return Path.home() / ".cache" / "hedgesim"


def source_files() -> list[Path]:
    """Return every file that compiled code depends on."""
    model = Path(__file__).parents[2]
    single = ("arithmetic", "noise", "outcomes", "scenario/timeline", "engines/histogram")
    folders = ("rules", "state", "engines/compiled")
    return [model / f"{name}.py" for name in single] + [
        file for name in folders for file in sorted((model / name).glob("*.py"))
    ]


def cache_folder() -> Path:
    """Return the folder of this version of the rules, numba, LLVM, Python and processor.

    numba does not see the rules that its code is made of, so the name holds a hash of all sources.
    """
    told = hashlib.sha256()
    for file in source_files():
        told.update(file.read_bytes())
    made_by = (version("numba"), version("llvmlite"), sys.version, platform.machine(), get_host_cpu_name())
    told.update(" ".join(made_by).encode())
    return cache_home() / told.hexdigest()[:16]


def usable_folder(place: Path) -> Path:
    """Return the folder, made; or where it cannot be written, one for this process alone, which is said.

    numba would otherwise keep the code beside its source, where it does not notice an edited rule.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return place
    except OSError as error:
        here = Path(tempfile.mkdtemp(prefix="hedgesim-"))
        atexit.register(shutil.rmtree, here, ignore_errors=True)
        sys.stderr.write(f"{place}: compiled code cannot be kept here ({error.strerror}); it is made anew\n")
        return here / place.name


def remove_old_versions(current: Path) -> None:
    """Remove all but the newest compiled versions."""
    if not current.is_dir():
        return
    with contextlib.suppress(OSError):  # another process may sweep too
        others = [f for f in current.parent.iterdir() if f.is_dir() and f != current]
        for old in sorted(others, key=lambda f: f.stat().st_mtime, reverse=True)[KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def holds_code(current: Path) -> bool:
    """Return whether compiled code lies there."""
    return any(current.rglob("*.nbc"))


@contextlib.contextmanager
def used_by_numba(current: Path) -> Iterator[None]:
    """Let what is compiled here be kept in the folder; numba's own setting is put back."""
    from numba import config

    before = config.CACHE_DIR
    config.CACHE_DIR = str(current)
    try:
        yield
    finally:
        config.CACHE_DIR = before

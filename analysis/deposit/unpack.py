"""Read an archive back: nothing is taken from it but the files of its result folder, each checked."""

import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from ...model.errors import HedgesimError, InputError
from ...model.text import shorten_value
from ..results import manifest as manifests
from ..results.output_paths import error_reason, unwritable_reason
from .archive import ABOUT, RESULTS

ENDING = ".zip"
FILES = (manifests.NAME, *(f"{name}.parquet" for name in ABOUT))
"""Files of a result folder."""
ENTRIES = 10_000
"""Most files of an archive."""
SHARE = 0.5
"""Most of the free disk that is filled."""
ENCRYPTED = 0x1
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, ValueError, RuntimeError),
)
"""What the library raises at an archive that is cut off, damaged or of a kind that it cannot read."""


@contextmanager
def open_archive(path: Path) -> Iterator[Path]:
    """Unpack the result folder of an archive, and yield it until it is no longer needed.

    It lies beside the archive, or among the system's temporary files where nothing can be written there.
    Messages of errors name the archive in its place.

    Raises
    ------
    InputError
        If it is no archive of a result folder, or not safe to unpack.
    """
    parent = None if unwritable_reason(path.parent) else path.parent
    with tempfile.TemporaryDirectory(prefix=f".{path.stem[:40]}-", dir=parent) as place:
        folder = Path(place) / RESULTS
        try:
            unpack(path, folder)
            yield folder
        except InputError as error:
            raise InputError(*(fault.replace(str(folder), str(path)) for fault in error.faults)) from None
        except HedgesimError as error:
            raise type(error)(str(error).replace(str(folder), str(path))) from None


def unpack(path: Path, folder: Path) -> None:
    """Unpack the result folder of an archive into a new folder.

    Raises
    ------
    InputError
        If the archive cannot be read, or is not safe to unpack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = find_entries(path, archive.infolist())
            check_sizes(path, entries, folder.parent)
            folder.mkdir()
            for name, info in entries.items():
                with archive.open(info) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except OSError as error:
        msg = f"{path}: cannot be unpacked: {error_reason(error)}"
        raise InputError(msg) from error
    except BROKEN as error:
        msg = f"{path}: cannot be read as a zip archive: {error}"
        raise InputError(msg) from error


def find_entries(path: Path, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the entries of the result folder by their names in it.

    Raises
    ------
    InputError
        If there is no result folder, or any entry of the archive leads elsewhere.
    """
    if len(infos) > ENTRIES:
        msg = f"{path}: found {len(infos):,} files; an archive of a result folder has at most {ENTRIES:,}"
        raise InputError(msg)
    if faults := [f"{path}: {fault}" for info in infos if (fault := entry_fault(info))]:
        raise InputError(*faults)
    inside = f"{RESULTS}/{manifests.NAME}"
    tops = [i.filename.removesuffix(inside) for i in infos if f"/{i.filename}".endswith(f"/{inside}")]
    if len(tops) != 1:
        found = "no result folder" if not tops else f"{len(tops)} result folders"
        msg = f"{path}: {found} in it; one was expected, as hedgesim pack writes it, with {inside}"
        raise InputError(msg)
    places = [f"{tops[0]}{RESULTS}/{name}" for name in FILES]
    found_infos = {i.filename: i for i in infos}
    if len(found_infos) < len(infos):
        msg = f"{path}: a file comes twice in it; which one is meant is unclear"
        raise InputError(msg)
    return {PurePosixPath(place).name: found_infos[place] for place in places if place in found_infos}


def entry_fault(info: zipfile.ZipInfo) -> str:
    """Describe why an entry is not safe to unpack; empty if it is."""
    name, kind = info.filename, stat.S_IFMT(info.external_attr >> 16)
    if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
        return f"the name {shorten_value(name)} leads out of the archive"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"{shorten_value(name)} is no regular file but a link or device"
    return f"{shorten_value(name)} is encrypted" if info.flag_bits & ENCRYPTED else ""


def check_sizes(path: Path, entries: dict[str, zipfile.ZipInfo], place: Path) -> None:
    """Refuse an archive whose result folder would fill the disk.

    Raises
    ------
    InputError
        If it is larger than SHARE of what is free; no entry gives more bytes than it says.
    """
    size, free = sum(info.file_size for info in entries.values()), shutil.disk_usage(place).free
    if size > SHARE * free:
        msg = (
            f"{path}: unpacked it takes {size / 1e9:,.1f} GB; at most {SHARE:.0%} of the {free / 1e9:,.1f} GB"
            f" that are free at {place.parent} are used"
        )
        raise InputError(msg)

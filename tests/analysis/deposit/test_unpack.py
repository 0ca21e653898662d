"""Hostile archives: nothing is written outside, nothing fills the disk, and the reason is said."""

import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.scripts import invoked

from hedgesim.analysis.deposit import unpack
from hedgesim.analysis.deposit.unpack import open_archive
from hedgesim.model import InputError

MANIFEST = "results/manifest.json"


def write(path: Path, *names: str | zipfile.ZipInfo) -> Path:
    """An archive with files of these names."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return path


def special(name: str, kind: int) -> zipfile.ZipInfo:
    """The entry of something that is no regular file."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([MANIFEST, "results/../../../evil.txt"], "the name 'results/../../../evil.txt' leads out"),
        ([MANIFEST, "/etc/evil.txt"], "the name '/etc/evil.txt' leads out of the archive"),
        ([MANIFEST, "C:evil.txt"], "leads out"),
        (["results\\..\\evil.txt", MANIFEST], "leads out"),
        ([MANIFEST, special("results/paths.parquet", stat.S_IFLNK)], "is no regular file but a link"),
        ([special(MANIFEST, stat.S_IFLNK)], "is no regular file but a link"),
        ([MANIFEST, special("results/bands.parquet", stat.S_IFIFO)], "is no regular file but a link"),
        ([MANIFEST, f"other/{MANIFEST}"], "2 result folders in it; one was expected"),
        (["manifest.json", "x_results/manifest.json"], "no result folder in it"),
        ([], "no result folder in it"),
    ],
)
def test_what_leads_elsewhere_is_refused(
    tmp_path: Path, names: list[str | zipfile.ZipInfo], reason: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    archive = write(inside / "hostile.zip", *names)
    with pytest.raises(InputError) as caught, open_archive(archive):
        pass
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"{archive}: ")
    assert [f for f in tmp_path.rglob("*") if f != inside] == [archive]


def test_a_file_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive = write(tmp_path / "twice.zip", MANIFEST, "results/bands.parquet", "results/bands.parquet")
    with pytest.raises(InputError, match="a file comes twice in it"), open_archive(archive):
        pass


def test_nothing_but_the_files_of_a_result_folder_is_unpacked(tmp_path: Path) -> None:
    # the folder may lie deeper, as in archives that repositories make of archives
    names = [
        f"deposit/{MANIFEST}",
        "deposit/results/bands.parquet",
        "deposit/results/run.sh",
        "deposit/run.sh",
    ]
    with open_archive(write(tmp_path / "more.zip", *names)) as folder:
        assert sorted(f.name for f in folder.iterdir()) == ["bands.parquet", "manifest.json"]


@pytest.mark.parametrize(
    ("method", "head"), [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_BZIP2, 0), (zipfile.ZIP_LZMA, 9)]
)
def test_damaged_bytes_are_a_fault_of_the_archive(tmp_path: Path, method: int, head: int) -> None:
    archive = tmp_path / "damaged.zip"
    with zipfile.ZipFile(archive, "w", method) as target:
        target.writestr(MANIFEST, bytes(range(256)) * 40)
        start = target.getinfo(MANIFEST).header_offset + 30 + len(MANIFEST)
    content = archive.read_bytes()
    # the head of an LZMA stream says how it is packed: the damage lies behind it
    start += head
    archive.write_bytes(content[:start] + b"\xff" * 60 + content[start + 60 :])
    with pytest.raises(InputError, match=r"damaged\.zip: cannot be"), open_archive(archive):
        pass


def test_what_would_fill_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write(tmp_path / "bomb.zip", MANIFEST)
    usage = shutil.disk_usage(tmp_path)._replace(free=3)
    monkeypatch.setattr(unpack.shutil, "disk_usage", lambda _: usage)
    with (
        pytest.raises(InputError, match=r"at most 50% of the 0\.0 GB that are free"),
        open_archive(archive),
    ):
        pass


def test_an_entry_gives_no_more_bytes_than_it_says(tmp_path: Path) -> None:
    archive = tmp_path / "liar.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(MANIFEST, b"0" * 1_000_000)
    data = archive.read_bytes()
    # say ten bytes instead of a million, in both places where the size stands
    archive.write_bytes(data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(InputError, match="cannot be read as a zip archive: Bad CRC"), open_archive(archive):
        pass


@pytest.mark.parametrize("spoil", [lambda d: d[: len(d) // 2], lambda d: b"no zip", lambda d: b""])
def test_what_is_no_archive_is_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    archive = write(tmp_path / "cut.zip", MANIFEST)
    archive.write_bytes(spoil(archive.read_bytes()))
    run = invoked("rerun", str(archive), "--check")
    assert run.exit_code == 2
    assert "cannot be read as a zip archive" in run.stderr


def test_encrypted_files_and_missing_archives_are_answered(tmp_path: Path) -> None:
    archive = write(tmp_path / "secret.zip", MANIFEST)
    data = bytearray(archive.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    with pytest.raises(InputError, match="is encrypted"), open_archive(archive):
        pass
    run = invoked("rerun", str(tmp_path / "gone.zip"))
    assert (run.exit_code, run.stderr.count("\n")) == (2, 1)
    assert "gone.zip: cannot be unpacked: No such file or directory" in run.stderr

"""Where compiled code is kept, and that nothing else than what was written there is ever read."""

import os
import pwd
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hedgesim.model.engines.compiled import code_cache

DAMAGED = "it is damaged, its SHA-256 is not the one it begins with; it is not used\n"


def test_the_folder_hangs_on_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = code_cache.cache_folder()
    assert first.parent == tmp_path / "hedgesim"
    assert first == code_cache.cache_folder()
    other = tmp_path / "other.py"
    other.write_text("")
    monkeypatch.setattr(code_cache, "source_files", lambda: [other])
    assert code_cache.cache_folder() != first


def test_the_sources_are_there() -> None:
    assert all(file.is_file() for file in code_cache.source_files())
    assert {"arithmetic.py", "noise.py", "quarter.py", "loop.py"} <= {
        file.name for file in code_cache.source_files()
    }


def test_users_without_a_home_have_a_folder_among_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nobody(number: int) -> Any:
        raise KeyError(number)

    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", find_nobody)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    own = tmp_path / f"hedgesim-{os.geteuid()}"
    assert code_cache.cache_home() == own
    monkeypatch.setenv("HOME", "/")
    assert code_cache.cache_home() == own
    file = code_cache.cache_folder() / "code.code"
    code_cache.keep_code(file, b"code")
    assert code_cache.read_code(file) == b"code"
    assert [stat.S_IMODE(f.stat().st_mode) for f in (own, file.parent, file)] == [0o700, 0o700, 0o600]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "hedgesim" / "version" / "code.code"
    code_cache.keep_code(place, bytes(range(256)) * 40)
    return place


def flip(bit: int) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        place = bit * len(content) // 24
        return content[:place] + bytes([content[place] ^ 1 << bit % 8]) + content[place + 1 :]

    return change


@pytest.mark.parametrize(
    "damage",
    [
        *map(flip, range(24)),
        lambda content: content[:100],
        lambda content: content[:-1],
        lambda content: b"",
        lambda content: bytes(len(content)),
        lambda content: content + b"\0",
        lambda content: content[code_cache.DIGITS :],
        lambda content: b"0" * code_cache.DIGITS + content[code_cache.DIGITS :],
    ],
)
def test_a_damaged_file_is_removed_unread(
    damage: Callable[[bytes], bytes], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(damage(file.read_bytes()))
    assert code_cache.read_code(file) is None
    assert not file.exists()
    assert capsys.readouterr().err == f"{file}: {DAMAGED}"


def test_code_is_loaded_from_a_folder_that_can_only_be_read(file: Path) -> None:
    file.chmod(0o400)
    file.parent.chmod(0o500)
    assert code_cache.usable_folder(file.parent) == file.parent
    assert code_cache.read_code(file) == bytes(range(256)) * 40


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_to_is_not_read(
    mode: int, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.chmod(mode)
    assert code_cache.read_code(file) is None
    assert not file.exists()
    assert f"{file}: others can write to it (mode {mode:o}); it is not used" in capsys.readouterr().err


def test_neither_links_nor_pipes_nor_folders_are_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = file.with_name("link.code")
    link.symlink_to(file)
    assert code_cache.read_code(link) is None
    pipe = file.with_name("pipe.code")
    os.mkfifo(pipe)
    assert code_cache.read_code(pipe) is None
    assert f"{pipe}: it is no regular file; " in capsys.readouterr().err
    assert code_cache.read_code(file.parent) is None
    assert code_cache.read_code(file.with_name("missing.code")) is None


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("mode", [0o770, 0o777, 0o1777])
def test_a_folder_that_others_can_write_to_is_not_used(
    level: int, mode: int, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = file.parents[level]
    folder.chmod(mode)
    assert code_cache.usable_folder(file.parent) is None
    assert capsys.readouterr().err == (
        f"{folder}: others can write to it (mode {mode:o}), which chmod go-w ends; compiled code is neither"
        f" loaded from here nor kept here: {code_cache.ADVICE}\n"
    )


def test_what_belongs_to_somebody_else_is_not_used(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert code_cache.usable_folder(file.parent) is None
    assert f"it belongs to user {own}, not to user {own + 1}" in capsys.readouterr().err
    assert code_cache.read_code(file) is None


def test_code_that_cannot_be_kept_is_not_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    code_cache.keep_code(tmp_path / "file" / "version" / "code.code", b"code")
    assert capsys.readouterr().err == (
        f"{tmp_path}/file/version: compiled code is not kept here (File exists): {code_cache.ADVICE}\n"
    )


def test_a_full_disk_leaves_nothing_behind(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(descriptor: int, mode: str) -> Any:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    code_cache.keep_code(file.with_name("other.code"), b"code")
    assert "compiled code is not kept here (No space left on device)" in capsys.readouterr().err
    assert list(file.parent.iterdir()) == [file]


def test_writers_and_readers_at_once_see_one_code_or_another(file: Path) -> None:
    codes = [bytes([k]) * 100_000 for k in range(4)]
    code_cache.keep_code(file, codes[0])

    def take_part(k: int) -> bool:
        code_cache.keep_code(file, codes[k % 4])
        return code_cache.read_code(file) in codes

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(take_part, range(200)))

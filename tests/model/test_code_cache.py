"""Where compiled code is kept, and that nothing else than what was written there is ever loaded."""

import os
import pickle
import pwd
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from hedgesim.model import RunError
from hedgesim.model.engines.compiled import code_cache, kernel, loop
from hedgesim.model.engines.compiled.known_runs import describe_difference
from hedgesim.model.engines.compiled.simulate import build_kernel

SCRIPT = (
    "import numpy as np\n"
    "from hedgesim.model import Scenario\n"
    "from hedgesim.model.engines.compiled import simulate\n"
    "spec = Scenario.load('belarus/baseline').vary({'horizon': 2})\n"
    "print(simulate(spec, 'hedge', 1, np.arange(3)).outcomes.tobytes().hex())\n"
)
COMPILING = "compiling the model for this machine, once: about 10 seconds ...\n"
ANEW = "it is not used, and the model is compiled anew\n"
DAMAGED = f"it is damaged, its SHA-256 is not the one it begins with; {ANEW}"


def start(cache: Path, **environment: str) -> subprocess.Popen[str]:
    """Start a process that simulates three runs."""
    env = os.environ | {"XDG_CACHE_HOME": str(cache)} | environment
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env=env, stdout=pipe, stderr=pipe, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process that must succeed wrote to standard output and to standard error."""
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output, errors


@pytest.mark.slow
def test_compiling_is_said_once_and_old_code_is_swept(tmp_path: Path) -> None:
    old = [tmp_path / "hedgesim" / f"old{k}" for k in range(5)]
    for folder in old:
        folder.mkdir(parents=True, mode=0o700)
    (tmp_path / "hedgesim").chmod(0o700)
    told = [finish(start(tmp_path))[1] for _ in range(2)]
    assert told == [COMPILING, ""]
    assert len(list((tmp_path / "hedgesim").iterdir())) == code_cache.KEPT_VERSIONS


@pytest.mark.slow
def test_processes_that_compile_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    first = [finish(process) for process in [start(tmp_path) for _ in range(3)]]
    assert {errors for _, errors in first} == {COMPILING}
    assert finish(start(tmp_path)) == (first[0][0], "")
    assert len({output for output, _ in first}) == 1
    assert len(list((tmp_path / "hedgesim").rglob("*.*"))) == 1


@pytest.mark.slow
def test_code_in_a_folder_that_others_can_write_to_is_not_run(tmp_path: Path) -> None:
    right, _ = finish(start(tmp_path))
    (file,) = (tmp_path / "hedgesim").rglob("*.nbc")
    file.write_bytes(sealed(pickle.dumps(Mark(tmp_path / "run"))))
    file.parent.chmod(0o777)
    output, errors = finish(start(tmp_path))
    assert output == right
    assert errors.startswith(f"{file.parent}: others can write to it (mode 777); ")
    assert errors.endswith(COMPILING)
    assert not (tmp_path / "run").exists()


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
    file = code_cache.cache_folder() / "code.nbc"
    code_cache.keep_code(file, b"code")
    assert code_cache.read_code(file) == b"code"
    assert [stat.S_IMODE(f.stat().st_mode) for f in (own, file.parent, file)] == [0o700, 0o700, 0o600]


THREADS = (
    "import sys\n"
    "from concurrent.futures import ThreadPoolExecutor\n"
    "from hedgesim.model.engines.compiled.simulate import build_kernel\n"
    "with ThreadPoolExecutor(4) as threads:\n"
    "    assert len(set(map(id, threads.map(lambda _: build_kernel(), range(4))))) == 1\n"
    "sys.stderr.write('still heard')\n"
)


def test_threads_that_load_the_loop_at_once_leave_standard_error_alone() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], check=True, capture_output=True, text=True)
    assert done.stderr.endswith("still heard")


def sealed(code: bytes) -> bytes:
    """The bytes of a file of the cache."""
    return code_cache.compute_digest(code) + code


class Mark:
    """Makes a folder when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return os.mkdir, (str(self.place),)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "hedgesim" / "version" / "code.nbc"
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
    link = file.with_name("link.nbc")
    link.symlink_to(file)
    assert code_cache.read_code(link) is None
    pipe = file.with_name("pipe.nbc")
    os.mkfifo(pipe)
    assert code_cache.read_code(pipe) is None
    assert f"{pipe}: it is no regular file; " in capsys.readouterr().err
    assert code_cache.read_code(file.parent) is None
    assert code_cache.read_code(file.with_name("missing.nbc")) is None


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("mode", [0o770, 0o777, 0o1777])
def test_a_folder_that_others_can_write_to_is_not_used(
    level: int, mode: int, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = file.parents[level]
    folder.chmod(mode)
    assert code_cache.usable_folder(file.parent) is None
    assert capsys.readouterr().err == (
        f"{folder}: others can write to it (mode {mode:o}); compiled code is neither loaded from here"
        f" nor kept here: {code_cache.ADVICE}\n"
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
    code_cache.keep_code(tmp_path / "file" / "version" / "code.nbc", b"code")
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
    code_cache.keep_code(file.with_name("other.nbc"), b"code")
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


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(7), pickle.dumps(("a",) * 9)])
def test_a_file_of_something_else_is_removed(
    content: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from numba.core.registry import cpu_target

    store = kernel.CodeStore(file.parent)
    store.file = file
    code_cache.keep_code(file, content)
    assert store.rebuild(cpu_target.target_context) is None
    assert not file.exists()
    assert "it holds no compiled code" in capsys.readouterr().err


def falsify(array: int) -> Callable[..., None]:
    """The loop with the last bit of one of its results changed."""

    def play(*arguments: Any) -> None:
        build_kernel()(*arguments)
        numbers = arguments[array].reshape(-1)
        numbers[-1:] = numbers[-1:] ^ True if numbers.dtype == bool else last_bit_changed(numbers[-1:])

    return play


def last_bit_changed(numbers: Any) -> Any:
    return np.nextafter(numbers, 9.0) if numbers.dtype == float else numbers + 1


@pytest.mark.parametrize(
    ("array", "name"), [(12, "outcomes"), (13, "sound"), (14, "counts"), (15, "sums"), (16, "paths")]
)
def test_one_wrong_bit_is_found(array: int, name: str) -> None:
    assert describe_difference(build_kernel()) is None
    assert (describe_difference(falsify(array)) or "").startswith(f"{name}[")


def test_wrong_code_is_compiled_anew_once_and_then_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loops = [falsify(12), build_kernel(), falsify(12), falsify(12)]

    def compile_loop(store: kernel.CodeStore) -> Any:
        code_cache.keep_code(file, b"code")
        store.file = file
        return loops.pop(0)

    monkeypatch.setattr(kernel, "compile_loop", compile_loop)
    assert kernel.load_loop(file.parent) is build_kernel()
    assert f"{file}: its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert file.exists()
    with pytest.raises(
        RunError, match=r"even compiled anew \(outcomes\[.*\); install numba .* --engine plain"
    ):
        kernel.load_loop(file.parent)
    assert not file.exists()


@pytest.mark.slow
def test_wrong_code_with_the_right_hash_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LLVM finds code by its name and forgets none: the new code must not be mistaken for the wrong one."""
    folder = tmp_path / "hedgesim" / "version"
    right = kernel.play_runs.__code__
    other = tuple(0.2 if value == 0.1 else value for value in right.co_consts)  # another decile
    with monkeypatch.context() as wrong:
        wrong.setattr(
            kernel, "play_runs", FunctionType(right.replace(co_consts=other), vars(loop), "play_runs")
        )
        kernel.compile_loop(kernel.CodeStore(folder))
    assert describe_difference(kernel.load_loop(folder)) is None
    assert "its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert describe_difference(kernel.compile_loop(kernel.CodeStore(folder))) is None
    assert capsys.readouterr().err == ""

"""Compiled code as a user meets it: kept, found again, never trusted, and right or refused."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from hedgesim.model import RunError
from hedgesim.model.engines.compiled import code_cache, kernel, loop
from hedgesim.model.engines.compiled.known_runs import describe_difference
from hedgesim.model.engines.compiled.simulate import build_kernel

simulate_module = import_module("hedgesim.model.engines.compiled.simulate")  # hidden by the function

SCRIPT = (
    "import numpy as np\n"
    "from hedgesim.model import Scenario\n"
    "from hedgesim.model.engines.compiled import simulate\n"
    "spec = Scenario.load('belarus/baseline').vary({'horizon': 2, 'mechanisms.moods': False})\n"
    "print(simulate(spec, 'hedge', 1, np.arange(3)).outcomes.tobytes().hex())\n"
)
COMPILING = "compiling the model for 3 patrons, once on this machine: about 10 s ...\n"


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
    code = pickle.dumps(Mark(tmp_path / "run"))
    file.write_bytes(code_cache.compute_digest(code) + code)
    file.parent.chmod(0o777)
    output, errors = finish(start(tmp_path))
    assert output == right
    assert errors.startswith(f"{file.parent}: others can write to it (mode 777), ")
    assert errors.endswith(COMPILING)
    assert not (tmp_path / "run").exists()


THREADS = (
    "import sys\n"
    "from concurrent.futures import ThreadPoolExecutor\n"
    "from hedgesim.model.engines.compiled.simulate import build_kernel\n"
    "with ThreadPoolExecutor(4) as threads:\n"
    "    assert len(set(map(id, threads.map(lambda _: build_kernel(3), range(4))))) == 1\n"
    "sys.stderr.write('still heard')\n"
)


def test_threads_that_load_the_loop_at_once_leave_standard_error_alone() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], check=True, capture_output=True, text=True)
    assert done.stderr.endswith("still heard")


class Mark:
    """Makes a folder when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return os.mkdir, (str(self.place),)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "hedgesim" / "version" / "code.nbc"
    code_cache.keep_code(place, b"code")
    return place


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(7), pickle.dumps(("a",) * 9)])
def test_a_file_of_something_else_is_removed(
    content: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from numba.core.registry import cpu_target

    store = kernel.CodeStore(file.parent, 3)
    store.file = file
    code_cache.keep_code(file, content)
    assert store.rebuild(cpu_target.target_context) is None
    assert not file.exists()
    assert "it holds no compiled code" in capsys.readouterr().err


def falsify(array: int) -> Callable[..., None]:
    """The loop with the last bit of one of its results changed."""

    def play(*arguments: Any) -> None:
        build_kernel(3)(*arguments)
        numbers = arguments[array].reshape(-1)
        numbers[-1:] = numbers[-1:] ^ True if numbers.dtype == bool else last_bit_changed(numbers[-1:])

    return play


def last_bit_changed(numbers: Any) -> Any:
    return np.nextafter(numbers, 9.0) if numbers.dtype == float else numbers + 1


@pytest.mark.parametrize(
    ("array", "name"), [(12, "outcomes"), (13, "sound"), (14, "counts"), (15, "sums"), (17, "paths")]
)
def test_one_wrong_bit_is_found(array: int, name: str) -> None:
    assert describe_difference(build_kernel(3), 3) is None
    assert (describe_difference(falsify(array), 3) or "").startswith(f"{name}[")


def test_wrong_code_is_compiled_anew_once_and_then_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loops = [falsify(12), build_kernel(3), falsify(12), falsify(12)]

    def compile_loop(store: kernel.CodeStore) -> Any:
        code_cache.keep_code(file, b"code")
        store.file = file
        return loops.pop(0)

    monkeypatch.setattr(kernel, "compile_loop", compile_loop)
    assert kernel.load_loop(file.parent, 3) is build_kernel(3)
    assert f"{file}: its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert file.exists()
    with pytest.raises(
        RunError, match=r"even compiled anew \(outcomes\[.*\); install numba .* --engine plain"
    ):
        kernel.load_loop(file.parent, 3)
    assert not file.exists()


def test_threads_ask_for_useless_code_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def load_loop(folder: Path | None, patrons: int, *, hazards: bool, steps: int) -> Any:
        calls.append(folder)
        msg = "useless"
        raise RunError(msg)

    build_kernel(3)
    monkeypatch.setattr(kernel, "load_loop", load_loop)
    monkeypatch.setattr(simulate_module, "load_kernel", cache(simulate_module.load_kernel.__wrapped__))
    for _ in range(3):
        with pytest.raises(RunError, match="useless"):
            build_kernel(3)
    assert len(calls) == 1


@pytest.mark.slow
def test_wrong_code_with_the_right_hash_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LLVM finds code by its name and forgets none: the new code must not be mistaken for the wrong one."""
    folder = tmp_path / "hedgesim" / "version"

    def build_wrong_loop(patrons: int, *, hazards: bool, steps: int) -> Any:
        right = loop.build_loop(patrons, hazards=hazards)
        other = tuple(0.2 if value == 0.1 else value for value in right.__code__.co_consts)  # another decile
        code = right.__code__.replace(co_consts=other)
        return FunctionType(code, right.__globals__, "play_runs", None, right.__closure__)

    with monkeypatch.context() as wrong:
        wrong.setattr(kernel, "build_loop", build_wrong_loop)
        kernel.compile_loop(kernel.CodeStore(folder, 3))
    assert describe_difference(kernel.load_loop(folder, 3), 3) is None
    assert "its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert describe_difference(kernel.compile_loop(kernel.CodeStore(folder, 3)), 3) is None
    assert capsys.readouterr().err == ""

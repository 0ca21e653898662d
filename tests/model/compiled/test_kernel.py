"""Compiled code as a user meets it: kept, found again, never trusted, and right or refused."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from copy import copy
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from hedgesim.model import InputError, RunError
from hedgesim.model.engines.compiled import code_cache, compiler, kernel, loop, machine_code
from hedgesim.model.engines.compiled.kind import LoopKind
from hedgesim.model.engines.compiled.known_runs import describe_difference
from hedgesim.model.engines.compiled.processor import Processor
from hedgesim.model.engines.compiled.simulate import build_kernel

simulate_module = import_module("hedgesim.model.engines.compiled.simulate")  # hidden by the function

SCRIPT = (
    "import numpy as np\n"
    "from hedgesim.model import Scenario\n"
    "from hedgesim.model.engines.compiled import simulate\n"
    "spec = Scenario.load('belarus/baseline').vary({'horizon': 2, 'mechanisms.moods': False})\n"
    "print(simulate(spec, 'hedge', 1, np.arange(3)).outcomes.tobytes().hex())\n"
)
COMPILING = "compiling the model for 3 patrons with shared inputs: about 5 s ...\n"
SHARED, SINGLE = LoopKind(3, shared=True), LoopKind(3)


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


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LoopKind(2, hazards=False, shared=True), "2 patrons with shared inputs"),
        (LoopKind(3), "3 patrons with moods and varying inputs"),
        (LoopKind(4, steps=2), "4 patrons with moods, 2 triggers and varying inputs"),
    ],
)
def test_a_kind_of_code_is_described(kind: LoopKind, words: str) -> None:
    assert kind.description == words


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
    (file,) = (tmp_path / "hedgesim").rglob(f"*{code_cache.SUFFIX}")
    code = machine_code.HEAD + b"play_runs\nwould end the process"
    file.write_bytes(code_cache.compute_digest(code) + code)
    file.parent.chmod(0o777)
    output, errors = finish(start(tmp_path))
    assert output == right
    assert errors.startswith(f"{file.parent}: others can write to it (mode 777), ")
    assert errors.endswith(COMPILING)


THREADS = (
    "import sys\n"
    "from concurrent.futures import ThreadPoolExecutor\n"
    "from hedgesim.model.engines.compiled.kind import LoopKind\n"
    "from hedgesim.model.engines.compiled.simulate import build_kernel\n"
    "with ThreadPoolExecutor(4) as threads:\n"
    "    assert len(set(map(id, threads.map(lambda _: build_kernel(LoopKind(3)), range(4))))) == 1\n"
    "sys.stderr.write('still heard')\n"
)


def test_threads_that_load_the_loop_at_once_leave_standard_error_alone() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], check=True, capture_output=True, text=True)
    assert done.stderr.endswith("still heard")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "hedgesim" / "version" / "some.code"
    code_cache.keep_code(place, b"code")
    return place


@pytest.mark.parametrize(
    "content", [b"", b"no code", machine_code.HEAD, machine_code.HEAD + b"\xff\n", b"\x7fELF\nand more"]
)
def test_a_file_of_something_else_is_removed(
    content: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code_cache.keep_code(file, content)
    assert kernel.find_code(file) is None
    assert not file.exists()
    assert "it holds no compiled code" in capsys.readouterr().err


def test_code_is_read_as_it_was_kept(file: Path) -> None:
    code = machine_code.MachineCode("play_runs", bytes(range(256)))
    code_cache.keep_code(file, code.to_bytes())
    assert kernel.find_code(file) == code


LOADING = (
    "import sys\n"
    "from hedgesim.model.engines.compiled.kind import LoopKind\n"
    "from hedgesim.model.engines.compiled.simulate import build_kernel\n"
    "build_kernel(LoopKind(3))\n"
    "print('numba' in sys.modules)\n"
)


def test_code_that_is_kept_is_loaded_without_numba() -> None:
    build_kernel(SINGLE)
    done = subprocess.run([sys.executable, "-c", LOADING], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("missing", [["NRT_Allocate"], ["llvm.floor.f64"], ["exp", "numba.dynamic.globals"]])
def test_code_that_needs_numba_is_refused_before_it_ends_the_process(
    missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Function(NamedTuple):
        name: str
        is_declaration: bool

    class Library:
        _final_module = SimpleNamespace(
            functions=[Function(name, True) for name in ("memset", "llvm.sqrt.v16f64", *missing[:1])],
            global_variables=[Function(name, True) for name in missing[1:]],
        )

    monkeypatch.setattr(compiler, "compile_library", lambda _: ("play_runs", Library))
    with pytest.raises(RunError, match=f"compiled code needs {', '.join(missing)}, which may be missing"):
        compiler.compile_code(SINGLE)


def test_a_signal_while_code_is_compiled_is_raised_afterwards() -> None:
    reached = []
    before = signal.getsignal(signal.SIGINT)

    def compile_code() -> None:
        with compiler.postpone_signals():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        compile_code()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is before


def test_numba_that_may_not_compile_is_a_fault_of_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "njit", lambda **_: lambda function: function)
    with pytest.raises(InputError, match=r"NUMBA_DISABLE_JIT is set: .* --engine plain"):
        compiler.compile_code(SINGLE)


def test_code_that_ends_with_an_exception_is_no_result() -> None:
    right = build_kernel(SINGLE)
    assert isinstance(right, machine_code.LinkedLoop)
    faulty = copy(right)
    faulty.function = lambda *words: right.function(*words) - 1
    with pytest.raises(RunError, match="compiled code ended with status -1"):
        describe_difference(faulty, SINGLE)


def test_numbers_of_columns_are_read_from_them() -> None:
    right = build_kernel(SINGLE)

    def ignore_columns(*arguments: Any) -> None:
        seed, horizon, inputs, varied, columns, *rest = arguments
        right(seed, horizon, inputs, varied[:0], columns[:0], *rest)

    assert (describe_difference(ignore_columns, SINGLE) or "").startswith("paths[")


@pytest.mark.slow
def test_code_for_a_processor_that_settings_name_has_the_same_bits(tmp_path: Path) -> None:
    own, _ = finish(start(tmp_path))
    generic, _ = finish(start(tmp_path, NUMBA_CPU_NAME="generic"))
    assert generic == own
    assert len(list((tmp_path / "hedgesim").rglob(f"*{code_cache.SUFFIX}"))) == 2


@pytest.mark.parametrize(
    ("features", "settings", "expected"),
    [
        ("+avx2,+avx512f", (), True),
        ("+avx2,-avx512f", (), False),
        ("+avx512f", (("NUMBA_ENABLE_AVX", "0"),), False),
        ("+avx512f", (("NUMBA_CPU_NAME", "generic"),), False),
        ("+avx512f", (("NUMBA_OPT", "2"),), True),
    ],
)
def test_two_vectors_of_eight_are_for_processors_that_have_them(
    features: str, settings: tuple[tuple[str, str], ...], expected: bool
) -> None:
    assert Processor("any", "any", features, settings).has_avx512 is expected


@pytest.mark.parametrize(
    ("place", "wrong"), [(2, np.zeros(9, np.float32)), (4, np.zeros(9)), (12, np.zeros((9, 8)).T)]
)
def test_an_array_of_another_type_is_refused(place: int, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"an array of {wrong.dtype} in {wrong.ndim} dimensions where"):
        list(machine_code.pass_argument(wrong, machine_code.ARGUMENTS[place]))


def falsify(array: int, kind: LoopKind = SINGLE) -> Callable[..., None]:
    """The loop with the last bit of one of its results changed."""

    def play(*arguments: Any) -> None:
        build_kernel(kind)(*arguments)
        numbers = arguments[array].reshape(-1)
        numbers[-1:] = numbers[-1:] ^ True if numbers.dtype == bool else last_bit_changed(numbers[-1:])

    return play


def last_bit_changed(numbers: Any) -> Any:
    return np.nextafter(numbers, 9.0) if numbers.dtype == float else numbers + 1


@pytest.mark.parametrize(
    ("kind", "array", "name"),
    [
        (SINGLE, 12, "outcomes"), (SINGLE, 13, "sound"), (SINGLE, 14, "counts"), (SINGLE, 15, "sums"),
        (SINGLE, 17, "paths"), (SHARED, 12, "outcomes"), (SHARED, 14, "counts"),
    ],
)  # fmt: skip
def test_one_wrong_bit_is_found(kind: LoopKind, array: int, name: str) -> None:
    assert describe_difference(build_kernel(kind), kind) is None
    assert (describe_difference(falsify(array, kind), kind) or "").startswith(f"{name}[")


def test_wrong_code_is_compiled_anew_once_and_then_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = file.with_name(code_cache.file_name(SINGLE))
    right, loops = build_kernel(SINGLE), [falsify(12), build_kernel(SINGLE), falsify(12), falsify(12)]

    def compile_code(_: LoopKind) -> machine_code.MachineCode:
        return machine_code.MachineCode("play_runs", b"code")

    monkeypatch.setattr(compiler, "compile_code", compile_code)
    monkeypatch.setattr(kernel, "LinkedLoop", lambda _: loops.pop(0))
    assert kernel.load_loop(file.parent, SINGLE) is right
    assert f"{file}: its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert file.exists()
    with pytest.raises(
        RunError, match=r"even compiled anew \(outcomes\[.*\); install numba .* --engine plain"
    ):
        kernel.load_loop(file.parent, SINGLE)
    assert not file.exists()


def test_threads_ask_for_useless_code_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def load_loop(folder: Path | None, kind: LoopKind) -> Any:
        calls.append((folder, kind))
        msg = "useless"
        raise RunError(msg)

    build_kernel(SINGLE)
    monkeypatch.setattr(kernel, "load_loop", load_loop)
    monkeypatch.setattr(simulate_module, "load_kernel", cache(simulate_module.load_kernel.__wrapped__))
    for _ in range(3):
        with pytest.raises(RunError, match="useless"):
            build_kernel(SINGLE)
    assert len(calls) == 1


@pytest.mark.slow
def test_wrong_code_with_the_right_hash_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LLVM finds code by its name: the new code must not be mistaken for the wrong one."""
    folder = tmp_path / "hedgesim" / "version"
    file = folder / code_cache.file_name(SINGLE)

    def build_wrong_loop(kind: LoopKind) -> Any:
        right = loop.build_loop(kind)
        other = tuple(11.0 if value == 10.0 else value for value in right.__code__.co_consts)  # another tenth
        code = right.__code__.replace(co_consts=other)
        return FunctionType(code, right.__globals__, "play_runs", None, right.__closure__)

    with monkeypatch.context() as wrong:
        wrong.setattr(compiler, "build_loop", build_wrong_loop)
        kernel.make_code(SINGLE, file)
    capsys.readouterr()
    assert describe_difference(kernel.load_loop(folder, SINGLE), SINGLE) is None
    assert "its numbers are not those of plain Python (outcomes[" in capsys.readouterr().err
    assert describe_difference(kernel.load_loop(folder, SINGLE), SINGLE) is None
    assert capsys.readouterr().err == ""

"""Where compiled code is kept: said once, found again, old versions swept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hedgesim.model.engines.compiled import code_cache as cached

SCRIPT = (
    "import numpy as np\n"
    "from hedgesim.model import Scenario\n"
    "from hedgesim.model.engines.compiled import simulate\n"
    "simulate(Scenario.load('belarus/baseline').vary({'horizon': 2}), 'hedge', 1, np.arange(3))\n"
)


@pytest.mark.slow
def test_compiling_is_said_once_and_old_code_is_swept(tmp_path: Path) -> None:
    old = [tmp_path / "hedgesim" / f"old{k}" for k in range(5)]
    for folder in old:
        folder.mkdir(parents=True)
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    told = [
        subprocess.run([sys.executable, "-c", SCRIPT], env=env, check=True, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert told[0].stderr.startswith("compiling the model for this machine, once")
    assert told[1].stderr == ""
    assert len(list((tmp_path / "hedgesim").iterdir())) == cached.KEPT_VERSIONS


def test_the_folder_hangs_on_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = cached.cache_folder()
    assert first.parent == tmp_path / "hedgesim"
    assert first == cached.cache_folder()
    other = tmp_path / "other.py"
    other.write_text("")
    monkeypatch.setattr(cached, "source_files", lambda: [other])
    assert cached.cache_folder() != first


def test_numbas_own_setting_is_put_back(tmp_path: Path) -> None:
    from numba import config

    before = config.CACHE_DIR
    with cached.use_for_numba(tmp_path):
        assert str(tmp_path) == config.CACHE_DIR
    assert before == config.CACHE_DIR


def test_the_sources_are_there() -> None:
    assert all(file.is_file() for file in cached.source_files())
    assert {"arithmetic.py", "noise.py", "quarter.py", "loop.py"} <= {
        file.name for file in cached.source_files()
    }


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


def test_code_that_cannot_be_kept_is_made_in_a_folder_of_the_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    wanted = tmp_path / "file" / "code"
    here = cached.usable_folder(wanted)
    assert here.parent.is_dir()
    assert "compiled code cannot be kept here (Not a directory); it is made anew" in capsys.readouterr().err
    assert cached.usable_folder(tmp_path / "new") == tmp_path / "new"

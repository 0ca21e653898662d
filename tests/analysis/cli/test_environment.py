"""What a command inherits from where it is started: none of it breaks a run or what it prints."""

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from support.batches import small

from hedgesim.analysis.cli.parts.progress import progress_callback, steps_progress
from hedgesim.analysis.execution.runner import run_batch


@pytest.mark.parametrize("backend", ["nowhere", "module://matplotlib_inline.backend_inline", "TkAgg"])
def test_an_inherited_backend_of_matplotlib_does_not_matter(tmp_path: Path, backend: str) -> None:
    run_batch(small(), tmp_path / "batch")
    done = subprocess.run(
        [sys.executable, "-m", "hedgesim", "plot", "batch", "--kind", "compare", "-o", "a.png"],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": backend},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.png").exists()


def test_no_bars_are_drawn_in_a_log_though_colours_are_forced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_callback(9) as report:
        assert report is None
    with steps_progress(9) as advance:
        advance(3)
    assert capsys.readouterr().err == ""


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "out"
    run_batch(small(strategies=("hedge", "bandwagon:russia", "self_reliance")), folder)
    return folder


@pytest.mark.parametrize(
    "words", [["run", "belarus/baseline"], ["show", "belarus/war_2022"], ["compare", ""]]
)
def test_tables_fit_a_terminal_of_80_columns(words: list[str], batch: Path) -> None:
    command = [sys.executable, "-m", "hedgesim", *(word or str(batch) for word in words)]
    inner, outer = pty.openpty()
    fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(command, stdout=outer, env=os.environ | {"TERM": "dumb"}) as running:
        os.close(outer)
        text = b""
        with contextlib.suppress(OSError):  # how a terminal of Linux ends
            while piece := os.read(inner, 65536):
                text += piece
    os.close(inner)
    lines = text.decode().replace("\x1b[0m", "").splitlines()
    assert running.returncode == 0
    assert max(map(len, lines)) <= 80
    assert len(lines) > 20

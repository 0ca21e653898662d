"""What a command inherits from where it is started: none of it breaks a run or what it prints."""

import os
import subprocess
import sys
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

"""The soak script: a batch of few runs, its samples and its summary."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from support.scripts import ROOT, script

soak = script("benchmarks/soak.py")


@pytest.mark.slow
def test_a_soak_of_few_runs_samples_memory_and_cleans_up(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "benchmarks/soak.py"),
        "--runs",
        "150",
        "--workers",
        "1",
        "--every",
        "0.1",
    ]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "it")], capture_output=True, text=True, check=False
    )
    # Two seconds hold little but the loading of the engine: its memory may rise, and nothing else may fail.
    assert done.returncode == 0 or done.stderr.rstrip().splitlines()[-1].startswith("memory is not flat")
    assert done.stdout.startswith("150 runs in ")
    assert "bytes a run), checked in" in done.stdout
    with (tmp_path / "it-memory.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert max(float(row["memory"]) for row in rows) > 20.0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["it-memory.csv"]


def test_memory_of_early_and_late_is_told() -> None:
    samples = [soak.Sample(float(k), 100.0 + k, k, 9.0) for k in range(8)]
    assert soak.early_and_late(samples) == (104.0, 107.0)
    assert soak.resident(2**22 + 1) == 0.0

"""Numbers on the command line: out of range they are refused by name, before anything is written."""

from pathlib import Path

import pytest
from support.scripts import done, invoked
from support.sweeps import ACCESS, BARRIER

BASE, HUGE = "belarus/baseline", "9" * 30
FIT = ("calibrate", "belarus/history", "--parameters", "trade.speed", "--out", "made")
COMMANDS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("run", BASE), ("seed", "run")),
    (("batch", BASE, "--out", "made"), ("seed", "runs", "workers")),
    (("sweep", BASE, "--vary", f"{BARRIER}=0:0.5", "--out", "made"), ("seed", "runs", "workers", "samples")),
    (("threshold", BASE, "--vary", f"{BARRIER}=0:0.5"), ("seed", "runs", "workers")),
    (("attribute", BASE, "--mechanisms"), ("seed", "runs", "workers")),
    (("optimise", BASE), ("seed", "runs", "generations", "workers")),
    (("ladder", BASE), ("seed", "runs", "workers")),
    (("fallback", BASE), ("seed", "runs")),
    (("risk", BASE), ("seed", "runs", "workers")),
    (("voi", "none"), ("seed", "runs", "workers", "pairs")),
    (FIT, ("seed", "runs", "steps", "draws", "workers")),
    (("hindcast", "belarus/history", "--from", "2013"), ("seed", "runs")),
]
CASES = [(words, name) for words, names in COMMANDS for name in names]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("value", ["-1", HUGE])
@pytest.mark.parametrize(("words", "name"), CASES, ids=[f"{words[0]} {name}" for words, name in CASES])
def test_numbers_out_of_range_are_refused_by_name(words: tuple[str, ...], name: str, value: str) -> None:
    result = invoked(*words, f"--{name}", value)
    assert result.exit_code == 2, result.output
    assert name in result.stderr
    assert "Traceback" not in result.output
    assert list(Path().iterdir()) == []


def test_the_largest_seed_plays_sweeps_and_what_follows() -> None:
    seed = ("--seed", str(2**63 - 1))
    ranges = ("--vary", f"{BARRIER}=0:0.5", "--vary", f"{ACCESS}=0.1:1")
    some = ("--runs", "2", "--quarters", "4", "--strategies", "hedge,myopic", "--no-compare")
    for design, samples in (("lhs", "60"), ("morris", "4"), ("sobol", "16")):
        done("sweep", BASE, *ranges, *some, *seed, "--design", design, "--samples", samples, "--out", design)
        done("sensitivity", design)
        done("robustness", design)
        if design != "morris":  # four trajectories have too few points
            done("voi", design, "--runs", "2")
    result = invoked("discover", "lhs", "--where", "utility_mean < 0.53")
    assert "Traceback" not in result.output
    assert result.exit_code in {0, 2}

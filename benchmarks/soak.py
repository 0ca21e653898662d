"""One very large batch: is memory flat? ``python benchmarks/soak.py [--runs N] [--out DIR]``.

Plays ``hedgesim batch`` in a process of its own and samples its memory. Leaves ``memory.csv`` and a line of
summary; the result folder is checked against its hashes and removed, unless ``--keep`` is given.
"""

import argparse
import csv
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

RUNS = 50_000_000
BYTES = 945
"""Room that a run takes while its batch is written: in a block, and in the tables."""
FLAT = 1.5
"""Largest memory in the last quarter of the time, over that in the second; writing tables takes some."""
STRATEGY, SCENARIO = "hedge", "belarus/baseline"


@dataclass(frozen=True)
class Sample:
    """The process at a moment.

    Attributes
    ----------
    seconds : float
        Since it began.
    memory : float
        Resident memory in MB.
    blocks : int
        Blocks written so far; none again once the tables are made.
    disk : float
        Free room in GB.
    """

    seconds: float
    memory: float
    blocks: int
    disk: float


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="runs of one scenario and strategy (50,000,000)"
    )
    parser.add_argument("--quarters", type=int, default=60, help="quarters of each run (60)")
    parser.add_argument("--out", type=Path, default=Path("results/soak"), help="new folder (results/soak)")
    parser.add_argument("--every", type=float, default=5.0, metavar="S", help="seconds between samples (5)")
    parser.add_argument("--workers", type=int, default=2, help="cores to use (2)")
    parser.add_argument("--keep", action="store_true", help="keep the result folder")
    return parser.parse_args()


def command(runs: int, quarters: int, workers: int, folder: Path) -> list[str]:
    """Return the batch as a command; without a comparison, which would read all runs into memory."""
    start = [sys.executable, "-c", "from hedgesim.analysis.cli.main import main; main()", "batch", SCENARIO]
    return [
        *start, "--strategies", STRATEGY, "--runs", str(runs), "--quarters", str(quarters),
        "--workers", str(workers), "--no-compare", "--out", str(folder),
    ]  # fmt: skip


def resident(process: int) -> float:
    """Resident memory of a process in MB; 0 once it has ended."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    told = dict(line.split(":", 1) for line in text.splitlines())
    return int(told["VmRSS"].split()[0]) / 1024 if "VmRSS" in told else 0.0


def sampled(process: subprocess.Popen[bytes], folder: Path, every: float) -> Iterator[Sample]:
    """Yield samples until the process has ended."""
    begun = time.monotonic()
    while process.poll() is None:
        blocks = sum(1 for _ in folder.glob("blocks/*.block"))
        free = shutil.disk_usage(folder.parent).free / 1e9
        yield Sample(time.monotonic() - begun, resident(process.pid), blocks, free)
        time.sleep(every)


def play(runs: int, quarters: int, workers: int, folder: Path, every: float) -> list[Sample]:
    """Play the batch and write its samples as they come."""
    table = folder.with_name(f"{folder.name}-memory.csv")
    samples = []
    with (
        subprocess.Popen(command(runs, quarters, workers, folder)) as process,
        table.open("w", newline="") as file,
    ):
        rows = csv.writer(file)
        rows.writerow([field.name for field in fields(Sample)])
        for sample in sampled(process, folder, every):
            rows.writerow([round(value, 2) for value in astuple(sample)])
            file.flush()
            samples.append(sample)
    if process.returncode:
        sys.exit(process.returncode)
    return samples


def early_and_late(samples: list[Sample]) -> tuple[float, float]:
    """Largest memory in the second and in the last quarter of the time."""
    count = len(samples)
    early = samples[count // 4 : count // 2 + 1]
    return max(s.memory for s in early), max(s.memory for s in samples[3 * count // 4 :])


def summary(runs: int, samples: list[Sample], folder: Path) -> str:
    """Return what came out, in a line.

    Memory in the second and in the last quarter of the time, and at most.
    """
    from hedgesim.analysis import load

    (early, late), seconds = early_and_late(samples), samples[-1].seconds
    size = sum(file.stat().st_size for file in folder.glob("*.parquet"))
    begun = time.monotonic()
    load(folder)
    checked = time.monotonic() - begun
    return (
        f"{runs:,} runs in {seconds:,.0f} s ({runs / seconds:,.0f} a second); resident memory {early:,.0f} MB"
        f" early, {late:,.0f} MB late, {max(s.memory for s in samples):,.0f} MB at most;"
        f" {size / 1e9:.2f} GB of tables ({size / runs:.0f} bytes a run), checked in {checked:.1f} s"
    )


def main() -> None:
    """Play, sample, tell."""
    asked = arguments()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(asked.out.parent).free
    if free < asked.runs * BYTES:
        sys.exit(f"{asked.out}: needs {asked.runs * BYTES / 1e9:.0f} GB, {free / 1e9:.0f} GB are free")
    samples = play(asked.runs, asked.quarters, asked.workers, asked.out, asked.every)
    sys.stdout.write(summary(asked.runs, samples, asked.out) + "\n")
    if not asked.keep:
        shutil.rmtree(asked.out)
    early, late = early_and_late(samples)
    if late > FLAT * early:
        sys.exit(f"memory is not flat: {late:,.0f} MB late, {early:,.0f} MB early")


if __name__ == "__main__":
    main()

"""Time ensembles and claims against their bounds: ``python benchmarks/unknowns.py [--rounds N]``.

In every round each command runs in a process of its own, and so does a batch of known size: a command's
processor time counts in such batches, a number that moves little from machine to machine.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

COMMAND = str(Path(sys.executable).with_name("hedgesim"))
BATCH = ("batch", "belarus/baseline", "--point", "--strategies", "hedge", "--runs", "100000", "--no-compare")
CASE = "two_powers/baseline"
COMMANDS = {
    "ensemble belarus/baseline": 90.0,
    "claims belarus/claims.toml": 10.0,
    f"ensemble {CASE}": 3.0,
}
"""Commands, and seconds that each may take on two free cores; the last has no data and goes by rule."""


class Time(NamedTuple):
    """Seconds from start to end, and of processor time."""

    wall: float
    processor: float


def measure(words: list[str]) -> Time:
    """Measure a command in a folder of its own."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with TemporaryDirectory() as folder:
        subprocess.run([COMMAND, *words], check=True, capture_output=True, cwd=folder)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def format_row(command: str, bound: float, times: list[Time], batches: list[Time]) -> str:
    """Format a row of the table."""
    wall, spent = (median(column) for column in zip(*times, strict=True))
    ratio = median(t.processor / b.processor for t, b in zip(times, batches, strict=True))
    cells = f"{wall:.1f} | {spent:.1f} | {bound:.0f} | {spent / 2.0 / bound:.2f} | {ratio:.1f}"
    return f"| `hedgesim {command}` | {cells} |\n"


def main() -> None:
    """Measure in rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are given")
    rounds = parser.parse_args().rounds
    words = {command: command.split() for command in COMMANDS} | {"batch": [*BATCH, "--out", "batch"]}
    found: dict[str, list[Time]] = {command: [] for command in words}
    for _ in range(rounds):
        for command, parts in words.items():
            found[command].append(measure(parts))
            sys.stderr.write(f"{command}: {found[command][-1].processor:.1f} s of processor time\n")
    heads = (
        "| command | seconds | of processor time | bound | half of that / bound | batches of 100,000 runs |\n"
    )
    sys.stdout.write(heads + "|---|---:|---:|---:|---:|---:|\n")
    for command, bound in COMMANDS.items():
        sys.stdout.write(format_row(command, bound, found[command], found["batch"]))


if __name__ == "__main__":
    main()

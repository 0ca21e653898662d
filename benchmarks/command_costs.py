"""Time, memory and growth of commands: ``python benchmarks/command_costs.py [--only WORD] [--before DIR]``.

Any other command: ``--words "batch belarus/baseline --runs {n} --out out" --sizes 10,100``.

With ``--before`` another version takes turns with this one: DIR is what ``PYTHONPATH`` has to name for it.
Every command runs in a process of its own, on one worker. Seconds are of processor time, which a busy machine
moves less than a clock's.
"""

import argparse
import contextlib
import json
import math
import os
import resource
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple, TextIO

MEASURE = "--measure"
BATCH = "batch belarus/baseline --strategies hedge --runs {n} --workers 1 --no-compare --out"
FOUR = "hedge,bandwagon:russia,equidistance,self_reliance"
COMPARED = f"batch belarus/baseline --strategies {FOUR} --runs {{n}} --no-compare --out folder"
POINTS = "sweep belarus/baseline --uncertain --samples {n} --runs 1 --workers 1 --no-compare --out"
THRESHOLD = "threshold belarus/baseline --vary patrons.russia.barrier=0:0.6 --runs {n} --workers 1"


class Command(NamedTuple):
    """A command, and the sizes at which it is measured.

    Attributes
    ----------
    words : str
        What follows ``hedgesim``, with ``{n}`` for the size.
    counts : str
        What the size counts, in the singular.
    sizes : tuple of int
        In ascending order; the first two for trying out.
    folder : str
        The command that makes the result folder that it reads (``../folder``), once for each size and not
        measured; none if it reads none.
    """

    words: str
    counts: str
    sizes: tuple[int, ...]
    folder: str = ""


COMMANDS = {
    "run": Command("run belarus/baseline", "run", (1,)),
    "batch": Command(f"{BATCH} out", "run", (1, 10_000, 100_000, 1_000_000)),
    "batch --paths": Command(f"{BATCH} out --paths", "run", (1, 10_000, 100_000)),
    "sweep": Command(f"{POINTS} out", "point", (64, 1_024, 16_384)),
    "compare": Command("compare ../folder", "run", (200, 10_000, 250_000), COMPARED),
    "plot --kind fan": Command("plot ../folder --kind fan -o a.svg", "run", (200, 10_000, 250_000), COMPARED),
    "report": Command("report ../folder -o page.html", "run", (200, 10_000), COMPARED),
    "threshold": Command(THRESHOLD, "run", (240, 1_000, 10_000)),
    "discover": Command(
        "discover ../folder --where 'premium < 0'", "point", (1_024, 8_192, 65_536), f"{POINTS} folder"
    ),
    "calibrate": Command(
        "calibrate belarus/history --until 2014 --steps {n} --workers 1 --out fit", "step", (60, 120)
    ),
}
"""By the name in the table; a folder that is read has so many runs of each of four strategies, or points."""


class Cost(NamedTuple):
    """Seconds of processor time and peak memory in MB."""

    seconds: float
    memory: float


FAILED = Cost(math.nan, math.nan)
"""Cost of a command that failed, such as one that the system ended for lack of memory: others go on."""


class Row(NamedTuple):
    """A command at a size: its costs, one a round, now and of the version before (none without one)."""

    name: str
    counts: str
    size: int
    now: list[Cost]
    before: list[Cost]

    @property
    def described_size(self) -> str:
        """Size in words, such as ``10,000 runs``."""
        return f"{self.size:,} {self.counts}{'' if self.size == 1 else 's'}"


def measure_here(words: Sequence[str]) -> Cost:
    """Measure a command that this process starts; it has started no other."""
    done = subprocess.run(
        [sys.executable, "-m", "hedgesim", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"hedgesim {' '.join(words)}: exit code {done.returncode}\n{done.stderr}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def run_command(words: str, size: int, folder: str, package: str | None) -> Cost:
    """Run a command of a version in a folder; a small process starts it, whose memory does not count."""
    start = [sys.executable, str(Path(__file__).resolve()), MEASURE, *shlex.split(words.format(n=size))]
    environment = os.environ | ({"PYTHONPATH": package} if package else {})
    done = subprocess.run(start, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return Cost(*json.loads(done.stdout)) if done.returncode == 0 else FAILED


def measure_once(command: Command, size: int, package: str | None, folder: Path) -> Cost:
    """Measure a command once, in a folder of its own beside the one that it reads."""
    with TemporaryDirectory(dir=folder) as own:
        return run_command(command.words, size, own, package)


def measure_size(
    command: Command, size: int, rounds: int, packages: Sequence[str | None]
) -> list[list[Cost]]:
    """Return the costs of each version in each round; versions take turns, each with a folder of its own."""
    with contextlib.ExitStack() as stack:
        folders = [Path(stack.enter_context(TemporaryDirectory())) for _ in packages]
        sides = list(zip(packages, folders, strict=True))
        for package, folder in sides if command.folder else ():
            run_command(command.folder, size, str(folder), package)
        return [
            [measure_once(command, size, package, folder) for package, folder in sides] for _ in range(rounds)
        ]


def measure_command(
    name: str, rounds: int, packages: Sequence[str | None], *, quick: bool = False
) -> Iterator[Row]:
    """Yield a row for each size; a go before leaves compiled code in the cache."""
    command = COMMANDS[name]
    sizes = command.sizes[:2] if quick else command.sizes
    measure_size(command, sizes[0], 1, packages)
    for size in sizes:
        now, *before = map(list, zip(*measure_size(command, size, rounds, packages), strict=True))
        yield Row(name, command.counts, size, now, before[0] if before else [])


def measure(
    rounds: int, *, quick: bool, tell: Callable[[str], None], only: str = "", before: str | None = None
) -> list[Row]:
    """Return rows of all commands whose name contains a word.

    Parameters
    ----------
    rounds : int
        How often each command runs at each size.
    quick : bool
        Whether to take the two smallest sizes only.
    tell : callable
        Is told how far it has come.
    only : str
        The word; empty for all commands.
    before : str, optional
        Folder of another version, which takes turns.
    """
    rows = []
    for name in (n for n in COMMANDS if only in n):
        for row in measure_command(name, rounds, [None, *([before] if before else [])], quick=quick):
            rows.append(row)
            tell(f"{name}, {row.described_size}")
    return rows


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of seconds, and the largest memory."""
    return Cost(median(c.seconds for c in costs), max(c.memory for c in costs))


def growth(smaller: Row, larger: Row) -> float:
    """Return the power of the size with which seconds grow between two sizes."""
    seconds = [middle(row.now).seconds for row in (smaller, larger)]
    return math.log(seconds[1] / seconds[0]) / math.log(larger.size / smaller.size)


def table_heads(*, before: bool) -> list[str]:
    """Return the heads of the table's columns, of those of the version before as well if there is one."""
    heads = ["command", "size", "seconds", "peak memory in MB", "growth exponent"]
    return heads + (["seconds before", "ratio", "memory before"] if before else [])


def list_cells(rows: Sequence[Row]) -> Iterator[list[str]]:
    """Yield the cells of each row; the growth is that since the size before, where there is one."""
    last: Mapping[str, Row] = {}
    for row in rows:
        now = middle(row.now)
        power = f"{growth(last[row.name], row):.2f}" if row.name in last else ""
        cells = [f"`{row.name}`", row.described_size, f"{now.seconds:.2f}", f"{now.memory:,.0f}", power]
        if row.before:
            before = middle(row.before)
            ratio = median(a.seconds / b.seconds for a, b in zip(row.now, row.before, strict=True))
            cells += [f"{before.seconds:.2f}", f"{ratio:.2f}", f"{before.memory:,.0f}"]
        yield cells
        last = {**last, row.name: row}


def write_line(stream: TextIO, text: str) -> None:
    """Write a line."""
    stream.write(f"{text}\n")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="WORD", help="commands whose name contains this")
    parser.add_argument("--before", metavar="FOLDER", help="folder of another version, which takes turns")
    parser.add_argument("--words", metavar="COMMAND", help="a command of your own instead, {n} for the size")
    parser.add_argument("--sizes", metavar="N,N", default="1", help="its sizes")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are given")
    parser.add_argument("--quick", action="store_true", help="the two smallest sizes only")
    chosen = parser.parse_args()
    if chosen.words:
        sizes = tuple(map(int, chosen.sizes.split(",")))
        COMMANDS.clear()
        COMMANDS[chosen.words] = Command(chosen.words, "run", sizes)
    rows = measure(
        chosen.rounds, quick=chosen.quick, only=chosen.only, before=chosen.before,
        tell=lambda text: write_line(sys.stderr, text),
    )  # fmt: skip
    heads = table_heads(before=bool(chosen.before))
    for cells in (heads, ["---", "---", *["---:"] * (len(heads) - 2)], *list_cells(rows)):
        write_line(sys.stdout, f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    if sys.argv[1:2] == [MEASURE]:
        write_line(sys.stdout, json.dumps(measure_here(sys.argv[2:])))
    else:
        main()

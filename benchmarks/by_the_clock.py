"""What a user waits for beside another version: ``python benchmarks/by_the_clock.py FOLDER [--rounds N]``.

The folder is what ``PYTHONPATH`` has to name for the other version. Both take turns, each with a cache of its
own; seconds are the clock's, so that only a quiet machine gives them. A batch writes all its tables.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

BATCH = "batch belarus/baseline --strategies hedge --workers 2 --no-compare --out out"
MILLION = f"{BATCH} --runs 1000000"
CALM = "--set mechanisms.moods=false"
KINDS = ("", "--point", CALM, f"--point {CALM}")
"""Options whose runs need compiled code of their own."""
Wait = Callable[[Path, str | None], float]


def take(words: str, cache: Path, package: str | None) -> float:
    """Return the seconds of a command in a new folder."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)} | ({"PYTHONPATH": package} if package else {})
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "hedgesim", *words.split()],
            cwd=folder, env=environment, capture_output=True, check=True,
        )  # fmt: skip
        return time.perf_counter() - begun


def subtract_one_run(cache: Path, package: str | None) -> float:
    """Return how many seconds 10,000 runs take above one."""
    return take(f"{BATCH} --runs 10000", cache, package) - take(f"{BATCH} --runs 1", cache, package)


def use_first(cache: Path, package: str | None) -> float:
    """Return the seconds of a batch that finds no compiled code."""
    with TemporaryDirectory(dir=cache) as empty:
        return take(f"{BATCH} --runs 1000", Path(empty), package)


def report_demo(cache: Path, package: str | None) -> float:
    """Return the seconds of a report on all scenarios of Belarus; the batch before it is not counted."""
    with TemporaryDirectory(dir=cache) as place:
        take(f"batch belarus --no-compare --out {place}/demo", cache, package)
        return take(f"report {place}/demo -o page.html", cache, package)


WAITS: dict[str, Wait] = {
    "a million runs, moods on": partial(take, MILLION),
    "a million runs, moods off": partial(take, f"{MILLION} {CALM}"),
    "a million runs at the point, moods on": partial(take, f"{MILLION} --point"),
    "a million runs at the point, moods off": partial(take, f"{MILLION} --point {CALM}"),
    "10,000 runs above one run": subtract_one_run,
    "1,000 runs on first use, compiling included": use_first,
    "`run belarus/baseline`": partial(take, "run belarus/baseline"),
    "`report` of `make demo`'s folder": report_demo,
}
"""What is waited for, and what measures it with a cache and a version."""


def measure_rounds(
    wait: Callable[[Path, str | None], float],
    rounds: int,
    caches: Sequence[Path],
    packages: Sequence[str | None],
) -> list[list[float]]:
    """Return seconds of each version in each round; every other round is in reverse order."""
    sides = list(zip(caches, packages, strict=True))
    found = []
    for number in range(rounds):
        order = sides if number % 2 == 0 else sides[::-1]
        seconds = [wait(cache, package) for cache, package in order]
        found.append(seconds if number % 2 == 0 else seconds[::-1])
    return found


def measure(
    rounds: int, other: str, *, tell: Callable[[str], object], only: str = ""
) -> Iterator[tuple[str, list[list[float]]]]:
    """Yield what is waited for with the seconds of this version and of another in each round.

    Parameters
    ----------
    rounds : int
        How often each is measured.
    other : str
        Folder of the other version.
    tell : callable
        Is told how far it has come.
    only : str
        A word that what is waited for contains; empty for all.
    """
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        caches, packages = (Path(first), Path(second)), (None, other)
        for cache, package in zip(caches, packages, strict=True):
            for kind in KINDS:  # leaves code in the caches
                take(f"{BATCH} --runs 600 --engine compiled {kind}", cache, package)
        for what, wait in WAITS.items():
            if only in what:
                tell(what)
                yield what, measure_rounds(wait, rounds, caches, packages)


HEADS = ("what", "seconds before", "now", "ratio")


def list_row(what: str, rounds: Sequence[Sequence[float]]) -> list[str]:
    """Return the cells of a row: medians, and the median of the rounds' ratios."""
    now, before = (median(seconds) for seconds in zip(*rounds, strict=True))
    return [what, f"{before:.2f}", f"{now:.2f}", f"{median(a / b for a, b in rounds):.2f}"]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="folder of the other version")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are given")
    parser.add_argument("--only", default="", metavar="WORD", help="what contains this word")
    chosen = parser.parse_args()
    rows = measure(
        chosen.rounds, chosen.folder, tell=lambda what: sys.stderr.write(f"{what}\n"), only=chosen.only
    )
    for cells in (HEADS, ["---", *["---:"] * 3], *(list_row(*row) for row in rows)):
        sys.stdout.write(f"| {' | '.join(cells)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Try many hostile scenario files: ``PYTHONPATH=tests python benchmarks/fuzz.py --files 100000``.

File k of a seed is the same on every machine; ``--first K --files 1`` tries one again.
"""

import argparse
import faulthandler
import json
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from support.hostile.checks import tried
from support.hostile.files import fuzzed

CHUNK = 1000
LIMIT = 60
"""Seconds of processor time after which a file hangs."""
MEMORY = 4 << 30
BROKEN = "broken"


@dataclass
class Tally:
    """What became of the files so far."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[int] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    reasons: Counter[str] = field(default_factory=Counter)


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="how many files")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="number of the first file")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for files that broke the program")
    parser.add_argument("--out", type=Path, metavar="FILE", help="counts as JSON, written after each chunk")
    return parser.parse_args()


def one(tally: Tally, number: int, seed: int, folder: Path, keep: Path | None) -> None:
    """Make one file, try it, and count what became of it."""
    r = Random(f"{seed}/{number}")
    path = folder / "case.toml"
    path.write_bytes(fuzzed(r, folder))
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        told = tried(path, r)
        tally.counts[told.what] += 1
        if told.what == "failed":
            tally.reasons[told.text.partition(": ")[2]] += 1
    except Exception:
        tally.counts[BROKEN] += 1
        tally.broken.append(number)
        sys.stderr.write(f"file {number} of seed {seed}:\n{traceback.format_exc()}\n")
        if keep is not None:
            (keep / f"{seed}-{number}.toml").write_bytes(path.read_bytes())
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    tally.slowest = max(tally.slowest, (time.process_time() - begun, number))


def write(tally: Tally, asked: argparse.Namespace, done: int) -> None:
    """Say how far it has come, and write it down."""
    told = {"tried": done, **tally.counts, "slowest": tally.slowest, "broken_files": tally.broken}
    told["failed_because"] = tally.reasons.most_common(20)
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {json.dumps(told)}\n")
    if asked.out is not None:
        asked.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def hanging(*_: object) -> None:
    """Stop a file that takes too long."""
    msg = f"no end after {LIMIT} seconds"
    raise TimeoutError(msg)


def main() -> int:
    """Try all files; 1 if one broke the program."""
    asked = arguments()
    faulthandler.enable()
    signal.signal(signal.SIGVTALRM, hanging)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if asked.keep is not None:
        asked.keep.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for done in range(asked.files):
            one(tally, asked.first + done, asked.seed, Path(folder), asked.keep)
            if (done + 1) % CHUNK == 0 or done + 1 == asked.files:
                write(tally, asked, done + 1)
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())

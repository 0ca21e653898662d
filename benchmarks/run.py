"""Measure speed and memory and write ``docs/performance.md``: ``python benchmarks/run.py [--quick]``."""

import argparse
import contextlib
import sys
import time
from pathlib import Path

import browser_page as browser
import by_the_clock as clock
import calls
import command_costs
import first_use
import interleaved as paired
import machine
import patrons
import prototype
import scaling
import variants
import write_page as page
from measurement import Cost, Found

ROUNDS, GOES = 7, 3
QUICK_ROUNDS, QUICK_GOES = 2, 1
TRIED = Path("results") / "benchmarks"


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"try it out in a minute or two, into {TRIED}")
    parser.add_argument("--prototype", type=Path, metavar="DIR", help="folder of a prototype to compare with")
    parser.add_argument("--before", metavar="DIR", help="what PYTHONPATH names for a version to compare with")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for page and figure (docs)")
    return parser.parse_args()


def tell(text: str) -> None:
    """Say how far it has come."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def in_rounds(
    rounds: int, folder: Path | None, *, quick: bool
) -> tuple[dict[str, list[float]], Cost, Cost | None]:
    """Return rates of all variants, and in the same rounds costs of a quarter here and in a prototype."""
    own = Cost(calls.calls_of_a_quarter(), calls.operations_of_a_quarter(), [])
    with contextlib.ExitStack() as stack:
        rival = stack.enter_context(prototype.running(folder)) if folder is not None else None
        other = Cost(rival.calls, rival.operations, []) if rival is not None else None

        def beside() -> None:
            own.nanoseconds.append(calls.nanoseconds())
            if rival is not None and other is not None:
                other.nanoseconds.append(rival.nanoseconds())

        return paired.measure(rounds, quick=quick, tell=tell, beside=beside), own, other


def measure(folder: Path | None, before: str | None, *, quick: bool) -> Found:
    """Measure all; warming up leaves compiled code in the cache for the processes that play batches."""
    rounds, goes = (QUICK_ROUNDS, QUICK_GOES) if quick else (ROUNDS, GOES)
    tell("first use")
    first = first_use.measure(goes)
    for name in variants.warm_up():
        tell(f"warm: {name}")
    sizes = scaling.measure(goes, quick=quick, tell=tell)
    waits = list(clock.measure(goes, before, tell=tell)) if before else []
    rows = command_costs.measure(goes, quick=quick, tell=tell, before=before)
    tell("numbers of patrons")
    by_patrons = patrons.measure(rounds, quick=quick)
    rates, own, other = in_rounds(rounds, folder, quick=quick)
    tell("page in a browser")
    in_browser = browser.measure(rounds, quick=quick)
    return Found(machine.facts(), rates, own, other, sizes, rows, by_patrons, first, quick, waits, in_browser)


def main() -> None:
    """Measure and write."""
    asked = arguments()
    out = asked.out or (TRIED if asked.quick else page.PAGE.parent)
    page.write(measure(asked.prototype, asked.before, quick=asked.quick), out)
    tell(f"written: {out / page.PAGE.name}")


if __name__ == "__main__":
    main()

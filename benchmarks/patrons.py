"""Cost against the number of patrons: processor time of a quarter, and the first use of each number."""

import sys
import tempfile
import time
from dataclasses import dataclass, replace

import numpy as np
from first_use import seconds

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.engines.compiled.known_runs import build_scenario

COUNTS = (2, 3, 4, 5, 6)
QUARTERS, RUNS, QUICK_RUNS = 60, 8_000, 800
FIRST = (
    "from hedgesim.model.engines.compiled.kind import LoopKind\n"
    "from hedgesim.model.engines.compiled.simulate import build_kernel\n"
    "build_kernel(LoopKind({}, shared=True))\n"
)


@dataclass(frozen=True)
class PatronCost:
    """What a number of patrons costs.

    Attributes
    ----------
    count : int
        Number of patrons.
    nanoseconds : list of float
        Processor time of a quarter in compiled code on one thread, one number a round.
    first : float
        Seconds of a process that compiles the code and compares it with plain Python.
    """

    count: int
    nanoseconds: list[float]
    first: float


def compile_first(count: int) -> float:
    """Measure the seconds of a process that finds no compiled code in its cache."""
    with tempfile.TemporaryDirectory() as cache:
        return seconds([sys.executable, "-c", FIRST.format(count)], cache)


def measure_quarter(count: int, runs: int) -> float:
    """Measure the processor time of a quarter, in ns."""
    spec = replace(build_scenario(count), horizon=QUARTERS)
    begun = time.process_time()
    simulate(spec, "hedge", 1, np.arange(runs))
    return (time.process_time() - begun) * 1e9 / (runs * QUARTERS)


def measure(rounds: int, *, quick: bool) -> list[PatronCost]:
    """Measure every number of patrons, in turn in every round."""
    runs = QUICK_RUNS if quick else RUNS
    for count in COUNTS:
        measure_quarter(count, 8)
    costs = [[measure_quarter(count, runs) for count in COUNTS] for _ in range(rounds)]
    columns = zip(COUNTS, zip(*costs, strict=True), strict=True)
    return [PatronCost(count, list(column), compile_first(count)) for count, column in columns]

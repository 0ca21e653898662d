"""Rough estimates of how long runs take, shown before they are played.

How slow this machine is beside the one that the constants were measured on, its pace, is measured by every
compiled batch of some seconds, and kept beside the compiled code, by the same rules. It is one of processor
time, so that what else the machine does now says nothing of it later.
"""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from .batch import Batch
from .engine import count_uncompiled

SECONDS = {"compiled": 4.5e-7, "plain": 4.5e-4, "mesa": 1e-3}
"""Seconds of a quarter of a run on one core, approximately."""
START, COMPILING = 0.7, 6.0
"""Seconds to load an engine and what tables need, and to compile one kind of code."""
TABLES = 1e-5
"""Seconds to write and read a run's row."""
RECORDED = 1.2e-6
"""Seconds of a quarter of a compiled run whose every quarter is recorded, on one core."""
CALL = 1e-3
"""Seconds of a call of the compiled engine, whatever the number of runs."""
SHORTEST, LEAST, MOST = 2.0, 0.05, 50.0
"""Seconds that a batch should take at least to measure the pace, and the range in which one is believed."""


def estimate_batch(batch: Batch, workers: int) -> float:
    """Estimate the seconds that a batch and its tables take on a number of workers."""
    compiling = 0.0
    if batch.engine == "compiled":
        compiling = COMPILING * count_uncompiled(batch.plays, batch.varied, paths=batch.paths)
    return read_pace() * (START + compiling + estimate_play(batch, workers))


def estimate_play(batch: Batch, workers: int) -> float:
    """Estimate the seconds to play a batch and to write its tables at the pace 1."""
    return batch.size * TABLES + batch.quarters * SECONDS[batch.engine] / workers


def estimate_calls(calls: int, runs: int, quarters: int, workers: int) -> float:
    """Estimate the seconds that calls of the compiled engine take, each with the given runs and quarters."""
    return read_pace() * (START + calls * (CALL + runs * quarters * SECONDS["compiled"]) / workers)


def estimate_recorded(quarters: int, workers: int) -> float:
    """Estimate the seconds that compiled runs with a record of every quarter take."""
    return read_pace() * (START + quarters * RECORDED / workers)


def find_pace_file() -> Path:
    """Return the file that keeps the pace, among the code of this version and processor."""
    from ...model.engines.compiled.code_cache import cache_folder

    return cache_folder() / "pace"


def read_pace() -> float:
    """Return the measured pace; 1 where none is kept, or others could have written it."""
    from ...model.engines.compiled.code_cache import folder_fault, read_code

    file = find_pace_file()
    if any(map(folder_fault, (file.parent.parent, file.parent))):
        return 1.0
    with contextlib.suppress(ValueError):
        pace = float(read_code(file) or b"")
        if LEAST <= pace <= MOST:
            return pace
    return 1.0


@contextlib.contextmanager
def measure_pace(batch: Batch) -> Iterator[None]:
    """Measure the pace while a batch is played and written, and keep it if that takes long enough to tell.

    Nothing is kept of a batch that has to be compiled, or that other processes play.
    """
    from ...model.engines.compiled.code_cache import write_code

    expected, begun = estimate_play(batch, 1), time.process_time()
    compiled = batch.engine == "compiled" and not batch.paths
    tells = compiled and not count_uncompiled(batch.plays, batch.varied, paths=False)
    yield
    seconds = time.process_time() - begun
    if tells and max(seconds, expected) >= SHORTEST:
        with contextlib.suppress(OSError):  # where nothing can be kept, loading code has said so
            write_code(find_pace_file(), f"{seconds / expected:.3f}".encode())


def describe_duration(seconds: float) -> str:
    """Describe a time in words, in seconds or minutes."""
    if seconds < 1.0:
        return "under a second"
    return f"about {seconds:,.0f} s" if seconds < 100.0 else f"about {seconds / 60.0:,.0f} min"

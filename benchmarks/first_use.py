"""What a user waits for: the first ensemble with its compiling, the next ones, and the command line."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

COMMAND = str(Path(sys.executable).with_name("hedgesim"))
ENSEMBLE = (
    "import numpy as np\n"
    "from hedgesim.model import Scenario\n"
    "from hedgesim.model.engines.compiled import simulate\n"
    "simulate(Scenario.load('belarus/baseline'), 'hedge', 1, np.arange(1000))\n"
)


def seconds(command: list[str], cache: str) -> float:
    """Return seconds from the start of a process to its end."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": cache})
    return time.perf_counter() - begun


def usual(command: list[str], cache: str, goes: int) -> float:
    """Return the median of some goes, after one that fills the system's file cache."""
    seconds(command, cache)
    return median(seconds(command, cache) for _ in range(goes))


def measure(goes: int) -> dict[str, float]:
    """Return seconds of each, by what a user does."""
    ensemble = [sys.executable, "-c", ENSEMBLE]
    with tempfile.TemporaryDirectory() as cache:
        first = seconds(ensemble, cache)
        return {
            "first ensemble of 1,000 runs, compiling included": first,
            "the next ones, from the cache": usual(ensemble, cache, goes),
            "`hedgesim --help`": usual([COMMAND, "--help"], cache, goes),
            "`hedgesim run belarus/baseline`": usual([COMMAND, "run", "belarus/baseline"], cache, goes),
        }

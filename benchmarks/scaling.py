"""Batches of growing size into a result folder: ``python benchmarks/scaling.py RUNS WORKERS`` plays one.

Each is played in a process of its own, whose peak memory is then that of the batch.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

WORKERS = (1, 2)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK = (1_000, 10_000)


@dataclass(frozen=True)
class Size:
    """A batch as it was played.

    Attributes
    ----------
    runs, workers : int
        How many.
    start : float
        Seconds to import everything and to load compiled code.
    seconds : float
        Seconds of :func:`~hedgesim.analysis.execution.runner.run_batch`, all tables written.
    memory : float
        Peak memory of the process in MB.
    """

    runs: int
    workers: int
    start: float
    seconds: float
    memory: float


def play(runs: int, workers: int) -> Size:
    """Play a batch of the baseline in this process."""
    begun = time.perf_counter()
    from hedgesim.analysis.design.batch import plan_batch
    from hedgesim.analysis.execution.runner import run_batch
    from hedgesim.model import Scenario
    from hedgesim.model.engines.compiled.kind import LoopKind
    from hedgesim.model.engines.compiled.simulate import build_kernel

    build_kernel(LoopKind(3, shared=True))
    ready = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        batch = plan_batch([Scenario.load("belarus/baseline")], ["hedge"], runs=runs, engine="compiled")
        run_batch(batch, Path(folder) / "batch", workers=workers)
        ended = time.perf_counter()
    return Size(runs, workers, ready - begun, ended - ready, peak_memory())


def peak_memory() -> float:
    """Largest memory that this process has held so far, in MB; the starting process is not counted."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage of Linux would hold the peak of the process that started this one
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def in_own_process(runs: int, workers: int) -> Size:
    """Play a batch in a new process."""
    command = [sys.executable, str(Path(__file__)), str(runs), str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Size(**json.loads(done.stdout))


def middle(sizes: list[Size]) -> Size:
    """Several goes of one batch as one: the median of times, the largest memory."""
    return Size(
        sizes[0].runs,
        sizes[0].workers,
        median(s.start for s in sizes),
        median(s.seconds for s in sizes),
        max(s.memory for s in sizes),
    )


def measure(goes: int, *, quick: bool, tell: Callable[[str], None]) -> list[Size]:
    """Return all sizes with one and two workers, which take turns."""
    found = []
    for runs in QUICK if quick else SIZES:
        rounds = [[in_own_process(runs, workers) for workers in WORKERS] for _ in range(goes)]
        found += [middle([r[k] for r in rounds]) for k in range(len(WORKERS))]
        tell(f"batch of {runs:,} runs")
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(play(int(sys.argv[1]), int(sys.argv[2])))))

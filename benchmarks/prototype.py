"""The engine's prototype, timed in a process of its own: ``python prototype.py``, in the prototype's folder.

Its ``try.py`` compiles it and sets up a case. The first answers are the calls of exp,
log and sqrt in a quarter, random numbers included, and the operations of its rules. Then every line that
comes in is answered by the processor time of a quarter in ns.
"""

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from operations import operations

RUNS, QUARTERS, LANES = 25_600, 60, "64"


class Prototype:
    """A prototype that is running.

    Attributes
    ----------
    calls : dict
        Calls of a quarter, by word.
    operations : int
        Additions, multiplications, divisions and comparisons of a quarter's rules.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.calls: dict[str, int] = self.answer()
        self.operations: int = self.answer()

    def answer(self) -> Any:  # noqa: ANN401 - whatever the other side says
        """Return the next line that it says."""
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def nanoseconds(self) -> float:
        """Processor time of a quarter, measured now."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return float(self.answer())


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Prototype]:
    """Start the prototype of a folder, with a cache of its own, and end it."""
    command = [sys.executable, str(Path(__file__).resolve())]
    with tempfile.TemporaryDirectory() as cache:
        process = subprocess.Popen(
            command, cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "NUMBA_CACHE_DIR": cache, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        with process:
            yield Prototype(process)
            assert process.stdin is not None
            process.stdin.close()


def set_up() -> dict[str, Any]:
    """Return names of the prototype's ``try.py`` after it has run; what it prints is not needed."""
    sys.path[0], sys.argv = str(Path.cwd()), ["try.py", LANES]
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path("try.py")


def calls(tried: dict[str, Any]) -> dict[str, int]:
    """Count the calls of a quarter: its rules count already, its random numbers do from here on."""
    tried["cnt"].clear()
    for name in ("exp", "log", "sqrt"):
        if hasattr(tried["noise"], name):
            setattr(tried["noise"], name, tried["wrap"](name, getattr(tried["words"], name)))
    tried["quarter"].quarter(tried["case"], tried["st"], tried["noise"].draws_at(7, 0, 0))
    return dict(tried["cnt"])


def done(tried: dict[str, Any]) -> int:
    """Operations of a quarter's rules."""
    modules = [tried[name] for name in ("words", "rules", "quarter")]
    given = (tried["case"], tried["st"], tried["noise"].draws_at(7, 0, 0))
    return operations(tried["quarter"].quarter, given, modules)


def main() -> None:
    """Answer until no more is asked."""
    import numpy as np

    tried, out = set_up(), np.empty(RUNS)
    sys.stdout.write(f"{json.dumps(calls(tried))}\n{done(tried)}\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        begun = time.process_time()
        tried["eng"].run(tried["p"], tried["s"], 7, RUNS, QUARTERS, out)
        taken = time.process_time() - begun
        sys.stdout.write(f"{taken / (RUNS * QUARTERS) * 1e9}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

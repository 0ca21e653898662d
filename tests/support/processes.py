"""Commands and clusters in processes of their own, for tests that stop or kill them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

START = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " signal.signal(signal.SIGHUP, signal.SIG_DFL)"
)
"""What was started in the background ignores Ctrl-C, after nohup a closing terminal, and hands that on."""
COMMAND = [sys.executable, "-c", f"{START}; from hedgesim.analysis.cli.main import main; main()"]
LONG = 120.0


def hedgesim(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, timeout=LONG)


@contextlib.contextmanager
def running(*words: str, own_group: bool = False) -> Iterator[subprocess.Popen[str]]:
    """The command while it runs, in a process group of its own or not; killed at the end if it still runs."""
    with subprocess.Popen(
        [*COMMAND, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=own_group,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(true: Callable[[], bool]) -> None:
    """Wait for something."""
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.01)


def blocks_in(folder: Path) -> int:
    """Number of blocks that an unfinished batch has written."""
    return len(list(folder.glob("blocks/*.block")))


@contextlib.contextmanager
def service(*words: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A part of a Dask cluster, with all processes that it starts, in a folder for what it leaves."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
    with (
        (folder / f"{words[0]}.log").open("ab") as log,
        subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env=os.environ, start_new_session=True
        ) as it,
    ):
        try:
            yield it
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(it.pid, signal.SIGKILL)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def children(process: int) -> list[int]:
    """Worker processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = stat.read_text(encoding="utf-8")
            line = (stat.parent / "cmdline").read_text(encoding="utf-8")
            if int(told.rpartition(")")[2].split()[1]) == process and "spawn_main" in line:
                found.append(int(stat.parent.name))
    return found


def group_members(group: int) -> list[int]:
    """Processes of a process group that have not ended; a zombie has."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(int(stat.parent.name))
    return found

"""Threads or processes of this machine that play blocks. Light to import, because every worker imports it.

Workers are started with an explicit method, because Mesa sets the default one when it is imported: a fork
server, whose processes start without this one's threads, or spawn where there is none. Results do not depend
on it, nor on the script that asks for them: workers never run that again.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any

from .garbage_collection import collect_seldom

if sys.platform == "win32":
    from multiprocessing.context import SpawnContext as Context
    from multiprocessing.context import SpawnProcess as Process
else:
    from multiprocessing.context import ForkServerContext as Context
    from multiprocessing.context import ForkServerProcess as Process

HIDING = threading.Lock()
"""Lock around hiding the script's name, so that two threads that start workers do not lose it."""


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def local_executor(workers: int, todo: int, engine: str) -> Iterator[Executor | None]:
    """Yield an executor for the blocks to play, or None where the calling thread is enough.

    Parameters
    ----------
    workers : int
        Largest number of blocks to play at a time.
    todo : int
        Most blocks that there are to play.
    engine : str
        Threads are used with ``compiled``, else processes.
    """
    if min(workers, todo) <= 1:
        yield None
        return
    if engine == "compiled":  # its loop releases Python's global lock
        with ThreadPoolExecutor(min(workers, todo)) as threads:
            try:
                yield threads
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        return
    with process_executor(min(workers, todo)) as processes:
        yield processes


@contextlib.contextmanager
def process_executor(workers: int) -> Iterator[Executor]:
    """Yield an executor of processes, of which each starts when there is work for it."""
    start_fork_server()
    with ProcessPoolExecutor(workers, mp_context=WorkerContext(), initializer=prepare_worker) as pool:
        try:
            yield pool
        except BaseException:
            # with waiting: what a pool leaves behind would fail while Python ends, with a traceback
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def start_fork_server() -> None:
    """Start the fork server and the process that tracks its resources so that they ignore a closing terminal.

    This process hears of that, too, and needs both to end its workers in order.
    """
    if sys.platform != "win32":
        from multiprocessing import forkserver, resource_tracker

        with ignore_hangup(), hide_script():
            resource_tracker.ensure_running()
            forkserver.ensure_running()


@contextlib.contextmanager
def ignore_hangup() -> Iterator[None]:
    """Ignore SIGHUP for a while; processes that are started meanwhile go on ignoring it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set signal handlers
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def end_workers() -> None:
    """End the worker processes: a block that they play could take long, and it will be played again."""
    for process in multiprocessing.active_children():
        process.terminate()


class WorkerProcess(Process):
    """A worker process, which does not run the script again that started this program."""

    def start(self) -> None:
        """Start the process."""
        with hide_script():
            super().start()


class WorkerContext(Context):
    """Starts worker processes."""

    Process = WorkerProcess


@contextlib.contextmanager
def hide_script() -> Iterator[None]:
    """Hide the script that was started from multiprocessing, whose workers would run it again.

    Without a main guard they would start the same batch, and die of it. Blocks need nothing of the script.
    """
    names = vars(sys.modules["__main__"])
    with HIDING:
        hidden: dict[str, Any] = {name: names[name] for name in ("__spec__", "__file__") if name in names}
        names.update(dict.fromkeys(hidden))
        try:
            yield
        finally:
            names.update(hidden)


def prepare_worker() -> None:
    """Ignore Ctrl-C in a worker process, because the parent handles it, and end if the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=exit_with_parent, args=(parent,), daemon=True).start()


def exit_with_parent(parent: BaseProcess) -> None:
    """Wait for the parent to end, then end this process; a worker idle on its queue would not notice."""
    parent.join()
    os._exit(1)  # sys.exit would end this thread only

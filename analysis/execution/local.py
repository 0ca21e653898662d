"""Threads or processes of this machine that play blocks. Light to import, because every worker imports it.

Workers are started with an explicit method, because Mesa sets the default one when it is imported: a fork
server, whose processes start without this one's threads, or spawn where there is none. Results do not depend
on it.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.process import BaseProcess


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
        Number of blocks to play.
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
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in known else "spawn")
    with ProcessPoolExecutor(min(workers, todo), mp_context=context, initializer=prepare_worker) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def prepare_worker() -> None:
    """Ignore Ctrl-C in a worker process, because the parent handles it, and end if the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=exit_with_parent, args=(parent,), daemon=True).start()


def exit_with_parent(parent: BaseProcess) -> None:
    """Wait for the parent to end, then end this process; a worker idle on its queue would not notice."""
    parent.join()
    os._exit(1)  # sys.exit would end this thread only

"""What plays blocks: processes, or threads where compiled code does. Light to import: every worker does.

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
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def own_executor(workers: int, todo: int, engine: str) -> Iterator[Executor | None]:
    """Threads or processes for the blocks to do; None where this thread is enough."""
    if min(workers, todo) <= 1:
        yield None
        return
    if engine == "compiled":  # its loop lets go of Python's lock
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
    """Leave Ctrl-C to the parent, and end with it should it be killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()


def end_with(parent: BaseProcess) -> None:
    """Wait for the parent's end; a worker waiting for work would not notice it."""
    parent.join()
    os._exit(1)

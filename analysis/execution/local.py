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
from multiprocessing.context import BaseContext
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
    count, context = min(workers, todo), worker_context()
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=prepare_worker)
    try:
        yield pool
    except BaseException:  # without waiting: a pool whose workers were ended may never be done
        pool.shutdown(wait=False, cancel_futures=True)
        end_workers()
        raise
    pool.shutdown()


def worker_context() -> BaseContext:
    """Return how worker processes are started: by a fork server where there is one, else spawned.

    The fork server and the process that tracks its resources are started here and ignore a terminal that
    closes: this process hears of that, too, and needs both to end its workers in order.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    with ignore_hangup():
        resource_tracker.ensure_running()
        forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


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

"""Blocks on the workers of a Dask cluster: a standard executor that checks the software of its workers.

Workers receive blocks and return arrays; only this process writes to the result folder.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from functools import cache
from typing import Any

from ...model.errors import InputError, RunError
from ..results.provenance import describe_software

PATIENCE = 10
"""Seconds to wait for a scheduler, and for a first worker."""
LOGGERS = ("distributed", "distributed.client", "distributed.core", "tornado.application", "asyncio")
GO_ON = "Go on with: hedgesim batch --resume DIR"
EXTRA = "--executor dask: needs Dask, which is not installed: pip install 'hedgesim[cluster]'"


class CheckedExecutor(Executor):
    """An executor whose workers run a function only if their software is the same as that of this process.

    Attributes
    ----------
    inner : Executor
        Hands functions to workers.
    is_connected : callable
        Whether the scheduler can still be reached.
    """

    def __init__(self, inner: Executor, is_connected: Callable[[], bool] = lambda: True) -> None:
        self.inner, self.is_connected = inner, is_connected

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        """Submit a function to a worker, which checks its software before it runs the function.

        Raises
        ------
        CancelledError
            If the scheduler is lost: Dask cancels what waits at that moment, and what comes later would wait
            forever.
        """
        future = self.inner.submit(play_on_worker, local_software(), fn, *args, **kwargs)
        if not self.is_connected():  # asked afterwards, so that no moment lies between
            raise CancelledError
        return future


@cache
def local_software() -> dict[str, Any]:
    """Return versions and source hash of this process, computed once."""
    return describe_software()


def play_on_worker(expected: Mapping[str, Any], fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
    """Run a function on a worker, after a check that its versions and sources are those of the client.

    The check is repeated here because a worker may join after :func:`checked_workers` checked the others.

    Raises
    ------
    InputError
        If versions or sources differ.
    """
    if local_software() != expected:
        raise InputError(*worker_faults("that joined later", local_software(), expected))
    return fn(*args, **kwargs)


@contextlib.contextmanager
def connect_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Yield an executor over all workers of a scheduler, and the number of blocks they play at a time.

    Raises
    ------
    InputError
        If Dask is not installed, no scheduler answers, it has no worker, or a worker has other software.
    RunError
        If the scheduler or its workers are lost while blocks are played.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise InputError(EXTRA) from None
    try:
        get_address_host_port(address)
    except ValueError as error:
        msg = f"--executor dask:{address}: not an address such as tcp://127.0.0.1:8786: {error}"
        raise InputError(msg) from None
    with silence_dask(), contextlib.closing(connect_client(Client, address)) as client:
        threads = check_workers(client, address)
        try:
            yield CheckedExecutor(client.get_executor(), lambda: client.status == "running"), threads
        except KilledWorker as error:
            msg = f"{address}: workers died again and again over a block, perhaps for lack of memory. {GO_ON}"
            raise RunError(msg) from error
        except CancelledError as error:
            msg = f"{address}: the scheduler is lost; blocks in the folder are not played again. {GO_ON}"
            raise RunError(msg) from error


@contextlib.contextmanager
def silence_dask() -> Iterator[None]:
    """Suppress Dask's log messages about lost connections, which are raised as errors instead."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        # above every standard level: nothing is logged
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def connect_client(client: Callable[..., Any], address: str) -> Any:  # noqa: ANN401 - Dask's client
    """Connect a Dask client to the scheduler at an address.

    Raises
    ------
    InputError
        If no scheduler answers.
    """
    try:
        return client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError):
        msg = (
            f"--executor dask:{address}: no scheduler answers there within {PATIENCE} s;"
            " start one with: dask scheduler"
        )
        raise InputError(msg) from None


def check_workers(client: Any, address: str) -> int:  # noqa: ANN401
    """Check that every worker has the software of this process, and return their total number of threads.

    Raises
    ------
    InputError
        If there is no worker, or with one message per fault where workers lack hedgesim or differ in versions
        or sources.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        msg = f"--executor dask:{address}: no worker has joined; start some with: dask worker {address}"
        raise InputError(msg) from None
    found = client.run(describe_software, on_error="return")
    faults = [
        fault for name, there in found.items() for fault in worker_faults(name, there, local_software())
    ]
    if faults:
        raise InputError(*faults)
    return sum(client.nthreads().values())


def worker_faults(name: str, there: object, here: Mapping[str, Any]) -> list[str]:
    """Describe each difference between a worker's software and that of this process.

    Parameters
    ----------
    name : str
        The worker, as messages call it.
    there : object
        Its :func:`describe_software`, or the exception raised by the call.
    here : mapping
        The same of this process.
    """
    if not isinstance(there, Mapping):
        return [f"worker {name}: hedgesim cannot be used there: {there}"]
    faults = [
        f"worker {name}: {package} {there['versions'].get(package)} there, {version} here"
        for package, version in here["versions"].items()
        if there["versions"].get(package) != version
    ]
    if not faults and there["model"] != here["model"]:
        version = here["versions"]["hedgesim"]
        faults.append(
            f"worker {name}: hedgesim {version} there and here, but the sources of its rules differ"
            f" ({there['model'][:12]} there, {here['model'][:12]} here)"
        )
    return faults

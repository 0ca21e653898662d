"""Choose where blocks are played: on this machine, or on the workers of a Dask cluster."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from ...model.errors import InputError
from .local import count_cores

LOCAL, DASK = "local", "dask"


@dataclass(frozen=True)
class BlockExecutor:
    """The executor that plays blocks, and how many it plays at a time.

    Attributes
    ----------
    workers : int
        Number of blocks played at a time.
    executor : Executor or None
        Executor of a cluster; None to use threads or processes of this machine.
    """

    workers: int
    executor: Executor | None = None


@contextlib.contextmanager
def open_executor(executor: str, workers: int | None) -> Iterator[BlockExecutor]:
    """Yield the executor that ``--executor`` names, and close it afterwards.

    Parameters
    ----------
    executor : str
        ``local``, or ``dask:`` followed by the address of a scheduler.
    workers : int, optional
        Number of cores to use on this machine; all cores by default.

    Raises
    ------
    InputError
        If there is no such executor, it cannot be reached, or ``workers`` is given for a cluster.
    """
    kind, _, address = executor.partition(":")
    if executor == LOCAL:
        yield BlockExecutor(workers or count_cores())
        return
    if kind != DASK or not address:
        msg = (
            f"--executor {executor}: found neither local nor dask:ADDRESS, such as dask:tcp://127.0.0.1:8786"
        )
        raise InputError(msg)
    if workers is not None:
        msg = (
            f"--workers {workers}: counts cores of this machine; on a cluster its workers count, leave it out"
        )
        raise InputError(msg)
    from .dask_cluster import connect_cluster

    with connect_cluster(address) as (distant, threads):
        yield BlockExecutor(threads, distant)

"""Where blocks are played: on this machine, or on the workers of a cluster."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from ...model.errors import InputError
from .local import count_cores

LOCAL, DASK = "local", "dask"


@dataclass(frozen=True)
class Players:
    """What plays blocks.

    Attributes
    ----------
    workers : int
        How many blocks are played at a time.
    executor : Executor or None
        Plays them; None for own threads or processes.
    """

    workers: int
    executor: Executor | None = None


@contextlib.contextmanager
def open_executor(executor: str, workers: int | None) -> Iterator[Players]:
    """Return what an ``--executor`` names, for as long as it is needed.

    Parameters
    ----------
    executor : str
        ``local``, or ``dask:`` and the address of a scheduler.
    workers : int, optional
        Cores to use on this machine; all where none are given.

    Raises
    ------
    InputError
        If there is no such executor, it cannot be reached, or ``workers`` are given for a cluster.
    """
    kind, _, address = executor.partition(":")
    if executor == LOCAL:
        yield Players(workers or count_cores())
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
        yield Players(threads, distant)

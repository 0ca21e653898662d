"""Run a batch: each block is written as soon as it is played, so that a killed batch loses little."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import Any

from ...model.arguments import normalise_arguments
from ...model.errors import RunError
from ..design.batch import Batch, Block
from ..design.duration import measure_pace
from ..results import manifest as manifests
from ..results.folder import Results, load
from ..results.output_paths import make_folder
from . import folder_lock as lock
from .block_store import BlockStore
from .blocks import BlockResult, play_block
from .local import local_executor
from .partial_folder import (
    begin_folder,
    check_contents,
    continue_engine,
    explain_write_errors,
    read_begun_manifest,
    remove_parts,
)
from .write_tables import write_all

AHEAD = 2
"""Most blocks per worker that are submitted and not yet written, which bounds memory."""

Report = Callable[[int], None]


@normalise_arguments
def run_batch(
    batch: Batch,
    folder: Path,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    resume: bool = False,
    report: Report | None = None,
    command: str = "",
) -> Results:
    """Run a batch into a result folder.

    Parameters
    ----------
    batch : Batch
        A batch from :func:`~hedgesim.analysis.design.batch.plan_batch`.
    folder : Path
        A new or empty folder; with ``resume``, the folder of a stopped batch of the same design.
    workers : int
        Number of processes, or of threads with the compiled engine; 1 uses one core. With ``executor``, the
        number of blocks that it can play at a time.
    executor : Executor, optional
        Plays the blocks instead of own processes; any executor of the concurrent.futures interface.
    resume : bool
        Continue a stopped batch; the tables have the same bytes as those of a batch that was not stopped.
        Where ``batch`` was planned with the engine ``auto``, the engine that began the folder plays on.
    report : callable, optional
        Called with the number of runs done whenever it has grown.
    command : str
        The command line as typed, for the manifest.

    Returns
    -------
    Results
        The finished folder. Failed runs are rows with status ``failed``; ``manifest["failed"]`` counts them.

    Raises
    ------
    InputError
        If the folder is in use or cannot be written to, or cannot be resumed because design or version
        differ.
    RunError
        If a worker process died or the disk is full; the folder can be resumed.
    """
    if resume:
        read_begun_manifest(folder)  # before a folder of a mistyped name would be made
    make_folder(folder)
    with lock.hold_folder(folder) as place:
        check_contents(batch, folder, resume=resume)
        remove_parts(folder)
        manifest = read_begun_manifest(folder) if resume else begin_folder(batch, folder, command)
        batch = continue_engine(batch, manifest)
        store = BlockStore(place, manifests.manifest_hash(manifest))
        if not manifest["complete"]:
            measured = executor is None and not resume
            with measure_pace(batch) if measured else contextlib.nullcontext():
                play_missing(batch, store, workers, executor, report)
                manifest = write_results(batch, store, manifest)
        with explain_write_errors(folder):
            store.drop()
        return load(folder) if resume else Results(folder, manifest)


def write_results(batch: Batch, store: BlockStore, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Write the tables of a batch and its finished manifest, which is returned."""
    folder = store.lock.folder
    with explain_write_errors(folder):
        store.lock.check()
        failed, tables = write_all(batch, folder, store.load)
        finished = manifests.finish_manifest(manifest, batch, failed, tables)
        store.lock.check()
        manifests.write_manifest(finished, folder)
    return finished


def play_missing(
    batch: Batch, store: BlockStore, workers: int, executor: Executor | None, report: Report | None
) -> None:
    """Play the blocks that are not there and write each one as it arrives."""
    folder = store.lock.folder
    with explain_write_errors(folder):
        store.make_folder()
    sizes = [len(b.runs) for b in store.missing_blocks(batch)]
    tell = Progress(batch.size - sum(sizes), report)
    with (
        contextlib.nullcontext(executor)
        if executor is not None
        else local_executor(workers, len(sizes), batch.engine) as chosen
    ):
        for block, result in play_missing_blocks(
            store.missing_blocks(batch), chosen, max(1, workers) * AHEAD
        ):
            with explain_write_errors(folder):
                store.save(block, result)
            tell.more(len(block.runs))


class Progress:
    """Counts the runs that are done and reports the number."""

    def __init__(self, done: int, report: Report | None) -> None:
        self.done, self.report = done, report
        self.more(0)

    def more(self, runs: int) -> None:
        """Add runs to the number done, and report it."""
        self.done += runs
        if self.report is not None:
            self.report(self.done)


def play_missing_blocks(
    todo: Iterable[Block], executor: Executor | None, ahead: int
) -> Iterator[tuple[Block, BlockResult]]:
    """Yield each block with its results, in order of completion; play it in this process without an executor.

    Parameters
    ----------
    todo : iterable of Block
        Blocks to play.
    executor : Executor or None
        Plays the blocks.
    ahead : int
        Largest number of blocks that are submitted and not yet yielded.

    Raises
    ------
    RunError
        If a worker process died.
    """
    if executor is None:
        yield from ((block, play_block(block)) for block in todo)
        return
    waiting: dict[Future[BlockResult], Block] = {}
    left = iter(todo)
    try:
        while True:
            # goes on where the last pass stopped, because left is an iterator
            for block in left:
                waiting[executor.submit(play_block, block)] = block
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
    except BrokenExecutor:
        msg = "a worker process died, perhaps for lack of memory; go on with fewer workers and --resume"
        raise RunError(msg) from None
    finally:
        for future in waiting:
            future.cancel()

"""Run a batch: blocks are written as soon as they are played, so that a killed batch loses little.

Compiled blocks with paths are not written: a batch that goes on plays them again, as quickly as it would read
them.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

from ...model.arguments import normalise_arguments
from ...model.errors import RunError
from ..design.batch import Batch, Block, cut_blocks
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
from .write_tables import open_tables

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
        Called with the number of runs done whenever it has grown; first when the first run is played, with
        the number of those that were read from files.
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
            with (
                measure_pace(batch) if measured else contextlib.nullcontext(),
                contextlib.closing(gather_blocks(batch, store, workers, executor, report)) as blocks,
            ):
                manifest = write_results(batch, store, manifest, blocks)
        with explain_write_errors(folder, batch):
            store.drop()
        return load(folder) if resume else Results(folder, manifest)


def write_results(
    batch: Batch, store: BlockStore, manifest: Mapping[str, Any], blocks: Iterable[tuple[Block, BlockResult]]
) -> dict[str, Any]:
    """Write the tables of a batch, block by block, and its finished manifest, which is returned."""
    folder = store.lock.folder
    with contextlib.ExitStack() as stack:
        with explain_write_errors(folder, batch):
            tables = stack.enter_context(open_tables(batch, folder))
        for block, result in blocks:
            with explain_write_errors(folder, batch):
                tables.add(block, result)
        with explain_write_errors(folder, batch):
            store.lock.check()
            stack.close()
            finished = manifests.finish_manifest(manifest, batch, tables.tally.failed, tables.facts())
            store.lock.check()
            manifests.write_manifest(finished, folder)
    return finished


def gather_blocks(
    batch: Batch, store: BlockStore, workers: int, executor: Executor | None, report: Report | None
) -> Generator[tuple[Block, BlockResult]]:
    """Yield every block with its results, in the order of the design; store those that had no file."""
    folder = store.lock.folder
    with explain_write_errors(folder, batch):
        store.make_folder()
    progress = Progress(report)
    if not store.has(0):
        progress.begin()
    with (
        contextlib.nullcontext(executor)
        if executor is not None
        else local_executor(workers, count_blocks(batch), batch.engine) as chosen
    ):
        for block, result, stored in play_missing_blocks(batch, store, chosen, max(1, workers) * AHEAD):
            if not stored:
                progress.begin()
                with explain_write_errors(folder, batch):
                    store.save(block, result)
            progress.add(len(block.runs))
            yield block, result
    progress.begin()


def count_blocks(batch: Batch) -> int:
    """Return the number of blocks of a batch."""
    return len(range(0, batch.rows, batch.block)) * len(batch.plays)


class Progress:
    """Counts the runs that are done, and reports the number once it has begun.

    Runs read from files before the first is played are its first number: a rate does not count them.
    """

    def __init__(self, report: Report | None) -> None:
        self.done, self.report, self.begun = 0, report, False

    def begin(self) -> None:
        """Report the number for the first time, unless that was done."""
        if not self.begun:
            self.begun = True
            self.add(0)

    def add(self, runs: int) -> None:
        """Add runs to the number done."""
        self.done += runs
        if self.begun and self.report is not None:
            self.report(self.done)


def play_missing_blocks(
    batch: Batch, store: BlockStore, executor: Executor | None, ahead: int
) -> Iterator[tuple[Block, BlockResult, bool]]:
    """Yield every block with its results, in the order of the design, and whether these were stored.

    A block without a file, or with a damaged one, is played.

    Parameters
    ----------
    batch : Batch
        The batch that is played.
    store : BlockStore
        The blocks that were played before.
    executor : Executor or None
        Plays the blocks; None plays them here, one by one.
    ahead : int
        Largest number of blocks that are submitted and not yet yielded.

    Raises
    ------
    RunError
        If a worker process died.
    """
    waiting: deque[tuple[Block, Future[BlockResult], bool]] = deque()
    try:
        for block in cut_blocks(batch):
            waiting.append((block, *submit_block(block, store, executor)))
            if executor is None or len(waiting) >= ahead:
                first, future, stored = waiting.popleft()
                yield first, future.result(), stored
        while waiting:  # without keeping those that were yielded
            first, future, stored = waiting.popleft()
            yield first, future.result(), stored
    except BrokenExecutor:
        msg = "a worker process died, perhaps for lack of memory; go on with fewer workers and --resume"
        raise RunError(msg) from None
    finally:
        for _, future, _ in waiting:
            future.cancel()


def submit_block(
    block: Block, store: BlockStore, executor: Executor | None
) -> tuple[Future[BlockResult], bool]:
    """Return the results of a block to come, and whether they are stored.

    They are there at once if they are stored or nobody else plays the block.
    """
    stored = store.load(block)
    if stored is None and executor is not None:
        return executor.submit(play_block, block), False
    ready: Future[BlockResult] = Future()
    ready.set_result(play_block(block) if stored is None else stored)
    return ready, stored is not None

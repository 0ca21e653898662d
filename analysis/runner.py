"""Running a batch: blocks on an executor, each written as it comes, so that a killed batch loses little."""

import contextlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from ..model.errors import InputError, RunError
from . import manifest as manifests
from . import point_table
from .assemble import write_all
from .blocks import Played, play_block, read, save
from .design import Batch, Block, blocks
from .store import Results, load
from .workers import own_executor

BLOCKS = "blocks"
"""Folder within a result folder that holds blocks until the tables are written."""
AHEAD = 2
"""Blocks per worker that are handed out and not yet written: what bounds memory."""

Report = Callable[[int], None]


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
        What :func:`~hedgesim.analysis.design.plan_batch` gave.
    folder : Path
        A new or empty folder, or with ``resume`` one that a batch of the same design was stopped in.
    workers : int
        Processes, or threads of compiled code; 1 uses one core. With ``executor`` how many blocks it can
        play at a time.
    executor : Executor, optional
        Plays the blocks instead of own processes, anything that follows concurrent.futures.
    resume : bool
        Go on where a batch was stopped; ends with the same bytes as one that was not.
    report : callable, optional
        Is told the number of runs done whenever it has grown.
    command : str
        The command line as typed, for the manifest.

    Returns
    -------
    Results
        The finished folder. Failed runs are rows with status ``failed``; ``manifest["failed"]`` counts them.

    Raises
    ------
    InputError
        If the folder is in use, or cannot be resumed because design or version differ.
    RunError
        If a worker process died; the folder can be resumed.
    """
    check_folder(batch, folder, resume=resume)
    manifest = manifests.read(folder) if resume else begin(batch, folder, command)
    if manifest["complete"]:
        drop_blocks(folder)
        return load(folder)
    (folder / BLOCKS).mkdir(exist_ok=True)
    missing = [b for b in blocks(batch) if not block_there(folder, b)]
    tell = Progress(batch.size - sum(len(b.runs) for b in missing), report)
    with (
        contextlib.nullcontext(executor)
        if executor is not None
        else own_executor(workers, len(missing), batch.engine) as chosen
    ):
        for block, played in results(missing, chosen, max(1, workers) * AHEAD):
            save(played, block_file(folder, block))
            tell.more(len(block.runs))
    failed, tables = write_all(batch, folder, lambda block: read(block_file(folder, block)))
    manifests.write(manifests.finished(manifest, batch, failed, tables), folder)
    drop_blocks(folder)
    return load(folder)


class Progress:
    """Counts runs that are done and tells whoever asked."""

    def __init__(self, done: int, report: Report | None) -> None:
        self.done, self.report = done, report
        self.more(0)

    def more(self, runs: int) -> None:
        """Some more runs are done."""
        self.done += runs
        if self.report is not None:
            self.report(self.done)


def results(todo: list[Block], executor: Executor | None, ahead: int) -> Iterator[tuple[Block, Played]]:
    """Blocks with what they played, as they come; in this process where there is no executor.

    Raises
    ------
    RunError
        If a worker process died.
    """
    if executor is None:
        yield from ((block, play_block(block)) for block in todo)
        return
    waiting: dict[Future[Played], Block] = {}
    left = iter(todo)
    try:
        while True:
            for block in left:
                waiting[executor.submit(play_block, block)] = block
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
    except BrokenProcessPool:
        msg = "a worker process died, perhaps for lack of memory; go on with fewer workers and --resume"
        raise RunError(msg) from None
    finally:
        for future in waiting:
            future.cancel()


def check_folder(batch: Batch, folder: Path, *, resume: bool) -> None:
    """Refuse a folder that a batch cannot go into.

    Raises
    ------
    InputError
        If a new batch would find something there, or a stopped one was made by another design or version;
        every difference is named.
    """
    if resume:
        faults = manifests.differences(manifests.read(folder), manifests.begun(batch, ""))
        if faults:
            raise InputError(*(f"{folder}: cannot be resumed: {fault}" for fault in faults))
    elif folder.exists() and not folder.is_dir():
        msg = f"{folder}: a file is in the way of the result folder"
        raise InputError(msg)
    elif folder.is_dir() and any(folder.iterdir()):
        msg = f"{folder}: the folder is not empty; name another, or go on with its batch: --resume {folder}"
        raise InputError(msg)


def begin(batch: Batch, folder: Path, command: str) -> dict[str, Any]:
    """Make the folder and write the manifest of an unfinished batch."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = manifests.begun(batch, command)
    point_table.write(batch.points, folder)
    point_table.write(batch.drawn, folder, point_table.DRAWS)
    manifests.write(manifest, folder)
    return manifest


def block_file(folder: Path, block: Block) -> Path:
    """Where a block is written."""
    return folder / BLOCKS / f"{block.number:06d}.npz"


def block_there(folder: Path, block: Block) -> bool:
    """Whether a block was written; what a crash of the machine cut short does not count."""
    return zipfile.is_zipfile(block_file(folder, block))


def drop_blocks(folder: Path) -> None:
    """Remove the blocks once their tables are written."""
    if (folder / BLOCKS).is_dir():
        shutil.rmtree(folder / BLOCKS)

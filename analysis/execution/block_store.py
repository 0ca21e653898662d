"""The blocks of an unfinished batch: files in its folder that only this batch reads as its own."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..design.batch import Batch, Block, cut_blocks
from ..results.output_paths import write_atomically
from .blocks import BlockResult, play_block
from .folder_lock import FolderLock

BLOCKS = "blocks"
"""Folder within a result folder that holds blocks until the tables are written."""


@dataclass(frozen=True)
class BlockStore:
    """Blocks on disk.

    Attributes
    ----------
    lock : FolderLock
        Lock on the result folder.
    batch_hash : str
        Hash of the manifest that the batch began with. Every block carries it: a block of another batch, left
        by a folder that was renamed or copied, is not taken for one of this batch.
    """

    lock: FolderLock
    batch_hash: str

    def file(self, block: Block) -> Path:
        """Return the file of a block."""
        return self.lock.folder / BLOCKS / f"{block.number:06d}.npz"

    def block_hash(self, block: Block) -> str:
        """Return the hash that a block carries: that of its batch, and its number in it."""
        return f"{self.batch_hash} {block.number}"

    def missing_blocks(self, batch: Batch) -> Iterator[Block]:
        """Yield the blocks that have no complete file yet, one by one: a list would grow with the runs.

        A file that a crash of the machine cut short does not count.
        """
        return (block for block in cut_blocks(batch) if not zipfile.is_zipfile(self.file(block)))

    def save(self, block: Block, result: BlockResult) -> None:
        """Write a block whole or not at all.

        Raises
        ------
        RunError
            If the folder is no longer the one that the batch began in.
        """
        packed = io.BytesIO()  # a full disk meets one write, not an archive that is still open
        np.savez(packed, block_hash=self.block_hash(block), **vars(result))
        self.lock.check()
        with write_atomically(self.file(block)) as part:
            part.write_bytes(packed.getbuffer())

    def load(self, block: Block) -> BlockResult:
        """Read a block; one that is damaged or of another batch is played again, with the same bits."""
        try:
            return self.read(block)
        except Exception:  # a flipped byte can make any error of the reader
            result = play_block(block)
            self.save(block, result)
            return result

    def read(self, block: Block) -> BlockResult:
        """Read a block that :meth:`save` wrote.

        Raises
        ------
        ValueError
            If it is a block of another batch; other errors where it is damaged.
        """
        with self.file(block).open("rb") as file, np.load(file) as stored:
            arrays = {name: stored[name] for name in stored.files}
        if str(arrays.pop("block_hash")) != self.block_hash(block):
            raise ValueError(self.file(block))
        return BlockResult(**arrays)

    def make_folder(self) -> None:
        """Make the folder of the blocks, where it is not there."""
        (self.lock.folder / BLOCKS).mkdir(exist_ok=True)

    def drop(self) -> None:
        """Remove the blocks once their tables are on disk."""
        self.lock.check()
        if (self.lock.folder / BLOCKS).is_dir():
            shutil.rmtree(self.lock.folder / BLOCKS)

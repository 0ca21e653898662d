"""The blocks of an unfinished batch: files in its folder that only this batch reads as its own."""

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.npyio import NpzFile

from ..design.batch import Batch, Block, cut_blocks
from ..results.output_paths import write_atomically
from .blocks import BlockResult, play_block
from .folder_lock import FolderLock

BLOCKS = "blocks"
"""Folder within a result folder that holds blocks until the tables are written."""


@dataclass(frozen=True)
class BlockStore:
    """Blocks on disk, each an archive of numpy's behind the bytes of its paths, where these are kept.

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
        arrays = {name: array for name, array in vars(result).items() if name != "paths"}
        shape, checksum = result.paths.shape, zlib.crc32(result.paths)
        packed = io.BytesIO()  # a full disk meets a write, not an archive that is still open
        np.savez(packed, block_hash=self.block_hash(block), shape=shape, checksum=checksum, **arrays)
        self.lock.check()
        with write_atomically(self.file(block)) as part, part.open("wb") as file:
            file.write(result.paths.data)  # before the archive, whose reader looks for its end
            file.write(packed.getbuffer())

    def load(self, block: Block, *, paths: bool = True) -> BlockResult:
        """Read a block; one that is damaged or of another batch is played again, with the same bits."""
        try:
            return self.read(block, paths=paths)
        except Exception:  # a flipped byte can make any error of the reader
            result = play_block(block)
            self.save(block, result)
            return result

    def read(self, block: Block, *, paths: bool = True) -> BlockResult:
        """Read a block that :meth:`save` wrote; without ``paths`` those are left out, which saves most time.

        Raises
        ------
        ValueError
            If it is a block of another batch, or its paths are damaged; other errors where the rest is.
        """
        with self.file(block).open("rb") as file:
            with NpzFile(file) as stored:
                arrays = {name: stored[name] for name in stored.files}
            shape, checksum = arrays.pop("shape"), arrays.pop("checksum")
            file.seek(0)
            numbers = np.fromfile(file, count=int(shape.prod()) if paths else 0)
        if str(arrays.pop("block_hash")) != self.block_hash(block):
            raise ValueError(self.file(block))
        if paths and zlib.crc32(numbers) != checksum:
            raise ValueError(self.file(block))
        return BlockResult(paths=numbers.reshape(shape if paths else (0, 0, 0)), **arrays)

    def make_folder(self) -> None:
        """Make the folder of the blocks, where it is not there."""
        (self.lock.folder / BLOCKS).mkdir(exist_ok=True)

    def drop(self) -> None:
        """Remove the blocks once their tables are on disk."""
        self.lock.check()
        if (self.lock.folder / BLOCKS).is_dir():
            shutil.rmtree(self.lock.folder / BLOCKS)

"""The blocks of an unfinished batch: files in its folder that only this batch reads as its own."""

import json
import shutil
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..design.batch import Batch, Block
from ..results.output_paths import write_atomically
from .blocks import BlockResult
from .folder_lock import FolderLock

BLOCKS = "blocks"
"""Folder within a result folder that holds blocks until the tables are written."""
LENGTH = 4
"""Bytes of a checksum."""


def is_kept(runs: Block | Batch) -> bool:
    """Return whether blocks get files: compiled code plays paths again in less time than they are read."""
    return not (runs.paths and runs.engine == "compiled")


def checksum(head: bytes, arrays: Iterable[NDArray[Any]]) -> bytes:
    """Compute the CRC-32 of a block's first line and its arrays, which sees any flipped bit."""
    found = zlib.crc32(head)
    for array in arrays:
        found = zlib.crc32(array.data, found)
    return found.to_bytes(LENGTH)


@dataclass(frozen=True)
class BlockStore:
    """Blocks on disk: in each file a checksum, a line that describes arrays, and their bytes.

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

    def file(self, number: int) -> Path:
        """Return the file of a block, by its number."""
        return self.lock.folder / BLOCKS / f"{number:06d}.block"

    def has(self, number: int) -> bool:
        """Return whether a block has a file, which need not be sound."""
        return self.file(number).exists()

    def block_hash(self, block: Block) -> str:
        """Return the hash that a block carries: that of its batch, and its number in it."""
        return f"{self.batch_hash} {block.number}"

    def save(self, block: Block, result: BlockResult) -> None:
        """Write a block whole or not at all, if it is kept.

        Raises
        ------
        RunError
            If the folder is no longer the one that the batch began in.
        """
        if not is_kept(block):
            return
        arrays = [np.ascontiguousarray(array) for array in vars(result).values()]
        kinds = [[array.dtype.str, array.shape] for array in arrays]
        head = json.dumps([self.block_hash(block), kinds]).encode() + b"\n"
        self.lock.check()
        with write_atomically(self.file(block.number)) as part, part.open("wb") as file:
            file.write(checksum(head, arrays))
            file.write(head)
            for array in arrays:
                file.write(array.data)

    def load(self, block: Block) -> BlockResult | None:
        """Read a block; return None if there is none, or it is damaged or of another batch."""
        try:
            with self.file(block.number).open("rb") as file:
                return self.read(block, file)
        except Exception:  # a flipped byte can make any error of the reader
            return None

    def read(self, block: Block, file: BinaryIO) -> BlockResult:
        """Read a block that :meth:`save` wrote.

        Raises
        ------
        ValueError
            If it is damaged or a block of another batch; other errors where its first line is damaged.
        """
        found, head = file.read(LENGTH), file.readline()
        name, kinds = json.loads(head)
        arrays = [
            np.fromfile(file, dtype, np.prod(shape, dtype=int)).reshape(shape) for dtype, shape in kinds
        ]
        if found != checksum(head, arrays) or name != self.block_hash(block):
            raise ValueError(block.number)
        return BlockResult(*arrays)

    def make_folder(self) -> None:
        """Make the folder of the blocks, where it is not there."""
        (self.lock.folder / BLOCKS).mkdir(exist_ok=True)

    def drop(self) -> None:
        """Remove the blocks once their tables are on disk."""
        self.lock.check()
        if (self.lock.folder / BLOCKS).is_dir():
            shutil.rmtree(self.lock.folder / BLOCKS)

"""Blocks come back as they were, or not at all; they arrive in the order of the design."""

import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from support.batches import Stopping, contents, failing, small

from hedgesim.analysis.design.batch import Batch, Block, cut_blocks
from hedgesim.analysis.execution import folder_lock as lock
from hedgesim.analysis.execution import runner
from hedgesim.analysis.execution.block_store import BLOCKS, BlockStore
from hedgesim.analysis.execution.blocks import BlockResult, play_block
from hedgesim.analysis.execution.runner import run_batch


def long_batch(engine: str = "compiled") -> Batch:
    """Three blocks of 240 compiled runs and a rest, every quarter kept."""
    return small(["baseline"], ["hedge"], runs=800, quarters=2, engine=engine, paths=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BlockStore]:
    """An empty store."""
    with lock.hold_folder(tmp_path) as place:
        store = BlockStore(place, "hash")
        store.make_folder()
        yield store


def first_result(paths: bool = True) -> tuple[Block, BlockResult]:
    block = next(cut_blocks(small(["baseline"], ["hedge"], runs=3, quarters=2, paths=paths)))
    return block, play_block(block)


@pytest.mark.parametrize("paths", [False, True])
def test_a_block_comes_back_with_the_same_bits(
    store: BlockStore, monkeypatch: pytest.MonkeyPatch, *, paths: bool
) -> None:
    failing(monkeypatch, lambda _, run: run == 1)
    block, result = first_result(paths)
    assert not store.has(block.number)
    assert store.load(block) is None
    store.save(block, result)
    assert store.has(block.number)
    again = store.load(block)
    assert again is not None
    for name, array in vars(result).items():
        found = getattr(again, name)
        assert (found.dtype, found.shape, found.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert len(again.failed) == len(again.errors) == 1


def test_no_flipped_bit_goes_unseen(store: BlockStore) -> None:
    """Anywhere: in the checksum, in the line that describes the arrays, in numbers, at the end."""
    block, result = first_result()
    store.save(block, result)
    sound = store.file(block.number).read_bytes()
    places = {*range(0, 400, 5), *range(0, len(sound), len(sound) // 60), len(sound) - 1}
    for place in places:
        data = bytearray(sound)
        data[place] ^= 1 << place % 8
        store.file(block.number).write_bytes(data)
        assert store.load(block) is None, place
    swapped = sound[:-16] + sound[-8:] + sound[-16:-8]
    assert swapped != sound
    store.file(block.number).write_bytes(swapped)
    assert store.load(block) is None
    store.file(block.number).write_bytes(sound)
    assert store.load(block) is not None


# ---- compiled paths ------------------------------------------------------------------------
def test_compiled_paths_get_no_blocks_and_a_stopped_batch_plays_them_again(tmp_path: Path) -> None:
    folder, counts = tmp_path / "stopped", list[int]()
    run_batch(long_batch(), tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run_batch(long_batch(), folder, executor=Stopping(3, KeyboardInterrupt()))
    assert list((folder / BLOCKS).iterdir()) == []
    assert not list(folder.glob("*.part"))
    run_batch(long_batch(), folder, resume=True, report=counts.append)
    assert counts == [0, 240, 480, 720, 800]
    assert contents(folder) == contents(tmp_path / "whole")


def test_row_groups_of_paths_hold_whole_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At least so many rows, but for the last: two blocks of 480 rows, then what is left."""
    monkeypatch.setattr("hedgesim.analysis.execution.write_tables.ROWS", 500)
    run_batch(long_batch(), tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out" / "paths.parquet")
    assert [file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)] == [960, 640]
    assert list(file.read(["run_id"])["run_id"].to_numpy()) == list(np.repeat(np.arange(800), 2))


# ---- order ---------------------------------------------------------------------------------
class Late(Executor):
    """Plays what is submitted only when the first of the blocks under way is needed, the last first."""

    def __init__(self) -> None:
        self.left: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = Promise(self)
        self.left.append((future, lambda: fn(*args, **kwargs)))
        self.most = max(self.most, len(self.left))
        return future

    def play(self) -> None:
        while self.left:
            future, play = self.left.pop()
            future.set_result(play())


class Promise(Future[Any]):
    """Results that its executor is asked for."""

    def __init__(self, executor: Late) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Any:
        self.executor.play()
        return super().result(timeout)


def test_blocks_come_in_order_whatever_is_ready_first(store: BlockStore) -> None:
    batch, late = small(["baseline"], ["hedge", "myopic"], runs=41, quarters=1), Late()
    found = list(runner.play_missing_blocks(batch, store, late, 4))
    assert [block.number for block, _, _ in found] == list(range(6))
    assert late.most == 4
    for block, result, _ in found[2::3]:
        assert np.array_equal(result.outcomes, play_block(block).outcomes, equal_nan=True)


def test_results_that_were_yielded_are_let_go(store: BlockStore) -> None:
    """But for the last, also at the end, where no block is submitted any more."""
    batch, alive = small(["baseline"], ["hedge"], runs=81, quarters=1), list[int]()
    results: list[weakref.ref[BlockResult]] = []
    for _, result, _ in runner.play_missing_blocks(batch, store, Late(), 5):
        results.append(weakref.ref(result))
        del result
        alive.append(sum(r() is not None for r in results))
    assert alive == [1] * 5


def test_stored_blocks_are_not_played_again(store: BlockStore, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, played = small(["baseline"], ["hedge"], runs=65, quarters=2), list[int]()
    blocks = list(cut_blocks(batch))
    for block in blocks[1:3]:
        store.save(block, play_block(block))

    def count(block: Block) -> BlockResult:
        played.append(block.number)
        return play_block(block)

    monkeypatch.setattr(runner, "play_block", count)
    with ThreadPoolExecutor(2) as threads:
        for executor in (None, threads):
            played.clear()
            found = list(runner.play_missing_blocks(batch, store, executor, 4))
            assert [block.number for block, _, _ in found] == [0, 1, 2, 3]
            assert [stored for _, _, stored in found] == [False, True, True, False]
            assert sorted(played) == [0, 3]

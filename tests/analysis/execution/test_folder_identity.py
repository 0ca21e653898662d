"""A folder is the one that a batch began in, not the one that has its name now; what counts is on disk."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.batches import contents, small

from hedgesim.analysis.execution import block_store
from hedgesim.analysis.execution.block_store import BLOCKS
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest, output_paths
from hedgesim.model import RunError

Change = Callable[[Path], object]


def after_blocks(count: int, change: Callable[[], object]) -> Callable[[int], None]:
    """A report that does something once so many runs are done."""
    left = [count]

    def report(done: int) -> None:
        if done and left[0] == 0:
            change()
        left[0] -= 1 if done else 0

    return report


def test_a_renamed_folder_gets_its_own_blocks_and_the_new_one_none(tmp_path: Path) -> None:
    """The batch of seed 1 loses its folder to one of seed 2, which began under the same name."""
    folder, moved = tmp_path / "out", tmp_path / "moved"

    def swap() -> None:
        folder.rename(moved)
        with pytest.raises(KeyboardInterrupt):
            run_batch(small(seed=2), folder, report=after_blocks(0, interrupt))

    with pytest.raises(RunError, match="another folder now has this name"):
        run_batch(small(), folder, report=after_blocks(0, swap))
    run_batch(small(seed=2), folder, resume=True)
    run_batch(small(), moved, resume=True)
    for seed, place in ((2, folder), (1, moved)):
        run_batch(small(seed=seed), tmp_path / f"whole{seed}")
        assert contents(place) == contents(tmp_path / f"whole{seed}")


def interrupt() -> None:
    raise KeyboardInterrupt


def test_a_vanished_folder_is_called_vanished(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(RunError, match=r"the folder vanished while its batch ran\. If it was renamed, go on"):
        run_batch(small(), folder, report=after_blocks(0, lambda: folder.rename(tmp_path / "moved")))
    assert not folder.exists()


@pytest.mark.parametrize("late", [False, True], ids=["before its tables", "before its manifest"])
def test_a_folder_replaced_at_the_end_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    folder, moved = tmp_path / "out", tmp_path / "moved"
    finish = manifest.finish_manifest

    def replace() -> None:
        folder.rename(moved)
        folder.mkdir()

    def replace_and_finish(*words: object) -> object:
        replace()
        return finish(*words)  # type: ignore[arg-type]

    if late:
        monkeypatch.setattr(manifest, "finish_manifest", replace_and_finish)
    with pytest.raises(RunError, match="Nothing was written into it"):
        run_batch(small(), folder, report=lambda done: None if late or done < small().size else replace())
    assert list(folder.iterdir()) == []
    monkeypatch.undo()
    run_batch(small(), moved, resume=True)
    run_batch(small(), tmp_path / "whole")
    assert contents(moved) == contents(tmp_path / "whole")
    assert {path.name for path in moved.iterdir()} == {path.name for path in (tmp_path / "whole").iterdir()}


def test_blocks_of_another_batch_are_played_again(tmp_path: Path) -> None:
    """A block file copied from a batch of another seed has the right name and a sound archive."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, seed in ((first, 1), (second, 2)):
        with pytest.raises(KeyboardInterrupt):
            run_batch(small(seed=seed), folder, report=after_blocks(1, interrupt))
    for block in (first / BLOCKS).iterdir():
        shutil.copy(block, second / BLOCKS / block.name)
    run_batch(small(seed=2), second, resume=True)
    run_batch(small(seed=2), tmp_path / "whole")
    assert contents(second) == contents(tmp_path / "whole")


def test_a_block_under_another_number_is_played_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_batch(small(), tmp_path / "out", report=after_blocks(1, interrupt))
    one, other = sorted((tmp_path / "out" / BLOCKS).iterdir())[:2]
    shutil.copy(one, other)
    run_batch(small(), tmp_path / "out", resume=True)
    run_batch(small(), tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


# ---- loss of power -------------------------------------------------------------------------
def test_files_are_on_disk_before_their_names_count_and_blocks_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of calls: sync the file, rename it, sync its folder; blocks are removed after all of that."""
    calls: list[tuple[str, str]] = []
    sync, replace, remove = output_paths.sync_path, Path.replace, shutil.rmtree

    def note(call: str, path: Path | str) -> None:
        calls.append((call, str(path)))

    def watch_sync(path: Path) -> None:
        note("sync", path)
        sync(path)

    def watch_replace(path: Path, target: Path) -> Path:
        note("rename", path)
        return replace(path, target)

    def watch_remove(path: Path) -> None:
        note("remove", path)
        remove(path)

    monkeypatch.setattr(output_paths, "sync_path", watch_sync)
    monkeypatch.setattr(Path, "replace", watch_replace)
    monkeypatch.setattr(block_store.shutil, "rmtree", watch_remove)
    run_batch(small(), tmp_path / "out")
    renames = [place for place, (call, _) in enumerate(calls) if call == "rename"]
    assert len(renames) >= 5  # manifest twice, tables, blocks
    for place in renames:
        part = calls[place][1]
        assert calls[place - 1] == ("sync", part)
        assert calls[place + 1] == ("sync", str(Path(part).parent))
    assert [call for call, _ in calls].index("remove") > max(renames)


def test_a_sync_really_reaches_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda number: seen.append(str(Path(f"/proc/self/fd/{number}").readlink()))
    )
    with output_paths.write_atomically(tmp_path / "file.txt") as part:
        part.write_text("all of it")
    assert seen == [str(part), str(tmp_path)]


# ---- two writers ---------------------------------------------------------------------------
def test_two_writers_of_a_file_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "figure.svg"
    with output_paths.write_atomically(target) as one, output_paths.write_atomically(target) as other:
        assert one != other
        one.write_text("one")
        other.write_text("other")
    assert target.read_text() == "one"  # the last that is ready
    assert [p.name for p in tmp_path.iterdir()] == ["figure.svg"]


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 251 + ".svg")
    with output_paths.write_atomically(target) as part:
        part.write_text("all of it")
    assert target.read_text() == "all of it"

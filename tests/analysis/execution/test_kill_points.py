"""A batch killed at every call that changes its folder can go on, or begin anew, by the command it names."""

import os
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.batches import contents
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.execution import folder_lock as lock
from hedgesim.analysis.execution import rerun_folder
from hedgesim.analysis.execution.block_store import BLOCKS
from hedgesim.analysis.results.folder import load
from hedgesim.analysis.results.manifest import rebuild_batch
from hedgesim.model import InputError

WRITES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
SWEEP = [
    "sweep", "belarus/baseline", "--vary", "patrons.russia.barrier=0,0.3", "--runs", "2", "--strategies",
    "hedge,myopic", "--set", "horizon=1", "--engine", "plain", "--workers", "1", "--no-compare",
]  # fmt: skip


def is_write(event: str, args: tuple[object, ...], folder: Path) -> bool:
    """Whether an audited call changes something in a folder."""
    if event == "open":
        mode, flags = str(args[1] or ""), int(str(args[2]))
        writes = bool(set(mode) & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))
        return writes and str(folder) in str(args[0])
    return event in WRITES and any(str(folder) in str(arg) for arg in args)


def killed_at(call: int, words: list[str], folder: Path) -> bool:
    """Run a command in a process that dies before its n-th write; False where it ended before that."""
    child = os.fork()
    if child == 0:
        left = [call]

        def watch(event: str, args: tuple[object, ...]) -> None:
            if is_write(event, args, folder):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        CliRunner().invoke(app, words)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def go_on(words: list[str], folder: Path) -> None:
    """Do as a user would: the same command, or what its message names."""
    for _ in range(3):
        done = CliRunner().invoke(app, words)
        if done.exit_code == 0 or is_finished(folder):
            return
        resume = re.search(r"--resume .*", done.stderr)
        assert resume is not None, done.stderr
        words = ["batch", *shlex.split(resume[0]), "--no-compare"]
    pytest.fail(f"no end for {folder}")


def is_finished(folder: Path) -> bool:
    """Whether a folder holds all results and nothing else but the lock of a killed process."""
    try:
        load(folder)
    except InputError:
        return False
    return not (folder / BLOCKS).exists()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same sweep, never disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    assert CliRunner().invoke(app, [*SWEEP, "--out", str(folder)]).exit_code == 0
    return folder


def places() -> Iterator[int]:
    """Numbers of the calls at which to kill."""
    yield from range(1000)


@pytest.mark.slow
def test_a_kill_at_every_write_leaves_a_way_on(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "a name of words"
    words = [*SWEEP, "--out", str(folder)]
    for call in places():
        if not killed_at(call, words, folder):
            break
        go_on(words, folder)
        assert contents(folder) == contents(whole), call
        assert {p.name for p in folder.rglob(".*")} <= {lock.NAME}, call
        shutil.rmtree(folder)
    assert call > 20  # manifest, points, blocks and tables: each is opened, renamed, and the blocks removed


def test_a_folder_stopped_before_its_manifest_names_the_command_that_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".points.parquet.0123456789ab.part").write_bytes(b"half")
    done = CliRunner().invoke(app, ["batch", "--resume", str(folder)])
    assert done.exit_code == 2
    assert f"begin it anew: the same command with --out {folder} instead of --resume" in " ".join(
        done.stderr.split()
    )
    assert CliRunner().invoke(app, [*SWEEP, "--out", str(folder)]).exit_code == 0
    assert not list(folder.glob(".*"))


@pytest.mark.slow
def test_a_check_killed_at_every_write_goes_on_and_cleans_up(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "made"
    shutil.copytree(whole, folder)
    words = ["rerun", str(folder), "--check", "--workers", "1"]
    for call in places():
        if not killed_at(call, words, tmp_path / "made-check"):
            break
        done = CliRunner().invoke(app, words)
        assert "reproduced bit for bit" in done.stdout, (call, done.stderr)
        assert [p.name for p in tmp_path.iterdir()] == ["made"], call
    assert call > 20


def test_a_check_goes_on_in_the_folder_of_a_stopped_one(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "made"
    shutil.copytree(whole, folder)
    words = ["rerun", str(folder), "--check", "--workers", "1"]
    assert killed_at(12, words, tmp_path / "made-check")
    batch = rebuild_batch(load(folder).manifest, folder)
    assert rerun_folder.find_check_folder(folder, batch) == (tmp_path / "made-check", True)
    (tmp_path / "made-check-2").mkdir()
    done = CliRunner().invoke(app, words)
    assert "reproduced bit for bit" in done.stdout
    assert f"into {tmp_path / 'made-check'}, which will be removed at the end" in " ".join(
        done.stderr.split()
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["made", "made-check-2"]

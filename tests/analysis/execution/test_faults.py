"""Faults made for real: full and read-only disks, two batches on a folder, signals, damaged files."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from support.batches import Stopping, contents, small
from support.processes import blocks_in, hedgesim, running, until
from support.sweeps import VARIED, short, sweep
from typer.testing import CliRunner

from hedgesim.analysis.calibration import folder as calibrations
from hedgesim.analysis.calibration import mcmc as chains
from hedgesim.analysis.calibration.problem import Problem
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.execution import folder_lock as lock
from hedgesim.analysis.execution.block_store import BLOCKS
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest
from hedgesim.model import InputError, RunError

Harm = Callable[[Path], None]
LONG = ["belarus/baseline", "--strategies", "hedge", "--runs", "200", "--quarters", "20", "--engine", "plain"]
"""A batch of ten blocks that takes some seconds."""


def resumed(folder: Path) -> int:
    """Exit code of a batch that goes on."""
    return CliRunner().invoke(app, ["batch", "--resume", str(folder), "--no-compare"]).exit_code


@contextlib.contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A small file system of its own, where this process may mount one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", ",".join(["size=400k", *options]), "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"needs mount: {error}")
    if done.returncode:
        pytest.skip(f"needs the right to mount a file system: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    with mounted(tmp_path / "disk") as place:
        yield place


def fill(disk: Path, free: int) -> Path:
    """A file that leaves so many bytes free."""
    facts = os.statvfs(disk)
    rest = facts.f_bavail * facts.f_frsize - free
    (disk / "ballast").write_bytes(b"x" * rest)
    return disk / "ballast"


# ---- disks ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("free", "engine", "state"),
    [
        *((free, "plain", "What is there is whole") for free in (128_000, 200_000, 300_000)),
        (128_000, "compiled", "Its runs are played again from the first"),  # no block files
    ],
)
def test_a_full_disk_is_told_and_the_batch_goes_on_after_room_is_made(
    disk: Path, free: int, engine: str, state: str
) -> None:
    batch = small(["baseline"], runs=45, quarters=3, paths=True, engine=engine)
    run_batch(batch, disk.parent / "whole")
    ballast, folder = fill(disk, free), disk / "results"
    with pytest.raises(RunError) as caught:
        run_batch(batch, folder)
    assert str(caught.value) == (
        f"{folder}: results cannot be written: No space left on device. {state}: make room,"
        f" then go on with: hedgesim batch --resume {folder}"
    )
    assert not list(folder.rglob(".*"))
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
    run_batch(batch, folder, resume=True)
    assert contents(folder) == contents(disk.parent / "whole")


def test_a_batch_that_cannot_begin_leaves_nothing(disk: Path) -> None:
    fill(disk, 8_000)
    with pytest.raises(
        InputError, match="results: the batch cannot begin, nothing can be written there: No space"
    ):
        run_batch(sweep(short(), *VARIED), disk / "results")
    assert list((disk / "results").iterdir()) == []


def test_a_full_disk_ends_a_command_without_a_traceback(disk: Path) -> None:
    fill(disk, 128_000)
    words = (*LONG, "--point", "--workers", "1")  # draws are larger than this disk: no batch could begin
    done = hedgesim("batch", *words, "--out", str(disk / "out"))
    assert done.returncode == 1
    assert "out: results cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_read_only_folder_is_refused_before_any_run(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=4m") as disk:
        (disk / "old").mkdir()
        with pytest.raises(KeyboardInterrupt):
            run_batch(small(), disk / "stopped", executor=Stopping(1, KeyboardInterrupt()))
        run_batch(small(), disk / "made")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for words, message in (
            (["--out", str(disk / "new")], "new: the result folder cannot be made: Read-only file system"),
            (["--out", str(disk / "old")], "old: nothing can be written into the result folder: Read-only"),
            (
                ["--resume", str(disk / "stopped")],
                "stopped: nothing can be written into the result folder: Rea",
            ),
        ):
            named = [] if words[0] == "--resume" else ["belarus/baseline"]
            result = CliRunner().invoke(app, ["batch", *named, *words])
            assert result.exit_code == 2, result.output
            assert message in result.stderr
        assert CliRunner().invoke(app, ["compare", str(disk / "made")]).exit_code == 0


# ---- two on one folder ---------------------------------------------------------------------
def holding(folder: Path) -> dict[str, object]:
    """What the lock of a folder says."""
    with contextlib.suppress(OSError, ValueError):
        found: dict[str, object] = json.loads((folder / lock.NAME).read_text(encoding="utf-8"))
        return found
    return {}


def test_a_second_batch_on_a_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with running("batch", *LONG, "--workers", "1", "--out", str(folder)) as first:
        until(lambda: bool(holding(folder)) and (folder / manifest.NAME).is_file())
        first.send_signal(signal.SIGSTOP)
        found = holding(folder)
        for words in (["belarus/baseline", "--out", str(folder)], ["--resume", str(folder)]):
            second = CliRunner().invoke(app, ["batch", *words])
            assert second.exit_code == 2
            assert second.stderr == (
                f"Error: {folder}: in use by another command (host {os.uname().nodename}, process"
                f" {first.pid}, since {found['since']}); wait for it, or name another folder\n"
            )
        first.send_signal(signal.SIGCONT)
        assert "200 runs, 0 failed" in first.communicate()[1]
    assert not (folder / lock.NAME).exists()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with running("batch", *LONG, "--workers", "1", "--out", str(folder)) as first:
        until(lambda: blocks_in(folder) >= 1)
        first.kill()
    assert holding(folder)["pid"] == first.pid
    assert resumed(folder) == 0
    assert not (folder / lock.NAME).exists()


def test_a_lock_of_another_host_is_told_as_what_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_batch(small(), folder, executor=Stopping(1, KeyboardInterrupt()))
    held = {"host": "elsewhere", "pid": 7, "since": "2026-01-01T00:00:00+00:00"}
    (folder / lock.NAME).write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run_batch(small(), folder, resume=True)
    assert str(caught.value) == (
        f"{folder}: was in use by another command (host elsewhere, process 7, since 2026-01-01T00:00:00+00:00"
        f"); whether that still runs cannot be seen from here ({os.uname().nodename}). If it does not, remove"
        f" {folder / lock.NAME}"
    )
    (folder / lock.NAME).unlink()
    assert run_batch(small(), folder, resume=True).manifest["complete"]


def test_a_lock_cut_short_is_taken_over_and_one_without_words_holds(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).write_text('{"host": "elsewh', encoding="utf-8")
    with lock.hold_folder(tmp_path):
        (tmp_path / lock.NAME).write_text("", encoding="utf-8")
        with pytest.raises(InputError, match="in use by another command"), lock.hold_folder(tmp_path):
            pass
        with pytest.raises(InputError, match="in use by another command"):
            lock.check_free(tmp_path)
    lock.check_free(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_of_many_that_want_a_folder_at_once_one_has_it(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from hedgesim.analysis.execution import folder_lock as lock\n"
        "from hedgesim.model import InputError\n"
        "for _ in range(200):\n"
        "    try:\n"
        "        with lock.hold_folder(Path(sys.argv[1])):\n"
        "            inside = Path(sys.argv[1], 'inside'); inside.touch(exist_ok=False); inside.unlink()\n"
        "    except InputError: time.sleep(0.0005)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    several = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in several] == ["", "", ""]


# ---- damaged files -------------------------------------------------------------------------
@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sweep, with points."""
    folder = tmp_path_factory.mktemp("swept") / "whole"
    run_batch(sweep(short(), *VARIED), folder)
    return folder


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def rewrite(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace('"runs": 2', '"runs": 3'), encoding="utf-8")


READERS = (
    ["compare", "it"],
    ["plot", "it", "--kind", "fan", "-o", "fan.png"],
    ["report", "it", "-o", "report.html"],
    ["rerun", "it", "--check"],
    ["sensitivity", "it"],
    ["discover", "it", "--where", "premium < 0"],
    ["robustness", "it"],
    ["optimise", "it", "--for", "regret"],
)
HASH = "changed since it was written, its sha256 is not the one in manifest.json"


@pytest.mark.parametrize("words", READERS, ids=lambda words: words[0])
def test_damage_is_named_by_every_command_that_reads_a_folder(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    assert f"it/bands.parquet: {HASH}" in told_of(swept, tmp_path, monkeypatch, "bands.parquet", flip, words)


@pytest.mark.parametrize(
    ("name", "harm", "message"),
    [
        ("outcomes.parquet", cut, HASH),
        ("design.parquet", Path.unlink, "missing, though manifest.json lists it"),
        ("points.parquet", Path.unlink, "missing, though the manifest lists it"),
        ("points.parquet", cut, "cannot be read as a Parquet table"),
        ("manifest.json", cut, "cannot be read as JSON: "),
        ("manifest.json", rewrite, "changed since it was written, it does not fit its own sha256"),
    ],
)
def test_every_damage_is_named(
    swept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, harm: Harm, message: str
) -> None:
    assert f"it/{name}: {message}" in told_of(swept, tmp_path, monkeypatch, name, harm, ["compare", "it"])
    if name != "manifest.json":
        return
    assert f"it/{name}: {message}" in CliRunner().invoke(app, ["batch", "--resume", "it"]).stderr


def told_of(
    swept: Path, where: Path, monkeypatch: pytest.MonkeyPatch, name: str, harm: Harm, words: list[str]
) -> str:
    """What a command says of a folder with a damaged file."""
    monkeypatch.chdir(where)
    shutil.copytree(swept, "it")
    harm(Path("it", name))
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2, result.output
    assert [path.name for path in Path().iterdir()] == ["it"]
    return result.stderr


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("late", [False, True], ids=["before resuming", "while it runs"])
def test_a_damaged_block_is_played_again(tmp_path: Path, harm: Callable[[Path], None], late: bool) -> None:
    batch = small(["baseline"], runs=45, quarters=3, paths=True)
    whole = run_batch(batch, tmp_path / "whole")
    folder = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch, folder, executor=Stopping(7, KeyboardInterrupt()))
    first = min((folder / BLOCKS).iterdir())
    if not late:
        harm(first)

    def told(done: int) -> None:
        if late and done == batch.size:
            harm(first)

    run_batch(batch, folder, resume=True, report=told)
    assert contents(folder) == contents(whole.folder)


def test_a_damaged_block_is_not_counted_and_is_stored_again(tmp_path: Path) -> None:
    batch, folder = small(["baseline"], runs=45, quarters=3), tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch, folder, executor=Stopping(7, KeyboardInterrupt()))
    files = sorted((folder / BLOCKS).iterdir())
    before, counts, same = files[1].read_bytes(), list[int](), list[bool]()
    flip(files[1])

    def look(done: int) -> None:
        counts.append(done)
        same.append(files[1].read_bytes() == before)

    run_batch(batch, folder, resume=True, report=look)
    assert counts[0] == 20  # the first block's runs, which were read
    assert counts[-1] == batch.size
    assert same[:2] == [False, True]


def test_a_damaged_calibration_is_named(tmp_path: Path) -> None:
    chain = tmp_path / "chain_0.npz"
    chain.write_bytes(b"PK, and then nothing")
    with pytest.raises(
        InputError, match=r"chain_0\.npz: damaged, it cannot be read; remove it and the chain is"
    ):
        chains.open_chain(chain, cast("Problem", None), 0)
    (tmp_path / calibrations.NAME).write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"calibration\.json: cannot be read as JSON"):
        calibrations.claim_folder(tmp_path, {}, resume=True)

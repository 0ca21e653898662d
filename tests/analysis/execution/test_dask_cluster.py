"""Batches on a Dask cluster: the bytes of a local run, whatever happens to workers and scheduler."""

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.batches import contents, small
from support.processes import blocks_in, children, free_port, hedgesim, running, service, until
from support.runs import scenario
from typer.testing import CliRunner

from hedgesim.analysis.cli.main import app
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.execution import dask_cluster as cluster
from hedgesim.analysis.execution.executors import open_executor
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.model import InputError, Scenario, register_strategy
from hedgesim.model.strategies import PLAIN, _own

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
WORK = [
    "belarus/baseline",
    "--strategies",
    "hedge,myopic",
    "--runs",
    "40000",
    "--quarters",
    "40",
    "--no-compare",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with one worker of two threads, in this process."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1",
        dashboard_address=":0",
    ) as there:  # fmt: skip
        yield there.scheduler_address


def test_a_cluster_gives_the_bytes_of_this_machine(tmp_path: Path, address: str) -> None:
    batch = small(runs=45, quarters=3, paths=True)
    run_batch(batch, tmp_path / "here")
    with open_executor(f"dask:{address}", None) as there:
        assert there.workers == 2
        run_batch(batch, tmp_path / "there", workers=there.workers, executor=there.executor)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_commands_play_on_a_cluster(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    common = ["belarus/baseline", "--strategies", "hedge", "--quarters", "3", "--runs", "2", "--no-compare"]
    vary = ["--vary", "patrons.russia.barrier=0,0.4"]
    where = ["--executor", f"dask:{address}"]
    for words in (["batch", *common], ["sweep", *common, *vary]):
        for out, more in (("here", []), ("there", where)):
            result = CliRunner().invoke(app, [*words, *more, "--out", f"{words[0]}-{out}"])
            assert result.exit_code == 0, result.output
            assert result.stdout == ""
        assert contents(Path(f"{words[0]}-here")) == contents(Path(f"{words[0]}-there"))
    again = CliRunner().invoke(app, ["rerun", "sweep-here", "--check", *where])
    assert again.stdout.startswith("sweep-here: reproduced bit for bit, 4 runs")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--executor", "dusk"], "--executor dusk: found neither local nor dask:ADDRESS, such as dask:tcp"),
        (["--executor", "dask:"], "--executor dask:: found neither local nor dask:ADDRESS"),
        (["--executor", "dask:nowhere"], "--executor dask:nowhere: not an address such as tcp://127.0.0.1"),
        (["--executor", "dask:foo://a:1"], "--executor dask:foo://a:1: not an address"),
        (
            ["--executor", "dask:127.0.0.1:1"],
            "--executor dask:127.0.0.1:1: no scheduler answers there within 1 s; start one with: dask sched",
        ),
        (["--executor", "dask:127.0.0.1:1", "--workers", "2"], "--workers 2: counts cores of this machine"),
    ],
)
def test_what_is_no_cluster_is_told(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    result = CliRunner().invoke(app, ["batch", "belarus/baseline", "--out", "new", *words])
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith(f"Error: {message}")
    assert not Path("new").exists()


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(InputError, match=r"needs Dask.*pip install 'hedgesim\[cluster\]'"),
        open_executor("dask:a:1", None),
    ):
        pass


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with LocalCluster(
        n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=":0"
    ) as c:
        message = f"no worker has joined; start some with: dask worker {c.scheduler_address}"
        with pytest.raises(InputError, match=message), open_executor(f"dask:{c.scheduler_address}", None):
            pass


def other(**parts: Any) -> dict[str, Any]:
    found = cluster.describe_software()
    return (
        found
        | {k: v for k, v in parts.items() if k == "model"}
        | {"versions": found["versions"] | parts.get("versions", {})}
    )


@pytest.mark.parametrize(
    ("here", "message"),
    [
        (other(versions={"hedgesim": "9.9"}), r"worker tcp://.*: hedgesim [\w.]+ there, 9\.9 here"),
        (
            other(model="f" * 64),
            r"hedgesim [\w.]+ there and here, but the sources of its rules differ \(.* there, ffff",
        ),
    ],
)
def test_workers_with_other_software_are_refused(
    here: dict[str, Any], message: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "local_software", lambda: here)
    with pytest.raises(InputError, match=message), open_executor(f"dask:{address}", None):
        pass


def test_a_worker_that_joins_later_is_checked_too() -> None:
    with pytest.raises(InputError, match=r"worker that joined later: numpy .* there, 0\.1 here"):
        cluster.play_on_worker(other(versions={"numpy": "0.1"}), len, [])
    with ThreadPoolExecutor(1) as threads:
        assert cluster.CheckedExecutor(threads).submit(len, [1, 2]).result() == 2
        with pytest.raises(CancelledError):  # what a lost scheduler is given would never come back
            cluster.CheckedExecutor(threads, lambda: False).submit(len, [1, 2])
    assert cluster.worker_faults("w", ModuleNotFoundError("No module named 'hedgesim'"), {}) == [
        "worker w: hedgesim cannot be used there: No module named 'hedgesim'"
    ]


@contextlib.contextmanager
def processes(folder: Path, workers: int = 2) -> Iterator[tuple[str, Any, Any]]:
    """A scheduler and workers in processes of their own: its address and both."""
    folder.mkdir()
    port = free_port()
    at = f"tcp://127.0.0.1:{port}"
    with service(
        "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", folder=folder
    ) as one:
        words = ("worker", at, "--nthreads", "1", "--nworkers", str(workers), "--no-dashboard")
        with service(*words, folder=folder) as two:
            yield at, one, two


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run on this machine gives."""
    folder = tmp_path_factory.mktemp("whole") / "here"
    assert hedgesim("batch", *WORK, "--out", str(folder)).returncode == 0
    return folder


@pytest.mark.slow
def test_a_worker_killed_in_mid_batch_loses_nothing(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "there"
    with processes(tmp_path / "dask") as (at, _, workers):
        with running("batch", *WORK, "--executor", f"dask:{at}", "--out", str(folder)) as batch:
            until(lambda: blocks_in(folder) >= 2)
            os.kill(children(workers.pid)[0], signal.SIGKILL)
            assert blocks_in(folder) < 10
            assert "80,000 runs, 0 failed" in batch.communicate()[1]
        assert batch.returncode == 0
    assert contents(folder) == contents(whole)


@pytest.mark.slow
def test_a_lost_scheduler_leaves_a_folder_to_go_on_with(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "there"
    with processes(tmp_path / "dask") as (at, scheduler, _):
        with running("batch", *WORK, "--executor", f"dask:{at}", "--out", str(folder)) as batch:
            until(lambda: blocks_in(folder) >= 2)
            scheduler.kill()
            said = batch.communicate()[1]
        assert batch.returncode == 1
        assert "Traceback" not in said
        assert (
            f"Error: {at}: the scheduler is lost; blocks in the folder are not played again. Go on with"
            in said
        )
    assert 2 <= blocks_in(folder) < 10
    assert hedgesim("batch", "--resume", str(folder), "--no-compare").returncode == 0
    assert contents(folder) == contents(whole)


@pytest.mark.slow
def test_own_strategies_and_files_reach_workers_as_data(tmp_path: Path) -> None:
    """The workers have never heard of the strategy, and start in a folder without the file."""
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "T"\nquestion = "Q"\nextends = "belarus/baseline"\nhorizon = 3\n', encoding="utf-8"
    )
    register_strategy("as_hedge", PLAIN["hedge"])
    try:
        batch = plan_batch([Scenario.load(str(file)), scenario("baseline")], ["hedge", "as_hedge"], runs=2)
    finally:
        del _own["as_hedge"]
    file.unlink()
    with processes(tmp_path / "dask", 1) as (at, _, _), open_executor(f"dask:{at}", None) as there:
        try:
            register_strategy("as_hedge", PLAIN["hedge"])
            outcomes = run_batch(batch, tmp_path / "out", executor=there.executor).outcomes
        finally:
            del _own["as_hedge"]
    assert (outcomes["status"] == "ok").all()
    utility = outcomes["utility_mean"].to_numpy().reshape(2, 2, 2)
    assert (utility[:, 0] == utility[:, 1]).all()

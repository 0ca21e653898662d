"""Batches: the same bytes however they are run, nothing lost, failed runs are rows."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.batches import STRATEGIES, Stopping, contents, failing, small, three_blocks
from support.runs import scenario

from hedgesim.analysis.design.batch import Batch, plan_batch
from hedgesim.analysis.execution import local as workers
from hedgesim.analysis.execution.block_store import BLOCKS
from hedgesim.analysis.execution.partial_folder import check_folder
from hedgesim.analysis.execution.runner import run_batch
from hedgesim.analysis.results import manifest
from hedgesim.analysis.results.folder import load
from hedgesim.model import InputError, RunError, simulate_run
from hedgesim.model.outcomes import path_columns, path_row


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of three blocks per strategy, run in one go."""
    folder = tmp_path_factory.mktemp("batch") / "whole"
    run_batch(three_blocks(), folder)
    return folder


def test_a_batch_of_one_is_a_single_run(tmp_path: Path) -> None:
    results = run_batch(small(["baseline"], ["hedge"], runs=1, first_run=4, paths=True), tmp_path / "one")
    run = simulate_run(scenario("baseline").vary({"horizon": 5}), "hedge", 1, 4)
    row = results.outcomes.iloc[0]
    assert {k: v for k, v in run.outcomes.items() if v is not None} == {
        k: row[k] for k, v in run.outcomes.items() if v is not None
    }
    assert results.paths is not None
    names = list(path_columns(run.patrons))
    assert [tuple(r) for r in results.paths[names].to_numpy()] == [path_row(r) for r in run.records]
    bands = results.bands[(results.bands["actor"] == "hedger") & (results.bands["dimension"] == "utility")]
    assert list(bands["mean"]) == pytest.approx([r.utility for r in run.records], abs=2.0**-31)


def test_run_7_alone_is_run_7_of_a_batch(tmp_path: Path) -> None:
    many = run_batch(small(["baseline"], ["myopic"], runs=9), tmp_path / "many").outcomes.iloc[7]
    alone = run_batch(small(["baseline"], ["myopic"], runs=1, first_run=7), tmp_path / "alone").outcomes.iloc[
        0
    ]
    pd.testing.assert_series_equal(
        many.drop("run_id"), alone.drop("run_id"), check_names=False, check_exact=True
    )


def test_serial_parallel_and_threads_give_the_same_bytes(tmp_path: Path, whole: Path) -> None:
    run_batch(three_blocks(), tmp_path / "two", workers=2)
    with ThreadPoolExecutor(3) as threads:
        run_batch(three_blocks(), tmp_path / "threads", workers=3, executor=threads)
    assert contents(tmp_path / "two") == contents(whole)
    assert contents(tmp_path / "threads") == contents(whole)


def test_all_engines_give_the_same_bytes(tmp_path: Path) -> None:
    for engine in ("plain", "mesa", "compiled"):
        run_batch(small(engine=engine, runs=2, paths=True), tmp_path / engine)
    assert contents(tmp_path / "plain") == contents(tmp_path / "mesa")
    assert contents(tmp_path / "plain") == contents(tmp_path / "compiled")


def test_another_seed_gives_other_bytes_and_the_same_seed_the_same(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("again", 1), ("b", 2)):
        run_batch(small(["baseline"], ["hedge"], runs=2, paths=True, seed=seed), tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "again")
    hashes = {load(tmp_path / name).manifest["hash"] for name in ("a", "again", "b")}
    assert len(hashes) == 2
    for name, data in contents(tmp_path / "a").items():
        assert data != contents(tmp_path / "b")[name]


@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("blocks", [0, 1, 8])
def test_a_stopped_batch_goes_on_to_the_same_bytes(
    tmp_path: Path, whole: Path, blocks: int, error: BaseException
) -> None:
    folder = tmp_path / "stopped"
    with pytest.raises(type(error)):
        run_batch(three_blocks(), folder, executor=Stopping(blocks, error))
    assert not contents(folder)
    told: list[int] = []
    run_batch(three_blocks(), folder, resume=True, report=told.append)
    assert contents(folder) == contents(whole)
    assert not (folder / BLOCKS).exists()
    assert told == sorted(told)
    assert told[-1] == 135


def test_blocks_are_written_as_they_come(tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        run_batch(three_blocks(), folder, executor=Stopping(7, KeyboardInterrupt()))
    written = sorted(p.name for p in (folder / BLOCKS).iterdir())
    assert 5 <= len(written) <= 7
    assert all(name.endswith(".block") for name in written)


def test_a_block_cut_short_is_played_again(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        run_batch(three_blocks(), folder, executor=Stopping(7, KeyboardInterrupt()))
    cut = min((folder / BLOCKS).iterdir())
    cut.write_bytes(cut.read_bytes()[:100])
    run_batch(three_blocks(), folder, resume=True)
    assert contents(folder) == contents(whole)


def test_resuming_a_finished_batch_changes_nothing(tmp_path: Path, whole: Path) -> None:
    before = contents(whole)
    run_batch(three_blocks(), whole, resume=True)
    assert contents(whole) == before


def test_a_killed_process_leaves_a_folder_to_go_on_with(tmp_path: Path, whole: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from support.batches import three_blocks\n"
        "from hedgesim.analysis.execution import runner, blocks\n"
        "import time\n"
        "def slow(block):\n"
        "    time.sleep(0.2)\n"
        "    return blocks.play_block(block)\n"
        "runner.play_block = slow\n"
        "runner.run_batch(three_blocks(), Path(sys.argv[1]))\n"
    )
    folder = tmp_path / "killed"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(Path(__file__).parents[2])]
    ) as process:
        deadline = time.monotonic() + 60
        while not list(folder.glob(f"{BLOCKS}/*.block")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    with pytest.raises(InputError, match="not finished; go on with: hedgesim batch --resume"):
        load(folder)
    run_batch(three_blocks(), folder, resume=True)
    assert contents(folder) == contents(whole)


def test_a_failed_run_is_a_row_and_the_batch_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, run: block.strategy == "myopic" and run == 1)
    results = run_batch(small(paths=True), tmp_path / "some")
    outcomes = results.outcomes
    failed = outcomes[outcomes["status"] == "failed"]
    assert list(failed["run_id"]) == [7, 16]
    assert set(failed["error"]) == {"quarter 3: utility is nan"}
    assert failed["utility_mean"].isna().all()
    assert failed["regime"].isna().all()
    assert outcomes.loc[outcomes["status"] == "ok", "error"].isna().all()
    assert results.manifest["failed"] == 2
    assert results.paths is not None
    assert set(results.paths["run_id"]) == set(range(18)) - {7, 16}
    assert not results.bands.isna().any().any()


def test_a_strategy_that_always_fails_has_no_bands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, _: block.strategy == "myopic")
    results = run_batch(small(["baseline"], runs=2), tmp_path / "some")
    assert set(results.bands["strategy"]) == set(STRATEGIES) - {"myopic"}
    assert results.manifest["failed"] == 2


def test_a_batch_in_which_all_fail_is_still_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda *_: True)
    results = run_batch(small(paths=True), tmp_path / "none")
    assert len(results.outcomes) == results.manifest["failed"] == 18
    assert len(results.bands) == 0
    assert results.paths is not None
    assert len(results.paths) == 0


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("float division by zero"), OverflowError(), ValueError("math domain error")]
)
def test_arithmetic_errors_of_an_engine_are_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def raising(*_: object) -> bool:
        raise error

    failing(monkeypatch, raising)
    results = run_batch(small(["baseline"], ["hedge"], runs=1), tmp_path / "one")
    assert results.outcomes["error"].iloc[0] == (str(error) or type(error).__name__)


def die(block: object) -> None:
    os._exit(7)


def test_a_dead_worker_is_told_and_the_batch_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dead"
    with monkeypatch.context() as patch:
        patch.setattr("hedgesim.analysis.execution.runner.play_block", die)
        with pytest.raises(RunError, match="a worker process died"):
            run_batch(small(), folder, workers=2)
    assert run_batch(small(), folder, resume=True).manifest["complete"]


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="the folder is not empty; results go into a new one"):
        run_batch(small(), tmp_path)
    with pytest.raises(InputError, match="a file is in the way"):
        run_batch(small(), tmp_path / "notes.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ({"seed": 2}, "seed 1 there, 2 asked for"),
        ({"runs": 4}, "runs 3 there, 4 asked for"),
        ({"paths": True}, "paths false there, true asked for"),
        ({"first_run": 1}, "first run 0 there, 1 asked for"),
        ({"engine": "mesa"}, 'engine "plain" there, "mesa" asked for'),
        ({"engine": "compiled"}, 'engine "plain" there, "compiled" asked for'),
        (
            {"names": ["baseline"]},
            "scenarios belarus/baseline, belarus/arms_denied there, belarus/baseline asked for",
        ),
        ({"world__strain": 0.4}, "scenario belarus/baseline: world.strain 0.1 there, 0.4 now"),
        ({"quarters": 6}, "scenario belarus/arms_denied: horizon 5 there, 6 now"),
        ({"strategies": ["hedge"]}, "strategies {"),
    ],
)
def test_a_folder_of_another_design_is_refused(
    tmp_path: Path, other: dict[str, Any], difference: str
) -> None:
    folder = tmp_path / "first"
    with pytest.raises(KeyboardInterrupt):
        run_batch(small(), folder, executor=Stopping(1, KeyboardInterrupt()))
    with pytest.raises(InputError) as caught:
        run_batch(small(**other), folder, resume=True)
    assert any(f.startswith(f"{folder}: cannot be resumed: {difference}") for f in caught.value.faults)


def test_a_folder_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "first"
    with pytest.raises(KeyboardInterrupt):
        run_batch(small(), folder, executor=Stopping(1, KeyboardInterrupt()))
    now = manifest.describe_software()
    old = {**now, "versions": {**now["versions"], "numpy": "0.9"}, "model": "other"}
    manifest.write_manifest({**manifest.read_manifest(folder), **old}, folder)
    with pytest.raises(InputError) as caught:
        run_batch(small(), folder, resume=True)
    assert f"made with numpy 0.9, now {now['versions']['numpy']}" in str(caught.value)
    assert "the model's source has changed" in str(caught.value)


def test_workers_are_started_by_a_method_of_our_own() -> None:
    import multiprocessing

    before = multiprocessing.get_start_method()
    with workers.local_executor(2, 2, "plain") as pool:
        assert pool is not None
        assert pool.submit(os.getpid).result() != os.getpid()
    assert multiprocessing.get_start_method() == before
    with workers.local_executor(2, 1, "plain") as pool:
        assert pool is None
    assert workers.count_cores() >= 1


def test_users_own_strategies_run_in_worker_processes(tmp_path: Path) -> None:
    from hedgesim.model import register_strategy
    from hedgesim.model.strategies import PLAIN, _own

    register_strategy("as_hedge", PLAIN["hedge"])
    try:
        batch = plan_batch([scenario("baseline").vary({"horizon": 3})], ["hedge", "as_hedge"], runs=2)
        outcomes = run_batch(batch, tmp_path / "own", workers=2).outcomes
    finally:
        del _own["as_hedge"]
    assert list(outcomes["utility_mean"][:2]) == list(outcomes["utility_mean"][2:])


def test_auto_goes_on_with_the_engine_and_the_blocks_that_it_began_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan_for(engine: str) -> Batch:
        monkeypatch.setattr("hedgesim.analysis.design.batch.choose_engine", lambda *_, paths: engine)
        return small(["baseline"], ["hedge"], runs=25, quarters=2, engine="auto")

    run_batch(plan_for("plain"), tmp_path / "whole")
    folder, told = tmp_path / "stopped", list[int]()
    with pytest.raises(KeyboardInterrupt):
        run_batch(plan_for("plain"), folder, executor=Stopping(1, KeyboardInterrupt()))
    now = plan_for("compiled")  # code was compiled and kept meanwhile
    check_folder(now, folder, resume=True)
    assert run_batch(now, folder, resume=True, report=told.append).manifest["engine"] == "plain"
    assert now.engine == "compiled"
    assert told == [0, 20, 25]
    assert contents(folder) == contents(tmp_path / "whole")


RESUMABLE = ["belarus/baseline", "--strategies", "hedge,myopic", "--runs", "60000", "--quarters", "12"]


def hedgesim(*words: str) -> list[str]:
    return [sys.executable, "-c", "from hedgesim.analysis.cli.main import main; main()", "batch", *words]


@pytest.mark.slow
@pytest.mark.parametrize("blocks", [0, 1, 3, 8, 14])
def test_a_compiled_batch_killed_at_any_moment_ends_with_the_same_bytes(tmp_path: Path, blocks: int) -> None:
    """Kill -9 once some blocks are there, twice in a row; then --resume: nothing lost, nothing double."""
    subprocess.run(hedgesim(*RESUMABLE, "--out", str(tmp_path / "whole")), check=True, capture_output=True)
    folder = tmp_path / "killed"
    for words in ([*RESUMABLE, "--out", str(folder)], ["--resume", str(folder)]):
        with subprocess.Popen(hedgesim(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            deadline = time.monotonic() + 120
            while process.poll() is None and time.monotonic() < deadline:
                if (folder / manifest.NAME).exists() and len(
                    list(folder.glob(f"{BLOCKS}/*.block"))
                ) >= blocks:
                    break
                time.sleep(0.002)
            process.kill()
    done = subprocess.run(hedgesim("--resume", str(folder)), check=True, capture_output=True, text=True)
    assert "120,000 runs, 0 failed" in done.stderr
    assert contents(folder) == contents(tmp_path / "whole")
    assert sorted(load(folder).outcomes["run_id"]) == list(range(120000))

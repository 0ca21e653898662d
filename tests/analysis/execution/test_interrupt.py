"""Signals end a batch soon, with a folder that can go on, however many there are."""

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest
from support.batches import Stopping, small
from support.processes import blocks_in, group_members, running, until
from typer import Exit
from typer.testing import CliRunner

from hedgesim.analysis.calibration import fit
from hedgesim.analysis.cli.main import app
from hedgesim.analysis.cli.parts.batch_session import run_with_progress
from hedgesim.analysis.execution import folder_lock as lock
from hedgesim.analysis.execution.executors import BlockExecutor

LONG = ["belarus/baseline", "--strategies", "hedge", "--engine", "plain"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_signal_leaves_a_folder_to_go_on_with(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    folder = tmp_path / "out"
    with running(
        "batch", *LONG, "--quarters", "100", "--runs", "100", "--workers", "1", "--out", str(folder)
    ) as batch:
        until(lambda: blocks_in(folder) >= 1)
        batch.send_signal(sent)
        said = batch.communicate()[1]
    assert batch.returncode == code
    assert f"stopped; nothing is lost. Go on with: hedgesim batch --resume {folder}" in said
    assert "Traceback" not in said
    assert not (folder / lock.NAME).exists()
    assert CliRunner().invoke(app, ["batch", "--resume", str(folder), "--no-compare"]).exit_code == 0


@pytest.mark.parametrize(
    ("engine", "loss"),
    [("plain", "nothing is lost"), ("compiled", "its runs are played again from the first")],
)
def test_what_a_stop_costs_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str, loss: str
) -> None:
    """Compiled paths get no block files."""
    plan = small(["baseline"], ["hedge"], engine=engine, paths=True)
    there = BlockExecutor(1, Stopping(0, KeyboardInterrupt()))
    with pytest.raises(Exit):
        run_with_progress(plan, tmp_path / "out", there, resume=False)
    said = f"stopped; {loss}. Go on with: hedgesim batch --resume {tmp_path / 'out'}\n"
    assert capsys.readouterr().err.endswith(said)


@pytest.mark.parametrize(
    ("file", "state"),
    [
        ("calibration.json", "no chain was stored yet, so that it begins again"),
        ("chain_2.npz", "its chains are stored"),
    ],
)
def test_what_a_stopped_calibration_has_stored_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, state: str
) -> None:
    """The files are those at the end, not at the beginning."""
    folder = tmp_path / "out"

    def stop(*_: object, **__: object) -> None:
        (folder / file).touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(fit, "calibrate", stop)
    words = ["calibrate", "belarus/history", "--series", "export_share", "--parameters", "trade.speed"]
    done = CliRunner().invoke(app, [*words, "--out", str(folder)])
    assert done.exit_code == 130
    assert f"\nstopped; {state}. Go on with: hedgesim " in done.stderr


@pytest.mark.slow
def test_a_calibration_ends_soon_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = [
        "calibrate", "belarus/history", "--out", str(folder), "--series", "export_share", "--runs", "1",
        "--parameters", "trade.speed", "--parameters", "trade.eps_supply", "--until", "2012", "--draws", "40",
    ]  # fmt: skip
    with running(*words, "--steps", "200000") as fit:
        until((folder / "chain_0.npz").is_file)
        fit.send_signal(signal.SIGINT)
        said = fit.communicate(timeout=30)[1]
    assert fit.returncode == 130
    assert said.endswith(f"Go on with: hedgesim {' '.join(words)} --steps 200000 --resume\n")
    assert "Traceback" not in said
    assert CliRunner().invoke(app, [*words, "--steps", "60", "--resume"]).exit_code == 0


@pytest.mark.parametrize("engine", [pytest.param("plain", marks=pytest.mark.slow), "compiled"])
@pytest.mark.parametrize("pause", [0.05, 0.3])
@pytest.mark.parametrize(
    "sent", [[signal.SIGINT] * 2, [signal.SIGINT] * 3, [signal.SIGTERM] * 2, [signal.SIGHUP] * 2]
)
def test_impatient_signals_end_a_batch_and_its_workers(
    tmp_path: Path, sent: list[signal.Signals], pause: float, engine: str
) -> None:
    """The second signal comes at any moment of the end in order, also from a terminal to all processes."""
    folder, runs = tmp_path / "out", {"plain": "4000", "compiled": "400000"}[engine]
    words = [
        "belarus/baseline",
        "--strategies",
        "hedge",
        "--runs",
        runs,
        "--engine",
        engine,
        "--workers",
        "2",
    ]
    with running("batch", *words, "--out", str(folder), "--no-compare", own_group=True) as batch:
        until(lambda: blocks_in(folder) >= 1)
        for number in sent:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(batch.pid, number)
            time.sleep(pause)
        said = batch.communicate(timeout=30)[1]  # a hang is the fault; how quick it is depends on the machine
    assert batch.returncode in (128 + sent[0], -sent[0])  # negative: while Python itself ends
    assert said.count(f"Go on with: hedgesim batch --resume {folder}") == 1
    assert "Traceback" not in said
    until(lambda: not group_members(batch.pid))

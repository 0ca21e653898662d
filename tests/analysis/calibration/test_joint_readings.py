"""Chains that share calls: the bits of chains alone, whatever the groups, and no chain waits in vain."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from support.calibrations import small

from hedgesim.analysis.calibration import joint_readings, mcmc
from hedgesim.analysis.calibration.joint_readings import JointReader, split_readings
from hedgesim.analysis.calibration.mcmc import CHAINS, play_chain, play_chains
from hedgesim.analysis.calibration.problem import Readings, compute_log_posterior, simulate_cases

LONG = 60.0
"""Seconds after which a chain waits in vain."""


@pytest.mark.parametrize("workers", [1, 3])
def test_chains_together_are_chains_alone(tmp_path: Path, workers: int) -> None:
    """Groups differ by workers, and two chains have more steps to go than others."""
    p = small()
    for name in ("alone", "together"):
        (tmp_path / name).mkdir()
    for number in (0, 3):
        play_chain(p, 2, tmp_path / "together", number, lambda _: None)
    alone = [play_chain(p, 5, tmp_path / "alone", number, lambda _: None) for number in range(CHAINS)]
    together = play_chains(p, 5, tmp_path / "together", workers=workers)
    for found, expected in zip(together, zip(*alone, strict=True), strict=True):
        assert found.tobytes() == np.array(expected).tobytes()


def test_points_are_given_back_to_the_chain_that_asked() -> None:
    """A chain may have no point within the prior's ranges, and a reading that nothing changes is shared."""
    p = small()
    points = p.prior.sample(7, np.random.default_rng(1))
    reader, parts = JointReader(p, 3), (points[:3], points[3:3], points[3:])
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(reader.read, part) for part in parts]
        found = [answer.result(LONG) for answer in asked]
    for part, readings in zip(parts, found, strict=True):
        for case, expected in zip(readings, simulate_cases(p, part), strict=True):
            assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(case, expected, strict=False))
    shared = np.ones((1, 4))
    assert [r[0][0] is shared for r in split_readings([[shared]], [2, 3])] == [True, True]


def test_a_chain_that_ends_is_not_waited_for() -> None:
    p = small()
    points = p.prior.sample(4, np.random.default_rng(1))
    reader = JointReader(p, 2)
    with ThreadPoolExecutor(1) as threads:
        density = threads.submit(compute_log_posterior, p, points, reader.read)
        reader.leave()
        assert np.array_equal(density.result(LONG), compute_log_posterior(p, points))


@pytest.mark.parametrize("name", ["simulate_cases", "split_readings"])
def test_an_error_reaches_every_chain(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def fail(*_: object) -> Readings:
        raise FloatingPointError

    monkeypatch.setattr(joint_readings, name, fail)
    p = small()
    points = p.prior.sample(4, np.random.default_rng(1))
    reader = JointReader(p, 2)
    with ThreadPoolExecutor(2) as threads:
        for answer in [threads.submit(reader.read, points) for _ in range(2)]:
            with pytest.raises(FloatingPointError):
                answer.result(LONG)


def test_ctrl_c_ends_all_chains_when_they_are_next_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mcmc, "STORED_EVERY", 1)
    main, steps, once = threading.main_thread().ident, 150, threading.Lock()
    assert main is not None

    def interrupt(more: int) -> None:
        if more and once.acquire(blocking=False):
            signal.pthread_kill(main, signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        play_chains(small(), steps, tmp_path, workers=1, stepped=interrupt)
    lengths = [len(np.load(tmp_path / f"chain_{number}.npz")["draws"]) for number in range(CHAINS)]
    assert all(1 <= length < steps for length in lengths)

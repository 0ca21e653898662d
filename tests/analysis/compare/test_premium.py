"""The hedging premium: which resamples are drawn, in what memory, and in which order rows come."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from support.planted import STRATEGIES, planted

from hedgesim.analysis.compare.best_rival import RivalValues, resample_weights
from hedgesim.analysis.compare.paired import list_finished_runs
from hedgesim.analysis.compare.premium import compute_premium, compute_resampled_means, group_runs

VALUES = np.random.default_rng(6).normal(size=(100, 2))


def test_resamples_are_those_of_the_documented_stream() -> None:
    """The key is the batch's seed and the letters "hedge": the same intervals in every version."""
    key = np.array([12, int.from_bytes(b"hedge", "big")], dtype=np.uint64)
    rows = np.random.Generator(np.random.Philox(key=key)).integers(100, size=(30, 100))
    assert compute_resampled_means(VALUES, 12, 30) == pytest.approx(VALUES[rows].mean(axis=1))


def test_there_are_2000_resamples() -> None:
    runs = list_finished_runs(planted(STRATEGIES))
    pd.testing.assert_frame_equal(compute_premium(runs, 3), compute_premium(runs, 3, 2000), check_exact=True)


def test_more_than_5000_rows_are_grouped() -> None:
    rows = np.arange(10_000.0)[:, None]
    assert (group_runs(rows[:5000]) == rows[:5000]).all()
    assert group_runs(rows[:5001]).shape == (5000, 1)
    assert group_runs(rows)[:, 0] == pytest.approx(np.arange(5000) * 2.0 + 0.5)


@pytest.mark.parametrize("largest", [1, 399, 20_000])
def test_blocks_of_resamples_bound_memory_and_change_nothing(
    monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    expected = compute_resampled_means(VALUES, 1, 3000)
    monkeypatch.setattr("hedgesim.analysis.compare.premium.LARGEST", largest)
    tracemalloc.start()
    found = compute_resampled_means(VALUES, 1, 3000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found == expected).all()
    assert peak < 1_000_000  # all at once: 300,000 row numbers and 600,000 values of 8 bytes


def test_weighted_means_are_bounded_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = RivalValues(np.ones((500, 5, 4)), np.ones((500, 5, 4)))
    weights = resample_weights(4, 1, 500)
    monkeypatch.setattr("hedgesim.analysis.compare.best_rival.BLOCK", 10_000)
    tracemalloc.start()
    found = sample.means(weights)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == pytest.approx(1.0)
    assert peak < 3 * found.nbytes  # all at once: two arrays of means of every rival, five times as large


def test_scenarios_come_in_the_order_of_the_design() -> None:
    made = planted({(n, s): 0.5 for n in ("x/b", "x/c", "x/a") for s in ("myopic", "hedge")})
    assert compute_premium(list_finished_runs(made), 3)["scenario"].to_list() == ["x/b", "x/c", "x/a"]

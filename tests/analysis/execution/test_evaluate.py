"""Outcomes at points: those of a batch."""

from pathlib import Path

import pandas as pd
import pytest
from support.batches import failing
from support.sweeps import STRATEGIES, VARIED, short, sweep, swept

from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.model import InputError, RunError


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_outcomes_at_points_are_those_of_a_batch(tmp_path: Path, engine: str) -> None:
    batch = sweep(short(), *VARIED)
    results = swept(batch, tmp_path / "sweep")
    told = results.design.merge(results.outcomes, on="run_id")
    found = simulate_points(short(), STRATEGIES, batch.points, runs=2, engine=engine, workers=2)
    pd.testing.assert_frame_equal(found[told.columns].reset_index(drop=True), told, check_exact=True)


def test_without_points_there_is_one_run_after_another() -> None:
    found = simulate_points(short(), ["hedge", "myopic"], runs=3, seed=5, workers=1)
    assert "point" not in found
    assert found["run"].to_list() == [0, 1, 2] * 2
    assert set(found["seed"]) == {5}
    assert simulate_points(short(), runs=1)["strategy"].to_list() == list(short().strategies)


def test_runs_that_fail_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, lambda block, run: run == 1)
    with pytest.raises(RunError, match="belarus/baseline: 1 of 3 runs failed: quarter 3: utility is nan"):
        simulate_points(short(), ["hedge"], runs=3, engine="plain", workers=1)


def test_an_unknown_strategy_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean myopic"):
        simulate_points(short(), ["miopic"], runs=2)

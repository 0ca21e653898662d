"""What captions say of a folder's runs: counts by its manifest are those by its tables."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.batches import STRATEGIES
from support.drawn_cases import COUNT, drawn
from support.runs import scenario
from support.sweeps import BARRIER

from hedgesim.analysis import run_batch
from hedgesim.analysis.design.batch import plan_batch
from hedgesim.analysis.plots.parts.source import count_runs
from hedgesim.analysis.results.folder import Results

BASE, OTHER = "belarus/baseline", "belarus/arms_denied"


def read_tables(results: Results) -> Any:
    """The same tables without a folder, so that runs are counted in them."""
    return SimpleNamespace(manifest=results.manifest, design=results.design, outcomes=results.outcomes)


@pytest.mark.parametrize("runs", [COUNT - 2, COUNT + 2])
def test_a_manifest_counts_runs_and_their_draws_as_the_tables_do(tmp_path: Path, runs: int) -> None:
    scenarios = [scenario(name) for name in ("baseline", "arms_denied")]
    batch = plan_batch(
        scenarios, STRATEGIES, runs=runs, engine="plain", changes={"horizon": 2}, draws=drawn()
    )
    results = run_batch(batch, tmp_path / "a", workers=1)
    tables = read_tables(results)
    assert count_runs(results, [BASE, OTHER], STRATEGIES) == ([runs], min(runs, COUNT), 0)
    for names in ([BASE, OTHER], [OTHER], []):
        for strategies in (STRATEGIES, STRATEGIES[1:2], []):
            assert count_runs(results, names, strategies) == count_runs(tables, names, strategies)


def test_points_of_a_sweep_count_and_without_draws_none_are_counted(tmp_path: Path) -> None:
    points = {BARRIER: [0.1, 0.2, 0.3]}
    batch = plan_batch(
        [scenario("baseline")], STRATEGIES, runs=2, engine="plain", changes={"horizon": 2}, points=points
    )
    results = run_batch(batch, tmp_path / "a", workers=1)
    tables = read_tables(results)
    assert count_runs(results, [BASE], STRATEGIES) == ([6], None, 0)
    assert count_runs(tables, [BASE], STRATEGIES) == ([6], None, 0)

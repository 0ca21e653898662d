"""Outcomes at points: those of a batch; and the premium by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.batches import failing
from support.sweeps import BARRIER, STRATEGIES, VARIED, short, sweep, swept

from hedgesim.analysis.execution.evaluate import add_premium, simulate_points
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


UTILITY = {  # by strategy: point 0 run 0 and 1, point 1 run 0 and 1
    "hedge": [0.5, 0.6, 0.4, 0.2],
    "a": [0.9, 0.0, 0.3, 0.5],
    "b": [0.4, 0.6, 0.1, 0.5],
    "fixed": [1.0, 1.0, 1.0, 1.0],
}


def runs() -> pd.DataFrame:
    """Runs made up."""
    rows = [
        {"scenario": "s", "strategy": s, "point": n // 2, "seed": 1, "run": n % 2, "utility_mean": u}
        for s, values in UTILITY.items()
        for n, u in enumerate(values)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("mixed", [False, True])
def test_the_best_other_strategy_is_chosen_at_each_point_by_its_mean(mixed: bool) -> None:
    table = runs().sample(frac=1.0, random_state=3) if mixed else runs()
    found = add_premium(table).sort_values(["point", "run"])
    assert found["strategy"].to_list() == ["hedge"] * 4
    assert found["best_other"].to_list() == ["b", "b", "a", "a"]
    assert found["premium"].to_list() == pytest.approx([0.1, 0.0, 0.1, -0.3])


def test_without_points_or_scenarios_it_is_chosen_over_all_runs() -> None:
    table = runs().assign(run=np.tile(range(4), 4)).drop(columns=["point", "scenario"])
    found = add_premium(table)
    assert set(found["best_other"]) == {"a"}
    assert found["premium"].to_list() == pytest.approx([-0.4, 0.6, 0.1, -0.3])


def test_the_premium_of_real_runs() -> None:
    table = simulate_points(short(), STRATEGIES, {BARRIER: np.array([0.1, 0.4])}, runs=3, workers=1)
    found = add_premium(table)
    means = table.pivot_table(index="point", columns="strategy", values="utility_mean")
    expected = means["hedge"] - means.drop(columns="hedge").max(axis=1)
    assert found.groupby("point")["premium"].mean().to_list() == pytest.approx(expected.to_list())


def test_a_premium_needs_a_rival() -> None:
    from hedgesim.analysis.execution.evaluate import require_premium_of, require_rival

    for played in (["hedge"], ["hedge", "fixed"], ["myopic", "bandwagon:eu"]):
        with pytest.raises(InputError, match="a premium is that of hedge over another strategy; found"):
            require_rival(played)
    require_rival(["hedge", "myopic"])
    with pytest.raises(InputError, match="--when: a premium is that of hedge, found --strategy myopic"):
        require_premium_of("myopic", "--when")

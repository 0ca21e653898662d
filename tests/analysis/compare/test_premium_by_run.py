"""The hedging premium of each run, by hand."""

import numpy as np
import pandas as pd
import pytest
from support.sweeps import BARRIER, STRATEGIES, short

from hedgesim.analysis.compare.premium import (
    add_premiums,
    require_hedge,
    require_rival,
    subtract_best_mean,
    subtract_best_rival,
)
from hedgesim.analysis.execution.evaluate import simulate_points
from hedgesim.model import InputError

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
    found = add_premiums(table).sort_values(["point", "run"])
    assert found["strategy"].to_list() == ["hedge"] * 4
    assert found["premium"].to_list() == pytest.approx([0.1, 0.0, 0.1, -0.3])


def test_without_points_or_scenarios_it_is_chosen_over_all_runs() -> None:
    table = runs().assign(run=np.tile(range(4), 4)).drop(columns=["point", "scenario"])
    found = add_premiums(table)
    assert found["premium"].to_list() == pytest.approx([-0.4, 0.6, 0.1, -0.3])


def test_the_premium_of_real_runs() -> None:
    table = simulate_points(short(), STRATEGIES, {BARRIER: np.array([0.1, 0.4])}, runs=3, workers=1)
    found = add_premiums(table)
    means = table.pivot_table(index="point", columns="strategy", values="utility_mean")
    expected = means["hedge"] - means.drop(columns="hedge").max(axis=1)
    assert found.groupby("point")["premium"].mean().to_list() == pytest.approx(expected.to_list())


def test_a_premium_needs_a_rival() -> None:
    for played in (["hedge"], ["hedge", "fixed"], ["myopic", "bandwagon:eu"]):
        with pytest.raises(InputError, match="a premium is that of hedge over another strategy; found"):
            require_rival(played)
    require_rival(["hedge", "myopic"])
    with pytest.raises(InputError, match="that of hedge over pivot; found bandwagon:eu, hedge: name more"):
        require_rival(["hedge", "bandwagon:eu"], "premium:pivot")
    require_rival(["hedge", "bandwagon:eu"], "premium:bandwagon")
    with pytest.raises(InputError, match="--when: a premium is that of hedge, found --strategy myopic"):
        require_hedge("myopic", "--when")


def test_the_best_rival_is_chosen_by_the_given_means() -> None:
    rivals = np.array([[[0.9, 0.4], [0.0, 0.6]], [[0.3, 0.1], [0.5, 0.5]]])  # points, runs, rivals
    gains = subtract_best_rival(np.zeros((2, 2)), rivals, rivals.mean(axis=1)[:, None])
    assert gains.tolist() == [[-0.4, -0.6], [-0.3, -0.5]]
    assert subtract_best_rival(np.zeros((2, 2)), rivals).tolist() == [[-0.9, -0.6], [-0.3, -0.5]]
    assert subtract_best_mean({"fixed": 9.0, "hedge": 0.5, "a": 0.25, "b": 0.125}) == 0.25
    assert np.isnan(subtract_best_mean({"fixed": 9.0, "hedge": 0.5}))

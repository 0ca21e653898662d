"""Hedging against the best fixed mix of effort, found by differential evolution (Storn and Price 1997).

No mix may beat the hedger by more than a small number in a world that does not change: it values effort well.
"""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import differential_evolution
from support.runs import scenario

from hedgesim.model.engines.compiled import simulate
from hedgesim.model.outcomes import outcome_columns
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Plan
from hedgesim.model.state.layout import case_paths
from hedgesim.model.strategies import pack_shares, spend_fixed

Floats = NDArray[np.float64]


class Gap(NamedTuple):
    """Utility of hedging less that of the best fixed mix, mean and half of its 95% interval, and the mix."""

    mean: float
    half: float
    mix: Floats


def utilities(spec: Scenario, mixes: Floats, seed: int, runs: int) -> Floats:
    """Utility of fixed mixes, shape (mixes, packages), in each run: shape (mixes, runs)."""
    shares = mixes / mixes.sum(axis=1, keepdims=True)
    paths = [p for p in case_paths(spec.patrons, Plan) if p.startswith("plan.effort.")]
    columns = {path: np.repeat(shares[:, k], runs) for k, path in enumerate(paths)}
    plan = spend_fixed(pack_shares([1.0 / len(paths)] * len(paths)))
    made = simulate(spec, plan, seed, np.tile(np.arange(runs), len(mixes)), columns)
    place = list(outcome_columns(spec.patrons)).index("utility_mean")
    return np.asarray(made.outcomes[place].reshape(len(mixes), runs))


def find_best_mix(spec: Scenario, seed: int, runs: int, generations: int = 45) -> Floats:
    """Search the mix with the highest mean utility."""
    count = 2 * len(spec.patrons) + 1
    found = differential_evolution(
        lambda x: -utilities(spec, x.T + 1e-9, seed, runs).mean(axis=1), [(0.0, 1.0)] * count,
        popsize=6, maxiter=generations, seed=seed, polish=False, vectorized=True, updating="deferred",
        tol=0.0,
    )  # fmt: skip
    return np.asarray(found.x / found.x.sum())


def measure_gap(spec: Scenario, seeds: tuple[int, int], runs: tuple[int, int]) -> Gap:
    """Search on some seeds and score on others: ``seeds`` and ``runs`` hold those of search and of score."""
    mix = find_best_mix(spec, seeds[0], runs[0])
    best = utilities(spec, mix[None, :], seeds[1], runs[1])[0]
    place = list(outcome_columns(spec.patrons)).index("utility_mean")
    hedged = simulate(spec, "hedge", seeds[1], np.arange(runs[1])).outcomes[place]
    difference = hedged - best
    half = 1.96 * difference.std(ddof=1) / np.sqrt(runs[1])
    return Gap(float(difference.mean()), float(half), mix)


MOST = 0.0015
QUICK = ("baseline", "arms_denied", "confrontation")
SLOW = (
    "arms_restored", "eeu_barriers", "eeu_open", "eeu_uncertain", "eu_ratified", "eu_enhanced",
    "great_stone_reform", "no_coproduction", "russian_veto", "third_countries", "detente",
)  # fmt: skip
"""Scenarios whose world does not change; the first three are those in which least, most and none is lost."""


@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(n, marks=pytest.mark.slow) for n in SLOW)])
def test_no_fixed_mix_beats_hedging_where_nothing_changes(name: str) -> None:
    """Searched on 40 runs, scored on 200 others."""
    gap = measure_gap(scenario(name), (11, 77), (40, 200))
    assert gap.mean > -MOST, f"{gap.mean:+.4f} +- {gap.half:.4f}, mix {np.round(gap.mix, 2)}"


def test_the_search_finds_a_better_mix_than_equal_shares() -> None:
    """Otherwise the test above would say nothing."""
    spec = scenario("confrontation")
    found, equal = find_best_mix(spec, 11, 40), np.full(7, 1.0 / 7.0)
    by_mix = utilities(spec, np.array([found, equal]), 77, 100).mean(axis=1)
    assert by_mix[0] > by_mix[1] + 0.005

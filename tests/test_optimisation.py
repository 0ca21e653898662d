"""Optimisation: what is found is at least as good as every corner, comes again, and what is refused."""

from functools import cache

import numpy as np
import pytest
from sweeps import short

from hedgesim.analysis.optimisation import (
    AIMS,
    FRESH,
    Best,
    lossy,
    optimise,
    plan_of,
    utilities,
    utilities_of,
)
from hedgesim.model import InputError, simulate_run
from hedgesim.model.parameters import efforts
from hedgesim.model.strategies import plan_for

RUNS, SEED = 8, 4
NAMED = ("hedge", "bandwagon:russia", "myopic")
PATHS = efforts(short().patrons)


@cache
def found(aim: str = "mean", over: str = "effort", seed: int = SEED) -> Best:
    """A search."""
    return optimise(short(), over, aim, runs=RUNS, seed=seed, generations=25, strategies=NAMED)


def named(seed: int) -> np.ndarray:
    """Best utility of the named strategies in each run."""
    spec = short()
    return np.max([utilities(spec, plan_for(spec, s), RUNS, seed) for s in NAMED], axis=0)


@pytest.mark.parametrize("aim", AIMS)
def test_no_constant_corner_mix_does_better_on_the_same_shocks(aim: str) -> None:
    spec, best = short(), found(aim)
    rival = named(SEED)
    mine = utilities(spec, plan_of("effort", np.array(list(best.shares.values()))), RUNS, SEED)
    loss = lossy(mine, rival, aim)
    for corner in np.eye(7):
        tried = utilities(spec, plan_of("effort", corner), RUNS, SEED)
        assert loss <= lossy(tried, rival, aim) + 1e-9


@pytest.mark.parametrize("aim", AIMS)
def test_shares_sum_to_one(aim: str) -> None:
    shares = found(aim).shares
    assert list(shares) == PATHS
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert all(0.0 < v <= 1.0 for v in shares.values())


def test_a_mix_is_what_the_fixed_strategy_plays() -> None:
    best = found()
    spec = short().vary(best.shares)
    utility = [simulate_run(spec, "fixed", SEED, k).outcomes["utility_mean"] for k in range(RUNS)]
    row = best.scores.set_index("strategy").loc["found"]
    assert row["mean_seen"] == pytest.approx(np.mean(utility), abs=1e-9)
    assert row["worst_seen"] == pytest.approx(np.quantile(utility, 0.1), abs=1e-9)
    assert row["regret_seen"] == pytest.approx(np.quantile(named(SEED) - utility, 0.9), abs=1e-9)


def test_scores_are_told_on_fresh_shocks_too() -> None:
    scores = found().scores
    assert scores["strategy"].to_list() == ["found", *NAMED]
    spec = short()
    fresh = utilities(spec, plan_for(spec, "hedge"), RUNS, SEED + FRESH)
    assert scores.set_index("strategy").loc["hedge", "mean"] == pytest.approx(fresh.mean())
    assert (scores["mean"] != scores["mean_seen"]).all()


def test_many_mixes_in_one_go_are_those_one_by_one() -> None:
    spec, mixes = short(), np.random.default_rng(1).dirichlet(np.ones(7), 3)
    together = utilities_of(spec, "effort", mixes, RUNS, SEED)
    for mix, row in zip(mixes, together, strict=True):
        assert row.tolist() == utilities(spec, plan_of("effort", mix), RUNS, SEED).tolist()


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    again = optimise(short(), "effort", "mean", runs=RUNS, seed=SEED, generations=25, strategies=NAMED)
    assert again.shares == found().shares
    assert again.scores.equals(found().scores)
    assert again.evaluations == found().evaluations
    assert found(seed=SEED + 1).shares != found().shares


def test_weights_to_decide_by() -> None:
    best = found(over="weights")
    assert list(best.shares) == ["weights.security", "weights.economy", "weights.autonomy"]
    assert sum(best.shares.values()) == pytest.approx(1.0, abs=1e-12)
    mixes = np.eye(3) * 0.999998 + 1e-6 / 3.0
    corners = utilities_of(short(), "weights", mixes, RUNS, SEED).mean(axis=1)
    row = best.scores.set_index("strategy").loc["found"]
    assert row["mean_seen"] >= corners.max() - 1e-6  # the best is a corner, which a search only comes near


def test_without_names_the_scenarios_own_strategies_are_the_rivals() -> None:
    best = optimise(short(quarters=2), runs=2, generations=1)
    assert best.scores["strategy"].to_list() == ["found", *short().strategies]


@pytest.mark.parametrize(
    ("over", "aim", "said"),
    [
        ("effort", "men", ["--for men: known are mean, worst, regret; did you mean mean?"]),
        ("efort", "mean", ["--over efort: known are effort, weights; did you mean effort?"]),
        ("weight", "regrets", ["did you mean weights?", "did you mean regret?"]),
    ],
)
def test_what_cannot_be_searched_for(over: str, aim: str, said: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        optimise(short(), over, aim, runs=2, generations=1)
    assert len(caught.value.faults) == len(said)
    for fault, text in zip(caught.value.faults, said, strict=True):
        assert text in fault


def test_an_unknown_rival_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean myopic"):
        optimise(short(), runs=2, generations=1, strategies=["miopic"])

"""Rivals that cannot be the best are not played, and nothing that is printed changes."""

import numpy as np
import pandas as pd
import pytest
from support.sweeps import BARRIER, short

from hedgesim.analysis.conditions.columns import tipping_margin
from hedgesim.analysis.design.batch import Batch, plan_batch
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.design.parse_axes import parse_axes
from hedgesim.analysis.explore import contenders
from hedgesim.analysis.explore.contenders import UNPLAYED, find_close, simulate_contenders
from hedgesim.analysis.explore.thresholds import threshold

PILOT, RUNS = 12, 60
RIVALS = ("bandwagon:russia", "bandwagon:china", "equidistance", "myopic")
DRAWS = Draws("by hand", {"patrons.eu.fund": np.array([0.02, 0.05, 0.1])})


@pytest.fixture(autouse=True)
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot of few runs, so that tests are quick."""
    monkeypatch.setattr(contenders, "PILOT", PILOT)


def plan(draws: Draws | None = None) -> Batch:
    """A batch at four barriers."""
    points = {BARRIER: np.array([0.0, 0.2, 0.4, 0.6])}
    strategies = ["hedge", *RIVALS]
    return plan_batch(
        [short(quarters=12)], strategies, runs=RUNS, engine="compiled", points=points, draws=draws
    )


@pytest.mark.parametrize("draws", [None, DRAWS])
def test_what_is_played_is_as_in_the_whole_batch(
    draws: Draws | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = plan(draws)
    hedge, some = simulate_contenders(batch, ["utility_mean"], 1)
    monkeypatch.setattr(contenders, "WORTH", RUNS)
    other, every = simulate_contenders(batch, ["utility_mean"], 1)
    assert (hedge["utility_mean"] == other["utility_mean"]).all()
    played = some != UNPLAYED
    assert 0 < played.mean() < 0.8
    assert (some[played] == every[played]).all()
    assert (some.mean(axis=2).argmax(axis=0) == every.mean(axis=2).argmax(axis=0)).all()


def test_a_threshold_is_the_same_bits_with_and_without_a_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = short(quarters=12)
    (axis,), margin = parse_axes([f"{BARRIER}=0:0.5"], spec), tipping_margin("premium < 0", "", spec.patrons)
    some = threshold(spec, axis, margin, runs=RUNS, points=5, workers=1)
    monkeypatch.setattr(contenders, "WORTH", RUNS)
    every = threshold(spec, axis, margin, runs=RUNS, points=5, workers=1)
    pd.testing.assert_frame_equal(some.points, every.points, check_exact=True)
    pd.testing.assert_frame_equal(some.rows, every.rows, check_exact=True)


def test_the_best_and_those_near_it_or_equal_to_it_are_close() -> None:
    shocks = np.random.default_rng(1).normal(0.0, 0.1, 400)
    best = 0.5 + shocks
    apart = 0.1 / np.sqrt(400)  # the standard error of independent noise
    noise = np.random.default_rng(2).permutation((shocks - shocks.mean()) / shocks.std(ddof=1)) * 0.1
    utility = np.stack([best - 7.9 * apart + noise, best, best, best - 8.1 * apart + noise, best - 1e-9])
    # the last is always worse by the same amount, however little: no resample prefers it
    assert find_close(utility[None]).tolist() == [[True, True, True, False, False]]


def test_a_draw_in_which_a_rival_is_best_keeps_it() -> None:
    """Runs alone would leave it out: it is behind by far, but in one of three draws ahead."""
    behind = np.tile([0.3, 0.3, -0.01], 4_000)
    by_run = np.stack([np.full(12_000, 0.6), 0.6 - behind])[None]
    by_draw = by_run.reshape(1, 2, 4_000, 3).mean(axis=2)
    assert find_close(by_run).tolist() == [[True, False]]
    assert find_close(by_draw).tolist() == [[True, True]]

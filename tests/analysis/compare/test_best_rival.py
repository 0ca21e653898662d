"""Quantities that depend on the best rival: every mean chooses its own rival, checked by loops."""

import numpy as np
import pytest

from hedgesim.analysis.compare.best_rival import (
    RivalValues,
    compute_by_rival,
    resample_weights,
    wrap_hedge_values,
)

POINTS, RIVALS, RUNS = 2, 3, 5
RNG = np.random.default_rng(8)
SAMPLE = RivalValues(RNG.normal(size=(POINTS, RIVALS, RUNS)), RNG.normal(size=(POINTS, RIVALS, RUNS)))
WEIGHTS = resample_weights(RUNS, seed=2, draws=40)


def loop_means(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute means and chosen rivals, shape (points, draws), one by one."""
    shape = (POINTS, len(weights))
    means, chosen = np.empty(shape), np.empty(shape, dtype=int)
    for point, draw in np.ndindex(shape):
        utility = [np.average(rival, weights=weights[draw]) for rival in SAMPLE.utility[point]]
        chosen[point, draw] = max(range(RIVALS), key=lambda rival: utility[rival])
        means[point, draw] = np.average(SAMPLE.values[point, chosen[point, draw]], weights=weights[draw])
    return means, chosen


def test_every_resample_chooses_its_own_rival() -> None:
    means, chosen = loop_means(WEIGHTS)
    assert all(len(set(row)) > 1 for row in chosen)
    assert SAMPLE.means(WEIGHTS) == pytest.approx(means)


@pytest.mark.parametrize("block", [1, 3 * POINTS * RIVALS])
def test_blocks_of_draws_change_no_mean(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Kills a step of 0, and blocks joined along points."""
    monkeypatch.setattr("hedgesim.analysis.compare.best_rival.BLOCK", block)
    assert SAMPLE.means(WEIGHTS) == pytest.approx(loop_means(WEIGHTS)[0])


def test_the_mean_over_all_runs_is_that_of_the_values_by_run() -> None:
    means, chosen = loop_means(np.full((1, RUNS), 1.0 / RUNS))
    assert chosen.any()
    assert SAMPLE.mean == pytest.approx(means[:, 0])
    assert SAMPLE.best_by_run.shape == (POINTS, RUNS)
    assert SAMPLE.best_by_run.mean(axis=1) == pytest.approx(SAMPLE.mean)


def test_a_quantity_without_rivals_has_plain_means() -> None:
    values = SAMPLE.values[:, 0]
    assert wrap_hedge_values(values).means(WEIGHTS) == pytest.approx(values @ WEIGHTS.T)
    assert (wrap_hedge_values(values).best_by_run == values).all()


def test_differences_are_those_of_hedge_and_each_rival() -> None:
    own = np.array([[0.5, 0.7, 0.6], [0.4, 0.1, 0.3]])
    rivals = np.array([[[0.1, 0.2, 0.3], [0.2, 0.2, 0.1]], [[0.3, 0.1, 0.1], [0.3, 0.3, 0.3]]])
    found = compute_by_rival(
        {"utility_mean": own.ravel()}, rivals, lambda table: table["premium"].to_numpy() * 10.0
    )
    assert (found.utility == rivals.swapaxes(0, 1)).all()
    assert found.values == pytest.approx(10.0 * (own[:, None] - found.utility))


def test_runs_of_a_draw_are_averaged_whatever_their_order() -> None:
    draws = np.array([7, 2, 7, 2, 2])
    found = SAMPLE.average_draws(draws)
    for part, whole in zip(found, SAMPLE, strict=True):
        assert part[..., 0] == pytest.approx(whole[..., draws == 2].mean(axis=-1))
        assert part[..., 1] == pytest.approx(whole[..., draws == 7].mean(axis=-1))
    assert SAMPLE.average_draws(None) is SAMPLE


def test_weights_are_shares_of_a_resample_of_all_runs() -> None:
    weights = resample_weights(RUNS, seed=2, draws=4000)
    assert weights.shape == (4000, RUNS)
    assert weights.sum(axis=1) == pytest.approx(1.0)
    assert weights * RUNS == pytest.approx(np.round(weights * RUNS))
    assert weights.mean(axis=0) == pytest.approx(1.0 / RUNS, abs=0.01)
    # a share of a binomial count: variance p (1 - p) / runs
    assert weights.var(axis=0) == pytest.approx(0.2 * 0.8 / RUNS, rel=0.1)
    assert (weights[:40] == WEIGHTS).all()
    assert (weights[:40] != resample_weights(RUNS, seed=3, draws=40)).any()

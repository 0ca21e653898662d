"""Chains: their moves leave a distribution as it is, they go on after a kill, and are judged rightly."""

from pathlib import Path

import emcee
import numpy as np
import pytest
from support.calibrations import small

from hedgesim.analysis.calibration.diagnostics import (
    autocorrelation_time,
    compute_effective_draws,
    compute_rhat,
    describe_convergence,
    summarise_chains,
)
from hedgesim.analysis.calibration.fit import thin_draws
from hedgesim.analysis.calibration.mcmc import (
    CHAINS,
    build_moves,
    choose_walker_count,
    play_chain,
    play_chains,
    start_chain,
)
from hedgesim.analysis.calibration.prior import build_prior
from hedgesim.analysis.calibration.problem import compute_log_posterior

NORMAL = (4, 100, 20, 3)  # chains, steps, walkers, parameters


def white(seed: int = 1) -> np.ndarray:
    """Draws without memory."""
    return np.random.default_rng(seed).standard_normal(NORMAL)


def remembering(memory: float, steps: int = 4000, count: int = 20) -> np.ndarray:
    """First-order autoregressions in their stationary state, shape (steps, walkers)."""
    rng = np.random.default_rng(2)
    found = np.empty((steps, count))
    found[0] = rng.standard_normal(count)
    for t in range(1, steps):
        found[t] = memory * found[t - 1] + np.sqrt(1 - memory**2) * rng.standard_normal(count)
    return found


# ---- moves -----------------------------------------------------------------------------------
@pytest.mark.parametrize("number", range(len(build_moves())))
def test_each_move_leaves_a_normal_distribution_as_it_is(number: int) -> None:
    """A move that breaks detailed balance shows in the variance, at scales far from one above all."""
    scales, steps, count = np.array([0.01, 1.0, 100.0]), 3000, 20
    target = emcee.EnsembleSampler(
        count,
        3,
        lambda x: -0.5 * ((x / scales) ** 2).sum(axis=1),
        vectorize=True,
        moves=build_moves()[number][0],
    )
    first = np.random.default_rng(3).standard_normal((count, 3)) * scales
    state = emcee.State(first, random_state=np.random.RandomState(4).get_state())
    target.run_mcmc(state, steps)
    assert target.get_chain().var(axis=(0, 1)) / scales**2 == pytest.approx([1.0] * 3, abs=0.08)


def test_there_are_walkers_enough_for_the_moves() -> None:
    assert [choose_walker_count(n) for n in (1, 7, 8, 15)] == [16, 16, 18, 32]


# ---- going on --------------------------------------------------------------------------------
def test_a_chain_that_was_stopped_goes_on_with_the_same_bits(tmp_path: Path) -> None:
    p = small()
    (tmp_path / "whole").mkdir()
    (tmp_path / "parts").mkdir()
    whole = play_chain(p, 33, tmp_path / "whole", 1, lambda _: None)
    for steps in (4, 7, 33):
        parts = play_chain(p, steps, tmp_path / "parts", 1, lambda _: None)
    assert len(np.unique(whole[0][:, :, 0])) > 50
    assert parts[0].tobytes() == whole[0].tobytes()
    assert parts[1].tobytes() == whole[1].tobytes()
    fewer = play_chain(p, 5, tmp_path / "parts", 1, lambda _: None)
    assert fewer[0].tobytes() == whole[0][:5].tobytes()


def test_chains_are_told_apart_and_their_densities_are_the_posteriors(tmp_path: Path) -> None:
    p, told = small(), list[int]()
    draws, density = play_chains(p, 3, tmp_path, workers=1, stepped=told.append)
    assert draws.shape == (CHAINS, 3, choose_walker_count(3), 3)
    assert len({chain.tobytes() for chain in draws}) == CHAINS
    assert compute_log_posterior(p, draws[2, 2]) == pytest.approx(density[2, 2])
    assert sum(told) == 3 * CHAINS
    assert not list(tmp_path.glob(".*"))


def test_chains_begin_where_the_posterior_is_likely() -> None:
    p = small()
    state = start_chain(p, 0)
    drawn = compute_log_posterior(p, p.prior.sample(64, np.random.default_rng(9)))
    assert len(np.unique(state.coords, axis=0)) == choose_walker_count(3)
    assert np.median(state.log_prob) > np.median(drawn)
    assert np.isfinite(state.log_prob).all()


# ---- diagnosis -------------------------------------------------------------------------------
def test_rhat_of_draws_without_memory_is_one() -> None:
    assert compute_rhat(white()) == pytest.approx([1.0] * 3, abs=0.005)


def test_rhat_finds_chains_that_are_apart_and_chains_that_drift() -> None:
    apart, drifting = white(), white()
    apart[2, :, :, 1] += 3.0
    drifting[:, :, :, 2] += np.linspace(0.0, 4.0, NORMAL[1])[:, None]
    assert compute_rhat(apart)[1] > 1.5
    assert compute_rhat(apart)[[0, 2]] == pytest.approx([1.0] * 2, abs=0.005)
    assert compute_rhat(drifting)[2] > 1.3


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_autocorrelation_time_is_that_of_an_autoregression(memory: float) -> None:
    """The sum of memory^|k| over all k is (1 + memory) / (1 - memory) (Sokal 1997)."""
    assert autocorrelation_time(remembering(memory)) == pytest.approx((1 + memory) / (1 - memory), rel=0.1)


def test_short_chains_are_not_taken_for_settled() -> None:
    memory = 0.97  # an autocorrelation time of 66 steps
    found = autocorrelation_time(remembering(memory, steps=270, count=32))
    assert found == pytest.approx((1 + memory) / (1 - memory), rel=0.35)


def test_effective_draws_are_draws_over_autocorrelation_time() -> None:
    draws = np.tile(remembering(0.5)[None, :, :, None], (4, 1, 1, 1))
    assert compute_effective_draws(draws) == pytest.approx([4 * 4000 * 20 / 3], rel=0.1)
    assert compute_effective_draws(white()) == pytest.approx([4 * 100 * 20] * 3, rel=0.15)


def test_walkers_that_never_move_are_one_draw_each() -> None:
    stuck = np.tile(np.arange(5.0), (200, 1))
    assert 200 * 5 / autocorrelation_time(stuck) < 10.0


def test_a_summary_tells_what_data_took_from_the_prior() -> None:
    held = build_prior({"a": (0.0, 0.5, 1.0), "b": (0.0, 0.5, 1.0)}, None)
    flat = held.sample(8000, np.random.default_rng(5))
    flat[:, 0] = 0.5 + 0.5 * (flat[:, 0] - 0.5)
    rows = summarise_chains(held, flat.reshape(4, 100, 20, 2), seed=1)
    assert rows["variance_gone"].tolist() == pytest.approx([0.75, 0.0], abs=0.04)
    assert rows["informed"].tolist() == [True, False]
    assert rows.loc[0, ["low", "median", "high"]].tolist() == pytest.approx(
        np.quantile(flat[:, 0], (0.05, 0.5, 0.95)).tolist()
    )


def test_what_has_not_settled_is_named() -> None:
    held = build_prior({"a": (0.0, 0.5, 1.0), "b": (0.0, 0.5, 1.0)}, None)
    draws = held.sample(8000, np.random.default_rng(5)).reshape(4, 100, 20, 2)
    draws[0, :, :, 1] += 0.4
    (words,) = describe_convergence(summarise_chains(held, draws, seed=1))
    assert words.startswith("b: R-hat 1.")


def test_thinned_draws_come_from_all_chains_evenly() -> None:
    held = build_prior({"a": (0.0, 0.5, 1.0)}, None)
    number = np.repeat(np.arange(4.0), 2000).reshape(4, 100, 20, 1)
    drawn = thin_draws(held, number, 400, seed=1)["a"].to_numpy()
    assert np.bincount(drawn.astype(int)).tolist() == [100] * 4
    assert np.bincount(drawn[:100].astype(int), minlength=4).min() > 10

"""The premium against each draw's own best rival, where noise must not choose."""

import numpy as np
import pytest

from hedgesim.analysis.compare.own_rival import estimate_own, subtract_own_rival

NAMES = ("a", "b", "c")


def imagine_runs(runs: int, noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make up runs of 500 draws: the best rival differs by draw, and hedge is .1 above each draw's best."""
    rng = np.random.default_rng(2)
    draws = np.arange(runs) % 500
    level = rng.normal(0.0, 1.0, (500, 3))
    rivals = level[draws] + rng.normal(0.0, noise, (runs, 3))
    return level.max(axis=1)[draws] + 0.1, rivals, draws


def test_without_noise_it_is_the_lead_over_the_best() -> None:
    hedge, rivals, draws = imagine_runs(600, 0.0)
    found = estimate_own(hedge, rivals, NAMES, draws)
    assert found["own"] == pytest.approx(0.1)
    assert found["own_bias"] == 0.0
    assert found["own_share"] == 1.0
    assert found["own_most"] == pytest.approx(1.0 / 3.0, abs=0.1)


def test_single_runs_are_mended_by_what_pairs_show() -> None:
    singles = subtract_own_rival(*imagine_runs(500, 0.5))
    pairs = subtract_own_rival(*imagine_runs(1000, 0.5))
    mixed = subtract_own_rival(*imagine_runs(750, 0.5))
    assert np.isnan(singles.bias)
    assert singles.values.mean() < 0.0  # a lucky rival takes the lead away
    assert pairs.values.mean() > 0.1 > singles.values.mean()
    assert mixed.values.mean() == pytest.approx(pairs.values.mean(), abs=0.05)
    assert mixed.bias == pytest.approx(pairs.values.mean() - singles.values.mean(), abs=0.05)


def test_more_runs_of_a_draw_choose_better() -> None:
    few, many = (subtract_own_rival(*imagine_runs(runs, 0.5)).values.mean() for runs in (1000, 10000))
    assert 0.1 < many < few

"""Scores of risk: known answers, what shifts and scales do to them, and how sure their intervals are."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from hedgesim.analysis.compare.two_part import estimate_mean
from hedgesim.analysis.compare.utility_paths import UtilityPaths
from hedgesim.analysis.explore.risk.scores import (
    SCORES,
    find_spells,
    score_runs,
    trace_tail,
    value_certainty,
    value_tail,
)

Matrix = np.ndarray
CELLS = arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 9)), elements=st.floats(0.05, 1.0))


def tail(x: Matrix, share: float = 0.1) -> float:
    """The mean of the lowest share of all cells."""
    return float(value_tail(x, share).mean())


def certainty(x: Matrix, aversion: float) -> float:
    """The certainty equivalent of all cells."""
    return float(value_certainty(x, aversion).mean())


def weighted_tail(x: Matrix, weights: np.ndarray, share: float = 0.1) -> float:
    """The same from sorted cells, each with the weight of its run, cut where they make up the share."""
    mass = np.repeat(weights / weights.sum() / x.shape[1], x.shape[1])
    order = np.argsort(x, axis=None)
    cells, mass = x.ravel()[order], mass[order]
    before = np.cumsum(mass) - mass
    return float((cells * np.clip(share - before, 0.0, mass)).sum() / share)


def weighted_certainty(x: Matrix, weights: np.ndarray, aversion: float) -> float:
    """The same by its formula, each run with its weight."""
    mean = (weights / weights.sum()) @ (x ** (1.0 - aversion)).mean(axis=1)
    return float(mean ** (1.0 / (1.0 - aversion)))


def test_the_tail_of_numbers_in_a_row() -> None:
    cells = np.random.default_rng(1).permutation(100.0 + np.arange(100.0)).reshape(10, 10)
    assert tail(cells) == pytest.approx(104.5)
    assert tail(cells[:, :1] * 0.0 + np.arange(15.0)[None]) == pytest.approx((0.0 * 10 + 1.0 * 5) / 15)
    assert tail(np.array([[3.0]])) == 3.0


@given(CELLS)
def test_a_tail_is_the_mean_of_the_lowest_cells_whoever_has_them(x: Matrix) -> None:
    assert tail(x) == pytest.approx(weighted_tail(x, np.ones(len(x))))
    assert tail(x) == pytest.approx(tail(x.T))
    assert x.min() - 1e-12 <= tail(x) <= tail(x, 0.5) + 1e-12 <= x.mean() + 2e-12


@given(CELLS, st.floats(0.1, 9.0), st.floats(-5.0, 5.0))
def test_a_tail_shifts_and_scales_with_its_cells(x: Matrix, factor: float, more: float) -> None:
    assert tail(factor * x + more) == pytest.approx(factor * tail(x) + more, abs=1e-9)


def test_the_certainty_equivalent_of_a_lognormal_is_its_closed_form() -> None:
    place, spread = -0.8, 0.3
    points = norm.ppf((np.arange(40_000) + 0.5) / 40_000).reshape(40, 1000)
    for aversion in (0.0, 0.5, 1.0, 3.0, 8.0):
        expected = np.exp(place + (1.0 - aversion) * spread**2 / 2.0)
        assert certainty(np.exp(place + spread * points), aversion) == pytest.approx(expected, rel=1e-3)


@given(CELLS, st.floats(0.0, 20.0), st.floats(0.01, 5.0), st.floats(0.01, 90.0))
def test_a_certainty_equivalent_falls_with_aversion_and_scales(
    x: Matrix, aversion: float, more: float, factor: float
) -> None:
    found = certainty(x, aversion)
    assert x.min() - 1e-9 <= certainty(x, aversion + more) <= found + 1e-9 <= x.mean() + 2e-9
    assert certainty(factor * x, aversion) == pytest.approx(factor * found)


def test_an_aversion_of_one_lies_between_its_neighbours() -> None:
    x = np.random.default_rng(2).uniform(0.2, 1.0, (6, 5))
    assert certainty(x, 0.999) > certainty(x, 1.0) > certainty(x, 1.001)
    assert certainty(x, 1.0) == pytest.approx(np.exp(np.log(x).mean()))


@pytest.mark.parametrize(
    ("values", "brute"),
    [
        (value_tail, weighted_tail),
        (lambda x: value_certainty(x, 3.0), lambda x, w: weighted_certainty(x, w, 3.0)),
        (lambda x: value_certainty(x, 1.0), lambda x, w: weighted_certainty(x, w, 1.0 + 1e-4)),
    ],
)
def test_values_are_what_more_weight_on_a_run_would_add(
    values: Callable[[Matrix], np.ndarray], brute: Callable[[Matrix, np.ndarray], float]
) -> None:
    x = np.random.default_rng(3).uniform(0.2, 1.0, (7, 11))
    found, step = values(x), 1e-5
    for run in range(len(x)):
        weights = np.ones(len(x))
        weights[run] += step
        slope = (brute(x, weights) - brute(x, np.ones(len(x)))) / step
        assert slope == pytest.approx((found[run] - found.mean()) / len(x), abs=1e-4)


@pytest.mark.parametrize(
    ("quarters", "found"),
    [("....", False), ("####", True), ("###.###", False), (".####.", True), ("###", False), ("#####", True)],
)  # fmt: skip
def test_a_year_below_is_four_quarters_in_a_row(quarters: str, found: bool) -> None:
    below = np.array([[q == "#" for q in quarters]])
    assert find_spells(below, 4).tolist() == [found]


def test_all_scores_of_runs_by_hand() -> None:
    utility = np.full((10, 5), 0.5)
    utility[0] = [0.2, 0.2, 0.2, 0.2, 0.5]
    utility[1] = [0.2, 0.2, 0.2, 0.3, 0.2]
    paths = UtilityPaths(utility, np.empty((10, 5, 2)), np.arange(10) == 4)
    found = {name: values.mean() for name, values in score_runs(paths, 0.3, 2.0).items()}
    assert list(found) == list(SCORES)
    assert found["mean"] == pytest.approx(utility.mean())
    assert found["cvar10_quarters"] == pytest.approx(0.2)
    assert found["cvar10_runs"] == pytest.approx(0.22)
    assert found["certainty_equivalent"] == pytest.approx(1.0 / (1.0 / utility).mean())
    assert found["below_floor"] == 0.1  # a quarter at the floor is not below it
    assert found["collapse"] == 0.1
    assert trace_tail(utility, np.array([0.0, 1.0])).tolist() == [0.2, 0.5]


def draw_pair(rng: np.random.Generator, runs: int) -> tuple[Matrix, Matrix]:
    """Two strategies on the same shocks; cells are normal, (.5, .08) and (.48, .1), with an effect by run."""
    common, own = rng.normal(size=(runs, 1)), rng.normal(size=(2, runs, 12))
    shared = np.sqrt(0.5) * common + np.sqrt(0.3) * own[0]
    return 0.5 + 0.08 * (shared + np.sqrt(0.2) * own[1]), 0.48 + 0.1 * (shared + np.sqrt(0.2) * own[1, ::-1])


@pytest.mark.parametrize("by_run", [False, True])
def test_paired_intervals_of_tails_cover_the_truth(by_run: bool) -> None:
    """In about 95 of 100 experiments, also where the tail has 20 runs; and pairing makes them narrower."""
    depth = norm.pdf(norm.ppf(0.1)) / 0.1
    spread = np.sqrt(0.5 + 0.5 / 12.0) if by_run else 1.0
    truth = 0.02 + depth * spread * 0.02
    rng, inside, narrower = np.random.default_rng(4), [], []
    for _ in range(600):
        pair = [x.mean(axis=1, keepdims=True) if by_run else x for x in draw_pair(rng, 200)]
        first, second = map(value_tail, pair)
        found = estimate_mean(first - second)
        inside.append(found["low"] < truth < found["high"])
        apart = [estimate_mean(values) for values in (first, second)]
        width = np.hypot(*(e["high"] - e["mean"] for e in apart))
        narrower.append((found["high"] - found["mean"]) / width)
    assert 0.92 < np.mean(inside) < 0.975
    assert np.mean(narrower) < 0.6

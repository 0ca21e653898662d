"""Words of a verdict and the interval that decides which are reached: known answers and their order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from hedgesim.analysis.claims.judgement import is_moved, measure_effect
from hedgesim.analysis.claims.words import WORDS, choose_word, compute_wilson, describe_words, list_words


@pytest.mark.parametrize(
    ("support", "word"),
    [
        (1.0, "robust"), (0.9, "robust"), (0.8999, "likely"), (0.67, "likely"), (0.6699, "contested"),
        (0.3301, "contested"), (0.33, "unlikely"), (0.1001, "unlikely"), (0.10, "refuted"), (0.0, "refuted"),
    ],
)  # fmt: skip
def test_words_have_fixed_thresholds(support: float, word: str) -> None:
    assert choose_word(support) == word


@pytest.mark.parametrize(("count", "of"), [(0, 20), (3, 20), (250, 500), (499, 500), (500, 500)])
def test_intervals_are_those_of_wilson(count: int, of: int) -> None:
    known = binomtest(count, of).proportion_ci(method="wilson")
    assert compute_wilson(count / of, of) == pytest.approx((known.low, known.high), abs=1e-12)


def test_an_interval_at_three_standard_errors_is_the_textbook_one() -> None:
    """p = .5, n = 100, z = 3: middle .5, half 3 sqrt(.0025 + .000225) / 1.09."""
    assert compute_wilson(0.5, 100, 3.0) == pytest.approx((0.3563, 0.6437), abs=1e-4)


@given(st.floats(0.0, 1.0), st.integers(2, 5000))
def test_the_word_is_among_those_reached_and_they_are_neighbours(support: float, count: int) -> None:
    low, high = compute_wilson(support, count)
    reached, order = list_words(low, high), list(WORDS)
    assert low <= support <= high
    assert choose_word(support) in reached
    assert reached == order[order.index(reached[0]) : order.index(reached[-1]) + 1]


@given(st.floats(0.0, 1.0), st.integers(2, 2000), st.integers(1, 2000))
def test_more_draws_reach_no_further_word(support: float, count: int, more: int) -> None:
    narrow = list_words(*compute_wilson(support, count + more))
    assert set(narrow) <= set(list_words(*compute_wilson(support, count)))


def test_a_second_word_follows_the_first() -> None:
    assert describe_words("likely", ["likely", "contested"]) == "likely or contested"
    assert describe_words("robust", ["robust"]) == "robust"


def test_an_expected_word_moves_only_beyond_three_standard_errors() -> None:
    assert not is_moved("robust", 0.88, 500)  # reaches .917
    assert is_moved("robust", 0.85, 500)  # reaches .891
    assert not is_moved("", 0.0, 500)


def test_the_effect_is_the_weighted_median_with_the_ends_of_draws() -> None:
    numbers = np.arange(101.0)
    assert measure_effect(numbers, np.full(101, 1 / 101)) == pytest.approx((50.0, 4.55, 95.45))
    weights = np.where(numbers < 20, 4.0, 1.0)
    median, low, high = measure_effect(numbers, weights / weights.sum())
    # of 161 parts half lie at or below draw 20: 80 parts are the first twenty draws
    assert median == pytest.approx(20.0, abs=0.5)
    assert low == pytest.approx(1.5, abs=0.1)
    assert high == pytest.approx(92.5, abs=0.2)


def test_draws_without_a_number_have_no_effect() -> None:
    assert measure_effect(np.array([np.nan, 3.0]), np.array([0.5, 0.5]))[0] == 3.0
    assert np.isnan(measure_effect(np.array([np.nan]), np.array([1.0]))[0])

"""The words of the rules: within 1 ulp of the true value, monotone, exact where they must be."""

import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgesim.model.arithmetic import (
    MAGIC,
    clip,
    exp,
    invert,
    log,
    logistic,
    maximum,
    minimum,
    split,
    times_two_to,
    where,
)

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def ulps(found: float, true: mpmath.mpf) -> float:
    """Distance from the true value in units of the last place."""
    return float(abs(mpmath.mpf(found) - true) / mpmath.mpf(math.ulp(found)))


@settings(max_examples=1500)
@given(st.floats(-700.0, 700.0))
def test_exp_is_within_one_ulp(x: float) -> None:
    with mpmath.workprec(120):
        assert ulps(exp(x), mpmath.exp(mpmath.mpf(x))) <= 1.0


@settings(max_examples=1500)
@given(st.one_of(st.floats(1e-300, 1e300), st.floats(0.5, 2.0)))
def test_log_is_within_one_ulp(x: float) -> None:
    with mpmath.workprec(120):
        true = mpmath.log(mpmath.mpf(x))
        assert log(x) == 0.0 if true == 0 else ulps(log(x), true) <= 1.0


def test_known_values() -> None:
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert exp(1.0) == pytest.approx(math.e, rel=2e-16)
    assert exp(1e9) == exp(700.0)
    assert exp(-1e9) == exp(-700.0) > 0.0
    assert logistic(0.0) == 0.5
    assert 0.0 < logistic(-1000.0) < logistic(1000.0) <= 1.0


@given(st.floats(-600.0, 600.0))
def test_log_undoes_exp(x: float) -> None:
    assert log(exp(x)) == pytest.approx(x, rel=1e-14, abs=1e-15)


@given(st.floats(-700.0, 700.0), st.floats(0.0, 100.0))
def test_exp_and_logistic_grow(x: float, more: float) -> None:
    assert exp(x + more) >= exp(x) * (1.0 - 1e-15)
    assert logistic(x + more) >= logistic(x) * (1.0 - 1e-15)


@given(st.floats(1e-300, 1e300))
def test_split_is_exact(x: float) -> None:
    m, k = split(x)
    assert Fraction(m) * Fraction(2) ** int(k) == Fraction(x)
    assert 0.707 < m < 1.4143


@pytest.mark.parametrize("k", [-1000, -1, 0, 1, 52, 1000])
def test_scaled_is_exact(k: int) -> None:
    assert times_two_to(1.25, k + MAGIC, float(k)) == math.ldexp(1.25, k)


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=15))
def test_inverted_numbers_stay_in_their_places(numbers: list[float]) -> None:
    assert invert(numbers) == pytest.approx([1.0 / x for x in numbers], rel=1e-13, abs=0.0)


@given(NUMBERS, NUMBERS)
def test_smaller_and_larger(a: float, b: float) -> None:
    assert minimum(a, b) == min(a, b)
    assert maximum(a, b) == max(a, b)
    assert where(a < b, a, b) == min(a, b)


@given(NUMBERS, st.floats(-10.0, 0.0), st.floats(0.0, 10.0))
def test_clip_keeps_the_range(x: float, low: float, high: float) -> None:
    assert low <= clip(x, low, high) <= high
    assert clip(x, low, high) == x or not low < x < high

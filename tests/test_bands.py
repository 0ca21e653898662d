"""Quantiles from histograms: close to exact ones, the same in any order and cut into any blocks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedgesim.analysis.bands import BINS, QUANTILES, bins_of, count, exact_sums, quantiles

PARTS = list(QUANTILES.values())
shares = arrays(
    np.float64, st.tuples(st.integers(1, 40), st.just(2), st.just(3)), elements=st.floats(0.0, 1.0)
)


@given(shares)
def test_quantiles_are_within_a_bin_of_exact_ones(values: np.ndarray) -> None:
    found = quantiles(count(bins_of(values)), PARTS)
    exact = np.moveaxis(np.quantile(values, PARTS, axis=0), 0, -1)
    assert found.shape == (2, 3, 5)
    assert np.abs(found - exact).max() <= 0.001
    assert (np.diff(found, axis=-1) >= 0.0).all()


@given(shares, st.randoms())
def test_order_and_blocks_change_no_bit(values: np.ndarray, random: object) -> None:
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    whole = count(bins_of(values))
    cut = len(values) // 2
    parts = count(bins_of(values[order][:cut])) + count(bins_of(values[order][cut:]))
    assert (whole == parts).all()
    assert (exact_sums(values) == exact_sums(values[order])).all()


def test_zero_and_one_are_exact() -> None:
    values = np.array([0.0, 0.0, 0.0, 1.0, 1.0]).reshape(5, 1, 1)
    assert quantiles(count(bins_of(values)), [0.0, 0.5, 1.0]).ravel().tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("value", "place"),
    [(0.0, 0), (-1e-17, 0), (1e-9, 1), (0.0015, 2), (0.9999999, 1000), (1.0, 1001), (1.0 + 1e-15, 1001)],
)
def test_bins(value: float, place: int) -> None:
    assert int(bins_of(np.array([value]))[0]) == place
    assert place < BINS


def test_sums_are_exact() -> None:
    values = np.array([1e16, 1.0, -1e16]).reshape(3, 1, 1)
    assert exact_sums(values)[0, 0] == math.fsum([1e16, 1.0, -1e16]) == 1.0
    assert exact_sums(np.empty((0, 2, 3))).tolist() == [[0.0] * 3] * 2

"""Quantiles and means from whole numbers: close to exact ones, the same in any order and any blocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedgesim.analysis.results.quantiles import QUANTILES, histogram_means, histogram_quantiles
from hedgesim.model.engines.histogram import BINS, bins_of, spread_of, to_units

PARTS = list(QUANTILES.values())
shares = arrays(
    np.float64, st.tuples(st.integers(1, 40), st.just(2), st.just(3)), elements=st.floats(0.0, 1.0)
)


@given(shares)
def test_quantiles_are_within_a_bin_of_exact_ones(values: np.ndarray) -> None:
    found = histogram_quantiles(spread_of(values).counts, PARTS)
    exact = np.moveaxis(np.quantile(values, PARTS, axis=0), 0, -1)
    assert found.shape == (2, 3, 5)
    assert np.abs(found - exact).max() <= 0.001
    assert (np.diff(found, axis=-1) >= 0.0).all()


@given(shares, st.randoms())
def test_order_and_blocks_change_no_bit(values: np.ndarray, random: object) -> None:
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    together = spread_of(values)
    cut = len(values) // 2
    parts = spread_of(values[order][:cut]), spread_of(values[order][cut:])
    assert (together.counts == parts[0].counts + parts[1].counts).all()
    assert (together.sums == parts[0].sums + parts[1].sums).all()


def test_zero_and_one_are_exact() -> None:
    values = np.array([0.0, 0.0, 0.0, 1.0, 1.0]).reshape(5, 1, 1)
    assert histogram_quantiles(spread_of(values).counts, [0.0, 0.5, 1.0]).ravel().tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("value", "place"),
    [(0.0, 0), (-1e-17, 0), (1e-9, 1), (0.0015, 2), (0.9999999, 1000), (1.0, 1001), (1.0 + 1e-15, 1001)],
)
def test_bins(value: float, place: int) -> None:
    assert int(bins_of(to_units(np.array([value])))[0]) == place
    assert place < BINS


@given(shares)
def test_means_are_within_a_unit_of_exact_ones(values: np.ndarray) -> None:
    found = histogram_means(spread_of(values).sums, len(values))
    assert np.abs(found - values.mean(axis=0)).max() <= 2.0**-31


def test_no_runs_have_no_spread() -> None:
    assert spread_of(np.empty((0, 2, 3))).sums.tolist() == [[0] * 3] * 2
    assert spread_of(np.empty((0, 2, 3))).counts.sum() == 0


def test_each_band_is_the_percentile_of_its_name() -> None:
    assert {name: round(100 * part) for name, part in QUANTILES.items()} == {
        name: int(name.removeprefix("p")) for name in QUANTILES
    }
    even = np.linspace(0.0, 1.0, 10_001).reshape(-1, 1, 1)  # quantile q of these is q
    found = dict(zip(QUANTILES, histogram_quantiles(spread_of(even).counts, PARTS).ravel(), strict=True))
    assert found == pytest.approx({"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}, abs=0.001)

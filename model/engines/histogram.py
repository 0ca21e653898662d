"""Values between 0 and 1 as whole numbers: sums and histograms over runs do not depend on their order.

A value is held as a multiple of 2**-31; it falls into one of 1,000 equal bins, and exactly 0 and exactly 1
have bins of their own. Every engine counts in these numbers.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHIFT = 31
UNIT = float(1 << SHIFT)
WIDTH_BINS = 1000
BINS = WIDTH_BINS + 2
"""Bin 0 holds 0, bin 1001 holds 1."""

Wholes = NDArray[np.int64]


class Spread(NamedTuple):
    """Histograms and sums over runs, for every quarter and band series.

    ``counts`` has shape (quarters, series, BINS), ``sums`` (quarters, series) in multiples of 2**-31.
    """

    counts: NDArray[np.integer]
    sums: Wholes


def to_units(values: NDArray[np.float64]) -> Wholes:
    """Multiples of 2**-31; what rounding put outside 0 and 1 counts as 0 or 1."""
    return np.rint(np.clip(values, 0.0, 1.0) * UNIT).astype(np.int64)


def bins_of(wholes: Wholes) -> Wholes:
    """Bin of each value."""
    inside = (wholes * WIDTH_BINS >> SHIFT) + 1
    return np.where(wholes == 0, 0, inside)  # 1 falls into bin 1001 by itself


def spread_of(values: NDArray[np.float64]) -> Spread:
    """Histograms and sums of values with shape (runs, quarters, series)."""
    _, quarters, series = values.shape
    wholes = to_units(values)
    cells = np.arange(quarters * series, dtype=np.int64).reshape(1, quarters, series) * BINS
    flat = np.bincount((cells + bins_of(wholes)).ravel(), minlength=quarters * series * BINS)
    return Spread(
        flat.reshape(quarters, series, BINS), wholes.sum(axis=0, dtype=np.int64).reshape(quarters, series)
    )

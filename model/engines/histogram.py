"""Histograms and sums of values between 0 and 1 that do not depend on the order of runs.

A value is rounded to a multiple of 2**-31 and stored as a whole number: sums of whole numbers are exact,
whereas sums of floats depend on their order. Each value falls into one of 1,000 equal bins; exactly 0 and
exactly 1 have bins of their own. Every engine uses these functions or repeats them bit for bit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# the value 1 is then 2**31, which fits a 32-bit word, and the product with a power of two is exact
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
    """Round values to multiples of 2**-31 (same shape); values below 0 count as 0, above 1 as 1."""
    return np.rint(np.clip(values, 0.0, 1.0) * UNIT).astype(np.int64)


def bins_of(wholes: Wholes) -> Wholes:
    """Compute the bin, 0 to 1001, of each value given as a multiple of 2**-31 (same shape)."""
    inside = (wholes * WIDTH_BINS >> SHIFT) + 1
    return np.where(wholes == 0, 0, inside)  # 1 gives 2**31 * 1000 >> 31 = 1000, so bin 1001


def spread_of(values: NDArray[np.float64]) -> Spread:
    """Compute histograms and sums over runs of values of shape (runs, quarters, series)."""
    _, quarters, series = values.shape
    wholes = to_units(values)
    # one bincount for all quarters and series: each gets its own range of BINS numbers
    cells = np.arange(quarters * series, dtype=np.int64).reshape(1, quarters, series) * BINS
    flat = np.bincount((cells + bins_of(wholes)).ravel(), minlength=quarters * series * BINS)
    return Spread(
        flat.reshape(quarters, series, BINS), wholes.sum(axis=0, dtype=np.int64).reshape(quarters, series)
    )

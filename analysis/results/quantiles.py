"""Quantiles over runs from integer histograms, so that blocks add up and their order does not matter.

A value between 0 and 1 falls into one of 1,000 equal bins; exactly 0 and exactly 1 have bins of their own
(``histogram``). Values of a bin are taken to lie evenly within it, so a quantile is off by
less than the width of a bin, 0.001; between two runs it is interpolated as numpy does by default (Hyndman
and Fan 1996, type 7).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...model.engines.histogram import BINS, UNIT, WIDTH_BINS

Floats = NDArray[np.float64]
Counts = NDArray[np.integer]

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
NOTE = (
    "quantiles over runs from histograms of 1,000 equal bins on 0..1, with bins of their own for exactly 0"
    " and 1; interpolated within a bin, so off by less than 0.001; means of values held to 2**-31"
)


def histogram_means(sums: NDArray[np.int64], runs: int) -> Floats:
    """Compute means over runs, of the shape of ``sums``, from sums in multiples of 2**-31."""
    return np.asarray(sums / UNIT / runs)


def histogram_quantiles(counts: Counts, parts: Sequence[float]) -> Floats:
    """Compute quantiles over runs from histograms.

    Parameters
    ----------
    counts : array of int, shape (..., BINS)
        Runs per bin; every histogram holds the same number of runs, at least one.
    parts : sequence of float
        Quantile levels, from 0 to 1.

    Returns
    -------
    array of float, shape (..., number of parts)
    """
    below = np.cumsum(counts, axis=-1)
    runs = int(below[..., -1].flat[0])
    found = []
    for part in parts:
        place = part * (runs - 1)
        low = int(place)
        lower, upper = (value_at_rank(counts, below, min(rank, runs - 1)) for rank in (low, low + 1))
        found.append(lower + (place - low) * (upper - lower))
    return np.stack(found, axis=-1)


def value_at_rank(counts: Counts, below: Counts, rank: int) -> Floats:
    """Estimate the value at a rank, 0 the smallest, of every histogram; shape (...,).

    ``below`` holds the counts summed up to each bin. The n runs of a bin are placed at (k + 1/2)/n of its
    width, k from 0 to n - 1.
    """
    # the first bin up to which more than rank runs are counted
    index = (below > rank).argmax(axis=-1)[..., None]
    inside = np.take_along_axis(counts, index, -1)[..., 0]
    before = np.take_along_axis(below, index, -1)[..., 0] - inside
    bin_ = index[..., 0]
    spread = (bin_ - 1 + (rank - before + 0.5) / inside) / WIDTH_BINS
    return np.where(bin_ == 0, 0.0, np.where(bin_ == BINS - 1, 1.0, spread))

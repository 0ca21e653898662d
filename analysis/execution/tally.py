"""Counts over blocks, which are read once and in order: failed runs, and quantiles over time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.engines.histogram import BINS
from ...model.outcomes import band_series
from ..design.batch import Block
from ..results import quantiles as bands
from .blocks import BlockResult

Columns = list[Any]


class Tally:
    """Counts over blocks, which are read once and in order: failed runs, and bands of each group."""

    def __init__(self) -> None:
        self.failed = 0
        self.spreads: list[Spread] = []

    def add(self, block: Block, played: BlockResult) -> None:
        """Add a block to the counts.

        The blocks of a scenario and strategy, a group, follow each other: when the next group begins, the
        histograms of the last one are reduced to quantiles and freed.
        """
        self.failed += len(played.failed)
        if not self.spreads or self.spreads[-1].group != name_group(block):
            if self.spreads:
                self.spreads[-1].end()
            self.spreads.append(Spread(block))
        self.spreads[-1].add(block, played)

    def band_parts(self) -> Iterator[Columns]:
        """Yield the columns of bands.parquet, one part per scenario and strategy with a finished run."""
        for spread in self.spreads:
            spread.end()
            if spread.runs:
                yield [*spread.heads(), *spread.body]


def name_group(block: Block) -> tuple[str, str]:
    """Return scenario and strategy of a block."""
    return block.scenario.name, block.strategy


class Spread:
    """The bands of one scenario and strategy.

    Histograms of shape (quarters, series, BINS) are summed over blocks; :meth:`end` reduces them to
    quantiles.
    """

    def __init__(self, block: Block) -> None:
        self.group, self.scenario = name_group(block), block.scenario
        self.series = band_series(block.scenario.patrons)
        self.shape = (block.scenario.horizon, len(self.series))
        self.counts: NDArray[np.int64] | None = np.zeros(self.shape[0] * self.shape[1] * BINS, np.int64)
        self.sums, self.runs = np.zeros(self.shape, np.int64), 0
        self.body: Columns = []

    def add(self, block: Block, played: BlockResult) -> None:
        """Add the histograms, sums and finished runs of a block."""
        assert self.counts is not None
        # safe with +=, because the cells of a block are distinct
        self.counts[played.cells] += played.counts
        self.sums += played.sums
        self.runs += len(block.runs) - len(played.failed)

    def end(self) -> None:
        """Reduce the histograms to quantiles and means, each of shape (quarters * series,), and free them."""
        if self.counts is None or not self.runs:
            return
        counts = self.counts.reshape(*self.shape, BINS)
        spread = bands.histogram_quantiles(counts, list(bands.QUANTILES.values())).reshape(
            -1, len(bands.QUANTILES)
        )
        self.body, self.counts = [*spread.T, bands.histogram_means(self.sums, self.runs).ravel()], None

    def heads(self) -> Columns:
        """Return the columns scenario to dimension of bands.parquet, in the row order of ``body``."""
        rows = [
            (*self.group, t, self.scenario.quarter_name(t), actor, dimension)
            for t in range(self.shape[0])
            for actor, dimension, _ in self.series
        ]
        return list(map(list, zip(*rows, strict=True)))

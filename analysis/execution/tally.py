"""What is counted while blocks are read once, in their order: failed runs, and quantiles over time."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.engines.histogram import BINS
from ...model.outcomes import band_series
from ..design.batch import Block
from ..results import quantiles as bands
from .blocks import Played

Columns = list[Any]


class Tally:
    """What is counted while blocks are read once, in their order: failed runs, and bands."""

    def __init__(self) -> None:
        self.failed = 0
        self.spreads: list[Spread] = []

    def add(self, block: Block, played: Played) -> None:
        """Count one more block; a group that has ended is reduced to its quantiles."""
        self.failed += len(played.failed)
        if not self.spreads or self.spreads[-1].group != group_of(block):
            if self.spreads:
                self.spreads[-1].end()
            self.spreads.append(Spread(block))
        self.spreads[-1].add(block, played)

    def band_parts(self) -> Iterator[Columns]:
        """Yield columns of bands.parquet, one part per scenario and strategy with a finished run."""
        for spread in self.spreads:
            spread.end()
            if spread.runs:
                yield [*spread.heads(), *spread.body]


def group_of(block: Block) -> tuple[str, str]:
    """Scenario and strategy of a block."""
    return block.scenario.name, block.strategy


class Spread:
    """Bands of one scenario and strategy: counts of its blocks, and once it has ended their quantiles."""

    def __init__(self, block: Block) -> None:
        self.group, self.scenario = group_of(block), block.scenario
        self.series = band_series(block.scenario.patrons)
        self.shape = (block.scenario.horizon, len(self.series))
        self.counts: NDArray[np.int64] | None = np.zeros(self.shape[0] * self.shape[1] * BINS, np.int64)
        self.sums, self.runs = np.zeros(self.shape, np.int64), 0
        self.body: Columns = []

    def add(self, block: Block, played: Played) -> None:
        """Count one more block."""
        assert self.counts is not None
        self.counts[played.cells] += played.counts
        self.sums += played.sums
        self.runs += len(block.runs) - len(played.failed)

    def end(self) -> None:
        """Reduce the counts to quantiles and means, flat by quarter and series."""
        if self.counts is None or not self.runs:
            return
        counts = self.counts.reshape(*self.shape, BINS)
        spread = bands.histogram_quantiles(counts, list(bands.QUANTILES.values())).reshape(
            -1, len(bands.QUANTILES)
        )
        self.body, self.counts = [*spread.T, bands.histogram_means(self.sums, self.runs).ravel()], None

    def heads(self) -> Columns:
        """Scenario, strategy, quarter, date, actor and dimension of every row."""
        rows = [
            (*self.group, t, self.scenario.quarter_name(t), actor, dimension)
            for t in range(self.shape[0])
            for actor, dimension, _ in self.series
        ]
        return list(map(list, zip(*rows, strict=True)))

"""Courses over time by draw of parameters, played again: a result folder holds quantiles over runs alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.outcomes import band_series, path_columns
from ...compare.two_part import average_by_draw, estimate_spread
from ...design.batch import PATH_BLOCK, Batch, cut_blocks
from ...execution.blocks import play_block
from ...execution.in_memory import Tables
from ...results.folder import Results
from ...results.manifest import rebuild_batch

MOST = 5_000
"""Runs played again at most: a second or two."""
YEAR = 4
Actor = tuple[str, str]
"""An actor and a dimension."""


@dataclass(frozen=True)
class DrawPaths:
    """Courses of one scenario with one strategy.

    Attributes
    ----------
    series : tuple of (actor, dimension)
        What is followed over time.
    values : array, shape (runs, quarters, series)
        Values of finished runs.
    draws : array of int, shape (runs,)
        Number of each run's draw.
    """

    series: tuple[Actor, ...]
    values: NDArray[np.float64]
    draws: NDArray[np.int64]

    def select(self, actor: str, dimension: str) -> NDArray[np.float64]:
        """Return one series, shape (runs, quarters)."""
        return np.asarray(self.values[:, :, self.series.index((actor, dimension))])

    def estimate(self, actor: str, dimension: str) -> pd.DataFrame:
        """Estimate mean and spread between draws of one series, a row for each quarter.

        Noise is measured over a year on either side of a quarter: it changes slowly, and few draws are
        repeated.
        """
        found = [average_by_draw(column, self.draws) for column in self.select(actor, dimension).T]
        width = np.ones(2 * YEAR + 1)
        noise = np.convolve([float(f.noise) for f in found], width)[YEAR:-YEAR]
        noise /= np.convolve(np.ones(len(found)), width)[YEAR:-YEAR]
        pairs = zip(found, map(float, noise), strict=True)
        return pd.DataFrame(
            [{"mean": f.means.mean(), **estimate_spread(f._replace(noise=n))} for f, n in pairs]
        )

    def last_shares(self, patrons: Sequence[str]) -> NDArray[np.float64]:
        """Return mean shares of influence in the last quarter by draw, shape (draws, patrons)."""
        last = (self.select(patron, "influence")[:, -1] for patron in patrons)
        shares = np.stack([average_by_draw(column, self.draws).means for column in last], axis=1)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def replay_draws(results: object, scenario: str, strategy: str) -> DrawPaths | None:
    """Play runs of a result folder again; None where runs carry no draws or cannot be played again.

    Parameters
    ----------
    results : Results or Tables
        A result folder, or tables in memory. Sweeps and folders of another version of the model give None.
    scenario, strategy : str
        What was played.
    """
    batch = find_batch(results)
    if batch is None or batch.draws is None or batch.points:
        return None
    return play_draws(select_cell(batch, scenario, strategy))


def find_batch(results: object) -> Batch | None:
    """Return the batch of tables in memory or of a folder; None where it cannot be played again."""
    if isinstance(results, Tables):
        return results.batch
    if not isinstance(results, Results) or not results.manifest.get("draws"):
        return None
    try:
        return rebuild_batch(results.manifest, results.folder)
    except InputError:
        return None


def select_cell(batch: Batch, scenario: str, strategy: str) -> Batch:
    """Return the part of a batch with one scenario and strategy, with paths and at most MOST runs."""
    chosen = next(s for s in batch.scenarios if s.name == scenario)
    return replace(
        batch, scenarios=(chosen,), strategies={scenario: (strategy,)}, runs=min(batch.runs, MOST),
        engine="compiled", block=PATH_BLOCK, paths=True, bands=False,
    )  # fmt: skip


def play_draws(batch: Batch) -> DrawPaths:
    """Play the only scenario and strategy of a batch."""
    found = band_series(batch.patrons)
    values, runs = play_series(batch, [column for _, _, column in found])
    series = tuple((actor, dimension) for actor, dimension, _ in found)
    return DrawPaths(series, values, runs % (batch.draws.count if batch.draws else 1))


def play_series(batch: Batch, columns: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Play the only scenario and strategy of a batch.

    Returns
    -------
    array, shape (runs, quarters, columns), and array of int, shape (runs,)
        Values of path columns of finished runs, and their numbers.
    """
    known = list(path_columns(batch.patrons))
    places = [known.index(column) for column in columns]
    values, runs = [], []
    for block in cut_blocks(batch):
        played = play_block(block)
        values.append(played.paths[places].transpose(1, 2, 0))
        runs.append(np.delete(block.runs, played.failed))
    return np.concatenate(values), np.concatenate(runs)

"""The evidence on a case: the log likelihood of each observed series, for draws of its inputs."""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.problem import Case, compute_series_likelihoods
from ..design.columns import can_open
from .by_rule import select_openable

Numbers = NDArray[np.float64]

CHUNK = 2000
"""Runs that are played at a time, whatever the number of threads, so that bits do not depend on it."""


@dataclass(frozen=True)
class Evidence:
    """Observations of a case's history, and how draws of the case's inputs are compared with them.

    Attributes
    ----------
    scenario : Scenario
        The scenario that the draws are of.
    case : Case
        Its history with the observed series, cut to end with the last year that counts.
    fitted : collection of str
        Inputs that the history takes even where its own value is another.
    runs, seed, threads : int
        Runs that a reading is the mean of, the seed of their shocks, and threads to use.
    """

    scenario: Scenario
    case: Case
    fitted: Collection[str]
    runs: int
    seed: int
    threads: int

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the series."""
        return tuple(d.series.about.name for d in self.case.discrepancies)

    def columns(self, values: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """Select what the history takes: what it does not set apart from the case, and what fits it."""
        own, case = self.case.scenario.values, self.scenario.root
        return {p: v for p, v in values.items() if p in own and (own[p] == case[p] or p in self.fitted)}

    def by_series(self, values: Mapping[str, Numbers]) -> Numbers:
        """Compute the log likelihood of each series, shape (draws, series); minus infinity if impossible."""
        count, columns = len(next(iter(values.values()))), self.columns(values)
        open_ = np.flatnonzero(select_openable(self.scenario, values) & can_open(self.case.scenario, columns))

        def compute(rows: NDArray[np.int64]) -> Numbers:
            part = {path: column[rows] for path, column in columns.items()}
            return np.column_stack(
                compute_series_likelihoods(self.case, part, runs=self.runs, seed=self.seed)
            )

        size = max(1, CHUNK // self.runs)
        parts = [open_[k : k + size] for k in range(0, len(open_), size)]
        with ThreadPoolExecutor(self.threads) as pool:
            each = list(pool.map(compute, parts))
        found = np.full((count, len(self.names)), -np.inf)
        if each:
            found[open_] = np.concatenate(each)
        return np.where(np.isfinite(found), found, -np.inf)

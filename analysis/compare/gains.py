"""Compute what every strategy gains over every other, paired by run, for tables that a reader may switch."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ...model.outcomes import UTILITY
from .paired import find_draws, list_estimates, list_pairing_columns
from .two_part import Matrix, Numbers, estimate_mean, estimate_means


def compute_gains(runs: pd.DataFrame) -> pd.DataFrame:
    """Compute mean utility of each strategy less that of each other one in the same scenario.

    Parameters
    ----------
    runs : DataFrame
        Runs from :func:`.paired.list_finished_runs`, not of a sweep.

    Returns
    -------
    DataFrame
        Columns scenario, strategy, rival, and those of :func:`.two_part.estimate_mean`. Runs that only one of
        a pair finished are left out; a pair without common runs has no row.
    """
    needed = ["scenario", "strategy", *list_pairing_columns(runs), UTILITY]
    rows = [
        {"scenario": scenario} | row
        for scenario, part in runs[needed].groupby("scenario", sort=False)
        for row in list_pairs(part, list(part["strategy"].unique()))
    ]
    return pd.DataFrame(rows, columns=["scenario", "strategy", "rival", *list_estimates(runs)])


def list_pairs(runs: pd.DataFrame, strategies: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield a row for each ordered pair of strategies in one scenario."""
    table = runs.pivot_table(index=list_pairing_columns(runs), columns="strategy", values=UTILITY, sort=False)
    draws = find_draws(table.index.to_frame(index=False))
    values = {s: table[s].to_numpy(float) for s in strategies}
    for strategy in strategies:
        rivals = [rival for rival in strategies if rival != strategy]
        gaps = values[strategy] - np.reshape([values[rival] for rival in rivals], (len(rivals), -1))
        for rival, estimate in zip(rivals, estimate_gaps(gaps, draws), strict=True):
            if estimate:
                yield {"strategy": strategy, "rival": rival, **estimate}


def estimate_gaps(gaps: Matrix, draws: Numbers | None) -> list[dict[str, float]]:
    """Estimate mean differences, shape (pairs, runs), over runs that both finished; empty where none is."""
    common = ~np.isnan(gaps)
    if common.all():
        return estimate_means(gaps, draws)
    return [
        estimate_mean(gap[both], None if draws is None else draws[both]) if both.any() else {}
        for gap, both in zip(gaps, common, strict=True)
    ]

"""Compute what every strategy gains over every other, paired by run, for tables that a reader may switch."""

from collections.abc import Iterator, Sequence
from itertools import permutations

import pandas as pd

from ...model.outcomes import UTILITY
from .paired import find_draws, list_estimates, list_pairing_columns
from .two_part import estimate_mean


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
    for strategy, rival in permutations(strategies, 2):
        gaps = values[strategy] - values[rival]
        both = gaps == gaps  # noqa: PLR0124 - NaN where one of them failed
        if both.any():
            estimate = estimate_mean(gaps[both], None if draws is None else draws[both])
            yield {"strategy": strategy, "rival": rival, **estimate}

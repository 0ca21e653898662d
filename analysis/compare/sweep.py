"""Strategies over the points of a sweep: mean outcomes, where each is best, and how premiums are spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...model.errors import InputError
from ...model.outcomes import UTILITY
from ..labels import PREMIUM, regime_order
from ..results.folder import Results
from .ladder import compute_rivals
from .paired import MEANS, compute_regime_shares, list_finished_runs
from .point_values import choose_targets, join_finished_runs, select_values

BEST_OTHER = "best other"
"""The rival of a premium that is chosen among all others at each point."""
SPREAD = {"low": 0.05, "median": 0.5, "high": 0.95}
"""Columns on points, by probability."""


@dataclass(frozen=True)
class Sweep:
    """Strategies over the points of a sweep.

    Attributes
    ----------
    strategies : DataFrame
        One row a scenario and strategy: scenario, strategy, the means MEANS over all points and runs, least
        and most (utility at single points), best (share of points at which its mean utility is highest).
    premiums : DataFrame
        One row a scenario and rival of ``hedge``: scenario, rival (BEST_OTHER, chosen at each point among
        all others; else a kind, whose best is chosen on the other half of the runs), points, mean, SPREAD
        over points, below (share of points at which it is below 0).
    regimes : mapping of str to DataFrame
        Shares of regimes by strategy, by scenario.
    """

    strategies: pd.DataFrame
    premiums: pd.DataFrame
    regimes: dict[str, pd.DataFrame]


def summarise_sweep(results: Results, scenarios: Sequence[str]) -> Sweep:
    """Summarise a result folder in which inputs vary, for some of its scenarios.

    Raises
    ------
    InputError
        If no run finished.
    """
    runs = list_finished_runs(results, scenarios)
    order = regime_order(next(iter(results.manifest["scenarios"].values()))["patrons"])
    parts = {name: runs[runs["scenario"] == name] for name in scenarios}
    strategies = [row for name, part in parts.items() for row in strategy_rows(name, part)]
    premiums = [row for name in scenarios for row in best_other_rows(results, name)]
    for (scenario, kind), part in compute_rivals(runs).groupby(["scenario", "rival"], sort=False):
        premiums.append(premium_row(str(scenario), str(kind), part["mean"].to_numpy(float)))
    regimes = {name: compute_regime_shares(part, order) for name, part in parts.items()}
    columns = ["scenario", "rival", "points", "mean", *SPREAD, "below"]
    return Sweep(pd.DataFrame(strategies), pd.DataFrame(premiums, columns=columns), regimes)


def strategy_rows(scenario: str, runs: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a row of means for each strategy of a scenario; ties of the best share a point."""
    means = runs.groupby("strategy", sort=False)[list(MEANS)].mean()
    at = runs.pivot_table(index="point", columns="strategy", values=UTILITY)[list(means.index)]
    best = np.isclose(at.to_numpy(), at.max(axis=1).to_numpy()[:, None], rtol=0.0, atol=1e-12)
    shares = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return [
        {"scenario": scenario, "strategy": name, **{m: float(means.loc[name, m]) for m in MEANS},
         "least": float(at[name].min()), "most": float(at[name].max()), "best": float(share)}
        for name, share in zip(means.index, shares, strict=True)
    ]  # fmt: skip


def best_other_rows(results: Results, scenario: str) -> list[dict[str, Any]]:
    """Return the row of the premium over the best other strategy at each point; none where there is none."""
    runs = join_finished_runs(results.design, results.outcomes, results.manifest["design"], scenario)
    try:
        choose_targets(runs, results.outcomes, [PREMIUM], None)
    except InputError:  # without hedge and another strategy there is no premium
        return []
    at = select_values(runs, PREMIUM, "").groupby("point")["value"].mean()
    return [premium_row(scenario, BEST_OTHER, at.to_numpy(float))]


def premium_row(scenario: str, rival: str, at: "np.ndarray[Any, np.dtype[np.float64]]") -> dict[str, Any]:
    """Return how a premium is spread over points, from its value at each, shape (points,)."""
    spread = {name: float(np.quantile(at, p)) for name, p in SPREAD.items()}
    head = {"scenario": scenario, "rival": rival, "points": len(at), "mean": float(at.mean())}
    return head | spread | {"below": float((at < 0.0).mean())}

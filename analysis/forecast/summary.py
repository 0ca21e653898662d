"""How a forecast fares against its rivals: ratios of scores with intervals, and where a gain is from."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .rivals import NAIVE, RIVALS

Numbers = NDArray[np.float64]

RESAMPLES = 2000
ENDS = (0.05, 0.95)
STREAM = 0x424F4F54  # the letters "BOOT": keeps these numbers apart from others under the same seed


class Ratio(NamedTuple):
    """Geometric mean of scores over those of a rival, its 90% interval, and the number of scores."""

    mean: float
    low: float
    high: float
    number: int


def compute_ratio(logs: Numbers, groups: Sequence[Hashable], seed: int) -> Ratio:
    """Compute the geometric mean of ratios and its interval by resampling groups.

    Groups, and not single scores, are drawn anew with replacement (Cameron, Gelbach and Miller 2008, Review
    of Economics and Statistics 90): the scores of a state, or of a series, go up and down together.

    Parameters
    ----------
    logs : array, shape (n,)
        Logs of the ratios.
    groups : sequence, length n
        The state or series of each.
    seed : int
        Seed of the resamples.
    """
    place, names = pd.factorize(np.asarray(groups, object))
    sums, counts = np.bincount(place, logs), np.bincount(place)
    rng = np.random.default_rng([seed, STREAM])
    taken = rng.multinomial(len(names), np.full(len(names), 1.0 / len(names)), RESAMPLES)
    means = (taken @ sums) / (taken @ counts)
    low, high = np.exp(np.quantile(means, ENDS))
    return Ratio(float(np.exp(logs.mean())), float(low), float(high), len(logs))


def take_logs(scores: pd.DataFrame, above: str, below: str) -> Numbers:
    """Compute the log of one forecast's scores over another's; NaN where either is missing.

    Scores below the column ``least`` count as that: nobody measures so well.
    """
    least = scores["least"].to_numpy(float)
    top, bottom = (np.maximum(scores[c].to_numpy(float), least) for c in (above, below))
    return np.asarray(np.log(top / bottom))


def compare_scores(scores: pd.DataFrame, seed: int, by: str = "series") -> pd.DataFrame:
    """Compare a forecast with all its rivals.

    Parameters
    ----------
    scores : DataFrame
        Columns ``crps`` and ``crps_RIVAL``, and the column ``by``.
    seed : int
        Seed of the resamples.
    by : str
        Column whose values are resampled: ``series`` within a state, ``state`` over states.

    Returns
    -------
    DataFrame
        One row a rival that was drawn: rival, ratio, low, high, n, and what it knew (states, later,
        embargoes). Ratios below 1 are in favour of the forecast.
    """
    rows = []
    for name, rival in RIVALS.items():
        logs = take_logs(scores, "crps", f"crps_{name}")
        known = np.isfinite(logs)
        if known.any():
            r = compute_ratio(logs[known], scores[by].to_numpy()[known].tolist(), seed)
            facts = {"states": rival.states, "later": rival.later, "embargoes": rival.embargoes}
            rows.append({"rival": name, "ratio": r.mean, "low": r.low, "high": r.high, "n": r.number} | facts)
    return pd.DataFrame(rows)


def find_best_naive(compared: pd.DataFrame, scores: pd.DataFrame) -> str:
    """Return the naive forecast with the least scores, of those that forecast every series."""
    naive = compared[compared["rival"].isin(NAIVE) & (compared["n"] == len(scores))]
    return str(naive.set_index("rival")["ratio"].idxmax())


def divide_gain(scores: pd.DataFrame) -> dict[str, float]:
    """Divide the log gain over persistence into that of the pooled spread, of drivers and of the model.

    The spread's is the gain of persistence with a pooled spread, the model's without later drivers that of
    the frozen forecast over it, and what later drivers add is the rest. Only series in which the model moves
    the forecast count: trade shares.
    """
    trade = scores[scores["series"].str.contains("port_share_")]
    if trade.empty:
        return {}
    return {
        "spread": -float(take_logs(trade, "crps_pooled", "crps_persistence").mean()),
        "model": -float(take_logs(trade, "crps_frozen", "crps_pooled").mean()),
        "drivers": -float(take_logs(trade, "crps", "crps_frozen").mean()),
    }


def average_coverage(scores: pd.DataFrame) -> dict[str, float]:
    """Compute the part of observations within the 50% and the 90% intervals."""
    n = scores["n"].to_numpy(float)
    return {c: float(np.average(scores[c], weights=n)) for c in ("coverage50", "coverage90")}

"""Format the scores of a hindcast as a text table."""

import numpy as np
import pandas as pd

from ..compare.paired import list_rows
from .sheet import Sheet, format_fixed, format_percent

TINY = 1e-12
"""Least score in a ratio, so that a perfect forecast has a ratio, too."""

SCORES = ("crps", "crps_persistence", "crps_mean3", "crps_trend", "crps_drift", "crps_informed")
HEADS = ("model", "persistence", "mean of 3", "trend", "drift", "informed")


def score_sheet(scores: pd.DataFrame, title: str, first: int) -> Sheet:
    """Build a table of scores by series, and the model's CRPS as multiple of each naive forecast's."""
    cells, bold = [], set()
    for at, row in enumerate(list_rows(scores)):
        least = min(row[c] for c in SCORES)
        cells.append([row["series"], str(row["n"]), *(f"{row[c]:.3g}" for c in SCORES)])
        cells[-1] += [
            f"{row['rmse']:.3g}",
            format_percent(row["coverage50"]),
            format_percent(row["coverage90"]),
        ]
        bold |= {(at, 2 + k) for k, c in enumerate(SCORES) if row[c] == least}
    overall = summarise_scores(scores)
    cells.append(
        [
            "model's CRPS as a multiple",
            str(int(scores["n"].sum())),
            "1",
            *(format_fixed(overall[c], 2) for c in SCORES[1:]),
        ]
    )
    cells[-1] += ["", format_percent(overall["coverage50"]), format_percent(overall["coverage90"])]
    notes = [
        f"CRPS of forecasts from {first} on, in each series' unit: the smaller the better, bold the best."
        " Last row: geometric mean over series of the model's CRPS over that forecast's; below 1 the model is"
        " better.",
        "Informed: persistence less what embargoes were to cover. 50%, 90%: part of observations inside.",
    ]
    return Sheet(title, ["series", "n", *HEADS, "RMSE", "50%", "90%"], cells, frozenset(bold), notes)


def compute_mean_ratio(scores: pd.DataFrame, rival: str) -> float:
    """Compute the geometric mean over series of the model's CRPS over that in the column ``rival``."""
    return float(np.exp(np.log(scores["crps"] / scores[rival].clip(lower=TINY)).mean()))


def summarise_scores(scores: pd.DataFrame) -> dict[str, float]:
    """Compute the CRPS ratio to each naive forecast, as geometric mean over series, and coverage over all."""
    n = scores["n"].to_numpy(float)
    ratios = {column: compute_mean_ratio(scores, column) for column in SCORES[1:]}
    return ratios | {c: float(np.average(scores[c], weights=n)) for c in ("coverage50", "coverage90")}

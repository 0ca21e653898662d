"""Format a calibration as text tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..calibration.diagnostics import ENOUGH, RHAT_LIMIT, SD_RATIO_LIMIT, describe_convergence
from ..compare.paired import rows_of
from .sheet import Sheet, format_fixed, format_percent

TINY = 1e-12
"""Least score in a ratio, so that a perfect forecast has a ratio, too."""


def parameter_sheet(rows: pd.DataFrame, title: str) -> Sheet:
    """Build a table of prior range, median and 90% interval of each parameter."""
    cells, bold = [], set()
    for at, row in enumerate(rows_of(rows)):
        cells.append(
            [
                row["parameter"],
                f"{row['prior_low']:g} to {row['prior_high']:g}",
                f"{row['median']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
                format_percent(max(0.0, row["variance_gone"])),
                format_fixed(row["r_hat"], 3),
                f"{row['effective_draws']:,.0f}",
            ]
        )
        bold |= {(at, 2), (at, 3)} if row["informed"] else set()
    informed = int(rows["informed"].sum())
    effective = float(rows["variance_gone"].clip(lower=0.0).sum())
    notes = [
        "Median and, in brackets, 90% interval. Learnt: part of the prior variance that the data took away;"
        f" bold from {SD_RATIO_LIMIT:.0%} on ({informed} of {len(rows)}). The rest was hardly narrowed; a dot"
        " is none.",
        f"Effective number of parameters: {effective:.1f}, the sum of what was learnt.",
        *convergence_warnings(describe_convergence(rows)),
    ]
    heads = ["parameter", "prior range", "posterior", "learnt", "R-hat", "effective draws"]
    return Sheet(title, heads, cells, frozenset(bold), notes)


def convergence_warnings(unsettled: Sequence[str]) -> list[str]:
    """Describe whether the chains have converged, given the descriptions of those that have not."""
    if not unsettled:
        return [f"All chains agree: R-hat at most {RHAT_LIMIT}, at least {ENOUGH:.0f} effective draws each."]
    return [f"Not settled, take more --steps: {'; '.join(unsettled)}."]


SCORES = ("crps", "crps_persistence", "crps_mean3", "crps_trend", "crps_drift", "crps_informed")
HEADS = ("model", "persistence", "mean of 3", "trend", "drift", "informed")


def score_sheet(scores: pd.DataFrame, title: str, first: int) -> Sheet:
    """Build a table of scores by series, and the model's CRPS as multiple of each naive forecast's."""
    cells, bold = [], set()
    for at, row in enumerate(rows_of(scores)):
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


def summarise_scores(scores: pd.DataFrame) -> dict[str, float]:
    """Compute the CRPS ratio to each naive forecast, as geometric mean over series, and coverage over all."""
    n = scores["n"].to_numpy(float)
    ratios = {
        c: float(np.exp(np.log(scores["crps"] / scores[c].clip(lower=TINY)).mean())) for c in SCORES[1:]
    }
    return ratios | {c: float(np.average(scores[c], weights=n)) for c in ("coverage50", "coverage90")}

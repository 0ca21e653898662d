"""What was learnt: how much narrower inputs are than before, and in how many directions."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .inputs import Inputs, find_places
from .particles import SURE, Numbers, count_effective

PLACES = np.linspace(0.0, 1.0, 201)
"""Quantiles of the prior that the record keeps of the inputs of which most was learnt."""
EVEN = 5000
"""Evenly spread places of the prior that the figure counts."""
PICTURED = 12
"""Inputs of which most was learnt, which the figure shows."""
INFORMED = 0.25
"""Part of the prior variance that must be gone for an input to count as informed."""


def measure_learning(inputs: Inputs, z: Numbers) -> dict[str, float]:
    """Measure the part of each input's prior variance that is gone, most first.

    Variances are those of normal numbers with the prior's quantiles, so that one skewed input counts like
    another. Chance alone gives a part of 0 give or take sqrt(2 / draws).
    """
    gone = 1.0 - inputs.correlate(z).var(axis=0)
    order = np.argsort(-gone, kind="stable")
    return {inputs.paths[k]: round(float(gone[k]), 4) for k in order}


def count_directions(z: Numbers) -> float:
    """Count the effective directions that were learnt: the variance that is gone, summed over inputs."""
    return float((1.0 - z.var(axis=0)).sum())


def level_of_chance(draws: int) -> float:
    """Return the part of a variance that SURE standard errors of so many independent draws may take."""
    return float(SURE * np.sqrt(2.0 / draws))


def describe_marginals(inputs: Inputs, learning: Mapping[str, float], least: float) -> list[dict[str, Any]]:
    """Return range and prior quantiles of the inputs of which most was learnt, and more than ``least``."""
    rows = []
    for path in [path for path, part in learning.items() if part > least][:PICTURED]:
        known = inputs.by_path[path]
        at = np.interp(PLACES, find_places(), known.quantiles)
        row = {"input": path, "low": known.low, "high": known.high, "why": known.why}
        rows.append(row | {"prior": [float(f"{v:.5g}") for v in at]})
    return rows


def count_effective_without(weights: Mapping[str, Numbers]) -> dict[str, int]:
    """Count the effective draws that each leave-one-out weight leaves."""
    return {name: round(count_effective(w / w.sum())) for name, w in weights.items()}


def picture(
    about: Mapping[str, Any], columns: Mapping[str, Numbers]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, str, str]:
    """Return what the figure of prior against ensemble takes: summary, draws, prior, title and caption."""
    even = np.linspace(0.0, 1.0, EVEN)
    before = {str(row["input"]): np.interp(even, PLACES, row["prior"]) for row in about["marginals"]}
    rows = []
    for row in about["marginals"]:
        path = str(row["input"])
        low, median, high = np.quantile(columns[path], (0.05, 0.5, 0.95))
        part = about["learnt"][path]
        rows.append(
            {"parameter": path, "prior_low": row["low"], "prior_high": row["high"], "median": median,
             "low": low, "high": high, "variance_gone": part, "informed": part >= INFORMED}
        )  # fmt: skip
    title = f"What was learnt of {about['scenario']}"
    caption = f"{about['draws']:,} draws; the {len(rows)} inputs of which most was learnt."
    after = pd.DataFrame({path: columns[path] for path in before})
    return pd.DataFrame(rows), after, pd.DataFrame(before), title, caption

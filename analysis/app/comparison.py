"""Compare two settings, paired by run: what hedging gains, and the outcomes of the strategies shown."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import DIMENSIONS, INDICES
from ..compare.two_part import estimate_mean
from ..labels import capitalise_name
from .player import PlayedSetting
from .state import Setting

HEDGING = "Hedging's gain"
"""Name of the row of the premium."""
Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


class Row(NamedTuple):
    """One outcome of two settings: both means, and the estimate of their difference (now less held)."""

    measure: str
    reference: float
    now: float
    estimate: Mapping[str, float]


def compare_settings(reference: PlayedSetting, now: PlayedSetting) -> list[Row]:
    """Compare two settings: the premium, then utility and its dimensions under the strategies shown.

    Runs are paired by their numbers; those that only one setting finished are left out.
    """
    count = count_shared_draws(reference.setting, now.setting)
    rows = []
    for name, (numbers, (first, second)) in list_pairs(reference, now).items():
        draws = numbers % count if count else None
        before, after = (estimate_mean(values, draws)["mean"] for values in (first, second))
        rows.append(Row(name, before, after, estimate_mean(second - first, draws)))
    return rows


def list_pairs(reference: PlayedSetting, now: PlayedSetting) -> dict[str, tuple[NDArray[np.int64], Pair]]:
    """List the numbers of the runs, and both settings' values in them, by outcome."""
    gains = [each.answer.premium_by_run().rename(k) for k, each in enumerate((reference, now))]
    table = pd.concat([gain.droplevel([n for n in gain.index.names if n != "run"]) for gain in gains], axis=1)
    table = table.dropna()
    pairs = {HEDGING: (table.index.to_numpy(np.int64), (table[0].to_numpy(), table[1].to_numpy()))}
    both = np.flatnonzero(reference.many.sound & now.many.sound)
    for name in (INDICES[-1], *DIMENSIONS):
        first, second = (each.many.values(f"{name}_mean")[both] for each in (reference, now))
        pairs[capitalise_name(name)] = both, (first, second)
    return pairs


def count_shared_draws(reference: Setting, now: Setting) -> int:
    """Count the draws that runs of both settings take in the same turn; 0 where they do not."""
    counts = {0 if s.draws is None else s.draws.count for s in (reference, now)}
    return counts.pop() if len(counts) == 1 else 0


def describe_caution(reference: Setting, now: Setting) -> str:
    """Describe what makes two settings hard to compare: other quarters, seeds or patrons."""
    a, b = reference.base, now.base
    notes = []
    if (a.first_quarter, a.horizon) != (b.first_quarter, b.horizon):
        notes.append("They cover other quarters.")
    if reference.seed != now.seed:
        notes.append("Their seeds differ, so their runs do not meet the same shocks.")
    if a.patrons != b.patrons:
        notes.append("Their patrons differ.")
    return " ".join(notes)

"""Judge switches on shocks that their search has not seen."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.state import Plan
from ...compare.two_part import estimate_mean, prefix_estimate
from ..futures import Cases
from ..optimisation.question import simulate_utilities
from .trigger_search import Library, Switch, by_future, read_paths

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Judgement(NamedTuple):
    """What switches are worth on fresh shocks.

    Attributes
    ----------
    gains : array, shape (switches, futures, runs)
        Gain over the best constant mix.
    stages : list of array, shape (futures, runs, quarters)
        1 after each switch, 0 before.
    perfect : DataFrame
        Worth of perfect information.
    """

    gains: Matrix
    stages: list[Matrix]
    perfect: pd.DataFrame


def judge_switches(
    judged: Cases,
    seed: int,
    library: Library,
    switches: Sequence[Switch],
    workers: int,
    report: Callable[[int], None],
) -> Judgement:
    """Play switches and constant mixes on shocks that the search has not seen."""
    useful = library.keep_useful()
    mixes = np.vstack([useful.mixes, *([s.before, s.after] for s in switches)])
    report((len(mixes) + 2 * len(switches)) * judged.points * judged.runs)
    utility = by_future(simulate_utilities(judged, "effort", mixes, seed, workers), judged)
    plans = [switch.plan(judged.patrons) for switch in switches]
    worth = np.array([simulate_plan(judged, plan, seed) for plan in plans])
    # who knows every run also has the plans that switch, so that none gains more than that knowledge
    perfect = value_knowledge(np.concatenate([utility, worth]), useful, judged.draw_numbers)
    stages = [read_paths(judged, plan, ["stage"], seed)[..., 0] for plan in plans]
    return Judgement(worth - utility[0], stages, perfect)


def simulate_plan(cases: Cases, plan: Plan, seed: int) -> Matrix:
    """Simulate a plan and return utility, shape (futures, runs)."""
    utility = cases.simulate_mixes(plan, {"plan.choice": np.array([plan.choice])}, seed)
    return np.asarray(by_future(utility, cases)[0])


def estimate_gain(gain: Matrix, draws: Numbers | None = None) -> dict[str, float]:
    """Estimate the mean of a gain of shape (futures, runs); run k meets the same shocks in all futures.

    ``draws`` are the numbers of the runs' draws, shape (runs,), if any.
    """
    return estimate_mean(gain.mean(axis=0), draws)


def compare_date(more: Matrix, draws: Numbers | None = None) -> dict[str, float]:
    """Estimate what a trigger gains over the best switch at a date, from differences by future and run."""
    return prefix_estimate("over_date", estimate_gain(more, draws))


def value_knowledge(utility: Matrix, library: Library, draws: Numbers | None = None) -> pd.DataFrame:
    """Compute what it is worth to know every run, or only which future it is, in advance.

    Parameters
    ----------
    utility : array, shape (mixes, futures, runs)
        Utility on fresh shocks, the best constant mix first, then the rest of the library, then other mixes
        and plans.
    library : Library
        Mixes with their utility on the shocks of the search, by which the best of each future is chosen.
    draws : array of int, shape (runs,), optional
        Number of each run's draw.
    """
    rows = [{"knowledge": "run"} | estimate_gain(utility.max(axis=0) - utility[0], draws)]
    if utility.shape[1] > 1:
        best = library.utility.mean(axis=2).argmax(axis=0)
        known = utility[best, np.arange(len(best))]
        rows.append({"knowledge": "future"} | estimate_gain(known - utility[0], draws))
    return pd.DataFrame(rows)


def is_dated(stages: Matrix) -> bool:
    """Return whether all runs of all futures switch, and in the same quarters, as at a date."""
    first = stages[0, 0]
    return bool(first.any() and (stages == first).all())

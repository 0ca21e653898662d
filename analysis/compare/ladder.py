"""The ladder of premiums: what each step from the best lean to foresight adds, from utility by run.

Whatever is chosen by its utility is chosen on one half of the runs and scored on the other, then the other
way round: no choice is scored on shocks that it has seen. Differences are paired by run. Where runs carry
draws of parameters, one strategy is chosen for all draws, and every table has the columns of PARTS.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.outcomes import UTILITY
from ...model.strategies import FIXED, HEDGE
from .paired import find_draws, list_estimates, list_pairing_columns, tabulate_utility
from .two_part import estimate_mean, prefix_estimate

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]
Matrix = NDArray[np.float64]

LEVELS = ("lean", "mix", "hedge", "foresight")
"""Best lean on one patron, best fixed mix, ``hedge``, and the best fixed mix that knew what would change."""
CAREFREE, CAREFUL = "carefree", "careful"
"""``hedge`` in a world where nothing changes: without caution about a rupture, and with its own."""
RUNGS: Mapping[str, tuple[str, str]] = {
    "diversification": ("mix", "lean"),
    "flexibility": ("hedge", "mix"),
    "hedging": ("hedge", "lean"),
    "surprise": ("foresight", "hedge"),
    "caution": (CAREFREE, CAREFUL),
}
"""Each rung is the mean of the first level less the second, paired by run."""


class Halves(NamedTuple):
    """Numbers of the runs that choose, and of those that score the choice."""

    choice: range
    score: range


def pair_halves(numbers: range) -> tuple[Halves, Halves]:
    """Return every second run to choose and the others to score, then the other way round."""
    return Halves(numbers[::2], numbers[1::2]), Halves(numbers[1::2], numbers[::2])


def score_best(utility: Matrix) -> tuple[Vector, list[int]]:
    """Score the best of several strategies on runs that did not choose it.

    Parameters
    ----------
    utility : array, shape (strategies, runs)
        Utility by run.

    Returns
    -------
    array, shape (runs,)
        Utility of the strategy that has the best mean in the other half of the runs.
    list of int
        The two strategies that were chosen.
    """
    score, best = np.empty(utility.shape[1]), []
    for choice, rest in pair_halves(range(utility.shape[1])):
        best.append(int(utility[:, np.asarray(choice)].mean(axis=1).argmax()))
        score[np.asarray(rest)] = utility[best[-1], np.asarray(rest)]
    return score, best


def estimate_gain(
    hedge: Vector, utility: Matrix, names: Sequence[str], draws: Numbers | None = None
) -> dict[str, Any]:
    """Estimate hedge less the best of some strategies, each half of the runs scored by the other's choice.

    Parameters
    ----------
    hedge : array, shape (runs,)
        Utility of ``hedge``.
    utility : array, shape (strategies, runs)
        Utility of the others.
    names : sequence of str
        Their names.
    draws : array of int, shape (runs,), optional
        Number of each run's draw.

    Returns
    -------
    dict
        best (those that were chosen), runs, mean, low, high, and PARTS with draws.
    """
    score, best = score_best(utility)
    return {"best": ", ".join(dict.fromkeys(names[k] for k in best)), **estimate_mean(hedge - score, draws)}


def compute_rivals(runs: pd.DataFrame) -> pd.DataFrame:
    """Compute the fast ladder: hedge less the best strategy of every kind that was played, without a search.

    Parameters
    ----------
    runs : DataFrame
        Finished runs from :func:`.paired.list_finished_runs`.

    Returns
    -------
    DataFrame
        scenario, in a sweep point, rival (the kind), best, runs, mean, low, high, and PARTS where runs carry
        draws; none where ``hedge`` was not played, or with a single run, which cannot both choose and score.
    """
    place = [c for c in ("scenario", "point") if c in runs]
    needed = ["scenario", "strategy", *list_pairing_columns(runs), UTILITY]
    rows = []
    for at, part in runs[needed].groupby(place, sort=False):
        heads = dict(zip(place, at, strict=True))
        rows += [heads | row for row in estimate_kinds(tabulate_utility(part).dropna())]
    return pd.DataFrame(rows, columns=[*place, "rival", "best", *list_estimates(runs)])


def estimate_kinds(utility: pd.DataFrame) -> list[dict[str, Any]]:
    """Estimate hedge less the best of each kind of strategies.

    Parameters
    ----------
    utility : DataFrame
        One row per run and one column per strategy, with the draw in the index if runs carry one; without
        ``hedge`` or a second run there are no kinds.
    """
    kinds: dict[str, list[str]] = {}
    for name in (str(n) for n in utility if n not in {HEDGE, FIXED}):
        kinds.setdefault(name.partition(":")[0], []).append(name)
    if HEDGE not in utility or len(utility) < 2:
        return []
    hedge = utility[HEDGE].to_numpy(float)
    draws = find_draws(utility.index.to_frame(index=False))
    return [
        {"rival": kind, **estimate_gain(hedge, utility[names].to_numpy(float).T, names, draws)}
        for kind, names in kinds.items()
    ]


def estimate_levels(levels: Mapping[str, Vector], draws: Numbers | None = None) -> pd.DataFrame:
    """Compute the mean utility of each level, and how far it is above the best lean, paired by run.

    Returns
    -------
    DataFrame
        level, runs, mean, low, high, above, above_low, above_high; with draws also PARTS of both.
    """
    rows = []
    for name in LEVELS:
        above = prefix_estimate("above", estimate_mean(levels[name] - levels["lean"], draws))
        rows.append({"level": name, **estimate_mean(levels[name], draws), **above})
    return pd.DataFrame(rows)


def estimate_rungs(
    levels: Mapping[str, Vector], rungs: Sequence[str] = tuple(RUNGS), draws: Numbers | None = None
) -> pd.DataFrame:
    """Compute rungs from the utility of levels by run: rung, runs, mean, low, high, and PARTS with draws."""
    rows = []
    for rung in rungs:
        upper, lower = RUNGS[rung]
        rows.append({"rung": rung, **estimate_mean(levels[upper] - levels[lower], draws)})
    return pd.DataFrame(rows)

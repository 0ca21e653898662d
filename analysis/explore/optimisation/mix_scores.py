"""Scores of a found mix beside named strategies and simple mixes, on shocks that its search has not seen."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...compare.two_part import ENDS, estimate_mean, prefix_estimate
from ..futures import Cases
from .question import (
    AIMS,
    FRESH,
    Question,
    list_simple_mixes,
    loss_function,
    simulate_utilities,
)

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Utility = NDArray[np.float64]
"""Utility of plans, shape (plans, points, runs)."""

FOUND, NAMED, SIMPLE = "found", "named", "simple"
"""Kinds of plans."""
RESAMPLES = 200
"""Resamples of runs, or of draws where runs carry them, for aims that are no means."""


def score_mixes(question: Question, shares: Vector, workers: int) -> pd.DataFrame:
    """Score a found mix beside named strategies and simple mixes, on shocks of the search and on fresh ones.

    Parameters
    ----------
    question : Question
        Definition of the search.
    shares : array, shape (numbers,)
        The mix or weights that were found.
    workers : int
        Cores to use.

    Returns
    -------
    DataFrame
        One row a plan, the found mix first: strategy, kind (``found``, ``named`` or ``simple``), mean, worst,
        regret on fresh shocks, and the same on the shocks of the search (suffix ``_seen``); higher is better
        except for regret. ``behind`` is by how much the found mix is better than it by the aim on fresh
        shocks, with ``behind_low`` and ``behind_high``, its 95% interval paired by run; for the aim ``mean``
        and where runs carry draws also PARTS of :mod:`hedgesim.analysis.compare.two_part`.
    """
    kinds = list_plans(question)
    fresh = simulate_plans(question, question.checked, shares, question.seed + FRESH, workers)
    seen = simulate_plans(question, question.searched, shares, question.seed, workers)
    rivals = np.array([kind == NAMED for kind in kinds.values()])
    rows: list[dict[str, Any]] = [{"strategy": name, "kind": kind} for name, kind in kinds.items()]
    for suffix, utility, cases in (("", fresh, question.checked), ("_seen", seen, question.searched)):
        for aim in AIMS:
            scores = score_plans(utility, rivals, aim, averaged=cases.averaged)
            for row, score in zip(rows, scores, strict=True):
                row[f"{aim}{suffix}"] = float(-score if aim == "regret" else score)
    gaps = estimate_gaps(question, fresh, rivals)
    return pd.DataFrame([row | prefix_estimate("behind", gap) for row, gap in zip(rows, gaps, strict=True)])


def list_plans(question: Question) -> dict[str, str]:
    """Return the kind of every plan by its name: the found mix, named strategies, simple mixes."""
    simple = dict.fromkeys(list_simple_mixes(question.over, question.scenario), SIMPLE)
    return {FOUND: FOUND} | dict.fromkeys(question.named, NAMED) | simple


def simulate_plans(question: Question, cases: Cases, shares: Vector, seed: int, workers: int) -> Utility:
    """Simulate all plans of :func:`list_plans` in the runs of every point."""
    runs = replace(cases, averaged=False)
    simple = list(list_simple_mixes(question.over, question.scenario).values())
    mixes = simulate_utilities(runs, question.over, np.vstack([shares, *simple]), seed, workers)
    named = [runs.simulate_strategy(name, seed) for name in question.named]
    return np.stack([mixes[0], *named, *mixes[1:]]).reshape(-1, cases.points, cases.runs)


def score_plans(utility: Utility, rivals: NDArray[np.bool_], aim: str, *, averaged: bool) -> Vector:
    """Score plans by an aim, higher is better: shape (plans,).

    Parameters
    ----------
    utility : array, shape (plans, points, runs)
        Utility.
    rivals : array of bool, shape (plans,)
        The named strategies, whose best is what regret is measured from.
    aim : str
        One of AIMS.
    averaged : bool
        Whether a case is a point's mean over runs rather than a run.
    """
    cases = utility.mean(axis=2) if averaged else utility.reshape(len(utility), -1)
    rival = cases[rivals].max(axis=0)
    return np.array([-loss_function(values, rival, aim) for values in cases])


def estimate_gaps(question: Question, utility: Utility, rivals: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Estimate by how much the found mix is better than each plan by the aim, with its doubt."""
    draws, aim, averaged = question.checked.draw_numbers, question.aim, question.checked.averaged
    if aim == "mean":
        by_run = (utility[0] - utility).mean(axis=1)
        return [estimate_mean(values, draws) for values in by_run]
    score = score_plans(utility, rivals, aim, averaged=averaged)
    resamples = [
        score_plans(utility[:, :, runs], rivals, aim, averaged=averaged)
        for runs in resample_runs(draws, utility.shape[2], question.seed)
    ]
    gaps = np.array([values[0] - values for values in resamples])
    ends = np.quantile(gaps, ENDS, axis=0).T
    return [
        {"mean": float(gap), "low": float(low), "high": float(high)}
        for gap, (low, high) in zip(score[0] - score, ends, strict=True)
    ]


def resample_runs(draws: NDArray[np.int64] | None, runs: int, seed: int) -> list[NDArray[np.intp]]:
    """Resample runs, those of a draw together, as places of runs."""
    random = np.random.default_rng(seed)
    numbers = np.arange(runs) if draws is None else draws
    members = [np.flatnonzero(numbers == number) for number in np.unique(numbers)]
    chosen = random.integers(0, len(members), (RESAMPLES, len(members)))
    return [np.concatenate([members[k] for k in row]) for row in chosen]

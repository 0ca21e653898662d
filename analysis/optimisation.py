"""The effort mix or weights that do best: differential evolution, checked on fresh shocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, differential_evolution

from ..model.ensemble import simulate
from ..model.errors import InputError
from ..model.outcomes import outcome_columns
from ..model.parameters import efforts, hint
from ..model.scenario import Scenario
from ..model.state import Packages, Plan, Weights
from ..model.strategies import EVERY, NONE, TRUE_AIMS, plan_for
from .evaluate import UTILITY

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

OVER = ("effort", "weights")
AIMS = ("mean", "worst", "regret")
FRESH = 1_000_003
"""What is added to the seed for the check: other shocks than those the search saw."""
SHARE = {"worst": 0.1, "regret": 0.9}


@dataclass(frozen=True)
class Best:
    """What a search found.

    Attributes
    ----------
    shares : dict
        The effort shares by path, or the weights to decide by.
    scores : DataFrame
        The found mix and every named strategy: strategy, mean, worst, regret, on the seed of the search
        (``_seen``) and on fresh shocks; higher is better but for regret.
    evaluations : int
        Mixes tried.
    """

    shares: dict[str, float]
    scores: pd.DataFrame
    evaluations: int


def optimise(
    scenario: Scenario,
    over: str = "effort",
    aim: str = "mean",
    *,
    runs: int = 100,
    seed: int = 1,
    generations: int = 60,
    strategies: Sequence[str] | None = None,
) -> Best:
    """Search for the best fixed effort mix, or the best weights for the hedger to decide by.

    Parameters
    ----------
    scenario : Scenario
        What happens around the hedger.
    over : str
        ``effort``: seven constant shares. ``weights``: what the logit over all packages aims at; scores are
        by the true utility all the same.
    aim : str
        ``mean`` of utility over runs, its ``worst`` decile, or ``regret``: the 90% quantile over runs of what
        the best named strategy has more in the same run.
    runs, seed : int
        Runs of each mix, the same shocks for all.
    generations : int
        Most generations of the search (Storn and Price 1997).
    strategies : sequence of str, optional
        Named strategies to hold it against; the scenario's own where none are given.

    Raises
    ------
    InputError
        If there is no such aim, or nothing of that name to search over.
    """
    faults = [
        f"--{option} {value}: known are {', '.join(known)}{hint(value, known)}"
        for option, value, known in (("over", over, OVER), ("for", aim, AIMS))
        if value not in known
    ]
    if faults:
        raise InputError(*faults)
    named = list(strategies or scenario.strategies)
    seen = {s: utilities(scenario, plan_for(scenario, s), runs, seed) for s in named}
    rival = np.max(list(seen.values()), axis=0)
    paths = efforts(scenario.patrons) if over == "effort" else [f"weights.{n}" for n in Weights._fields]

    tried = [0]

    def loss(population: Matrix) -> Vector:
        tried[0] += population.shape[1]
        mixes = population.T / population.T.sum(axis=1, keepdims=True)
        found = utilities_of(scenario, over, mixes, runs, seed)
        return np.array([lossy(u, rival, aim) for u in found])

    result = differential_evolution(
        loss,  # type: ignore[arg-type]  # vectorised: a population in, its losses out
        Bounds([1e-6] * len(paths), [1.0] * len(paths)),
        maxiter=generations,
        popsize=8,
        tol=1e-6,
        rng=seed,
        vectorized=True,
        updating="deferred",
        polish=False,
    )
    shares = np.asarray(result.x / result.x.sum())
    table = scores(scenario, over, shares, named, runs, seed)
    told = shares if over == "effort" else aimed_at(scenario, shares)
    return Best(dict(zip(paths, map(float, told), strict=True)), table, tried[0])


def aimed_at(scenario: Scenario, factors: Vector) -> Vector:
    """Weights that the hedger decides by: the scenario's own times a plan's, relative to their sum."""
    own = np.array([scenario.values[f"hedger.weights.{name}"] for name in Weights._fields])
    weights = own * factors
    return np.asarray(weights / weights.sum())


def lossy(utility: Vector, rival: Vector, aim: str) -> float:
    """What a search makes small."""
    if aim == "regret":
        return float(np.quantile(rival - utility, SHARE[aim]))
    return -float(utility.mean() if aim == "mean" else np.quantile(utility, SHARE[aim]))


def plan_of(over: str, shares: Vector) -> Plan:
    """The plan of a mix."""
    if over == "effort":
        return Plan(0.0, 0.0, 0.0, TRUE_AIMS, EVERY, Packages._make(map(float, shares)))
    return Plan(1.0, 0.0, 0.0, Weights._make(map(float, shares)), EVERY, NONE)


def utilities(scenario: Scenario, plan: Plan, runs: int, seed: int) -> Vector:
    """Mean utility of every run with a plan."""
    return row(scenario, simulate(scenario, plan, seed, np.arange(runs)).outcomes)


def row(scenario: Scenario, outcomes: Matrix) -> Vector:
    """Utility among outcomes."""
    found: Vector = outcomes[list(outcome_columns(scenario.patrons)).index(UTILITY)]
    return found


def utilities_of(scenario: Scenario, over: str, mixes: Matrix, runs: int, seed: int) -> Matrix:
    """Mean utility of every run with every mix, shape (mixes, runs), in one go."""
    count = len(mixes)
    names = Packages._fields if over == "effort" else Weights._fields
    where = "plan.effort" if over == "effort" else "plan.objective"
    columns = {f"{where}.{n}": np.repeat(mixes[:, k], runs) for k, n in enumerate(names)}
    plan = plan_of(over, mixes[0])
    made = simulate(scenario, plan, seed, np.tile(np.arange(runs), count), columns)
    return row(scenario, made.outcomes).reshape(count, runs)


def scores(
    scenario: Scenario, over: str, shares: Vector, named: Sequence[str], runs: int, seed: int
) -> pd.DataFrame:
    """The found mix and the named strategies, on the shocks of the search and on fresh ones."""
    plans: dict[str, Plan] = {"found": plan_of(over, shares)} | {s: plan_for(scenario, s) for s in named}
    rows: dict[str, dict[str, Any]] = {name: {"strategy": name} for name in plans}
    for suffix, key in (("", seed + FRESH), ("_seen", seed)):
        told = {name: utilities(scenario, plan, runs, key) for name, plan in plans.items()}
        rival = np.max([told[s] for s in named], axis=0)
        for name, utility in told.items():
            rows[name] |= {
                f"mean{suffix}": float(utility.mean()),
                f"worst{suffix}": float(np.quantile(utility, SHARE["worst"])),
                f"regret{suffix}": float(np.quantile(rival - utility, SHARE["regret"])),
            }
    return pd.DataFrame(list(rows.values()))

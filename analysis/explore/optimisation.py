"""Search for the best effort mix or weights by differential evolution, checked on fresh shocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, differential_evolution

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import effort_paths, hint
from ...model.scenario.scenario import Scenario
from ...model.scenario.timeline import case_paths
from ...model.state import Plan, Weights
from ...model.strategies import choose_among, pack_shares, plan_for, spend_fixed, spread_packages
from ..design import duration
from ..execution.local import count_cores
from ..results.folder import Results
from .futures import Cases, build_cases, load_cases

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

OVER = ("effort", "weights")
AIMS = ("mean", "worst", "regret")
FRESH = 1_000_003
"""Offset of the seed of the check, so that it has other shocks than the search."""
SHARE = {"worst": 0.1, "regret": 0.9}
POPULATION = 8
"""Mixes of a generation for each share."""
SEARCHED, CHECKED = 1_000, 20_000
"""Runs over all futures for a mix of the search, and for a plan of the check; else points are drawn."""


@dataclass(frozen=True)
class Question:
    """Definition of a search.

    Attributes
    ----------
    over : str
        ``effort``: constant shares of all packages. ``weights``: weights of the objective in the logit choice
        over all packages; scores use the true utility in both cases.
    aim : str
        ``mean`` of utility over cases, its lowest decile (``worst``), or ``regret``: the 90% quantile over
        cases of the best named strategy's utility minus the plan's.
    named : tuple of str
        Strategies to compare with.
    searched, checked : Cases
        Cases of the search, and cases of the check with fresh shocks.
    futures : int
        Number of points before any were drawn for the cases.
    seed, generations : int
        Seed and largest number of generations of the search (Storn and Price 1997).
    """

    over: str
    aim: str
    named: tuple[str, ...]
    searched: Cases
    checked: Cases
    futures: int
    seed: int
    generations: int

    @property
    def scenario(self) -> Scenario:
        """Return the first scenario, which gives the patrons and weights that a mix refers to."""
        return self.searched.scenario

    @property
    def paths(self) -> list[str]:
        """Return the paths of the numbers that are searched."""
        if self.over == "effort":
            return effort_paths(self.scenario.patrons)
        return [f"weights.{name}" for name in Weights._fields]

    @property
    def most(self) -> int:
        """Return the largest number of mixes that the search tries."""
        return POPULATION * len(self.paths) * (self.generations + 1)


@dataclass(frozen=True)
class Best:
    """Result of a search.

    Attributes
    ----------
    shares : dict
        Path to effort share, or to the weight of the hedger's objective.
    scores : DataFrame
        The found mix and every named strategy: strategy, mean, worst, regret on fresh shocks, and the same on
        the shocks of the search (suffix ``_seen``); higher is better except for regret.
    evaluations : int
        Number of mixes tried.
    """

    shares: dict[str, float]
    scores: pd.DataFrame
    evaluations: int


@normalise_arguments
def question_of(
    subject: Scenario | Results,
    over: str = "effort",
    aim: str = "mean",
    *,
    runs: int | None = None,
    seed: int | None = None,
    generations: int = 60,
    strategies: Sequence[str] | None = None,
) -> Question:
    """Define a search over the runs of a scenario or over the futures of a result folder.

    Parameters
    ----------
    subject : Scenario or Results
        The cases of a scenario are its runs; those of a folder are its futures, each a mean over runs.
    over, aim : str
        See :class:`Question`.
    runs, seed : int, optional
        Runs of each mix at each point, and the seed of their shocks; by default 100 and 1, or as in the
        folder.
    generations : int
        Largest number of generations.
    strategies : sequence of str, optional
        Named strategies to compare with; by default the scenario's own, or those run in all scenarios.

    Raises
    ------
    InputError
        If ``over`` or ``aim`` is unknown, or the futures differ in the weights that are searched.
    """
    faults = [
        f"--{option} {value}: known are {', '.join(known)}{hint(value, known)}"
        for option, value, known in (("over", over, OVER), ("for", aim, AIMS))
        if value not in known
    ]
    if faults:
        raise InputError(*faults)
    if isinstance(subject, Scenario):
        cases, played, key = build_cases(subject, runs or 100), subject.strategies, 1
    else:
        cases = load_cases(subject, runs or int(subject.manifest["runs"]))
        played, key = run_everywhere(subject), int(subject.manifest["seed"])
    key = key if seed is None else seed
    if over == "weights":
        require_same_weights(cases)
    for name in strategies or ():
        plan_for(cases.scenario, name)
    searched, checked = (cases.thin(max(1, most // cases.runs), key) for most in (SEARCHED, CHECKED))
    rivals = tuple(strategies or played)
    return Question(over, aim, rivals, searched, checked, cases.points, key, generations)


def run_everywhere(results: Results) -> tuple[str, ...]:
    """Return the strategies that were run in all scenarios of a folder."""
    first, *rest = results.manifest["strategies"].values()
    return tuple(s for s in first if all(s in other for other in rest))


def require_same_weights(cases: Cases) -> None:
    """Check that the hedger's own weights, which a plan's weights multiply, are equal in all futures.

    Raises
    ------
    InputError
        If not; names the weights that vary.
    """
    paths = [f"hedger.weights.{name}" for name in Weights._fields]
    varied = [p for p in paths if any(p in c for c in (cases.draws, *(part.columns for part in cases.parts)))]
    varied += [p for p in paths if len({part.scenario.values[p] for part in cases.parts}) > 1]
    if varied:
        msg = f"--over weights: the futures differ in {', '.join(dict.fromkeys(varied))}; search over effort"
        raise InputError(msg)


def describe_search(question: Question, workers: int | None) -> str:
    """Describe the size of a search and its approximate duration."""
    cases, horizon = question.searched, question.scenario.horizon
    runs = cases.points * cases.runs
    seconds = duration.estimate_calls(
        question.generations + 1, runs * question.most // (question.generations + 1), horizon, 1
    )
    drawn = f" (drawn from {question.futures:,})" if question.futures > cases.points else ""
    where = f"{cases.points:,} futures{drawn} x " if cases.averaged else ""
    time = duration.describe_duration(seconds / (workers or count_cores()))
    return f"up to {question.most:,} mixes x {where}{cases.runs:,} runs of {horizon} quarters, {time}"


@normalise_arguments
def optimise(question: Question, workers: int | None = None) -> Best:
    """Search for the best fixed effort mix, or the best weights for the hedger to decide by.

    Parameters
    ----------
    question : Question
        Definition of the search, see :func:`question_of`.
    workers : int, optional
        Cores to use; all by default.
    """
    number = workers or count_cores()
    rival = best_named_utility(question, question.searched, question.seed)
    tried = [0]

    def loss(shares: Matrix) -> Vector:
        tried[0] += len(shares)
        found = simulate_utilities(question.searched, question.over, shares, question.seed, number)
        return np.array([loss_function(u, rival, question.aim) for u in found])

    shares = search_shares(loss, len(question.paths), question.seed, question.generations)
    told = shares if question.over == "effort" else objective_weights(question.scenario, shares)
    found = dict(zip(question.paths, map(float, told), strict=True))
    return Best(found, score_mixes(question, shares, number), tried[0])


def search_shares(
    loss: Callable[[Matrix], Vector],
    count: int,
    seed: int,
    generations: int,
    population: int = POPULATION,
) -> Vector:
    """Search for the shares with the least loss, by differential evolution.

    Parameters
    ----------
    loss : callable
        Losses of many mixes, from shares of shape (mixes, ``count``), which sum to 1.
    count : int
        Number of shares.
    seed, generations : int
        Seed and largest number of generations of the search.
    population : int
        Mixes of a generation for each share.
    """

    def population_loss(x: Matrix) -> Vector:
        return loss(x.T / x.T.sum(axis=1, keepdims=True))

    result = differential_evolution(
        population_loss,  # type: ignore[arg-type]  # vectorised: a population in, its losses out
        Bounds([1e-6] * count, [1.0] * count),  # never all zero
        maxiter=generations,
        popsize=population,
        tol=1e-6,
        rng=seed,
        vectorized=True,
        updating="deferred",
        polish=False,
    )
    return np.asarray(result.x / result.x.sum())


def best_named_utility(question: Question, cases: Cases, seed: int) -> Vector:
    """Compute the utility of the best named strategy in each case, shape (cases,)."""
    return np.asarray(np.max([cases.simulate_strategy(name, seed) for name in question.named], axis=0))


def objective_weights(scenario: Scenario, factors: Vector) -> Vector:
    """Compute the weights of the hedger's objective: own weights times the plan's factors, summing to 1."""
    own = np.array([scenario.values[f"hedger.weights.{name}"] for name in Weights._fields])
    weights = own * factors
    return np.asarray(weights / weights.sum())


def loss_function(utility: Vector, rival: Vector, aim: str) -> float:
    """Compute the loss that the search minimises, from utilities of shape (cases,)."""
    if aim == "regret":
        return float(np.quantile(rival - utility, SHARE[aim]))
    return -float(utility.mean() if aim == "mean" else np.quantile(utility, SHARE[aim]))


def build_plan(over: str, shares: Vector, patrons: Sequence[str]) -> Plan:
    """Build the plan of a mix."""
    numbers = [float(share) for share in shares]
    if over == "effort":
        return spend_fixed(pack_shares(numbers))
    return choose_among(spread_packages(patrons, 1.0), objective=Weights._make(numbers))


def simulate_utilities(cases: Cases, over: str, shares: Matrix, seed: int, workers: int = 1) -> Matrix:
    """Simulate every mix in every case and return utility, shape (mixes, cases)."""
    where = "plan.effort." if over == "effort" else "plan.objective."
    paths = [path for path in case_paths(cases.patrons, Plan) if path.startswith(where)]
    mixes = {path: shares[:, k] for k, path in enumerate(paths)}
    return cases.simulate_mixes(build_plan(over, shares[0], cases.patrons), mixes, seed, workers)


def score_mixes(question: Question, shares: Vector, workers: int) -> pd.DataFrame:
    """Score the found mix and the named strategies, on the shocks of the search and on fresh ones."""
    rows: dict[str, dict[str, Any]] = {name: {"strategy": name} for name in ("found", *question.named)}
    for suffix, cases, key in (
        ("", question.checked, question.seed + FRESH),
        ("_seen", question.searched, question.seed),
    ):
        told = {"found": simulate_utilities(cases, question.over, shares[None], key, workers)[0]}
        told |= {name: cases.simulate_strategy(name, key) for name in question.named}
        rival = np.max([told[name] for name in question.named], axis=0)
        for name, utility in told.items():
            rows[name] |= {
                f"mean{suffix}": float(utility.mean()),
                f"worst{suffix}": float(np.quantile(utility, SHARE["worst"])),
                f"regret{suffix}": float(np.quantile(rival - utility, SHARE["regret"])),
            }
    return pd.DataFrame(list(rows.values()))

"""What is asked of a search for a mix or for weights, and what mixes are worth in its cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....model.arguments import normalise_arguments
from ....model.errors import InputError
from ....model.parameters.lookup import effort_paths, hint
from ....model.scenario.scenario import Scenario
from ....model.state import Plan, Weights
from ....model.state.layout import case_paths
from ....model.strategies import TRIGGER, choose_among, pack_shares, plan_for, spend_fixed, spread_packages
from ...design.parameter_draws import Draws
from ...results.folder import Results
from ..futures import Cases, build_cases, load_cases, settle_weights

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

OVER = ("effort", "weights", TRIGGER)
"""What can be searched; triggers in :mod:`..pathways`."""
AIMS = ("mean", "worst", "regret")
FRESH = 1_000_003
"""Offset of the seed of the check, so that it has other shocks than the search."""
SHARE = {"worst": 0.1, "regret": 0.9}
RUNS, GENERATIONS = 100, 60
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


@normalise_arguments
def question_of(
    subject: Scenario | Results,
    over: str = "effort",
    aim: str = "mean",
    *,
    runs: int | None = None,
    seed: int | None = None,
    generations: int = GENERATIONS,
    strategies: Sequence[str] | None = None,
    draws: Draws | None = None,
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
    draws : Draws, optional
        Draws that the runs of a scenario take in turn; a folder has its own.

    Raises
    ------
    InputError
        If ``over`` or ``aim`` is unknown, the futures differ in the weights that are searched, or no strategy
        was run in all of them.
    """
    named = ("over", over, OVER), ("for", aim, AIMS)
    faults = [
        f"--{o} {v}: known are {', '.join(known)}{hint(v, known)}" for o, v, known in named if v not in known
    ]
    if over == TRIGGER:
        faults.append("--over trigger: from Python it is hedgesim.analysis.pathways that searches triggers")
    if faults:
        raise InputError(*faults)
    if isinstance(subject, Scenario):
        cases, played, key = build_cases(subject, runs or RUNS, draws), subject.strategies, 1
    else:
        cases = load_cases(subject, runs or int(subject.manifest["runs"]))
        played, key = run_everywhere(subject), int(subject.manifest["seed"])
    key = key if seed is None else seed
    if over == "weights":
        cases = settle_weights(cases)
    for name in strategies or ():
        plan_for(cases.scenario, name)
    searched, checked = (cases.thin(max(1, most // cases.runs), key) for most in (SEARCHED, CHECKED))
    rivals = tuple(strategies or played)
    if not rivals:
        msg = "no strategy was run in all scenarios: make a batch with the same --strategies for all of them"
        raise InputError(msg)
    return Question(over, aim, rivals, searched, checked, cases.points, key, generations)


def run_everywhere(results: Results) -> tuple[str, ...]:
    """Return the strategies that were run in all scenarios of a folder."""
    first, *rest = results.manifest["strategies"].values()
    return tuple(s for s in first if all(s in other for other in rest))


def best_named_utility(question: Question, cases: Cases, seed: int) -> Vector:
    """Compute the utility of the best named strategy in each case, shape (cases,)."""
    return np.asarray(np.max([cases.simulate_strategy(name, seed) for name in question.named], axis=0))


def list_simple_mixes(over: str, scenario: Scenario) -> dict[str, Vector]:
    """Return mixes that need no search, by name: all on one patron or weight, equal shares, the case's."""
    if over == "weights":
        count = len(Weights._fields)
        only = zip((f"{name} only" for name in Weights._fields), np.eye(count), strict=True)
        return {**dict(only), "own weights": np.full(count, 1.0 / count)}
    patrons = scenario.patrons
    count, halves = len(patrons), np.eye(2 * len(patrons) + 1) / 2.0
    mixes = {f"all on {name}": halves[k] + halves[count + k] for k, name in enumerate(patrons)}
    mixes |= {"all on oneself": 2.0 * halves[-1], "equal shares": np.full(len(halves), 1.0 / len(halves))}
    shipped = scenario.mix
    return mixes if shipped is None else {**mixes, "the case's mix": np.array(shipped.effort)}


def loss_function(utility: Vector, rival: Vector, aim: str) -> float:
    """Compute the loss that the search minimises, from utilities of shape (cases,)."""
    if aim == "regret":
        return float(np.quantile(rival - utility, SHARE[aim]))
    return -float(utility.mean() if aim == "mean" else np.quantile(utility, SHARE[aim]))


def build_plan(over: str, shares: Vector, patrons: Sequence[str]) -> Plan:
    """Build the plan of a mix."""
    numbers = list(map(float, shares))
    if over == "effort":
        return spend_fixed(pack_shares(numbers))
    return choose_among(spread_packages(patrons, 1.0), objective=Weights._make(numbers))


def simulate_utilities(cases: Cases, over: str, shares: Matrix, seed: int, workers: int = 1) -> Matrix:
    """Simulate every mix in every case and return utility, shape (mixes, cases)."""
    where = "plan.effort." if over == "effort" else "plan.objective."
    paths = [path for path in case_paths(cases.patrons, Plan) if path.startswith(where)]
    mixes = {path: shares[:, k] for k, path in enumerate(paths)}
    return cases.simulate_mixes(build_plan(over, shares[0], cases.patrons), mixes, seed, workers)

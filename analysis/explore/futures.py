"""Cases that a plan is judged by: the runs of one scenario, or means over runs in many futures.

A future is a scenario at a point, as in :mod:`.robustness`; all have equal weight.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.errors import InputError, RunError
from ...model.outcomes import UTILITY, outcome_columns
from ...model.scenario.scenario import Scenario
from ...model.state import Plan, Weights
from ...model.strategies import HEDGE, plan_for
from ..design.columns import engine_columns, run_columns
from ..design.parameter_draws import Draws, number_draws
from ..results.folder import Results
from ..results.manifest import rebuild_batch

Matrix = NDArray[np.float64]
Columns = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Part:
    """A scenario at some points: path to values, shape (points,); one point where nothing varies."""

    scenario: Scenario
    columns: Columns
    points: int

    def select_points(self, places: NDArray[np.int64]) -> "Part":
        """Return the part restricted to the points with the given indices."""
        return replace(self, columns={p: v[places] for p, v in self.columns.items()}, points=len(places))


@dataclass(frozen=True)
class Cases:
    """Runs or futures that plans are judged by.

    Attributes
    ----------
    parts : tuple of Part
        Scenarios with their points.
    numbers : range
        Numbers of the runs at each point, which decide their shocks.
    averaged : bool
        Whether a case is a point's mean over runs rather than a single run.
    draws : Draws or None
        Parameters drawn by run: run k takes draw k modulo their number.
    """

    parts: tuple[Part, ...]
    numbers: range
    averaged: bool
    draws: Draws | None = None

    @property
    def scenario(self) -> Scenario:
        """Return the first scenario."""
        return self.parts[0].scenario

    @property
    def patrons(self) -> tuple[str, ...]:
        """Return the patrons of the scenarios."""
        return self.scenario.patrons

    @property
    def runs(self) -> int:
        """Return the number of runs at each point."""
        return len(self.numbers)

    @property
    def draw_numbers(self) -> NDArray[np.int64] | None:
        """Return the number of each run's draw, shape (runs,); None where there are none."""
        return number_draws(self.draws, np.asarray(self.numbers))

    @property
    def points(self) -> int:
        """Return the number of points of all scenarios."""
        return sum(part.points for part in self.parts)

    def thin(self, most: int, seed: int) -> "Cases":
        """Return at most ``most`` points, drawn at random from all parts."""
        if self.points <= most:
            return self
        kept = np.sort(np.random.default_rng(seed).permutation(self.points)[:most])
        ends = np.cumsum([0, *(part.points for part in self.parts)])
        places = [kept[(kept >= a) & (kept < b)] - a for a, b in pairwise(ends)]
        parts = [part.select_points(at) for part, at in zip(self.parts, places, strict=True) if len(at)]
        return replace(self, parts=tuple(parts))

    def change_scenario(self, scenario: Scenario) -> "Cases":
        """Return the runs of another scenario, where there is a single one."""
        return replace(self, parts=(replace(self.parts[0], scenario=scenario),))

    def set_value(self, path: str, value: float) -> "Cases":
        """Return the same runs with another value of one path of the scenario, in every draw too."""
        draws = None if self.draws is None else self.draws.settle([path])
        return replace(self.change_scenario(self.scenario.vary({path: value})), draws=draws)

    def simulate_strategy(self, name: str, seed: int) -> NDArray[np.float64]:
        """Simulate a named strategy and return its utility by case, shape (cases,)."""
        found = [
            self.simulate_part(part, plan_for(part.scenario, name), name, {}, seed) for part in self.parts
        ]
        return np.asarray(np.concatenate(found, axis=1)[0])

    def simulate_mixes(self, plan: Plan, mixes: Columns, seed: int, workers: int = 1) -> Matrix:
        """Simulate plans that differ in some numbers and return utility, shape (mixes, cases).

        Parameters
        ----------
        plan : Plan
            Plan that gives all other numbers.
        mixes : mapping
            Path of a number of the plan (``plan.NAME``) to its values, shape (mixes,).
        seed, workers : int
            Seed of the shocks, and number of threads.
        """
        count = len(next(iter(mixes.values())))
        chunks = np.array_split(np.arange(count), min(workers, count))
        with ThreadPoolExecutor(workers) as threads:
            found = threads.map(lambda some: self.simulate_selection(plan, mixes, some, seed), chunks)
            return np.concatenate(list(found))

    def simulate_selection(self, plan: Plan, mixes: Columns, some: NDArray[np.int64], seed: int) -> Matrix:
        """Simulate the mixes with the given indices and return utility, shape (mixes, cases)."""
        chosen = {path: values[some] for path, values in mixes.items()}
        return np.concatenate(
            [self.simulate_part(part, plan, HEDGE, chosen, seed) for part in self.parts], axis=1
        )

    def simulate_part(self, part: Part, plan: Plan, strategy: str, mixes: Columns, seed: int) -> Matrix:
        """Simulate a part's points with every mix, or with the plan alone: utility, shape (mixes, cases).

        Raises
        ------
        RunError
            If a run gives a number that is not finite.
        """
        count, numbers = len(next(iter(mixes.values()), (0,))), np.asarray(self.numbers)
        rows = count * part.points  # columns run over mixes, then points, then runs: the reshape below
        drawn = run_columns(part.scenario, self.draws, numbers)
        columns = {p: np.tile(v, rows) for p, v in drawn.items()}
        columns |= {p: np.tile(np.repeat(v, self.runs), count) for p, v in part.columns.items()}
        columns = engine_columns(part.scenario, strategy, columns)
        columns |= {p: np.repeat(v, part.points * self.runs) for p, v in mixes.items()}
        outcome = simulate(part.scenario, plan, seed, np.tile(numbers, rows), columns)
        if not outcome.sound.all():
            run = self.numbers[int(np.argmin(outcome.sound)) % self.runs]
            msg = f"{part.scenario.name}: run {run} of seed {seed} gives a number that is not finite"
            raise RunError(msg)
        utility = outcome.outcomes[list(outcome_columns(part.scenario.patrons)).index(UTILITY)]
        by_run = utility.reshape(count, part.points, self.runs)
        return np.asarray(by_run.mean(axis=2) if self.averaged else by_run.reshape(count, -1))


def build_cases(scenario: Scenario, runs: int, draws: Draws | None = None) -> Cases:
    """Return the runs of a scenario as cases."""
    return Cases((Part(scenario, {}, 1),), range(runs), averaged=False, draws=draws)


def load_cases(results: Results, runs: int) -> Cases:
    """Return the futures of a result folder as cases: every scenario at every point.

    Raises
    ------
    InputError
        If the folder's scenarios have other parameters than the present model.
    """
    batch = rebuild_batch(results.manifest, results.folder)
    parts = tuple(Part(scenario, batch.points, batch.point_count) for scenario in batch.scenarios)
    return Cases(parts, range(runs), averaged=True, draws=batch.draws)


def settle_weights(cases: Cases) -> Cases:
    """Return cases in which no draw moves the hedger's own weights, which a plan's weights multiply.

    Raises
    ------
    InputError
        If they differ between futures; names the weights that vary.
    """
    paths = [f"hedger.weights.{name}" for name in Weights._fields]
    varied = [p for p in paths if any(p in part.columns for part in cases.parts)]
    varied += [p for p in paths if len({part.scenario.values[p] for part in cases.parts}) > 1]
    if varied:
        msg = f"--over weights: the futures differ in {', '.join(dict.fromkeys(varied))}; search over effort"
        raise InputError(msg)
    return cases if cases.draws is None else replace(cases, draws=cases.draws.settle(paths))

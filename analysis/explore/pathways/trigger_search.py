"""Search for triggers: when to go over from one constant mix of effort to another, and when back (eq. 39)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.engines.compiled import simulate
from ....model.outcomes import path_columns
from ....model.state import Plan, Signs, Step
from ....model.state.layout import case_paths
from ....model.strategies import build_signs, pack_shares, spend_fixed
from ...design.columns import engine_columns, run_columns
from ..futures import Cases
from ..optimisation.optimisation import evolve
from ..optimisation.question import simulate_utilities

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Report = Callable[[int], None]

LONGEST = 4
"""Most quarters in a row that a search tries."""
DATE = "date"
"""What a switch at a date watches: nothing, so that it fires after some quarters for good."""
DIGITS = 4
"""Decimals of levels that a search tries."""
RANDOM, PAIRS = 30, 60
"""Mixes of the library that are drawn at random, and that lie between the best of two futures."""
LONE, MIXED, POPULATION = 36, 60, 50
"""Plans of a generation: mixes for one future, mixes for all of them, and triggers."""
LONE_GENERATIONS, MIXED_GENERATIONS, GENERATIONS = 20, 20, 20
BORROWED = 8
"""Plans of a sign's first generation with the mixes of the best date."""
CANDIDATES = 400
"""Triggers that the first generation is chosen from."""


class Scale(NamedTuple):
    """What three numbers of 0 to 1 mean: quantiles of a sign's sorted values, and most quarters in a row."""

    values: Vector
    longest: int

    def read_terms(self, x: Matrix) -> tuple[Vector, Vector, Vector]:
        """Return level, release and quarters, from numbers of shape (plans, 3)."""
        level = np.round(np.quantile(self.values, x[:, 0]), DIGITS)
        release = np.minimum(np.round(level * x[:, 1], DIGITS), level)
        return level, release, np.minimum(1.0 + np.floor(self.longest * x[:, 2]), self.longest)


class Switch(NamedTuple):
    """A change of mix: what is watched, when it fires, and the mixes before and after it."""

    watch: str
    level: float
    release: float
    quarters: int
    before: tuple[float, ...]
    after: tuple[float, ...]

    def plan(self, patrons: Sequence[str]) -> Plan:
        """Return the plan with this trigger."""
        step = Step(
            watch_sign(self.watch, patrons), self.level, self.release, float(self.quarters),
            spend_fixed(pack_shares(self.after)),
        )  # fmt: skip
        return spend_fixed(pack_shares(self.before))._replace(steps=(step,))


@dataclass(frozen=True)
class Library:
    """Constant mixes of effort and their utility in the cases of the search.

    Attributes
    ----------
    mixes : array, shape (mixes, packages)
        The best constant mix of all cases first, then that of each future, then others.
    utility : array, shape (mixes, futures, runs)
        Utility on the shocks of the search.
    """

    mixes: Matrix
    utility: Matrix

    @property
    def static(self) -> Vector:
        """Return the best constant mix."""
        return np.asarray(self.mixes[0])

    def keep_useful(self) -> "Library":
        """Return the best constant mix, and the mixes that are best in a future or in a run."""
        best = [self.utility.argmax(axis=0).ravel(), self.utility.mean(axis=2).argmax(axis=0)]
        kept = np.concatenate([[0], np.setdiff1d(np.concatenate(best), [0])])
        return Library(self.mixes[kept], self.utility[kept])


def watch_sign(name: str, patrons: Sequence[str]) -> Signs:
    """Return the weights that watch a single indicator."""
    known = case_paths(tuple(patrons), Signs)
    return build_signs([float(path == name) for path in known], len(patrons))


def split_futures(cases: Cases) -> list[Cases]:
    """Return the cases of every future by itself: one scenario at one point."""
    return [
        replace(cases, parts=(part.select_points(np.array([point])),))
        for part in cases.parts
        for point in range(part.points)
    ]


def by_future(utility: Matrix, cases: Cases) -> Matrix:
    """Reshape utility of shape (plans, cases) to (plans, futures, runs)."""
    return utility.reshape(len(utility), cases.points, cases.runs)


def build_library(cases: Cases, seed: int, workers: int, report: Report) -> Library:
    """Search the best mix of every future and of all of them together; add shipped and random mixes."""
    count = 2 * len(cases.patrons) + 1
    random = np.random.default_rng(seed)
    shipped = [part.scenario.mix.effort for part in cases.parts if part.scenario.mix is not None]
    drawn = random.dirichlet(np.full(count, 0.5), max(LONE, MIXED, RANDOM))

    def search(world: Cases, first: Matrix, generations: int) -> Vector:
        def loss(x: Matrix) -> Vector:
            report(len(x) * world.points * world.runs)
            utility = simulate_utilities(world, "effort", scale_rows(x), seed, workers)
            return np.asarray(-utility.mean(axis=1))

        return np.asarray(scale_rows(evolve(loss, first, seed, generations)[None])[0])

    lone = []
    for world in split_futures(cases):
        first = [*([mix.effort] if (mix := world.scenario.mix) else []), *drawn]
        lone.append(search(world, np.array(first[:LONE]), LONE_GENERATIONS))
    static = search(cases, np.vstack([*lone, *shipped, drawn])[:MIXED], MIXED_GENERATIONS)
    pairs = random.integers(0, len(lone), (PAIRS, 2))
    between = [(lone[a] + lone[b]) / 2.0 for a, b in pairs]
    mixes = np.vstack([static, *lone, *between, drawn[:RANDOM]])
    utility = simulate_utilities(cases, "effort", mixes, seed, workers)
    order = np.argsort(-utility.mean(axis=1), kind="stable")[:1]  # a lone search may have ended higher
    order = np.concatenate([order, np.delete(np.arange(len(mixes)), order)])
    return Library(mixes[order], by_future(utility[order], cases))


def scale_rows(x: Matrix) -> Matrix:
    """Divide the rows of a matrix by their sums."""
    return np.asarray(x / np.maximum(x.sum(axis=-1, keepdims=True), 1e-12))


def read_paths(cases: Cases, plan: Plan, names: Sequence[str], seed: int) -> NDArray[np.float64]:
    """Simulate a plan and return path columns, shape (futures, runs, quarters, columns)."""
    numbers = np.asarray(cases.numbers)
    rows = []
    for world in split_futures(cases):
        scenario, varied = world.scenario, world.parts[0].columns
        columns = run_columns(scenario, cases.draws, numbers)
        columns |= {p: np.repeat(v, cases.runs) for p, v in varied.items()}
        outcome = simulate(scenario, plan, seed, numbers, engine_columns(scenario, "", columns), paths=True)
        every = list(path_columns(scenario.patrons))
        rows.append(outcome.paths[:, :, [every.index(name) for name in names]])
    return np.stack(rows)


def sign_column(watch: str) -> str:
    """Return the path column that records an indicator: ``rivalry.a-b`` is ``rivalry_a_b``."""
    return watch.replace(".", "_").replace("-", "_")


def observe_signs(
    cases: Cases, library: Library, watch: Sequence[str], seed: int
) -> dict[str, NDArray[np.float64]]:
    """Return the paths of each indicator under the best constant mix, shape (futures, runs, quarters).

    Indicators that never move are left out.
    """
    plan = spend_fixed(pack_shares(library.static.tolist()))
    paths = read_paths(cases, plan, [sign_column(name) for name in watch], seed)
    found = {name: paths[..., k] for k, name in enumerate(watch)}
    return {name: v for name, v in found.items() if round(float(v.max() - v.min()), DIGITS) > 0.0}


def follow_stages(signs: NDArray[np.float64], level: float, release: float, quarters: float) -> Matrix:
    """Compute the share of the time after the switch if signs take their course, shape (futures, runs)."""
    alarm = calm = stage = np.zeros(signs.shape[:-1])
    after = np.zeros(signs.shape[:-1])
    for seen in np.moveaxis(signs, -1, 0):
        alarm = np.where((stage == 0.0) & (seen >= level), alarm + 1.0, 0.0)
        calm = np.where((stage == 1.0) & (seen < release), calm + 1.0, 0.0)
        stage = np.where(alarm >= quarters, 1.0, np.where(calm >= quarters, 0.0, stage))
        after += stage
    return np.asarray(after / signs.shape[-1])


@dataclass(frozen=True)
class Search:
    """What every search of a switch needs: cases, mixes to begin with, seed, threads, generations.

    Attributes
    ----------
    report : callable
        Called with the number of runs that were played.
    """

    cases: Cases
    library: Library
    seed: int
    workers: int
    report: Report
    generations: int

    def simulate_gain(self, x: Matrix, watch: str, scale: Scale) -> Vector:
        """Compute what switches gain over the best constant mix, shape (switches,)."""
        cases, count = self.cases, self.library.mixes.shape[1]
        plan = Switch(watch, 0.0, 0.0, 1, (1.0,) * count, (1.0,) * count).plan(cases.patrons)
        self.report(len(x) * cases.points * cases.runs)
        columns = trigger_columns(x, scale, cases.patrons)
        utility = cases.simulate_mixes(plan, columns, self.seed, self.workers)
        return np.asarray(utility.mean(axis=1) - self.library.utility[0].mean())

    def refine_switches(self, first: Matrix, watch: str, scale: Scale) -> tuple[Switch, float]:
        """Search from a first generation; return the best switch and its gain in these cases."""
        best = evolve(
            lambda x: -self.simulate_gain(x, watch, scale), first, self.seed, self.generations
        )  # fmt: skip
        return read_switch(best, watch, scale), float(self.simulate_gain(best[None], watch, scale)[0])


def search_sign(
    search: Search, watch: str, signs: NDArray[np.float64], pairs: Sequence[Switch] = ()
) -> tuple[Switch, float]:
    """Search the best trigger on an indicator.

    Parameters
    ----------
    search : Search
        A trigger that never fires is among the first, so that none is worse than the best constant mix.
    watch : str
        The indicator.
    signs : array, shape (futures, runs, quarters)
        Its paths under the best constant mix, among whose quantiles levels are searched.
    pairs : sequence of Switch, optional
        Switches whose mixes are tried as well, such as the best at a date.
    """
    scale = Scale(np.sort(signs.ravel()), LONGEST)
    first = propose_triggers(search.library, signs, scale, search.seed)
    if pairs:
        ways = list_ways(pairs)
        grid = np.array([np.concatenate([way, plan[-3:]]) for way in ways for plan in first])
        order = np.argsort(-search.simulate_gain(grid, watch, scale), kind="stable")
        first = np.vstack([first[:-BORROWED], grid[order[:BORROWED]]])
    return search.refine_switches(first, watch, scale)


def list_ways(pairs: Sequence[Switch]) -> list[Vector]:
    """Return the mixes of switches in either order, each as the numbers of a search."""
    return [np.array([*a, *b]) for p in pairs for a, b in ((p.before, p.after), (p.after, p.before))]


def read_switch(x: Vector, watch: str, scale: Scale) -> Switch:
    """Return the switch that the numbers of a search mean."""
    count = (len(x) - 3) // 2
    level, release, quarters = (float(v[0]) for v in scale.read_terms(x[None, 2 * count :]))
    before, after = (tuple(scale_rows(p[None])[0].tolist()) for p in (x[:count], x[count:-3]))
    return Switch(watch, level, release, int(quarters), before, after)


def propose_triggers(library: Library, signs: NDArray[np.float64], scale: Scale, seed: int) -> Matrix:
    """Propose triggers to begin a search with, each with the two mixes of the library that suit it.

    A mix is taken to be worth, in each run, what it is worth there throughout, times the part of the time for
    which it is played; signs are taken to move as under the best constant mix.
    """
    random = np.random.default_rng(seed)
    terms = random.random((CANDIDATES, 3)) ** np.array([1.0, 0.5, 2.0])  # mostly soon on and soon back
    terms[::4, 1] = 0.0  # for good
    plans, worth = [], []
    for place, numbers in enumerate(zip(*scale.read_terms(terms), strict=True)):
        after = follow_stages(signs, *numbers)
        parts = [(library.utility * weight).mean(axis=(1, 2)) for weight in (1.0 - after, after)]
        pair = [int(part.argmax()) for part in parts]
        plans.append(np.concatenate([*library.mixes[pair], terms[place]]))
        worth.append(sum(float(part.max()) for part in parts))
    best = np.argsort(-np.array(worth), kind="stable")[: POPULATION // 2]
    never = np.concatenate([library.static, library.static, [1.0, 1.0, 1.0]])
    near = draw_near(library, terms[: POPULATION - 1 - len(best)], random)
    return np.asarray(np.clip(np.vstack([never, np.array(plans)[best], near]), 0.0, 1.0))


def draw_near(library: Library, terms: Matrix, random: np.random.Generator) -> Matrix:
    """Draw triggers whose mixes lie between the best constant one and others, for what pays only in time."""
    others = library.mixes[random.integers(0, len(library.mixes), (2, len(terms)))]
    parts = random.random((2, len(terms), 1))
    return np.hstack([*(library.static + parts * (others - library.static)), terms])


def trigger_columns(x: Matrix, scale: Scale, patrons: tuple[str, ...]) -> dict[str, Vector]:
    """Return the numbers of plans by path, from the vectors of the search."""
    count = (x.shape[1] - 3) // 2
    paths = [p.removeprefix("plan.") for p in case_paths(patrons, Plan) if p.startswith("plan.effort.")]
    columns: dict[str, Vector] = {}
    for where, part in (("plan.", x[:, :count]), ("plan.steps.1.plan.", x[:, count:-3])):
        columns |= dict(zip((where + p for p in paths), scale_rows(part).T, strict=True))
    names = (f"plan.steps.1.{name}" for name in ("level", "release", "quarters"))
    return columns | dict(zip(names, scale.read_terms(x[:, -3:]), strict=True))

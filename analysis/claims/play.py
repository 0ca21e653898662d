"""Play the cells of a ledger over draws with the compiled engine, each strategy in each world once.

Run r of draw d is run d + r D of a batch with D draws and meets its shocks, with every strategy and in every
world, so that differences are paired.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import numpy as np

from ...model.engines.compiled import simulate
from ...model.outcomes import outcome_columns, path_columns
from ...model.scenario.scenario import Scenario
from ...model.strategies import plan_for
from ..design.columns import draw_columns, engine_columns
from ..design.parameter_draws import Draws
from ..execution.local import count_cores
from .cells import Cell, Reading, Vector, World
from .ledger import Part

Need = tuple[World, str]
BLOCK = 256
"""Runs whose quarters are held in memory at once, by each core."""
TAKE: dict[str, Callable[..., Vector]] = {"mean": np.mean, "min": np.min, "max": np.max}
Track = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""A progress bar: takes the number of steps, and returns what is called after each."""


@contextmanager
def ignore_steps(total: int) -> Iterator[Callable[[int], None]]:  # noqa: ARG001 - as a progress bar is called
    """Show no progress."""
    yield lambda _: None


class Player:
    """Plays cells over draws and keeps what it has played.

    Parameters
    ----------
    draws : Draws or None
        Draws of parameters; None for a scenario's own values.
    runs : int
        Runs of each draw, of which a cell is the mean.
    seed : int
        Seed of the shocks.
    workers : int, optional
        Cores to use; all by default.
    """

    def __init__(self, draws: Draws | None, runs: int, seed: int, workers: int | None = None) -> None:
        self.draws, self.count = draws, 1 if draws is None else draws.count
        self.runs, self.seed = runs, seed
        self.workers = workers or count_cores()
        self.numbers: dict[tuple[World, str, Reading], Vector] = {}
        self.columns: dict[str, dict[str, Vector]] = {}

    def play(self, cells: Iterable[Cell], track: Track = ignore_steps) -> None:
        """Play what the cells need and was not played before, each strategy in each world as a step."""
        needs: defaultdict[Need, set[Reading]] = defaultdict(set)
        for world, strategy, reading in (need for cell in cells for need in cell.list_needs()):
            if (world, strategy, reading) not in self.numbers:
                needs[world, strategy].add(reading)
        columns = {world: self.find_columns(world) for world, _ in needs}
        with ThreadPoolExecutor(self.workers) as threads, track(len(needs)) as advance:
            found = threads.map(
                lambda need: self.play_strategy(need[0], need[1], list(needs[need]), columns[need[0]]), needs
            )
            for part in found:
                self.numbers |= part
                advance(1)

    def compute(self, cell: Cell) -> Vector:
        """Compute a cell, shape (draws,)."""
        if cell.parameter:
            own = cell.world.varied.values[cell.parameter]
            return self.find_columns(cell.world).get(cell.parameter, np.full(self.count, own))
        self.play([cell])
        return cell.compute(self.numbers)

    def compute_part(self, part: Part) -> Vector:
        """Compute the number of a part of a claim, shape (draws,)."""
        cells = {name: self.compute(cell) for name, cell in part.cells.items()}
        return np.broadcast_to(part.formula.evaluate(cells), self.count)

    def find_columns(self, world: World) -> dict[str, Vector]:
        """Return the values by path that a world takes from the draws, each of shape (draws,)."""
        return world.set_columns(self.draw_columns(world.scenario, world.digest), self.count)

    def draw_columns(self, scenario: Scenario, digest: str) -> dict[str, Vector]:
        """Return what the draws give a scenario, its opening solved for each of them."""
        if digest not in self.columns:
            self.columns[digest] = draw_columns(scenario, self.draws)
        return self.columns[digest]

    def play_strategy(
        self, world: World, strategy: str, readings: list[Reading], columns: Mapping[str, Vector]
    ) -> dict[tuple[World, str, Reading], Vector]:
        """Play a strategy in a world and read what is wanted, as means over the runs of each draw."""
        plan, total = plan_for(world.varied, strategy), self.count * self.runs
        varied = engine_columns(world.varied, strategy, columns)
        recorded = any(reading.first is not None for reading in readings)
        parts = []
        for first in range(0, total, BLOCK if recorded else total):
            runs = np.arange(first, min(first + BLOCK, total) if recorded else total)
            each = {path: values[runs % self.count] for path, values in varied.items()}
            outcome = simulate(world.varied, plan, self.seed, runs, each, paths=recorded)
            found = np.array(list(read_runs(readings, world.varied, outcome.outcomes, outcome.paths)))
            parts.append(np.where(outcome.sound, found, np.nan))
        means = np.concatenate(parts, axis=1).reshape(len(readings), self.runs, self.count).mean(axis=1)
        return {(world, strategy, reading): row for reading, row in zip(readings, means, strict=True)}


def read_runs(
    readings: Iterable[Reading], scenario: Scenario, outcomes: Vector, paths: Vector
) -> Iterator[Vector]:
    """Yield every reading of the runs, shape (runs,)."""
    rows, places = list(outcome_columns(scenario.patrons)), list(path_columns(scenario.patrons))
    for r in readings:
        if r.first is None or r.last is None:
            values = outcomes[rows.index(r.column)]
        else:
            values = TAKE[r.take](paths[:, r.first : r.last + 1, places.index(r.column)], axis=1)
        yield np.isin(values, r.codes).astype(float) if r.codes else values

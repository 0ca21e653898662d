"""The design of a batch: its scenarios, strategies and runs, as a table with one row per run.

Rows are in a fixed order: scenarios vary slowest, then strategies, then points, then runs; ``run_id`` counts
them from 0. Run k has the same (seed, run) in every scenario and with every strategy, so all of them meet the
same shocks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import canonical_path, hint
from ...model.scenario.scenario import Scenario
from ...model.strategies import all_strategies, plan_for
from .columns import draw_columns, select_draws
from .draw_checks import match_points
from .engine import choose_engine
from .parameter_draws import Draws, match_draws

if TYPE_CHECKING:
    from ...model.state import Plan

AUTO = "auto"
ENGINES = (AUTO, "mesa", "plain", "compiled")
BLOCK = {"mesa": 20, "plain": 20, "compiled": 8192}
PATH_BLOCK = 240
"""Runs of a block: small enough to lose little when a batch is killed, large enough to cost nothing; fewer
where a compiled block keeps paths, which are large."""
ALL = "all"

RUNS, SEED = 20, 1
"""Default number of runs per scenario and strategy, and default seed."""


@dataclass(frozen=True)
class Batch:
    """All inputs that decide the results of a batch.

    Attributes
    ----------
    scenarios : tuple of Scenario
        The scenarios as played, with ``changes`` applied.
    strategies : mapping
        Strategies of each scenario, by the scenario's name.
    runs, first_run : int
        Runs ``first_run`` to ``first_run + runs - 1`` are played at every point.
    seed : int
        Seed of the random numbers.
    engine : str
        mesa, plain or compiled; all give the same bits.
    paths : bool
        Whether every quarter of every run is kept.
    changes : mapping
        Values set for all scenarios, by path; columns of the design.
    block : int
        Number of runs in a block.
    points : mapping
        Points of a sweep: values by path, shape (points,), agreements as steps; empty for a batch.
    spec : mapping
        Description of the points from which they can be made again, as plain data.
    bands : bool
        Whether quantiles over time are computed.
    draws : Draws or None
        Draws of parameters; run k takes draw k mod their number.
    automatic : bool
        Whether the engine was left to ``auto``: where the batch goes on, the one that began it plays on.
    """

    scenarios: tuple[Scenario, ...]
    strategies: Mapping[str, tuple[str, ...]]
    runs: int = 20
    first_run: int = 0
    seed: int = 1
    engine: str = "plain"
    paths: bool = False
    changes: Mapping[str, object] = field(default_factory=dict)
    block: int = BLOCK["plain"]
    points: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    spec: Mapping[str, Any] = field(default_factory=dict)
    bands: bool = True
    draws: Draws | None = None
    automatic: bool = False

    @property
    def point_count(self) -> int:
        """Return the number of points; 1 where nothing varies."""
        return len(next(iter(self.points.values()))) if self.points else 1

    @property
    def rows(self) -> int:
        """Return the number of runs of each scenario and strategy."""
        return self.runs * self.point_count

    @property
    def size(self) -> int:
        """Return the total number of runs."""
        return self.rows * sum(len(self.strategies[s.name]) for s in self.scenarios)

    @property
    def quarters(self) -> int:
        """Return the total number of quarters of all runs."""
        return self.rows * sum(len(self.strategies[s.name]) * s.horizon for s in self.scenarios)

    @property
    def plays(self) -> list[tuple[Scenario, str]]:
        """Return each scenario with each of its strategies, in the order of the design."""
        return [(scenario, name) for scenario in self.scenarios for name in self.strategies[scenario.name]]

    @property
    def varied(self) -> dict[str, NDArray[np.float64]]:
        """Return the values of draws and points, by path."""
        return {**(self.draws.columns if self.draws else {}), **self.points}

    @property
    def patrons(self) -> tuple[str, ...]:
        """Return the ids of the patrons, which all scenarios share."""
        return self.scenarios[0].patrons


@dataclass(frozen=True)
class Block:
    """Runs of one scenario with one strategy that a worker plays together.

    Attributes
    ----------
    number : int
        Position among the blocks, in the order of the design.
    first_id : int
        ``run_id`` of its first run.
    plan : Plan
        The strategy as data, so that a worker needs no registry.
    runs : array of int, shape (n,)
        Run numbers.
    draws : array of int, shape (n,)
        Place of each run's values in ``drawn``.
    drawn : mapping
        Values of the draws that occur, by path, each once: those of each run can be many times as large.
    placed : mapping
        Values of a sweep's points, by path, each of shape (n,).
    """

    number: int
    first_id: int
    scenario: Scenario
    strategy: str
    plan: "Plan"
    seed: int
    runs: NDArray[np.int64]
    draws: NDArray[np.int64]
    drawn: Mapping[str, NDArray[np.float64]]
    placed: Mapping[str, NDArray[np.float64]]
    engine: str
    paths: bool
    bands: bool

    @property
    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Return the values that vary from run to run, by path, each of shape (n,)."""
        # all at once: two hundred columns taken one by one take four times as long
        taken = np.array(list(self.drawn.values())).take(self.draws, axis=1) if self.drawn else ()
        return {**dict(zip(self.drawn, taken, strict=True)), **self.placed}


@normalise_arguments
def plan_batch(
    scenarios: Sequence[Scenario],
    strategies: Sequence[str] | None = None,
    *,
    runs: int = 20,
    first_run: int = 0,
    seed: int = 1,
    engine: str = AUTO,
    paths: bool = False,
    changes: Mapping[str, object] | None = None,
    points: Mapping[str, NDArray[np.float64]] | None = None,
    spec: Mapping[str, Any] | None = None,
    draws: Draws | None = None,
) -> Batch:
    """Build a batch: check all arguments and apply the changes to the scenarios.

    Parameters
    ----------
    scenarios : sequence of Scenario
        At least one; all with the same patrons, because they share outcome columns.
    strategies : sequence of str, optional
        Names, or ``all``; by default those of each scenario.
    runs, first_run, seed, engine, paths, points, spec
        See :class:`Batch`; the engine ``auto`` is the faster one of plain and compiled, see
        :func:`~hedgesim.analysis.design.engine.choose_engine`.
    changes : mapping, optional
        Values to set in all scenarios, by path.
    draws : Draws, optional
        Draws of parameters, from ``read_draws`` or made by hand; checked here.

    Raises
    ------
    InputError
        If a name is unknown or given twice, a number is out of range, patrons differ or points or draws do
        not fit; with all faults of the numbers, of the batch, of the points or of the draws.
    """
    changes = dict(changes or {})
    faults = _batch_faults(scenarios, strategies, engine)
    if faults:
        raise InputError(*faults)
    varied = tuple(s.vary(changes) if changes else s for s in scenarios)
    chosen = {s.name: resolve_strategies(s, strategies) for s in varied}
    named = {canonical_path(path, varied[0].patrons): value for path, value in changes.items()}
    places = match_points(points, varied, named) if points else {}
    drawn = draws
    if draws is not None:
        # draws that the runs take; more runs than draws take no others
        used = [run % max(draws.count, 1) for run in range(first_run, first_run + min(runs, draws.count))]
        drawn = match_draws(draws, varied, named, places, used)
        for scenario in varied:
            draw_columns(scenario, drawn)  # the check that every draw has an opening
    batch = Batch(
        varied, chosen, runs, first_run, seed, engine, paths, named, points=places, spec=spec or {},
        draws=drawn, automatic=engine == AUTO,
    )  # fmt: skip
    if batch.automatic:
        engine = choose_engine(batch.quarters, batch.plays, batch.varied, paths=paths)
    return replace(batch, engine=engine, block=choose_block(engine, paths=paths))


def choose_block(engine: str, *, paths: bool) -> int:
    """Return the number of runs in a block; ``paths`` says whether every quarter of every run is kept."""
    return PATH_BLOCK if paths and engine == "compiled" else BLOCK[engine]


def keep_paths(batch: Batch) -> Batch:
    """Return the same batch, every quarter of every run kept; its numbers are the same bits."""
    return replace(batch, paths=True, block=choose_block(batch.engine, paths=True))


def _batch_faults(scenarios: Sequence[Scenario], strategies: Sequence[str] | None, engine: str) -> list[str]:
    """Describe all faults of a batch that show before its scenarios are varied."""
    faults = [] if scenarios else ["no scenario to run"]
    names = [s.name for s in scenarios]
    faults += [f"scenario {n!r} is given twice" for n in dict.fromkeys(names) if names.count(n) > 1]
    faults += [
        f"{s.name} has other patrons ({', '.join(s.patrons)}) than {names[0]}: run them apart"
        for s in scenarios
        if s.patrons != scenarios[0].patrons
    ]
    if strategies is not None:
        faults += [] if strategies else ["no strategy to run"]
        faults += [
            f"strategy {s!r} is given twice" for s in dict.fromkeys(strategies) if strategies.count(s) > 1
        ]
    if engine not in ENGINES:
        faults.append(f"unknown engine {engine!r}; known are {', '.join(ENGINES)}{hint(engine, ENGINES)}")
    return faults


def resolve_strategies(scenario: Scenario, strategies: Sequence[str] | None) -> tuple[str, ...]:
    """Return the strategies to play in a scenario, with ``all`` expanded, after a check of each.

    Raises
    ------
    InputError
        If one is unknown or cannot be played in the scenario.
    """
    choice = scenario.strategies if strategies is None else strategies
    spelled = [name for s in choice for name in (all_strategies(scenario) if s == ALL else (s,))]
    names = tuple(dict.fromkeys(spelled))
    for name in names:
        plan_for(scenario, name)
    return names


def find_points(batch: Batch, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the point of each row of a scenario and strategy, shape (n,): points vary slower than runs."""
    return rows // batch.runs


def find_runs(batch: Batch, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the run number of each row of a scenario and strategy, shape (n,)."""
    return batch.first_run + rows % batch.runs


def find_draws(batch: Batch, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the draw of each row of a scenario and strategy, shape (n,); all 0 where there are none."""
    return find_runs(batch, rows) % (batch.draws.count if batch.draws else 1)


def read_value(values: Mapping[str, float], path: str, setting: object) -> float | str:
    """Return a scenario's value at a path that was set; if it has none, the setting as number or text."""
    if path in values:
        return float(values[path])
    return float(setting) if isinstance(setting, int | float) else str(setting)


def cut_blocks(batch: Batch) -> Iterator[Block]:
    """Yield the blocks of a batch, in the order of the design."""
    number = first_id = 0
    for scenario in batch.scenarios:
        drawn = draw_columns(scenario, batch.draws)
        for strategy in batch.strategies[scenario.name]:
            plan = plan_for(scenario, strategy)
            for first in range(0, batch.rows, batch.block):
                rows = np.arange(first, min(first + batch.block, batch.rows), dtype=np.int64)
                places = find_points(batch, rows)
                placed = {path: values[places] for path, values in batch.points.items()}
                draws, values = select_draws(drawn, find_draws(batch, rows))
                yield Block(
                    number, first_id, scenario, strategy, plan, batch.seed, find_runs(batch, rows),
                    draws, values, placed, batch.engine, batch.paths, batch.bands,
                )  # fmt: skip
                number, first_id = number + 1, first_id + len(rows)


def describe_batch(batch: Batch) -> str:
    """Describe a batch's size: ``18 scenarios x 10 strategies x 20 runs of 60 quarters = 3,600 runs``."""
    counts = [len(batch.strategies[s.name]) for s in batch.scenarios]
    parts = [
        count_phrase(len(batch.scenarios), len(batch.scenarios), "scenario", "scenarios"),
        count_phrase(min(counts), max(counts), "strategy", "strategies"),
        count_phrase(batch.runs, batch.runs, "run", "runs"),
    ]
    if batch.points:
        parts.insert(0, count_phrase(batch.point_count, batch.point_count, "point", "points"))
    horizons = [s.horizon for s in batch.scenarios]
    quarters = count_phrase(min(horizons), max(horizons), "quarter", "quarters")
    return f"{' x '.join(parts)} of {quarters} = {count_phrase(batch.size, batch.size, 'run', 'runs')}"


def count_phrase(least: int, most: int, singular: str, many: str) -> str:
    """Format a number, or a range of numbers, with its noun."""
    number = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"{number} {singular if most == 1 else many}"


def identical_scenarios(batch: Batch) -> list[str]:
    """Return a notice for every scenario with the same values and events as an earlier one."""
    seen: dict[tuple[object, ...], str] = {}
    notices = []
    for s in batch.scenarios:
        key = s.digest, *sorted(s.relative.items())
        if key in seen:
            notices.append(
                f"{s.name} and {seen[key]} hold the same values and events: expect the same results"
            )
        seen.setdefault(key, s.name)
    return notices

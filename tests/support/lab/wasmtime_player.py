"""The browser's module in wasmtime, with a plain loop around it: timelines, sorted lists and all."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import wasmtime
from numpy.typing import NDArray

from hedgesim.model.engines.reference import mean_of_worst, worst_decile
from hedgesim.model.engines.webassembly import build_layout, build_module
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Plan, flatten
from hedgesim.model.strategies import plan_for

BASE = 1024
"""Address of the buffer."""
Floats = NDArray[np.float64]


class Played(NamedTuple):
    """Results of runs, in the shapes of the compiled engine's: outcomes by run, then paths."""

    outcomes: Floats
    paths: Floats
    sound: NDArray[np.bool_]


class Player:
    """A module for numbers of patrons and of a plan's steps, and its memory."""

    def __init__(self, patrons: int, steps: int = 0, *, simd: bool = True) -> None:
        engine = wasmtime.Engine()
        self.store, self.layout = wasmtime.Store(engine), build_layout(patrons, steps, simd=simd)
        self.module = wasmtime.Module(engine, build_module(patrons, steps, simd=simd))
        memory = wasmtime.Memory(self.store, wasmtime.MemoryType(wasmtime.Limits(16, None)))
        self.stages = wasmtime.Instance(self.store, self.module, [memory]).exports(self.store)
        size = memory.data_len(self.store) - BASE
        bytes_ = memory.get_buffer_ptr(self.store, size, BASE)
        self.rows: Floats = np.frombuffer(bytes_, float).reshape(-1, self.layout.lanes)

    def call(self, stage: str, *arguments: float) -> None:
        """Call an exported function on the buffer."""
        self.stages[stage](self.store, BASE, *arguments)  # type: ignore[operator]

    def play(self, specs: Sequence[Scenario], strategy: str | Plan, seed: int, runs: Sequence[int]) -> Played:
        """Play runs, each of a scenario of its own; all have the plan of the first."""
        plan = plan_for(specs[0], strategy) if isinstance(strategy, str) else strategy
        parts = []
        for k in range(0, len(runs), self.layout.lanes):
            lanes = [min(k + lane, len(runs) - 1) for lane in range(self.layout.lanes)]
            block = self.play_block([specs[i] for i in lanes], plan, seed, [runs[i] for i in lanes])
            parts.append(Played(*(part[: len(set(lanes))] for part in block)))
        return Played(*map(np.concatenate, zip(*parts, strict=True)))

    def play_block(self, specs: Sequence[Scenario], plan: Plan, seed: int, runs: Sequence[int]) -> Played:
        """Play a run in each lane."""
        at, horizon = self.layout, specs[0].horizon
        timelines = [spec.timeline() for spec in specs]
        self.rows[:] = np.nan  # nothing is read that was not written
        self.rows[at.low], self.rows[at.high] = [run % 2**32 for run in runs], [run >> 32 for run in runs]
        self.write(at.start, [flatten(spec.start()) for spec in specs])
        self.write(at.plan, [flatten(plan)] * at.lanes)
        self.write(at.inputs, [flatten(timeline[0]) for timeline in timelines])
        self.call("opening")
        paths = []
        for t in range(horizon):
            self.write(at.inputs, [flatten(timeline[t]) for timeline in timelines])
            self.call("quarter", seed, t, float(t), float(horizon), 1, 1)
            paths.append(self.rows[at.record : at.outcome].T.copy())
        records = np.array(paths)  # shape (quarters, lanes, columns)
        for lane in range(at.lanes):
            for d, series in enumerate(records[:, lane, :4].T.tolist()):
                self.rows[at.deciles + d, lane] = worst_decile(series)
                self.rows[at.tails + d, lane] = mean_of_worst(series)
        self.call("ending", float(horizon))
        outcomes = self.rows[at.outcome : at.size].T.copy()
        return Played(outcomes, records.swapaxes(0, 1), self.rows[at.finite] == 0.0)

    def write(self, row: int, numbers: Sequence[Sequence[float]]) -> None:
        """Write numbers of each lane from a row on."""
        self.rows[row : row + len(numbers[0])] = np.array(numbers).T

"""Playing a block of runs: arrays out, no model object; the one place that calls an engine."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..model.errors import RunError
from ..model.outcomes import Value, band_series, outcome_columns, path_columns, path_row
from ..model.run import Run, play
from .bands import bins_of, exact_sums
from .design import Block

OK, FAILED = "ok", "failed"
TEXTS = ("regime", "status", "error")
"""Outcome columns that hold text."""

Player = Callable[[int, int], Run]


@dataclass(frozen=True)
class Played:
    """What a block of n runs gave, m of them finished.

    Attributes
    ----------
    numbers : array, shape (n, numeric outcomes)
        NaN where a run failed or has no value.
    regime, status, error : array of str, shape (n,)
        Empty where there is none.
    bins : array, shape (m, quarters, band series)
        Histogram bins of finished runs.
    sums : array, shape (quarters, band series)
        Exact sums over finished runs.
    paths : array, shape (m, quarters, path columns)
        Every quarter of finished runs; no columns where paths are not kept.
    """

    numbers: NDArray[np.float64]
    regime: NDArray[np.str_]
    status: NDArray[np.str_]
    error: NDArray[np.str_]
    bins: NDArray[np.uint16]
    sums: NDArray[np.float64]
    paths: NDArray[np.float64]


def plain_player(block: Block) -> Player:
    """Runs in plain Python; what all runs of the block share is worked out once."""
    timeline, start = block.scenario.timeline(), block.scenario.start()

    def one(seed: int, run: int) -> Run:
        records, outcome = play(timeline, start, block.plan, seed, run)
        return Run(records, outcome, block.scenario.patrons)

    return one


def mesa_player(block: Block) -> Player:
    """Runs of the Mesa model."""
    from ..model.world import HedgingModel

    def one(seed: int, run: int) -> Run:
        model = HedgingModel(block.scenario, block.plan, run, seed)
        while model.running:
            model.step()
        return model.finished_run()

    return one


PLAYERS: Mapping[str, Callable[[Block], Player]] = {"plain": plain_player, "mesa": mesa_player}
"""Engines by name."""


def play_block(block: Block) -> Played:
    """Play the runs of a block; a run that fails is a row with its error, not the end."""
    player = PLAYERS[block.engine](block)
    runs = [attempt(player, block.seed, run) for run in block.runs]
    return pack(block, runs)


def attempt(player: Player, seed: int, run: int) -> Run | str:
    """A run, or in a line why it failed."""
    try:
        return player(seed, run)
    except (RunError, ArithmeticError, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__


def pack(block: Block, runs: list[Run | str]) -> Played:
    """Runs as arrays."""
    patrons = block.scenario.patrons
    columns = list(path_columns(patrons))
    finished = [run for run in runs if isinstance(run, Run)]
    shape = (len(finished), block.scenario.horizon, len(columns))
    paths = np.array([[path_row(r) for r in run.records] for run in finished]).reshape(shape)
    series = paths[:, :, [columns.index(column) for _, _, column in band_series(patrons)]]
    outcomes = [run.outcomes if isinstance(run, Run) else {} for run in runs]
    return Played(
        numbers=np.array([[number(o.get(c)) for c in numeric_columns(patrons)] for o in outcomes]),
        regime=np.array([str(o.get("regime", "")) for o in outcomes]),
        status=np.array([OK if isinstance(run, Run) else FAILED for run in runs]),
        error=np.array([run if isinstance(run, str) else "" for run in runs]),
        bins=bins_of(series),
        sums=exact_sums(series),
        paths=paths if block.paths else paths[:, :, :0],
    )


def numeric_columns(patrons: tuple[str, ...]) -> list[str]:
    """Outcome columns that hold numbers, in their order."""
    return [c for c in outcome_columns(patrons) if c not in TEXTS]


def number(value: Value) -> float:
    """A number for an array; NaN for none."""
    return float("nan") if value is None else float(value)


def save(played: Played, path: Path) -> None:
    """Write a block whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("wb") as file:
        np.savez(file, **vars(played))
    part.replace(path)


def read(path: Path) -> Played:
    """Read a block that :func:`save` wrote."""
    with np.load(path) as arrays:
        return Played(**{name: arrays[name] for name in arrays.files})

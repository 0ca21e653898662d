"""Functions with known indices, played through the path that a sweep takes: axes, points, runs, analysis."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from hedgesim.analysis.design.axis import Axis
from hedgesim.analysis.design.points import Points, make_points
from hedgesim.analysis.design.unit_cube import Numbers

Function = Callable[[Numbers], Numbers]
G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def axes(count: int, low: float = 0.0, high: float = 1.0) -> list[Axis]:
    """Ranges x0, x1, ..."""
    return [Axis(f"x{k}", low, high, base=(low + high) / 2.0) for k in range(count)]


def ishigami(x: Numbers) -> Numbers:
    """Ishigami and Homma (1990) with a = 7, b = .1, on -pi to pi."""
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(x: Numbers) -> Numbers:
    """Saltelli and Sobol (1995), on 0 to 1."""
    return np.prod((np.abs(4.0 * x - 2.0) + G_WEIGHTS) / (1.0 + G_WEIGHTS), axis=1)


def sobol_g_indices() -> tuple[Numbers, Numbers]:
    """First-order and total indices of Sobol's G."""
    part = 1.0 / (3.0 * (1.0 + G_WEIGHTS) ** 2)
    whole = np.prod(1.0 + part) - 1.0
    return part / whole, part * np.prod(1.0 + part) / (1.0 + part) / whole


def linear(x: Numbers) -> Numbers:
    """x0 + 2 x1 - 3 x2 ..."""
    signs = np.where(np.arange(x.shape[1]) % 3 == 2, -1.0, 1.0)
    return np.asarray(x @ (signs * np.arange(1.0, x.shape[1] + 1.0)), dtype=float)


def swept(
    points: Points, play: Function, runs: int = 1, noise: Callable[[int, Numbers], Numbers] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    """Design, outcomes and spec as a sweep leaves them; ``noise`` is added by run."""
    count = len(points.table)
    values = play(points.table.to_numpy(float))
    design = points.table.loc[points.table.index.repeat(runs)].reset_index(drop=True)
    design = design.assign(
        run_id=np.arange(count * runs),
        scenario="case",
        strategy="hedge",
        point=np.repeat(np.arange(count), runs),
        run=np.tile(np.arange(runs), count),
        seed=1,
    )
    table = np.column_stack([values + (noise(k, values) if noise else 0.0) for k in range(runs)])
    outcomes = pd.DataFrame(
        {"run_id": design["run_id"], "utility_mean": table.ravel(), "status": "ok", "error": ""}
    )
    return design, outcomes, points.spec()


def sweep(
    kind: str, play: Function, made: list[Axis], samples: int | None = None, seed: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, Any]]:
    """A function under a design."""
    return swept(make_points(made, kind, samples, seed), play)

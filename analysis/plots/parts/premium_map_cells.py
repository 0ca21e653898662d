"""Cells of a premium map: at each point of a grid the best strategy or the commonest regime."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.outcomes import UTILITY
from ....model.strategies import FIXED, HEDGE
from ...design.axis import STEPPED, Axis
from ...design.points import axes_of
from .source import Results

Matrix = NDArray[np.float64]
Cells = NDArray[np.object_]
"""Cells of a panel, shape (levels of y, levels of x); None where there is none."""

LEVELS, PANELS = 3, 4
"""Least levels of an axis of the plane, and most panels."""
DRAWS = 500
"""Resamples of the runs of a point."""


class Plane(NamedTuple):
    """What is drawn: two axes of a panel, and axes of which each combination of levels is a panel."""

    x: Axis
    y: Axis
    others: tuple[Axis, ...]

    @property
    def panels(self) -> list[tuple[float, ...]]:
        """Levels of the other axes, panel by panel; one empty where there are none."""
        return list(product(*(a.levels for a in self.others)))


class Cell(NamedTuple):
    """A point: the winner, the share of resamples or runs that show it too, and the hedging premium.

    ``sure`` is NaN where a single run leaves nothing to resample, ``premium`` where it cannot be had.
    """

    winner: str
    sure: float
    premium: float


def plane_of(results: Results) -> Plane:
    """Return the two numeric axes with the most levels, the first as x, and the rest.

    Raises
    ------
    InputError
        If the folder is no grid, too few of its axes are numeric, or too many panels would be needed.
    """
    spec = results.manifest.get("design") or {}
    if not spec:
        msg = "kind 'map' is drawn from a sweep, nothing varies here: hedgesim sweep NAME --vary KEY=LO:HI:N"
        raise InputError(msg)
    if spec["kind"] != "grid":
        msg = f"kind 'map' is drawn from a grid, found a {spec['kind']} design: sweep with --design grid"
        raise InputError(msg)
    axes = axes_of(spec)
    wide = [a for a in axes if a.unit not in STEPPED and len(a.levels) >= LEVELS]
    if len(wide) < 2:
        msg = f"kind 'map' needs two numeric inputs with {LEVELS} or more levels, found {len(wide)}"
        raise InputError(msg)
    chosen = sorted(wide, key=lambda a: -len(a.levels))[:2]
    x, y = (a for a in axes if a in chosen)
    plane = Plane(x, y, tuple(a for a in axes if a not in chosen))
    if (count := prod(len(a.levels) for a in plane.others)) > PANELS:
        paths = ", ".join(a.path for a in plane.others)
        msg = f"kind 'map' draws at most {PANELS} panels, and {paths} would make {count}: vary fewer levels"
        raise InputError(msg)
    return plane


def cells_of(runs: pd.DataFrame, strategies: Sequence[str], seed: int) -> dict[int, Cell]:
    """Return a cell for every point at which runs finished, by the point's number.

    Parameters
    ----------
    runs : DataFrame
        Finished runs of one scenario: point, strategy, run, ``utility_mean`` and regime.
    strategies : sequence of str
        With several the best by mean utility wins, with one the commonest regime.
    seed : int
        For the resamples of runs.
    """
    if len(strategies) == 1:
        return {int(str(point)): commonest_regime(part["regime"]) for point, part in runs.groupby("point")}
    wide = runs.pivot_table(index=["point", "run"], columns="strategy", values=UTILITY)
    wide = wide.reindex(columns=list(strategies)).dropna()
    return {
        int(str(point)): best_strategy(part.to_numpy(float), strategies, seed)
        for point, part in wide.groupby(level="point")
    }


def commonest_regime(regimes: pd.Series) -> Cell:
    """Return the commonest regime of some runs."""
    shares = regimes.value_counts(normalize=True)
    return Cell(str(shares.index[0]), float(shares.iloc[0]), np.nan)


def best_strategy(utility: Matrix, strategies: Sequence[str], seed: int) -> Cell:
    """Return the best strategy of a point; ``utility`` has a row a run and a column a strategy."""
    means = utility.mean(axis=0)
    winner = int(means.argmax())
    weights = weights_of(len(utility), seed)
    sure = float(((weights @ utility).argmax(axis=1) == winner).mean()) if len(weights) else np.nan
    return Cell(strategies[winner], sure, premium_of(dict(zip(strategies, map(float, means), strict=True))))


def weights_of(runs: int, seed: int) -> Matrix:
    """Return weights of runs by resample, the same at every point; none from a single run."""
    if runs < 2:
        return np.empty((0, runs))
    rng = np.random.default_rng(seed)
    found: Matrix = rng.multinomial(runs, np.full(runs, 1.0 / runs), size=DRAWS) / runs
    return found


def premium_of(means: dict[str, float]) -> float:
    """Return mean utility of hedge less that of the best other strategy, ``fixed`` held apart."""
    others = [value for name, value in means.items() if name not in {HEDGE, FIXED}]
    return means[HEDGE] - max(others) if HEDGE in means and others else float("nan")


def cell_edges(axis: Axis) -> Matrix:
    """Edges of the cells of an axis' levels in rising order: half way between them, the ends at the ends."""
    levels = np.sort(np.array(axis.levels))
    log = axis.scale == "log"
    at = np.log(levels) if log else levels
    middle = (at[1:] + at[:-1]) / 2.0
    found = np.concatenate([at[:1], middle, at[-1:]])
    return np.asarray(np.exp(found) if log else found)


def laid_out(cells: dict[int, Cell], points: pd.DataFrame, plane: Plane, panel: tuple[float, ...]) -> Cells:
    """Return cells of a panel by their levels in rising order.

    Parameters
    ----------
    points : DataFrame
        A row a point: its number as index and a column per path.
    """
    found = np.full((len(plane.y.levels), len(plane.x.levels)), None, dtype=object)
    rows, columns = sorted(plane.y.levels), sorted(plane.x.levels)
    paths = [a.path for a in (*plane.others, plane.y, plane.x)]
    for number, values in zip(points.index, points[paths].to_numpy(float), strict=True):
        *others, y, x = map(float, values)
        if tuple(others) == panel:
            found[rows.index(y), columns.index(x)] = cells.get(int(number))
    return found

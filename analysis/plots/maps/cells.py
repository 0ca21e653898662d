"""Compute the cells of a premium map: the best strategy or the commonest regime at each point of a grid."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.outcomes import UTILITY
from ....model.parameters.lookup import STEPPED
from ...compare.best_rival import resample_weights
from ...compare.paired import DRAW, find_draws
from ...compare.premium import average_rows, subtract_best_mean
from ...design.axis import Axis
from ...design.points import build_axes
from ..parts.source import Results

Matrix = NDArray[np.float64]
Cells = NDArray[np.object_]
"""Cells of a panel, shape (levels of y, levels of x); None where there is none."""

LEVELS, PANELS = 3, 4
"""Least levels of an axis of the plane, and most panels."""
DRAWS = 500
"""Resamples of the runs of a point."""


class Plane(NamedTuple):
    """The two axes of a panel, and the other axes, of which each combination of levels makes a panel."""

    x: Axis
    y: Axis
    others: tuple[Axis, ...]

    @property
    def panels(self) -> list[tuple[float, ...]]:
        """Return the levels of the other axes, panel by panel; one empty tuple if there are none."""
        return list(product(*(a.levels for a in self.others)))


class Cell(NamedTuple):
    """A cell: the winner, the share of resamples, draws or runs that agree, and the hedging premium.

    ``sure`` is NaN where a single run leaves nothing to resample, ``premium`` where it is undefined.
    """

    winner: str
    sure: float
    premium: float


def choose_plane(results: Results, kind: str) -> Plane:
    """Choose the two numeric axes with the most levels as x and y, in the design's order.

    ``kind`` is the kind of figure, for messages.

    Raises
    ------
    InputError
        If the design is no grid, has fewer than two numeric axes, or would need too many panels.
    """
    spec = results.manifest.get("design") or {}
    if not spec:
        sweep = "hedgesim sweep NAME --vary KEY=LO:HI:N"
        msg = f"kind {kind!r} is drawn from a sweep, nothing varies here: {sweep}"
        raise InputError(msg)
    if spec["kind"] != "grid":
        msg = f"kind {kind!r} is drawn from a grid, found a {spec['kind']} design: sweep with --design grid"
        raise InputError(msg)
    axes = build_axes(spec)
    wide = [a for a in axes if a.unit not in STEPPED and len(a.levels) >= LEVELS]
    if len(wide) < 2:
        msg = f"kind {kind!r} needs two numeric inputs with {LEVELS} or more levels, found {len(wide)}"
        raise InputError(msg)
    chosen = sorted(wide, key=lambda a: -len(a.levels))[:2]
    x, y = (a for a in axes if a in chosen)
    plane = Plane(x, y, tuple(a for a in axes if a not in chosen))
    if (count := prod(len(a.levels) for a in plane.others)) > PANELS:
        paths = ", ".join(a.path for a in plane.others)
        msg = (
            f"kind {kind!r} draws at most {PANELS} panels, and {paths} would make {count}: vary fewer levels"
        )
        raise InputError(msg)
    return plane


def compute_cells(runs: pd.DataFrame, strategies: Sequence[str], seed: int) -> dict[int, Cell]:
    """Compute a cell for every point with finished runs, by point number.

    Parameters
    ----------
    runs : DataFrame
        Finished runs of one scenario; columns point, strategy, run, ``utility_mean`` and regime.
    strategies : sequence of str
        Of several, the best by mean utility wins; for a single one, its commonest regime wins.
    seed : int
        Seed of the bootstrap over runs.
    """
    if len(strategies) == 1:
        return {int(str(point)): commonest_regime(part["regime"]) for point, part in runs.groupby("point")}
    index = ["point", "run", *([DRAW] if DRAW in runs else [])]
    wide = runs.pivot_table(index=index, columns="strategy", values=UTILITY)
    # strategies are compared under the same shocks: only runs that all of them finished
    wide = wide.reindex(columns=list(strategies)).dropna()
    return {
        int(str(point)): best_strategy(
            part.to_numpy(float), strategies, seed, find_draws(part.index.to_frame(index=False))
        )
        for point, part in wide.groupby(level="point")
    }


def commonest_regime(regimes: pd.Series) -> Cell:
    """Find the commonest regime of a point's runs, and its share."""
    shares = regimes.value_counts(normalize=True)
    return Cell(str(shares.index[0]), float(shares.iloc[0]), np.nan)


def best_strategy(
    utility: Matrix, strategies: Sequence[str], seed: int, draws: NDArray[np.int64] | None = None
) -> Cell:
    """Find the strategy with the best mean utility at a point, and how many resamples or draws agree.

    ``utility`` has shape (runs, strategies), ``draws`` the number of each run's draw; a draw has the mean of
    its runs.
    """
    if draws is not None:
        utility = average_rows(utility, draws)
        weights = np.eye(len(utility))
    else:
        weights = resample_weights(len(utility), seed, DRAWS if len(utility) > 1 else 0)
    means = utility.mean(axis=0)
    winner = int(means.argmax())
    sure = float(((weights @ utility).argmax(axis=1) == winner).mean()) if len(weights) else np.nan
    premium = subtract_best_mean(dict(zip(strategies, map(float, means), strict=True)))
    return Cell(strategies[winner], sure, premium)


def cell_edges(axis: Axis) -> Matrix:
    """Compute the edges of an axis' cells, shape (levels + 1,), in rising order.

    Inner edges lie half way between levels, on the axis' own scale; the outer ones are the end levels.
    """
    levels = np.sort(np.array(axis.levels))
    log = axis.scale == "log"
    at = np.log(levels) if log else levels
    middle = (at[1:] + at[:-1]) / 2.0
    found = np.concatenate([at[:1], middle, at[-1:]])
    return np.asarray(np.exp(found) if log else found)


def arrange_cells(
    cells: Mapping[int, object], points: pd.DataFrame, plane: Plane, panel: tuple[float, ...]
) -> Cells:
    """Arrange the cells of a panel by rising levels, shape (levels of y, levels of x).

    Parameters
    ----------
    points : DataFrame
        One row per point: its number as index, one column per path.
    """
    found = np.full((len(plane.y.levels), len(plane.x.levels)), None, dtype=object)
    rows, columns = sorted(plane.y.levels), sorted(plane.x.levels)
    paths = [a.path for a in (*plane.others, plane.y, plane.x)]
    for number, values in zip(points.index, points[paths].to_numpy(float), strict=True):
        *others, y, x = map(float, values)
        if tuple(others) == panel:
            found[rows.index(y), columns.index(x)] = cells.get(int(number))
    return found

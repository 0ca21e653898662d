"""Designs in the unit cube from scipy and SALib, and the map from an axis of the cube to values.

A range maps linearly or logarithmically. Of n levels, counted from 0, the k-th takes the interval from k/n to
(k+1)/n.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .axis import LOG, Axis

Numbers = NDArray[np.float64]

MORRIS_LEVELS = 4
"""Levels of Morris' grid, SALib's default: a step is 2/3 of an axis."""
HAIR = 1e-9  # a place on Morris' grid such as 1/3 is not exact; it belongs to the level it begins


def unit_lhs(axes: int, samples: int, seed: int) -> Numbers:
    """Draw a Latin hypercube in the unit cube, shape (samples, axes)."""
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(axes, seed=seed).random(samples), dtype=float)


def salib_problem(axes: int) -> dict[str, Any]:
    """Describe the unit cube as a SALib problem."""
    return {"num_vars": axes, "names": [f"x{k}" for k in range(axes)], "bounds": [[0.0, 1.0]] * axes}


def unit_sobol(axes: int, samples: int, seed: int) -> Numbers:
    """Draw Saltelli's sample in the unit cube, shape (samples * (2 axes + 2), axes); Saltelli (2002)."""
    from SALib.sample import sobol

    return np.asarray(
        sobol.sample(salib_problem(axes), samples, calc_second_order=True, seed=seed), dtype=float
    )


def unit_morris(axes: int, samples: int, seed: int) -> Numbers:
    """Draw Morris' trajectories in the unit cube, shape (samples * (axes + 1), axes); Morris (1991)."""
    from SALib.sample import morris

    return np.asarray(
        morris.sample(salib_problem(axes), samples, num_levels=MORRIS_LEVELS, seed=seed), dtype=float
    )


def values_at(axis: Axis, unit: Numbers) -> Numbers:
    """Convert positions from 0 to 1 on an axis, shape (n,), to values."""
    if axis.levels:
        at = np.floor(unit * len(axis.levels) + HAIR).astype(int)
        return np.asarray(np.take(axis.levels, np.clip(at, 0, len(axis.levels) - 1)), dtype=float)
    if axis.scale == LOG:
        value = np.exp(np.log(axis.low) + unit * (np.log(axis.high) - np.log(axis.low)))
    else:
        value = axis.low + unit * (axis.high - axis.low)
    return np.asarray(np.clip(value, axis.low, axis.high), dtype=float)


def place_on_axis(axis: Axis, values: Numbers) -> Numbers:
    """Convert values on an axis, shape (n,), to positions from 0 to 1; level k of n is at k/(n-1)."""
    if axis.levels:
        order = {v: k / (len(axis.levels) - 1) for k, v in enumerate(axis.levels)}
        return np.array([order[v] for v in values])
    low, high, x = axis.low, axis.high, values
    if axis.scale == LOG:
        low, high, x = np.log(low), np.log(high), np.log(values)
    return np.asarray((x - low) / (high - low), dtype=float)

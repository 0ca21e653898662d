"""Zero crossings of curves that are known at points: where their signs change, linear in between."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def sign_changes(mean: Vector) -> NDArray[np.intp]:
    """Return indices i where the sign changes from i to i + 1; zero takes the sign before it."""
    return np.flatnonzero(np.diff(filled_signs(mean)) != 0.0)


def filled_signs(mean: Vector) -> Vector:
    """Compute signs along the last axis; a zero takes the last sign before it, or else the first after it."""
    found = np.sign(mean)
    place = np.where(found != 0.0, np.arange(found.shape[-1]), 0)
    filled = np.take_along_axis(found, np.maximum.accumulate(place, axis=-1), axis=-1)
    first = np.take_along_axis(found, (found != 0.0).argmax(axis=-1)[..., None], axis=-1)
    return np.where(filled == 0.0, first, filled)


def interpolate_roots(x: Vector, mean: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Interpolate linearly where a curve crosses zero, and whether it rises there."""
    _, found, rising = list_roots(x, mean[None])
    return found, rising


def list_roots(x: Vector, curves: Matrix) -> tuple[NDArray[np.intp], Vector, NDArray[np.bool_]]:
    """Interpolate linearly where curves, shape (draws, n), cross zero.

    Returns
    -------
    tuple
        Of each crossing, by curve and then from left to right: number of the curve, place, and whether the
        curve rises there.
    """
    curve, at = np.nonzero(np.diff(filled_signs(curves)) != 0.0)
    before, after = curves[curve, at], curves[curve, at + 1]
    # a point that is exactly zero is itself the crossing; the inner guard avoids 0 / 0
    part = np.where(before == 0.0, 0.0, before / np.where(before == after, 1.0, before - after))
    return curve, x[at] + part * (x[at + 1] - x[at]), after > before

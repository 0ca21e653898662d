"""Compute the geometry of a triangle of three shares, and which regime holds where in it.

Shares are barycentric coordinates: the first patron's corner is lower left, the second's lower right, the
third's on top. Sides have length 1.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ....model import arithmetic
from ....model.outcomes import regime_name
from ....model.rebinding import rebind
from ....model.rules.regimes import margin, regime
from ....model.state import RegimeLimits

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

HEIGHT = sqrt(3.0) / 2.0
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.5, HEIGHT))

on_arrays = rebind(
    {arithmetic.where: np.where, arithmetic.minimum: np.minimum, arithmetic.maximum: np.maximum}
)
"""Bind a rule to numpy arrays: the picture shows the rule itself, not a second version of it."""


def to_plane(shares: Array) -> Array:
    """Convert shares, shape (n, 3), rows summing to 1, to points in the plane, shape (n, 2)."""
    plane: Array = np.asarray(shares, dtype=float) @ np.array(CORNERS)
    return plane


def to_shares(x: Array, y: Array) -> Array:
    """Convert points in the plane to shares, first axis of length 3; negative outside the triangle.

    The inverse of :func:`to_plane`; ``x`` and ``y`` may have any common shape, which the further axes take.
    """
    third = np.asarray(y) / HEIGHT
    second = np.asarray(x) - 0.5 * third
    return np.stack([1.0 - second - third, second, third])


class Window(NamedTuple):
    """The part of the plane that a panel shows, and the panel's width ``size`` in mm."""

    left: float
    bottom: float
    width: float
    height: float
    size: float

    @property
    def scale(self) -> float:
        """Compute the length in mm of a side of the triangle."""
        return self.size / self.width

    def grid(self, cell: float) -> tuple[Array, Array]:
        """Compute the centres of square cells of ``cell`` mm: x and y, each of shape (rows, columns)."""
        columns = max(int(self.size / cell), 2)
        rows = max(int(self.height * self.scale / cell), 2)
        x = self.left + self.width * (np.arange(columns) + 0.5) / columns
        y = self.bottom + self.height * (np.arange(rows) + 0.5) / rows
        mesh_x, mesh_y = np.meshgrid(x, y)
        return mesh_x, mesh_y


class Regions(NamedTuple):
    """The data that regimes depend on: patrons, the leader at the start, and the scenario's values."""

    patrons: Sequence[str]
    leader: int
    values: Mapping[str, float]

    def apply_rule(self, rule: Any, x: Array, y: Array) -> Array:  # noqa: ANN401 - a rule of regimes
        """Apply a rule of :mod:`~hedgesim.model.rules.regimes` to points in the plane.

        Isolation depends on how much influence there is, not on its shares: there is always enough of it.
        """
        limits = RegimeLimits(*(self.values[f"regimes.{name}"] for name in RegimeLimits._fields))
        rivalry = tuple(self.values[f"rivalry.{a}-{b}"] for a, b in combinations(self.patrons, 2))
        led = tuple(float(place == self.leader) for place in range(len(self.patrons)))
        applied: Array = on_arrays(rule)(limits, np.inf, tuple(to_shares(x, y)), rivalry, led)
        return applied

    def map(self, x: Array, y: Array) -> dict[str, Mask]:
        """Return a mask per regime that holds somewhere, of the points inside the triangle where it does."""
        codes, inside = self.apply_rule(regime, x, y), to_shares(x, y).min(axis=0) >= 0.0
        masks = {regime_name(code, self.patrons): (codes == code) & inside for code in np.unique(codes)}
        return {name: mask for name, mask in masks.items() if mask.any()}

    def fields(self, x: Array, y: Array) -> dict[str, Array]:
        """Compute the signed distance to where a regime ends, by regime: positive where it holds.

        The line of zeros between points is the smooth border that a mask of points cannot give.
        """
        codes, margins = self.apply_rule(regime, x, y), self.apply_rule(margin, x, y)
        found = np.unique(codes)
        return {regime_name(c, self.patrons): np.where(codes == c, margins, -margins) for c in found}


class Spot(NamedTuple):
    """A place in the plane where the name of a regime has room."""

    regime: str
    x: float
    y: float


def closer_window(points: Array, size: float) -> Window:
    """Compute a square window around points, shape (n, 2), with a margin around their extent.

    Its side is 4/3 of the larger extent, at least 0.1; ``size`` is the panel's width in mm.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    side = max(float((high - low).max()) * 4.0 / 3.0, 0.1)
    left, bottom = (low + high - side) / 2.0
    # keep the window over the triangle, with an edge so that marks on its sides are not cut
    edge = 0.04 * side
    left = min(max(left, -edge), max(1.0 + edge - side, -edge))
    bottom = min(max(bottom, -edge), max(HEIGHT + edge - side, -edge))
    return Window(float(left), float(bottom), side, side, size)


def label_spots(
    window: Window,
    regions: Regions,
    points: Array,
    sizes: Mapping[str, tuple[float, float]],
    cell: float = 0.4,
) -> list[Spot]:
    """Find one place per regime where its name overlaps neither the paths nor other regimes.

    Parameters
    ----------
    window : Window
        The part of the plane that the panel shows.
    regions : Regions
        The data that decide where each regime holds.
    points : ndarray, shape (n, 2)
        Points of the paths in the plane, from which names keep 2 mm away.
    sizes : mapping of str to (float, float)
        Width and height of each regime's name in mm.
    cell : float
        Size in mm of the cells of the search grid.

    Returns
    -------
    list of Spot
        Regimes whose name fits nowhere are left out.
    """
    x, y = window.grid(cell)
    free = find_distant(points, x, y, 2.0 / window.scale)
    spots = []
    for name, mask in regions.map(x, y).items():
        wide, high = sizes[name]
        # stretching x turns the box of the text into a square, so one distance serves both ways
        room = ndimage.distance_transform_edt(np.pad(mask & free, 1), sampling=(cell, cell * high / wide))[
            1:-1, 1:-1
        ]
        best = np.unravel_index(int(room.argmax()), room.shape)
        if room[best] > high / 2.0 * 1.42:
            spots.append(Spot(name, float(x[best]), float(y[best])))
    return spots


def find_distant(points: Array, x: Array, y: Array, least: float) -> Mask:
    """Return a mask of the cells at least ``least`` away from every point; all in lengths of the plane."""
    free = np.ones(x.shape, dtype=bool)
    for a, b in points:
        free &= (x - a) ** 2 + (y - b) ** 2 >= least**2
    return free

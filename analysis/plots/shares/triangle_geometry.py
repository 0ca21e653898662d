"""Compute the geometry of a triangle of three shares, and where in it names have room.

Shares are barycentric coordinates: the first patron's corner is lower left, the second's lower right, the
third's on top. Sides have length 1.
"""

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

import numpy as np

from .region_names import Spot
from .regions import Array, Mask, Regions

HEIGHT = sqrt(3.0) / 2.0
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.5, HEIGHT))


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
    """Find one place per region where its name overlaps neither the paths nor other regions.

    Parameters
    ----------
    window : Window
        The part of the plane that the panel shows.
    regions : Regions
        The regions in which one patron dominates, or nobody.
    points : ndarray, shape (n, 2)
        Points of the paths in the plane, from which names keep 2 mm away.
    sizes : mapping of str to (float, float)
        Width and height of each region's name in mm.
    cell : float
        Size in mm of the cells of the search grid.

    Returns
    -------
    list of Spot
        Regions whose name fits nowhere are left out.
    """
    from scipy import ndimage

    x, y = window.grid(cell)
    free = find_distant(points, x, y, 2.0 / window.scale)
    spots = []
    for name, mask in regions.map(to_shares(x, y)).items():
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

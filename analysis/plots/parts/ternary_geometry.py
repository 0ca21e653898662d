"""Compute the geometry of a triangle of three shares, and which regime holds where in it.

Shares are barycentric coordinates: the first patron's corner is lower left, the second's lower right, the
third's on top. Sides have length 1.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

HEIGHT = sqrt(3.0) / 2.0
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.5, HEIGHT))
NOWHERE = -1.0


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


def effective_number(shares: Array) -> Array:
    """Compute the effective number of patrons, 1 to 3, of shares along the first axis.

    One over the sum of squared shares (Laakso and Taagepera 1979).
    """
    number: Array = 1.0 / np.sum(shares**2, axis=0)
    return number


def both_sides(shares: Array, patrons: Sequence[str], values: Mapping[str, float]) -> Array:
    """Compute the smaller share of each pair of rival patrons, and return the largest of these.

    -1 where no pair are rivals. ``shares`` has shape (3, ...), the result the shape of its further axes.
    """
    best: Array = np.full(shares.shape[1:], NOWHERE)
    for i, j in combinations(range(len(patrons)), 2):
        if values[f"rivalry.{patrons[i]}-{patrons[j]}"] >= values["regimes.rival"]:
            best = np.maximum(best, np.minimum(shares[i], shares[j]))
    return best


def regime_fields(
    shares: Array, patrons: Sequence[str], leader: int, values: Mapping[str, float]
) -> dict[str, Array]:
    """Compute one field per regime, 0 or more where its condition holds, by rising precedence (section 6).

    ``mixed`` holds everywhere; a later regime of the mapping overrides an earlier one. Isolation depends on
    how much influence there is, not on its shares, and is left out.

    Parameters
    ----------
    shares : ndarray, shape (3, ...)
        Shares of influence.
    patrons : sequence of str
        Ids in the order of the scenario file.
    leader : int
        Position of the patron that led at the start; a pivot is to one of the others.
    values : mapping of str to float
        The scenario's values: ``regimes.*`` and ``rivalry.*``.
    """
    number = effective_number(shares)
    sides = both_sides(shares, patrons, values) - values["regimes.hedging_share"]
    fields = {
        "mixed": np.ones(shares.shape[1:]),
        "bandwagon": values["regimes.bandwagon_number"] - number,
        "hedging": np.minimum(number - values["regimes.hedging_number"], sides),
    }
    turned = {f"pivot:{p}": shares[i] - values["regimes.pivot"] for i, p in enumerate(patrons) if i != leader}
    return fields | turned


def regime_index(fields: Mapping[str, Array]) -> NDArray[np.int_]:
    """Return the position of the regime that holds at each point, as an array of the fields' shape."""
    index = np.zeros(next(iter(fields.values())).shape, dtype=int)
    for number, field in enumerate(fields.values()):
        index = np.where(field >= 0.0, number, index)
    return index


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

    def fields(self, x: Array, y: Array) -> dict[str, Array]:
        """Compute the regimes' fields at points in the plane; see :func:`regime_fields`."""
        return regime_fields(to_shares(x, y), self.patrons, self.leader, self.values)

    def map(self, x: Array, y: Array) -> dict[str, Mask]:
        """Compute a mask of the points inside the triangle for each regime that holds at any of them."""
        fields = self.fields(x, y)
        index = regime_index(fields)
        inside = to_shares(x, y).min(axis=0) >= 0.0
        masks = {name: (index == number) & inside for number, name in enumerate(fields)}
        return {name: mask for name, mask in masks.items() if mask.any()}


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
    free = far_from(points, x, y, 2.0 / window.scale)
    spots = []
    for regime, mask in regions.map(x, y).items():
        wide, high = sizes[regime]
        # stretching x turns the box of the text into a square, so one distance serves both ways
        room = ndimage.distance_transform_edt(np.pad(mask & free, 1), sampling=(cell, cell * high / wide))[
            1:-1, 1:-1
        ]
        best = np.unravel_index(int(room.argmax()), room.shape)
        if room[best] > high / 2.0 * 1.42:  # half the square's diagonal, sqrt(2) with a little room
            spots.append(Spot(regime, float(x[best]), float(y[best])))
    return spots


def far_from(points: Array, x: Array, y: Array, least: float) -> Mask:
    """Return a mask of the cells at least ``least`` away from every point; all in lengths of the plane."""
    free = np.ones(x.shape, dtype=bool)
    for a, b in points:
        free &= (x - a) ** 2 + (y - b) ** 2 >= least**2
    return free

"""Inputs that are not known: each is a function of a standard normal number.

Under the prior every input is its quantile function at the standard normal distribution of a number z. So
every case has the same prior in z, and one sampler serves all of them (:mod:`.particles`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..calibration.prior import PEAK

Numbers = NDArray[np.float64]

GRID = np.linspace(-6.0, 6.0, 1201)
"""Values of z at which quantiles are computed; between them they are linear, to 2e-5 of a range."""
EVEN, LOG, ODDS = "even", "log", "log odds"
"""Scales on which a number may be evenly spread about its value."""


class Input(NamedTuple):
    """A number that is not known.

    Attributes
    ----------
    low, likeliest, high : float
        Ends of its range, and the likeliest value.
    why : str
        Reason for the range.
    quantiles : array, shape (GRID,)
        Its value at each z of GRID.
    """

    low: float
    likeliest: float
    high: float
    why: str
    quantiles: Numbers


@cache
def find_places() -> Numbers:
    """Return the standard normal probabilities of GRID, at which quantiles are kept."""
    from scipy.special import ndtr

    found: Numbers = ndtr(GRID)
    return found


def spread_evenly(value: float, width: float, scale: str, allowed: tuple[float, float], why: str) -> Input:
    """Spread a number evenly by ``width`` to both sides of its value, on a scale, within what is allowed."""
    away = width * (2.0 * find_places() - 1.0)
    if scale == LOG:
        quantiles = value * np.exp(away)
    elif scale == ODDS:
        quantiles = 1.0 / (1.0 + (1.0 - value) / value * np.exp(-away))
    else:
        quantiles = value + away
    quantiles = np.clip(quantiles, *allowed)
    return Input(float(quantiles.min()), value, float(quantiles.max()), why, quantiles)


def argue(low: float, likeliest: float, high: float, why: str) -> Input:
    """Spread a number over an argued range, peaked at the likeliest value.

    The distribution is that of the project evaluation and review technique (PERT, Malcolm et al. 1959):
    a beta distribution with the weight PEAK for its mode.
    """
    from scipy.special import betaincinv

    width = high - low
    a, b = 1.0 + PEAK * (likeliest - low) / width, 1.0 + PEAK * (high - likeliest) / width
    return Input(low, likeliest, high, why, low + width * betaincinv(a, b, find_places()))


@dataclass(frozen=True)
class Inputs:
    """Numbers of a case that are not known, and what moves with them.

    Attributes
    ----------
    by_path : mapping
        Each input by its path.
    followers : mapping
        Paths that take the value of an input, each with the path of that input.
    joint : tuple of str
        Inputs that depend on each other.
    root : array, shape (joint, joint)
        Cholesky factor of the correlation of their normal numbers.
    """

    by_path: Mapping[str, Input]
    followers: Mapping[str, str]
    joint: tuple[str, ...] = ()
    root: Numbers = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the inputs, in the order of the columns of z."""
        return tuple(self.by_path)

    def correlate(self, z: Numbers) -> Numbers:
        """Return normal numbers that depend on each other as the inputs do, of z of shape (n, inputs)."""
        found, columns = z.copy(), [self.paths.index(path) for path in self.joint]
        found[:, columns] = np.einsum("ij,nj->ni", self.root, z[:, columns])
        return found

    def values(self, z: Numbers) -> dict[str, Numbers]:
        """Map z, shape (n, inputs), to values by path, each of shape (n,)."""
        columns = zip(self.by_path.items(), self.correlate(z).T, strict=True)
        found = {path: np.interp(column, GRID, known.quantiles) for (path, known), column in columns}
        return found | {path: found[leader] for path, leader in self.followers.items()}

"""The premium against each draw's own best rival: what hedging gains if the state knew its parameters.

With one run a draw, the rival that was lucky in that run would be chosen, and the premium would come out too
low. So the rival is chosen on the other runs of the draw. What choosing on the run itself would have cost is
measured on these draws and added where a draw has a single run.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .two_part import PARTS, REPEATS, estimate_mean, prefix_estimate

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

OWN = ("own", "own_low", "own_high", *(f"own_{part}" for part in PARTS), "own_bias", "own_best", "own_most")
"""Columns: mean, ends and PARTS; own_bias, by how much single runs would have come out too low, NaN where it
is not known and nothing was added; the rival that is best in most draws, and the share of these draws."""


class OwnGain(NamedTuple):
    """A premium by run against the draw's own best rival, shape (runs,), and the bias that was mended."""

    values: Vector
    bias: float


def estimate_own(hedge: Vector, rivals: Matrix, names: Sequence[str], draws: Numbers) -> dict[str, Any]:
    """Estimate the premium against each draw's own best rival: OWN.

    Parameters
    ----------
    hedge : array, shape (runs,)
        Utility of ``hedge``.
    rivals : array, shape (runs, rivals)
        Utility of each rival.
    names : sequence of str
        Their names.
    draws : array of int, shape (runs,)
        Number of each run's draw.
    """
    gain = subtract_own_rival(hedge, rivals, draws)
    found = estimate_mean(gain.values, draws)
    best = sum_by_draw(rivals, draws)[0].argmax(axis=1)
    count = np.bincount(best, minlength=len(names))
    most = {"own_best": names[int(count.argmax())], "own_most": float(count.max() / len(best))}
    return {**prefix_estimate("own", found), "own_bias": gain.bias, **most}


def subtract_own_rival(hedge: Vector, rivals: Matrix, draws: Numbers) -> OwnGain:
    """Subtract the utility of the draw's best rival, chosen on its other runs, from that of ``hedge``."""
    totals, place = sum_by_draw(rivals, draws)
    repeated = np.bincount(place)[place] > 1
    others = np.where(repeated[:, None], totals[place] - rivals, rivals)
    best = others.argmax(axis=1)
    gain = hedge - np.take_along_axis(rivals, best[:, None], axis=1)[:, 0]
    if len(hedge) - len(totals) < REPEATS:
        return OwnGain(gain, float("nan"))
    lucky = hedge - rivals.max(axis=1)
    bias = float((gain - lucky)[repeated].mean())
    return OwnGain(np.where(repeated, gain, gain + bias), bias)


def sum_by_draw(values: Matrix, draws: Numbers) -> tuple[Matrix, Numbers]:
    """Sum rows by draw, shape (draws, columns), and return the place of each row's draw, shape (rows,)."""
    numbers, place = np.unique(draws, return_inverse=True)
    totals = np.zeros((len(numbers), values.shape[1]))
    np.add.at(totals, place, values)
    return totals, place

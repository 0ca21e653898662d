"""Find which regime holds at which influence shares, by the model's own rule."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model import arithmetic
from ....model.errors import InputError
from ....model.outcomes import regime_name
from ....model.rebinding import rebind
from ....model.rules.initial_state import begin
from ....model.rules.regimes import margin, regime
from ....model.scenario.scenario_data import value_faults
from ....model.scenario.timeline import case_of, start_of
from ....model.state import RegimeLimits
from ..parts import style
from ..parts.palette import Looks

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

SHADE, PIVOT_SHADE = 0.45, 0.25
"""How far the colours of regimes, and of pivots' patrons, are lightened under the paths."""

on_arrays = rebind(
    {arithmetic.where: np.where, arithmetic.minimum: np.minimum, arithmetic.maximum: np.maximum}
)
"""Bind a rule to numpy arrays: the picture shows the rule itself, not a second version of it."""


class Regions(NamedTuple):
    """The data that regimes depend on: patrons, those that lead at the start, and a scenario's values."""

    patrons: Sequence[str]
    led: tuple[float, ...]
    values: Mapping[str, float]

    def apply_rule(self, rule: Any, shares: Array) -> Array:  # noqa: ANN401 - a rule of regimes
        """Apply a rule of :mod:`~hedgesim.model.rules.regimes` to shares, whose first axis is of patrons.

        Isolation depends on how much influence there is, not on its shares: there is always enough of it.
        """
        limits = RegimeLimits(*(self.values[f"regimes.{name}"] for name in RegimeLimits._fields))
        rivalry = tuple(self.values[f"rivalry.{a}-{b}"] for a, b in combinations(self.patrons, 2))
        applied: Array = on_arrays(rule)(limits, np.inf, tuple(shares), rivalry, self.led)
        return applied

    def map(self, shares: Array) -> dict[str, Mask]:
        """Return a mask per regime that holds somewhere, of the points without negative shares."""
        codes, inside = self.apply_rule(regime, shares), shares.min(axis=0) >= 0.0
        masks = {regime_name(code, self.patrons): (codes == code) & inside for code in np.unique(codes)}
        return {name: mask for name, mask in masks.items() if mask.any()}

    def fields(self, shares: Array) -> dict[str, Array]:
        """Compute the signed distance to where a regime ends, by regime: positive where it holds.

        The line of zeros between points is the smooth border that a mask of points cannot give.
        """
        codes, margins = self.apply_rule(regime, shares), self.apply_rule(margin, shares)
        found = np.unique(codes)
        return {regime_name(c, self.patrons): np.where(codes == c, margins, -margins) for c in found}


def build_regions(patrons: Sequence[str], values: Mapping[str, float]) -> Regions:
    """Build the regions of a scenario from its values, before any event.

    Raises
    ------
    InputError
        If the values are not those of this version of hedgesim.
    """
    if faults := value_faults(values, tuple(patrons)):
        raise InputError(*faults)
    fixed, _ = begin(case_of(values, tuple(patrons)), start_of(values, tuple(patrons)))
    return Regions(patrons, fixed.strongest, values)


def choose_colour(regime: str, looks: Looks) -> str:
    """Return a regime's colour under the paths; a pivot's is darker, to differ from hedging."""
    patron = regime.partition(":")[2]
    if patron:
        return style.lighten(style.actor_colour(patron, looks), PIVOT_SHADE)
    return style.lighten(style.regime_fill(regime, looks).colour, SHADE)

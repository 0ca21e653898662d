"""Find where in a picture of influence shares which patron dominates.

Shares alone do not give a regime, which is read from effort first. They give dominance: under it hedging is
asymmetric.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.errors import InputError
from ..parts import style
from ..parts.palette import Looks

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

LIMIT = "regimes.dominance"
NOBODY = ""
"""The region in which no patron dominates; the others are named by the ids of patrons."""
SHADE, PATRON_SHADE = 0.45, 0.25
"""How far colours are lightened under the paths: of the region without dominance, and of patrons."""
READ = (
    "Shades: a patron with more than {limit:.0%} dominates, so that hedging is asymmetric. What the regime is"
    " depends on effort, too."
)


class Regions(NamedTuple):
    """The regions of a scenario: its patrons, and the share of influence above which one dominates."""

    patrons: Sequence[str]
    limit: float

    def fields(self, shares: Array) -> dict[str, Array]:
        """Compute the signed distance to where a region ends, by region: positive inside.

        The line of zeros between points is the smooth border that a mask of points cannot give. The first
        axis of ``shares`` is of patrons.
        """
        rest = [np.delete(shares, place, axis=0).max(axis=0) for place in range(len(self.patrons))]
        fields = {
            patron: np.minimum(share - self.limit, share - most)
            for patron, share, most in zip(self.patrons, shares, rest, strict=True)
        }
        return fields | {NOBODY: self.limit - shares.max(axis=0)}

    def map(self, shares: Array) -> dict[str, Mask]:
        """Return a mask per region that holds somewhere, of the points without negative shares."""
        inside = shares.min(axis=0) >= 0.0
        masks = {
            name: inside & (field >= 0.0 if name == NOBODY else field > 0.0)
            for name, field in self.fields(shares).items()
        }
        return {name: mask for name, mask in masks.items() if mask.any()}


def read_limit(values: Mapping[str, float]) -> float:
    """Read the share of influence above which a patron dominates from a scenario's values.

    Raises
    ------
    InputError
        If the values are those of an earlier version of hedgesim, which has no such limit.
    """
    if LIMIT not in values:
        msg = f"an earlier version of hedgesim made this: it lacks {LIMIT}, by which shares are shaded"
        raise InputError(msg)
    return values[LIMIT]


def build_regions(patrons: Sequence[str], values: Mapping[str, float]) -> Regions:
    """Build the regions of a scenario from its values, before any event."""
    return Regions(patrons, read_limit(values))


def name_regions(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the names in words of all regions, by patron id and NOBODY."""
    return {patron: f"{label} dominates" for patron, label in labels.items()} | {NOBODY: "No dominance"}


def choose_colour(region: str, looks: Looks) -> str:
    """Return a region's colour under the paths: that of the patron who dominates, or of hedging."""
    if region == NOBODY:
        return style.lighten(style.REGIMES["hedging"].colour, SHADE)
    return style.lighten(style.actor_colour(region, looks), PATRON_SHADE)


def describe_regions(values: Mapping[str, Any]) -> str:
    """Describe how to read the shades."""
    return READ.format(limit=read_limit(values))

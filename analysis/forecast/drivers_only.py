"""A forecast without the model: what oil price, masses, terms and rivalry usually do to trade shares.

Changes of a share on its log odds are regressed on the changes of the drivers that the histories are given,
by flow and partner with partial pooling (:mod:`.shrinkage`), in all states but the one that is forecast.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from .drivers import DRIVERS, read_drivers
from .pool import TRADE, Track, join_changes
from .shrinkage import Slopes, estimate_slopes

Numbers = NDArray[np.float64]

DOUBT = 0.3
"""Before data, a driver's usual change moves a share by so many of its usual changes, or less, either way."""


class Driven(NamedTuple):
    """What drivers do to one flow.

    Attributes
    ----------
    flow : str
        ``export`` or ``import``.
    slopes : Slopes
        Effect of each driver's usual change by flow and partner.
    usual : array, shape (drivers,)
        Root mean square of each driver's yearly changes.
    """

    flow: str
    slopes: Slopes
    usual: Numbers

    def change(self, scenario: Scenario, patron: str, last: int, years: NDArray[np.int64]) -> Numbers:
        """Compute the change of a share since its last year known, on log odds, shape (years,)."""
        drivers = read_drivers(scenario, self.flow, patron)
        first = scenario.first_quarter // 4
        moved = (drivers[years - first] - drivers[last - first]) / self.usual
        return np.asarray(moved @ self.slopes.of((self.flow, patron)).mean)


def learn_drivers(pool: Sequence[Track], state: str) -> dict[str, Driven]:
    """Estimate what drivers do to exports and to imports, in all states but one."""
    found = {}
    for flow in TRADE:
        tracks = [t for t in pool if t.flow == flow and t.state != state]
        pairs = [(t.group, t.relate(t.drivers)) for t in tracks]
        every = np.concatenate([c.explained_by for _, c in pairs])
        usual = np.maximum(np.sqrt((every**2).mean(axis=0)), 1e-9)
        size = float(np.sqrt(np.mean(np.concatenate([c.observed for _, c in pairs]) ** 2)))
        joined = join_changes((g, c._replace(explained_by=c.explained_by / usual)) for g, c in pairs)
        slopes = estimate_slopes(joined, [0.0] * len(DRIVERS), [DOUBT * size] * len(DRIVERS))
        found[flow] = Driven(flow, slopes, usual)
    return found

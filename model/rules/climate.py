"""Exogenous processes: tension, energy price, funding and domestic strain (eq. 1, 2, 4)."""

from ..arithmetic import clip, each, maximum, minimum, where
from ..state import Case, Climate, Draws, Pairs, World

CRISIS_SIZE = 0.5  # strain that a crisis adds; from none to full it moves utility by less than .001


def next_climate(world: World, climate: Climate, draws: Draws) -> Climate:
    """Advance the AR(1) deviations from the scenario's paths, and strain with its crises.

    Tension, log energy price and log funding are first-order autoregressions (eq. 1, 2). Strain
    stays on the scenario's path unless a crisis, a jump of ``CRISIS_SIZE`` with probability
    ``crisis_hazard``, lifts it above; it then fades back (eq. 4). A rupture, with probability
    ``rupture_hazard``, lasts (eq. 1).
    """
    jump = where(draws.crisis < world.crisis_hazard, CRISIS_SIZE, 0.0)
    lasting = maximum(world.strain, world.strain_keep * climate.strain)
    return Climate(
        tension=world.tension_keep * climate.tension + world.tension_sd * draws.tension,
        energy=world.cycle_keep * climate.energy + world.energy_sd * draws.energy,
        funding=world.cycle_keep * climate.funding + world.funding_sd * draws.funding,
        strain=minimum(1.0, lasting + jump),
        ruptured=where(draws.rupture < world.rupture_hazard, 1.0, climate.ruptured),
    )


def rivalries(case: Case, climate: Climate) -> Pairs:
    """Compute the rivalry of each pair: the scenario's value plus volatility times tension (eq. 1).

    After a rupture it is that of :func:`rupture_rivalries`.
    """
    calm = tuple(
        clip(base + moved * climate.tension, 0.0, 1.0)
        for base, moved in zip(case.rivalry, case.volatile, strict=True)
    )
    return each(
        lambda now, then: where(climate.ruptured > 0.5, then, now), calm, rupture_rivalries(case, calm)
    )


def rupture_rivalries(case: Case, rivalry: Pairs) -> Pairs:
    """Compute rivalries after a rupture, which strikes the pairs that tension moves (eq. 1, 22a)."""
    return tuple(
        where(moved > 0.0, maximum(r, case.world.rupture), r)
        for r, moved in zip(rivalry, case.volatile, strict=True)
    )

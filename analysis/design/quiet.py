"""Scenarios without shocks, in which direction and size come from the mechanisms alone."""

from collections.abc import Sequence

from ...model.scenario.scenario import Scenario

SHOCKS = {
    "world.tension_sd": 0.0,
    "world.energy_sd": 0.0,
    "world.funding_sd": 0.0,
    "world.crisis_hazard": 0.0,
    "world.rupture_hazard": 0.0,
    "mechanisms.moods": 0.0,
}
"""Inputs that let anything be drawn in a run, apart from the noise of barriers."""


def list_quiet_values(patrons: Sequence[str]) -> dict[str, float]:
    """Return the values by path that leave no shocks of the world, moods or noise of barriers.

    The start's doubt about barriers goes as well, so that trade does not take this for good news.
    """
    places = [f"{place}.{p}" for place in ("patrons", "start.patrons") for p in patrons]
    return SHOCKS | {f"{place}.uncertainty": 0.0 for place in places}


def remove_shocks(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing is drawn."""
    return scenario.vary(list_quiet_values(scenario.patrons))

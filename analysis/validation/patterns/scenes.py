"""Built-in scenarios of Belarus with one draw of parameters set, and runs of them.

Runs use the compiled engine, which gives the same bits as the Python engine in a tenth of the time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from ....model.engines.compiled import simulate
from ....model.engines.reference import Run
from ....model.errors import RunError
from ....model.scenario.scenario import Scenario
from ....model.scenario.timeline import build_tuple
from ....model.state import Outcome, Record

RUSSIA, CHINA, EU = 0, 1, 2
BASELINE = "baseline"
SEED = 7

SHOCKS = {
    "world.tension_sd": 0.0,
    "world.energy_sd": 0.0,
    "world.funding_sd": 0.0,
    "world.crisis_hazard": 0.0,
}


@cache
def load_scenario(name: str) -> Scenario:
    """Load a built-in scenario and cache it."""
    return Scenario.load(f"belarus/{name}")


def remove_shocks(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing is drawn: neither shocks of the world nor noise of barriers.

    The start's doubt about barriers goes as well, so that trade does not take this for good news.
    """
    places = [f"{place}.{p}" for place in ("patrons", "start.patrons") for p in scenario.patrons]
    return scenario.vary(SHOCKS | {f"{place}.uncertainty": 0.0 for place in places})


class Scenes:
    """Scenarios with one draw of parameters set.

    Parameters
    ----------
    drawn : mapping, optional
        Path to value; every path must be one of the baseline's. A scenario keeps its own value where it
        differs from the baseline and ignores paths that it lacks; changes by a pattern take precedence.
    """

    def __init__(self, draw: Mapping[str, float] | None = None) -> None:
        self.drawn = dict(draw or {})
        self.made: dict[tuple[str, bool], Scenario] = {}

    def scenario(self, name: str = BASELINE) -> Scenario:
        """Return a scenario with its shocks."""
        if (name, True) not in self.made:
            self.made[name, True] = load_scenario(name).vary(self.fitting(name))
        return self.made[name, True]

    def quiet(self, name: str = BASELINE, changes: Mapping[str, float] | None = None) -> Scenario:
        """Return a scenario without shocks, with further changes."""
        if (name, False) not in self.made:
            self.made[name, False] = remove_shocks(self.scenario(name))
        return self.made[name, False].vary(changes or {})

    def fitting(self, name: str) -> dict[str, float]:
        """Return the part of the draw that applies to a scenario."""
        own, base = load_scenario(name).values, load_scenario(BASELINE).values
        return {path: v for path, v in self.drawn.items() if path in own and own[path] == base.get(path)}


def play_run(spec: Scenario, strategy: str = "hedge") -> Run:
    """Simulate one run.

    Raises
    ------
    RunError
        If a number of the run is not finite.
    """
    made = simulate(spec, strategy, SEED, np.zeros(1, np.int64), paths=True)
    if not made.sound[0]:
        msg = f"{spec.name}, {strategy}: a number is not finite"
        raise RunError(msg)
    count = len(spec.patrons)
    outcome: Outcome = build_tuple(Outcome, count, iter(made.outcomes[:, 0].tolist()).__next__)
    records = [build_tuple(Record, count, iter(row).__next__) for row in made.paths[0].tolist()]
    return Run(tuple(records), outcome, spec.patrons)


def mean_over_quarters(records: Sequence[Record], read: Callable[[Record], float]) -> float:
    """Compute the mean of a number over quarters."""
    return sum(map(read, records)) / len(records)


def mean_utility(spec: Scenario, strategy: str) -> float:
    """Simulate one run and return its mean utility."""
    return float(play_run(spec, strategy).outcome.utility.mean)

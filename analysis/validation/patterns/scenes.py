"""Built-in scenarios of Belarus with a draw of parameters set on top, and runs of them.

Runs are of the compiled engine, which has the bits of plain Python and takes a tenth of its time.
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
    "world.growth_sd": 0.0,
    "world.crisis_hazard": 0.0,
}
BARRIER_NOISE = {f"patrons.{p}.uncertainty": 0.0 for p in ("russia", "china", "eu")}


@cache
def load_scenario(name: str) -> Scenario:
    """Load a built-in scenario, once."""
    return Scenario.load(f"belarus/{name}")


class Scenes:
    """Scenarios with one draw set on top.

    Parameters
    ----------
    drawn : mapping, optional
        Path to value, every path one of the baseline's. A scenario keeps its own value of what sets it apart
        from the baseline, and does without paths it lacks; what a pattern changes itself counts last.
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
        """Return a scenario without shocks, changed further."""
        if (name, False) not in self.made:
            self.made[name, False] = self.scenario(name).vary(SHOCKS | BARRIER_NOISE)
        return self.made[name, False].vary(changes or {})

    def fitting(self, name: str) -> dict[str, float]:
        """Return what of the draw is set on top of a scenario."""
        own, base = load_scenario(name).values, load_scenario(BASELINE).values
        return {path: v for path, v in self.drawn.items() if path in own and own[path] == base.get(path)}


def play_run(spec: Scenario, strategy: str = "hedge") -> Run:
    """One run.

    Raises
    ------
    RunError
        If a number of it is not finite.
    """
    made = simulate(spec, strategy, SEED, np.zeros(1, np.int64), paths=True)
    if not made.sound[0]:
        msg = f"{spec.name}, {strategy}: a number is not finite"
        raise RunError(msg)
    outcome: Outcome = build_tuple(Outcome, iter(made.outcomes[:, 0].tolist()).__next__)
    records = [build_tuple(Record, iter(row).__next__) for row in made.paths[0].tolist()]
    return Run(tuple(records), outcome, spec.patrons)


def mean_over_quarters(records: Sequence[Record], read: Callable[[Record], float]) -> float:
    """Mean of a number over quarters."""
    return sum(map(read, records)) / len(records)


def mean_utility(spec: Scenario, strategy: str) -> float:
    """Mean utility of one run."""
    return float(play_run(spec, strategy).outcome.utility.mean)

"""What is compared with what, and in which worlds, when a strategy is judged as an insurance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.errors import InputError
from ....model.rules.initial_state import begin
from ....model.rules.welfare import normalise_weights, utility
from ....model.scenario.scenario import Scenario
from ....model.state import Patron, Plan
from ....model.strategies import (
    HEDGE,
    MIX,
    describe_unknown,
    pack_shares,
    plan_for,
    spend_fixed,
    strategy_names,
)
from ...compare.utility_paths import simulate_utility
from ...design.batch import resolve_strategies
from ...design.parameter_draws import Draws, number_draws
from ..mix_search import find_best_lean
from ..optimisation.question import FRESH

LEAN = "lean"
"""What --against calls the best lean; ``lean:PATRON`` once it is found."""
SWITCH = "mechanisms.moods"
MOODS, CALM = "moods", "known"
"""Worlds: moods as they come, and at their mean."""
MOST_AVERSE = 100.0
TRIED = 200
"""Runs by which the best bandwagon is chosen."""
EXAMPLE = {"turn": 0.05, "relent": 0.25, "severity": 0.5}
"""Hazards for advice: about a year of cold every five years."""


class Settings(NamedTuple):
    """How strategies are played and scored: see :class:`.result.Risk`."""

    runs: int
    seed: int
    floor: float
    aversion: float


@dataclass(frozen=True)
class Question:
    """Strategies to play, and which are compared with which: see :class:`.result.Risk`."""

    scenario: Scenario
    plans: Mapping[str, Plan]
    subjects: tuple[str, ...]
    references: tuple[str, ...]
    settings: Settings
    draws: Draws | None

    @property
    def worlds(self) -> dict[str, Scenario]:
        """Return the worlds that differ: a single one without moods."""
        spec = self.scenario
        if not depends_on_moods(spec):
            return {MOODS: spec}
        calm = spec.vary({SWITCH: False})
        return {MOODS: spec, CALM: replace(calm, events=tuple(e for e in calm.events if e.path != SWITCH))}

    @property
    def draw_numbers(self) -> NDArray[np.int64] | None:
        """Return the number of each run's draw, shape (runs,); None without draws."""
        return number_draws(self.draws, np.arange(self.settings.runs))

    @property
    def level(self) -> float:
        """Return the utility that is the floor."""
        return self.settings.floor * measure_opening_utility(self.scenario)

    @property
    def plays(self) -> list[tuple[str, str]]:
        """Return every strategy with every world that differs."""
        return [(name, world) for world in self.worlds for name in self.plans]


def list_mixed(strategies: Sequence[str] | None, against: str | None) -> list[str]:
    """Return what will be played as far as it decides whether the best fixed mix has to be known."""
    return [*((MIX,) if strategies is None else strategies), *((against,) if against else ())]


def pose_question(
    scenario: Scenario,
    strategies: Sequence[str] | None,
    against: str | None,
    settings: Settings,
    workers: int | None = None,
    draws: Draws | None = None,
) -> Question:
    """Choose what is compared with what; the best lean is searched on other shocks than those that score it.

    Parameters
    ----------
    scenario : Scenario
        The scenario, with its best mix known where that is to be played.
    strategies : sequence of str, optional
        Strategies to play; by default those of the scenario, and its best fixed mix.
    against : str, optional
        The reference: a strategy or LEAN; by default LEAN, which is the best as known in the first quarter,
        and the best bandwagon, which adapts to what changes.
    settings : Settings
        How they are played and scored.
    workers : int, optional
        Cores to use; all by default.
    draws : Draws, optional
        Draws of parameters that the runs take in turn; the best lean is one for all draws.

    Raises
    ------
    InputError
        With all that is wrong: a strategy that is unknown, nothing to compare with the reference, or a number
        out of range.
    """
    names = check_question(scenario, strategies, against, settings)
    plans = {name: plan_for(scenario, name) for name in names}
    references = [find_best_bandwagon(scenario, settings.seed, draws)] if against is None else [against]
    if against in {None, LEAN}:
        patron, mix = find_best_lean(scenario, workers, settings.seed, draws)
        plans[f"{LEAN}:{patron}"] = spend_fixed(pack_shares(mix.effort))
        references = [f"{LEAN}:{patron}", *references[: against is None]]
    plans |= {name: plan_for(scenario, name) for name in references if name not in plans}
    subjects = choose_subjects(names, references[0])
    return Question(scenario, plans, tuple(subjects), tuple(references), settings, draws)


def check_question(
    scenario: Scenario, strategies: Sequence[str] | None, against: str | None, settings: Settings
) -> list[str]:
    """Check what is wanted and return the strategies to play.

    Raises
    ------
    InputError
        With all faults; see :func:`pose_question`.
    """
    faults, names = [], []
    if not 0.0 < settings.floor <= 1.0:
        faults.append(f"floor: found {settings.floor:g}; allowed is above 0, at most 1")
    if not 0.0 <= settings.aversion <= MOST_AVERSE:
        faults.append(f"aversion: found {settings.aversion:g}; allowed is 0 to {MOST_AVERSE:g}")
    if settings.runs < 2:
        faults.append(f"runs: found {settings.runs}; an interval takes at least 2")
    if against is not None and against not in {LEAN, *strategy_names(scenario.patrons)}:
        faults.append(f"against: {describe_unknown(against, scenario.patrons, LEAN)}")
    try:
        names = list(resolve_strategies(scenario, strategies))
        names += [MIX] if strategies is None and MIX not in names else []
    except InputError as error:
        faults += error.faults
    if not faults and not choose_subjects(names, against):
        faults.append(f"strategies: found {against} alone, which is also the reference; name another one")
    if faults:
        raise InputError(*faults)
    return names


def choose_subjects(names: Sequence[str], reference: str | None) -> list[str]:
    """Return the strategies in question: hedging and the best fixed mix, else the first one."""
    others = [name for name in names if name != reference]
    return [name for name in (HEDGE, MIX) if name in others] or others[:1]


def depends_on_moods(scenario: Scenario) -> bool:
    """Return whether the moods of a patron change its conduct in some quarter."""
    return any(case.mechanisms.moods and has_hazards(case.patrons) for case in scenario.timeline())


def has_hazards(patrons: Sequence[Patron]) -> bool:
    """Return whether a patron can turn cold, with some consequence."""
    return any(p.turn > 0.0 and p.severity > 0.0 for p in patrons)


def advise_moods(scenario: Scenario) -> str:
    """Return settings that bring moods to a scenario without: example numbers for the leading patron."""
    leader, settings = find_leading_patron(scenario), []
    if not any(has_hazards(case.patrons) for case in scenario.timeline()):
        settings += [f"patrons.{leader}.{name}={value:g}" for name, value in EXAMPLE.items()]
    if not all(case.mechanisms.moods for case in scenario.timeline()):
        settings.append(f"{SWITCH}=true")
    return " ".join(f"--set {setting}" for setting in settings)


def find_best_bandwagon(scenario: Scenario, seed: int, draws: Draws | None = None) -> str:
    """Return the bandwagon with the highest mean utility, on shocks that no run of this seed meets."""
    names = [f"bandwagon:{patron}" for patron in scenario.patrons]
    played = (simulate_utility(scenario, plan_for(scenario, n), TRIED, seed + FRESH, draws) for n in names)
    return names[int(np.argmax([paths.utility.mean() for paths in played]))]


def find_leading_patron(scenario: Scenario) -> str:
    """Return the patron with the most influence in the opening record."""
    fixed, _ = begin(scenario.timeline()[0], scenario.start())
    return scenario.patrons[int(np.argmax(fixed.strongest))]


def measure_opening_utility(scenario: Scenario) -> float:
    """Compute utility in the opening record, by which the three indices are normalised (eq. 21)."""
    case, indices = scenario.timeline()[0], scenario.start().hedger
    fixed, _ = begin(case, scenario.start())
    weights = normalise_weights(case.hedger, fixed.opening)
    here = indices.security, indices.economy, indices.autonomy
    return utility(weights, case.hedger.elasticity, *here).utility

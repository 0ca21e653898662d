"""What is left if a patron cuts the hedger off: every strategy with and without the cut, on the same shocks.

A cut stops nine tenths of trade with the patron, its arms, inducement, investment and guarantee, as dated
events of the scenario. All quarters before it are the same with and without, to the bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.dates import quarter_of
from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ...model.scenario.scenario import Event, Scenario
from ...model.state import Plan
from ...model.strategies import HEDGE, plan_for
from ..design.batch import resolve_strategies
from ..design.parameter_draws import Draws, number_draws
from .two_part import estimate_mean, prefix_estimate
from .utility_paths import simulate_utility

Matrix = NDArray[np.float64]

LEADER = "leader"
"""In place of a patron: the one with the largest mean share of the room before the cut."""
STOPPED = 0.9
"""Part of exports and imports that a cut stops, unless an embargo in force stops more."""
EMBARGOES = ("embargo_exports", "embargo_imports")
WITHHELD = ("arms_access", "rent", "fund", "guarantee")
YEAR = 4


@dataclass(frozen=True)
class Cut:
    """A cut to play: the patron or LEADER, its first quarter from 0, and its length in quarters."""

    patron: str
    first: int
    quarters: int

    @property
    def until(self) -> int:
        """Return the first quarter after the cut."""
        return self.first + self.quarters


@dataclass(frozen=True)
class Fallback:
    """What a cut costs each strategy.

    Attributes
    ----------
    scenario : Scenario
        The scenario without the cut.
    cut : Cut
        The cut; its patron may be LEADER.
    reference : str
        The strategy that the others are compared with.
    rows : DataFrame
        strategy, cut (the patron), runs; mean, low, high: utility-years lost until the end of the scenario;
        kept, kept_low, kept_high: utility during the cut over that without it; more, more_low, more_high:
        utility-years lost less those of the reference, paired by run. Each of the three with PARTS of
        :mod:`.two_part` where runs carry draws.
    """

    scenario: Scenario
    cut: Cut
    reference: str
    rows: pd.DataFrame


def compute_fallback(
    scenario: Scenario,
    cut: Cut,
    strategies: Sequence[str] | None,
    runs: int,
    seed: int,
    draws: Draws | None = None,
) -> Fallback:
    """Play every strategy with and without the cut, on the same draws if any; see :class:`Fallback`."""
    names = resolve_strategies(scenario, strategies)
    reference = HEDGE if HEDGE in names else names[0]
    found = {name: play_cut(scenario, plan_for(scenario, name), cut, runs, seed, draws) for name in names}
    lost = {name: (plain - reduced).sum(axis=1) / YEAR for name, (_, plain, reduced) in found.items()}
    numbers = number_draws(draws, np.arange(runs))
    rows = []
    for name, (patron, plain, reduced) in found.items():
        during = slice(cut.first, cut.until)
        kept = reduced[:, during].mean(axis=1) / plain[:, during].mean(axis=1)
        row = {"strategy": name, "cut": patron, **estimate_mean(lost[name], numbers)}
        row |= prefix_estimate("kept", estimate_mean(kept, numbers))
        rows.append(row | prefix_estimate("more", estimate_mean(lost[name] - lost[reference], numbers)))
    return Fallback(scenario, cut, reference, pd.DataFrame(rows))


def play_cut(
    scenario: Scenario, plan: Plan, cut: Cut, runs: int, seed: int, draws: Draws | None
) -> tuple[str, Matrix, Matrix]:
    """Return the patron, and utility by run and quarter without the cut and with it."""
    plain = simulate_utility(scenario, plan, runs, seed, draws)
    leader = scenario.patrons[int(plain.omega[:, : cut.first].mean(axis=(0, 1)).argmax())]
    patron = leader if cut.patron == LEADER else cut.patron
    reduced = simulate_utility(add_cut(scenario, replace(cut, patron=patron)), plan, runs, seed, draws)
    return patron, plain.utility, reduced.utility


def add_cut(scenario: Scenario, cut: Cut) -> Scenario:
    """Return the scenario with the cut as its last events."""
    place, during = scenario.patrons.index(cut.patron), scenario.timeline()[cut.first : cut.until]
    values = {
        name: max(STOPPED, *(getattr(case.patrons[place], name) for case in during)) for name in EMBARGOES
    }
    values |= dict.fromkeys(WITHHELD, 0.0)
    source, date = f"{cut.patron} cuts the hedger off", scenario.quarter_name(cut.first)
    events = (
        Event(
            f"cut off: {name}",
            cut.first,
            cut.until,
            "set",
            f"patrons.{cut.patron}.{name}",
            value,
            source,
            date,
        )
        for name, value in values.items()
    )
    return replace(scenario, events=(*scenario.events, *events))


def parse_cut(scenario: Scenario, patron: str, at: str | None, quarters: int) -> Cut:
    """Check a cut; it begins in the middle of the scenario by default.

    Raises
    ------
    InputError
        With all that is wrong: an unknown patron, a date that cannot be read or leaves nothing before the
        cut, or a cut that outlasts the scenario.
    """
    known, faults = [LEADER, *scenario.patrons], []
    if patron not in known:
        faults.append(f"cut: found {patron!r}; allowed is one of {', '.join(known)}{hint(patron, known)}")
    first = scenario.horizon // 2
    try:
        first = first if at is None else quarter_of(at) - scenario.first_quarter
    except ValueError as error:
        faults.append(f"at: {error}")
    faults += find_time_faults(scenario, first, quarters)
    if faults:
        raise InputError(*faults)
    return Cut(patron, first, quarters)


def find_time_faults(scenario: Scenario, first: int, quarters: int) -> list[str]:
    """Describe why a cut does not lie within a scenario, after its first quarter."""
    left, end = scenario.horizon - first, scenario.quarter_name(scenario.horizon - 1)
    begin = scenario.quarter_name(first)
    if scenario.horizon < 2:
        return [f"at: {scenario.name} has one quarter; a cut needs one before it"]
    if not 1 <= first < scenario.horizon:
        return [f"at: found {begin}; allowed is {scenario.quarter_name(1)} to {end}"]
    if not 1 <= quarters <= left:
        return [f"for: found {quarters} quarters from {begin}; allowed is 1 to {left}, up to {end}"]
    return []

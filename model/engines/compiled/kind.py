"""Kinds of compiled code: each is made once on a machine, for runs that need no other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...scenario.scenario import Scenario
from ...state import Plan

Floats = NDArray[np.float64]

MOODS, RUPTURE = "mechanisms.moods", "world.rupture_hazard"
"""Inputs that decide, with the patrons' hazards of turning cold, whether a run needs the code of both."""


class LoopKind(NamedTuple):
    """What runs compiled code is for.

    Attributes
    ----------
    patrons, steps : int
        Numbers of patrons and of a plan's steps.
    hazards : bool
        Whether moods may turn or a rupture come: without, the code is faster.
    shared : bool
        Whether all runs share their inputs, so that what follows from these is computed once, and no run
        keeps its paths.
    """

    patrons: int
    hazards: bool = True
    steps: int = 0
    shared: bool = False

    @property
    def description(self) -> str:
        """What the code is for, in words: ``3 patrons with moods, 1 trigger and varying inputs``."""
        parts = ["moods"] * self.hazards
        parts += [f"{self.steps} trigger{'s' if self.steps > 1 else ''}"] * (self.steps > 0)
        inputs = "shared inputs" if self.shared else "varying inputs"
        words = f"{', '.join(parts)} and {inputs}" if parts else inputs
        return f"{self.patrons} patrons with {words}"

    @property
    def name(self) -> str:
        """How the names of its files begin, whatever the processor."""
        return f"play_runs-{self.patrons}-{self.steps}{'-moods' * self.hazards}{'-shared' * self.shared}"


def find_kind(
    scenario: Scenario,
    plan: Plan,
    columns: Mapping[str, Floats] = MappingProxyType({}),
    *,
    paths: bool = False,
) -> LoopKind:
    """Find the kind of code that runs need; ``columns`` are what varies among them, by path."""
    return LoopKind(
        patrons=len(scenario.patrons),
        hazards=has_hazards(scenario, columns),
        steps=len(plan.steps),
        shared=not columns and not paths,
    )


def has_hazards(scenario: Scenario, columns: Mapping[str, Floats] = MappingProxyType({})) -> bool:
    """Return whether in any run a mood may turn or a rupture come; ``columns`` as in :func:`find_kind`."""
    changed = {event.path for event in scenario.events}

    def may_be(path: str) -> bool:
        known = path not in changed and scenario.values[path] <= 0.0
        return not known or (path in columns and bool((columns[path] != 0.0).any()))

    turns = any(may_be(f"patrons.{p}.turn") for p in scenario.patrons)
    return may_be(RUPTURE) or (may_be(MOODS) and turns)

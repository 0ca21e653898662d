"""The policies that patrons choose among: every combination of the levels of a patron's menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import hint, parameters
from ...model.scenario.describe import format_value
from ...model.scenario.scenario import Scenario
from .result import NO_CHOICE

Array = NDArray[np.float64]

MOST_PROFILES = 5000
"""Most combinations of policies of all patrons."""


@dataclass(frozen=True)
class Policies:
    """Policies of every patron, in the order of the scenario; one without a menu has a single policy.

    Attributes
    ----------
    levers : tuple of tuple of str
        Parameters of each patron's menu.
    values : tuple of array, shape (policies, levers)
        Levels of each policy; the last lever varies fastest.
    labels : tuple of tuple of str
        Each policy in words.
    observed : tuple of int
        Place of each patron's policy in use: that of the scenario as it is.
    """

    levers: tuple[tuple[str, ...], ...]
    values: tuple[Array, ...]
    labels: tuple[tuple[str, ...], ...]
    observed: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the number of policies of each patron."""
        return tuple(len(v) for v in self.values)

    @property
    def profiles(self) -> int:
        """Return the number of combinations of the patrons' policies."""
        return prod(self.shape)

    @property
    def start(self) -> int:
        """Return the place of the policies in use; the last patron's policy varies fastest."""
        return int(np.ravel_multi_index(self.observed, self.shape))

    def columns(self, patrons: tuple[str, ...]) -> dict[str, Array]:
        """Return the value of every lever in every profile, by path, each of shape (profiles,)."""
        places = np.unravel_index(np.arange(self.profiles), self.shape)
        return {
            f"patrons.{patron}.{lever}": self.values[at][places[at], k]
            for at, patron in enumerate(patrons)
            for k, lever in enumerate(self.levers[at])
        }

    def select_lever(self, patron: int, lever: str) -> list[int]:
        """Return the policies of a patron that differ from the one in use in no other lever."""
        others = [k for k, name in enumerate(self.levers[patron]) if name != lever]
        own = self.values[patron][self.observed[patron], others]
        return [at for at, row in enumerate(self.values[patron][:, others]) if np.array_equal(row, own)]


def build_policies(scenario: Scenario) -> Policies:
    """Build the policies of a scenario's menus; a value that the scenario has and no menu names is added.

    Raises
    ------
    InputError
        If no patron has a menu, or there are too many combinations.
    """
    if not any(scenario.menus.values()):
        msg = (
            f"{scenario.name}: no patron has a menu; give a menu and interests, such as"
            f" [menus.{scenario.patrons[0]}] with rent = [0.0, 0.1] and"
            f" [patrons.{scenario.patrons[0]}.interests] with influence = 0.6 and money = 0.4"
        )
        raise InputError(msg)
    levers, values, labels, observed = [], [], [], []
    for patron in scenario.patrons:
        menu = complete_menu(scenario, patron)
        rows = list(product(*menu.values()))
        own = tuple(scenario.values[f"patrons.{patron}.{name}"] for name in menu)
        levers.append(tuple(menu))
        values.append(np.array(rows, float).reshape(len(rows), len(menu)))
        policies = (dict(zip(menu, row, strict=True)) for row in rows)
        labels.append(tuple(describe_policy(scenario, patron, policy) for policy in policies))
        observed.append(rows.index(own))
    found = Policies(tuple(levers), tuple(values), tuple(labels), tuple(observed))
    if found.profiles > MOST_PROFILES:
        msg = (
            f"{scenario.name}: found {found.profiles:,} combinations of policies in [menus]; allowed are"
            f" {MOST_PROFILES:,}: give fewer levels"
        )
        raise InputError(msg)
    return found


def complete_menu(scenario: Scenario, patron: str) -> dict[str, list[float]]:
    """Return a patron's menu with the scenario's own levels in it, in rising order."""
    return {
        name: sorted({*levels, scenario.values[f"patrons.{patron}.{name}"]})
        for name, levels in scenario.menus.get(patron, {}).items()
    }


def describe_policy(scenario: Scenario, patron: str, levels: Mapping[str, float]) -> str:
    """Describe a policy: each lever and its level; NO_CHOICE for a patron that has none."""
    rows = parameters(scenario.patrons)
    words = (
        f"{name.replace('_', ' ')} {format_value(path, level, rows[path].unit)}"
        for name, level in levels.items()
        for path in [f"patrons.{patron}.{name}"]
    )
    return ", ".join(words) or NO_CHOICE


def require_interests(scenario: Scenario) -> None:
    """Refuse a scenario in which a patron has a menu and no interests.

    Raises
    ------
    InputError
        With every such patron.
    """
    faults = [
        f"{scenario.name}: patrons.{p}: has a menu and no interests; give [patrons.{p}.interests]"
        for p in scenario.menus
        if p not in scenario.interests
    ]
    if faults:
        raise InputError(*faults)


def choose_leaders(scenario: Scenario, leader: str) -> list[str]:
    """Return the strategies that the hedger may lead with: ``all`` of them, or one.

    Raises
    ------
    InputError
        If there is no such strategy.
    """
    leans = [f"bandwagon:{p}" for p in scenario.patrons]
    known = ["hedge", "mix", "equidistance", *leans, "self_reliance"]
    if leader == "all":
        return known[:-1]
    if leader not in known:
        near = hint(leader, ["all", *known])
        msg = f"leader: found {leader!r}; allowed is all or one of {', '.join(known)}{near}"
        raise InputError(msg)
    return [leader]

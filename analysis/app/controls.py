"""Choose the inputs that a scenario's page offers, from the scenario alone: no rule here names a country."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from ...model.dates import quarter_name
from ...model.parameters.lookup import LADDER, parameters
from ...model.scenario.scenario import Scenario
from ..labels import input_name
from ..plots.inputs import MAIN

WEIGHTS = tuple(f"hedger.weights.{name}" for name in ("security", "economy", "autonomy"))
FINEST = 6
"""Most decimals of a slider's step."""


@dataclass(frozen=True)
class Control:
    """An input that the user can move.

    Attributes
    ----------
    path : str
        The parameter's path in files and commands.
    label : str
        Label in words.
    low, high, step : float
        Ends and step of the slider, so that the scenario's value lies on a step; for a ladder its rungs.
    levels : tuple of str
        Names of the rungs of a ladder; empty for a slider.
    note : str
        Remark for the user, such as events that change the input later.
    """

    path: str
    label: str
    low: float
    high: float
    step: float = 1.0
    levels: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Controls under a common heading."""

    heading: str
    controls: tuple[Control, ...]


def main_controls(scenario: Scenario) -> list[Control]:
    """Build the controls of the three main inputs, each of the patron that it concerns most.

    There are fewer where no patron has an agreement.
    """
    found = [main_path(scenario, kind) for kind in MAIN]
    return [build_control(scenario, path) for path in found if path]


def other_groups(scenario: Scenario) -> list[Group]:
    """Build the controls of all other inputs of the page, in groups."""
    main = {c.path for c in main_controls(scenario)}
    pairs = [f"rivalry.{a}-{b}" for a, b in combinations(scenario.patrons, 2)]
    others = [path for kind in MAIN for path in list_paths(scenario, kind) if path not in main]
    groups = {"Rivalry between patrons": pairs, "What the hedger wants": WEIGHTS, "The other patrons": others}
    return [Group(name, tuple(build_control(scenario, p) for p in paths)) for name, paths in groups.items()]


def list_paths(scenario: Scenario, kind: str) -> list[str]:
    """List the paths of a kind of input that can be moved, one per patron."""
    paths = [f"patrons.{p}.{kind}" for p in scenario.patrons]
    # an agreement of -1 means that the patron has a legal framework of its own instead
    return [path for path in paths if scenario.values[path] >= 0.0]


def main_path(scenario: Scenario, kind: str) -> str | None:
    """Choose one path of a kind: the first in the scenario's ranges, else that of the closest patron."""
    paths = list_paths(scenario, kind)
    ranged = [path for path in scenario.uncertainty if path in paths]
    if ranged or not paths:
        return ranged[0] if ranged else None
    return max(paths, key=lambda path: measure_closeness(scenario, path.split(".")[1], kind))


def measure_closeness(scenario: Scenario, patron: str, kind: str) -> float:
    """Compute how closely the hedger is tied to a patron at the start: by arms, or by trade."""
    flows = ("arms",) if kind == "arms_access" else ("exports", "imports")
    return sum(scenario.values[f"start.patrons.{patron}.{flow}"] for flow in flows)


def build_control(scenario: Scenario, path: str) -> Control:
    """Build the control of a path.

    A slider covers the plausible range of the parameter, that of the scenario, and the scenario's value.
    """
    row, value = parameters(scenario.patrons)[path], scenario.values[path]
    label = label_path(path, scenario.labels)
    if path.endswith(".agreement"):
        return Control(path, label, 0.0, len(LADDER) - 1.0, 1.0, LADDER, describe_events(scenario, path))
    low, high = scenario.uncertainty.get(path, (row.low, row.high))
    low, high = min(low, row.low, value), max(high, row.high, value)
    return Control(path, label, low, high, choose_step(value - low), (), describe_events(scenario, path))


def choose_step(distance: float) -> float:
    """Choose the largest power of ten, from 0.01 down to 1e-6, of which a distance is a multiple.

    Where there is none, as of a third, a step near 0.01 is chosen of which it is one.
    ``distance`` is the scenario's value less the slider's lower end: a browser moves a value off the steps.
    """
    for decimals in range(2, FINEST + 1):
        if abs(distance - round(distance, decimals)) < 1e-9:
            return float(10.0**-decimals)
    return distance / max(round(100.0 * distance), 1)


def label_path(path: str, labels: Mapping[str, str]) -> str:
    """Format a path as label of a control."""
    if path in WEIGHTS:
        return f"Weight of {path.rpartition('.')[2]}"
    name = input_name(path, labels)
    return name[:1].upper() + name[1:]


def describe_events(scenario: Scenario, path: str) -> str:
    """Describe from when on events of the scenario change an input; empty if none does."""
    found = [e for e in scenario.events if e.path == path and e.first < scenario.horizon]
    if not found:
        return ""
    first = min(e.first for e in found)
    since = quarter_name(scenario.first_quarter + max(first, 0))
    return f"Events of the scenario change it from {since} on."

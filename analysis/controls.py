"""Choose the inputs that a scenario's page offers, from the scenario alone: no rule here names a country."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ..model.dates import quarter_name
from ..model.parameters.lookup import LADDER, parameters
from ..model.parameters.table import MECHANISMS
from ..model.scenario.scenario import Scenario
from .explore.screen import RUNS as SCREENED
from .explore.screen import Influence
from .labels import SWITCHES, input_name, lower_first, lower_name, strategy_label
from .numerals import format_fixed
from .plots.sensitivity.inputs import MAIN

WEIGHTS = tuple(f"hedger.weights.{name}" for name in ("security", "economy", "autonomy"))
MAIN_HEADING, MOVERS_HEADING = "Main inputs", "What else moves the premium most"
MOVERS = 6
"""Inputs offered because they move the premium most."""
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
    value : float
        The scenario's value.
    low, high, step : float
        Ends and step of the slider, so that the scenario's value lies on a step; for a ladder its rungs.
    levels : tuple of str
        Names of the rungs of a ladder; empty for a slider.
    note : str
        Remark for the user, such as events that change the input later.
    about : str
        What the input means, its unit, and where its value comes from.
    switch : bool
        Whether the input is on or off.
    """

    path: str
    label: str
    value: float
    low: float
    high: float
    step: float = 1.0
    levels: tuple[str, ...] = ()
    note: str = ""
    about: str = ""
    switch: bool = False


@dataclass(frozen=True)
class Group:
    """Controls under a common heading."""

    heading: str
    controls: tuple[Control, ...]


def list_groups(scenario: Scenario, found: Sequence[Influence], rival: str) -> list[Group]:
    """List all controls of a scenario in groups, each input once; arguments as of :func:`moving_controls`."""
    movers = tuple(moving_controls(scenario, found, rival))
    paths = {control.path for control in movers}
    others = (
        Group(each.heading, tuple(c for c in each.controls if c.path not in paths))
        for each in other_groups(scenario)
    )
    groups = [Group(MAIN_HEADING, tuple(main_controls(scenario))), Group(MOVERS_HEADING, movers), *others]
    return [group for group in groups if group.controls]


def main_controls(scenario: Scenario) -> list[Control]:
    """Build the controls of the three main inputs, each of the patron that it concerns most.

    There are fewer where no patron has an agreement.
    """
    found = [main_path(scenario, kind) for kind in MAIN]
    return [build_control(scenario, path) for path in found if path]


def moving_controls(scenario: Scenario, found: Sequence[Influence], rival: str) -> list[Control]:
    """Build the controls of the inputs that move the premium most, without the three main ones.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    found : sequence of Influence
        The screened inputs, the largest mover first.
    rival : str
        The strategy whose utility the screen subtracts from that of ``hedge``.
    """
    main = {c.path for c in main_controls(scenario)}
    movers = [each for each in found if each.path not in main and is_offered(scenario, each.path)]
    return [describe_mover(scenario, each, rival) for each in movers[:MOVERS]]


def is_offered(scenario: Scenario, path: str) -> bool:
    """Return whether a slider can move a path: an agreement that gave way to a framework cannot."""
    return scenario.values[path] >= 0.0 or not path.endswith(".agreement")


def describe_mover(scenario: Scenario, found: Influence, rival: str) -> Control:
    """Build the control of an input with what the screen found of it."""
    control = build_control(scenario, found.path)
    ends = [format_end(found.path, end) for end in (found.low, found.high)]
    gains = [format_fixed(gain, 4, sign=True).strip() for gain in (found.at_low, found.at_high)]
    over = lower_first(strategy_label(rival, scenario.labels))
    screen = (
        f" Moved alone from {ends[0]} to {ends[1]}, it takes what hedging gains over {over} from"
        f" {gains[0]} to {gains[1]} (mean of {SCREENED} runs)."
    )
    return replace(control, about=control.about + screen)


def format_end(path: str, value: float) -> str:
    """Format the end of a range: a step of an agreement by its name."""
    return LADDER[round(value)] if path.endswith(".agreement") else f"{value:.3g}"


def other_groups(scenario: Scenario) -> list[Group]:
    """Build the controls of all other inputs of the page, in groups."""
    main = {c.path for c in main_controls(scenario)}
    pairs = [f"rivalry.{a}-{b}" for a, b in combinations(scenario.patrons, 2)]
    others = [path for kind in MAIN for path in list_paths(scenario, kind) if path not in main]
    groups = {
        "Rivalry between patrons": pairs,
        "What the hedger wants": WEIGHTS,
        "The other patrons": others,
        "Mechanisms on and off": [row.path for row in MECHANISMS],
    }
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
    label, note = label_path(path, scenario.labels), describe_events(scenario, path)
    about = describe_input(scenario, path)
    if path.endswith(".agreement"):
        return Control(path, label, value, 0.0, len(LADDER) - 1.0, 1.0, LADDER, note, about)
    if path in SWITCHES:
        return Control(path, label, value, 0.0, 1.0, 1.0, (), note, about, switch=True)
    low, high = scenario.uncertainty.get(path, (row.low, row.high))
    low, high = min(low, row.low, value), max(high, row.high, value)
    step = choose_step(value - low, high - low)
    return Control(path, label, value, low, high, step, (), note, about)


def describe_input(scenario: Scenario, path: str) -> str:
    """Describe what an input means, its unit, and where the scenario's value comes from."""
    row, origin = parameters(scenario.patrons)[path], scenario.origins[path]
    meaning = strip_references(row.meaning)
    source = origin.source or row.source
    origin_text = f"{origin.kind}, {source}" if source else origin.kind
    return f"{meaning[:1].upper()}{meaning[1:]} [{row.unit}]. Value: {origin_text}."


def choose_step(distance: float, reach: float) -> float:
    """Choose the largest power of ten, from 0.01 down to 1e-6, that both a value and the upper end lie on.

    Where there is none, as for a third, the range is cut into 40 to 1,000 equal steps on which both lie.
    ``distance`` is the scenario's value less the slider's lower end, ``reach`` its upper end less that: a
    browser moves a value off the steps, and stops at the last step before the end.
    """
    for decimals in range(2, FINEST + 1):
        if all(abs(each - round(each, decimals)) < 1e-9 for each in (distance, reach)):
            return float(10.0**-decimals)
    return reach / find_denominator(distance / reach)


def find_denominator(share: float) -> int:
    """Find into how many equal parts a range is cut so that a share of it is a whole number of them."""
    parts = range(40, 1000)
    return min(parts, key=lambda count: (round(abs(share * count - round(share * count)), 6), count))


def label_path(path: str, labels: Mapping[str, str]) -> str:
    """Format a path as label of a control: one of no patron by what it means."""
    if path in WEIGHTS:
        return f"Weight of {path.rpartition('.')[2]}"
    name = input_name(path, labels)
    if not path.startswith(("patrons.", "rivalry.", "volatile.", "overlap.")):
        meaning = strip_references(parameters(tuple(labels))[path].meaning).partition(";")[0]
        name = meaning if path in SWITCHES else f"{meaning} ({lower_name(path.rpartition('.')[2])})"
    return f"{name[:1].upper()}{name[1:]}"


def describe_events(scenario: Scenario, path: str) -> str:
    """Describe from when on events of the scenario change an input; empty if none does."""
    found = [e for e in scenario.events if e.path == path and e.first < scenario.horizon]
    if not found:
        return ""
    first = min(e.first for e in found)
    since = quarter_name(scenario.first_quarter + max(first, 0))
    return f"Events of the scenario change it from {since} on."


def strip_references(meaning: str) -> str:
    """Leave out what a meaning says of equations and sections."""
    return re.sub(r"^M\d+ | \((eq|section).*?\)", "", meaning)

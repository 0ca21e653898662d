"""An ensemble by rule: how far each number of a case is known, judged by who wrote it.

A number that a file gives was weighed by somebody; one that nobody wrote, a default of the table, was not.
Shares move in log odds, numbers in logs, so that none changes its sign; a zero stays zero. No run is played.
"""

from collections.abc import Iterable, Mapping
from math import log
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import STEPPED, rows_by_path, template_of
from ...model.parameters.row import SOLVED, Row
from ...model.scenario.opening import INDICES
from ...model.scenario.resolution import TABLE, Belief
from ...model.scenario.scenario import Scenario
from ..design.columns import can_open
from ..design.parameter_draws import IN_FILE, Draws
from .inputs import EVEN, LOG, ODDS, Input, Inputs, argue, spread_evenly

Numbers = NDArray[np.float64]

WRITTEN, SILENT, MEASURED = 1.25, 1.5, 1.05
"""Factor either way of a number that a file gives, of a silent default, and of a measured start."""
ODDS_PER_LOG = 1.6
"""Width in log odds of a width of 1 in logs: they agree for a share of .375, in between small and large."""
ANCHOR = 0.1
"""Width of where an index opens: it has no unit, so its middle is known by judgement alone."""

LEVERS = frozenset(
    {"world.energy", "world.funding", "world.strain"}
    | {f"patrons.P.{name}" for name in ("mass", "embargo_exports", "embargo_imports")}
)
"""Paths and policies that scenarios set: questions to the model, not things unknown about the state."""
CHOICES = ("mechanisms.", "regimes.", "hedger.pivot_quarter")
"""Beginnings of paths that define a model, a word for regimes or a strategy."""
TERMS = ("framework", "barrier", "uncertainty")
"""Terms under which the start's trade grew; they move with the terms now, or a draw would be a shock."""
FEWEST = 0.02
"""Least part of draws that must be able to open."""


@normalise_arguments
def draw_by_rule(scenario: Scenario, count: int = IN_FILE, seed: int = 1) -> Draws:
    """Draw what is not known of a case by rule, without data.

    A number that a file gives varies by a factor of 1.25 either way, a default of the table by 1.5, a
    measured start by 1.05; ``[uncertainty]`` in the file wins. Numbers are those of the file that describes
    the state, so that every scenario of a case has the same draws but for what it sets itself.

    Parameters
    ----------
    scenario : Scenario
        A scenario of the case.
    count : int
        Number of draws.
    seed : int
        Seed of the draws.

    Raises
    ------
    InputError
        If hardly any draw can open: its indices cannot be reached, or shares of trade exceed 1.
    """
    inputs = inputs_by_rule(scenario)
    places = {path: k for k, path in enumerate(rows_by_path(scenario.patrons))}
    columns = [places[path] for path in inputs.paths]  # z of a path is the same in every scenario of a case
    rng = np.random.default_rng([seed, 3])
    found: list[dict[str, Numbers]] = []
    accepted = tried = 0
    while accepted < count:
        values = inputs.values(rng.standard_normal((count, len(places)))[:, columns])
        fit = select_openable(scenario, values)
        found.append({path: column[fit] for path, column in values.items()})
        accepted, tried = accepted + int(fit.sum()), tried + count
        if accepted < FEWEST * tried:
            opened = f"{scenario.name}: {accepted} of {tried:,} draws by rule can open"
            msg = f"{opened}; state narrower ranges under [uncertainty]"
            raise InputError(msg)
    joined = {path: np.concatenate([f[path] for f in found])[:count] for path in found[0]}
    return Draws(f"{scenario.name}, by rule", joined, describe_rule(inputs, accepted / tried), scenario.root)


def describe_rule(inputs: Inputs, part: float) -> tuple[str, ...]:
    """Describe in a line that draws come from the rule, and what part of them could open."""
    rejected = "" if part == 1.0 else f"; {1.0 - part:.0%} could not open and were replaced"
    widths = f"x/÷ {WRITTEN} if a file gives it, {SILENT} if not"
    return (f"{len(inputs.by_path)} numbers vary by rule ({widths}){rejected}",)


def inputs_by_rule(scenario: Scenario, argued: Mapping[str, Input] = MappingProxyType({})) -> Inputs:
    """Return every number of a case that varies: those that are argued, and the others by rule.

    Parameters
    ----------
    scenario : Scenario
        A scenario of the case.
    argued : mapping
        Inputs by path that take the place of the rule.
    """
    rows, root = rows_by_path(scenario.patrons), scenario.root
    followers = find_followers(scenario)
    free = [path for path, row in rows.items() if path in root and can_vary(path, row, root)]
    found = {path: argued.get(path) or spread_by_rule(path, rows[path], scenario) for path in free}
    varied = {path: known for path, known in found.items() if known is not None and path not in followers}
    return Inputs(varied, {path: leader for path, leader in followers.items() if leader in varied})


def find_followers(scenario: Scenario) -> dict[str, str]:
    """Find the terms of the start's trade that are those of now, each with the path of those."""
    pairs = {f"start.patrons.{p}.{k}": f"patrons.{p}.{k}" for p in scenario.patrons for k in TERMS}
    return {start: now for start, now in pairs.items() if scenario.root.get(start) == scenario.root.get(now)}


def can_vary(path: str, row: Row, root: Mapping[str, float]) -> bool:
    """Return whether a number is a quantity that nobody solves, sets as a lever or defines a word by."""
    if row.unit in STEPPED or row.source == SOLVED or path.startswith(CHOICES):
        return False
    if path.endswith(".framework"):  # follows from an agreement where there is one
        return root.get(f"{path.removeprefix('start.').removesuffix('framework')}agreement", -1.0) < 0.0
    base = next((base for base, index in INDICES.items() if index == path), "")
    return base not in root


def spread_by_rule(path: str, row: Row, scenario: Scenario) -> Input | None:
    """Spread a number by the file's own range or else by who wrote it; None if it does not vary."""
    value = scenario.root[path]
    if path in scenario.uncertainty:
        low, high = scenario.uncertainty[path]
        inside = min(max(value, low), high)
        belief = scenario.beliefs.get(path, Belief(inside, "range of the scenario's file"))
        return argue(low, belief.likeliest, high, belief.why)
    if path in INDICES.values():
        return spread_evenly(value, ANCHOR, EVEN, row.allowed, f"where the index opens, +-{ANCHOR:g}")
    if value == 0.0 or template_of(path) in LEVERS:
        return None
    factor, why = choose_width(path, scenario)
    if not is_share(row):
        return spread_evenly(value, log(factor), LOG, row.allowed, why)
    if value >= 1.0:
        return None  # a whole is no estimate
    return spread_evenly(value, ODDS_PER_LOG * log(factor), ODDS, row.allowed, why)


def choose_width(path: str, scenario: Scenario) -> tuple[float, str]:
    """Choose the factor either way of a number by who wrote it, and say why."""
    origin = scenario.origins[path]
    shares = path.startswith("start.") and path.endswith((".exports", ".imports"))
    if shares or (path.startswith("start.") and origin.kind == "measured"):
        return MEASURED, f"measured: x/÷ {MEASURED}"
    if origin.file == TABLE:
        return SILENT, f"a default that nobody argued: x/÷ {SILENT}"
    return WRITTEN, f"as the file gives it: x/÷ {WRITTEN}"


def is_share(row: Row) -> bool:
    """Return whether a number is a share or a persistence, which move in log odds."""
    return row.path.endswith("_keep") or (row.unit in {"share", "weight"} and row.allowed[1] <= 1.0)


def select_openable(scenario: Scenario, values: Mapping[str, Numbers]) -> NDArray[np.bool_]:
    """Select draws whose opening can be reached and whose shares of trade leave no partner below zero."""
    whole = [sum_shares(scenario, values, flow) <= 1.0 for flow in ("exports", "imports")]
    return np.asarray(can_open(scenario, values) & whole[0] & whole[1])


def sum_shares(scenario: Scenario, values: Mapping[str, Numbers], flow: str) -> Numbers:
    """Sum the shares of all patrons in a flow at the start, shape (draws,)."""
    paths: Iterable[str] = (f"start.patrons.{p}.{flow}" for p in scenario.patrons)
    return np.asarray(sum(values.get(path, scenario.root[path]) for path in paths))

"""Convert a point of a sweep for an engine: to a scenario with other values, or to columns of numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model import arithmetic
from ...model.errors import InputError
from ...model.parameters.lookup import effort_paths
from ...model.rebinding import rebind
from ...model.scenario.opening import describe_unreachable, solve_opening
from ...model.scenario.scenario import Scenario
from ...model.state import Plan
from ...model.state.layout import case_paths
from ...model.strategies import FIXED, plan_for
from .parameter_draws import Draws

Columns = Mapping[str, NDArray[np.float64]]
Word = Callable[..., Any]
PLAIN = (float, bool)
"""Types of numbers that are no arrays."""

TERMS = ("framework", "barrier", "uncertainty")
"""Terms of a patron under which the start's trade grew; by default those of the case."""


def split_arrays(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Split numbers into mantissas and exponents as :func:`~hedgesim.model.arithmetic.split` does."""
    m, e = np.frexp(x)
    low = m < arithmetic.SPLIT_AT
    return np.where(low, 2.0 * m, m), np.where(low, e - 1, e).astype(float)


def keep_plain(word: Word, on_array: Word) -> Word:
    """Return a word for arrays that leaves plain numbers to ``word``: most of a case does not vary."""

    def compute(*numbers: Any) -> Any:  # noqa: ANN401 - numbers or arrays
        for x in numbers:
            if type(x) not in PLAIN:
                return on_array(*numbers)
        return word(*numbers)

    return compute


on_arrays = rebind(
    {
        arithmetic.where: keep_plain(arithmetic.where, np.where),
        arithmetic.minimum: keep_plain(arithmetic.minimum, np.minimum),
        arithmetic.maximum: keep_plain(arithmetic.maximum, np.maximum),
        arithmetic.sqrt: keep_plain(arithmetic.sqrt, np.sqrt),
        arithmetic.times_two_to: keep_plain(
            arithmetic.times_two_to, lambda y, _, k: np.ldexp(y, np.asarray(k, np.int64))
        ),
        arithmetic.split: keep_plain(arithmetic.split, split_arrays),
    }
)
"""Bind a rule to numpy arrays."""


def draw_columns(scenario: Scenario, draws: Draws | None) -> dict[str, NDArray[np.float64]]:
    """Return what a scenario takes of draws: the opening of its case, and the values that no what-if beats.

    Returns
    -------
    dict
        Columns by path, each of shape (draws,); none without draws.

    Raises
    ------
    InputError
        If a stated index cannot be reached with a draw.
    """
    if draws is None:
        return {}
    opened = opening_columns(scenario, draws.for_root(scenario))
    free = {path: values for path, values in opened.items() if path not in draws.settled}
    return {**free, **draws.for_scenario(scenario)}


def run_columns(
    scenario: Scenario, draws: Draws | None, numbers: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    """Return what runs of some numbers take of draws, by path: run k takes draw k mod their number."""
    return {path: v[numbers % len(v)] for path, v in draw_columns(scenario, draws).items()}


def select_draws(columns: Columns, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], Columns]:
    """Select the draws that occur among those of some runs.

    Parameters
    ----------
    columns : mapping
        Values of all draws, by path, each of shape (draws,).
    numbers : array of int, shape (n,)
        The draw of each run.

    Returns
    -------
    array of int, shape (n,), and mapping
        Each run's place in the values, and the values, by path; where all draws occur these are not copied.
    """
    if not columns:
        return numbers, columns
    used, places = np.unique(numbers, return_inverse=True)
    if len(used) == len(next(iter(columns.values()))):
        return numbers, columns
    return places, {path: values[used] for path, values in columns.items()}


def opening_columns(scenario: Scenario, draws: Columns) -> dict[str, NDArray[np.float64]]:
    """Solve the opening of a scenario's case anew for every draw of its parameters.

    Parameters
    ----------
    scenario : Scenario
        A scenario; what it changes against its case changes no opening.
    draws : mapping
        Drawn values by path, each of shape (n,).

    Returns
    -------
    dict
        Columns, each of shape (n,), of the numbers that the opening gives and the scenario does not set.

    Raises
    ------
    InputError
        If a stated index cannot be reached with a draw.
    """
    if not draws or not scenario.root:
        return {}
    usual, _ = solve_opening(scenario.root, scenario.patrons)
    found, reached = solve_openings(scenario, draws)
    for path, (low, high) in reached.items():
        bad = np.flatnonzero(np.logical_not((low <= found[path]) & (found[path] <= high)))
        if len(bad):
            row = (
                np.broadcast_to(v, len(next(iter(draws.values()))))[bad[0]] for v in (found[path], low, high)
            )
            msg = f"row {bad[0]}: {path}: {describe_unreachable(path, *map(float, row))}"
            raise InputError(msg)
    count = len(next(iter(draws.values())))
    return {
        path: np.broadcast_to(np.asarray(value, float), count).copy()
        for path, value in found.items()
        if path not in draws and scenario.values[path] == usual.get(path, scenario.root.get(path))
    }


def rooted_terms(scenario: Scenario, draws: Columns) -> dict[str, NDArray[np.float64]]:
    """Return the terms under which the start's trade grew, where they are the case's and these are drawn."""
    pairs = {f"start.patrons.{p}.{term}": f"patrons.{p}.{term}" for p in scenario.patrons for term in TERMS}
    root = scenario.root
    return {
        path: draws[own]
        for path, own in pairs.items()
        if own in draws and path not in draws and root[path] == root[own]
    }


def solve_openings(scenario: Scenario, draws: Columns) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    """Solve the opening of a scenario's case for draws, as :func:`solve_opening` does for one."""
    taken = {p: v for p, v in engine_columns(scenario, "", draws).items() if p in scenario.values}
    terms = rooted_terms(scenario, taken)
    found, reached = solve_opening({**scenario.root, **taken, **terms}, scenario.patrons, on_arrays)
    return {**found, **terms}, reached


def can_open(scenario: Scenario, draws: Columns) -> NDArray[np.bool_]:
    """Return for each draw whether its stated indices can be reached, shape (n,)."""
    found, reached = solve_openings(scenario, draws)
    fit = np.ones(len(next(iter(draws.values()))), np.bool_)
    for path, (low, high) in reached.items():
        fit &= (low <= found[path]) & (found[path] <= high)
    return fit


def scenario_at_point(scenario: Scenario, point: Mapping[str, float]) -> Scenario:
    """Return the scenario with the values of a point, checked like a file.

    Raises
    ------
    InputError
        With every fault of the point.
    """
    return scenario.vary(point) if point else scenario


def plan_at_point(scenario: Scenario, strategy: str, plan: Plan) -> Plan:
    """Return the plan of a strategy at a point; only that of ``fixed`` depends on the scenario's values."""
    return plan_for(scenario, strategy) if strategy == FIXED else plan


def engine_columns(scenario: Scenario, strategy: str, columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Convert columns by path, each of shape (n,), to those that ``simulate`` takes.

    As in ``Scenario.vary``, the step of an agreement sets the framework too, a framework removes the
    agreement, and effort shares are divided by their sum and apply to the strategy ``fixed`` only.
    """
    shares = effort_paths(scenario.patrons)
    found: dict[str, NDArray[np.float64]] = {}
    for path, values in columns.items():
        stem, _, name = path.rpartition(".")
        if path in shares:
            continue
        if path.startswith("patrons.") and name == "agreement":
            # steps 0 to 4 of the ladder are frameworks 0 to 1; a step of -1 stands for no agreement
            found[f"{stem}.framework"] = values / 4.0
        if path.startswith("patrons.") and name == "framework":
            found[f"{stem}.agreement"] = np.full(len(values), -1.0)
        found[path] = values
    if strategy == FIXED and any(path in columns for path in shares):
        found |= fixed_effort(scenario, shares, columns)
    return found


def fixed_effort(scenario: Scenario, shares: list[str], columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return the effort shares of the strategy ``fixed``, each of shape (n,), divided by their sum.

    Shares that do not vary are those of the scenario.
    """
    n = len(next(iter(columns.values())))
    each = [columns.get(path, np.full(n, scenario.values.get(path, 0.0))) for path in shares]
    whole = each[0]
    for values in each[1:]:
        whole = whole + values
    paths = [path for path in case_paths(scenario.patrons, Plan) if path.startswith("plan.effort.")]
    return {path: v / whole for path, v in zip(paths, each, strict=True)}

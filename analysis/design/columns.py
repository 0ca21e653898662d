"""A point of a sweep as an engine takes it: a scenario with other values, or columns of numbers."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import effort_paths
from ...model.scenario.scenario import Scenario
from ...model.state import Packages, Plan
from ...model.strategies import FIXED, plan_for

Columns = Mapping[str, NDArray[np.float64]]


def scenario_at_point(scenario: Scenario, point: Mapping[str, float]) -> Scenario:
    """Return the scenario at a point, checked like a file.

    Raises
    ------
    InputError
        With every fault of the point.
    """
    return scenario.vary(point) if point else scenario


def plan_at_point(scenario: Scenario, strategy: str, plan: Plan) -> Plan:
    """Return the plan at a point: only the fixed strategy reads the scenario's values."""
    return plan_for(scenario, strategy) if strategy == FIXED else plan


def engine_columns(scenario: Scenario, strategy: str, columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return columns by the numbers that a run is given, as ``simulate`` takes them.

    An agreement's step is its framework too, a framework leaves no step, and effort shares count relative to
    their sum and for the strategy ``fixed`` alone: what ``vary`` does.
    """
    shares = effort_paths(scenario.patrons)
    found: dict[str, NDArray[np.float64]] = {}
    for path, values in columns.items():
        stem, _, name = path.rpartition(".")
        if path in shares:
            continue
        if path.startswith("patrons.") and name == "agreement":
            found[f"{stem}.framework"] = values / 4.0
        if path.startswith("patrons.") and name == "framework":
            found[f"{stem}.agreement"] = np.full(len(values), -1.0)
        found[path] = values
    if strategy == FIXED and any(path in columns for path in shares):
        found |= fixed_effort(scenario, shares, columns)
    return found


def fixed_effort(scenario: Scenario, shares: list[str], columns: Columns) -> dict[str, NDArray[np.float64]]:
    """Return effort shares of the fixed strategy, those that do not vary as in the scenario."""
    n = len(next(iter(columns.values())))
    each = [columns.get(path, np.full(n, scenario.values.get(path, 0.0))) for path in shares]
    whole = each[0]
    for values in each[1:]:
        whole = whole + values
    return {f"plan.effort.{name}": v / whole for name, v in zip(Packages._fields, each, strict=True)}

"""Convert a point of a sweep for an engine: to a scenario with other values, or to columns of numbers."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.lookup import effort_paths
from ...model.scenario.scenario import Scenario
from ...model.scenario.timeline import case_paths
from ...model.state import Plan
from ...model.strategies import FIXED, plan_for

Columns = Mapping[str, NDArray[np.float64]]


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

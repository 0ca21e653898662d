"""Thresholds: values of an input at which a mean over runs crosses zero, with equal shocks at all values."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.outcomes import UTILITY, outcome_columns, regime_names
from ...model.parameters.lookup import STEPPED
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE, plan_for
from ..compare.best_rival import RivalValues, compute_by_rival, wrap_hedge_values
from ..compare.paired import list_rows
from ..compare.premium import require_hedge, require_rival, select_rivals
from ..conditions.columns import SPARSE, select_columns
from ..conditions.expression import Margin
from ..design.axis import LOG, Axis
from ..design.batch import plan_batch
from ..design.columns import scenario_at_point
from ..design.parameter_draws import BATCH_RUNS, Draws, number_draws
from ..design.parse_axes import WORDS
from ..execution.local import count_cores
from ..labels import RUNG
from .contenders import simulate_contenders
from .crossings import POINTS, TOLERANCE, Crossings, Function, find_crossings, scan_points
from .ladder import simulate_rung
from .means_at_points import simulate_outcomes

FRONTIER_POINTS = 17
"""Values of the first scan at every point of a frontier."""
RUNG_POINTS, RUNG_TOLERANCE = 9, 5e-3
"""Of a scan of a rung of the ladder: every point takes a search."""
NONE: dict[str, Any] = dict.fromkeys(("crossing", "low", "high"), np.nan) | {
    "direction": "none",
    "share": 0.0,
}
"""A frontier's row where there is no crossing."""

Vector = NDArray[np.float64]


def threshold(
    scenario: Scenario,
    axis: Axis,
    margin: Margin,
    *,
    strategy: str = HEDGE,
    fixed: dict[str, float] | None = None,
    runs: int = BATCH_RUNS,
    seed: int = 1,
    points: int = POINTS,
    workers: int | None = None,
    draws: Draws | None = None,
) -> Crossings:
    """Find all values of one input at which the mean of a margin over runs crosses zero.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    axis : Axis
        The input and its range.
    margin : Margin
        Left less right side of a comparison of outcomes, ``premium`` among them.
    strategy : str
        Strategy of the outcomes; a premium is always that of ``hedge`` over the scenario's best other one.
    fixed : dict, optional
        Fixed values of other inputs.
    runs, seed : int
        Runs at each value, and the seed of their shocks, the same at all values.
    points : int
        Number of values of the first scan.
    draws : Draws, optional
        Draws of parameters that the runs take in turn.
    """
    check_range(scenario, axis, points)
    function = margin_function(scenario, axis.path, margin, strategy, fixed or {}, runs, seed, workers, draws)
    rungs, _ = select_columns(margin.expression)
    count, tolerance = (RUNG_POINTS, RUNG_TOLERANCE) if rungs else (points, TOLERANCE)
    scan = scan_points(axis.low, axis.high, count, log=axis.scale == LOG)
    numbers = number_draws(draws, np.arange(runs))
    return find_crossings(function, scan, seed, tolerance=tolerance, numbers=numbers)


def check_range(scenario: Scenario, axis: Axis, points: int) -> None:
    """Check that an input is a range: between a few levels, such as an agreement's, nothing can be searched.

    Raises
    ------
    InputError
        If the axis has fewer levels than a scan has points.
    """
    if axis.levels and len(axis.levels) < points:
        msg = f"{axis.path}: {explain_levels(scenario, axis)}"
        raise InputError(msg)


def explain_levels(scenario: Scenario, axis: Axis) -> str:
    """Describe why levels have no threshold, and what to ask instead."""
    if axis.unit in STEPPED:
        words = [WORDS[axis.unit][int(level)] for level in axis.levels]
        return (
            f"is {STEPPED[axis.unit]}, with no threshold between; compare its values:"
            f" hedgesim sweep {scenario.name} --vary {axis.path}={','.join(words)}"
        )
    return f"found levels; a threshold needs a range, such as {axis.path}={axis.low:g}:{axis.high:g}"


def margin_function(
    scenario: Scenario,
    path: str,
    margin: Margin,
    strategy: str,
    fixed: dict[str, float],
    runs: int,
    seed: int,
    workers: int | None,
    draws: Draws | None,
) -> Function:
    """Return the margin by run as a function of one input."""
    rungs, premiums = select_columns(margin.expression)
    plan_for(scenario, strategy)
    if rungs or premiums:
        require_hedge(strategy, "--when")
    strategies = list_strategies(scenario, strategy, premiums)

    names = list_outcomes(margin.expression.columns, scenario.patrons)

    def function(x: Vector) -> RivalValues:
        columns = {path: x} | {other: np.full(len(x), value) for other, value in fixed.items()}
        batch = plan_batch(
            [scenario], strategies, runs=runs, seed=seed, engine="compiled", points=columns, draws=draws
        )
        batch = replace(batch, bands=False)
        if premiums:
            hedge, rivals = simulate_contenders(batch, names, workers)
            return compute_by_rival(
                decode_outcomes(hedge, strategy, scenario.patrons), rivals, margin, premiums[0]
            )
        played = dict(zip(names, simulate_outcomes(batch, names, workers)[strategy], strict=True))
        own = decode_outcomes(played, strategy, scenario.patrons)
        own |= {name: rung_at_points(scenario, name, columns, runs, seed, workers, draws) for name in rungs}
        return wrap_hedge_values(margin(pd.DataFrame(own)).reshape(len(x), runs))

    return function


def list_outcomes(columns: Sequence[str], patrons: Sequence[str]) -> list[str]:
    """Return the outcomes to keep of each run: utility, and those that a condition reads."""
    return list(dict.fromkeys([UTILITY, *(c for c in columns if c in outcome_columns(patrons))]))


def decode_outcomes(
    outcomes: Mapping[str, Vector], strategy: str, patrons: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Return outcomes in one dimension each, regimes by name, and the strategy, as a condition reads them."""
    found: dict[str, NDArray[Any]] = {name: values.ravel() for name, values in outcomes.items()}
    if "regime" in found:
        found["regime"] = np.array(regime_names(patrons), object)[found["regime"].astype(int)]
    if SPARSE in found:
        found[SPARSE] = np.where(found[SPARSE] < 0.0, np.nan, found[SPARSE])
    return found | {"strategy": np.full(len(found[UTILITY]), strategy, object)}


def list_strategies(scenario: Scenario, strategy: str, premiums: Sequence[str]) -> list[str]:
    """Return the strategies to play for a condition: of a premium, hedge and the rivals.

    Raises
    ------
    InputError
        If there is no rival.
    """
    if not premiums:
        return [strategy]
    strategies = [HEDGE, *select_rivals(scenario, premiums[0])]
    require_rival(strategies, premiums[0])
    return strategies


def rung_at_points(
    scenario: Scenario,
    name: str,
    columns: dict[str, Vector],
    runs: int,
    seed: int,
    workers: int | None,
    draws: Draws | None,
) -> Vector:
    """Compute a rung with its searches at each point: by run, the points one after another."""
    points = [dict(zip(columns, map(float, row), strict=True)) for row in zip(*columns.values(), strict=True)]
    free = None if draws is None else draws.settle(columns)
    with ThreadPoolExecutor(workers or count_cores()) as threads:
        varied = (scenario_at_point(scenario, point) for point in points)
        rung = name.removeprefix(RUNG)
        found = threads.map(lambda s: simulate_rung(s, rung, runs, seed, draws=free), varied)
        return np.concatenate([*found])


def level_combinations(axes: Sequence[Axis]) -> list[dict[str, float]]:
    """Return all combinations of the axes' levels, each as path to value.

    Raises
    ------
    InputError
        If an axis is a range without levels.
    """
    faults = [f"{a.path}: the frontier needs levels: {a.path}=LO:HI:N or a,b,c" for a in axes if not a.levels]
    if faults:
        raise InputError(*faults)
    paths = [a.path for a in axes]
    return [dict(zip(paths, levels, strict=True)) for levels in product(*(a.levels for a in axes))]


def frontier(
    scenario: Scenario,
    axis: Axis,
    others: Sequence[dict[str, float]],
    margin: Margin,
    *,
    strategy: str = HEDGE,
    runs: int = BATCH_RUNS,
    seed: int = 1,
    workers: int | None = None,
    draws: Draws | None = None,
) -> Crossings:
    """Find the crossings of one input at several fixed values of other inputs.

    Returns
    -------
    Crossings
        Rows and points begin with a column for every other input. Where there is no crossing, a row has NaN
        and the direction ``none``.
    """
    check_range(scenario, axis, FRONTIER_POINTS)
    rows: list[dict[str, Any]] = []
    points, numbers = [], number_draws(draws, np.arange(runs))
    scan = scan_points(axis.low, axis.high, FRONTIER_POINTS, log=axis.scale == LOG)
    for setting in others:
        function = margin_function(scenario, axis.path, margin, strategy, setting, runs, seed, workers, draws)
        found = find_crossings(function, scan, seed, numbers=numbers)
        rows += [setting | row for row in list_rows(found.rows) or [NONE]]
        points += [setting | row for row in list_rows(found.points)]
    return Crossings(pd.DataFrame(rows), pd.DataFrame(points))

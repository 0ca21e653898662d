"""SALib: a problem description of the varied inputs, and outcomes at the rows of a sample.

A sample of SALib holds numbers within bounds. A range keeps its own bounds. For n levels the bounds are 0 and
n, and numbers from k to k + 1 stand for level k, counted from 0, as in hedgesim's own designs.
"""

from typing import Any

import numpy as np

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from ..design.arguments import Names, list_names, load_scenario, parse_given_axes
from ..design.axis import LOG, Axis
from ..design.batch import AUTO, RUNS, SEED, plan_batch, resolve_strategies
from ..design.unit_cube import Numbers, values_at
from ..ensembles.default import CASE, Source, choose_draws
from ..explore.means_at_points import choose_strategies, require_outcomes, simulate_means
from ..labels import PREMIUM, premium_rival

TOLERANCE = 1e-9
"""Part of a range by which rounding may exceed its ends."""


@normalise_arguments
def salib_problem(scenario: Scenario | str, vary: str | Names | None = None) -> dict[str, Any]:
    """Build SALib's problem description of the inputs that vary.

    Parameters
    ----------
    scenario : Scenario or str
        The scenario or its name.
    vary : str or sequence of str, optional
        Axes in the syntax of ``--vary``; by default the ranges under ``[uncertainty]``.

    Returns
    -------
    dict
        num_vars, names (the paths), bounds, and dists where a range is logarithmic.

    Raises
    ------
    InputError
        With all faults of the axes.
    """
    axes = parse_given_axes(vary, load_scenario(scenario))
    problem = {
        "num_vars": len(axes),
        "names": [a.path for a in axes],
        "bounds": [list(axis_bounds(a)) for a in axes],
    }
    logarithmic = any(is_logarithmic(a) for a in axes)
    dists = ["logunif" if is_logarithmic(a) else "unif" for a in axes]
    return problem | ({"dists": dists} if logarithmic else {})


@normalise_arguments
def salib_values(
    scenario: Scenario | str,
    vary: str | Names | None,
    sample: Numbers,
    of: str = PREMIUM,
    strategies: str | Names | None = None,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    draws: Source = CASE,
    workers: int | None = None,
) -> Numbers:
    """Compute the mean of an outcome at every row of a sample of SALib.

    Parameters
    ----------
    scenario, vary
        As in :func:`salib_problem`.
    sample : array, shape (points, axes)
        Sample that SALib drew for that problem.
    of : str
        A numeric outcome; ``premium``: utility of ``hedge`` minus that of the best other strategy; or
        ``premium:RIVAL``, such as ``premium:bandwagon``: minus that of the best of a kind.
    strategies : str or sequence of str, optional
        For a premium the strategies to compare, by default the scenario's own or all of the kind; else the
        strategy of the outcome, by default ``hedge``.
    runs, seed : int
        Runs at each point, and the seed of their shocks, the same at all points.
    draws : Draws, str, Path or None
        As in :func:`hedgesim.analysis.sweep`: what varies beats its draw.
    workers : int, optional
        Cores to use; all by default.

    Returns
    -------
    array, shape (points,)
        Means in the order of the sample, as SALib's analysis requires.

    Raises
    ------
    InputError
        With all faults of the arguments, or if the sample belongs to another problem.
    RunError
        If a run failed.
    """
    spec = load_scenario(scenario)
    chosen = resolve_strategies(spec, choose_strategies(spec, [of], list_names(strategies)))
    require_outcomes([of], chosen, spec.patrons)
    if premium_rival(of) is None and len(chosen) != 1:
        msg = f"{of} is that of one strategy; found {', '.join(chosen)}: name one"
        raise InputError(msg)
    columns = convert_sample(parse_given_axes(vary, spec), sample)
    carried = choose_draws(draws, [spec], varied=columns)
    batch = plan_batch([spec], chosen, runs=runs, seed=seed, engine=AUTO, points=columns, draws=carried)
    return simulate_means(batch, [of], chosen[0], workers)[of]


def convert_sample(axes: tuple[Axis, ...], sample: Numbers) -> dict[str, Numbers]:
    """Convert a sample to values of the axes, path to array of shape (points,).

    Raises
    ------
    InputError
        If the sample has another shape, or a column leaves its bounds.
    """
    try:
        rows = np.asarray(sample, float)
    except (TypeError, ValueError):
        rows = np.empty(0)
    if rows.ndim != 2 or rows.shape[1] != len(axes) or not len(rows):
        msg = f"a sample of {len(axes)} inputs has the shape (points, {len(axes)}); found {rows.shape}"
        raise InputError(msg)
    faults = [fault for a, column in zip(axes, rows.T, strict=True) for fault in sample_faults(a, column)]
    if faults:
        raise InputError(*faults)
    return {a.path: convert_column(a, column) for a, column in zip(axes, rows.T, strict=True)}


def sample_faults(axis: Axis, column: Numbers) -> list[str]:
    """Describe a column's value outside the bounds of its axis, a sign of a sample for another problem."""
    low, high = axis_bounds(axis)
    room = TOLERANCE * (high - low)
    inside = (column >= low - room) & (column <= high + room)
    if inside.all():
        return []
    return [f"{axis.path}: the sample holds {column[~inside][0]:g}; its bounds are {low:g} and {high:g}"]


def convert_column(axis: Axis, column: Numbers) -> Numbers:
    """Convert a column of a sample to values of its axis, shape (points,)."""
    if axis.levels:
        return values_at(axis, column / len(axis.levels))
    return np.clip(column, axis.low, axis.high)


def axis_bounds(axis: Axis) -> tuple[float, float]:
    """Return the bounds of an axis in a sample."""
    return (0.0, float(len(axis.levels))) if axis.levels else (axis.low, axis.high)


def is_logarithmic(axis: Axis) -> bool:
    """Return whether an axis is a range sampled on a log scale."""
    return axis.scale == LOG and not axis.levels

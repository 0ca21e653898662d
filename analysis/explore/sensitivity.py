"""Sensitivity analysis: which inputs of a sweep decide an outcome; plain tables in, plain tables out.

The method follows from the design: Sobol indices from ``sobol``, elementary effects from ``morris``, rank
regression from ``lhs``, ``grid`` and users' tables, one-at-a-time changes from ``oat``. Other combinations
raise an error.

Indices are those of the means over runs. Where runs carry draws of parameters, what is not known is the index
in single draws: a run takes the same draw at every point, so that each run has indices of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ...model.arguments import normalise_arguments
from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ..compare.paired import DRAW
from ..compare.point_values import choose_targets, compute_point_means, join_finished_runs, select_values
from ..compare.two_part import PARTS, estimate_mean
from ..design.points import build_axes
from ..design.unit_cube import Numbers
from .indices import Rows, Sample, morris_rows, noise_rows, oat_rows, rank_rows, sobol_rows

COLUMNS = ["outcome", "strategy", "parameter", "parameter_2", "index", "value", "low", "high"]
Method = Callable[[Sample], Rows]
METHODS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "sobol": (sobol_rows, ("sobol",)),
    "morris": (morris_rows, ("morris",)),
    "ranks": (rank_rows, ("lhs", "grid", "table")),
    "oat": (oat_rows, ("oat",)),
}
"""Methods and the kinds of design that allow them."""
LEAST = {"sobol": 16, "morris": 4}
"""Fewest base samples and trajectories; below, intervals mean nothing."""
LEAST_PER_COEFFICIENT = 3
RESAMPLES = 100
"""Resamples of a bootstrap: enough for the spread that intervals are made from."""
MOST_RUNS, FEWEST = 50, 2
"""Runs whose own indices are computed at most, and resamples of these: their intervals are not used."""
HALVES = (8, 4, 2, 1)


@normalise_arguments
def sensitivity(
    design: pd.DataFrame,
    outcomes: pd.DataFrame,
    spec: Mapping[str, Any],
    of: Sequence[str] = (),
    strategies: Sequence[str] | None = None,
    *,
    scenario: str | None = None,
    method: str | None = None,
    resamples: int = RESAMPLES,
) -> pd.DataFrame:
    """Compute sensitivity indices and the shares of run noise.

    Parameters
    ----------
    design, outcomes : DataFrame
        One row a run each, in any order; see :func:`.point_values.join_finished_runs`.
    spec : mapping
        Description of the points: :meth:`.points.Points.spec`.
    of : sequence of str
        Outcomes; ``premium`` is the hedging premium, and the default where it can be computed.
    strategies : sequence of str, optional
        Strategies; by default all that were run.
    scenario : str, optional
        Name of the scenario; required if several were run.
    method : str, optional
        One of METHODS; by default the one that the design allows.
    resamples : int
        Number of bootstrap resamples.

    Returns
    -------
    DataFrame
        outcome, strategy, parameter, parameter_2 (of S2 only, else empty), index (S1, ST, S2; mu, mu_star,
        sigma; SRRC, R2; at_low, at_high, range; noise_share, mean_noise_share), value, low, high (95%
        interval, NaN where there is none); where runs carry draws also PARTS of
        :mod:`hedgesim.analysis.compare.two_part`. R2 and shares of noise belong to no parameter.

    Raises
    ------
    InputError
        If the design does not allow the method, samples are too few, an outcome is constant, unknown or
        missing at some point, or a column is missing; reports the faults of all outcomes together.
    """
    run = choose_method(spec, method)
    samples = build_samples(design, outcomes, spec, of, strategies, scenario, resamples)
    rows = [
        {"outcome": outcome, "strategy": strategy} | row
        for (outcome, strategy), sample in samples.items()
        for row in [*spread_indices(run, sample, find_run_draws(design)), *noise_rows(sample.values)]
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, *(PARTS if DRAW in design else ())])


def find_run_draws(design: pd.DataFrame) -> dict[tuple[int, int], int]:
    """Return the draw of the first runs by seed and run, at most MOST_RUNS; none without draws."""
    if DRAW not in design:
        return {}
    runs = design.drop_duplicates(["seed", "run"])[["seed", "run", DRAW]].head(MOST_RUNS)
    return {(int(seed), int(run)): int(draw) for seed, run, draw in runs.to_numpy()}


def spread_indices(run: Method, sample: Sample, draws: Mapping[tuple[int, int], int]) -> Rows:
    """Compute the indices of means, and how those of single draws are spread."""
    rows = run(sample)
    single = {key: run(part) for key, part in split_runs(sample) if key in draws}
    if not single:
        return rows
    numbers = np.array([draws[key] for key in single])
    values = np.array([[row["value"] for row in found] for found in single.values()])
    spreads = (estimate_mean(column, numbers) for column in values.T)
    return [row | {part: found[part] for part in PARTS} for row, found in zip(rows, spreads, strict=True)]


def split_runs(sample: Sample) -> Iterator[tuple[tuple[int, int], Sample]]:
    """Yield each run that has a value at every point, and that is not the same at all, as a sample."""
    for key, part in sample.values.groupby(["seed", "run"]):
        seed, run = (int(str(number)) for number in key)
        y = part.sort_values("point")["value"].to_numpy(float)
        if len(y) == len(sample.y) and np.ptp(y) > 0.0:
            yield (seed, run), replace(sample, y=y, values=part, resamples=FEWEST)


def convergence(
    design: pd.DataFrame,
    outcomes: pd.DataFrame,
    spec: Mapping[str, Any],
    of: Sequence[str] = (),
    strategies: Sequence[str] | None = None,
    *,
    scenario: str | None = None,
    resamples: int = RESAMPLES,
) -> pd.DataFrame:
    """Compute indices from the first eighth, quarter and half of a design's samples, and from all samples.

    A Sobol design is cut by base samples, Morris' by trajectories, an LHS by points; second-order indices are
    left out. Parameters as in :func:`sensitivity`.

    Returns
    -------
    DataFrame
        outcome, strategy, samples, parameter, index, value, low, high.

    Raises
    ------
    InputError
        As in :func:`sensitivity`, and for designs that cannot be cut.
    """
    run = choose_method(spec, None)
    kind = spec["kind"]
    if kind not in {"sobol", "morris", "lhs"}:
        msg = f"a design of kind {kind!r} has no halves to show convergence; sweep with --design sobol or lhs"
        raise InputError(msg)
    rows = []
    for (outcome, strategy), whole in build_samples(
        design, outcomes, spec, of, strategies, scenario, resamples
    ).items():
        least = least_samples(kind, len(whole.axes))
        for count in dict.fromkeys(spec["samples"] // part for part in HALVES):
            sample = whole.first(count * whole.block[kind])
            if count < least or np.ptp(sample.y) == 0.0:
                continue
            found = sobol_rows(sample, second=False) if kind == "sobol" else run(sample)
            heads = {"outcome": outcome, "strategy": strategy, "samples": count}
            rows += [heads | row for row in found]
    return pd.DataFrame(rows, columns=["outcome", "strategy", "samples", "parameter", *COLUMNS[4:]])


def choose_method(spec: Mapping[str, Any], method: str | None) -> Method:
    """Return the function of the method that a design allows.

    Raises
    ------
    InputError
        If the design allows no method or not the requested one, or has too few samples.
    """
    kind, axes = spec["kind"], len(spec["axes"])
    if method is not None and method not in METHODS:
        msg = f"unknown method {method!r}; known are {', '.join(METHODS)}{hint(method, METHODS)}"
        raise InputError(msg)
    allowed = [name for name, (_, kinds) in METHODS.items() if kind in kinds]
    name = method or (allowed[0] if allowed else "")
    if name not in allowed:
        needed = " or ".join(METHODS[name][1]) if name else "sobol, morris, lhs, grid, oat or table"
        msg = f"method {name or 'none'} needs a design of kind {needed}; this one is {kind}"
        raise InputError(msg)
    samples, least = spec["samples"] or spec["points"], least_samples(kind, axes)
    if samples < least:
        what = {"sobol": "base samples", "morris": "trajectories"}.get(kind, "points")
        msg = f"found {samples} {what} for {axes} inputs; method {name} needs at least {least}"
        raise InputError(msg)
    return METHODS[name][0]


def is_regression(spec: Mapping[str, Any]) -> bool:
    """Return whether a design is analysed by regression, which needs inputs that vary apart."""
    return spec["kind"] in METHODS["ranks"][1]


def least_samples(kind: str, axes: int) -> int:
    """Return the smallest number of samples of a design with ``axes`` inputs."""
    return LEAST.get(kind, 2 if kind == "oat" else LEAST_PER_COEFFICIENT * (axes + 1))


def build_samples(
    design: pd.DataFrame,
    outcomes: pd.DataFrame,
    spec: Mapping[str, Any],
    of: Sequence[str],
    strategies: Sequence[str] | None,
    scenario: str | None,
    resamples: int,
) -> dict[tuple[str, str], Sample]:
    """Build the sample of each outcome and strategy.

    Raises
    ------
    InputError
        With the faults of all outcomes and strategies.
    """
    runs = join_finished_runs(design, outcomes, spec, scenario)
    axes, points = build_axes(spec), int(spec["points"])
    x = order_inputs(design, [a.path for a in axes], points, scenario)
    faults = input_faults(x, [a.path for a in axes]) if is_regression(spec) else []
    found = {}
    for outcome, strategy in choose_targets(runs, outcomes, of, strategies):
        values = select_values(runs, outcome, strategy)
        try:
            y = compute_point_means(values, points, f"{outcome} with strategy {strategy}")
            found[outcome, strategy] = Sample(axes, x, y, values, int(spec["seed"]), resamples)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(*faults)
    return found


def order_inputs(design: pd.DataFrame, paths: Sequence[str], points: int, scenario: str | None) -> Numbers:
    """Return the values of the inputs in the order of the points, shape (points, axes)."""
    chosen = design if scenario is None else design[design["scenario"] == scenario]
    first = chosen.drop_duplicates("point").set_index("point")
    return first.reindex(range(points))[list(paths)].to_numpy(float)


def input_faults(x: Numbers, paths: Sequence[str]) -> list[str]:
    """Describe why regression cannot separate the effects of inputs: constant or collinear columns."""
    faults = [
        f"{p}: is the same at every point" for p, column in zip(paths, x.T, strict=True) if not np.ptp(column)
    ]
    spread = x.std(axis=0)
    if not faults and np.linalg.matrix_rank((x - x.mean(axis=0)) / spread) < len(paths):
        faults = [f"inputs {', '.join(paths)} move together: their effects cannot be separated"]
    return faults

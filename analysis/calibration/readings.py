"""Yearly readings of the model, comparable with observations and averaged over the runs' shocks."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.scenario.scenario import Scenario
from ..design.columns import engine_columns, opening_columns
from .observables import CHANGE, WINDOW, Observable
from .observations import link

Numbers = NDArray[np.float64]
Column = Callable[[str], Numbers]

STRATEGY = "hedge"
WINDOW_QUARTERS = 20


def simulate_readings(
    scenario: Scenario,
    about: Sequence[Observable],
    points: Mapping[str, Numbers],
    *,
    runs: int,
    seed: int,
) -> list[Numbers]:
    """Simulate yearly readings at points of the parameters, averaged over runs.

    Run k meets the same shocks at every point.

    Parameters
    ----------
    scenario : Scenario
        Scenario; it must begin with a first quarter.
    about : sequence of Observable
        Observables to read.
    points : mapping
        Path to values, shape (points,); empty for the scenario's own values.
    runs, seed : int
        Runs at each point, and the seed of their shocks.

    Returns
    -------
    list of array, shape (points, years)
        One per observable, on its scale of errors; NaN where a run failed and before the first reading.
    """
    count = len(next(iter(points.values()))) if points else 1
    # rows run over points, then runs: run k meets the same shocks at every point
    opened = opening_columns(scenario, points)
    columns = {path: np.repeat(values, runs) for path, values in (opened | dict(points)).items()}
    names = list_columns(about, scenario.patrons)
    outcome = simulate(
        scenario,
        STRATEGY,
        seed,
        np.tile(np.arange(runs), count),
        engine_columns(scenario, STRATEGY, columns),
        paths=names,
    )
    paths = outcome.paths  # large: copied only where a run failed
    if names and not outcome.sound.all():
        paths = np.where(outcome.sound[:, None, None], paths, np.nan)
    averages = paths.reshape(count, runs, -1, len(names)).mean(axis=1) if names else paths
    quarters = dict(zip(names, np.moveaxis(averages, 2, 0).copy(), strict=True))
    return [link(o, read_observable(o, quarters.__getitem__, scenario.patrons)) for o in about]


def list_columns(about: Sequence[Observable], patrons: Sequence[str]) -> list[str]:
    """List the path columns that observables read; a window also reads those of all other patrons."""
    columns = {o.column: None for o in about}
    for o in about:
        if o.reading == WINDOW:
            columns |= dict.fromkeys(window_columns(o, patrons))
    return list(columns)


def window_columns(about: Observable, patrons: Sequence[str]) -> list[str]:
    """List a windowed observable's columns of all patrons."""
    stem = about.column.removesuffix(f"_{about.patron}")
    return [f"{stem}_{p}" for p in patrons]


def read_observable(about: Observable, column: Column, patrons: Sequence[str]) -> Numbers:
    """Compute an observable's reading in each year, shape (points, years)."""
    quarters = column(about.column)
    if about.reading == CHANGE:
        ends = quarters[:, 3::4]
        return np.diff(ends, axis=1, prepend=np.nan)
    if about.reading == WINDOW:
        whole = sum(sum_windows(column(name)) for name in window_columns(about, patrons))
        return np.asarray(sum_windows(quarters) / np.maximum(whole, 1e-12))
    years = quarters.shape[1] // 4
    return np.asarray(quarters[:, : 4 * years].reshape(len(quarters), years, 4).mean(axis=2))


def sum_windows(quarters: Numbers) -> Numbers:
    """Sum the last 20 quarters at each year's end, shape (points, years); NaN where fewer were simulated."""
    summed = np.cumsum(quarters, axis=1)
    ends = np.arange(3, quarters.shape[1], 4)
    before = ends - WINDOW_QUARTERS
    least = np.where(before >= 0, summed[:, np.maximum(before, 0)], 0.0)
    return np.where(ends + 1 >= WINDOW_QUARTERS, summed[:, ends] - least, np.nan)

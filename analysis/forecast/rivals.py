"""A forecast of each series and of its rivals, as samples of the same size from the same random numbers."""

import zlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.histories import state_folder
from ..calibration.observables import SCALED
from ..calibration.observations import Series
from . import naive
from .drivers import read_drivers
from .drivers_only import Driven
from .embargo_persistence import sample_informed
from .origin import Origin, find_anchor, repeat_last
from .pool import MASS, TRADE, choose_slope, pool_spread, select_tracks
from .predictive import continue_series
from .recipe import draw_anchored, draw_level, draw_shocks, find_kind, scale_readings, to_unit
from .shrinkage import Slope

Numbers = NDArray[np.float64]

SAMPLES = 2000
NONE = Slope(np.zeros(2), np.zeros(2))


class Rival(NamedTuple):
    """A forecast to compare with, and what it knew.

    Attributes
    ----------
    head : str
        Its name in tables.
    states, later, embargoes : bool
        Whether it knew other states' observations, what moved the world after the origin, and embargoes.
    rule : str
        What it does, in words.
    """

    head: str
    states: bool
    later: bool
    embargoes: bool
    rule: str


RIVALS = {
    "persistence": Rival("persistence", False, False, False, "the last value; spread of its own changes"),
    "pooled": Rival("pooled", True, False, False, "the last value; spread pooled over states"),
    "mean3": Rival("mean of 3", False, False, False, "mean of the last three values"),
    "trend": Rival("trend", False, False, False, "a line through the known years"),
    "drift": Rival("drift", False, False, False, "the last value and the mean yearly change"),
    "constant": Rival("null", False, False, False, "a constant, and errors with a memory"),
    "drivers": Rival("drivers", True, True, False, "the last value and a regression on what moved the world"),
    "informed": Rival("informed", False, False, True, "persistence less what embargoes were to cover"),
    "frozen": Rival("frozen", True, False, False, "this forecast, had nothing happened after the origin"),
}
"""Rivals by the ends of their columns; ``frozen`` is the model itself and no naive forecast. In tables for
programs the null is called constant, because readers of tables take the word null for a missing value."""
NAIVE = tuple(r for r in RIVALS if r != "frozen")


def number_stream(name: str) -> int:
    """Return the stream of a series' random numbers, which depends on its name alone."""
    return zlib.crc32(name.encode())


def draw_forecast(o: Origin, k: int) -> Numbers:
    """Draw the forecast of series ``k`` in its unit, shape (samples, years)."""
    return draw_by_model(o, k, o.scenario, o.readings[k], find_anchor(o, o.series[k]))


def draw_by_model(o: Origin, k: int, scenario: Scenario, readings: Numbers, anchor: Numbers) -> Numbers:
    """Draw a forecast of series ``k`` from readings, shape (draws, years from the scenario's first on)."""
    series, kind = o.series[k], find_kind(o.series[k])
    known, stream = o.cut(series), number_stream(series.about.name)
    if kind.rule == "discrepancy":
        return continue_series(known, readings, o.years, o.begins, SAMPLES, o.seed, stream)
    if kind.rule == "level":
        shocks = draw_shocks(o.recipe, SAMPLES, len(o.years), o.seed, stream)
        return to_unit(series, draw_level(known.values, shocks, o.recipe))
    flow, partner = series.about.name.partition("_")[0], series.about.patron
    scaled = scale_readings(known, readings, o.begins)
    change = scaled[:, o.years - o.begins] - scaled[:, known.years[-1] - o.begins, None]
    slope = choose_slope(flow, partner, kind.slope, o.slopes)
    if flow in TRADE:
        mass = read_drivers(scenario, flow, partner)[:, MASS]
        anchor = anchor + slope.mean[1] * (mass[o.years - o.begins] - mass[known.years[-1] - o.begins])
    return draw_about(o, series, anchor, change, slope, pooled=kind.pooled)


def draw_about(
    o: Origin, series: Series, anchor: Numbers, change: Numbers, slope: Slope, *, pooled: bool = True
) -> Numbers:
    """Draw a forecast about an anchor, shape (samples, years); ``change`` has shape (draws, years).

    Without ``pooled`` its spread is that of the series' own changes.
    """
    flow, partner = series.about.name.partition("_")[0], series.about.patron
    shocks = draw_shocks(o.recipe, SAMPLES, len(o.years), o.seed, number_stream(series.about.name))
    tracks = select_tracks(o.pool, flow, partner)
    own = [t for t in tracks if t.state == state_folder(o.scenario.name)]
    spread = pool_spread(tracks if pooled else own, slope, o.recipe)
    ahead = o.years - o.cut(series).years[-1]
    return to_unit(series, draw_anchored(anchor, change, slope, spread, ahead, shocks, o.recipe))


def draw_rivals(o: Origin, k: int, effects: Mapping[str, Driven]) -> dict[str, Numbers]:
    """Draw all rivals of the forecast of series ``k`` that can be drawn, each of shape (samples, years).

    ``effects`` has what drivers do to exports and to imports (:func:`~.drivers_only.learn_drivers`).
    """
    series = o.series[k]
    flow, last = series.about.name.partition("_")[0], repeat_last(o, series)
    nothing = np.zeros((1, len(o.years)))
    found = {rule: draw_naive(o, series, rule) for rule in naive.RULES}
    found["pooled"] = draw_about(o, series, last, nothing, NONE)
    found["constant"] = draw_null(o, series)
    found["frozen"] = draw_by_model(o, k, o.still, o.frozen[k], last)
    if series.about.name in o.anchors:
        found["informed"] = draw_informed(o, series)
    if flow in effects:
        change = effects[flow].change(o.scenario, series.about.patron, o.cut(series).years[-1], o.years)
        found["drivers"] = draw_about(o, series, last + change, nothing, NONE)
    return found


def draw_naive(o: Origin, series: Series, rule: str) -> Numbers:
    """Draw a naive forecast from the observations of one series, shape (samples, years)."""
    known, stream = o.cut(series), number_stream(series.about.name)
    scale = find_kind(series).scale
    ahead = o.end - int(known.years[-1])
    found = naive.sample_naive(
        rule, known.years, known.values,
        horizon=ahead, samples=SAMPLES, seed=o.seed, stream=stream, scale=scale,
    )  # fmt: skip
    return found[:, -len(o.years) :]  # a series may end some years before the first forecast


def draw_informed(o: Origin, series: Series) -> Numbers:
    """Draw persistence about what embargoes leave, shape (samples, years)."""
    known, stream = o.cut(series), number_stream(series.about.name)
    gap = o.first - 1 - int(known.years[-1])
    anchor = np.concatenate([np.repeat(o.anchors[series.about.name][:1], gap), o.anchors[series.about.name]])
    found = sample_informed(known.years, known.values, anchor, samples=SAMPLES, seed=o.seed, stream=stream)
    return found[:, gap:]


def draw_null(o: Origin, series: Series) -> Numbers:
    """Draw a constant reading plus the discrepancy that the model's own readings used to have."""
    known = o.cut(series)
    constant = 1.0 if series.about.link == SCALED else float(known.linked.mean())
    if series.about.anchored:
        constant = float(known.linked[0])
    readings = np.full((1, o.end - o.begins + 1), constant)
    stream = number_stream(series.about.name)
    return continue_series(known, readings, o.years, o.begins, SAMPLES, o.seed, stream)

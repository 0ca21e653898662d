"""All that a forecast stands on: series, readings of the model with and without later drivers, the pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.histories import state_folder
from ..calibration.observables import list_codes
from ..calibration.observations import Series, read_series
from ..calibration.problem import LEAST, count_evidence, cut_to_year
from ..calibration.readings import simulate_readings
from ..design.parameter_draws import Draws
from .drivers import drop_embargoes, freeze_drivers
from .embargo_persistence import compute_anchors
from .embargoes import EXPORTS, IMPORTS, Embargo, list_other_partners
from .pool import Track, build_tracks, estimate_shrinkage, read_pool, select_columns
from .recipe import RECIPE, Recipe, to_scale
from .shrinkage import Slopes

Numbers = NDArray[np.float64]
Readings = list[Numbers]

FLOWS = {"export": EXPORTS, "import": IMPORTS}
DRAWS = 500
"""Most draws that are simulated."""
AT_ONCE = 64
"""Most points that are simulated at the same time."""


@dataclass(frozen=True)
class Origin:
    """What is known when a forecast is made, and the model's readings.

    Attributes
    ----------
    scenario, still : Scenario
        A history that covers the years forecast, and the same with drivers that stay as at the origin.
    series : tuple of Series
        All observations of the series with enough known years.
    first, end : int
        First and last year forecast.
    readings, frozen : list of array, each of shape (draws, years)
        The model's readings of each series, and those with drivers that stay as at the origin; on the scale
        of errors.
    pool : tuple of Track
        Tracks of all states to the year before ``first``, the scenario's own among them.
    slopes : Slopes
        lambda by flow and partner, of the other states.
    anchors : mapping
        By name of a trade series, what announced embargoes leave of its last observation; shape (years,).
    seed : int
        Seed of random numbers.
    recipe : Recipe
        Settings.
    """

    scenario: Scenario
    still: Scenario
    series: tuple[Series, ...]
    first: int
    end: int
    readings: Readings
    frozen: Readings
    pool: tuple[Track, ...]
    slopes: Slopes
    anchors: Mapping[str, Numbers]
    seed: int
    recipe: Recipe = RECIPE

    @property
    def begins(self) -> int:
        """Return the year of the first reading."""
        return self.scenario.first_quarter // 4

    @property
    def years(self) -> NDArray[np.int64]:
        """Return the years forecast."""
        return np.arange(self.first, self.end + 1)

    def cut(self, series: Series) -> Series:
        """Return the observations of a series before the first year forecast."""
        return series.between(series.start, self.first - 1)


def set_out(
    scenario: Scenario,
    series: Sequence[Series],
    draws: Draws,
    first: int,
    end: int,
    runs: int,
    seed: int,
    embargoes: Sequence[Embargo],
    table: Path | None,
    recipe: Recipe = RECIPE,
) -> Origin:
    """Build the origin of a forecast; the arguments are those of :func:`~.hindcast.hindcast`."""
    used = tuple(s for s in series if len(count_evidence(s, first - 1).years) >= LEAST)
    played = cut_to_year(drop_embargoes(scenario, first - 1) if embargoes else scenario, end)
    still = cut_to_year(freeze_drivers(scenario, first - 1), end)
    readings, frozen = (read_all(s, used, draws, runs, seed) for s in (played, still))
    own = build_tracks(scenario, used, readings, first - 1)
    state = state_folder(scenario.name)
    pool = (*read_pool(draws, first - 1, seed, without=state), *own)
    anchors = place_anchors(used, embargoes, table, first, end)
    slopes = estimate_shrinkage(pool, state, recipe)
    return Origin(scenario, still, used, first, end, readings, frozen, pool, slopes, anchors, seed, recipe)


def read_all(scenario: Scenario, series: Sequence[Series], draws: Draws, runs: int, seed: int) -> Readings:
    """Simulate the readings of all series under all draws, each of shape (draws, years)."""
    columns = select_columns(draws.first(DRAWS), scenario)
    count = len(next(iter(columns.values()))) if columns else 1
    parts = [
        {path: values[rows] for path, values in columns.items()}
        for rows in np.array_split(np.arange(count), -(-count // AT_ONCE))
    ]
    about = [s.about for s in series]
    readings = [simulate_readings(scenario, about, part, runs=runs, seed=seed) for part in parts]
    return [np.concatenate([m[k] for m in readings]) for k in range(len(series))]


def place_anchors(
    series: Sequence[Series], embargoes: Sequence[Embargo], table: Path | None, first: int, end: int
) -> dict[str, Numbers]:
    """Compute what embargoes leave of each trade share, by name of its series; empty without embargoes."""
    if not embargoes:
        return {}
    beside = read_series(table, missing_ok=True) if table is not None else {}
    found: dict[str, Numbers] = {}
    for flow in FLOWS:
        trade = [s for s in series if s.about.name.startswith(f"{flow}_share_")]
        found |= place_flow(flow, trade, embargoes, beside, first, end)
    return found


def place_flow(
    flow: str,
    series: Sequence[Series],
    embargoes: Sequence[Embargo],
    beside: Mapping[str, Mapping[int, float]],
    first: int,
    end: int,
) -> dict[str, Numbers]:
    """Compute the anchors of exports or of imports; empty where series end in different years."""
    known = {s.about.name: s.between(s.start, first - 1) for s in series}
    lasts = {int(s.years[-1]) for s in known.values()}
    if len(lasts) != 1:
        return {}
    last = lasts.pop()
    codes = {name: list_codes(s.about.patron)[-1] for name, s in known.items()}
    partners = {codes[name]: (s.years, s.values) for name, s in known.items()}
    others = list_other_partners(embargoes, [s.about.patron for s in series])
    partners |= select_other_partners(beside, others, flow, last)
    anchors = compute_anchors(partners, FLOWS[flow], embargoes, end - last)
    return {name: anchors[code][first - last - 1 :] for name, code in codes.items()}


def select_other_partners(
    table: Mapping[str, Mapping[int, float]], others: Sequence[str], flow: str, last: int
) -> dict[str, tuple[NDArray[np.int64], Numbers]]:
    """Return years and shares of partners beside the patrons, up to the last known year."""
    found = {}
    for code in others:
        years = {y: v for y, v in table.get(f"trade_{flow}_share_{code}", {}).items() if y <= last}
        if last in years:
            found[code] = (
                np.array(sorted(years), np.int64),
                np.array([years[y] / 100.0 for y in sorted(years)]),
            )
    return found


def find_anchor(o: Origin, series: Series) -> Numbers:
    """Return what embargoes leave of the last observation, on the series' scale, shape (years,)."""
    return o.anchors.get(series.about.name, repeat_last(o, series))


def repeat_last(o: Origin, series: Series) -> Numbers:
    """Return the last observation on the series' scale for every year, shape (years,)."""
    return np.repeat(to_scale(series, o.cut(series).values[-1:]), len(o.years))

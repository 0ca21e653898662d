"""What the shipped states' observations say of yearly changes: pooled spreads and the shrinkage of the model.

Spread of flow and partner, in the notation of :mod:`.recipe`::

    s^2 = [ sum r_i^2 + k exp(mean over states of log r-bar^2) ] / (n + k)
    r_i = (change of z(y) - lambda change of mean m) / sqrt(gap)

so that one turbulent state does not speak for all: k changes are those of a typical state.
"""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.histories import state_folder
from ..calibration.observations import Series, find_observations, read_observations
from ..calibration.readings import simulate_readings
from ..design.axis import list_keys
from ..design.columns import can_open
from ..design.parameter_draws import Draws
from .drivers import DRIVERS, read_drivers
from .naive import LOGIT
from .recipe import RECIPE, Recipe, find_kind, scale_readings, to_scale
from .shrinkage import Changes, Group, Slope, Slopes, estimate_slopes

Numbers = NDArray[np.float64]

DRAWS, RUNS = 60, 2
"""Draws, and runs of each, that the mean reading of a pooled state is taken over."""
TRADE = ("export", "import")
MASS = DRIVERS.index("mass")
GUESS = 0.5
"""Before data, half of what the model changes is believed: 0 is persistence, 1 the model."""
LEAST = {LOGIT: 0.01, "plain": 1e-6}
"""Least spread of a year."""
HISTORY = "history"


class Track(NamedTuple):
    """One series of one state up to a year.

    Attributes
    ----------
    state, flow, partner : str
        Folder of the state, first word of the series' name, and patron.
    scale : str
        ``logit`` or ``plain``.
    years : array of int, shape (n,)
        Years observed.
    observed, modelled : array, shape (n,)
        Observations and mean readings on that scale.
    drivers : array, shape (n, DRIVERS)
        What acts on trade (:mod:`.drivers`); zeros for other series.
    """

    state: str
    flow: str
    partner: str
    scale: str
    years: NDArray[np.int64]
    observed: Numbers
    modelled: Numbers
    drivers: Numbers

    @property
    def group(self) -> Group:
        """Return flow and partner."""
        return self.flow, self.partner

    @property
    def changes(self) -> Changes:
        """Return yearly changes with those of the model and of the partner's mass."""
        return self.relate(np.column_stack([self.modelled, self.drivers[:, MASS]]))

    def relate(self, levels: Numbers) -> Changes:
        """Return changes with those of other levels; over a gap of g years they are divided by sqrt(g)."""
        gaps = np.sqrt(np.diff(self.years))
        return Changes(np.diff(self.observed) / gaps, np.diff(levels, axis=0) / gaps[:, None], self.years[1:])


def list_states() -> tuple[str, ...]:
    """List the shipped histories that have observations beside them."""
    cases = sorted(c.name for c in files("hedgesim.scenarios").iterdir() if c.is_dir())
    folder = files("hedgesim.scenarios")
    needed = (f"{HISTORY}.toml", "observations.csv")
    return tuple(f"{c}/{HISTORY}" for c in cases if all(folder.joinpath(c, n).is_file() for n in needed))


def read_pool(draws: Draws, until: int, seed: int, without: str = "") -> tuple[Track, ...]:
    """Read the tracks of all shipped states but one up to a year, with readings under the given draws."""
    found: list[Track] = []
    for name in list_states():
        if state_folder(name) != without:
            scenario = Scenario.load(name)
            series = read_observations(find_observations(scenario), scenario)
            readings = read_mean(scenario, series, draws, seed)
            found += build_tracks(scenario, series, readings, until)
    return tuple(found)


def read_mean(scenario: Scenario, series: Sequence[Series], draws: Draws, seed: int) -> list[Numbers]:
    """Return a few draws' readings of each series, shape (draws, years)."""
    points = select_columns(draws.first(DRAWS), scenario)
    return simulate_readings(scenario, [s.about for s in series], points, runs=RUNS, seed=seed)


def select_columns(draws: Draws, scenario: Scenario) -> dict[str, Numbers]:
    """Return the columns of draws that a scenario takes, without the draws that cannot open it."""
    there = list_keys(scenario)
    columns = {path: values for path, values in draws.for_scenario(scenario).items() if path in there}
    if not columns:
        return {}
    able = can_open(scenario, columns)
    return {path: values[able] for path, values in columns.items()} if able.any() else {}


def build_tracks(
    scenario: Scenario, series: Sequence[Series], readings: Sequence[Numbers], until: int
) -> list[Track]:
    """Build the tracks of a state's series from two known years on."""
    first, state = scenario.first_quarter // 4, state_folder(scenario.name)
    found = []
    for s, r in zip(series, readings, strict=True):
        known = s.between(s.start, until)
        if len(known.years) < 2:
            continue
        modelled = scale_readings(known, r, first)[:, known.years - first].mean(axis=0)
        flow, partner = s.about.name.partition("_")[0], s.about.patron
        observed, scale = to_scale(known, known.values), find_kind(s).scale
        drivers = np.zeros((len(known.years), len(DRIVERS)))
        if flow in TRADE:
            drivers = read_drivers(scenario, flow, partner)[known.years - first]
        found.append(Track(state, flow, partner, scale, known.years, observed, modelled, drivers))
    return found


def estimate_shrinkage(pool: Iterable[Track], state: str, recipe: Recipe = RECIPE) -> Slopes:
    """Estimate lambda by flow and partner from the trade of all states but one."""
    others = [(t.group, t.changes) for t in pool if t.state != state and t.flow in TRADE]
    return estimate_slopes(join_changes(others), [GUESS, 0.0], [recipe.doubt, recipe.mass])


def join_changes(parts: Iterable[tuple[Group, Changes]]) -> dict[Group, Changes]:
    """Join the changes of several states by flow and partner."""
    by_group: dict[Group, list[Changes]] = {}
    for group, changes in parts:
        by_group.setdefault(group, []).append(changes)
    return {g: Changes(*(np.concatenate(part) for part in zip(*c, strict=True))) for g, c in by_group.items()}


def choose_slope(flow: str, partner: str, fixed: float | None, slopes: Slopes) -> Slope:
    """Return the slope of a series: fixed by its kind, else estimated."""
    if fixed is not None:
        return Slope(np.array([fixed, 0.0]), np.zeros(2))
    return slopes.of((flow, partner))


def pool_spread(tracks: Sequence[Track], slope: Slope, recipe: Recipe = RECIPE) -> float:
    """Compute the spread of a year's change that some states' tracks share."""
    squares = [residuals(t, slope) ** 2 for t in tracks]
    least = LEAST[tracks[0].scale] ** 2
    typical = np.exp(np.mean([np.log(max(float(s.mean()), least)) for s in squares]))
    total, count = sum(float(s.sum()) for s in squares), sum(len(s) for s in squares)
    return float(np.sqrt(max((total + recipe.weight * typical) / (count + recipe.weight), least)))


def select_tracks(pool: Sequence[Track], flow: str, partner: str) -> list[Track]:
    """Select the tracks of all states that trade with a partner, or else with any."""
    same = [t for t in pool if t.flow == flow]
    return [t for t in same if t.partner == partner] or same


def residuals(track: Track, slope: Slope) -> Numbers:
    """Compute what the slopes leave of the observed changes, shape (changes,)."""
    c = track.changes
    return np.asarray(c.observed - c.explained_by @ slope.mean)

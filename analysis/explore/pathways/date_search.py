"""Search for the best switch at a date, which looks at nothing: the measure of what a sign adds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .trigger_search import (
    DATE,
    POPULATION,
    Scale,
    Search,
    Switch,
    list_ways,
    propose_triggers,
    read_switch,
    scale_rows,
)

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

TILT = 0.5
"""First step of a date's search: what is added to a package of a mix whose shares sum to 1."""


def search_date(search: Search, pairs: Sequence[Switch]) -> tuple[Switch, float]:
    """Search the best switch at a date: every quarter with the mixes of every pair, then on from the best.

    Parameters
    ----------
    search : Search
        A switch after the last quarter is among the first, so that none is worse than the best constant mix.
    pairs : sequence of Switch
        Switches whose mixes are tried in either order, such as the best on every sign, so that no sign
        gains by mixes that the date has not tried; without any, the best constant mix and others near it.
    """
    cases = search.cases
    longest = cases.scenario.horizon - 1
    nothing = np.zeros((cases.points, cases.runs, longest + 1))
    scale = Scale(np.sort(nothing.ravel()), longest)
    own = propose_triggers(search.library, nothing, scale, search.seed)
    ways = list_ways(pairs) or tilt_mix(search.library.static)
    dates = [date_terms(quarter, scale) for quarter in range(1, longest + 1)]
    grid = np.array([np.concatenate([way, date]) for way in ways for date in dates])
    order = np.argsort(-search.simulate_gain(grid, DATE, scale), kind="stable")
    half = POPULATION // 2
    first = np.vstack([own[:1], grid[order[:half]], own[1:half]])
    return climb_date(search, *search.refine_switches(first, DATE, scale), scale)


def vary_mix(mix: Vector, step: float) -> Matrix:
    """Return mixes near one: with ``step`` more of one package, and with that part of one left out."""
    share = step * np.eye(len(mix))
    return scale_rows(np.vstack([mix + share, mix * (1.0 - share)]))


def tilt_mix(mix: Vector) -> list[Vector]:
    """Return switches between a mix and those near it, in either order."""
    near = vary_mix(mix, TILT)
    return [np.concatenate(way) for other in near for way in ((mix, other), (other, mix))]


def climb_date(search: Search, switch: Switch, gain: float, scale: Scale) -> tuple[Switch, float]:
    """Improve a switch at a date in ever shorter steps: its quarter, or a package of either mix."""
    best, step = switch, TILT
    for _ in range(search.generations):
        before, after = np.array(best.before), np.array(best.after)
        ways = [np.concatenate([near, after]) for near in vary_mix(before, step)]
        ways += [np.concatenate([before, near]) for near in vary_mix(after, step)]
        tries = [np.concatenate([way, date_terms(best.quarters, scale)]) for way in ways]
        dates = [best.quarters + k for k in (-4, -2, -1, 1, 2, 4) if 1 <= best.quarters + k <= scale.longest]
        tries += [np.concatenate([before, after, date_terms(date, scale)]) for date in dates]
        gains = search.simulate_gain(np.array(tries), DATE, scale)
        place = int(gains.argmax())
        if gains[place] > gain:
            best, gain = read_switch(tries[place], DATE, scale), float(gains[place])
        else:
            step /= 2.0
    return best, gain


def date_terms(quarters: int, scale: Scale) -> Vector:
    """Return the numbers of a search that mean a switch after some quarters."""
    return np.array([1.0, 1.0, (quarters - 0.5) / scale.longest])

"""A quick screen: which inputs, each moved alone from low to high, move the hedging premium most."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engines.compiled import simulate
from ...model.outcomes import UTILITY, outcome_columns
from ...model.parameters.lookup import effort_paths
from ...model.scenario.scenario import Scenario
from ...model.strategies import HEDGE, compared_strategies
from ..compare.premium import list_rivals
from ..compare.two_part import SPREAD
from ..design.columns import engine_columns, run_columns
from ..design.parameter_draws import BATCH_RUNS, Draws

Vector = NDArray[np.float64]
Range = tuple[float, float]

RUNS, FIRST_RUNS, FINALISTS = 24, 8, 20
"""Runs at each end of a range, which meet the same shocks at all of them; fewer of all inputs, which choose
those that get so many, and their number."""


class Influence(NamedTuple):
    """The premium at both ends of an input's range, all other inputs as they are."""

    path: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """Return how far the premium moves."""
        return abs(self.at_high - self.at_low)


def find_rival(scenario: Scenario, seed: int, draws: Draws | None = None) -> str:
    """Return the best strategy other than ``hedge`` on average over BATCH_RUNS runs; "" if none finished."""
    numbers = np.arange(BATCH_RUNS)
    columns = run_columns(scenario, draws, numbers)
    row = list(outcome_columns(scenario.patrons)).index(UTILITY)
    means = {}
    for name in list_rivals(compared_strategies(scenario.patrons)):
        played = simulate(scenario, name, seed, numbers, engine_columns(scenario, name, columns))
        if played.sound.any():
            means[name] = float(played.outcomes[row, played.sound].mean())
    return max(means, key=means.__getitem__, default="")


def screen_movers(scenario: Scenario, rival: str, seed: int, draws: Draws | None = None) -> list[Influence]:
    """Find the inputs that move the premium most over what is not known of them, the largest movers first.

    All inputs are moved in a few runs, and those that move it most then in more. Arguments are those of
    :func:`screen_premium`.
    """
    ranges = list_ranges(scenario, draws)
    first = screen_premium(scenario, rival, ranges, seed, draws, FIRST_RUNS)
    finalists = {each.path: ranges[each.path] for each in first[:FINALISTS]}
    return screen_premium(scenario, rival, finalists, seed, draws)


def screen_premium(
    scenario: Scenario,
    rival: str,
    ranges: Mapping[str, Range],
    seed: int,
    draws: Draws | None = None,
    runs: int = RUNS,
) -> list[Influence]:
    """Move each input alone to both ends of its range, and return the largest movers of the premium first.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    rival : str
        The strategy whose utility is subtracted from that of ``hedge``.
    ranges : mapping
        Low and high end by path.
    seed : int
        Seed of the shocks.
    draws : Draws, optional
        Draws that the runs take in turn; an input that is moved takes the end of its range instead.
    runs : int
        Runs at each end of a range.
    """
    if not ranges:
        return []
    ends = [(path, end) for path, pair in ranges.items() for end in pair]
    columns = build_columns(scenario, draws, ends, runs)
    hedge, other = (play_utility(scenario, name, columns, seed, runs) for name in (HEDGE, rival))
    gains = (hedge - other).mean(axis=1)
    found = [
        Influence(path, *pair, float(gains[2 * k]), float(gains[2 * k + 1]))
        for k, (path, pair) in enumerate(ranges.items())
    ]
    return sorted(found, key=lambda each: -each.size)


def build_columns(
    scenario: Scenario, draws: Draws | None, ends: Sequence[tuple[str, float]], runs: int
) -> dict[str, Vector]:
    """Build columns by path, shape (ends * runs,): draws in turn, and for each end its value in its runs."""
    plain = run_columns(scenario, draws, np.arange(runs))
    paths = dict.fromkeys([*plain, *(path for path, _ in ends)])
    columns = {p: np.tile(plain.get(p, np.full(runs, scenario.values.get(p, 0.0))), len(ends)) for p in paths}
    for k, (path, end) in enumerate(ends):
        columns[path][k * runs : (k + 1) * runs] = end
    return columns


def play_utility(
    scenario: Scenario, strategy: str, columns: Mapping[str, Vector], seed: int, runs: int
) -> Vector:
    """Play all runs with a strategy and return their utility, shape (ends, runs)."""
    count = len(next(iter(columns.values())))
    numbers = np.tile(np.arange(runs), count // runs)
    played = simulate(scenario, strategy, seed, numbers, engine_columns(scenario, strategy, columns))
    row: Vector = played.outcomes[list(outcome_columns(scenario.patrons)).index(UTILITY)]
    return row.reshape(-1, runs)


def list_ranges(scenario: Scenario, draws: Draws | None) -> dict[str, Range]:
    """List the ranges of what is not known of a scenario: its file's, else the middle nine tenths of draws.

    Left out are what describes the start, and shares of effort.
    """
    drawn = {} if draws is None else draws.for_scenario(scenario)
    found: dict[str, Range] = {}
    for path, values in drawn.items():
        low, high = np.quantile(values, SPREAD)
        found[path] = float(low), float(high)
    found |= scenario.uncertainty
    skipped = set(effort_paths(scenario.patrons))
    return {
        path: pair
        for path, pair in found.items()
        if path in scenario.values
        and path not in skipped
        and not path.startswith("start.")
        and pair[0] < pair[1]
    }

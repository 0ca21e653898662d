"""The prior of the parameters: ranges with likeliest values, or draws of an earlier calibration.

Within its range a parameter has the distribution that the project evaluation and review technique (PERT)
gives an expert's low, likeliest and high value (Malcolm et al. 1959; Vose 2008): a beta distribution with its
mode at the scenario's own value. A parameter that the data do not inform keeps this distribution.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.parameters.lookup import STEPPED, advise, canonical_path, parameters
from ...model.scenario.scenario import Scenario
from ..design.axis import check_values, list_keys
from ..design.table_file import bad_cells, parse_floats, read_table

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]
Beliefs = tuple[float, float, float]
"""Low, likeliest and high value."""
BELIEFS = ("low", "likeliest", "high")

PEAK = 4.0
"""Weight of the likeliest value in PERT."""
WIDER = 2.0
"""How many times the standard deviations of an earlier calibration count: it knows what its states have in
common, and another state differs from that (a guess, for want of enough states to estimate by how much)."""
EDGE = 1e-6
"""Draws nearer than this to an end of their range, relative to it, count as this far from it."""


@dataclass(frozen=True)
class Prior:
    """Parameters, their ranges and the distribution within the ranges.

    Attributes
    ----------
    paths : tuple of str
        Paths of the parameters.
    low, likeliest, high : array, shape (parameters,)
        Ends of the ranges, and the mode within them.
    mean : array, shape (learnt,)
        Means of the log odds of the position within the range (0 to 1), for parameters of an earlier
        calibration.
    covariance : array, shape (learnt, learnt)
        Covariance of those log odds.
    learnt : array of int, shape (learnt,)
        Indices of those parameters in ``paths``.
    """

    paths: tuple[str, ...]
    low: Numbers
    likeliest: Numbers
    high: Numbers
    mean: Numbers
    covariance: Numbers
    learnt: NDArray[np.int64]

    def select_known(self, scenario: Scenario) -> frozenset[str]:
        """Return the parameters that a scenario has."""
        return list_paths(scenario).intersection(self.paths)

    @property
    def shapes(self) -> tuple[Numbers, Numbers]:
        """Compute both shape parameters of the beta distributions, each of shape (parameters,)."""
        width = self.high - self.low
        return 1.0 + PEAK * (self.likeliest - self.low) / width, 1.0 + PEAK * (
            self.high - self.likeliest
        ) / width

    def log_density(self, points: Numbers) -> Numbers:
        """Compute the log density up to a constant, minus infinity outside the ranges; shape (points,).

        ``points`` has the shape (points, parameters).
        """
        place = (points - self.low) / (self.high - self.low)
        inside = np.all((place > 0.0) & (place < 1.0), axis=1)
        safe = np.where(inside[:, None], place, 0.5)
        a, b = self.shapes
        each = (a - 1.0) * np.log(safe) + (b - 1.0) * np.log1p(-safe)
        if len(self.learnt):
            part = safe[:, self.learnt]
            away = np.log(part / (1.0 - part)) - self.mean
            each[:, self.learnt] = -np.log(part * (1.0 - part))  # Jacobian of log odds
            # a joint term of all learnt parameters; column 0 only because columns are summed below
            each[:, 0] -= 0.5 * np.einsum("pi,ij,pj->p", away, np.linalg.inv(self.covariance), away)
        return np.where(inside, each.sum(axis=1), -np.inf)

    def sample(self, count: int, rng: np.random.Generator) -> Numbers:
        """Draw from the prior, shape (count, parameters)."""
        place = rng.beta(*self.shapes, (count, len(self.paths)))
        if len(self.learnt):
            odds = rng.multivariate_normal(self.mean, self.covariance, count)
            place[:, self.learnt] = 1.0 / (1.0 + np.exp(-odds))
        return np.asarray(self.low + np.clip(place, EDGE, 1.0 - EDGE) * (self.high - self.low))


@lru_cache(maxsize=64)  # asked at every step of a chain
def list_paths(scenario: Scenario) -> frozenset[str]:
    """Return the paths of a scenario that may vary."""
    return frozenset(list_keys(scenario))


def parse_prior(
    paths: Sequence[str],
    scenarios: Sequence[Scenario],
    known: Mapping[str, Beliefs] | None = None,
    earlier: "pd.DataFrame | None" = None,
) -> Prior:
    """Parse parameters with their ranges and build their prior.

    Parameters
    ----------
    paths : sequence of str
        Parameters as ``KEY`` or ``KEY=LO:HI``.
    scenarios : sequence of Scenario
        Scenarios; each parameter must belong to at least one of them.
    known : mapping, optional
        Low, likeliest and high values of a table of priors. A parameter not in it takes its range from the
        parameter table and its likeliest value from the first scenario that has it.
    earlier : DataFrame, optional
        Draws of an earlier calibration. A parameter among its columns gets a normal prior on the log odds of
        its position within the range, with the mean of the draws and WIDER times their standard deviation.

    Raises
    ------
    InputError
        With every unknown parameter and wrong range.
    """
    faults: list[str] = []
    ranges: dict[str, Beliefs] = {}
    for text in paths:
        try:
            path, beliefs = parse_range(text, scenarios, known or {})
        except InputError as error:
            faults += error.faults
            continue
        if path in ranges:
            faults.append(f"{path}: named twice")
        ranges[path] = beliefs
    faults += [] if earlier is None else earlier_faults(earlier, ranges)
    if faults or not ranges:
        raise InputError(*(faults or ["no parameter to calibrate"]))
    return build_prior(ranges, earlier)


def earlier_faults(earlier: "pd.DataFrame", paths: Iterable[str]) -> list[str]:
    """Describe what keeps the draws of an earlier calibration from being a prior of some parameters."""
    if len(earlier) < 2:
        return [f"earlier draws: found {len(earlier)}; expected 2 or more"]
    columns = {path: earlier[path].to_numpy(float) for path in paths if path in earlier}
    return [
        f"earlier draws: column {path}: {bad_cells(values, first=0)}"
        for path, values in columns.items()
        if not np.isfinite(values).all()
    ]


def parse_range(
    text: str, scenarios: Sequence[Scenario], known: Mapping[str, Beliefs]
) -> tuple[str, Beliefs]:
    """Parse ``KEY`` or ``KEY=LO:HI`` into the path and its low, likeliest and high value.

    Raises
    ------
    InputError
        If no scenario has the parameter, it has steps and nothing between, no range, or a wrong one.
    """
    written, _, bounds = text.partition("=")
    path = canonical_path(written.strip(), scenarios[0].patrons)
    having = [s for s in scenarios if path in list_keys(s)]
    if not having:
        there = [k for s in scenarios for k in list_keys(s)]
        msg = f"{path}: no parameter of {', '.join(s.name for s in scenarios)}{advise(path, there)}"
        raise InputError(msg)
    key, row = list_keys(having[0])[path], parameters(having[0].patrons).get(path)
    if key.unit in STEPPED:
        msg = (
            f"{path}: is {STEPPED[key.unit]}, with nothing between, so it cannot be fitted; fit the others"
            f" for each of its values, in files that set it and extend {having[0].name}, with --observations"
        )
        raise InputError(msg)
    belief = known.get(path)
    if belief is None and row is not None:
        base = key.base if key.base is not None else 0.5 * (row.low + row.high)
        belief = (row.low, base, row.high)
    if not bounds and belief is None:
        msg = f"{path}: has no range in the parameter table; write {path}=LO:HI"
        raise InputError(msg)
    low, high = (belief[0], belief[2]) if belief is not None and not bounds else parse_bounds(path, bounds)
    check_values(key, (low, high), having[0])
    likeliest = belief[1] if belief is not None else key.base
    return path, (low, min(max(likeliest if likeliest is not None else low, low), high), high)


def read_priors(path: Path) -> dict[str, Beliefs]:
    """Read a table of priors: columns parameter, low, likeliest and high.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or a row's numbers are not in ascending order.
    """
    table, _ = read_table(path, "a table of priors", {"parameter": str, **dict.fromkeys(BELIEFS, float)})
    numbers = np.column_stack([parse_floats(table[c]) for c in BELIEFS])
    faults = [
        f"{path}: row {k + 1}: {name}: found {low:g}, {likeliest:g}, {high:g}; expected numbers that rise"
        for k, (name, (low, likeliest, high)) in enumerate(zip(table["parameter"], numbers, strict=True))
        if not (low <= likeliest <= high and low < high)
    ]
    if faults:
        raise InputError(*faults)
    return {
        str(n): (float(a), float(b), float(c))
        for n, (a, b, c) in zip(table["parameter"], numbers, strict=True)
    }


def parse_bounds(path: str, text: str) -> tuple[float, float]:
    """Parse the two numbers of a range ``LO:HI``.

    Raises
    ------
    InputError
        If the text is not two numbers, the smaller first.
    """
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError:
        msg = f"{path}: found {text!r}, expected LO:HI"
        raise InputError(msg) from None
    if not low < high:
        msg = f"{path}: found {low:g} to {high:g}; the first number must be the smaller"
        raise InputError(msg)
    return low, high


def build_prior(ranges: Mapping[str, Beliefs], earlier: "pd.DataFrame | None") -> Prior:
    """Build the prior; parameters of an earlier calibration are normal on the log odds of their position."""
    paths = tuple(ranges)
    low, likeliest, high = np.array(list(ranges.values())).T
    shared = [k for k, path in enumerate(paths) if earlier is not None and path in earlier]
    learnt = np.array(shared, np.int64)
    if earlier is None or not shared:
        return Prior(paths, low, likeliest, high, np.zeros(0), np.zeros((0, 0)), learnt)
    drawn = earlier[[paths[k] for k in shared]].to_numpy(float)
    place = np.clip((drawn - low[learnt]) / (high[learnt] - low[learnt]), EDGE, 1.0 - EDGE)
    odds = np.log(place / (1.0 - place))
    covariance = WIDER**2 * np.atleast_2d(np.cov(odds, rowvar=False))
    return Prior(paths, low, likeliest, high, odds.mean(axis=0), covariance, learnt)

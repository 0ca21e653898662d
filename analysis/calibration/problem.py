"""The calibration problem: parameters, scenarios and observations, and the posterior density they define."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...model.errors import InputError
from ...model.scenario.scenario import Scenario
from .discrepancy import Discrepancy, compute_likelihoods, prepare_series, select_evidence
from .observables import SCALED
from .observations import Series
from .prior import Prior
from .readings import simulate_readings

Numbers = NDArray[np.float64]

Readings = list[list[Numbers]]
"""By case and series, each of shape (points, years)."""
Reader = Callable[[Numbers], Readings]

LEAST = 2
"""Years that a series must have beside its start to count."""
NOTHING = 1e-6
"""A reading below this says nothing of a series that is known up to a factor."""


@dataclass(frozen=True)
class Case:
    """One scenario with its observations.

    Attributes
    ----------
    scenario : Scenario
        Scenario, cut to end with the last year of observations.
    discrepancies : tuple of Discrepancy
        Its observed series, prepared for the likelihood.
    """

    scenario: Scenario
    discrepancies: tuple[Discrepancy, ...]

    @property
    def first_year(self) -> int:
        """Return the year in which the scenario begins."""
        return self.scenario.first_quarter // 4


@dataclass(frozen=True)
class Problem:
    """Cases, prior and settings that define a posterior density.

    Attributes
    ----------
    cases : tuple of Case
        Histories that share the parameters; a case ignores parameters that its scenario lacks.
    prior : Prior
        Prior of the parameters.
    until : int
        Last year of observations.
    runs, seed : int
        Runs over which a reading is averaged, and the seed of their shocks.
    """

    cases: tuple[Case, ...]
    prior: Prior
    until: int
    runs: int
    seed: int


def build_problem(
    histories: Mapping[Scenario, Sequence[Series]], prior: Prior, *, until: int, runs: int, seed: int
) -> Problem:
    """Build a calibration problem.

    Parameters
    ----------
    histories : mapping
        Scenarios to their observations; years after ``until`` are ignored.
    prior : Prior
        Prior of the parameters.
    until, runs, seed : int
        See :class:`Problem`.

    Raises
    ------
    InputError
        See :func:`check_years`.
    """
    check_years(histories, until)
    cases = tuple(build_case(s, series, until, runs, seed) for s, series in histories.items())
    return Problem(cases, prior, until, runs, seed)


def check_years(histories: Mapping[Scenario, Sequence[Series]], until: int) -> None:
    """Check that scenarios and observations cover the years up to ``until``.

    Raises
    ------
    InputError
        If a scenario does not begin with a year, ends before ``until``, or has too few observations by then.
    """
    faults: list[str] = []
    for scenario, series in histories.items():
        first, last = scenario.first_quarter / 4, (scenario.first_quarter + scenario.horizon) // 4 - 1
        if scenario.first_quarter % 4:
            faults.append(f"{scenario.name}: begins in {scenario.quarter_name(0)}, expected a first quarter")
        elif last < until:
            faults.append(f"{scenario.name}: ends with {last}, before the last year asked for, {until}")
        elif not any(len(count_evidence(s, until).years) >= LEAST for s in series):
            faults.append(f"{scenario.name}: no series with {LEAST} years that count, {first:.0f} to {until}")
    if faults:
        raise InputError(*faults)


def count_evidence(series: Series, until: int) -> Series:
    """Return the observations of a series that count as evidence up to a year."""
    return select_evidence(series.between(series.start, until))


def build_case(scenario: Scenario, series: Sequence[Series], until: int, runs: int, seed: int) -> Case:
    """Build one scenario's case; series with too few years by ``until`` are left out."""
    played = cut_to_year(scenario, until)
    known = [s.between(s.start, until) for s in series]
    used = [s for s in known if len(count_evidence(s, until).years) >= LEAST]
    readings = simulate_readings(played, [s.about for s in used], {}, runs=runs, seed=seed)
    first = scenario.first_quarter // 4
    usual = [r[0, s.years - first] for r, s in zip(readings, used, strict=True)]
    pairs = [(s, u) for s, u in zip(used, usual, strict=True) if s.about.link != SCALED or u.mean() > NOTHING]
    return Case(played, tuple(prepare_series(s, u) for s, u in pairs))


def cut_to_year(scenario: Scenario, until: int) -> Scenario:
    """Return the scenario cut to end with a year."""
    return replace(scenario, horizon=4 * (until + 1) - scenario.first_quarter)


def map_points(scenario: Scenario, prior: Prior, points: Numbers) -> dict[str, Numbers]:
    """Map each parameter that a scenario has to its column of ``points``, shape (points, parameters)."""
    there = prior.select_known(scenario)
    return {path: points[:, k] for k, path in enumerate(prior.paths) if path in there}


def simulate_cases(p: Problem, points: Numbers) -> Readings:
    """Simulate the readings of each case at points, shape (points, parameters); none without points."""
    if not len(points):
        return [[] for _ in p.cases]
    return [
        simulate_case(c, map_points(c.scenario, p.prior, points), runs=p.runs, seed=p.seed) for c in p.cases
    ]


def compute_log_posterior(p: Problem, points: Numbers, read: Reader | None = None) -> Numbers:
    """Compute the log posterior density up to a constant.

    Parameters
    ----------
    p : Problem
        The problem.
    points : array, shape (points, parameters)
        Values of the parameters.
    read : callable, optional
        Takes the place of :func:`simulate_cases` for this problem.

    Returns
    -------
    array, shape (points,)
        Minus infinity outside the prior's ranges and where a run failed.
    """
    total = p.prior.log_density(points)
    inside = np.isfinite(total)
    readings = read(points[inside]) if read else simulate_cases(p, points[inside])
    if inside.any():
        count = int(inside.sum())
        pairs = zip(p.cases, readings, strict=True)
        total[inside] += np.sum([compute_case_likelihood(c, r, count) for c, r in pairs], axis=0)
    return total


def compute_case_likelihood(c: Case, readings: Sequence[Numbers], count: int) -> Numbers:
    """Compute the log likelihood of one case's observations at ``count`` points, shape (count,)."""
    total = np.zeros(count)
    for part in compare_series(c, readings):
        total += part
    return np.where(np.isfinite(total), total, -np.inf)


def compute_series_likelihoods(
    c: Case, columns: Mapping[str, Numbers], *, runs: int, seed: int
) -> list[Numbers]:
    """Compute the log likelihood of each series of a case, in the case's order.

    Parameters
    ----------
    c : Case
        The case.
    columns : mapping
        Values of parameters by path, each of shape (points,).
    runs, seed : int
        See :class:`Problem`.

    Returns
    -------
    list of array, shape (points,)
        NaN where a run failed.
    """
    return compare_series(c, simulate_case(c, columns, runs=runs, seed=seed))


def simulate_case(c: Case, columns: Mapping[str, Numbers], *, runs: int, seed: int) -> list[Numbers]:
    """Simulate the readings of a case; parameters as in :func:`compute_series_likelihoods`."""
    about = [d.series.about for d in c.discrepancies]
    return simulate_readings(c.scenario, about, columns, runs=runs, seed=seed)


def compare_series(c: Case, readings: Sequence[Numbers]) -> list[Numbers]:
    """Compute the log likelihood of each series of a case from its readings, shape (points, years)."""
    years = [d.evidence.years - c.first_year for d in c.discrepancies]
    return list(compute_likelihoods(c.discrepancies, [r[:, y] for r, y in zip(readings, years, strict=True)]))

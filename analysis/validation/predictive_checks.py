"""Prior and posterior predictive checks: whether simulated series resemble the observed ones.

Each series is simulated many times from draws of the parameters, with a new discrepancy each time. If the
model could have produced the observations, about half of them lie within its 50% intervals, and neither their
level nor their yearly changes are extreme among the simulated ones (posterior predictive checks: Gelman, Meng
and Stern 1996; prior predictive checks: Box 1980). Intervals contain fitted observations too often rather
than too rarely.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.scenario.scenario import Scenario
from ..calibration.discrepancy import Discrepancy, select_evidence
from ..calibration.observations import Series, link
from ..calibration.prior import Prior
from ..calibration.problem import Problem, build_problem
from ..design.parameter_draws import Draws
from ..forecast.origin import read_all
from ..forecast.predictive import forecast_series, to_model_unit
from ..forecast.scores import coverage
from .simulation_based_calibration import simulate_case
from .synthetic import draw_series

Numbers = NDArray[np.float64]
Samples = dict[str, Numbers]

STREAM = 0x505245  # the letters "PRE": keeps these numbers apart from others under the same seed
LEVELS = (50, 90)


def predictive_checks(
    scenario: Scenario,
    series: Sequence[Series],
    before: Prior,
    draws: Draws,
    *,
    until: int,
    runs: int,
    seed: int,
) -> pd.DataFrame:
    """Compute coverage and p-values of every series, under the prior and under the posterior.

    Parameters
    ----------
    scenario : Scenario
        Scenario of the history.
    series : sequence of Series
        Its observations.
    before : Prior
        Prior of the fit, from which as many draws are taken as there are of the posterior.
    draws : Draws
        Draws of the posterior.
    until : int
        Last year of observations used.
    runs, seed : int
        As in the calibration of the parameters.

    Returns
    -------
    DataFrame
        One row a predictive distribution and series: predictive, series, n, cover50, cover90, level and
        change. The last two are the shares of simulated series whose level, or yearly change, is at least the
        observed one.
    """
    p = build_problem({scenario: series}, before, until=until, runs=runs, seed=seed)
    simulations = {
        "prior": simulate_from_prior(p, draws.count),
        "posterior": simulate_from_posterior(p, draws),
    }
    discrepancies = p.cases[0].discrepancies
    rows = [
        {"predictive": name, **check_series(select_evidence(d.series), samples[d.series.about.name])}
        for name, samples in simulations.items()
        for d in discrepancies
    ]
    return pd.DataFrame(rows)


def simulate_from_prior(p: Problem, count: int) -> Samples:
    """Simulate every series from draws of the prior, each of shape (draws, years of evidence)."""
    rng = np.random.default_rng([p.seed, STREAM])
    (c,) = p.cases
    readings = simulate_case(c, p, p.prior.sample(count, rng))
    return {
        d.series.about.name: simulate_series(d, r, rng)
        for d, r in zip(c.discrepancies, readings, strict=True)
    }


def simulate_series(d: Discrepancy, readings: Numbers, rng: np.random.Generator) -> Numbers:
    """Simulate a series around readings, shape (draws, years of evidence)."""
    values = draw_series(d, readings, rng)[:, -len(select_evidence(d.series).years) :]
    return to_model_unit(d.series, link(d.series.about, values))


def simulate_from_posterior(p: Problem, draws: Draws) -> Samples:
    """Simulate every series from draws of the posterior, each of shape (draws, years of evidence)."""
    (c,) = p.cases
    known = [d.series for d in c.discrepancies]
    readings = read_all(c.scenario, known, draws, p.runs, p.seed)
    found = {}
    for k, (d, r) in enumerate(zip(c.discrepancies, readings, strict=True)):
        years, rng = select_evidence(d.series).years, np.random.default_rng([p.seed, STREAM, k])
        found[d.series.about.name] = forecast_series(
            d.series, d, r, years, c.first_year, rng, conditional=False
        ).samples
    return found


def check_series(observed: Series, samples: Numbers) -> dict[str, object]:
    """Compute one series' row: coverage, and p-values of level and yearly change."""
    seen, predicted = observed.linked[None, :], link(observed.about, samples)
    covers = {f"cover{level}": coverage(observed.values, samples, level) for level in LEVELS}
    at_least = {
        "level": float((predicted.mean(axis=1) >= seen.mean()).mean()),
        "change": float((change_size(predicted) >= change_size(seen)).mean()),
    }
    return {"series": observed.about.name, "n": len(observed.years), **covers, **at_least}


def change_size(values: Numbers) -> Numbers:
    """Compute the root mean square of changes between successive observations, shape (samples,)."""
    return np.asarray(np.sqrt((np.diff(values, axis=1) ** 2).mean(axis=1)))

"""Whether what is forecast looks like what was observed, before and after the model saw it.

Each series is made up many times from draws of the parameters, with a discrepancy drawn afresh. A model that
could have made the observations has about half of them within its 50% intervals, and neither their level nor
their yearly changes stand at an end of what it makes up (posterior predictive checks: Gelman, Meng and Stern
1996; prior predictive checks: Box 1980). Observations that were fitted lie within too often, not too rarely.
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
from ..forecast.predictive import forecast_all, to_model_unit
from ..forecast.scores import coverage
from .simulation_based_calibration import readings_of
from .synthetic import draw_series

Numbers = NDArray[np.float64]
Samples = dict[str, Numbers]

STREAM = 0x505245
LEVELS = (50, 90)


def predictive_checks(
    scenario: Scenario,
    series: Sequence[Series],
    before: Prior,
    prior: Prior,
    draws: Numbers,
    *,
    until: int,
    runs: int,
    seed: int,
) -> pd.DataFrame:
    """Coverage and p-values of every series by prior and posterior.

    Parameters
    ----------
    scenario : Scenario
        A history.
    series : sequence of Series
        Its observations.
    before : Prior
        What was held of the parameters before the fit; as many draws as of the posterior are taken.
    prior : Prior
        Whose parameters the columns of ``draws`` are.
    draws : array, shape (draws, parameters)
        Draws of the posterior.
    until : int
        Last year that counts.
    runs, seed : int
        As the parameters were calibrated.

    Returns
    -------
    DataFrame
        One row a predictive distribution and series: predictive, series, n, cover50, cover90, and how often
        level and yearly change of what was made up are at least those observed, level and change.
    """
    p = build_problem({scenario: series}, before, until=until, runs=runs, seed=seed)
    made = {
        "prior": by_prior(p, len(draws)),
        "posterior": by_posterior(p, scenario, series, prior, draws),
    }
    discrepancies = p.cases[0].discrepancies
    rows = [
        {"predictive": name, **check_series(select_evidence(d.series), samples[d.series.about.name])}
        for name, samples in made.items()
        for d in discrepancies
    ]
    return pd.DataFrame(rows)


def by_prior(p: Problem, count: int) -> Samples:
    """Return every series made up from draws of the prior, in the years that count."""
    rng = np.random.default_rng([p.seed, STREAM])
    (c,) = p.cases
    readings = readings_of(c, p, p.prior.sample(count, rng))
    return {
        d.series.about.name: simulate_series(d, r, rng)
        for d, r in zip(c.discrepancies, readings, strict=True)
    }


def simulate_series(d: Discrepancy, readings: Numbers, rng: np.random.Generator) -> Numbers:
    """Return one series made up around readings, in the years that count."""
    values = draw_series(d, readings, rng)[:, -len(select_evidence(d.series).years) :]
    return to_model_unit(d.series, link(d.series.about, values))


def by_posterior(
    p: Problem, scenario: Scenario, series: Sequence[Series], prior: Prior, draws: Numbers
) -> Samples:
    """Return every series made up from draws of the posterior, in the years that count."""
    years = (p.cases[0].first_year, p.until)
    told = forecast_all(
        scenario, series, prior, draws,
        known_until=p.until, years=years, runs=p.runs, seed=p.seed, conditional=False,
    )  # fmt: skip
    kept = [select_evidence(f.series.between(*years)).years - years[0] for f in told]
    return {f.series.about.name: f.samples[:, at] for f, at in zip(told, kept, strict=True)}


def check_series(observed: Series, samples: Numbers) -> dict[str, object]:
    """Return one series' row."""
    seen, made = observed.linked[None, :], link(observed.about, samples)
    covers = {f"cover{level}": coverage(observed.values, samples, level) for level in LEVELS}
    at_least = {
        "level": float((made.mean(axis=1) >= seen.mean()).mean()),
        "change": float((change_size(made) >= change_size(seen)).mean()),
    }
    return {"series": observed.about.name, "n": len(observed.years), **covers, **at_least}


def change_size(values: Numbers) -> Numbers:
    """Return root mean square of changes from one observation to the next, shape (samples,)."""
    return np.asarray(np.sqrt((np.diff(values, axis=1) ** 2).mean(axis=1)))

"""Predictive checks: a model passes on what it made up itself, and fails on what it could not have made."""

from dataclasses import replace

import numpy as np
import pytest
from support.calibrations import observable, series, small

from hedgesim.analysis.calibration.observables import LOGIT, PLAIN
from hedgesim.analysis.calibration.observations import Series
from hedgesim.analysis.design.parameter_draws import Draws
from hedgesim.analysis.validation.predictive_checks import change_size, check_series, predictive_checks
from hedgesim.analysis.validation.synthetic import simulate_problem

YEARS = range(2005, 2013)


def test_one_series_is_checked_by_hand() -> None:
    about = observable(PLAIN)
    seen = series(about, (2005, 2006, 2007), (0.0, 1.0, 0.0))
    samples = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 2.0, 0.0], [-1.0, -1.0, -1.0]])
    row = check_series(seen, samples)
    assert (row["level"], row["change"]) == (0.5, 0.25)
    assert row["n"] == 3
    assert change_size(samples)[2] == pytest.approx(2.0)


def test_levels_and_changes_of_shares_are_taken_on_log_odds() -> None:
    seen = series(observable(LOGIT), (2005, 2006), (0.01, 0.02))
    row = check_series(seen, np.array([[0.5, 0.51], [0.001, 0.004]]))
    assert row["change"] == 0.5
    assert row["level"] == 0.5


def test_a_model_passes_on_what_it_made_up_itself() -> None:
    p = small()
    point = p.prior.sample(1, np.random.default_rng(3))
    made = simulate_problem(p, point[0], np.random.default_rng(4))
    (c,) = made.cases
    known = [d.series for d in c.discrepancies]
    draws = name_columns(p.prior.paths, np.repeat(point, 300, axis=0))
    rows = predictive_checks(c.scenario, known, p.prior, draws, until=2012, runs=1, seed=1)
    assert rows["predictive"].value_counts().to_dict() == {"prior": len(known), "posterior": len(known)}
    own = rows[rows["predictive"] == "posterior"]
    assert np.average(own["cover90"], weights=own["n"]) > 0.8
    assert own["change"].between(0.02, 0.98).all()
    assert own["level"].between(0.005, 0.995).all()


def test_a_model_fails_on_a_share_that_it_could_not_have_made() -> None:
    p = small()
    (c,) = p.cases
    known = [odd(d.series) if d.series.about.name == "export_share_eu" else d.series for d in c.discrepancies]
    draws = name_columns(p.prior.paths, p.prior.sample(300, np.random.default_rng(5)))
    rows = predictive_checks(c.scenario, known, p.prior, draws, until=2012, runs=1, seed=1)
    told = rows.set_index(["predictive", "series"]).loc[("prior", "export_share_eu")]
    assert told["level"] < 0.01
    assert told["cover90"] < 0.5


def name_columns(paths: tuple[str, ...], points: np.ndarray) -> Draws:
    """Points as draws."""
    return Draws("points", dict(zip(paths, points.T, strict=True)))


def odd(whole: Series) -> Series:
    """A series that goes away from its start at once, and then hardly moves."""
    values = np.full(len(whole.years), 0.97)
    values[0] = 0.9
    return replace(whole, values=values)

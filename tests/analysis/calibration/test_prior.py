"""Priors are the distributions they are called, and carry over what was learnt elsewhere."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, multivariate_normal
from support.runs import scenario

from hedgesim.analysis.calibration.histories import choose_prior
from hedgesim.analysis.calibration.prior import WIDER, Prior, build_prior, parse_prior, read_priors
from hedgesim.model.errors import InputError

RANGES = {"a": (0.0, 0.2, 1.0), "b": (2.0, 25.0, 200.0), "c": (-1.0, 1.0, 1.0)}


def plain() -> Prior:
    """A prior of three parameters."""
    return build_prior(RANGES, None)


def places(count: int = 50) -> np.ndarray:
    """Points inside the ranges."""
    return plain().sample(count, np.random.default_rng(1))


def test_density_is_the_beta_distributions() -> None:
    """PERT: shapes 1 + 4 (likeliest - low) / width and 1 + 4 (high - likeliest) / width (Vose 2008)."""
    points = places()
    wanted = np.zeros(len(points))
    for k, (low, likeliest, high) in enumerate(RANGES.values()):
        width = high - low
        shapes = 1 + 4 * (likeliest - low) / width, 1 + 4 * (high - likeliest) / width
        wanted += beta.logpdf(points[:, k], *shapes, loc=low, scale=width)
    off = plain().log_density(points) - wanted
    assert off == pytest.approx(np.full(len(points), off[0]), abs=1e-8)


def test_density_is_nothing_outside_the_ranges() -> None:
    inside = places(1)[0]
    for k, beyond in ((0, -0.01), (1, 200.5), (2, 1.0)):
        point = inside.copy()
        point[k] = beyond
        assert plain().log_density(np.array([inside, point])).tolist()[1] == -np.inf


def test_samples_lie_in_range_and_have_the_mean_of_the_distribution() -> None:
    drawn = plain().sample(20_000, np.random.default_rng(2))
    low, likeliest, high = np.array(list(RANGES.values())).T
    assert (drawn > low).all()
    assert (drawn < high).all()
    wanted = (low + 4 * likeliest + high) / 6
    assert np.abs(drawn.mean(axis=0) - wanted) / (high - low) == pytest.approx(np.zeros(3), abs=0.01)


def learnt_draws() -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Draws of two parameters whose log odds are normal, and their mean and covariance."""
    mean, covariance = np.array([0.5, -1.0]), np.array([[0.3, 0.1], [0.1, 0.2]])
    odds = np.random.default_rng(3).multivariate_normal(mean, covariance, 4000)
    place = 1 / (1 + np.exp(-odds))
    return pd.DataFrame({"b": 2.0 + 198.0 * place[:, 0], "a": place[:, 1], "other": 0.0}), mean, covariance


def odds_of(held: Prior, points: np.ndarray) -> np.ndarray:
    """Log odds of points within their ranges."""
    place = (points - held.low) / (held.high - held.low)
    return np.log(place / (1 - place))


def test_what_was_learnt_comes_back_wider_by_a_known_factor() -> None:
    table, mean, covariance = learnt_draws()
    held = build_prior(RANGES, table)
    odds = odds_of(held, held.sample(40_000, np.random.default_rng(4)))
    assert held.learnt.tolist() == [0, 1]
    assert odds[:, [1, 0]].mean(axis=0) == pytest.approx(mean, abs=0.03)
    assert np.cov(odds[:, [1, 0]], rowvar=False) == pytest.approx(WIDER**2 * covariance, abs=0.08)


def test_density_of_what_was_learnt_has_the_change_of_variable() -> None:
    held = build_prior(RANGES, learnt_draws()[0])
    points, width = places(), held.high - held.low
    place = (points - held.low) / width
    wanted = beta.logpdf(place[:, 2], 5.0, 1.0)
    wanted += multivariate_normal.logpdf(odds_of(held, points)[:, :2], held.mean, held.covariance)
    wanted -= np.log(place[:, :2] * (1 - place[:, :2])).sum(axis=1)
    off = held.log_density(points) - wanted
    assert off == pytest.approx(np.full(len(points), off[0]), abs=1e-8)


def test_an_earlier_calibration_of_other_parameters_changes_nothing() -> None:
    held = build_prior(RANGES, pd.DataFrame({"other": [1.0, 2.0]}))
    assert held.log_density(places()) == pytest.approx(plain().log_density(places()))


def test_beliefs_come_from_the_table_and_ranges_from_the_option() -> None:
    history = scenario("history")
    own = history.values["trade.eps_supply"]
    above = f"trade.eps_supply={own + 0.1}:{own + 0.3}"
    held = parse_prior(["trade.speed", above], [history], {"trade.speed": (0.01, 0.02, 0.3)})
    assert (held.low.tolist(), held.high.tolist()) == ([0.01, own + 0.1], [0.3, own + 0.3])
    assert held.likeliest.tolist() == [0.02, own + 0.1]  # the scenario's own value, held within the range


def test_without_options_all_of_the_table_is_fitted() -> None:
    history = scenario("history")
    assert choose_prior(None, [history], None).paths[0] == "trade.speed"
    with pytest.raises(InputError) as error:
        choose_prior(["trade.sped", "trade.speed", "trade.speed"], [history], None)
    assert error.value.faults == (
        "trade.sped: no parameter of belarus/history; did you mean trade.speed?",
        "trade.speed: named twice",
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,1,2,x", "row 1: a: found 1, 2, nan; expected numbers that rise"),
        ("a,1,3,2", "row 1: a: found 1, 3, 2; expected numbers that rise"),
        ("a,1,1,1", "row 1: a: found 1, 1, 1; expected numbers that rise"),
    ],
)
def test_a_faulty_table_of_priors_is_told(row: str, message: str, tmp_path: Path) -> None:
    place = tmp_path / "priors.csv"
    place.write_text(f"parameter,low,likeliest,high\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_priors(place)
    assert error.value.faults == (f"{place}: {message}",)

"""Slopes of changes, each shrunk towards what all groups have in common."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgesim.analysis.forecast.shrinkage import (
    Changes,
    estimate_slopes,
    estimate_variances,
    solve_groups,
    weigh_changes,
)

YEARS = np.repeat(np.arange(2006, 2013), 9)


def simulate(slope: float, seed: int, shock: float = 0.0, noise: float = 0.1) -> Changes:
    """Changes of nine states in seven years that follow what explains them by a slope."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(len(YEARS), 1))
    common = np.repeat(shock * rng.normal(size=7), 9)
    return Changes(slope * x[:, 0] + common + noise * rng.normal(size=len(YEARS)), x, YEARS)


def test_one_group_is_a_bayesian_regression() -> None:
    """Normal prior, known variance: Gelman and others 2013, section 14.8."""
    facts = np.array([[4.0]]), np.array([6.0])
    mean, variance, _ = solve_groups([facts], np.array([0.5]), np.array([0.5]), 1e-3)
    precision = 4.0 + 1.0 / 0.25
    assert mean[0, 0] == pytest.approx((6.0 + 0.5 / 0.25) / precision, rel=1e-4)
    assert variance[0, 0] == pytest.approx(1.0 / precision, rel=1e-4)


def test_information_is_that_of_generalised_least_squares() -> None:
    """X'V^-1 X and X'V^-1 y, with V built in full."""
    c = simulate(0.7, 1, shock=0.2)
    within, between = estimate_variances(c)
    same_year = c.years[:, None] == c.years[None, :]
    inverse = np.linalg.inv(within * np.eye(len(c.years)) + between * same_year)
    information, toward = weigh_changes(c)
    assert information == pytest.approx(c.explained_by.T @ inverse @ c.explained_by)
    assert toward == pytest.approx(c.explained_by.T @ inverse @ c.observed)


def test_variances_are_told_apart() -> None:
    found = np.mean([estimate_variances(simulate(0.5, k, shock=0.3)) for k in range(300)], axis=0)
    assert found == pytest.approx([0.01, 0.09], rel=0.15)


def test_what_is_common_to_a_year_counts_once() -> None:
    """A driver that is the same for all states teaches less where shocks are common, too."""
    x = np.repeat(np.random.default_rng(1).normal(size=7), 9)[:, None]
    calm, shaken = (simulate(0.0, 2, shock)._replace(explained_by=x) for shock in (0.0, 0.5))
    assert weigh_changes(shaken)[0][0, 0] < 0.1 * weigh_changes(calm)[0][0, 0]


def test_clear_groups_keep_their_slopes_and_an_unclear_one_takes_the_others() -> None:
    clear = {("export", p): simulate(0.8, k) for k, p in enumerate("abc")}
    vague = simulate(-2.0, 9, noise=20.0)
    slopes = estimate_slopes(clear | {("import", "a"): vague}, [0.5], [0.5])
    for group in clear:
        assert slopes.of(group).mean[0] == pytest.approx(0.8, abs=0.05)
        assert slopes.of(group).doubt[0] < 0.05
    assert slopes.of(("import", "a")).mean[0] == pytest.approx(0.8, abs=0.15)
    assert slopes.of(("import", "unknown")) == slopes.centre
    assert slopes.centre.mean[0] == pytest.approx(0.8, abs=0.1)


@settings(max_examples=25)
@given(st.floats(-1.0, 2.0), st.integers(0, 1000))
def test_a_slope_lies_between_the_guess_and_the_data(slope: float, seed: int) -> None:
    c = simulate(slope, seed, noise=0.5)
    information, toward = weigh_changes(c)
    data = toward[0] / information[0, 0]
    low, high = sorted([0.5, data])
    (found,) = estimate_slopes({("export", "a"): c}, [0.5], [0.25]).groups.values()
    assert low - 1e-9 <= found.mean[0] <= high + 1e-9


def test_no_changes_leave_the_guess() -> None:
    slopes = estimate_slopes({}, [0.5, 0.0], [0.25, 0.1])
    assert slopes.centre.mean == pytest.approx([0.5, 0.0])
    assert slopes.centre.doubt[0] > 0.25  # a group may differ from the centre, too

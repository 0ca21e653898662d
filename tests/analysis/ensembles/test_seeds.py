"""Another seed gives another ensemble that says nearly the same."""

from functools import cache

import numpy as np
import pytest

from hedgesim.analysis.ensembles.ensemble import Ensemble, read_ensemble
from hedgesim.analysis.ensembles.fit import fit_ensemble
from hedgesim.analysis.ensembles.plan import plan_ensemble
from hedgesim.model.scenario.scenario import Scenario

pytestmark = pytest.mark.slow
SHIPPED = read_ensemble("belarus/ensemble.csv.gz")


@cache
def fit_again() -> Ensemble:
    """Fit Belarus with another seed."""
    return fit_ensemble(plan_ensemble(Scenario.load("belarus/baseline"), seed=2))


def largest_difference() -> float:
    """Return by how much the share of draws that show a pattern differs at most."""
    shares = {row["pattern"]: row["ensemble"] for row in fit_again().about["patterns"]}
    return max(abs(shares[row["pattern"]] - row["ensemble"]) for row in SHIPPED.about["patterns"])


def test_two_seeds_learn_the_same() -> None:
    other = fit_again()
    assert largest_difference() < 0.1
    assert other.about["directions"] == pytest.approx(SHIPPED.about["directions"], abs=2.0)
    for row in SHIPPED.about["marginals"]:
        columns = [e.draws.columns[row["input"]] for e in (SHIPPED, other)]
        apart = abs(np.median(columns[0]) - np.median(columns[1]))
        assert apart < 0.1 * np.ptp(np.quantile(columns[0], (0.01, 0.99))), row["input"]


@pytest.mark.xfail(
    strict=True, reason="488 and 759 effective draws are too few: P7 differs by .074, P9 by .079"
)
def test_two_seeds_agree_on_patterns_within_seven_hundredths() -> None:
    assert largest_difference() <= 0.07

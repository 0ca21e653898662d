"""Belarus' own numbers and its ranges stand where its ensemble says."""

import tomllib

import numpy as np
import pytest
from support.scripts import DOCS

from hedgesim.analysis.calibration.prior import read_priors
from hedgesim.analysis.ensembles.ensemble import read_ensemble
from hedgesim.analysis.ensembles.learning import level_of_chance
from hedgesim.model import Scenario

CASE = DOCS.parent / "scenarios" / "belarus"
FILE = tomllib.loads((CASE / "baseline.toml").read_text(encoding="utf-8"))
BASE = Scenario.load("belarus/baseline")
FOUND = read_ensemble("belarus/ensemble.csv.gz")
DRAWS, LEARNT = FOUND.draws.columns, FOUND.about["learnt"]
FITTED = set(read_priors(CASE / "priors.csv")) & set(DRAWS)
WORDS = "median of Belarus' ensemble"
MEDIANS = [path for path, source in FILE["sources"].items() if WORDS in source["text"]]


@pytest.mark.parametrize("path", sorted(FITTED & set(FILE["uncertainty"])))
def test_ranges_of_what_is_fitted_are_90_percent_of_the_draws(path: str) -> None:
    """Two digits of the quantiles; the fit itself begins from priors.csv, so that nothing counts twice."""
    expected = np.quantile(DRAWS[path], (0.05, 0.95))
    assert FILE["uncertainty"][path] == [float(f"{end:.2g}") for end in expected]


def test_ranges_are_of_all_that_is_fitted_but_the_size_of_a_blockade() -> None:
    assert FITTED - set(FILE["uncertainty"]) == {"patrons.russia.blockade"}


@pytest.mark.parametrize("path", sorted(set(DRAWS) & set(BASE.values)))
def test_a_number_in_use_is_about_the_median_of_the_draws(path: str) -> None:
    """A quarter of the spread of the draws, beyond which a number in use is moved."""
    low, middle, high = np.quantile(DRAWS[path], (0.05, 0.5, 0.95))
    assert abs(BASE.values[path] - middle) <= 0.25 * (high - low)


@pytest.mark.parametrize("path", MEDIANS)
def test_a_number_counts_as_calibrated_if_more_was_learnt_than_chance_may(path: str) -> None:
    least = level_of_chance(FOUND.about["distinct_draws"])
    assert (BASE.origins[path].kind == "calibrated") == (LEARNT[path] > least)

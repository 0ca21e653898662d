"""The scripts of rolling origins: what a fit may know, and by whom settings are chosen."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest, norm
from support.scripts import script

from hedgesim.analysis.calibration.prior import Prior

refits = script("docs/build/validation/refits.py")
recipe_settings = script("docs/build/validation/recipe_settings.py")
KEYS = recipe_settings.KEYS


def prior(learnt: bool) -> Prior:
    """Two parameters, of which an earlier fit taught none or both."""
    low, likeliest, high = np.zeros(2), np.array([0.2, 0.5]), np.ones(2)
    index = np.array([0, 1] if learnt else [], np.int64)
    covariance = np.array([[1.0, 0.5], [0.5, 2.0]])[: len(index), : len(index)]
    return Prior(("a", "b"), low, likeliest, high, np.array([0.3, -0.2])[: len(index)], covariance, index)


@pytest.mark.parametrize("learnt", [False, True])
def test_normal_numbers_become_draws_of_the_prior(learnt: bool) -> None:
    p = prior(learnt)
    z = np.random.default_rng(1).standard_normal((4000, 2))
    found, wanted = refits.map_normals(p, z), p.sample(4000, np.random.default_rng(2))
    for k in range(2):
        assert kstest(found[:, k], wanted[:, k]).pvalue > 0.001
    assert refits.map_normals(p, z[:, :1] * np.array([[1.0, 0.0]]))[:, 0].argsort().tolist() == (
        z[:, 0].argsort().tolist()
    )
    if not learnt:
        place = p.shapes[0][0] / (p.shapes[0][0] + p.shapes[1][0])
        assert found[:, 0].mean() == pytest.approx(place, abs=0.01)
    assert np.corrcoef(norm.ppf(np.argsort(np.argsort(found, axis=0), axis=0) / 4000 + 1e-4).T)[
        0, 1
    ] == pytest.approx(0.5 / np.sqrt(2.0) if learnt else 0.0, abs=0.05)


def scores(better_at_home: str) -> pd.DataFrame:
    """Two settings: the second is better in one state alone, by much."""
    rows = []
    for name in recipe_settings.ALL:
        for growth in (0.3, 0.4):
            first = growth == 0.3
            log_ratio = -0.1 if first else (-5.0 if name == better_at_home else 0.0)
            values = dict(zip(KEYS, (0.25, 0.05, growth, 30.0, 6.0), strict=True))
            rows.append({"state": name, **values, "log_ratio": log_ratio, "inside": 0.9, "origin": 2012})
    return pd.DataFrame(rows)


def test_a_state_has_no_part_in_the_choice_of_its_own_settings() -> None:
    found = recipe_settings.choose_settings(scores("georgia"))
    assert found["georgia"].recipe.growth == 0.3
    assert found["georgia"].own == pytest.approx(np.exp(-0.1))
    assert found["armenia"].recipe.growth == 0.4  # Georgia's gain is in the mean of the others
    table = recipe_settings.tabulate_choices(found)
    assert table["state"].to_list() == [*recipe_settings.ALL, "all"]


def test_the_grid_is_told_by_late_and_all_origins() -> None:
    late = scores("georgia")
    both = pd.concat([late, late.assign(origin=2010, log_ratio=0.0)])
    found = recipe_settings.tabulate_grid(both, (2012,)).set_index("growth")
    assert found.loc[0.3, "ratio_late"] == pytest.approx(np.exp(-0.1))
    assert found.loc[0.3, "ratio_all"] == pytest.approx(np.exp(-0.05))

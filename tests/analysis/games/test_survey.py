"""The game with interests drawn at random: even weights, a known driver, and what cannot be known."""

from dataclasses import replace

import numpy as np
import pytest
from support.sweeps import short

from hedgesim.analysis.games.features import Features
from hedgesim.analysis.games.survey import SETS, draw_interests, estimate_correlation, survey_interests
from hedgesim.analysis.games.worlds import Worlds, plan_worlds
from hedgesim.model.parameters.lookup import INTERESTS

NAMES = list(INTERESTS)


def worlds_of() -> Worlds:
    """Worlds of the baseline's menus; nothing is played."""
    return plan_worlds(short("baseline", 4), runs=2, seed=3)


def invented(worlds: Worlds, better: float) -> Features:
    """Russia's last policy brings influence and the hedger the utility ``better``, its first security."""
    policies = worlds.policies
    own = np.unravel_index(np.arange(policies.profiles), policies.shape)[0]
    values = np.zeros((1, policies.profiles, 3, len(NAMES)))
    values[0, :, 0, NAMES.index("influence")] = own == 8
    values[0, :, 0, NAMES.index("security")] = own == 0
    level = np.where(own == 8, better, 0.4)
    return Features(values, np.repeat(level[None, :, None], 2, axis=2))


def test_weights_are_even_on_the_simplex_of_what_moves() -> None:
    worlds = worlds_of()
    features = {"hedge": invented(worlds, 0.5)}
    drawn = draw_interests(worlds, features, np.zeros(SETS, int))
    moving = [NAMES.index("influence"), NAMES.index("security")]
    assert drawn[:, 0].sum(axis=1) == pytest.approx(1.0)
    assert not np.delete(drawn[:, 0], moving, axis=1).any()
    assert not drawn[:, 1:].any()
    # of two weights that are even on the simplex each is uniform between 0 and 1
    assert drawn[:, 0, moving[0]].mean() == pytest.approx(0.5, abs=4.0 * np.sqrt(1.0 / 12.0 / SETS))
    assert drawn[:, 0, moving[0]].var() == pytest.approx(1.0 / 12.0, rel=0.4)


def test_what_only_another_patron_moves_has_no_weight() -> None:
    worlds = worlds_of()
    found = invented(worlds, 0.5)
    china = np.unravel_index(np.arange(worlds.policies.profiles), worlds.policies.shape)[1]
    found.values[0, :, 0, NAMES.index("trade")] = china
    drawn = draw_interests(worlds, {"hedge": found}, np.zeros(SETS, int))
    assert not drawn[:, 0, NAMES.index("trade")].any()
    assert drawn[:, 0, NAMES.index("influence")].all()


def test_intervals_of_correlations_cover_nothing_in_nineteen_of_twenty() -> None:
    rng = np.random.default_rng(5)
    rows = [estimate_correlation(rng.normal(size=100), rng.normal(size=100)) for _ in range(400)]
    assert 0.92 <= np.mean([row["low"] < 0.0 < row["high"] for row in rows]) <= 0.98
    assert estimate_correlation(np.arange(9.0), np.arange(9.0))["low"] == pytest.approx(1.0, abs=1e-4)


def test_hedging_survives_where_the_patron_wants_what_serves_it() -> None:
    """Under hedge Russia's last policy is good for the hedger, and Russia takes it if it wants influence."""
    worlds = worlds_of()
    hedge = invented(worlds, 0.6)
    lean = replace(hedge, utility=np.full_like(hedge.utility, 0.5))
    features = {"hedge": hedge, "bandwagon:russia": lean}
    contrasts, drivers = survey_interests(worlds, features, 200.0)
    (row,) = contrasts
    assert (row["strategy"], row["against"], row["at"]) == ("hedge", "bandwagon", "random")
    weights = draw_interests(worlds, features, np.zeros(SETS, int))[:, 0]
    wants = weights[:, NAMES.index("influence")] > weights[:, NAMES.index("security")]
    assert row["share"] == pytest.approx(wants.mean(), abs=0.05)
    found = {(r["patron"], r["interest"]): r["correlation"] for r in drivers}
    assert set(found) == {("russia", "influence"), ("russia", "security")}
    assert found["russia", "influence"] > 0.7
    assert found["russia", "security"] == pytest.approx(-found["russia", "influence"])

"""Which interests make a policy a best response: games with known interests, and a dominated policy."""

import numpy as np
import pytest

from hedgesim.analysis.games.inference import (
    RATIONAL,
    find_least_regret,
    find_nearest_interests,
    measure_regrets,
    select_alternatives,
)


def test_policies_that_known_interests_chose_are_explained_by_some() -> None:
    rng, explained = np.random.default_rng(7), 0
    for _ in range(200):
        features = rng.normal(size=(9, 6))
        weights = rng.dirichlet(np.ones(6))
        best = int((features @ weights).argmax())
        changes = features - features[best]
        regret, found = find_least_regret(changes)
        explained += regret <= RATIONAL
        assert (changes @ found).max() <= 1e-7
        assert found.sum() == pytest.approx(1.0)
        assert found.min() >= 0.0
    assert explained == 200


def test_no_interests_explain_a_dominated_policy() -> None:
    rng = np.random.default_rng(8)
    for _ in range(200):
        changes = np.vstack([np.zeros(6), rng.normal(size=(7, 6)), rng.uniform(0.1, 1.0, 6)])
        regret, _ = find_least_regret(changes)
        assert regret >= changes[-1].min() - 1e-9


def test_a_policy_that_is_the_best_of_no_mixture_is_refused_though_nothing_dominates_it() -> None:
    # 1/3 of both features, where two others have one of them each: any weights prefer one of these
    changes = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0]])
    regret, weights = find_least_regret(changes)
    assert regret == pytest.approx(0.5)
    assert weights == pytest.approx([0.5, 0.5])


def test_features_that_no_alternative_moves_explain_nothing() -> None:
    changes = np.array([[0.0, 0.0], [1.0, 1e-12]])
    regret, weights = find_least_regret(changes)
    assert regret == pytest.approx(1.0)
    assert weights.tolist() == [1.0, 0.0]
    assert find_least_regret(np.zeros((3, 2)))[0] == 0.0


def test_one_set_for_several_worlds_has_the_least_mean_regret() -> None:
    rng = np.random.default_rng(9)
    changes = rng.normal(size=(5, 4, 3))
    regrets, weights = find_nearest_interests(changes, floor=0.02)
    assert weights.min() >= 0.02 - 1e-12
    assert regrets == pytest.approx(np.maximum((changes @ weights).max(axis=1), 0.0), abs=1e-9)
    for other in 0.94 * rng.dirichlet(np.ones(3), 300) + 0.02:
        assert np.maximum((changes @ other).max(axis=1), 0.0).mean() >= regrets.mean() - 1e-9


def test_regret_and_rank_under_given_interests() -> None:
    changes = np.array([[[0.0, 0.0], [1.0, -1.0], [0.5, 0.0]], [[0.0, 0.0], [-1.0, 0.0], [-1.0, 3.0]]])
    regrets, ranks = measure_regrets(changes, np.array([1.0, 0.0]))
    assert regrets.tolist() == [1.0, 0.0]
    assert ranks.tolist() == [3, 1]


def test_alternatives_of_a_player_leave_the_others_where_they_are() -> None:
    values = np.arange(24.0).reshape(1, 24)
    assert select_alternatives(values, (2, 3, 4), (1, 2, 0), 1).tolist() == [[12.0, 16.0, 20.0]]
    assert select_alternatives(values, (2, 3, 4), (1, 2, 0), 2).tolist() == [[20.0, 21.0, 22.0, 23.0]]

"""Where games come to rest: known answers of small games, and properties of any."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import brentq

from hedgesim.analysis.games.solvers import (
    expect_payoffs,
    find_pure_nash,
    follow_best_responses,
    join_mixes,
    respond,
    solve_qre,
)

Array = NDArray[np.float64]

SHAPES = st.sampled_from([(2, 2), (3, 2), (1, 3), (2, 3, 2), (2, 2, 2, 2)])


def games_of(shape: tuple[int, ...], count: int = 2) -> st.SearchStrategy[Array]:
    numbers = st.floats(-2.0, 2.0, allow_nan=False)
    return arrays(float, (count, len(shape), *shape), elements=numbers)


GAMES = SHAPES.flatmap(games_of)


def pennies(high: float) -> Array:
    """Asymmetric matching pennies: the first matches, and gains more at (0, 0)."""
    return np.array([[[[high, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]])


def contest(first: float, second: float, levels: Array) -> Array:
    """A Tullock contest: effort x wins the prize with probability x/(x + y), and is spent."""
    x, y = levels[:, None], levels[None, :]
    won = x / (x + y)
    return np.stack([first * won - x, second * (1.0 - won) - y])[None]


@pytest.mark.parametrize(("precision", "first"), [(0.5, 0.8307), (1.0, 0.8936), (2.0, 0.8608), (3.0, 0.7954)])
def test_logit_equilibria_of_asymmetric_matching_pennies(precision: float, first: float) -> None:
    def logit(difference: float) -> float:
        return 1.0 / (1.0 + float(np.exp(-precision * difference)))

    def answer(p: float) -> float:  # the second player's chance of 0, given the first player's
        return logit((1.0 - p) - p)

    def miss(p: float) -> float:
        return logit(9.0 * answer(p) - (1.0 - answer(p))) - p

    root = float(brentq(miss, 0.0, 1.0, xtol=1e-13))
    found = solve_qre(pennies(9.0), precision)
    assert found.mixes[0][0, 0] == pytest.approx(root, abs=1e-8)
    assert found.mixes[0][0, 0] == pytest.approx(first, abs=5e-5)
    assert found.mixes[1][0, 0] == pytest.approx(answer(root), abs=1e-8)
    assert found.gaps.max() <= 1e-9


def test_pennies_have_no_pure_equilibrium_and_their_best_responses_cycle() -> None:
    payoffs = pennies(9.0)
    assert not find_pure_nash(payoffs).any()
    assert len(follow_best_responses(payoffs[0], (0, 0))) == 2
    assert set(follow_best_responses(payoffs[0], (0, 0))) == {(0, 1), (1, 0)}


@pytest.mark.parametrize(("first", "second"), [(1.0, 1.0), (1.0, 0.5)])
def test_a_tullock_contest_comes_to_rest_at_its_closed_form(first: float, second: float) -> None:
    levels = np.arange(1, 200) * 0.003
    payoffs = contest(first, second, levels)
    exact = first * second / (first + second) ** 2 * np.array([first, second])
    (end,) = follow_best_responses(payoffs[0], (5, 120))
    assert levels[list(end)] == pytest.approx(exact, abs=0.003)
    assert find_pure_nash(payoffs).reshape(199, 199)[end]
    mixes = solve_qre(payoffs, 3000.0).mixes
    assert [float(mix[0] @ levels) for mix in mixes] == pytest.approx(list(exact), abs=0.02)


def test_expected_payoffs_are_those_of_a_sum_over_all_profiles() -> None:
    rng = np.random.default_rng(3)
    tensor = rng.normal(size=(2, 2, 3, 4))
    mixes = [rng.dirichlet(np.ones(n), 2) for n in (2, 3, 4)]
    for player in range(3):
        found = expect_payoffs(tensor, mixes, player)
        wanted = np.zeros_like(found)
        for g, (a, b, c) in product(range(2), product(range(2), range(3), range(4))):
            places = (a, b, c)
            others = [mixes[k][g, places[k]] for k in range(3) if k != player]
            wanted[g, places[player]] += np.prod(others) * tensor[g, a, b, c]
        assert found == pytest.approx(wanted, abs=1e-14)


@given(GAMES)
@settings(deadline=None, max_examples=40)
def test_without_precision_all_policies_are_alike(payoffs: Array) -> None:
    found = solve_qre(payoffs, 0.0)
    for mix, count in zip(found.mixes, payoffs.shape[2:], strict=True):
        assert mix == pytest.approx(np.full((len(payoffs), count), 1.0 / count), abs=1e-12)


@given(GAMES, st.floats(0.1, 1.5))
@settings(deadline=None, max_examples=40)
def test_an_equilibrium_answers_itself_and_its_gap_says_so(payoffs: Array, precision: float) -> None:
    found = solve_qre(payoffs, precision)
    assert found.gaps.max() <= 1e-9
    for mix, answer in zip(found.mixes, respond(payoffs, found.mixes, precision), strict=True):
        assert mix == pytest.approx(answer, abs=1e-8)
        assert mix.sum(axis=1) == pytest.approx(1.0)


@given(GAMES)
@settings(deadline=None, max_examples=60)
def test_pure_equilibria_are_profiles_that_nobody_leaves(payoffs: Array) -> None:
    stable, shape = find_pure_nash(payoffs), payoffs.shape[2:]
    for game, place in product(range(len(payoffs)), range(stable.shape[1])):
        profile = tuple(int(k) for k in np.unravel_index(place, shape))
        gains = [
            payoffs[(game, player, *profile[:player], slice(None), *profile[player + 1 :])].max()
            - payoffs[(game, player, *profile)]
            for player in range(len(shape))
        ]
        assert stable[game, place] == (max(gains) <= 1e-12)
        if stable[game, place]:
            assert follow_best_responses(payoffs[game], profile) == [profile]


def test_sharp_choice_comes_to_the_only_pure_equilibrium() -> None:
    dilemma = np.array([[[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]]])
    joint = join_mixes(solve_qre(dilemma, 40.0).mixes)
    assert find_pure_nash(dilemma).tolist() == [[False, False, False, True]]
    assert joint[0] == pytest.approx([0.0, 0.0, 0.0, 1.0], abs=1e-9)


def test_pure_equilibria_are_those_of_quantecon() -> None:
    theory = pytest.importorskip("quantecon.game_theory")
    rng = np.random.default_rng(5)
    for shape in ((3, 3), (2, 3, 4)):
        for _ in range(20):
            payoffs = rng.normal(size=(1, len(shape), *shape))
            players = [  # quantecon's own policy comes first, then those of the players after it
                theory.Player(np.moveaxis(payoffs[0, p], range(p), range(-p, 0)) if p else payoffs[0, 0])
                for p in range(len(shape))
            ]
            known = theory.pure_nash_brute(theory.NormalFormGame(players))
            places = np.flatnonzero(find_pure_nash(payoffs)[0])
            assert sorted(tuple(map(int, np.unravel_index(k, shape))) for k in places) == sorted(known)

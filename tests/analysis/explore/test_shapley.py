"""Shapley values: against brute force over all orders, known games, and what is refused."""

from collections.abc import Callable
from itertools import permutations
from math import factorial

import numpy as np
import pandas as pd
import pytest

from hedgesim.analysis.explore import shapley
from hedgesim.analysis.explore.shapley import (
    WHOLE,
    required_subsets,
    shapley_runs,
    shapley_values,
)
from hedgesim.analysis.tables.explore.attribution import shapley_sheet
from hedgesim.model import InputError

Values = dict[frozenset[int], np.ndarray]


def attribute_worth(
    worth: Callable[[frozenset[int]], np.ndarray], names: list[str], seed: int, count: int = shapley.ORDERS
) -> pd.DataFrame:
    """Shapley values of a game that is known in full."""
    sets, orders = required_subsets(len(names), seed, count)
    return shapley_values({s: worth(s) for s in sets}, names, orders)


def compute_residual(table: pd.DataFrame) -> float:
    """The whole difference less the sum of the values."""
    whole = table["input"] == WHOLE
    return float(table.loc[whole, "value"].sum() - table.loc[~whole, "value"].sum())


def random_game(k: int, runs: int, seed: int = 1) -> Values:
    rng = np.random.default_rng(seed)
    return {s: rng.normal(size=runs) for s in shapley.list_subsets(k)}


def brute_force(values: Values, k: int) -> np.ndarray:
    found = np.zeros((k, len(values[frozenset()])))
    for order in permutations(range(k)):
        for n, i in enumerate(order):
            found[i] += values[frozenset(order[: n + 1])] - values[frozenset(order[:n])]
    return found / factorial(k)


def test_equals_brute_force_and_adds_up_in_every_run() -> None:
    values = random_game(4, 7)
    found = shapley_runs(values, 4)
    np.testing.assert_allclose(found, brute_force(values, 4), rtol=1e-12, atol=1e-14)
    whole = values[frozenset(range(4))] - values[frozenset()]
    np.testing.assert_allclose(found.sum(axis=0), whole, rtol=0, atol=1e-14)


def test_glove_game_and_an_input_that_does_nothing() -> None:
    worth = {s: np.array([float(0 in s and bool(s & {1, 2}))] * 3) for s in shapley.list_subsets(4)}
    table = shapley_values(worth, ["left", "right", "right too", "idle"])
    assert table["input"].tolist() == ["left", "right", "right too", "idle", WHOLE]
    assert table["value"].to_list() == pytest.approx([2 / 3, 1 / 6, 1 / 6, 0.0, 1.0])
    assert (table["orders"] == 0.0).all()
    assert compute_residual(table) == pytest.approx(0.0, abs=1e-15)


def test_intervals_are_paired_and_a_single_run_has_none() -> None:
    shock = np.random.default_rng(2).normal(size=30)
    table = attribute_worth(lambda s: 10.0 * shock + sum(s), ["a", "b", "c"], seed=1)
    assert table["value"].to_list() == pytest.approx([0.0, 1.0, 2.0, 3.0])
    assert (table["high"] - table["low"]).max() < 1e-12
    single = attribute_worth(lambda s: np.array([float(len(s))]), ["a", "b"], seed=1)
    assert single["low"].isna().all()


def test_many_inputs_by_drawn_orders() -> None:
    weights = np.arange(12.0)

    def worth(s: frozenset[int]) -> np.ndarray:
        pair = 6.0 * (0 in s and 1 in s)
        return np.full(2, weights[list(s)].sum() + pair) + np.array([0.0, 1.0]) * len(s)

    table = attribute_worth(worth, [f"x{i}" for i in range(12)], seed=3, count=100)
    expected = weights + 0.5 + np.array([3.0, 3.0, *[0.0] * 10])
    assert table["value"].to_list()[:-1] == pytest.approx(
        expected.tolist(), abs=1e-9
    )  # pairs: order and reverse
    assert table["orders"].max() == pytest.approx(0.0, abs=1e-9)
    assert compute_residual(table) == pytest.approx(0.0, abs=1e-10)


def test_drawn_orders_come_near_the_exact_values() -> None:
    values = random_game(6, 5)
    orders = shapley.draw_orders(6, seed=4, count=400)
    drawn, exact = shapley_values(values, None, orders), shapley_values(values)
    assert ((drawn["value"] - exact["value"]).abs() <= 2.0 * drawn["orders"] + 1e-12).all()
    assert compute_residual(drawn) == pytest.approx(0.0, abs=1e-12)
    assert drawn["orders"].max() > 0.0
    assert shapley.draw_orders(6, seed=4) == shapley.draw_orders(6, seed=4) != shapley.draw_orders(6, seed=5)


def test_what_an_engine_is_asked_for() -> None:
    sets, orders = required_subsets(3, seed=1)
    assert sets == [frozenset(s) for s in ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))]
    assert orders == []
    sets, orders = required_subsets(11, seed=1, count=9)
    assert len(orders) == 10
    assert sets[0] == frozenset()
    assert sets[-1] == frozenset(range(11))
    assert len(sets) == len(set(sets)) <= 2 + 10 * 10


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "0 inputs: all sets of inputs are computed for 1 to 10"),
        ({frozenset({0}): np.ones(2)}, r"1 of 2 sets of inputs have no worth, the first is \[\]"),
        ({frozenset(): np.ones(3), frozenset({0}): np.ones(2)}, "the same runs, in one row"),
        ({frozenset(): np.ones((2, 2)), frozenset({0}): np.ones((2, 2))}, "the same runs, in one row"),
        ({frozenset(): np.ones(2), frozenset({0}): np.array([1.0, np.nan])}, r"the first is \[0\]"),
        ({frozenset(range(11)): np.ones(2)}, "11 inputs: all sets"),
    ],
)
def test_refusals(values: Values, said: str) -> None:
    with pytest.raises(InputError, match=said):
        shapley_values(values)


def test_sheet_is_sorted_by_size_with_the_whole_first() -> None:
    rng = np.random.default_rng(1)
    table = attribute_worth(
        lambda s: rng.normal(0, 1e-3, 9) + 2.0 * (1 in s) - 3.0 * (2 in s), ["a", "b", "c"], seed=1
    )
    sheet = shapley_sheet(table, "B against A", "utility")
    assert [r[0] for r in sheet.rows] == [WHOLE, "c", "b", "a"]
    assert {(0, 1), (1, 1), (2, 1)} <= sheet.bold


def test_intervals_of_two_runs_and_of_two_pairs_of_orders_have_known_answers() -> None:
    two_runs = attribute_worth(lambda s: np.array([0.0, 2.0]) * len(s), ["a"], seed=1)
    assert two_runs["value"].to_list() == pytest.approx([1.0, 1.0])
    half = 12.706204736  # Student's t at 97.5% with one degree of freedom; the standard error is 1
    assert two_runs["high"].to_list() == pytest.approx([1.0 + half] * 2)
    assert two_runs["low"].to_list() == pytest.approx([1.0 - half] * 2)

    # worth 1 only all together: the last of an order gets it, so pairs give (1/2, 0, 1/2) and (1/2, 1/2, 0)
    worth = {s: np.array([float(len(s) == 3)]) for s in shapley.list_subsets(3)}
    orders = [(0, 1, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0)]
    assert shapley.order_noise(worth, 3, orders) == pytest.approx([0.0, 1.96 * 0.25, 1.96 * 0.25])

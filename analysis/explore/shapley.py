"""Which inputs account for a difference: Shapley values over the inputs that changed.

The value of an input is what it adds to a set of others, averaged over all orders in which the inputs can
be changed (Shapley 1953; Owen 2014 for the variance of models):

    value(i) = sum over S without i of |S|! (k - |S| - 1)! / k! [ worth(S + i) - worth(S) ]

It is taken run by run on common random numbers, so that the values of each run add up to that run's whole
difference ``worth(all) - worth(none)``; intervals are Student's over runs. Where a set's worth depends on
a choice by means, as a premium on its best rival, it is taken of resampled means and intervals are the middle
95% of them. Above :data:`MOST` inputs orders are drawn, each with its reverse, which keeps the sum exact and
halves what order alone would add as noise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ..compare.paired import LEVEL, estimate_mean

Inputs = frozenset[int]
Order = tuple[int, ...]
Values = Mapping[Inputs, NDArray[np.float64]]
Matrix = NDArray[np.float64]

MOST = 10
"""Inputs up to which all 2^k sets are computed."""
ORDERS = 200
"""Orders drawn where there are more inputs."""
WHOLE = "all together"
"""The row that the others add up to."""


def all_subsets(k: int) -> list[Inputs]:
    """Return all sets of ``k`` inputs, numbered from 0, the empty one first and the whole one last.

    Raises
    ------
    InputError
        If there is none, or more than MOST.
    """
    if not 1 <= k <= MOST:
        msg = f"{k} inputs: all sets of inputs are computed for 1 to {MOST}; draw orders where there are more"
        raise InputError(msg)
    return [frozenset(s) for size in range(k + 1) for s in combinations(range(k), size)]


def drawn_orders(k: int, seed: int, count: int = ORDERS) -> list[Order]:
    """Return orders of ``k`` inputs drawn at random, each followed by its reverse."""
    rng = np.random.default_rng(seed)
    half = [tuple(int(i) for i in rng.permutation(k)) for _ in range((count + 1) // 2)]
    return [order for one in half for order in (one, one[::-1])]


def sets_along(orders: Iterable[Order]) -> list[Inputs]:
    """Return the sets that orders pass through from nothing to all, each once, in order of size."""
    found = {frozenset(order[:n]) for order in orders for n in range(len(order) + 1)}
    return sorted(found, key=lambda s: (len(s), sorted(s)))


def required_subsets(k: int, seed: int, count: int = ORDERS) -> tuple[list[Inputs], list[Order]]:
    """Return the sets whose worth is needed, and the orders drawn; no orders where all sets are taken."""
    if k <= MOST:
        return all_subsets(k), []
    orders = drawn_orders(k, seed, count)
    return sets_along(orders), orders


def attribute_worth(
    worth: Callable[[Inputs], NDArray[np.float64]], names: Sequence[str], seed: int, count: int = ORDERS
) -> pd.DataFrame:
    """Shapley values of a function of sets of inputs, see :func:`shapley_values`.

    Parameters
    ----------
    worth : callable
        Outcome with a set of inputs changed, shape (runs,); run k meets the same shocks in every set.
    names : sequence of str
        Inputs by their numbers.
    seed, count : int
        For the orders that are drawn where there are more than MOST inputs.
    """
    sets, orders = required_subsets(len(names), seed, count)
    return shapley_values({s: worth(s) for s in sets}, names, orders)


def shapley_runs(values: Values, k: int, orders: Sequence[Order] = ()) -> Matrix:
    """Shapley values run by run, shape (k, runs).

    Parameters
    ----------
    values : mapping of frozenset to array of shape (runs,)
        Worth of each set that :func:`required_subsets` named.
    k : int
        Number of inputs.
    orders : sequence of tuple, optional
        Orders drawn; without them all sets are there.

    Raises
    ------
    InputError
        If a set is missing, runs differ in number, or a worth is not finite.
    """
    worth = check_worths(values, sets_along(orders) if orders else all_subsets(k))
    steps = order_steps(orders) if orders else all_steps(k)
    found = np.zeros((k, len(worth[frozenset()])))
    for i, before, weight in steps:
        found[i] += weight * (worth[before | {i}] - worth[before])
    return found


def all_steps(k: int) -> Iterable[tuple[int, Inputs, float]]:
    """Yield every input added to every set without it, with its weight among all orders."""
    for before in all_subsets(k):
        weight = (
            factorial(len(before)) * factorial(k - len(before) - 1) / factorial(k) if len(before) < k else 0
        )
        yield from ((i, before, weight) for i in range(k) if i not in before)


def order_steps(orders: Sequence[Order]) -> Iterable[tuple[int, Inputs, float]]:
    """Yield every input added to those before it in an order, all orders alike."""
    for order in orders:
        yield from ((i, frozenset(order[:n]), 1.0 / len(orders)) for n, i in enumerate(order))


def check_worths(values: Values, sets: Sequence[Inputs]) -> dict[Inputs, NDArray[np.float64]]:
    """Return the worth of all sets as arrays of equal length."""
    missing = [s for s in sets if s not in values]
    if missing:
        msg = f"{len(missing)} of {len(sets)} sets of inputs have no worth, the first is {sorted(missing[0])}"
        raise InputError(msg)
    worth = {s: np.asarray(values[s], dtype=np.float64) for s in sets}
    shapes = {w.shape for w in worth.values()}
    if len(shapes) > 1 or len(next(iter(shapes))) != 1 or shapes == {(0,)}:
        msg = f"each set of inputs needs the same runs, in one row; found shapes {sorted(shapes)}"
        raise InputError(msg)
    bad = [s for s, w in worth.items() if not np.isfinite(w).all()]
    if bad:
        first = sorted(bad[0])
        msg = f"{len(bad)} of {len(sets)} sets of inputs have runs without a number; the first is {first}"
        raise InputError(msg)
    return worth


def shapley_values(
    values: Values,
    names: Sequence[str] | None = None,
    orders: Sequence[Order] = (),
    resampled: Values | None = None,
) -> pd.DataFrame:
    """Shapley values averaged over runs.

    Parameters
    ----------
    values, orders
        As in :func:`shapley_runs`.
    names : sequence of str, optional
        Inputs by their numbers; without them their numbers.
    resampled : mapping of frozenset to array of shape (draws,), optional
        Worth of each set by resampled runs, the same runs for every set; empty arrays for a single run.

    Returns
    -------
    DataFrame
        One row an input, then WHOLE: input, value, low, high (Student's over runs, or the middle 95% of what
        was resampled; NaN for a single run), runs, and ``orders``: half of the 95% interval that drawing
        orders adds, 0 where all were taken.
    """
    k = len(max(values, key=len, default=()))
    names = [str(i) for i in range(k)] if names is None else names
    runs = with_whole(values, k, orders)
    noise = [*(order_noise(values, k, orders) if orders else np.zeros(k)), 0.0]
    told = zip([*names, WHOLE], runs, noise, strict=True)
    table = pd.DataFrame([value_row(name, per_run) | {"orders": float(n)} for name, per_run, n in told])
    if resampled is not None and len(resampled[frozenset()]):
        tail = (1.0 - LEVEL) / 2.0
        ends = np.quantile(with_whole(resampled, k, orders), [tail, 1.0 - tail], axis=1)
        table = table.assign(low=ends[0], high=ends[1])
    return table


def with_whole(values: Values, k: int, orders: Sequence[Order]) -> Matrix:
    """Shapley values run by run, and the whole difference as the last row, shape (k + 1, runs)."""
    parts = shapley_runs(values, k, orders)
    whole = np.asarray(values[frozenset(range(k))]) - np.asarray(values[frozenset()])
    return np.vstack([parts, whole])


def value_row(name: str, per_run: NDArray[np.float64]) -> dict[str, Any]:
    """Return one input's value with its interval over runs."""
    found = estimate_mean(per_run)
    return {"input": name, "value": found["mean"]} | {c: found[c] for c in ("low", "high", "runs")}


def order_noise(values: Values, k: int, orders: Sequence[Order]) -> NDArray[np.float64]:
    """Half of the 95% interval from drawing orders, shape (k,), by pairs of an order and its reverse."""
    pairs = [orders[n : n + 2] for n in range(0, len(orders), 2)]
    drawn = np.array([shapley_runs(values, k, pair).mean(axis=1) for pair in pairs])
    if len(drawn) == 1:
        return np.full(k, np.nan)
    return np.asarray(1.96 * drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn)))


def residual(table: pd.DataFrame) -> float:
    """Return what the values leave of the whole; zero but for rounding."""
    whole = table["input"] == WHOLE
    return float(table.loc[whole, "value"].sum() - table.loc[~whole, "value"].sum())

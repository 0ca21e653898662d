"""Shapley values: the contribution of each changed input to a difference.

The value of an input is the change in worth when it joins a set of others, averaged over all orders in which
the inputs can be changed (Shapley 1953; Owen 2014 for the variance of models):

    value(i) = sum over S without i of |S|! (k - |S| - 1)! / k! [ worth(S + i) - worth(S) ]

It is computed run by run on common random numbers, so that the values of each run sum to that run's whole
difference ``worth(all) - worth(none)``; intervals are Student's over runs. A worth that depends on a choice
by means, as a premium depends on its best rival, is computed from resampled means, and intervals are the
middle 95% of these. Above :data:`MOST` inputs orders are drawn, each with its reverse, which keeps the sum
exact and halves the noise from the choice of orders.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.errors import InputError
from ..compare.two_part import ENDS, PARTS, estimate_mean

Inputs = frozenset[int]
Order = tuple[int, ...]
Values = Mapping[Inputs, NDArray[np.float64]]
Matrix = NDArray[np.float64]

MOST = 10
"""Inputs up to which all 2^k sets are computed."""
ORDERS = 200
"""Orders drawn where there are more inputs."""
WHOLE = "all together"
"""Name of the row with the total, the sum of the others."""


def list_subsets(k: int) -> list[Inputs]:
    """Return all sets of ``k`` inputs, numbered from 0, in ascending order of size.

    Raises
    ------
    InputError
        If ``k`` is not from 1 to MOST.
    """
    if not 1 <= k <= MOST:
        msg = f"{k} inputs: all sets of inputs are computed for 1 to {MOST}; draw orders where there are more"
        raise InputError(msg)
    return [frozenset(s) for size in range(k + 1) for s in combinations(range(k), size)]


def draw_orders(k: int, seed: int, count: int = ORDERS) -> list[Order]:
    """Draw orders of ``k`` inputs at random, each followed by its reverse."""
    rng = np.random.default_rng(seed)
    half = [tuple(int(i) for i in rng.permutation(k)) for _ in range((count + 1) // 2)]
    return [order for one in half for order in (one, one[::-1])]


def sets_along(orders: Iterable[Order]) -> list[Inputs]:
    """Return all sets that the orders pass through, from the empty to the full set, by ascending size."""
    found = {frozenset(order[:n]) for order in orders for n in range(len(order) + 1)}
    return sorted(found, key=lambda s: (len(s), sorted(s)))


def required_subsets(k: int, seed: int, count: int = ORDERS) -> tuple[list[Inputs], list[Order]]:
    """Return the sets whose worth is needed, and the orders drawn; no orders if all sets are used."""
    if k <= MOST:
        return list_subsets(k), []
    orders = draw_orders(k, seed, count)
    return sets_along(orders), orders


def shapley_runs(values: Values, k: int, orders: Sequence[Order] = ()) -> Matrix:
    """Compute Shapley values run by run, shape (k, runs).

    Parameters
    ----------
    values : mapping of frozenset to array of shape (runs,)
        Worth of each set that :func:`required_subsets` returns.
    k : int
        Number of inputs.
    orders : sequence of tuple, optional
        Orders drawn; if empty, all sets are used.

    Raises
    ------
    InputError
        If a set is missing, runs differ in number, or a worth is not finite.
    """
    # own code instead of a library: all runs at once on common random numbers, so that the values of each
    # run sum to its difference and paired runs, or resamples of them, give the intervals
    worth = check_worths(values, sets_along(orders) if orders else list_subsets(k))
    steps = order_steps(orders) if orders else list_steps(k)
    found = np.zeros((k, len(worth[frozenset()])))
    for i, before, weight in steps:
        found[i] += weight * (worth[before | {i}] - worth[before])
    return found


def list_steps(k: int) -> Iterable[tuple[int, Inputs, float]]:
    """Yield each input, each set without it, and the weight of this step among all orders."""
    for before in list_subsets(k):
        weight = (
            factorial(len(before)) * factorial(k - len(before) - 1) / factorial(k) if len(before) < k else 0
        )
        yield from ((i, before, weight) for i in range(k) if i not in before)


def order_steps(orders: Sequence[Order]) -> Iterable[tuple[int, Inputs, float]]:
    """Yield each input, the set before it in an order, and the weight, equal for all orders."""
    for order in orders:
        yield from ((i, frozenset(order[:n]), 1.0 / len(orders)) for n, i in enumerate(order))


def check_worths(values: Values, sets: Sequence[Inputs]) -> dict[Inputs, NDArray[np.float64]]:
    """Return the worth of all sets as arrays of equal length.

    Raises
    ------
    InputError
        If a set is missing, runs differ in number, or a worth is not finite.
    """
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
    draws: NDArray[np.int64] | None = None,
) -> pd.DataFrame:
    """Compute Shapley values averaged over runs, with intervals.

    Parameters
    ----------
    values, orders
        As in :func:`shapley_runs`.
    names : sequence of str, optional
        Names of the inputs, in the order of their numbers; by default the numbers.
    resampled : mapping of frozenset to array of shape (draws,), optional
        Mean worth of each set in each resample, the same resampled runs for every set; empty arrays for a
        single run.
    draws : array of int, shape (runs,), optional
        Number of each run's draw.

    Returns
    -------
    DataFrame
        One row an input, then WHOLE: input, value, low, high (Student's over runs, or the middle 95% of
        resamples; NaN for a single run), runs, with draws PARTS of :mod:`hedgesim.analysis.compare.two_part`,
        and ``orders``: half width of the 95% interval from drawing
        orders, 0 if all sets were used.
    """
    k = len(max(values, key=len, default=()))
    names = [str(i) for i in range(k)] if names is None else names
    runs = compute_run_values(values, k, orders)
    noise = [*(order_noise(values, k, orders) if orders else np.zeros(k)), 0.0]
    estimates = zip([*names, WHOLE], runs, noise, strict=True)
    table = pd.DataFrame(
        [value_row(name, per_run, draws) | {"orders": float(n)} for name, per_run, n in estimates]
    )
    if resampled is not None and len(resampled[frozenset()]):
        ends = np.quantile(compute_run_values(resampled, k, orders), ENDS, axis=1)
        table = table.assign(low=ends[0], high=ends[1])
    return table


def compute_run_values(values: Values, k: int, orders: Sequence[Order]) -> Matrix:
    """Compute Shapley values run by run, with the whole difference as the last row, shape (k + 1, runs)."""
    parts = shapley_runs(values, k, orders)
    whole = np.asarray(values[frozenset(range(k))]) - np.asarray(values[frozenset()])
    return np.vstack([parts, whole])


def value_row(
    name: str, per_run: NDArray[np.float64], draws: NDArray[np.int64] | None = None
) -> dict[str, Any]:
    """Build one input's row: mean over runs with its interval, and PARTS with draws."""
    found = estimate_mean(per_run, draws)
    first = {c: found[c] for c in ("low", "high", "runs")}
    return {"input": name, "value": found["mean"], **first, **{c: found[c] for c in PARTS if c in found}}


def order_noise(values: Values, k: int, orders: Sequence[Order]) -> NDArray[np.float64]:
    """Compute the half width of the 95% interval from drawing orders, shape (k,)."""
    # an order and its reverse are not independent, so each pair counts as one draw
    pairs = [orders[n : n + 2] for n in range(0, len(orders), 2)]
    drawn = np.array([shapley_runs(values, k, pair).mean(axis=1) for pair in pairs])
    if len(drawn) == 1:
        return np.full(k, np.nan)
    return np.asarray(1.96 * drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn)))

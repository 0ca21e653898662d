"""Estimates of the page in a real browser: the numbers of the commands."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit
from support.lab.browser_scripts import Browser, floats, wholes

from hedgesim.analysis.compare.ladder import estimate_kinds
from hedgesim.analysis.compare.premium import RESAMPLES, estimate_premium, list_rivals
from hedgesim.analysis.compare.two_part import estimate_mean
from hedgesim.analysis.results.quantiles import QUANTILES, histogram_means, histogram_quantiles
from hedgesim.model.engines.histogram import spread_of

Vector = NDArray[np.float64]

pytestmark = pytest.mark.slow  # a browser

KEYS = {"draws_low": "drawsLow", "draws_high": "drawsHigh", "best_mean": "bestMean"}
NAMES = [
    "hedge",
    "bandwagon:a",
    "bandwagon:b",
    "pivot:a",
    "pivot:b",
    "equidistance",
    "myopic",
    "mix",
    "fixed",
]


def assert_same(found: dict[str, Any], expected: dict[str, Any], *names: str) -> None:
    """Compare the numbers of an estimate; NaN arrives as NaN."""
    for name in names or ("runs", "mean", "low", "high"):
        if name in expected:
            number = found[KEYS.get(name, name)]
            assert number == pytest.approx(expected[name], rel=1e-12, abs=1e-14, nan_ok=True), name


def make_runs(runs: int, draws: int | None, seed: int = 1) -> tuple[Vector, NDArray[np.int64] | None]:
    """Make values by run whose draws differ; one draw in seven has a difference of exactly 0."""
    rng = np.random.default_rng(seed)
    if draws is None:
        return rng.normal(0.01, 0.02, runs), None
    number = np.arange(runs, dtype=np.int64) % draws
    values = rng.normal(0.01, 0.02, draws)[number] + rng.normal(0.0, 0.01, runs)
    return np.where(number % 7 == 3, 0.0, values), number


def make_utility(runs: int, draws: int | None) -> tuple[pd.DataFrame, NDArray[np.int64] | None]:
    """Make utility by run and strategy, with the draw in the index where runs carry one."""
    parts = [make_runs(runs, draws, seed)[0] + 0.5 for seed in range(len(NAMES))]
    number = make_runs(runs, draws)[1]
    index = {"run": np.arange(runs)} | ({} if number is None else {"draw": number})
    table = pd.DataFrame(dict(zip(NAMES, parts, strict=True)))
    return table.set_index(pd.MultiIndex.from_frame(pd.DataFrame(index))), number


def test_quantiles_of_student_are_those_of_scipy(browser: Browser) -> None:
    sizes = [*range(1, 260), 500, 999, 1_000, 4_999, 123_456, 1_000_000]
    for p in (0.975, 0.6, 0.9995, 0.05):
        found = browser.run("sizes.map((n) => studentQuantile(n, p))", sizes=sizes, p=p)
        np.testing.assert_allclose(found, stdtrit(np.array(sizes, float), p), rtol=1e-9)


CASES = [
    (1, None),
    (2, None),
    (37, None),
    (1, 1),
    (9, 1),
    (40, 40),
    (45, 40),
    (49, 40),
    (50, 40),
    (240, 200),
    (1000, 200),
]


@pytest.mark.parametrize(("runs", "draws"), CASES)
def test_a_mean_has_both_kinds_of_doubt(browser: Browser, runs: int, draws: int | None) -> None:
    values, number = make_runs(runs, draws)
    found = browser.run("estimateMean(values, draws)", values=floats(values), draws=wholes(number))
    expected = estimate_mean(values, number)
    assert_same(found, expected, *expected)
    if number is None:
        assert math.isnan(found["drawsLow"])


def test_differences_of_exactly_zero_have_no_spread_and_no_noise(browser: Browser) -> None:
    number = np.arange(100) % 40
    found = browser.run("estimateMean(values, draws)", values=floats(np.zeros(100)), draws=wholes(number))
    expected = estimate_mean(np.zeros(100), number)
    assert_same(found, expected, *expected)
    assert found["share"] == 0.0


@pytest.mark.parametrize(("runs", "draws"), [(1, None), (2, None), (31, None), (20, 20), (120, 100)])
def test_every_kind_of_strategies_is_chosen_on_the_other_half(
    browser: Browser, runs: int, draws: int | None
) -> None:
    utility, number = make_utility(runs, draws)
    table = {name: floats(utility[name]) for name in utility}
    found = browser.run("estimateKinds(table, draws)", table=table, draws=wholes(number))
    expected = estimate_kinds(utility)
    assert [row["rival"] for row in found] == [row["rival"] for row in expected]
    for one, other in zip(found, expected, strict=True):
        assert ", ".join(one.pop("best")) == other.pop("best")
        assert_same(one, other, *(name for name in other if name != "rival"))


@pytest.mark.parametrize(("runs", "draws", "seed"), [
    (1, None, 1), (2, None, 1), (31, None, 7), (240, None, 2**53 - 1), (20, 20, 0), (45, 40, 1),
    (240, 200, 1),
])  # fmt: skip
def test_the_premium_is_resampled_as_the_commands_do(
    browser: Browser, runs: int, draws: int | None, seed: int
) -> None:
    utility, number = make_utility(runs, draws)
    table = {name: floats(utility[name]) for name in utility}
    found = browser.run("estimatePremium(table, draws, seed)", table=table, draws=wholes(number), seed=seed)
    expected = estimate_premium(utility, list_rivals(NAMES), seed, RESAMPLES)
    assert found["best"] == expected["best"]
    expected["mean"] = expected["premium"]
    assert_same(
        found, expected, "runs", "hedge", "best_mean", "mean", "low", "high", "draws_low", "share", "noise"
    )
    if number is None:
        assert found["own"] is None
    else:
        own = {name: expected[f"own_{name}"] for name in ("low", "high", "draws_low", "share")}
        assert_same(
            found["own"], {"mean": expected["own"], **own}, "mean", "low", "high", "draws_low", "share"
        )


@pytest.mark.parametrize("runs", [1, 2, 3, 100, 241])
def test_bands_have_the_bits_of_the_tables(browser: Browser, runs: int) -> None:
    rng = np.random.default_rng(runs)
    values = np.clip(rng.normal(0.5, [0.01, 0.3, 2.0], (runs, 4, 3)), 0.0, 1.0)
    counts, sums = spread_of(values)
    probabilities = list(QUANTILES.values())
    given = {"counts": wholes(counts.ravel()), "runs": runs, "p": probabilities}
    found = browser.run("bandQuantiles(counts, runs, p)", **given)
    expected = histogram_quantiles(counts, probabilities).reshape(-1, len(probabilities)).T
    np.testing.assert_array_equal(np.array(found), expected)
    means = browser.run("bandMeans(sums, runs)", sums=floats(sums.ravel()), runs=runs)
    np.testing.assert_array_equal(means, histogram_means(sums, runs).ravel())

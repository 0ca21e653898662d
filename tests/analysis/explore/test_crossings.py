"""Thresholds: planted roots are found, all of them, with intervals that hold them; and what is refused."""

import numpy as np
import pandas as pd
import pytest

from hedgesim.analysis.compare.best_rival import RivalValues, wrap_hedge_values
from hedgesim.analysis.explore.crossings import (
    PRECISION,
    Crossings,
    find_crossings,
    nearest_roots,
    scan_points,
)
from hedgesim.analysis.explore.roots import filled_signs, interpolate_roots
from hedgesim.model import InputError

SHOCKS = np.random.default_rng(7).normal(0.0, 0.1, 40)
SHOCKS -= SHOCKS.mean()


def found(curve: object, shocks: np.ndarray = SHOCKS, low: float = 0.0, high: float = 1.0) -> Crossings:
    return find_crossings(
        lambda x: wrap_hedge_values(curve(x)[:, None] + shocks), scan_points(low, high), seed=1
    )  # type: ignore[operator]


def jitter(x: np.ndarray) -> np.ndarray:
    """Crosses zero about seven times within a hundredth of the range, at .68."""
    return np.where(np.abs(x - 0.68) < 0.0045, 0.008 * np.sin(2300.0 * (x - 0.68)), 0.0)


def test_clear_crossings_at_one_place_stay() -> None:
    rows = found(lambda x: 0.5 - 1.0 * (np.abs(x - 0.5) < 0.004)).rows
    assert rows["direction"].tolist() == ["down", "up"]


@pytest.mark.parametrize(
    ("name", "curve", "at", "ways"),
    [
        ("one", lambda x: x - 0.37, [0.37], ["up"]),
        ("falling", lambda x: 0.37 - x, [0.37], ["down"]),
        ("curved", lambda x: np.exp(x) - 2.0, [np.log(2.0)], ["up"]),
        ("three", lambda x: 20 * (x - 0.2) * (x - 0.5) * (x - 0.81), [0.2, 0.5, 0.81], ["up", "down", "up"]),
        ("none", lambda x: x + 0.5, [], []),
        ("tangent on the scan", lambda x: (x - 0.5) ** 2, [], []),
        ("tangent off the scan", lambda x: (x - 0.51) ** 2 + 1e-12, [], []),
        ("two within one step", lambda x: (x - 0.51) * (x - 0.525), [0.51, 0.525], ["down", "up"]),
        ("jitter through zero", lambda x: x - 0.68 + jitter(x), [0.68], ["up"]),
        ("jitter that turns back", lambda x: 5.0 * (x - 0.68) ** 2 + jitter(x), [], []),
        ("a jump", lambda x: np.where(x < 0.637, -1.0, 2.0), [0.637], ["up"]),
        ("at the first point", lambda x: x, [], []),
        ("through a point of the scan", lambda x: x - 0.5, [0.5], ["up"]),
        (
            "flat at zero between",
            lambda x: np.clip(x - 0.3, None, 0) + np.clip(x - 0.6, 0, None),
            [0.3125],
            ["up"],
        ),
    ],
)
def test_planted_roots(name: str, curve: object, at: list[float], ways: list[str]) -> None:
    exact = name in {"flat at zero between"}
    rows = found(curve, np.zeros(3) if exact else SHOCKS).rows
    assert rows["direction"].tolist() == ways
    near = 0.3 if exact else 5e-3 if name.startswith("jitter") else 2e-4
    assert rows["crossing"].to_list() == pytest.approx(at, abs=near)


def test_the_interval_holds_the_root_and_shrinks_with_runs() -> None:
    row = found(lambda x: x - 0.4).rows.iloc[0]
    half = 1.96 * SHOCKS.std() / np.sqrt(40)
    assert row["low"] == pytest.approx(0.4 - half, rel=0.05)
    assert row["high"] == pytest.approx(0.4 + half, rel=0.05)
    assert row["share"] == 1.0


@pytest.mark.slow
def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng, hits = np.random.default_rng(3), 0
    for seed in range(100):
        shocks = rng.normal(0.0, 0.1, 30)
        scan = scan_points(0, 1, 9)
        result = find_crossings(
            lambda x, s=shocks: wrap_hedge_values(2 * x[:, None] - 1.0 + s), scan, seed, 400
        )
        row = result.rows.iloc[0]
        hits += row["low"] <= 0.5 <= row["high"]
    assert 87 <= hits <= 99


def test_narrowing_stops_at_a_hundredth_of_the_interval() -> None:
    """Kills a stop at the least width alone, and one at the interval itself."""
    answer = found(lambda x: np.exp(x) - 1.5)
    row, x = answer.rows.iloc[0], answer.points["x"].to_numpy()
    after = np.searchsorted(x, row["crossing"])
    part = (x[after] - x[after - 1]) / (row["high"] - row["low"])
    assert PRECISION / 2.0 < part <= 1.1 * PRECISION
    assert len(x) <= 33 + 2 * 3


def test_crossings_of_many_curves_are_those_of_each() -> None:
    rng, x = np.random.default_rng(4), np.linspace(0.0, 1.0, 9)
    curves = np.round(rng.normal(size=(60, 9)), 1)
    rows = pd.DataFrame({"crossing": [0.3, 0.31, 0.8], "direction": ["up", "down", "up"]})
    near = nearest_roots(rows, curves, x)
    for curve, row in zip(curves, near, strict=True):
        roots, rising = interpolate_roots(x, curve)
        for at, up, place in zip(rows["crossing"], (True, False, True), row, strict=True):
            alike = roots[rising == up]
            expected = alike[np.abs(alike - at).argmin()] if len(alike) else np.nan
            assert place == pytest.approx(expected, abs=0.0, nan_ok=True)


def test_common_random_numbers_keep_the_interval_narrow() -> None:
    slopes = np.linspace(0.9, 1.1, 30)
    result = find_crossings(
        lambda x: wrap_hedge_values((x[:, None] - 0.4) * slopes), scan_points(0, 1), seed=1
    )
    row = result.rows.iloc[0]
    assert row["high"] - row["low"] < 1e-9
    assert row["crossing"] == pytest.approx(0.4, abs=1e-9)


def test_a_crossing_that_few_resamples_show_says_so() -> None:
    shocks = np.random.default_rng(1).normal(0.0, 1.0, 20)
    shocks -= shocks.mean()
    row = found(lambda x: 0.2 * (x - 0.5), shocks).rows.iloc[0]
    assert row["share"] < 0.7


def test_the_best_rival_is_chosen_anew_in_every_resample() -> None:
    """Two rivals alike on average, whose luck differs by run: the best of both is above each of them."""
    luck = np.random.default_rng(5).normal(0.0, 0.3, 40)
    utility = np.stack([luck - luck.mean(), luck.mean() - luck])

    def margin(x: np.ndarray) -> RivalValues:
        rivals = np.broadcast_to(utility, (len(x), 2, 40))
        return RivalValues(x[:, None, None] - rivals, rivals)

    both, scan = find_crossings(margin, scan_points(-1, 1), seed=1), scan_points(-1, 1)
    fixed = find_crossings(lambda x: wrap_hedge_values(x[:, None] - utility[0]), scan, seed=1)
    (one,), (other,) = (r.rows.to_dict("records") for r in (both, fixed))
    assert one["crossing"] == pytest.approx(other["crossing"], abs=1e-4)
    assert other["low"] == pytest.approx(-other["high"], abs=0.02)
    assert one["low"] == pytest.approx(0.0, abs=0.01)
    assert one["high"] == pytest.approx(other["high"], rel=0.3)
    assert both.points["high"].lt(fixed.points["high"] + 1e-9).all()


def test_a_single_run_has_no_interval() -> None:
    rows = found(lambda x: x - 0.4, np.zeros(1)).rows
    assert rows["crossing"].to_list() == pytest.approx([0.4])
    assert rows[["low", "high", "share"]].isna().all().all()


def test_the_same_seed_gives_the_same_rows_in_few_calls() -> None:
    calls: list[int] = []

    def margin(x: np.ndarray) -> RivalValues:
        calls.append(len(x))
        return wrap_hedge_values(np.sin(12 * x)[:, None] + SHOCKS)

    one = find_crossings(margin, scan_points(0.1, 1), seed=1)
    assert len(calls) <= 7
    two = find_crossings(margin, scan_points(0.1, 1), seed=1)
    assert one.rows.equals(two.rows)
    assert len(one.rows) == 3
    assert one.points["x"].is_monotonic_increasing


def test_even_ratios() -> None:
    scan = scan_points(0.01, 100.0, log=True)
    rows = find_crossings(lambda x: wrap_hedge_values(np.log10(x)[:, None] + SHOCKS), scan, seed=1).rows
    assert rows["crossing"].to_list() == pytest.approx([1.0], abs=1e-2)


@pytest.mark.parametrize(
    ("low", "high", "points", "log", "said"),
    [
        (1.0, 1.0, 9, False, "expected low < high"),
        (2.0, 1.0, 9, False, "a scan from 2 to 1 with 9 points"),
        (0.0, 1.0, 9, True, "expected 0 < low < high"),
        (0.0, 1.0, 2, False, "at least 3 points"),
        (0.0, float("nan"), 9, False, "expected low < high"),
    ],
)
def test_faulty_scans(low: float, high: float, points: int, log: bool, said: str) -> None:
    with pytest.raises(InputError, match=said):
        scan_points(low, high, points, log=log)


@pytest.mark.parametrize(
    ("margin", "said"),
    [
        (
            lambda x: np.ones((3, 2)),
            r"33 points: expected as many rows of runs, found an array of shape \(3, ",
        ),
        (lambda x: np.ones((len(x), 0)), "expected as many rows"),
        (lambda x: np.where(x[:, None] > 0.5, np.nan, SHOCKS), "no number at 0.53125 and 15 other points"),
    ],
)
def test_faulty_margins(margin: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_crossings(lambda x: wrap_hedge_values(margin(x)), scan_points(0.0, 1.0), seed=1)  # type: ignore[operator]


def test_signs_pass_over_zeros() -> None:
    assert filled_signs(np.array([0.0, 1, 0, -2, 0, 0, 3])).tolist() == [1, 1, 1, -1, -1, -1, 1]
    assert filled_signs(np.zeros(3)).tolist() == [0, 0, 0]


def planted_crossings(noise: float, runs: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Find where a margin crosses that each of 400 draws has at a place of its own, and chance by run."""
    rng = np.random.default_rng(7)
    numbers = np.arange(runs) % 400
    places = rng.normal(0.5, 0.05, 400)
    at = places[numbers] + rng.normal(0.0, noise, runs)
    found = find_crossings(
        lambda x: wrap_hedge_values(x[:, None] - at), scan_points(0.0, 1.0), 1, numbers=numbers
    )
    return found.rows, places


def test_draws_cross_where_they_cross_and_the_mean_is_surer() -> None:
    rows, places = planted_crossings(0.05, 800)
    row = rows.iloc[0]
    assert row["crossing"] == pytest.approx(places.mean(), abs=0.01)
    assert [row["draws_low"], row["draws_high"]] == pytest.approx(
        np.quantile(places, [0.05, 0.95]), abs=0.015
    )
    assert row["draws_share"] == 1.0
    assert row["noise"] == pytest.approx(1.0 / 3.0, abs=0.07)
    # draws are what is resampled: 400 of them, each the mean of two runs
    assert row["high"] - row["low"] == pytest.approx(3.92 * np.sqrt(0.05**2 * 1.5 / 400), rel=0.15)


def test_draws_that_never_cross_are_counted_and_left_out() -> None:
    numbers = np.arange(40)
    at = np.where(numbers < 30, 0.5, 3.0)
    margins = lambda x: wrap_hedge_values(x[:, None] - at)  # noqa: E731 - a function of x alone
    found = find_crossings(margins, scan_points(0.0, 2.0), 1, numbers=numbers)
    row = found.rows.iloc[0]
    assert row["draws_share"] == 0.75
    assert row["draws_low"] == row["draws_high"] == pytest.approx(0.5)
    assert np.isnan(row["noise"])
    assert found.points["share"].iloc[-1] == 0.75

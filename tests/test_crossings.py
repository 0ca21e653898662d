"""Thresholds: planted roots are found, all of them, with intervals that hold them; and what is refused."""

import numpy as np
import pytest

from hedgesim.analysis.crossings import (
    Crossings,
    crossings_sheet,
    find_crossings,
    in_words,
    scan_points,
    signs,
)
from hedgesim.model import InputError

SHOCKS = np.random.default_rng(7).normal(0.0, 0.1, 40)
SHOCKS -= SHOCKS.mean()


def found(curve: object, shocks: np.ndarray = SHOCKS, low: float = 0.0, high: float = 1.0) -> Crossings:
    return find_crossings(lambda x: curve(x)[:, None] + shocks, scan_points(low, high), seed=1)  # type: ignore[operator]


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
    assert rows["crossing"].to_list() == pytest.approx(at, abs=0.3 if exact else 2e-4)


def test_the_interval_holds_the_root_and_shrinks_with_runs() -> None:
    row = found(lambda x: x - 0.4).rows.iloc[0]
    half = 1.96 * SHOCKS.std() / np.sqrt(40)
    assert row["low"] == pytest.approx(0.4 - half, rel=0.05)
    assert row["high"] == pytest.approx(0.4 + half, rel=0.05)
    assert row["share"] == 1.0


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng, hits = np.random.default_rng(3), 0
    for seed in range(100):
        shocks = rng.normal(0.0, 0.1, 30)
        result = find_crossings(lambda x, s=shocks: 2 * x[:, None] - 1.0 + s, scan_points(0, 1, 9), seed, 400)
        row = result.rows.iloc[0]
        hits += row["low"] <= 0.5 <= row["high"]
    assert 87 <= hits <= 99


def test_common_random_numbers_keep_the_interval_narrow() -> None:
    slopes = np.linspace(0.9, 1.1, 30)
    result = find_crossings(lambda x: (x[:, None] - 0.4) * slopes, scan_points(0, 1), seed=1)
    row = result.rows.iloc[0]
    assert row["high"] - row["low"] < 1e-9
    assert row["crossing"] == pytest.approx(0.4, abs=1e-9)


def test_a_crossing_that_few_resamples_show_says_so() -> None:
    shocks = np.random.default_rng(1).normal(0.0, 1.0, 20)
    shocks -= shocks.mean()
    row = found(lambda x: 0.2 * (x - 0.5), shocks).rows.iloc[0]
    assert row["share"] < 0.7


def test_a_single_run_has_no_interval() -> None:
    rows = found(lambda x: x - 0.4, np.zeros(1)).rows
    assert rows["crossing"].to_list() == pytest.approx([0.4])
    assert rows[["low", "high", "share"]].isna().all().all()


def test_the_same_seed_gives_the_same_rows_in_few_calls() -> None:
    calls: list[int] = []

    def margin(x: np.ndarray) -> np.ndarray:
        calls.append(len(x))
        return np.sin(12 * x)[:, None] + SHOCKS

    one = find_crossings(margin, scan_points(0.1, 1), seed=1)
    assert len(calls) <= 7
    two = find_crossings(margin, scan_points(0.1, 1), seed=1)
    assert one.rows.equals(two.rows)
    assert len(one.rows) == 3
    assert one.points["x"].is_monotonic_increasing


def test_even_ratios() -> None:
    scan = scan_points(0.01, 100.0, log=True)
    rows = find_crossings(lambda x: np.log10(x)[:, None] + SHOCKS, scan, seed=1).rows
    assert rows["crossing"].to_list() == pytest.approx([1.0], abs=1e-2)


def test_words_and_sheet() -> None:
    assert in_words(found(lambda x: x + 0.5), "premium") == "No crossing: premium stays between 0.5 and 1.5."
    one = found(lambda x: 0.37 - x)
    assert in_words(one, "premium") == "Premium crosses zero once: down at 0.37."
    sheet = crossings_sheet(one, "patrons.russia.arms_access", "premium")
    assert sheet.rows[0][2:] == ["down", "100%"]
    assert "Looked for from 0.00 to 1.00" in sheet.notes[1]
    assert crossings_sheet(found(lambda x: x + 0.5), "x", "premium").rows == []


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
        (lambda x: x, r"expected as many rows of runs, found an array of shape \(33,\)"),
        (lambda x: np.ones((3, 2)), "33 points: expected as many rows"),
        (lambda x: np.ones((len(x), 0)), "expected as many rows"),
        (lambda x: np.where(x[:, None] > 0.5, np.nan, SHOCKS), "no number at 0.53125 and 15 other points"),
    ],
)
def test_faulty_margins(margin: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        find_crossings(margin, scan_points(0.0, 1.0), seed=1)  # type: ignore[arg-type]


def test_signs_pass_over_zeros() -> None:
    assert signs(np.array([0.0, 1, 0, -2, 0, 0, 3])).tolist() == [1, 1, 1, -1, -1, -1, 1]
    assert signs(np.zeros(3)).tolist() == [0, 0, 0]

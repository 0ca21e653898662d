"""Two kinds of doubt about a mean: known answers on a made-up model, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hedgesim.analysis.compare import two_part
from hedgesim.analysis.compare.two_part import (
    PARTS,
    REPEATS,
    average_by_draw,
    estimate_mean,
    estimate_means,
    remove_noise,
)

REPEATED = 200
DRAWS, RUNS = 200, 240
NORMAL = 1.6448536269514722
"""95% point of the standard normal."""
numbers = arrays(float, 24, elements=st.floats(0.25, 100.0, width=32))


def imagine_estimates(between: float, within: float, runs: int = RUNS) -> dict[str, float]:
    """Average estimates over made-up batches: run k takes draw k mod DRAWS and meets shocks of its own."""
    rng = np.random.default_rng(18)
    draws = np.arange(runs) % DRAWS
    found = []
    for _ in range(REPEATED):
        truth = rng.normal(0.3, between, DRAWS)
        found.append(estimate_mean(truth[draws] + rng.normal(0.0, within, runs), draws))
    return {key: float(np.mean([row[key] for row in found])) for key in found[0]}


@pytest.mark.parametrize(("between", "within"), [(1.0, 0.3), (1.0, 1.0), (0.5, 1.0)])
def test_both_parts_are_within_a_tenth_of_the_truth(between: float, within: float) -> None:
    found = imagine_estimates(between, within)
    assert found["draws_high"] - found["draws_low"] == pytest.approx(2.0 * NORMAL * between, rel=0.1)
    # 40 draws are the means of two runs, 160 of one: noise counts .9 times
    error = 1.96 * np.sqrt((between**2 + 0.9 * within**2) / DRAWS)
    assert found["high"] - found["mean"] == pytest.approx(error, rel=0.1)
    assert found["noise"] == pytest.approx(0.9 * within**2 / (between**2 + 0.9 * within**2), abs=0.05)


def test_share_above_zero_is_that_of_draws_and_not_of_runs() -> None:
    found = imagine_estimates(0.3, 1.0, runs=4000)
    # one standard deviation between draws lies between their mean and zero
    assert found["share"] == pytest.approx(0.841, abs=0.02)


def test_nothing_is_left_where_all_is_noise() -> None:
    rng = np.random.default_rng(4)
    draws = np.arange(400) % DRAWS
    # the second run of a draw is the first with the opposite sign: draws do not differ
    once = rng.normal(0.0, 1.0, DRAWS)
    found = estimate_mean(0.2 + np.concatenate([once, -once]), draws)
    assert found["draws_low"] == found["draws_high"] == pytest.approx(0.2)
    assert found["noise"] in (0.0, 1.0)
    rows = imagine_estimates(0.0, 1.0)
    raw = imagine_estimates(0.0, 1.0, runs=DRAWS)
    # by chance some is left in half of the batches
    assert rows["draws_high"] - rows["draws_low"] < 0.25 * (raw["draws_high"] - raw["draws_low"])


def test_without_repeats_the_spread_holds_noise_and_says_so() -> None:
    found = imagine_estimates(1.0, 1.0, runs=DRAWS + REPEATS - 1)
    assert np.isnan(found["noise"])
    assert found["draws_high"] - found["draws_low"] == pytest.approx(2.0 * NORMAL * np.sqrt(2.0), rel=0.1)
    assert not np.isnan(imagine_estimates(1.0, 1.0, runs=DRAWS + REPEATS)["noise"])


def test_more_runs_of_the_same_draws_make_the_mean_no_surer_than_draws_allow() -> None:
    found = imagine_estimates(1.0, 0.5, runs=20 * DRAWS)
    assert found["high"] - found["mean"] > 1.9 / np.sqrt(DRAWS)


def test_each_draw_has_the_same_weight() -> None:
    values, draws = np.array([0.0, 2.0, 5.0]), np.array([7, 7, 3])
    assert estimate_mean(values, draws)["mean"] == 3.0
    assert average_by_draw(values, draws).means.tolist() == [5.0, 1.0]


def test_runs_without_draws_or_of_a_single_draw_are_estimated_as_before() -> None:
    values = np.array([0.1, 0.4, 0.2])
    plain = estimate_mean(values)
    assert list(plain) == ["runs", "mean", "low", "high"]
    single = estimate_mean(values, np.zeros(3, int))
    assert {key: single[key] for key in plain} == plain
    assert all(np.isnan(single[part]) for part in PARTS)


@given(numbers, st.floats(0.0, 10.0), st.floats(0.1, 10.0))
def test_estimates_move_and_stretch_with_the_values(values: np.ndarray, shift: float, scale: float) -> None:
    draws = np.arange(len(values)) % 12
    first, second = estimate_mean(values, draws), estimate_mean(shift + scale * values, draws)
    for key in ("mean", "low", "high", "draws_low", "draws_high"):
        assert second[key] == pytest.approx(shift + scale * first[key], abs=1e-3)


def test_a_draw_in_which_nothing_happens_stays_at_nothing() -> None:
    rng = np.random.default_rng(3)
    draws = np.arange(400) % 200
    values = np.where(draws < 20, rng.normal(-1.0, 0.5, 400), 0.0)
    found = estimate_mean(values, draws)
    assert 0.0 < found["noise"] < 1.0
    # nine tenths of draws know no such thing: the spread ends there, not on the way to the mean
    assert found["draws_high"] == 0.0
    assert found["draws_low"] < -0.5
    assert found["share"] < 0.02


@given(numbers)
def test_spread_without_noise_lies_within_that_with_it(values: np.ndarray) -> None:
    draws = np.arange(len(values)) % 12
    means = average_by_draw(values, draws)
    clean, noise = remove_noise(means)
    assert 0.0 <= noise <= 1.0
    assert clean.mean() == pytest.approx(means.means.mean(), abs=1e-9)
    assert np.ptp(clean) <= np.ptp(means.means) + 1e-9


@given(numbers, st.randoms(use_true_random=False))
def test_the_order_of_runs_does_not_matter(values: np.ndarray, random: object) -> None:
    draws = np.arange(len(values)) % 12
    order = np.array(random.sample(range(len(values)), len(values)))  # type: ignore[attr-defined]
    first, second = estimate_mean(values, draws), estimate_mean(values[order], draws[order])
    assert all(second[key] == pytest.approx(first[key], abs=1e-6) for key in first)


def test_draws_are_averaged_in_their_order_whatever_numbers_are_missing() -> None:
    draws = np.array([7, 2, 7, 2, 2, 0])
    values = np.arange(6.0)
    assert average_by_draw(values, draws).means.tolist() == [5.0, 8.0 / 3.0, 1.0]


@pytest.mark.parametrize("draws", [None, np.arange(47) % 20, 3 * (np.arange(47) % 7) + 5])
def test_many_means_at_once_are_the_same_bits_as_each_alone(
    draws: np.ndarray | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two_part, "BLOCK", 100)  # two quantities at a time
    values = np.random.default_rng(3).normal(0.3, 0.2, (5, 47))
    values[1], values[2] = 0.0, 0.25  # where nothing varies, no noise is taken out
    together = estimate_means(values, draws)
    assert len(together) == 5
    for row, found in zip(values, together, strict=True):
        alone = estimate_mean(row, draws)
        assert list(found) == list(alone)
        assert np.array_equal(list(found.values()), list(alone.values()), equal_nan=True)
        means = row if draws is None else [row[draws == n].mean() for n in np.unique(draws)]
        assert found["mean"] == pytest.approx(np.mean(means), abs=1e-15)


@pytest.mark.parametrize(("runs", "count"), [(600, 2), (600, 7), (601, 40), (40, 40), (25, 40), (30, 1)])
def test_draws_taken_in_turn_are_added_to_the_last_bit(
    runs: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every draw's runs are added one after the other, whichever way, and a total of -0 is 0."""
    rows = np.random.default_rng(3).normal(size=(3, runs)) * 10.0 ** np.arange(-2, 1)[:, None]
    rows[:, :: min(count, runs)] = -0.0
    draws = np.arange(runs) % count
    totals, counts = two_part.add_by_draw(rows, draws)
    monkeypatch.setattr(two_part, "take_turns", lambda *_: False)
    expected, numbers = two_part.add_by_draw(rows, draws)
    assert totals.tobytes() == expected.tobytes()
    assert np.array_equal(counts, numbers)


def test_only_runs_that_count_up_from_draw_0_take_turns() -> None:
    draws = np.arange(20) % 6
    assert two_part.take_turns(draws, 6)
    assert not two_part.take_turns(draws, 1)
    assert not two_part.take_turns(np.roll(draws, 1), 6)
    assert not two_part.take_turns(np.delete(draws, 8), 6)

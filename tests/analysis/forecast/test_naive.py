"""Naive forecasts with known answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit, stdtrit
from scipy.stats import kstest, linregress, norm, t

from hedgesim.analysis.forecast.naive import (
    EDGE,
    FLOOR,
    LEAST,
    LOGIT,
    PLAIN,
    RULES,
    compute_forecast,
    draw_uniforms,
    sample_naive,
)
from hedgesim.model import InputError

YEARS = np.arange(2005, 2017)
WALK = np.array([3.0, 4.0, 3.5, 5.0, 4.0, 4.5, 6.0, 5.5, 7.0, 6.5, 8.0, 7.0])
SHARES = WALK / 10.0


def test_persistence_is_the_last_value_with_the_spread_of_a_walk() -> None:
    found = compute_forecast("persistence", YEARS, WALK, 4, PLAIN)
    yearly = np.sqrt(np.mean(np.diff(WALK) ** 2))
    assert found.middle == pytest.approx([7.0] * 4)
    assert found.spread == pytest.approx(yearly * np.sqrt([1, 2, 3, 4]))


def test_a_change_over_a_gap_counts_as_its_years() -> None:
    found = compute_forecast("persistence", np.array([2005, 2009, 2010]), np.array([0.0, 4.0, 2.0]), 1, PLAIN)
    assert found.spread == pytest.approx([np.sqrt((16 / 4 + 4) / 2)])


def test_the_order_of_years_is_no_matter() -> None:
    back = [compute_forecast(rule, YEARS[::-1], WALK[::-1], 3, PLAIN) for rule in RULES]
    for one, other in zip(
        [compute_forecast(rule, YEARS, WALK, 3, PLAIN) for rule in RULES], back, strict=True
    ):
        assert one.middle == pytest.approx(other.middle)
        assert one.spread == pytest.approx(other.spread)


def test_mean3_has_the_spread_of_its_own_errors() -> None:
    found = compute_forecast("mean3", np.arange(5), np.array([1.0, 2.0, 3.0, 6.0, 1.0]), 3, PLAIN)
    assert found.middle == pytest.approx([10 / 3] * 3)
    errors = np.array([6.0 - 2.0, 1.0 - 11 / 3])
    assert found.spread == pytest.approx([np.sqrt(np.mean(errors**2))] * 3)


def test_drift_is_a_mean_change_with_its_doubt() -> None:
    found = compute_forecast("drift", YEARS, WALK, 5, PLAIN)
    ahead, changes = np.arange(1, 6), np.diff(WALK)
    assert found.middle == pytest.approx(7.0 + 4.0 / 11.0 * ahead)
    assert found.spread**2 == pytest.approx(np.var(changes, ddof=1) * ahead * (1.0 + ahead / 11.0))


def test_drift_over_gaps_is_the_change_a_year() -> None:
    found = compute_forecast("drift", np.array([2000, 2004, 2005]), np.array([0.0, 8.0, 15.0]), 2, PLAIN)
    assert found.middle == pytest.approx([18.0, 21.0])
    errors = np.array([(8.0 - 12.0) / 2.0, 7.0 - 3.0])
    ahead = np.array([1, 2])
    assert found.spread**2 == pytest.approx(errors @ errors * ahead * (1.0 + ahead / 5.0))


def test_trend_is_the_line_of_scipy_with_its_t_interval() -> None:
    found = compute_forecast("trend", YEARS, WALK, 3, PLAIN)
    line, at = linregress(YEARS, WALK), np.array([2017, 2018, 2019])
    assert found.middle == pytest.approx(line.intercept + line.slope * at)
    assert found.degrees == 10
    squares = ((YEARS - YEARS.mean()) ** 2).sum()
    s = line.stderr * np.sqrt(squares)  # the error of the slope is s over the root of the sum of squares
    assert found.spread == pytest.approx(s * np.sqrt(1 + 1 / 12 + (at - YEARS.mean()) ** 2 / squares))


def test_trend_of_a_textbook() -> None:
    # y = 1, 3, 2, 5 at 1 to 4: slope 1.1, s^2 = 2.7/2; at 5 the 95% interval is 5.5 -+ 4.3027 * 1.8371
    found = compute_forecast("trend", np.arange(1, 5), np.array([1.0, 3.0, 2.0, 5.0]), 1, PLAIN)
    assert found.middle == pytest.approx([5.5])
    assert found.spread == pytest.approx([np.sqrt(1.35 * 2.5)])
    assert stdtrit(found.degrees, 0.975) == pytest.approx(4.3027, abs=1e-4)


@pytest.mark.parametrize("rule", list(RULES))
def test_samples_follow_the_forecast(rule: str) -> None:
    told = compute_forecast(rule, YEARS, SHARES, 2, LOGIT)
    drawn = logit(sample_naive(rule, YEARS, SHARES, horizon=2, samples=4000, scale=LOGIT))
    shape = norm if np.isinf(told.degrees) else t(told.degrees)
    for h in range(2):
        assert kstest((drawn[:, h] - told.middle[h]) / told.spread[h], shape.cdf).pvalue > 0.001
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.05


def test_shares_are_forecast_as_logits() -> None:
    found = compute_forecast("persistence", YEARS, SHARES, 1, LOGIT)
    assert found.middle == pytest.approx(logit([0.7]))
    assert found.spread == pytest.approx([np.sqrt(np.mean(np.diff(logit(SHARES)) ** 2))])
    drawn = sample_naive("drift", YEARS, SHARES, horizon=20, scale=LOGIT)
    assert drawn.shape == (1000, 20)
    assert ((drawn > 0.0) & (drawn < 1.0)).all()


def test_shares_of_nothing_and_all_are_numbers() -> None:
    found = compute_forecast("persistence", np.arange(3), np.array([1.0, 1.0, 0.0]), 1, LOGIT)
    assert expit(found.middle) == pytest.approx([EDGE])
    assert np.isfinite(found.spread).all()


def test_the_same_seed_gives_the_same_samples() -> None:
    def draw(seed: int, stream: int) -> np.ndarray:
        return sample_naive("drift", YEARS, WALK, horizon=3, samples=50, seed=seed, stream=stream)

    assert (draw(1, 0) == draw(1, 0)).all()
    for other in (draw(2, 0), draw(1, 1), draw(2**40 + 1, 0)):
        assert (draw(1, 0) != other).all()


def test_numbers_are_those_of_a_numpy_generator_of_seed_and_stream() -> None:
    found = draw_uniforms(3, 2, 2**33 + 5, 7)
    rng = np.random.default_rng([2**33 + 5, 0x6E616976, 7])
    assert found.tolist() == rng.random((2, 3)).T.tolist()


@settings(max_examples=30)
@given(st.integers(1, 50), st.integers(1, 6), st.integers(0, 2**40), st.integers(0, 2**32 - 1))
def test_a_longer_horizon_leaves_the_first_years_as_they_are(m: int, h: int, seed: int, stream: int) -> None:
    long = draw_uniforms(m, h + 3, seed, stream)
    assert (long[:, :h] == draw_uniforms(m, h, seed, stream)).all()
    assert ((long > 0.0) & (long < 1.0)).all()


@pytest.mark.parametrize(
    ("rule", "values"),
    [(rule, [2.0, 5.0]) for rule in RULES] + [("trend", [2.0, 5.0, 4.0])],
)
def test_short_series_are_persistence(rule: str, values: list[float]) -> None:
    found, last = (
        compute_forecast(r, np.arange(len(values)), np.array(values), 3, PLAIN) for r in (rule, "persistence")
    )
    assert (found.middle == last.middle).all()
    assert (found.spread == last.spread).all()
    assert found.degrees == last.degrees


def test_three_values_have_a_mean_but_no_error_of_it() -> None:
    found = compute_forecast("mean3", np.arange(3), np.array([2.0, 5.0, 4.0]), 2, PLAIN)
    assert found.middle == pytest.approx([11 / 3] * 2)
    assert found.spread == pytest.approx([np.sqrt((9 + 1) / 2)] * 2)


@pytest.mark.parametrize("rule", list(RULES))
def test_a_constant_series_is_not_sure(rule: str) -> None:
    for values, scale, least in ((40.0, PLAIN, 0.4), (0.0, PLAIN, LEAST), (0.3, LOGIT, FLOOR)):
        found = compute_forecast(rule, YEARS, np.full(12, values), 1, scale)
        assert found.spread[0] >= least
        assert found.spread[0] < 1.3 * least
    alone = compute_forecast(rule, YEARS[:1], np.array([40.0]), 2, PLAIN)
    assert alone.spread == pytest.approx([0.4, 0.4 * np.sqrt(2)])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        sample_naive(
            "trent", np.array([2005, 2005, 2006]), np.array([1.0, 2.0, np.nan]), horizon=0, scale="logits"
        )
    assert caught.value.faults == (
        "unknown rule 'trent'; known are persistence, mean3, trend, drift; did you mean trend?",
        "unknown scale 'logits'; known are logit, plain; did you mean logit?",
        "horizon: found 0; allowed is 1 year or more",
        "training year 2005 is given twice",
        "training years without a finite value: 2006; leave them out",
    )


@pytest.mark.parametrize(
    ("years", "values", "said"),
    [
        ([], [], "found 0 training years and 0 values; one a year is needed"),
        ([2005], [0.1, 0.2], "found 1 training years and 2 values"),
        ([2005], [37.5], "a share lies between 0 and 1, found 37.5; shares in per cent are divided by 100"),
    ],
)
def test_what_is_no_series(years: list[int], values: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        sample_naive("drift", np.array(years), np.array(values), horizon=1, scale=LOGIT)

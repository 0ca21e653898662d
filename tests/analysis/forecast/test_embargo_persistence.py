"""Persistence that has read the news of embargoes."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from hedgesim.analysis.forecast.embargo_persistence import (
    additional_coverage,
    apply_embargoes,
    compute_anchors,
    sample_informed,
    select_coverage,
)
from hedgesim.analysis.forecast.embargoes import EXPORTS, IMPORTS, Embargo, find_embargoes
from hedgesim.analysis.forecast.naive import EDGE, LOGIT, sample_naive, to_link_scale
from hedgesim.model import InputError
from hedgesim.model.scenario.scenario import Scenario

ANNOUNCED = find_embargoes(Scenario.load("belarus/history_to_2024"))

YEARS = np.arange(2012, 2021)
FLAT = {"RU": 0.4, "CN": 0.1, "EU": 0.3, "UA": 0.1}
SERIES = {p: (YEARS, share + 0.01 * np.sin(YEARS)) for p, share in FLAT.items()}


@pytest.mark.parametrize(
    ("year", "flow", "told"),
    [
        (2020, EXPORTS, {}),
        (2021, EXPORTS, {"EU": 0.10 * 190 / 365}),
        (2022, EXPORTS, {"EU": (0.10 * 60 + 0.55 * 305) / 365, "UA": 311 / 365}),
        (2023, EXPORTS, {"EU": 0.55, "UA": 1.0}),
        (2023, IMPORTS, {"UA": 1.0}),
    ],
)
def test_coverage_is_the_mean_of_a_years_days(year: int, flow: str, told: dict[str, float]) -> None:
    assert select_coverage(year, flow, ANNOUNCED) == pytest.approx(told)


def test_what_is_lost_goes_to_the_others_and_the_rest_in_proportion() -> None:
    # .3 loses half: .85 is left, and the rest of .1 becomes .1 / .85
    found = apply_embargoes(FLAT, {"EU": 0.5})
    assert found == pytest.approx({"RU": 0.4 / 0.85, "CN": 0.1 / 0.85, "EU": 0.15 / 0.85, "UA": 0.1 / 0.85})
    assert sum(found.values()) + 0.1 / 0.85 == pytest.approx(1.0)
    assert apply_embargoes(FLAT, {}) == pytest.approx(FLAT)
    assert apply_embargoes(FLAT, {"UA": 1.0})["UA"] == 0.0


def test_only_what_embargoes_add_is_taken_off() -> None:
    assert additional_coverage({"EU": 0.55, "UA": 1.0}, {}) == pytest.approx({"EU": 0.55, "UA": 1.0})
    assert additional_coverage({"EU": 0.55}, {"EU": 0.1}) == pytest.approx({"EU": 0.5})
    assert additional_coverage({"EU": 0.55, "UA": 1.0}, {"EU": 0.55, "UA": 1.0}) == {"EU": 0.0, "UA": 0.0}
    assert additional_coverage({"EU": 0.0}, {"EU": 0.5}) == {"EU": -1.0}  # lifted: twice as much


def test_anchors_are_the_last_shares_until_an_embargo_is_in_force() -> None:
    found = compute_anchors(SERIES, IMPORTS, ANNOUNCED, 3)
    for p, (_, values) in SERIES.items():
        moved = found[p] != to_link_scale(values[-1:], LOGIT)
        assert moved.tolist() == [False, True, True]  # 2021 to 2023


@settings(max_examples=50)
@given(
    st.lists(st.floats(0.01, 0.3), min_size=3, max_size=3),
    st.lists(st.floats(0.0, 1.0), min_size=2, max_size=2),
)
def test_what_embargoes_leave_and_the_rest_sum_to_one(shares: list[float], coverage: list[float]) -> None:
    """The rest of the world grows as those do that no embargo names."""
    series = {p: (YEARS[-1:], np.array([share])) for p, share in zip("ABC", shares, strict=True)}
    news = [Embargo(datetime.date(2021, 1, 1), p, EXPORTS, c) for p, c in zip("AB", coverage, strict=True)]
    found = {p: expit(z[0]) for p, z in compute_anchors(series, EXPORTS, news, 1).items()}
    growth = found["C"] / shares[2]
    kept = {p: max(s * (1.0 - c) * growth, EDGE) for p, s, c in zip("AB", shares, coverage, strict=False)}
    assert found["A"] == pytest.approx(kept["A"], rel=1e-6)
    assert found["B"] == pytest.approx(kept["B"], rel=1e-6)
    left = 1.0 - sum(shares)
    lost = sum(s * c for s, c in zip(shares, coverage, strict=False))
    assert growth * (1.0 - lost) == pytest.approx(1.0)
    exact = growth * (left + shares[2] + sum(s * (1 - c) for s, c in zip(shares, coverage, strict=False)))
    assert exact == pytest.approx(1.0)


def test_the_median_moves_and_the_spread_stays() -> None:
    anchors = compute_anchors(SERIES, EXPORTS, ANNOUNCED, 3)
    last = {p: float(values[-1]) for p, (_, values) in SERIES.items()}
    left = apply_embargoes(last, {"EU": 0.55, "UA": 1.0})
    for p, (years, values) in SERIES.items():
        news = logit(sample_informed(years, values, anchors[p], samples=500, seed=1, stream=0))
        plain = logit(sample_naive("persistence", years, values, horizon=3, samples=500, scale=LOGIT))
        moved = logit(max(left[p], EDGE)) - logit(last[p])
        assert (news - plain)[:, 2] == pytest.approx(moved, abs=1e-9)
    assert expit(anchors["EU"][2]) == pytest.approx(0.3 * 0.45 / 0.735, abs=0.002)
    assert expit(anchors["CN"][2]) > last["CN"]


def test_an_embargo_in_the_last_year_is_not_taken_off_again() -> None:
    years = np.array([2021, 2022, 2023])
    series = {p: (years, values[-3:]) for p, (_, values) in SERIES.items()}
    found = compute_anchors(series, EXPORTS, ANNOUNCED, 2)
    for p, (_, values) in series.items():
        assert (found[p] == logit(values[-1])).all()


@pytest.mark.parametrize(
    ("series", "flow", "said"),
    [
        ({}, EXPORTS, "no training years; every partner needs some"),
        (SERIES | {"CN": (YEARS[:-1], SERIES["CN"][1][:-1])}, EXPORTS, "RU in 2020, CN in 2019, EU in 2020"),
        (SERIES, "exports", "unknown flow 'exports'; known are hedger_exports, hedger_imports"),
        (SERIES | {"X": (YEARS, np.full(9, 0.5))}, EXPORTS, "sum to 1.4.*; allowed is 1 at most"),
    ],
)
def test_what_is_refused(series: dict[str, tuple[np.ndarray, np.ndarray]], flow: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        compute_anchors(series, flow, ANNOUNCED, 3)


def test_embargoes_that_leave_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="embargoes on EU leave no trade at all"):
        apply_embargoes({"EU": 1.0}, {"EU": 1.0})

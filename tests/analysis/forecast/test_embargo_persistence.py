"""Persistence that has read the news of embargoes."""

import datetime

import numpy as np
import pytest
from scipy.special import expit, logit

from hedgesim.analysis.forecast.embargo_persistence import (
    EXPORTS,
    IMPORTS,
    Embargo,
    additional_coverage,
    apply_embargoes,
    read_embargoes,
    sample_informed,
    select_coverage,
)
from hedgesim.analysis.forecast.naive import LOGIT, sample_naive
from hedgesim.model import InputError

YEARS = np.arange(2012, 2021)
FLAT = {"RU": 0.4, "CN": 0.1, "EU": 0.3, "UA": 0.1}
SERIES = {p: (YEARS, share + 0.01 * np.sin(YEARS)) for p, share in FLAT.items()}


def test_the_builtin_embargoes_are_read_in_order() -> None:
    found = read_embargoes()
    assert found[0] == Embargo(datetime.date(2021, 6, 25), "EU", EXPORTS, 0.10)
    assert [e.first for e in found] == sorted(e.first for e in found)


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
    assert select_coverage(year, flow, read_embargoes()) == pytest.approx(told)


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


def test_without_an_embargo_it_is_persistence() -> None:
    streams = {p: k for k, p in enumerate(SERIES)}
    found = sample_informed(SERIES, EXPORTS, read_embargoes(), horizon=3, streams=streams)
    for p, (years, values) in SERIES.items():
        plain = sample_naive("persistence", years, values, horizon=3, stream=streams[p], scale=LOGIT)
        assert (found[p] != plain).any(axis=0).tolist() == [True, True, True]  # 2021 to 2023
        early = sample_informed(SERIES, IMPORTS, read_embargoes(), horizon=3, streams=streams)
        assert (early[p] != plain).any(axis=0).tolist() == [False, True, True]


def test_with_an_embargo_the_middle_moves_and_the_spread_stays() -> None:
    found = sample_informed(SERIES, EXPORTS, read_embargoes(), horizon=3, samples=500)
    last = {p: float(values[-1]) for p, (_, values) in SERIES.items()}
    told = apply_embargoes(last, {"EU": 0.55, "UA": 1.0})
    for p, (years, values) in SERIES.items():
        plain = logit(sample_naive("persistence", years, values, horizon=3, samples=500, scale=LOGIT))
        moved = logit(found[p]) - plain
        assert moved[:, 2] == pytest.approx(logit(max(told[p], 0.001)) - logit(last[p]), abs=1e-9)
    assert np.median(found["EU"][:, 2]) == pytest.approx(0.3 * 0.45 / 0.735, abs=0.002)
    assert np.median(found["CN"][:, 2]) > last["CN"]
    assert expit(-50.0) < np.median(found["UA"][:, 2]) < 0.002


def test_an_embargo_in_the_last_year_is_not_taken_off_again() -> None:
    years = np.array([2021, 2022, 2023])
    series = {p: (years, values[-3:]) for p, (_, values) in SERIES.items()}
    found = sample_informed(series, EXPORTS, read_embargoes(), horizon=2)
    for p, (_, values) in series.items():
        assert (found[p] == sample_naive("persistence", years, values, horizon=2, scale=LOGIT)).all()


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
        sample_informed(series, flow, read_embargoes(), horizon=3)


def test_embargoes_that_leave_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="embargoes on EU leave no trade at all"):
        apply_embargoes({"EU": 1.0}, {"EU": 1.0})

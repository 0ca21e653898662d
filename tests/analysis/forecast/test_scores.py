"""Scores with known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from hedgesim.analysis.forecast.scores import central_intervals, coverage, crps, rmse, score_forecast
from hedgesim.model import InputError

NORMAL = ndtri((np.arange(20_000) + 0.5) / 20_000)[:, None]
"""Evenly likely values of a standard normal, shape (samples, 1)."""


def of_normal(z: float) -> float:
    """CRPS of a standard normal (Gneiting and Raftery 2007, section 4.2)."""
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    return float(z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi))


@pytest.mark.parametrize("z", [-3.0, -0.5, 0.0, 1.0, 2.0])
@pytest.mark.parametrize(("mean", "sd"), [(0.0, 1.0), (5.0, 0.2)])
def test_crps_of_a_normal(z: float, mean: float, sd: float) -> None:
    found = crps(np.array([mean + sd * z]), mean + sd * NORMAL)
    assert found == pytest.approx([sd * of_normal(z)], abs=sd * 2e-4)


@pytest.mark.parametrize("samples", [1, 2, 50])
def test_crps_of_a_point_is_the_absolute_error(samples: int) -> None:
    found = crps(np.array([1.0, 4.0]), np.full((samples, 2), 2.5))
    assert found == pytest.approx([1.5, 1.5])


def test_crps_by_hand() -> None:
    # distances to 1 are 1, 0 and 3; between different samples 1, 4 and 3
    assert crps(np.array([1.0]), np.array([[0.0], [4.0], [1.0]])) == pytest.approx([4 / 3 - 0.5 * 8 / 3])


@given(st.lists(st.floats(-10.0, 10.0), min_size=2, max_size=12), st.floats(-10.0, 10.0))
def test_crps_is_the_kernel_form(values: list[float], y: float) -> None:
    x = np.array(values)
    pairs = np.abs(x[:, None] - x).sum() / (len(x) * (len(x) - 1))
    kernel = np.abs(x - y).mean() - 0.5 * pairs
    assert crps(np.array([y]), x[:, None]) == pytest.approx([kernel], abs=1e-9)


def test_few_samples_score_as_many_do_on_average() -> None:
    drawn = np.random.default_rng(1).permutation(NORMAL[:, 0])
    each = crps(np.zeros(10_000), drawn.reshape(2, 10_000))  # two samples a year
    assert each.mean() == pytest.approx(of_normal(0.0), abs=0.02)


def test_the_right_spread_scores_best() -> None:
    observed = NORMAL[::40, 0]
    scores = {s: crps(observed, np.repeat(s * NORMAL[::40], 500, axis=1)).mean() for s in (0.5, 1.0, 2.0)}
    assert min(scores, key=lambda s: scores[s]) == 1.0


def test_rmse_is_of_the_mean_and_leaves_out_unobserved_years() -> None:
    samples = np.array([[0.0, 1.0, 9.0], [2.0, 3.0, 9.0]])
    assert rmse(np.array([4.0, 6.0, np.nan]), samples) == pytest.approx(np.sqrt((9 + 16) / 2))


def test_coverage_counts_the_ends_in() -> None:
    samples = np.repeat(np.arange(101.0)[:, None], 6, axis=1)
    observed = np.array([50.0, 25.0, 24.0, 95.0, 96.0, np.nan])
    assert coverage(observed, samples, 50) == 2 / 5
    assert coverage(observed, samples, 90) == 4 / 5
    assert coverage(np.array([2.0]), np.full((3, 1), 2.0), 50) == 1.0


def test_intervals_are_central() -> None:
    found = central_intervals(np.arange(101.0)[:, None])
    assert {name: float(v[0]) for name, v in found.items()} == {
        "low90": 5.0, "low50": 25.0, "median": 50.0, "high50": 75.0, "high90": 95.0,
    }  # fmt: skip


def test_unobserved_years_count_for_nothing() -> None:
    samples = np.hstack([NORMAL, NORMAL])
    assert score_forecast(np.array([1.0, np.nan]), samples) == pytest.approx(
        score_forecast(np.array([1.0]), NORMAL)
    )


@pytest.mark.parametrize(
    ("observed", "samples", "said"),
    [
        (np.zeros(2), np.zeros((5, 3)), r"shape \(5, 3\) for observations of shape \(2,\); allowed is"),
        (
            np.zeros((2, 2)),
            np.zeros((5, 2)),
            r"shape \(5, 2\) for observations of shape \(2, 2\); allowed is",
        ),
        (np.zeros(2), np.zeros((0, 2)), "with a sample at least"),
        (np.full(1, np.nan), np.zeros((5, 1)), "no year was observed"),
        (np.zeros(1), np.array([[1.0], [np.inf]]), "1 of 2 samples are not finite"),
    ],
)
def test_what_cannot_be_scored(observed: np.ndarray, samples: np.ndarray, said: str) -> None:
    with pytest.raises(InputError, match=said):
        crps(observed, samples)

"""Particles against distributions that are known in closed form."""

import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from hedgesim.analysis.ensembles.particles import (
    Particles,
    choose_bit,
    count_effective,
    normalise,
    resample,
    sample_particles,
)
from hedgesim.model.errors import RunError

Numbers = np.ndarray


def linear(observations: int, dimension: int, size: float, seed: int) -> tuple[Numbers, Numbers]:
    """Slopes of a linear problem in its first inputs, and what was observed with an error of 1."""
    rng = np.random.default_rng(seed)
    slopes = np.zeros((observations, dimension))
    slopes[:, :65] = size * rng.standard_normal((observations, 65)) / np.sqrt(65)
    truth = rng.standard_normal(dimension)
    return slopes, slopes @ truth + rng.standard_normal(observations)


def likelihood(slopes: Numbers, seen: Numbers) -> Callable[[Numbers], Numbers]:
    """Log likelihood of a linear problem."""
    return lambda z: -0.5 * ((seen - z @ slopes.T) ** 2).sum(axis=1)


@pytest.mark.parametrize(("observations", "size"), [(7, 3.0), (12, 2.5)])
def test_a_linear_problem_has_its_closed_form(observations: int, size: float) -> None:
    """Acceptance: 65 + 117 inputs, 6 to 10 directions learnt, means within 2.5 errors, sd within 5%."""
    slopes, seen = linear(observations, 182, size, seed=4)
    covariance = np.linalg.inv(np.eye(182) + slopes.T @ slopes)
    mean = covariance @ slopes.T @ seen
    learnt = 182 - np.trace(covariance)
    assert 6.0 < learnt < 10.5
    found = sample_particles(likelihood(slopes, seen), 182, np.random.default_rng(1))
    _, _, directions = np.linalg.svd(slopes)  # what was learnt lies in the first of them
    z = found.z @ directions.T
    exact, spread = directions @ mean, np.sqrt(np.diagonal(directions @ covariance @ directions.T))
    errors = (z.mean(axis=0) - exact) / (spread / np.sqrt(len(z) * 0.5))
    assert np.sqrt((errors[:observations] ** 2).mean()) < 2.5
    assert np.sqrt((errors[observations:] ** 2).mean()) < 2.5
    ratios = z.std(axis=0) / spread
    assert ratios[:observations].mean() == pytest.approx(1.0, abs=0.05)
    assert ratios[observations:].mean() == pytest.approx(1.0, abs=0.01)
    assert found.stages[-1].resemblance < 0.8
    assert found.evidence == 1.0


def test_without_evidence_the_prior_stays() -> None:
    found = sample_particles(lambda z: np.zeros(len(z)), 5, np.random.default_rng(2), 4000)
    assert [s.evidence for s in found.stages] == [1.0]
    assert found.z.mean(axis=0) == pytest.approx(np.zeros(5), abs=0.06)
    assert found.z.std(axis=0) == pytest.approx(np.ones(5), abs=0.05)


def test_two_peaks_keep_their_weights() -> None:
    """A likelihood of two peaks of unequal height: three quarters of the draws belong to the higher."""

    def peaks(z: Numbers) -> Numbers:
        a, b = (-0.5 * ((z[:, 0] - m) / 0.3) ** 2 for m in (-1.5, 1.5))
        return np.logaddexp(np.log(0.75) + a, np.log(0.25) + b)

    found = sample_particles(peaks, 20, np.random.default_rng(3))
    assert (found.z[:, 0] < 0).mean() == pytest.approx(0.75, abs=0.06)


def test_draws_without_a_likelihood_are_dropped() -> None:
    def half(z: Numbers) -> Numbers:
        return np.where(z[:, 0] > 0, 0.0, np.nan)

    found = sample_particles(half, 4, np.random.default_rng(5), 1000)
    assert found.z[:, 0].min() > 0
    with pytest.raises(RunError, match="none of 50 draws of the prior has a likelihood"):
        sample_particles(lambda z: np.full(len(z), np.nan), 4, np.random.default_rng(5), 50)


def test_rare_likelihoods_still_end() -> None:
    """Where one draw in a hundred has a likelihood, no bit of evidence leaves half of them."""
    rare = np.where(np.arange(500) % 100 == 0, 0.0, -np.inf)
    assert choose_bit(rare, 1.0) > 0.0


def test_resuming_gives_the_same_bits() -> None:
    slopes, seen = linear(7, 100, 3.0, seed=4)
    function, kept = likelihood(slopes, seen), []
    rng = np.random.default_rng(7)

    def store(particles: Particles) -> None:
        kept.append((particles, rng.bit_generator.state))

    whole = sample_particles(function, 100, rng, 300, stored=store)
    assert len(kept) > 2
    again = np.random.default_rng()
    again.bit_generator.state = kept[1][1]
    resumed = sample_particles(function, 100, again, 300, resume=kept[1][0])
    assert np.array_equal(resumed.z, whole.z)
    assert resumed.stages == whole.stages


CODE = """
import numpy as np
from hedgesim.analysis.ensembles.particles import sample_particles
a = np.sin(np.arange(7 * 90.0)).reshape(7, 90) / 3
f = lambda z: -0.5 * ((np.einsum("oi,ni->no", a, z) - 1.0) ** 2).sum(axis=1) * 9
print(sample_particles(f, 90, np.random.default_rng(1), 800).z.tobytes().hex()[:4000])
"""


def test_bits_do_not_hang_on_threads() -> None:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    texts = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env=os.environ | dict.fromkeys(names, n), capture_output=True, text=True, check=True,
        ).stdout
        for n in ("1", "2")
    }  # fmt: skip
    assert len(texts) == 1


def test_systematic_resampling_keeps_expected_counts() -> None:
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    counts = np.bincount(resample(weights, 1000, np.random.default_rng(1)), minlength=4)
    assert np.abs(counts - 1000 * weights).max() <= 1
    assert count_effective(weights) == pytest.approx(1 / 0.38)
    assert normalise(np.log(weights[:3])) == pytest.approx(weights[:3])

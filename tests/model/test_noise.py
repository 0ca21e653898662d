"""Random numbers: the published generator, pure, independent, with the moments they should have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hedgesim.model.noise import draws_at, normal_pair, philox, uniform
from hedgesim.model.state import flatten

FULL = 0xFFFFFFFF
WHOLE = st.integers(0, 2**63 - 1)
NORMALS, ALL = 10, 18
"""Random numbers of a quarter with three patrons: the first are normal, the others uniform."""
SAMPLE = np.array([flatten(draws_at(3, run, quarter, 3)) for run in range(400) for quarter in range(20)])


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((FULL,) * 4, (FULL,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_known_answers_of_random123(counter: tuple[int, ...], key: tuple[int, ...], expected: str) -> None:
    assert " ".join(f"{word:08x}" for word in philox(*counter, *key)) == expected


@given(WHOLE, WHOLE, st.integers(0, 2000))
def test_draws_are_a_pure_function(seed: int, run: int, quarter: int) -> None:
    draws = draws_at(seed, run, quarter, 3)
    assert draws == draws_at(seed, run, quarter, 3)
    assert all(abs(z) < 7.0 for z in flatten(draws)[:NORMALS])
    assert all(0.0 < u < 1.0 for u in flatten(draws)[NORMALS:])
    others = (
        draws_at(seed + 1, run, quarter, 3),
        draws_at(seed, run + 1, quarter, 3),
        draws_at(seed, run, quarter + 1, 3),
    )
    assert all(draws != other for other in others)


def test_seeds_and_runs_beyond_32_bits_count() -> None:
    assert draws_at(1, 2**32 + 5, 0, 3) != draws_at(1, 5, 0, 3)
    assert draws_at(2**32 + 1, 5, 0, 3) != draws_at(1, 5, 0, 3)


@pytest.mark.parametrize("column", range(NORMALS))
def test_normals_are_normal(column: int) -> None:
    assert stats.kstest(SAMPLE[:, column], "norm").pvalue > 1e-4
    assert SAMPLE[:, column].mean() == pytest.approx(0.0, abs=0.05)
    assert SAMPLE[:, column].std() == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("column", range(NORMALS, ALL))
def test_uniforms_are_uniform(column: int) -> None:
    assert stats.kstest(SAMPLE[:, column], "uniform").pvalue > 1e-4


def test_columns_and_neighbours_are_independent() -> None:
    assert np.abs(np.corrcoef(SAMPLE.T) - np.eye(ALL)).max() < 0.06
    assert np.abs([np.corrcoef(SAMPLE[:-1, k], SAMPLE[1:, k])[0, 1] for k in range(ALL)]).max() < 0.06


def test_ends_of_the_words_stay_inside() -> None:
    assert 0.0 < uniform(0) < uniform(FULL) < 1.0
    for word in (0, FULL):
        for angle in (0, 0x3FFFFFFF, 0x40000000, FULL):
            assert all(np.isfinite(normal_pair(word, angle)))


def test_stored_draws_have_not_changed() -> None:
    """Golden: a change here changes every result and must be named in the changelog."""
    assert [x.hex() for x in flatten(draws_at(12345, 678, 9, 3))] == STORED


STORED = [
    "-0x1.c7d7d09914191p+0",
    "0x1.25f1b4ea8513dp-1",
    "-0x1.67e082bcb0a34p+0",
    "0x1.3e944437ef464p-2",
    "0x1.162fa0ced50f6p-4",
    "-0x1.c8933f4791fa8p-1",
    "0x1.68b229fb4e862p-5",
    "0x1.8de2fc7799d61p+0",
    "0x1.a99e6a0aa41c7p-1",
    "0x1.7ec76bf35fe1ep-1",
    "0x1.aabe53ce00000p-2",
    "0x1.5dc237d300000p-1",
    "0x1.fe48e38f00000p-1",
    "0x1.062a31fe00000p-2",
    "0x1.84a0ff0200000p-2",
    "0x1.a5e15cb000000p-5",
    "0x1.0f33c13100000p-1",
    "0x1.7883406300000p-1",
]

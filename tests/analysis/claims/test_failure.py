"""Where a claim fails: planted boxes are found, chance is not, and the figures are those of the box."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgesim.analysis.claims.failure import LEAST, POINTS, Boxes

COUNT = 500
EVEN = np.full(COUNT, 1 / COUNT)


def draw_inputs(seed: int = 1, number: int = 20) -> dict[str, np.ndarray]:
    """Inputs that have nothing to do with each other."""
    values = np.random.default_rng(seed).uniform(size=(number, COUNT))
    return {f"input.{k}": row for k, row in enumerate(values)}


def test_a_planted_limit_is_found() -> None:
    inputs = draw_inputs()
    failure = Boxes(inputs).find_failure(inputs["input.7"] < np.quantile(inputs["input.7"], 0.3), EVEN)
    assert failure is not None
    ((path, value, upper),) = failure.limits
    assert (path, upper) == ("input.7", True)
    assert value == pytest.approx(np.quantile(inputs["input.7"], 0.3))
    assert (failure.inside, failure.covered) == (1.0, 1.0)
    assert failure.overall == pytest.approx(0.3)


def test_a_planted_box_of_two_limits_is_found() -> None:
    inputs = draw_inputs(2)
    inside = (inputs["input.3"] > np.quantile(inputs["input.3"], 0.6)) & (
        inputs["input.11"] < np.quantile(inputs["input.11"], 0.4)
    )
    failure = Boxes(inputs).find_failure(inside, EVEN)
    assert failure is not None
    assert {(limit.path, limit.upper) for limit in failure.limits} == {("input.3", False), ("input.11", True)}
    assert failure.inside == 1.0
    assert failure.mass == pytest.approx(inside.mean())


def test_a_second_limit_has_to_add_a_quarter() -> None:
    """Failures of one limit with noise on top: the second input that fits the noise best is not named."""
    inputs = draw_inputs(3)
    failing = inputs["input.0"] < np.quantile(inputs["input.0"], 0.4)
    failing ^= np.random.default_rng(3).uniform(size=COUNT) < 0.1
    failure = Boxes(inputs).find_failure(failing, EVEN)
    assert failure is not None
    assert [limit.path for limit in failure.limits] == ["input.0"]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.99, 1.0])
def test_nothing_is_looked_for_where_a_claim_fails_nearly_nowhere_or_everywhere(share: float) -> None:
    failing = np.arange(COUNT) < share * COUNT
    assert Boxes(draw_inputs()).find_failure(failing, EVEN) is None


def test_inputs_that_do_not_vary_or_repeat_another_are_left_out() -> None:
    values = np.arange(COUNT, dtype=float)
    boxes = Boxes({"a": values, "b": np.ones(COUNT), "c": values.copy()})
    assert {limit.path for limit in boxes.limits} == {"a"}
    assert len(boxes.limits) == len(POINTS) + 1  # the middle is tried from both sides
    assert Boxes({}).find_failure(values < 100, EVEN) is None


def test_weights_count() -> None:
    """With all weight on the draws where input 5 decides it is named, although elsewhere input 1 does."""
    inputs = draw_inputs(5)
    first = np.arange(COUNT) < COUNT // 2
    failing = np.where(first, inputs["input.1"] < 0.3, inputs["input.5"] < 0.3)
    for draws, path in ((first, "input.1"), (~first, "input.5")):
        weights = np.where(draws, 1.0, 1e-6)
        failure = Boxes(inputs).find_failure(failing, weights / weights.sum())
        assert failure is not None
        assert failure.limits[0].path == path


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 0.95))
def test_a_box_is_large_enough_fails_more_than_chance_and_no_single_limit_does_better(
    seed: int, share: float
) -> None:
    """The brute force over single limits is the oracle for the gain."""
    inputs = draw_inputs(seed, 6)
    failing = np.random.default_rng(seed).uniform(size=COUNT) < share
    boxes = Boxes(inputs)
    failure = boxes.find_failure(failing, EVEN)
    assert failure is not None
    gain = failure.mass * (failure.inside - failure.overall)
    assert failure.mass >= LEAST
    assert gain >= -1e-9
    singles = [limit.contain(inputs[limit.path]) for limit in boxes.limits]
    best = max((row & failing).mean() - row.mean() * failing.mean() for row in singles)
    assert gain >= best - 1e-6

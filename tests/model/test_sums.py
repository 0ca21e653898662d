"""Sums that must be 1, or at most 1: what rounding does passes, and what a person mistypes does not."""

import pytest

from hedgesim.model import InputError, Scenario

PATRONS = ("russia", "china", "eu")
ROUNDING, MISTAKE = 1e-10, 1e-7


def with_exports(excess: float) -> Scenario:
    """Return the baseline with shares of exports that sum to 1 and an excess."""
    shares = (0.5, 0.3, 0.2 + excess)
    values = {f"start.patrons.{p}.exports": share for p, share in zip(PATRONS, shares, strict=True)}
    return Scenario.load("belarus/baseline").vary(values)


def weight_notices(excess: float) -> list[str]:
    """Return what is noticed of weights that sum to 1 and an excess."""
    weights = {"security": 0.25, "economy": 0.25, "autonomy": 0.5 + excess}
    varied = Scenario.load("belarus/baseline").vary({f"hedger.weights.{d}": w for d, w in weights.items()})
    return [notice for notice in varied.notices if notice.startswith("hedger.weights")]


@pytest.mark.parametrize("excess", [0.0, ROUNDING])
def test_shares_that_sum_to_one_but_for_rounding_pass(excess: float) -> None:
    with_exports(excess)


def test_shares_above_one_are_refused() -> None:
    with pytest.raises(InputError, match="exports of all patrons sum to 1; at most 1 is allowed"):
        with_exports(MISTAKE)


def test_weights_off_one_are_noticed_and_rounding_is_not() -> None:
    assert weight_notices(ROUNDING) == []
    assert weight_notices(-ROUNDING) == []
    for excess in (MISTAKE, -MISTAKE):
        assert len(weight_notices(excess)) == 1

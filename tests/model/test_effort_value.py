"""Worth of effort against the truth: a quarter's extra effort, and all that comes of it (eq. 22)."""

from functools import cache

import numpy as np
import pytest
from support.true_worth import POINTS, Point, compare_points

LOW, HIGH, USED = 0.9, 1.15, 0.05
"""Range of imagined over true worth for packages with more than a share of effort."""

NAMES = [f"{name} quarter {number}" for name, numbers in POINTS.items() for number in numbers]
LEAST = dict.fromkeys(NAMES, 0.8) | {"baseline quarter 0": 0.75}
"""Correlations that are reached. In the first quarter effort is the start's and about to change, which a
worth at today's effort does not know: that point misses the .8 of the others."""
MISSED = 16
"""Packages in use outside the range, of 63: nearly all where a rupture or high rivalry is digested, or
effort is about to change; printed by the test, and stated in docs/ODD.md."""


@cache
def points() -> tuple[Point, ...]:
    """All points of the six scenarios."""
    return tuple(point for name in POINTS for point in compare_points(name, {}))


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_imagined_worth_follows_true_worth_at_each_point(place: int) -> None:
    point = points()[place]
    assert point.name == NAMES[place]
    assert np.corrcoef(point.imagined, point.true)[0, 1] > LEAST[point.name]


def test_imagined_worth_follows_true_worth_pooled() -> None:
    imagined, true = (np.concatenate([getattr(p, part) for p in points()]) for part in ("imagined", "true"))
    assert np.corrcoef(imagined, true)[0, 1] > 0.95
    assert np.median(imagined / true) == pytest.approx(1.0, abs=0.06)


def test_packages_in_use_are_worth_what_they_bring() -> None:
    ratios = [
        (point.name, k, round(float(point.imagined[k] / point.true[k]), 2))
        for point in points()
        for k in np.flatnonzero(point.effort > USED)
    ]
    missed = [ratio for ratio in ratios if not LOW <= ratio[2] <= HIGH]
    print(f"{len(missed)} of {len(ratios)} outside {LOW} to {HIGH}:", *missed, sep="\n")
    assert len(missed) <= MISSED
    assert np.median([r for *_, r in ratios]) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("discount", [0.0125, 0.15])
def test_the_unit_of_worth_does_not_depend_on_patience(discount: float) -> None:
    """Worth is an annuity: the true one, at another discount rate, has about the same size."""
    (point,) = compare_points("arms_denied", {"hedger.discount": discount})
    used = point.effort > USED
    assert np.corrcoef(point.imagined, point.true)[0, 1] > 0.9
    assert np.median((point.imagined / point.true)[used]) == pytest.approx(1.0, abs=0.2)

"""Geometry of the triangle, and its regions against the model's own rule."""

import numpy as np
import pytest

from hedgesim.analysis.plots.shares.regions import NOBODY, Regions
from hedgesim.analysis.plots.shares.triangle_geometry import (
    HEIGHT,
    Window,
    closer_window,
    label_spots,
    to_plane,
    to_shares,
)
from hedgesim.model.rules.regimes import ASYMMETRIC, HEDGING, Signs, regime
from hedgesim.model.scenario.scenario import Scenario

PATRONS = ("russia", "china", "eu")
WHOLE = Window(0.0, 0.0, 1.0, HEIGHT, 74.0)


def test_corners_and_centre() -> None:
    places = to_plane(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3]]))
    np.testing.assert_allclose(places, [[0, 0], [1, 0], [0.5, HEIGHT], [0.5, HEIGHT / 3]], atol=1e-15)


def test_plane_and_shares_are_inverse() -> None:
    shares = np.random.default_rng(1).dirichlet([1.0, 1.0, 1.0], 200)
    plane = to_plane(shares)
    np.testing.assert_allclose(to_shares(plane[:, 0], plane[:, 1]).T, shares, atol=1e-12)


@pytest.mark.parametrize("limit", [0.65, 0.4])
def test_regions_are_those_of_dominance(limit: float) -> None:
    """By hand at every point, and by the rule: only where nobody dominates is hedging not asymmetric."""
    shares = np.random.default_rng(2).dirichlet([0.6, 0.6, 0.6], 500)
    edges = [[0.65, 0.2, 0.15], [0.65, 0.0, 0.35], [0.35, 0.65, 0.0]]  # at the limit: no dominance yet
    plane = to_plane(np.concatenate([shares, edges]))
    regions = Regions(PATRONS, limit)
    masks, fields = (find(to_shares(*plane.T)) for find in (regions.map, regions.fields))
    rules = Scenario.load("belarus/baseline").case().regimes._replace(dominance=limit)
    hedged = Signs(0.8, 0.1, (0.3, 0.3, 0.3), (0.3, 0.3, 0.3), (0.0, 0.0, 0.0), 1.0, (1.0, 0.0, 0.0))
    for place, row in enumerate(to_shares(*plane.T).T):
        share = tuple(map(float, row))
        if min(share) < 0.0 or abs(max(share) - limit) < 1e-12:
            continue
        expected = PATRONS[share.index(max(share))] if max(share) > limit else NOBODY
        assert [name for name, mask in masks.items() if mask[place]] == [expected]
        assert [name for name, field in fields.items() if field[place] > 0.0] == [expected]
        code = regime(rules, hedged._replace(share=share))
        assert code == (HEDGING if expected == NOBODY else ASYMMETRIC)


def test_closer_window_holds_the_points_and_is_never_tiny() -> None:
    points = np.array([[0.2, 0.1], [0.5, 0.3]])
    window = closer_window(points, 50.0)
    assert window.width == window.height == pytest.approx(0.4)
    assert (points.min(axis=0) > [window.left, window.bottom]).all()
    assert (points.max(axis=0) < [window.left + window.width, window.bottom + window.height]).all()
    assert closer_window(points[:1], 50.0).width == 0.1


def test_names_of_regions_stand_in_their_region_away_from_the_path() -> None:
    regions = Regions(PATRONS, 0.65)
    path = to_plane(np.array([[0.6, 0.15, 0.25], [0.5, 0.2, 0.3]]))
    sizes = dict.fromkeys((*PATRONS, NOBODY), (15.0, 3.0))
    spots = label_spots(WHOLE, regions, path, sizes)
    assert {NOBODY, "china", "eu"} <= {s.region for s in spots}
    for spot in spots:
        for dx, dy in ((-7.5, -1.5), (7.5, -1.5), (-7.5, 1.5), (7.5, 1.5)):
            corner = np.array([spot.x + dx / 74.0]), np.array([spot.y + dy / 74.0])
            assert regions.map(to_shares(*corner)).get(spot.region, np.array([False]))[0], spot
        assert np.hypot(*(path - [spot.x, spot.y]).T).min() > 2.0 / 74.0


def test_a_name_that_fits_nowhere_is_left_out() -> None:
    regions = Regions(PATRONS, 0.65)
    sizes = dict.fromkeys((*PATRONS, NOBODY), (300.0, 3.0))
    assert label_spots(WHOLE, regions, np.array([[0.3, 0.2]]), sizes) == []

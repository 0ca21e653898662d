"""Geometry of the triangle, and its regimes against the model's own rule."""

import numpy as np
import pytest

from hedgesim.analysis.plots.shares.regions import Regions
from hedgesim.analysis.plots.shares.triangle_geometry import (
    HEIGHT,
    Window,
    closer_window,
    label_spots,
    to_plane,
    to_shares,
)
from hedgesim.model.rules.regimes import margin, regime, strongest
from hedgesim.model.state import Pairs, RegimeLimits

PATRONS = ("russia", "china", "eu")
RULES = RegimeLimits(
    isolation=0.15, pivot=0.5, hedging_number=1.5, hedging_share=0.08, rival=0.2, bandwagon_number=1.3
)
NAMES = {
    0.0: "hedging",
    1.0: "mixed",
    2.0: "bandwagon",
    5.0: "pivot:russia",
    6.0: "pivot:china",
    7.0: "pivot:eu",
}
WHOLE = Window(0.0, 0.0, 1.0, HEIGHT, 74.0)


def values(rivalry: Pairs) -> dict[str, float]:
    """Limits of regimes and rivalries as a manifest holds them."""
    named = {f"regimes.{name}": value for name, value in RULES._asdict().items()}
    pairs = zip(("russia-china", "russia-eu", "china-eu"), rivalry, strict=True)
    return named | {f"rivalry.{pair}": value for pair, value in pairs}


def test_corners_and_centre() -> None:
    places = to_plane(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3]]))
    np.testing.assert_allclose(places, [[0, 0], [1, 0], [0.5, HEIGHT], [0.5, HEIGHT / 3]], atol=1e-15)


def test_plane_and_shares_are_inverse() -> None:
    shares = np.random.default_rng(1).dirichlet([1.0, 1.0, 1.0], 200)
    plane = to_plane(shares)
    np.testing.assert_allclose(to_shares(plane[:, 0], plane[:, 1]).T, shares, atol=1e-12)


@pytest.mark.parametrize("rivalry", [(0.1, 0.3, 0.1), (0.5, 0.1, 0.4), (0.1, 0.1, 0.1)])
@pytest.mark.parametrize("leader", [0, 1, 2])
def test_regions_are_the_models_regimes(rivalry: Pairs, leader: int) -> None:
    shares = np.random.default_rng(leader).dirichlet([0.6, 0.6, 0.6], 500)
    edges = [[0.5, 0.3, 0.2], [0.5, 0.0, 0.5], [0.25, 0.5, 0.25]]  # at a threshold exactly: no pivot yet
    plane = to_plane(np.concatenate([shares, edges]))
    led = tuple(float(place == leader) for place in range(3))
    regions = Regions(PATRONS, led, values(rivalry))
    masks, fields = (find(to_shares(*plane.T)) for find in (regions.map, regions.fields))
    led = strongest(tuple(1.0 if i == leader else 0.0 for i in range(3)))
    for place, row in enumerate(to_shares(*plane.T).T):
        share = tuple(map(float, row))
        if min(share) >= 0.0:
            code = regime(RULES, 0.6, share, rivalry, led)
            assert [name for name, mask in masks.items() if mask[place]] == [NAMES[code]]
        near = margin(RULES, np.inf, share, rivalry, led)
        assert max(field[place] for field in fields.values()) == near
        assert sum(field[place] == near for field in fields.values()) == 1 or near == 0.0


def test_closer_window_holds_the_points_and_is_never_tiny() -> None:
    points = np.array([[0.2, 0.1], [0.5, 0.3]])
    window = closer_window(points, 50.0)
    assert window.width == window.height == pytest.approx(0.4)
    assert (points.min(axis=0) > [window.left, window.bottom]).all()
    assert (points.max(axis=0) < [window.left + window.width, window.bottom + window.height]).all()
    assert closer_window(points[:1], 50.0).width == 0.1


def test_names_of_regions_stand_in_their_region_away_from_the_path() -> None:
    regions = Regions(PATRONS, (1.0, 0.0, 0.0), values((0.1, 0.3, 0.1)))
    path = to_plane(np.array([[0.6, 0.15, 0.25], [0.5, 0.2, 0.3]]))
    sizes = dict.fromkeys(NAMES.values(), (15.0, 3.0))
    spots = label_spots(WHOLE, regions, path, sizes)
    assert {"hedging", "pivot:china", "pivot:eu"} <= {s.regime for s in spots}
    for spot in spots:
        for dx, dy in ((-7.5, -1.5), (7.5, -1.5), (-7.5, 1.5), (7.5, 1.5)):
            corner = np.array([spot.x + dx / 74.0]), np.array([spot.y + dy / 74.0])
            assert regions.map(to_shares(*corner)).get(spot.regime, np.array([False]))[0], spot
        assert np.hypot(*(path - [spot.x, spot.y]).T).min() > 2.0 / 74.0


def test_a_name_that_fits_nowhere_is_left_out() -> None:
    regions = Regions(PATRONS, (1.0, 0.0, 0.0), values((0.1, 0.3, 0.1)))
    spots = label_spots(WHOLE, regions, np.array([[0.3, 0.2]]), dict.fromkeys(NAMES.values(), (300.0, 3.0)))
    assert spots == []

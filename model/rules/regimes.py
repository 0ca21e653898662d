"""Which regime a pattern of influence is (section 6)."""

from ..state import Pairs, Three, Thresholds
from ..words import maximum, minimum, where

HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, PIVOT = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Codes of regimes; a pivot to the first, second or third patron is PIVOT, PIVOT + 1, PIVOT + 2.
A quarter never is a collapse: only a run can be one."""


def influence_shares(raw: Three[float]) -> Three[float]:
    """Each patron's share of all influence; equal shares where there is none."""
    x, y, z = raw.first + 1e-12, raw.second + 1e-12, raw.third + 1e-12
    whole = x + y + z
    return Three(x / whole, y / whole, z / whole)


def effective_number(share: Three[float]) -> float:
    """Effective number of patrons, 1 to 3 (Laakso and Taagepera 1979)."""
    return 1.0 / (share.first * share.first + share.second * share.second + share.third * share.third)


def greatest(t: Three[float]) -> float:
    """Largest of three."""
    return maximum(maximum(t.first, t.second), t.third)


def strongest(share: Three[float]) -> Three[float]:
    """1 for the patron with most influence (the first of equals), 0 for the others."""
    top = greatest(share)
    first = where(share.first >= top, 1.0, 0.0)
    second = where(share.second >= top, 1.0 - first, 0.0)
    return Three(first, second, 1.0 - first - second)


def both_sides(rules: Thresholds, share: Three[float], rivalry: Pairs) -> float:
    """The larger of the rival pairs' smaller shares; 0 where no pair are rivals."""
    return maximum(
        maximum(
            where(rivalry.first_second >= rules.rival, minimum(share.first, share.second), 0.0),
            where(rivalry.first_third >= rules.rival, minimum(share.first, share.third), 0.0),
        ),
        where(rivalry.second_third >= rules.rival, minimum(share.second, share.third), 0.0),
    )


def pivoted(rules: Thresholds, share: Three[float], led: Three[float]) -> float:
    """Code of a pivot to a patron that did not lead at the start, -1 where there is none."""
    x = where(share.first > rules.pivot, 1.0 - led.first, 0.0)
    y = where(share.second > rules.pivot, 1.0 - led.second, 0.0)
    z = where(share.third > rules.pivot, 1.0 - led.third, 0.0)
    third = where(z > 0.5, PIVOT + 2.0, -1.0)
    return where(x > 0.5, PIVOT, where(y > 0.5, PIVOT + 1.0, third))


def held(raw: Three[float], floor: float) -> float:
    """Part of the hedger's room that patrons hold between them."""
    whole = raw.first + raw.second + raw.third
    return whole / (floor + whole)


def regime(rules: Thresholds, room: float, share: Three[float], rivalry: Pairs, led: Three[float]) -> float:
    """Code of the regime, the first that applies: isolation, pivot, hedging, bandwagon, mixed (section 6).

    Parameters
    ----------
    rules : Thresholds
        Where one regime ends and the next begins.
    room : float
        Part of the hedger's room that patrons hold.
    share : Three[float]
        Shares of influence.
    rivalry : Pairs
        Rivalry of each pair.
    led : Three[float]
        1 for the patron that led at the start.
    """
    number = effective_number(share)
    turned = pivoted(rules, share, led)
    two_sided = where(both_sides(rules, share, rivalry) >= rules.hedging_share, number, 0.0)
    leaning = where(number < rules.bandwagon_number, BANDWAGON, MIXED)
    hedged = where(two_sided >= rules.hedging_number, HEDGING, leaning)
    return where(room < rules.isolation, ISOLATION, where(turned > 0.0, turned, hedged))


def margin(rules: Thresholds, room: float, share: Three[float], rivalry: Pairs) -> float:
    """Distance to the nearest threshold that could change the label, in the thresholds' own units."""
    number = effective_number(share)
    near = minimum(apart(number, rules.hedging_number), apart(number, rules.bandwagon_number))
    near = minimum(near, apart(both_sides(rules, share, rivalry), rules.hedging_share))
    near = minimum(near, apart(room, rules.isolation))
    return minimum(near, apart(greatest(share), rules.pivot))


def apart(x: float, y: float) -> float:
    """Absolute difference."""
    return maximum(x - y, y - x)

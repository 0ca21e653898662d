"""Which regime a pattern of influence is (section 6)."""

from ..arithmetic import distance, maximum, minimum, where
from ..state import Pairs, Three, Thresholds

HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, PIVOT = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Codes of regimes; a pivot to the first, second or third patron is PIVOT, PIVOT + 1, PIVOT + 2.
A quarter never is a collapse: only a run can be one."""

HAIR = 1e-9  # what puts a number just across a threshold
FAR = 1e9  # further than any threshold: nothing changes there


def influence_shares(raw: Three[float]) -> Three[float]:
    """Return each patron's share of all influence; equal shares where there is none."""
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


def smaller(share: Three[float]) -> Pairs:
    """Return the smaller share of each pair."""
    return Pairs(
        minimum(share.first, share.second),
        minimum(share.first, share.third),
        minimum(share.second, share.third),
    )


def both_sides(rules: Thresholds, least: Pairs, rivalry: Pairs) -> float:
    """Return the larger of the rival pairs' smaller shares; 0 where no pair are rivals."""
    return maximum(
        maximum(
            where(rivalry.first_second >= rules.rival, least.first_second, 0.0),
            where(rivalry.first_third >= rules.rival, least.first_third, 0.0),
        ),
        where(rivalry.second_third >= rules.rival, least.second_third, 0.0),
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
    both = both_sides(rules, smaller(share), rivalry)
    return label(rules, room, pivoted(rules, share, led), effective_number(share), both)


def label(rules: Thresholds, room: float, turned: float, number: float, both: float) -> float:
    """Code of the regime from what it is read from: room, pivot, effective number, two-sidedness."""
    two_sided = where(both >= rules.hedging_share, number, 0.0)
    leaning = where(number < rules.bandwagon_number, BANDWAGON, MIXED)
    hedged = where(two_sided >= rules.hedging_number, HEDGING, leaning)
    return where(room < rules.isolation, ISOLATION, where(turned > 0.0, turned, hedged))


def margin(rules: Thresholds, room: float, share: Three[float], rivalry: Pairs, led: Three[float]) -> float:
    """Distance to the nearest threshold that would change the label, in the thresholds' own units.

    One quantity after the other is put just across its threshold, the others as they are. Crossing the
    threshold of isolation always changes the label.

    Parameters
    ----------
    rules, room, share, rivalry, led
        As :func:`regime` takes them.
    """
    turned, number = pivoted(rules, share, led), effective_number(share)
    both = both_sides(rules, smaller(share), rivalry)
    near = distance(room, rules.isolation)
    near = minimum(near, to_pivot(rules, room, share, led, number, both))
    near = minimum(near, to_number(rules, room, turned, number, both))
    return minimum(near, to_two_sides(rules, room, share, rivalry, turned, number))


def across(x: float, threshold: float) -> float:
    """Return a number on the other side of its threshold: at it, which counts as above, or just below it."""
    return where(x < threshold, threshold, threshold - HAIR)


def counted(before: float, after: float, away: float) -> float:
    """Return how far away a threshold is where crossing it changes the label, else very far."""
    return where(before == after, FAR, away)


def to_pivot(
    rules: Thresholds, room: float, share: Three[float], led: Three[float], number: float, both: float
) -> float:
    """Distance to a pivot, or back from one; a patron that led at the start makes none."""
    s, edge = share, rules.pivot + 0.5 * HAIR  # at the threshold itself is no pivot yet
    now = label(rules, room, pivoted(rules, share, led), number, both)
    x = pivoted(rules, Three(across(s.first, edge), s.second, s.third), led)
    y = pivoted(rules, Three(s.first, across(s.second, edge), s.third), led)
    z = pivoted(rules, Three(s.first, s.second, across(s.third, edge)), led)
    by_x = counted(now, label(rules, room, x, number, both), distance(s.first, rules.pivot))
    by_y = counted(now, label(rules, room, y, number, both), distance(s.second, rules.pivot))
    by_z = counted(now, label(rules, room, z, number, both), distance(s.third, rules.pivot))
    return minimum(minimum(by_x, by_y), by_z)


def to_number(rules: Thresholds, room: float, turned: float, number: float, both: float) -> float:
    """Distance of the effective number to where hedging begins or bandwagon ends."""
    now = label(rules, room, turned, number, both)
    hedged = label(rules, room, turned, across(number, rules.hedging_number), both)
    leant = label(rules, room, turned, across(number, rules.bandwagon_number), both)
    return minimum(
        counted(now, hedged, distance(number, rules.hedging_number)),
        counted(now, leant, distance(number, rules.bandwagon_number)),
    )


def to_two_sides(
    rules: Thresholds, room: float, share: Three[float], rivalry: Pairs, turned: float, number: float
) -> float:
    """Distance to having, or losing, both of a rival pair: by a share, or by a pair's rivalry."""
    least, r = smaller(share), rivalry
    both = both_sides(rules, least, r)
    now = label(rules, room, turned, number, both)
    any_rivals = greatest(Three(r.first_second, r.first_third, r.second_third)) >= rules.rival
    shared = where(any_rivals, across(both, rules.hedging_share), both)
    near = counted(now, label(rules, room, turned, number, shared), distance(both, rules.hedging_share))
    x = both_sides(rules, least, Pairs(across(r.first_second, rules.rival), r.first_third, r.second_third))
    y = both_sides(rules, least, Pairs(r.first_second, across(r.first_third, rules.rival), r.second_third))
    z = both_sides(rules, least, Pairs(r.first_second, r.first_third, across(r.second_third, rules.rival)))
    by_x = counted(now, label(rules, room, turned, number, x), distance(r.first_second, rules.rival))
    by_y = counted(now, label(rules, room, turned, number, y), distance(r.first_third, rules.rival))
    by_z = counted(now, label(rules, room, turned, number, z), distance(r.second_third, rules.rival))
    return minimum(near, minimum(minimum(by_x, by_y), by_z))

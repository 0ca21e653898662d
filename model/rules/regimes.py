"""Classification of influence shares into regimes, and the distance to other regimes (ODD section 7)."""

from ..arithmetic import distance, maximum, minimum, where
from ..state import Pairs, RegimeLimits, Three

HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, PIVOT = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Codes of regimes; a pivot to the first, second or third patron is PIVOT, PIVOT + 1, PIVOT + 2.
A quarter never is a collapse: only a run can be one."""

EPSILON = 1e-9  # distance that puts a number just across a threshold
FAR = 1e9  # stands for "no change of regime": larger than any distance to a threshold


def influence_shares(raw: Three[float]) -> Three[float]:
    """Compute each patron's share of all influence; equal shares if there is none."""
    x, y, z = raw.first + 1e-12, raw.second + 1e-12, raw.third + 1e-12
    whole = x + y + z
    return Three(x / whole, y / whole, z / whole)


def effective_number(share: Three[float]) -> float:
    """Compute the effective number of patrons, 1 to 3 (Laakso and Taagepera 1979)."""
    return 1.0 / (share.first * share.first + share.second * share.second + share.third * share.third)


def find_largest(t: Three[float]) -> float:
    """Return the largest of three numbers."""
    return maximum(maximum(t.first, t.second), t.third)


def strongest(share: Three[float]) -> Three[float]:
    """Mark the patron with the most influence by 1 (the first of equals), the others by 0."""
    top = find_largest(share)
    first = where(share.first >= top, 1.0, 0.0)
    second = where(share.second >= top, 1.0 - first, 0.0)
    return Three(first, second, 1.0 - first - second)


def find_smaller_shares(share: Three[float]) -> Pairs:
    """Compute the smaller share of each pair of patrons."""
    return Pairs(
        minimum(share.first, share.second),
        minimum(share.first, share.third),
        minimum(share.second, share.third),
    )


def both_sides(rules: RegimeLimits, least: Pairs, rivalry: Pairs) -> float:
    """Compute the largest, over pairs of rivals, of the smaller share of the pair; 0 without rivals."""
    return maximum(
        maximum(
            where(rivalry.first_second >= rules.rival, least.first_second, 0.0),
            where(rivalry.first_third >= rules.rival, least.first_third, 0.0),
        ),
        where(rivalry.second_third >= rules.rival, least.second_third, 0.0),
    )


def find_pivot(rules: RegimeLimits, share: Three[float], led: Three[float]) -> float:
    """Return the code of a pivot to a patron that did not lead at the start, -1 where there is none."""
    x = where(share.first > rules.pivot, 1.0 - led.first, 0.0)
    y = where(share.second > rules.pivot, 1.0 - led.second, 0.0)
    z = where(share.third > rules.pivot, 1.0 - led.third, 0.0)
    third = where(z > 0.5, PIVOT + 2.0, -1.0)
    return where(x > 0.5, PIVOT, where(y > 0.5, PIVOT + 1.0, third))


def share_held(raw: Three[float], floor: float) -> float:
    """Compute the fraction of the hedger's room that the patrons hold together."""
    whole = raw.first + raw.second + raw.third
    return whole / (floor + whole)


def regime(rules: RegimeLimits, room: float, share: Three[float], rivalry: Pairs, led: Three[float]) -> float:
    """Classify the regime: the first that applies of isolation, pivot, hedging, bandwagon, mixed.

    Parameters
    ----------
    rules : RegimeLimits
        Limits between regimes.
    room : float
        Fraction of the hedger's room that the patrons hold together.
    share : Three[float]
        Shares of influence.
    rivalry : Pairs
        Rivalry of each pair of patrons.
    led : Three[float]
        1 for the patron with the most influence at the start, 0 for the others.
    """
    both = both_sides(rules, find_smaller_shares(share), rivalry)
    return label(rules, room, find_pivot(rules, share, led), effective_number(share), both)


def label(rules: RegimeLimits, room: float, turned: float, number: float, both: float) -> float:
    """Return the code of the regime from its indicators: room, pivot, effective number, two-sidedness."""
    two_sided = where(both >= rules.hedging_share, number, 0.0)
    leaning = where(number < rules.bandwagon_number, BANDWAGON, MIXED)
    hedged = where(two_sided >= rules.hedging_number, HEDGING, leaning)
    return where(room < rules.isolation, ISOLATION, where(turned > 0.0, turned, hedged))


def margin(rules: RegimeLimits, room: float, share: Three[float], rivalry: Pairs, led: Three[float]) -> float:
    """Compute the distance to the nearest threshold whose crossing changes the regime, in its own units.

    Each quantity is moved just across its threshold while the others stay as they are. Crossing the
    threshold of isolation always changes the regime.

    Parameters
    ----------
    rules, room, share, rivalry, led
        As in :func:`regime`.
    """
    turned, number = find_pivot(rules, share, led), effective_number(share)
    both = both_sides(rules, find_smaller_shares(share), rivalry)
    near = distance(room, rules.isolation)
    near = minimum(near, distance_to_pivot(rules, room, share, led, number, both))
    near = minimum(near, distance_to_number(rules, room, turned, number, both))
    return minimum(near, distance_to_two_sides(rules, room, share, rivalry, turned, number))


def cross_threshold(x: float, threshold: float) -> float:
    """Move a number across its limit: up to the limit, which counts as above, or just below it."""
    return where(x < threshold, threshold, threshold - EPSILON)


def distance_if_changed(before: float, after: float, away: float) -> float:
    """Return the distance ``away`` if the regime code changes from ``before`` to ``after``, else FAR."""
    return where(before == after, FAR, away)


def distance_to_pivot(
    rules: RegimeLimits, room: float, share: Three[float], led: Three[float], number: float, both: float
) -> float:
    """Compute the distance to a pivot, or back from one, over the patrons' shares of influence."""
    s, edge = share, rules.pivot + 0.5 * EPSILON  # a share equal to the threshold is not yet a pivot
    now = label(rules, room, find_pivot(rules, share, led), number, both)
    x = find_pivot(rules, Three(cross_threshold(s.first, edge), s.second, s.third), led)
    y = find_pivot(rules, Three(s.first, cross_threshold(s.second, edge), s.third), led)
    z = find_pivot(rules, Three(s.first, s.second, cross_threshold(s.third, edge)), led)
    by_x = distance_if_changed(now, label(rules, room, x, number, both), distance(s.first, rules.pivot))
    by_y = distance_if_changed(now, label(rules, room, y, number, both), distance(s.second, rules.pivot))
    by_z = distance_if_changed(now, label(rules, room, z, number, both), distance(s.third, rules.pivot))
    return minimum(minimum(by_x, by_y), by_z)


def distance_to_number(rules: RegimeLimits, room: float, turned: float, number: float, both: float) -> float:
    """Compute the distance of the effective number of patrons to the thresholds of hedging and bandwagon."""
    now = label(rules, room, turned, number, both)
    hedged = label(rules, room, turned, cross_threshold(number, rules.hedging_number), both)
    leant = label(rules, room, turned, cross_threshold(number, rules.bandwagon_number), both)
    return minimum(
        distance_if_changed(now, hedged, distance(number, rules.hedging_number)),
        distance_if_changed(now, leant, distance(number, rules.bandwagon_number)),
    )


def distance_to_two_sides(
    rules: RegimeLimits, room: float, share: Three[float], rivalry: Pairs, turned: float, number: float
) -> float:
    """Compute the distance at which both sides of a rival pair are gained or lost, by share or by rivalry."""
    least, r = find_smaller_shares(share), rivalry
    both = both_sides(rules, least, r)
    now = label(rules, room, turned, number, both)
    any_rivals = find_largest(Three(r.first_second, r.first_third, r.second_third)) >= rules.rival
    shared = where(any_rivals, cross_threshold(both, rules.hedging_share), both)
    near = distance_if_changed(
        now, label(rules, room, turned, number, shared), distance(both, rules.hedging_share)
    )
    x = both_sides(
        rules, least, Pairs(cross_threshold(r.first_second, rules.rival), r.first_third, r.second_third)
    )
    y = both_sides(
        rules, least, Pairs(r.first_second, cross_threshold(r.first_third, rules.rival), r.second_third)
    )
    z = both_sides(
        rules, least, Pairs(r.first_second, r.first_third, cross_threshold(r.second_third, rules.rival))
    )
    by_x = distance_if_changed(
        now, label(rules, room, turned, number, x), distance(r.first_second, rules.rival)
    )
    by_y = distance_if_changed(
        now, label(rules, room, turned, number, y), distance(r.first_third, rules.rival)
    )
    by_z = distance_if_changed(
        now, label(rules, room, turned, number, z), distance(r.second_third, rules.rival)
    )
    return minimum(near, minimum(minimum(by_x, by_y), by_z))

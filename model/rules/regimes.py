"""Classification of influence shares into regimes, and the distance to other regimes (ODD section 7)."""

from itertools import combinations

from ..arithmetic import distance, dot, each, largest, minimum, smallest, total, where
from ..state import Pairs, PerPatron, RegimeLimits

HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, PIVOT = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Codes of regimes; a pivot to the k-th patron, counted from 0, is PIVOT + k.
A quarter never is a collapse: only a run can be one."""

EPSILON = 1e-9  # distance that puts a number just across a threshold
FAR = 1e9  # stands for "no change of regime": larger than any distance to a threshold


def influence_shares(raw: PerPatron[float]) -> PerPatron[float]:
    """Compute each patron's share of all influence; equal shares if there is none."""
    parts = tuple(influence + 1e-12 for influence in raw)
    every = total(parts)
    return tuple(part / every for part in parts)


def effective_number(share: PerPatron[float]) -> float:
    """Compute the effective number of patrons, from 1 to all (Laakso and Taagepera 1979)."""
    return 1.0 / dot(share, share)


def strongest(share: PerPatron[float]) -> PerPatron[float]:
    """Mark the patron with the most influence (all of them, if some are equal) by 1, the others by 0."""
    top = largest(share)
    return tuple(where(part >= top, 1.0, 0.0) for part in share)


def find_smaller_shares(share: PerPatron[float]) -> Pairs:
    """Compute the smaller share of each pair of patrons."""
    return tuple(minimum(*pair) for pair in combinations(share, 2))


def both_sides(rules: RegimeLimits, least: Pairs, rivalry: Pairs) -> float:
    """Compute the largest, over pairs of rivals, of the smaller share of the pair; 0 without rivals."""
    return largest([where(r >= rules.rival, share, 0.0) for r, share in zip(rivalry, least, strict=True)])


def find_pivot(rules: RegimeLimits, share: PerPatron[float], led: PerPatron[float]) -> float:
    """Return the code of a pivot to a patron that did not lead at the start, -1 where there is none."""
    turns = tuple(where(part > rules.pivot, 1.0 - leads, 0.0) for part, leads in zip(share, led, strict=True))
    code = -1.0
    for place in reversed(range(len(turns))):  # from the last, so that the first pivot is the one returned
        code = where(turns[place] > 0.5, PIVOT + float(place), code)
    return code


def share_held(raw: PerPatron[float], floor: float) -> float:
    """Compute the fraction of the hedger's room that the patrons hold together."""
    every = total(raw)
    return every / (floor + every)


def regime(
    rules: RegimeLimits, room: float, share: PerPatron[float], rivalry: Pairs, led: PerPatron[float]
) -> float:
    """Classify the regime: the first that applies of isolation, pivot, hedging, bandwagon, mixed.

    Parameters
    ----------
    rules : RegimeLimits
        Limits between regimes.
    room : float
        Fraction of the hedger's room that the patrons hold together.
    share : PerPatron[float]
        Shares of influence.
    rivalry : Pairs
        Rivalry of each pair of patrons.
    led : PerPatron[float]
        1 for the patron, or patrons, with the most influence at the start, 0 for the others.
    """
    both = both_sides(rules, find_smaller_shares(share), rivalry)
    return label(rules, room, find_pivot(rules, share, led), effective_number(share), both)


def label(rules: RegimeLimits, room: float, turned: float, number: float, both: float) -> float:
    """Return the code of the regime from its indicators: room, pivot, effective number, two-sidedness."""
    two_sided = where(both >= rules.hedging_share, number, 0.0)
    leaning = where(number < rules.bandwagon_number, BANDWAGON, MIXED)
    hedged = where(two_sided >= rules.hedging_number, HEDGING, leaning)
    return where(room < rules.isolation, ISOLATION, where(turned > 0.0, turned, hedged))


def margin(
    rules: RegimeLimits, room: float, share: PerPatron[float], rivalry: Pairs, led: PerPatron[float]
) -> float:
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


def cross_each(values: tuple[float, ...], threshold: float) -> tuple[tuple[float, ...], ...]:
    """Return a copy of the values for each of them, in which that one is moved across the threshold."""
    return tuple(
        (*values[:k], cross_threshold(value, threshold), *values[k + 1 :]) for k, value in enumerate(values)
    )


def distance_if_changed(before: float, after: float, away: float) -> float:
    """Return the distance ``away`` if the regime code changes from ``before`` to ``after``, else FAR."""
    return where(before == after, FAR, away)


def distance_to_pivot(
    rules: RegimeLimits,
    room: float,
    share: PerPatron[float],
    led: PerPatron[float],
    number: float,
    both: float,
) -> float:
    """Compute the distance to a pivot, or back from one, over the patrons' shares of influence."""
    edge = rules.pivot + 0.5 * EPSILON  # a share equal to the threshold is not yet a pivot
    now = label(rules, room, find_pivot(rules, share, led), number, both)

    def near(part: float, crossed: PerPatron[float]) -> float:
        turned = find_pivot(rules, crossed, led)
        return distance_if_changed(now, label(rules, room, turned, number, both), distance(part, rules.pivot))

    return smallest(each(near, share, cross_each(share, edge)))


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
    rules: RegimeLimits, room: float, share: PerPatron[float], rivalry: Pairs, turned: float, number: float
) -> float:
    """Compute the distance at which both sides of a rival pair are gained or lost, by share or by rivalry."""
    least, r = find_smaller_shares(share), rivalry
    both = both_sides(rules, least, r)
    now = label(rules, room, turned, number, both)
    any_rivals = largest(r) >= rules.rival
    shared = where(any_rivals, cross_threshold(both, rules.hedging_share), both)
    by_share = distance_if_changed(
        now, label(rules, room, turned, number, shared), distance(both, rules.hedging_share)
    )

    def near(value: float, crossed: Pairs) -> float:
        other = label(rules, room, turned, number, both_sides(rules, least, crossed))
        return distance_if_changed(now, other, distance(value, rules.rival))

    return minimum(by_share, smallest(each(near, r, cross_each(r, rules.rival))))

"""Classification into regimes by conduct and structure, and the distance to other regimes (ODD section 7)."""

from itertools import combinations
from typing import NamedTuple

from ..arithmetic import distance, dot, each, largest, maximum, minimum, smallest, total, where
from ..state import Pairs, PerPatron, RegimeLimits

HEDGING, MIXED, BANDWAGON, ISOLATION, COLLAPSE, ASYMMETRIC, PIVOT = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0
"""Codes of regimes; a pivot to the k-th patron, counted from 0, is PIVOT + k.
A quarter never is a collapse: only a run can be one."""

EPSILON = 1e-9  # distance that puts a number just across a threshold
FAR = 1e9  # stands for "no change of regime": larger than any distance to a threshold
TINY = 1e-300  # only keeps 0/0 away


class Signs(NamedTuple):
    """What a regime is read from: conduct, as shares of the effort that no patron forced, and structure.

    ``alone`` is the share of effort on self-reliance, ``spent`` that on each patron, ``room`` the part of the
    hedger's room that patrons hold, ``share`` their shares of influence, ``reserve`` the utility left without
    the strongest of them, and ``led`` 1 for the patron with the most influence at the start.
    """

    room: float
    alone: float
    spent: PerPatron[float]
    rivalry: Pairs
    share: PerPatron[float]
    reserve: float
    led: PerPatron[float]


class Indicators(NamedTuple):
    """The numbers that limits of regimes apply to, and ``turn``, the code of leaning on the patron preferred.

    ``lead`` is that patron's share of the effort on patrons, ``weight`` its share of all unforced effort, and
    ``both`` the smaller share of effort on a pair of rivals, the largest over pairs.
    """

    room: float
    lead: float
    weight: float
    alone: float
    both: float
    dominance: float
    reserve: float
    turn: float


def influence_shares(raw: PerPatron[float]) -> PerPatron[float]:
    """Compute each patron's share of all influence; equal shares if there is none."""
    parts = tuple(influence + 1e-12 for influence in raw)
    unit = 1.0 / total(parts)
    return tuple(part * unit for part in parts)


def effective_number(share: PerPatron[float]) -> float:
    """Compute the effective number of patrons, from 1 to all (Laakso and Taagepera 1979)."""
    return 1.0 / dot(share, share)


def strongest(share: PerPatron[float]) -> PerPatron[float]:
    """Mark the patron with the most influence (all of them, if some are equal) by 1, the others by 0."""
    top = largest(share)
    return tuple(where(part >= top, 1.0, 0.0) for part in share)


def find_leader(share: PerPatron[float]) -> PerPatron[float]:
    """Mark one patron with the most influence, the first of equals, by 1, the others by 0."""
    marks, left = list[float](), 1.0
    for mark in strongest(share):
        marks.append(mark * left)
        left = left - marks[-1]
    return tuple(marks)


def find_smaller_shares(share: PerPatron[float]) -> Pairs:
    """Compute the smaller share of each pair of patrons."""
    return tuple(minimum(*pair) for pair in combinations(share, 2))


def both_sides(rules: RegimeLimits, least: Pairs, rivalry: Pairs) -> float:
    """Compute the largest, over pairs of rivals, of the smaller share of the pair; 0 without rivals."""
    return largest([where(r >= rules.rival, share, 0.0) for r, share in zip(rivalry, least, strict=True)])


def find_turn(spent: PerPatron[float], led: PerPatron[float]) -> float:
    """Return the code of leaning on the patron with most effort: bandwagon if it led at first, else pivot.

    Of equals, one that led counts first.
    """
    most = strongest(spent)
    code = BANDWAGON
    for place in reversed(range(len(most))):  # from the last, so that the first pivot is the one returned
        code = where(most[place] > 0.5, PIVOT + float(place), code)
    return where(dot(most, led) > 0.5, BANDWAGON, code)


def share_held(raw: PerPatron[float], floor: float) -> float:
    """Compute the fraction of the hedger's room that the patrons hold together."""
    every = total(raw)
    return every / (floor + every)


def read_signs(
    room: float,
    alone: float,
    free: PerPatron[float],
    rivalry: Pairs,
    share: PerPatron[float],
    reserve: float,
    led: PerPatron[float],
) -> Signs:
    """Build the signs of a regime from ``alone`` and ``free``, unforced effort as shares of all effort."""
    unit = 1.0 / maximum(total([alone, *free]), TINY)
    spent = tuple(part * unit for part in free)
    return Signs(
        room=room, alone=alone * unit, spent=spent, rivalry=rivalry, share=share, reserve=reserve, led=led
    )


def find_indicators(rules: RegimeLimits, s: Signs) -> Indicators:
    """Compute the numbers that limits of regimes apply to."""
    weight = largest(s.spent)
    return Indicators(
        room=s.room,
        lead=weight / maximum(total(s.spent), TINY),
        weight=weight,
        alone=s.alone,
        both=both_sides(rules, find_smaller_shares(s.spent), s.rivalry),
        dominance=largest(s.share),
        reserve=s.reserve,
        turn=find_turn(s.spent, s.led),
    )


def regime(rules: RegimeLimits, signs: Signs) -> float:
    """Classify the regime: the first that applies of leaning, isolation, hedging and mixed."""
    return label(rules, find_indicators(rules, signs))


def label(rules: RegimeLimits, i: Indicators) -> float:
    """Return the code of the regime from its indicators.

    Leaning, a bandwagon or a pivot, takes most of the effort on patrons and twice what a side of a hedge
    takes. Isolation is little influence of patrons, or effort on self-reliance. Hedging is effort on both of
    a pair of rivals; it is asymmetric if one patron dominates or cannot be done without (Preiherman 2017).
    """
    safe = where(i.reserve >= rules.reserve, HEDGING, ASYMMETRIC)
    hedged = where(i.dominance > rules.dominance, ASYMMETRIC, safe)
    engaged = where(i.both >= rules.counter, hedged, MIXED)
    busy = where(i.alone >= rules.lean, ISOLATION, engaged)
    spread = where(i.room < rules.isolation, ISOLATION, busy)
    leaning = where(i.weight >= 2.0 * rules.counter, i.turn, spread)
    return where(i.lead >= rules.lean, leaning, spread)


def margin(rules: RegimeLimits, signs: Signs) -> float:
    """Compute the distance to the nearest threshold whose crossing changes the regime, in its own units.

    Each indicator is moved just across its threshold while the others stay as they are. A state isolated in
    both ways leaves isolation only if room and self-reliance both cross, so the larger distance counts.
    """
    i = find_indicators(rules, signs)
    now = label(rules, i)

    def near(away: float, **crossed: float) -> float:
        return where(label(rules, i._replace(**crossed)) == now, FAR, away)

    room, alone = cross_threshold(i.room, rules.isolation), cross_threshold(i.alone, rules.lean)
    by_room, by_alone = distance(i.room, rules.isolation), distance(i.alone, rules.lean)
    # a share of influence equal to its limit is not yet above it
    dominance = cross_threshold(i.dominance, rules.dominance + 0.5 * EPSILON)
    weight = 2.0 * rules.counter
    return smallest(
        [
            near(by_room, room=room),
            near(by_alone, alone=alone),
            near(maximum(by_room, by_alone), room=room, alone=alone),
            near(distance(i.lead, rules.lean), lead=cross_threshold(i.lead, rules.lean)),
            near(distance(i.weight, weight), weight=cross_threshold(i.weight, weight)),
            near(distance(i.dominance, rules.dominance), dominance=dominance),
            near(distance(i.reserve, rules.reserve), reserve=cross_threshold(i.reserve, rules.reserve)),
            distance_to_two_sides(rules, signs, i, now),
        ]
    )


def cross_threshold(x: float, threshold: float) -> float:
    """Move a number across its limit: up to the limit, which counts as above, or just below it."""
    return where(x < threshold, threshold, threshold - EPSILON)


def cross_each(values: tuple[float, ...], threshold: float) -> tuple[tuple[float, ...], ...]:
    """Return a copy of the values for each of them, in which that one is moved across the threshold."""
    return tuple(
        (*values[:k], cross_threshold(value, threshold), *values[k + 1 :]) for k, value in enumerate(values)
    )


def distance_to_two_sides(rules: RegimeLimits, signs: Signs, i: Indicators, now: float) -> float:
    """Compute the distance at which both sides of a rival pair are gained or lost, by effort or by rivalry.

    ``now`` is the code of the regime.
    """
    least = find_smaller_shares(signs.spent)

    def near(away: float, both: float) -> float:
        return where(label(rules, i._replace(both=both)) == now, FAR, away)

    def near_rivals(value: float, crossed: Pairs) -> float:
        return near(distance(value, rules.rival), both_sides(rules, least, crossed))

    any_rivals = largest(signs.rivalry) >= rules.rival
    spent = where(any_rivals, cross_threshold(i.both, rules.counter), i.both)
    pairs = each(near_rivals, signs.rivalry, cross_each(signs.rivalry, rules.rival))
    return minimum(near(distance(i.both, rules.counter), spent), smallest(pairs))

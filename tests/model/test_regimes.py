"""Every branch of the classification into regimes, and distances between them, by hand-made cases."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import mean, quiet, run, scenario

from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import build_stocks, imagine_opening
from hedgesim.model.rules.regimes import (
    ASYMMETRIC,
    BANDWAGON,
    HEDGING,
    ISOLATION,
    MIXED,
    PIVOT,
    Signs,
    find_leader,
    influence_shares,
    margin,
    read_signs,
    regime,
)
from hedgesim.model.rules.welfare import appraise, cut_off, normalise_weights, reserve, utility
from hedgesim.model.state import RegimeLimits, Situation

RULES = RegimeLimits(isolation=0.5, lean=0.7, counter=0.1, rival=0.15, dominance=0.65, reserve=0.5)
HEDGED = Signs(
    room=0.75,
    alone=0.2,
    spent=(0.3, 0.25, 0.25),
    rivalry=(0.05, 0.3, 0.05),
    share=(0.55, 0.2, 0.25),
    reserve=0.6,
    led=(1.0, 0.0, 0.0),
)
"""Effort on all three patrons, of which the first and the third are rivals, and none dominates."""
LEANING = (0.6, 0.04, 0.06)


def signs(**changed: Any) -> Signs:
    """Signs of hedging with changes."""
    return HEDGED._replace(**changed)


def test_limits_are_those_of_the_table() -> None:
    assert scenario("baseline").case().regimes == RULES


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({}, HEDGING),
        # structure: one patron dominates, or cannot be done without; at the limits themselves not yet
        ({"share": (0.7, 0.1, 0.2)}, ASYMMETRIC),
        ({"share": (0.1, 0.7, 0.2)}, ASYMMETRIC),
        ({"reserve": 0.4}, ASYMMETRIC),
        ({"share": (0.7, 0.1, 0.2), "reserve": 0.4}, ASYMMETRIC),
        ({"share": (0.65, 0.15, 0.2), "reserve": 0.5}, HEDGING),
        # conduct: effort on both of a pair of rivals, whatever the third patron gets
        ({"spent": (0.1, 0.5, 0.2)}, HEDGING),
        ({"spent": (0.09, 0.41, 0.3)}, MIXED),
        ({"spent": (0.4, 0.31, 0.09)}, MIXED),
        ({"rivalry": (0.05, 0.14, 0.05)}, MIXED),
        ({"rivalry": (0.15, 0.0, 0.0)}, HEDGING),
        # leaning: .7 of the effort on patrons, on one that led at the start or not
        ({"spent": LEANING, "alone": 0.3}, BANDWAGON),
        ({"spent": LEANING, "alone": 0.3, "led": (0.0, 1.0, 0.0)}, PIVOT),
        ({"spent": LEANING[::-1], "alone": 0.3}, PIVOT + 2.0),
        ({"spent": (0.04, 0.6, 0.06), "alone": 0.3}, PIVOT + 1.0),
        # it goes before hedging, and before going alone as long as it takes a fifth of all effort
        ({"spent": (0.75, 0.0, 0.2), "alone": 0.05}, BANDWAGON),
        ({"spent": (0.25, 0.0, 0.0), "alone": 0.75}, BANDWAGON),
        ({"spent": (0.19, 0.0, 0.0), "alone": 0.81}, ISOLATION),
        ({"spent": (0.1, 0.1, 0.1), "alone": 0.7}, ISOLATION),
        ({"spent": (0.1, 0.11, 0.1), "alone": 0.69}, HEDGING),
        # patrons that hold little leave a state alone that leans on none of them
        ({"room": 0.49}, ISOLATION),
        ({"room": 0.49, "spent": LEANING, "alone": 0.3}, BANDWAGON),
        ({"spent": (0.0, 0.0, 0.0), "alone": 1.0}, ISOLATION),
        ({"spent": (0.0, 0.0, 0.0), "alone": 0.0}, MIXED),
    ],
)
def test_regimes(case: dict[str, Any], expected: float) -> None:
    assert regime(RULES, signs(**case)) == expected


@pytest.mark.parametrize(
    ("case", "nearest"),
    [
        # hedging: dominance is nearest, then room, reserve, effort on a side, rivalry
        ({"share": (0.61, 0.19, 0.2)}, 0.04),
        ({"room": 0.53}, 0.03),
        ({"reserve": 0.52}, 0.02),
        ({"spent": (0.3, 0.37, 0.13)}, 0.03),
        ({"rivalry": (0.05, 0.16, 0.05)}, 0.01),
        # both rival pairs would have to end at once, each by its own rivalry: then dominance is nearest
        ({"rivalry": (0.16, 0.16, 0.05), "share": (0.57, 0.2, 0.23)}, 0.08),
        # asymmetric for two reasons: to lose one changes nothing, effort on a side does
        ({"share": (0.66, 0.1, 0.24), "reserve": 0.49, "spent": (0.3, 0.35, 0.15)}, 0.05),
        ({"share": (0.66, 0.1, 0.24)}, 0.01),
        # mixed for want of rivals: a pair that becomes rivals counts, effort on both does not
        ({"rivalry": (0.05, 0.11, 0.0)}, 0.04),
        ({"spent": (0.4, 0.34, 0.06)}, 0.04),
        # leaning: .7 of the effort on patrons, and .2 of all
        ({"spent": (0.6, 0.0, 0.2), "alone": 0.2}, 0.05),
        ({"spent": (0.22, 0.0, 0.0), "alone": 0.78}, 0.02),
        ({"spent": (0.25, 0.0, 0.1), "alone": 0.65}, 0.25 / 0.35 - 0.7),
        # alone by effort, by room, or by both: then both have to cross
        ({"spent": (0.1, 0.06, 0.1), "alone": 0.74}, 0.04),
        ({"room": 0.47}, 0.03),
        ({"room": 0.47, "spent": (0.05, 0.0, 0.05), "alone": 0.9}, 0.2),
        ({"room": 0.2, "spent": (0.05, 0.0, 0.05), "alone": 0.9}, 0.3),
    ],
)
def test_nearest_threshold_that_would_change_the_regime(case: dict[str, Any], nearest: float) -> None:
    assert margin(RULES, signs(**case)) == pytest.approx(nearest)


SHARES = st.floats(0.0, 1.0)


@given(*[SHARES] * 11)
def test_no_smaller_change_of_a_threshold_changes_the_regime(
    room: float, alone: float, x: float, y: float, z: float, a: float, b: float, c: float, r: float, s: float,
    part: float,
) -> None:  # fmt: skip
    """Moving a threshold towards what is measured against it is the same as the reverse."""
    found = read_signs(room, alone, (x, y, z), (r, 0.3, 0.05), influence_shares((a, b, c)), s, HEDGED.led)
    # less than 1e-12 is left out: a move of that size is lost or doubled when a threshold is rounded
    code, step = regime(RULES, found), 0.999 * part * max(margin(RULES, found) - 1e-12, 0.0)
    assert 0.0 <= step <= 1.0
    # two rival pairs end at once by a threshold, and by their own rivalries one at a time
    names = (
        RULES._asdict().items()
        if r < RULES.rival
        else [i for i in RULES._asdict().items() if i[0] != "rival"]
    )
    for name, value in names:
        # leaning takes twice the counter, which moves twice as far
        size = 0.5 * step if name == "counter" else step
        for moved in (value - size, value + size):
            assert regime(RULES._replace(**{name: moved}), found) == code


def test_effort_that_patrons_forced_does_not_count() -> None:
    """Shares are those of unforced effort: .3 of .5 is a lean, whoever forced the other half."""
    found = read_signs(0.75, 0.1, (0.3, 0.05, 0.05), HEDGED.rivalry, HEDGED.share, 0.6, HEDGED.led)
    assert (found.alone, *found.spent) == pytest.approx((0.2, 0.6, 0.1, 0.1))
    assert regime(RULES, found) == BANDWAGON
    pressed = run(scenario("war_2022"), "bandwagon:eu").records[-1]
    russia, china, eu = pressed.patrons
    assert russia.effort_security + russia.effort_economy > 0.05
    assert max(russia.free_effort, china.free_effort) < 1e-6 < eu.free_effort
    planned = pressed.effort_self_reliance + sum(p.free_effort for p in pressed.patrons)
    forced = mean(run(scenario("war_2022"), "bandwagon:eu").records[-8:], lambda r: r.forced)
    assert planned == pytest.approx(1.0 - forced, abs=0.05)


def test_unforced_effort_has_the_inertia_of_effort() -> None:
    """Without force both are the same from the start on."""
    for record in run(
        quiet(
            **{
                "patrons.russia.coercion_max": 0.0,
                "start.patrons.russia.coercion": 0.0,
                "patrons.eu.coercion_max": 0.0,
                "patrons.china.coercion_max": 0.0,
            }
        )
    ).records[::10]:
        for p in record.patrons:
            assert p.free_effort == pytest.approx(p.effort_security + p.effort_economy, abs=0.02)


def test_the_first_of_equals_is_the_one_to_do_without() -> None:
    assert find_leader((0.2, 0.4, 0.4)) == (0.0, 1.0, 0.0)
    assert find_leader((0.25, 0.25, 0.25, 0.25)) == (1.0, 0.0, 0.0, 0.0)


def test_what_a_patron_leaves_behind_are_arms_debts_and_pressure() -> None:
    side = Situation._make([0.5] * len(Situation._fields))
    left = cut_off(side, 1.0)._asdict()
    stay = {"coercion", "arms", "debt", "terms"} | {"economy", "exercises"}  # of no use without trade and tie
    assert {name for name, value in left.items() if value == 0.5} == stay
    assert {name for name, value in left.items() if value == 0.0} == set(left) - stay
    assert cut_off(side, 0.0) == side


def test_the_reserve_falls_with_reliance_on_the_strongest() -> None:
    """A loyal ally can do less without its protector than one that spread its effort."""
    reserves = [
        run(quiet(), strategy).outcome.reserve_last
        for strategy in ("bandwagon:russia", "equidistance", "bandwagon:china")
    ]
    assert reserves == sorted(reserves)
    assert reserves[0] < 0.4
    assert 0.5 < reserves[2] < 1.0


def test_the_reserve_is_utility_without_the_patron_at_the_autonomy_of_today() -> None:
    """By hand: all that Russia brings is taken out of the sides, and nothing else."""
    case, start = quiet().case(), quiet().start()
    fixed, state = begin(case, start)
    scene, _, _, sides = imagine_opening(case, fixed, state)
    stocks, weights = (
        build_stocks(state.own, fixed.exports_rest),
        normalise_weights(case.hedger, fixed.opening),
    )
    now, _, _ = appraise(case, weights, scene.rivalry, sides, stocks)
    assert reserve(case, weights, scene.rivalry, sides, stocks, (0.0, 0.0, 0.0), now) == 1.0
    gone = dict.fromkeys(
        ("security", "economy", "inducement", "investment", "exports", "imports", "exercises"), 0.0
    )
    left = (sides[0]._replace(**gone), *sides[1:])
    then, _, _ = appraise(case, weights, scene.rivalry, left, stocks)
    expected = utility(weights, case.hedger.elasticity, then.security, then.economy, now.autonomy).utility
    found = reserve(case, weights, scene.rivalry, sides, stocks, (1.0, 0.0, 0.0), now)
    assert found == pytest.approx(expected / now.utility)
    assert found < 0.6
    assert then.autonomy > now.autonomy, "being cut off sets free, which does not count"

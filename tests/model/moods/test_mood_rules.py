"""Known answers of moods and beliefs (eq. 35-38): chains, spread of conduct, filter and expectation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import MILD, give_moods, scenario

from hedgesim.model.noise import draws_at
from hedgesim.model.rules.climate import next_climate, rivalries
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.moods import (
    advance_chance,
    compute_cold_share,
    compute_generosity,
    expect_cold,
    next_belief,
    next_mood,
    spread_coercion,
)
from hedgesim.model.rules.patrons import explain_threat, threat
from hedgesim.model.rules.quarter import draw_nothing, imagine_opening
from hedgesim.model.state import Case, Patron, Tie

RUSSIA = 0
SPEC = give_moods(scenario("baseline"))
CASE = SPEC.case()
FIXED, START = begin(CASE, SPEC.start())
MOODS = st.tuples(st.floats(0.0005, 0.999), st.floats(0.0005, 0.999), st.floats(0.0, 1.0))
"""Hazards of turning and relenting, and severity."""


def patron_with(turn: float, relent: float, severity: float) -> Patron:
    """A patron with such moods."""
    return CASE.patrons[RUSSIA]._replace(turn=turn, relent=relent, severity=severity)


def case_with(discernment: float = 1.0, moods: float = 1.0) -> Case:
    """The case with another discernment or switch."""
    hedger = CASE.hedger._replace(discernment=discernment)
    return CASE._replace(hedger=hedger, mechanisms=CASE.mechanisms._replace(moods=moods))


def tie_with(mood: float, belief: float = 0.0) -> Tie:
    """A tie at the end of a quarter in which the patron was in a mood."""
    return START.ties[RUSSIA]._replace(mood=mood, belief=belief)


# ---- the chain (eq. 35) --------------------------------------------------------------------


@given(MOODS)
def test_the_long_run_is_where_the_chain_stays(hazards: tuple[float, float, float]) -> None:
    patron = patron_with(*hazards)
    share = compute_cold_share(patron)
    assert advance_chance(patron, share) == pytest.approx(share, abs=1e-12)
    assert advance_chance(patron, 0.0) == hazards[0]
    assert advance_chance(patron, 1.0) == pytest.approx(1.0 - hazards[1])


@pytest.mark.parametrize(
    ("mood", "draw", "after"),
    [(0.0, 0.189, 1.0), (0.0, 0.191, 0.0), (1.0, 0.679, 1.0), (1.0, 0.681, 0.0)],
)
def test_a_patron_turns_and_relents_by_its_hazards(mood: float, draw: float, after: float) -> None:
    assert next_mood(CASE, patron_with(0.19, 0.32, 0.5), tie_with(mood), draw) == after


def test_the_first_mood_is_drawn_from_the_long_run() -> None:
    """Before the first quarter mood and belief stand at their mean."""
    share = 0.19 / 0.51
    assert START.ties[RUSSIA].mood == START.ties[RUSSIA].belief == pytest.approx(share)
    assert next_mood(CASE, CASE.patrons[RUSSIA], START.ties[RUSSIA], share - 0.001) == 1.0
    assert next_mood(CASE, CASE.patrons[RUSSIA], START.ties[RUSSIA], share + 0.001) == 0.0


def test_a_patron_without_hazards_is_warm_for_ever() -> None:
    patron = patron_with(0.0, 0.0, 0.5)
    assert compute_cold_share(patron) == 0.0
    assert next_mood(CASE, patron, tie_with(0.0), 1e-12) == 0.0
    assert next_belief(CASE, patron, tie_with(0.0), 0.0, 5.0) == 0.0


def test_with_moods_off_mood_and_belief_are_the_mean() -> None:
    off, patron = case_with(moods=0.0), CASE.patrons[RUSSIA]
    share = compute_cold_share(patron)
    assert next_mood(off, patron, tie_with(1.0), 0.001) == share
    assert next_belief(off, patron, tie_with(1.0, 0.9), 1.0, 2.0) == share


# ---- conduct (eq. 36) ----------------------------------------------------------------------


@given(MOODS, st.floats(0.0, 1.0))
def test_conduct_is_spread_about_its_mean(hazards: tuple[float, float, float], part: float) -> None:
    """A loyal state's coercion too, which a warm patron can hardly lower: a cold one then adds less."""
    patron = patron_with(*hazards)
    share = compute_cold_share(patron)
    warm, cold = (spread_coercion(patron, part, mood)[0] for mood in (0.0, 1.0))
    assert (1.0 - share) * warm + share * cold == pytest.approx(part, abs=1e-13)
    assert -1e-15 <= warm <= part + 1e-15
    assert part - 1e-15 <= cold <= 1.0 + 1e-12
    kind, harsh = (compute_generosity(patron, mood) for mood in (0.0, 1.0))
    assert (1.0 - share) * kind + share * harsh == pytest.approx(1.0, abs=1e-13)
    assert kind - harsh == pytest.approx(hazards[2], abs=1e-13)
    assert harsh >= -1e-15


def test_a_warm_patron_gives_up_what_a_cold_one_adds() -> None:
    """By hand: k 0.5 and half the time cold move .6 by .1 either way, but 0.02 only to 0 and .04."""
    patron = patron_with(0.2, 0.2, 0.5)
    assert [spread_coercion(patron, 0.6, m)[0] for m in (0.0, 1.0)] == pytest.approx([0.5, 0.7])
    assert [spread_coercion(patron, 0.02, m)[0] for m in (0.0, 1.0)] == pytest.approx([0.0, 0.04])


@given(MOODS, st.floats(-0.5, 0.5), st.sampled_from([0.0, 1.0, 0.3]))
def test_slopes_of_coercion_are_finite_differences(
    hazards: tuple[float, float, float], gap: float, mood: float
) -> None:
    patron, response, step = patron_with(*hazards), CASE.response, 1e-6
    seen = patron.red_line + gap

    def coerce(drift: float) -> tuple[float, float]:
        return threat(patron, response, explain_threat(patron, response, drift), mood)

    below, above = coerce(seen - step), coerce(seen + step)
    found = (above[0] - below[0]) / (2.0 * step)
    # between the two a warm patron may begin to coerce, which is a kink
    lowest, highest = sorted((below[1], above[1]))
    assert lowest - 1e-6 - 1e-4 * abs(lowest) <= found <= highest + 1e-6 + 1e-4 * abs(highest)


def test_without_severity_moods_do_nothing() -> None:
    patron = patron_with(0.2, 0.3, 0.0)
    for mood in (0.0, 0.4, 1.0):
        assert spread_coercion(patron, 0.37, mood) == pytest.approx((0.37, 1.0), abs=1e-15)
        assert compute_generosity(patron, mood) == 1.0


# ---- belief (eq. 37) -----------------------------------------------------------------------


def filter_forward(turn: float, relent: float, signs: list[float], d: float) -> list[float]:
    """The forward algorithm of a hidden Markov model with normal signs: probability of cold."""
    step = np.array([[1.0 - turn, turn], [relent, 1.0 - relent]])
    at, found = np.array([relent, turn]) / (turn + relent), []
    for sign in signs:
        at = (at @ step) * np.exp(-0.5 * d * d * (sign - np.array([0.0, 1.0])) ** 2)
        at /= at.sum()
        found.append(float(at[1]))
    return found


@pytest.mark.parametrize("d", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("place", range(3))
def test_belief_is_the_forward_filter_of_the_signs(place: int, d: float) -> None:
    patron, case, tie = patron_with(*MILD[place]), case_with(d), None
    beliefs, signs = [], []
    for quarter in range(400):
        draws = draws_at(3, 1, quarter, 3)
        tie = tie or START.ties[place]
        mood = next_mood(case, patron, tie, draws.moods[place])
        belief = next_belief(case, patron, tie, mood, draws.signs[place])
        tie = tie._replace(mood=mood, belief=belief)
        beliefs.append(belief)
        signs.append(mood + draws.signs[place] / d)
    turn, relent, _ = MILD[place]
    assert beliefs == pytest.approx(filter_forward(turn, relent, signs, d), abs=1e-11)
    assert 0.0 < min(beliefs) < max(beliefs) < 1.0


@given(st.floats(0.01, 0.99), st.sampled_from([0.0, 1.0]), st.floats(-4.0, 4.0))
def test_a_blind_hedger_knows_the_hazards_and_one_that_sees_all_the_mood(
    belief: float, mood: float, error: float
) -> None:
    patron = CASE.patrons[RUSSIA]
    blind = next_belief(case_with(0.0), patron, tie_with(0.0, belief), mood, error)
    assert blind == pytest.approx(advance_chance(patron, belief), abs=1e-14)
    sure = next_belief(case_with(20.0), patron, tie_with(0.0, belief), mood, error)
    assert sure == pytest.approx(mood, abs=1e-40 if mood == 0.0 and error < 0.0 else 1e-12)


# ---- what is expected (eq. 38) -------------------------------------------------------------


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.001, 0.5), st.floats(0.0125, 0.15))
def test_expected_coldness_is_a_discounted_sum(belief: float, turn: float, relent: float, rho: float) -> None:
    """Quarter k counts rho / (1 + rho)^(k + 1), which sum to 1; the belief goes its way meanwhile."""
    patron, case = patron_with(turn, relent, 0.5), CASE._replace(hedger=CASE.hedger._replace(discount=rho))
    total, chance = 0.0, belief
    for k in range(3000):
        total += rho * (1.0 + rho) ** -(k + 1) * chance
        chance = advance_chance(patron, chance)
    assert expect_cold(case, patron, belief) == pytest.approx(total, abs=1e-12)


# ---- the opening, and a rupture ------------------------------------------------------------


def test_the_opening_has_every_patron_at_the_mean_of_its_moods() -> None:
    plain = scenario("baseline")
    before = imagine_opening(plain.case(), *begin(plain.case(), plain.start()))
    after = imagine_opening(CASE, FIXED, START)
    for one, two in zip(before[1], after[1], strict=True):
        assert two[:] == pytest.approx(one[:], abs=1e-14)
    assert [v.mood for v in after[0].views] == [compute_cold_share(p) for p in CASE.patrons]
    assert [v.belief for v in after[0].views] == [v.mood for v in after[0].views]


def test_a_rupture_lasts_and_strikes_pairs_that_tension_moves() -> None:
    """Eq. 1."""
    world = CASE.world._replace(rupture_hazard=0.1)
    climate = START.climate
    calm = next_climate(world, climate, draw_nothing(3)._replace(rupture=0.11))
    struck = next_climate(world, climate, draw_nothing(3)._replace(rupture=0.09))
    assert (calm.ruptured, struck.ruptured) == (0.0, 1.0)
    assert next_climate(world, struck, draw_nothing(3)).ruptured == 1.0
    for now, before, moved in zip(rivalries(CASE, struck), rivalries(CASE, calm), CASE.volatile, strict=True):
        assert now == (max(before, world.rupture) if moved else before)
    assert max(rivalries(CASE, struck)) == world.rupture > max(rivalries(CASE, calm))

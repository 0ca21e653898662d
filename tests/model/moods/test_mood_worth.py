"""Worth of effort over moods (eq. 38): against all joint moods, and against the truth over drawn moods."""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from support.price_reference import Quarter, derived_prices, difference_prices, weigh_joint_moods
from support.runs import HARSH, MILD, give_moods, quiet, scenario

from hedgesim.analysis.design.columns import on_arrays
from hedgesim.model import simulate_run
from hedgesim.model.rules import choice, patrons
from hedgesim.model.rules.effort import each_package, scale_packages
from hedgesim.model.rules.expectation import expect
from hedgesim.model.rules.initial_state import begin
from hedgesim.model.rules.quarter import apply_consequences, draw_nothing, observe_world
from hedgesim.model.rules.welfare import normalise_weights
from hedgesim.model.scenario.scenario import Scenario
from hedgesim.model.state import Case, Choice, Draws, Fixed, Offer, Packages, Scene, State, flatten
from hedgesim.model.strategies import pack_shares, plan_for

Floats = NDArray[np.float64]
BOTH = pytest.mark.parametrize("hazards", [MILD, HARSH], ids=["mild", "harsh"])


class Moment(NamedTuple):
    """A quarter of a run, before the hedger divides its effort."""

    case: Case
    fixed: Fixed
    state: State
    scene: Scene
    offers: tuple[Offer, ...]


def observe(spec: Scenario, number: int, moods: tuple[float, ...]) -> Moment:
    """A quarter of the hedger's run without shocks, which it enters from a quarter of these moods, known."""
    before = spec.vary({"mechanisms.moods": False})
    plan, (fixed, state) = plan_for(spec, "hedge"), begin(before.timeline()[0], spec.start())
    for t, case in enumerate(before.timeline()[:number]):
        scene = observe_world(case, fixed, state, draw_nothing(3))
        offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
        chosen = choice.choose_effort(case, plan, fixed, scene, offers, state, float(t))
        state, _ = apply_consequences(case, fixed, scene, offers, chosen, state, draw_nothing(3))
    return enter(spec.timeline()[number], fixed, state, moods)


def enter(case: Case, fixed: Fixed, state: State, moods: tuple[float, ...]) -> Moment:
    """The quarter that follows one of these moods, known."""
    ties = tuple(t._replace(mood=m, belief=m) for t, m in zip(state.ties, moods, strict=True))
    state = state._replace(ties=ties)
    scene = observe_world(case, fixed, state, draw_nothing(3))
    offers = tuple(patrons.set_terms(case, v, scene.climate) for v in scene.views)
    return Moment(case, fixed, state, scene, offers)


def settle(at: Moment, effort: Packages, moods: tuple[float, ...]) -> Moment:
    """The quarter once effort has lasted so long, with moods at their mean, that nothing moves any more."""
    mean, state = at.case._replace(mechanisms=at.case.mechanisms._replace(moods=0.0)), at.state
    for _ in range(300):
        scene = observe_world(mean, at.fixed, state, draw_nothing(3))
        offers = tuple(patrons.set_terms(mean, v, scene.climate) for v in scene.views)
        state, _ = apply_consequences(
            mean, at.fixed, scene, offers, spend(effort, state), state, draw_nothing(3)
        )
    return enter(at.case, at.fixed, state, moods)


def spend(effort: Packages, state: State) -> Choice:
    """A choice of some effort, which no patron forced."""
    return Choice(
        effort=effort,
        free=effort.security,
        worth=scale_packages(effort, 0.0),
        option_value=0.0,
        forced=0.0,
        alert=state.own.alert,
    )


def hazardous(name: str, hazards: tuple[tuple[float, float, float], ...], **changes: float) -> Scenario:
    """A scenario without shocks but with moods."""
    return give_moods(quiet(name, **changes), hazards).vary({"mechanisms.moods": True})


# ---- against all joint moods ---------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("name", ["baseline", "confrontation", "war_2022"])
def test_each_cold_patron_alone_is_as_good_as_all_joint_moods(
    name: str, hazards: tuple[tuple[float, float, float], ...]
) -> None:
    """Within .05 of what tells packages apart, and mostly .003, whatever the moods just were."""
    gaps = []
    for number, moods in product((1, 20), product((0.0, 1.0), repeat=3)):
        at = observe(hazardous(name, hazards), number, moods)
        weights = normalise_weights(at.case.hedger, at.fixed.opening)
        args = (at.case, weights, at.fixed, at.scene, at.offers, at.state)
        near, right = (np.array(flatten(f(*args))) for f in (choice.worth_over_moods, weigh_joint_moods))
        gaps.append(np.abs(near - right).max() / np.ptp(right))
    assert 0.0 < max(gaps) < 0.05
    assert np.median(gaps) < 0.004


@BOTH
def test_what_joint_moods_would_gain_is_small(
    hazards: tuple[tuple[float, float, float], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = give_moods(scenario("baseline"), hazards)
    near = [simulate_run(spec, "hedge", 9, k).outcome.utility.mean for k in range(6)]
    monkeypatch.setattr(choice, "worth_over_moods", weigh_joint_moods)
    right = [simulate_run(spec, "hedge", 9, k).outcome.utility.mean for k in range(6)]
    assert near != right
    assert abs(np.mean(right) - np.mean(near)) < 1e-4


@BOTH
def test_prices_in_all_joint_moods_are_those_of_utility_worked_out_twice(
    hazards: tuple[tuple[float, float, float], ...],
) -> None:
    at = observe(hazardous("baseline", hazards), 24, (0.0, 1.0, 0.0))
    weights = normalise_weights(at.case.hedger, at.fixed.opening)
    prices = []
    for moods in product((0.0, 1.0), repeat=3):
        sides = zip(at.scene.views, at.offers, moods, strict=True)
        imagined = tuple(patrons.imagine_mood(at.case, *side) for side in sides)
        prospect = expect(at.case, at.fixed, at.scene, imagined, at.state)
        quarter = Quarter(at.case, weights, at.scene.rivalry, prospect)
        prices.append(derived_prices(quarter))
        gaps = np.subtract(prices[-1], difference_prices(quarter, 1e-6))
        assert np.abs(gaps).max() < 2e-5 * np.ptp(prices[-1])
    assert len({tuple(p) for p in prices}) == 8


# ---- against the truth ---------------------------------------------------------------------

PATHS, QUARTERS, STEP = 300, 150, 0.001
"""Courses of moods that are drawn, quarters of each, and the extra effort on a package."""


def draw_courses(seed: int) -> list[Draws]:
    """Random numbers of moods for every quarter, the same for every variant; no shocks, blind hedger."""
    rng, variants = np.random.default_rng(seed), 8
    return [
        draw_nothing(3)._replace(moods=tuple(np.tile(rng.random(PATHS), variants) for _ in range(3)))
        for _ in range(QUARTERS)
    ]


def value_truly(at: Moment, effort: Packages) -> tuple[Floats, Floats]:
    """Worth of each package in the mean over courses of moods: as imagined, and as it turns out.

    One variant of the runs has no extra effort, each other a little more of one package in this quarter.
    """
    shares, rho = flatten(effort), at.case.hedger.discount
    bump = np.repeat(np.vstack([np.zeros(7), STEP * np.eye(7)]), PATHS, axis=0)
    more, state, total = pack_shares([s + bump[:, k] for k, s in enumerate(shares)]), at.state, 0.0
    imagined: Packages | None = None
    for number, draws in enumerate(draw_courses(5)):
        scene = on_arrays(observe_world)(at.case, at.fixed, state, draws)
        offers = tuple(on_arrays(patrons.set_terms)(at.case, v, scene.climate) for v in scene.views)
        if imagined is None:
            weights = normalise_weights(at.case.hedger, at.fixed.opening)
            args = (at.case, weights, at.fixed, scene, offers, state)
            imagined = on_arrays(choice.cautious_worth)(*args)
        chosen = spend(more if number == 0 else effort, state)
        state, record = on_arrays(apply_consequences)(at.case, at.fixed, scene, offers, chosen, state, draws)
        total = total + record.utility * (1.0 + rho) ** -number
    runs = total.reshape(8, PATHS).mean(axis=1)
    means = each_package(lambda x: float(np.mean(x)), imagined)
    return np.array(flatten(means)), (runs[1:] - runs[0]) / STEP * rho / (1.0 + rho)


@cache
def compare_spells(name: str) -> tuple[Floats, Floats]:
    """Imagined and true worth after a cold spell of Russia and after a warm one: shape (2, packages)."""
    off = {"mechanisms__expectations": 0.0, "mechanisms__own_offer": 0.0, "hedger__caution": 0.0}
    spec = hazardous(name, ((0.05, 0.1, 0.6),) * 3, hedger__discernment=0.0, horizon=40, **off)
    at = observe(spec, 30, (0.0, 0.0, 0.0))
    plan = plan_for(spec, "hedge")
    effort = choice.choose_effort(at.case, plan, at.fixed, at.scene, at.offers, at.state, 30.0).effort
    found = [value_truly(settle(at, effort, (mood, 0.0, 0.0)), effort) for mood in (1.0, 0.0)]
    imagined, true = (np.array(part) for part in zip(*found, strict=True))
    return imagined, true


@pytest.mark.parametrize("name", ["baseline", "confrontation"])
def test_worth_over_moods_follows_true_worth_over_drawn_moods(name: str) -> None:
    """At rest, after a cold spell of Russia and a warm one, and in what the spell changes.

    That is told right but for security with Russia, of which .0004 is lost in the baseline and .0001 is seen:
    exercises are forgotten before the discounted mean of moods is reached.
    """
    imagined, true = compare_spells(name)
    for one, two in zip(imagined, true, strict=True):
        assert np.corrcoef(one, two)[0, 1] > 0.98
    believed, changed = imagined[0] - imagined[1], true[0] - true[1]
    assert np.corrcoef(believed, changed)[0, 1] > 0.9
    assert np.sum((believed - changed) ** 2) < 0.3 * np.sum(changed**2)
